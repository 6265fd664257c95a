"""People of ours: let in, changed and assigned by an administrator alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Program, ProgramAssignment, User
from tests.factories import ProgramAssignmentFactory, UserFactory

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TYPED = {"name": "Nia", "email": "Nia@Example.org", "role": "leadership", "language": "fr"}


@pytest.fixture
def administrator(db: Any) -> User:
    """An administrator."""
    return UserFactory(name="Grace", administrator=True)


def edit_url(person: User) -> str:
    """Return where a person is changed."""
    return reverse("accounts:user_edit", args=[person.public_id])


def test_a_person_is_let_in_without_a_password(browser_of: BrowserOf, administrator: User) -> None:
    response = browser_of(administrator).post(reverse("accounts:user_create"), TYPED)

    made = User.objects.get(email="nia@example.org")
    assert response.url == edit_url(made)
    assert not made.has_usable_password()
    assert (made.role, made.language, made.is_active) == ("leadership", "fr", True)


def test_who_was_let_in_chooses_a_password_through_the_link_for_a_forgotten_one(
    browser_of: BrowserOf, administrator: User, client: Client, mailoutbox: Any
) -> None:
    browser_of(administrator).post(reverse("accounts:user_create"), TYPED)

    client.post(reverse("account_reset_password"), {"email": "nia@example.org"})

    invited, asked = mailoutbox
    for mail in (invited, asked):
        assert mail.to == ["nia@example.org"]
        assert "/password/reset/key/" in mail.body


def test_an_address_is_used_once_whatever_its_case(
    browser_of: BrowserOf, administrator: User
) -> None:
    UserFactory(email="nia@example.org")

    response = browser_of(administrator).post(reverse("accounts:user_create"), TYPED)

    assert response.status_code == 422
    assert 'value="Nia"' in response.content.decode()
    assert User.objects.filter(email__iexact="nia@example.org").count() == 1


def test_a_form_sent_twice_lets_one_person_in(browser_of: BrowserOf, administrator: User) -> None:
    browser = browser_of(administrator)
    once = browser.get(reverse("accounts:user_create")).context_data["once"]

    answers = [
        browser.post(reverse("accounts:user_create"), TYPED | {"once": once}) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert User.objects.filter(email="nia@example.org").count() == 1


def test_who_is_not_active_is_out_at_once(
    browser_of: BrowserOf, administrator: User, seller: User, account: Account
) -> None:
    browser = browser_of(seller)
    typed = {"name": "Sam", "email": seller.email, "role": "sales", "language": "en", "version": 1}

    browser_of(administrator).post(edit_url(seller), typed)

    response = browser.get(account.get_absolute_url())
    assert response.status_code == 302
    assert response.url.startswith("/login/")


@pytest.mark.parametrize(
    "change", [{"role": "sales", "is_active": "on"}, {"role": "administrator"}]
)
def test_an_administrator_can_not_lock_themselves_out(
    browser_of: BrowserOf, administrator: User, change: dict[str, str]
) -> None:
    typed = {"name": "Grace", "email": administrator.email, "language": "en", "version": 1}

    response = browser_of(administrator).post(edit_url(administrator), typed | change)

    administrator.refresh_from_db()
    assert response.status_code == 422
    assert (administrator.role, administrator.is_active) == ("administrator", True)


def test_a_stale_change_of_a_role_is_a_conflict(
    browser_of: BrowserOf, administrator: User, seller: User
) -> None:
    typed = {
        "name": "Sam",
        "email": seller.email,
        "role": "sales",
        "language": "en",
        "is_active": "on",
        "version": 1,
    }
    browser = browser_of(administrator)
    browser.post(edit_url(seller), typed | {"role": "abm_manager"})

    response = browser.post(edit_url(seller), typed)

    assert response.status_code == 409
    assert response.context_data["conflict"]["differences"] == [
        {"label": "Role", "saved": "ABM manager", "typed": "Sales"}
    ]


def test_a_leader_sees_the_accounts_of_a_program_once_assigned(
    browser_of: BrowserOf, administrator: User, program: Program, account: Account
) -> None:
    newcomer = UserFactory(leader=True)
    url = reverse("accounts:assignment_create", args=[newcomer.public_id])
    typed = {"program": str(program.public_id), "first_day": "2026-01-01"}

    codes = [browser_of(administrator).post(url, typed).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert ProgramAssignment.objects.filter(user=newcomer).count() == 1
    assert browser_of(newcomer).get(account.get_absolute_url()).status_code == 200


def test_an_assignment_is_withdrawn(
    browser_of: BrowserOf, administrator: User, leader: User, program: Program
) -> None:
    url = reverse("accounts:assignment_edit", args=[leader.public_id, program.public_id])
    browser = browser_of(administrator)
    seen = browser.get(url).context_data["form"].initial["seen"]

    browser.post(url, {"seen": seen, "first_day": "2026-01-01", "withdraw": "yes"})

    assert ProgramAssignment.objects.get(user=leader).voided_at is not None
    assert browser.get(url).status_code == 404


def test_the_frame_names_who_is_signed_in_on_the_page_of_another_person(
    browser_of: BrowserOf, administrator: User, seller: User
) -> None:
    page = browser_of(administrator).get(edit_url(seller))

    assert page.context_data["person"] == seller
    assert page.context["user"] == administrator


@pytest.mark.parametrize("role", ["manager", "seller", "leader"])
def test_people_are_the_administrator_s_business(
    browser_of: BrowserOf, request: pytest.FixtureRequest, role: str, program: Program
) -> None:
    person = request.getfixturevalue(role)
    browser = browser_of(person)
    kept = ProgramAssignmentFactory()
    pages = [
        reverse("accounts:user_list"),
        reverse("accounts:user_create"),
        edit_url(person),
        reverse("accounts:assignment_create", args=[person.public_id]),
        reverse("accounts:assignment_edit", args=[kept.user.public_id, kept.program.public_id]),
    ]

    assert {browser.get(page).status_code for page in pages} == {403}
    assert {browser.post(page, TYPED).status_code for page in pages} <= {403, 405}


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_the_list_takes_the_same_queries_for_any_number_of_people(
    client: Client, settings: Any, django_assert_num_queries: Any, administrator: User, rows: int
) -> None:
    settings.PAGE_SIZE = 200
    UserFactory.create_batch(rows, manager=administrator)
    client.force_login(administrator)

    with django_assert_num_queries(4):
        client.get(reverse("accounts:user_list"))
