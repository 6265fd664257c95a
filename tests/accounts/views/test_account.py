"""Writing down companies and their people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Contact, Employment, TeamMember, User
from tests.factories import ContactFactory, UserFactory

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
NEW = {"name": "Thales", "status": "prospect", "domains": "Thales.com, thales.com,thales.fr"}
PERSON = {"name": "Ana Ruiz", "seniority": "director", "email_status": "unknown"}


def address(route: str, row: Any) -> str:
    """Return the address of a route about one row."""
    return reverse(f"accounts:{route}", args=[row.public_id])


def test_who_writes_an_account_down_is_on_its_team(browser_of: BrowserOf, manager: User) -> None:
    browser = browser_of(manager)

    response = browser.post(reverse("accounts:account_create"), NEW)

    made = Account.objects.unscoped("a test").get(name="Thales")
    member = TeamMember.objects.unscoped("a test").get(account=made)
    assert made.domains == ["thales.com", "thales.fr"]
    assert (member.user, member.position) == (manager, "abm")
    assert browser.get(response.url).status_code == 200


def test_a_form_sent_twice_writes_one_account_down(browser_of: BrowserOf, manager: User) -> None:
    browser = browser_of(manager)
    once = browser.get(reverse("accounts:account_create")).context_data["once"]

    for _ in range(2):
        browser.post(reverse("accounts:account_create"), NEW | {"once": once})

    assert Account.objects.unscoped("a test").count() == 1
    assert TeamMember.objects.unscoped("a test").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"domains": "not a domain"}, "domains"),
        ({"revenue": "10"}, "__all__"),
        ({"revenue": "10", "revenue_currency": "euros"}, "revenue_currency"),
        ({"employees": "-1"}, "employees"),
        ({"status": "friend"}, "status"),
    ],
)
def test_what_breaks_a_rule_is_said_and_typing_stays(
    browser_of: BrowserOf, manager: User, wrong: dict[str, str], field: str
) -> None:
    response = browser_of(manager).post(
        reverse("accounts:account_create"), NEW | {"industry": "Kept words"} | wrong
    )

    assert response.status_code == 422
    assert set(response.context_data["form"].errors) == {field}
    assert 'value="Kept words"' in response.content.decode()


def test_accounts_are_changed_by_those_who_plan(
    browser_of: BrowserOf, manager: User, seller: User, account: Account, foreign: Account
) -> None:
    typed = NEW | {"version": 1}

    codes = [
        browser_of(person).post(address("account_edit", row), typed).status_code
        for person in (manager, seller)
        for row in (account, foreign)
    ]

    assert codes == [302, 404, 403, 404]


def test_salespeople_write_no_account_down(browser_of: BrowserOf, seller: User) -> None:
    response = browser_of(seller).post(reverse("accounts:account_create"), NEW)

    assert response.status_code == 403
    assert not Account.objects.unscoped("a test").exists()


@pytest.mark.parametrize(("since", "rows"), [("", 0), ("2026-02-01", 1)])
def test_a_contact_s_employment_is_written_where_it_is_known(
    browser_of: BrowserOf, manager: User, account: Account, since: str, rows: int
) -> None:
    browser_of(manager).post(address("contact_create", account), PERSON | {"first_day": since})

    assert Contact.objects.unscoped("a test").get().name == "Ana Ruiz"
    assert Employment.objects.unscoped("a test").count() == rows


def test_an_address_is_known_once_in_an_account(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    ContactFactory(account=account, email="ana@example.org")

    response = browser_of(manager).post(
        address("contact_create", account), PERSON | {"email": "ANA@example.org"}
    )

    assert response.context_data["form"].non_field_errors() == [
        "A contact of this account has that e-mail already."
    ]


def test_people_of_an_account_are_listed_for_those_who_see_it(
    browser_of: BrowserOf, seller: User, account: Account, foreign: Account
) -> None:
    own = ContactFactory(account=account, name="Zoë")
    ContactFactory(account=foreign)
    browser = browser_of(seller)

    page = browser.get(address("contact_list", account), {"q": "zoe"})

    assert [each.contact for each in page.context_data["page"]] == [own]
    assert browser.get(address("contact_list", foreign)).status_code == 404
    assert browser.get(address("contact_edit", own)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_people_take_the_same_queries_for_any_number(
    client: Client, settings: Any, django_assert_num_queries: Any, account: Account, rows: int
) -> None:
    settings.PAGE_SIZE = 100
    ContactFactory.create_batch(rows, account=account)
    client.force_login(UserFactory(administrator=True))

    with django_assert_num_queries(10):
        client.get(address("contact_list", account))
