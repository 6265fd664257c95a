"""Programs: founded, changed, filled with accounts from day to day."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Enrolment, Program, ProgramAssignment, User
from tests.factories import (
    AccountFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TYPED = {
    "name_en": "Strategic",
    "kind": "high_touch",
    "currency": "EUR",
    "time_zone": "Europe/Paris",
    "fiscal_year_month": "4",
}


def enrol_url(program: Program) -> str:
    """Return where accounts are taken into a program."""
    return reverse("accounts:enrolment_create", args=[program.public_id])


def enrolments(**which: Any) -> Any:
    """Return every enrolment there is."""
    return Enrolment.objects.unscoped("a test looks at everything").filter(**which)


def test_who_founds_a_program_keeps_it(browser_of: BrowserOf, manager: User) -> None:
    response = browser_of(manager).post(reverse("accounts:program_create"), TYPED)

    program = Program.objects.unscoped("a test").get(name_en="Strategic")
    assert program.fiscal_year_month == 4
    assert ProgramAssignment.objects.filter(user=manager, program=program).exists()
    assert browser_of(manager).get(response.url).status_code == 200


def test_an_administrator_sees_a_new_program_without_keeping_it(browser_of: BrowserOf) -> None:
    browser_of(UserFactory(administrator=True)).post(reverse("accounts:program_create"), TYPED)

    assert not ProgramAssignment.objects.exists()


@pytest.mark.parametrize("wrong", [{"currency": "euro"}, {"time_zone": "Mars/Base"}])
def test_a_program_has_a_currency_and_a_clock(
    browser_of: BrowserOf, manager: User, wrong: dict[str, str]
) -> None:
    response = browser_of(manager).post(reverse("accounts:program_create"), TYPED | wrong)

    assert response.status_code == 422
    assert 'value="Strategic"' in response.content.decode()


def test_accounts_are_taken_in_by_the_days_of_the_program_s_clock(
    browser_of: BrowserOf, program: Program
) -> None:
    program.time_zone = "America/New_York"
    program.save()
    outside = AccountFactory.create_batch(2, programs=[ProgramFactory()])
    administrator = UserFactory(administrator=True)
    typed = {
        "accounts": [str(each.public_id) for each in outside],
        "tier": "A",
        "first_day": "2026-07-01",
        "last_day": "2026-12-31",
        "reason": "Renewal ahead",
    }

    response = browser_of(administrator).post(enrol_url(program), typed)

    rows = enrolments(program=program)
    assert response.status_code == 302
    assert {row.account for row in rows} == set(outside)
    assert {(row.from_at, row.to_at, row.tier) for row in rows} == {
        (
            datetime(2026, 7, 1, 4, tzinfo=UTC),
            datetime(2027, 1, 1, 5, tzinfo=UTC),
            "A",
        )
    }


def test_who_was_chosen_stays_chosen_after_an_error(
    browser_of: BrowserOf, program: Program
) -> None:
    outside = AccountFactory()
    administrator = UserFactory(administrator=True)

    response = browser_of(administrator).post(
        enrol_url(program), {"accounts": [str(outside.public_id)], "first_day": ""}
    )

    assert response.status_code == 422
    assert f'value="{outside.public_id}"' in response.content.decode()
    assert " checked" in response.content.decode()


def test_the_search_finds_accounts_outside_the_program_within_reach(
    browser_of: BrowserOf, program: Program, manager: User, account: Account
) -> None:
    AccountFactory(name="Airliquide")  # out of the manager's reach
    near = AccountFactory(name="Société Aérienne", team=[manager])
    found = browser_of(manager).get(enrol_url(program), {"q": "SOCIETE"})
    missed = browser_of(manager).get(enrol_url(program), {"q": "air"})

    assert list(found.context_data["form"].fields["accounts"].queryset) == [near]
    assert list(missed.context_data["form"].fields["accounts"].queryset) == []


def test_an_account_out_of_reach_is_not_taken_in(
    browser_of: BrowserOf, manager: User, program: Program, foreign: Account
) -> None:
    typed = {"accounts": [str(foreign.public_id)], "first_day": "2026-07-01"}

    response = browser_of(manager).post(enrol_url(program), typed)

    assert "accounts" in response.context_data["form"].errors
    assert not enrolments(account=foreign, program=program).exists()


def test_an_enrolment_ends_and_the_time_before_stays(
    browser_of: BrowserOf, manager: User, program: Program, account: Account
) -> None:
    url = reverse("accounts:enrolment_edit", args=[program.public_id, account.public_id])
    browser = browser_of(manager)
    form = browser.get(url).context_data["form"]
    typed = {
        "seen": form.initial["seen"],
        "first_day": form.initial["first_day"].isoformat(),
        "last_day": "2026-03-31",
        "tier": "B",
        "reason": "Moved",
    }

    response = browser.post(url, typed)

    old, new = enrolments(account=account, program=program).order_by("pk")
    assert response.status_code == 302
    assert old.voided_at is not None
    assert new.to_at.isoformat() == "2026-03-31T22:00:00+00:00"


def test_programs_are_read_by_those_assigned_and_changed_by_those_who_plan(
    browser_of: BrowserOf, leader: User, seller: User, program: Program
) -> None:
    other = ProgramFactory()
    pages = ["metrics:program_detail", "accounts:program_edit", "accounts:enrolment_create"]

    codes = {
        (person.role, page, row is other): browser_of(person)
        .get(reverse(page, args=[row.public_id]))
        .status_code
        for person in (leader, seller)
        for page in pages
        for row in (program, other)
    }

    assert codes == {
        ("leadership", "metrics:program_detail", False): 200,
        ("leadership", "accounts:program_edit", False): 403,
        ("leadership", "accounts:enrolment_create", False): 403,
        **{("leadership", page, True): 404 for page in pages},
        **{("sales", page, other): 404 for page in pages for other in (False, True)},
    }


def move_url(program: Program) -> str:
    return reverse("accounts:program_move", args=[program.public_id])


def test_accounts_move_to_another_program_and_their_time_in_the_first_stays(
    browser_of: BrowserOf, manager: User, program: Program, account: Account
) -> None:
    other = ProgramAssignmentFactory(user=manager, program=ProgramFactory()).program
    browser = browser_of(manager)
    shown = browser.get(move_url(program), {"account": str(account.public_id)})
    typed = {
        "accounts": [str(account.public_id)],
        "target": str(other.public_id),
        "first_day": "2026-03-01",
        "reason": "They buy more by themselves",
    }

    answer = browser.post(move_url(program), typed)

    assert " checked" in shown.content.decode()
    assert answer.status_code == 302
    (left,) = enrolments(account=account, program=program, voided_at=None)
    (came,) = enrolments(account=account, program=other, voided_at=None)
    assert left.to_at == came.from_at
    assert (came.tier, came.reason, came.to_at) == (left.tier, "They buy more by themselves", None)
    page = browser.get(reverse("metrics:program_detail", args=[other.public_id]))
    (passage,) = page.context_data["passages"]
    assert (passage.row.account, passage.source, passage.target) == (account, program, other)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"reason": ""}, "reason"), ({"accounts": []}, "accounts"), ({"first_day": "x"}, "first_day")],
)
def test_a_move_that_says_too_little_is_not_made(
    browser_of: BrowserOf,
    manager: User,
    program: Program,
    account: Account,
    changed: dict[str, Any],
    field: str,
) -> None:
    other = ProgramAssignmentFactory(user=manager, program=ProgramFactory()).program
    typed = {
        "accounts": [str(account.public_id)],
        "target": str(other.public_id),
        "first_day": "2026-03-01",
        "reason": "Why",
    }

    answer = browser_of(manager).post(move_url(program), typed | changed)

    assert (answer.status_code, field in answer.context_data["form"].errors) == (422, True)
    assert not enrolments(program=other).exists()


def test_who_is_in_the_other_program_already_stops_the_move_of_all(
    browser_of: BrowserOf, manager: User, program: Program, account: Account
) -> None:
    other = ProgramAssignmentFactory(user=manager, program=ProgramFactory()).program
    both = AccountFactory(name="Both", programs=[program, other])
    typed = {
        "accounts": [str(account.public_id), str(both.public_id)],
        "target": str(other.public_id),
        "first_day": "2026-03-01",
        "reason": "Why",
    }

    answer = browser_of(manager).post(move_url(program), typed)

    assert answer.status_code == 422
    assert not enrolments(account=account, program=other).exists()
    assert enrolments(account=account, program=program, to_at=None).exists()
