"""Teams: dated rows, corrected and never edited; what people see follows from them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.days import end_after, first_instant
from accounts.models import Account, TeamMember, User
from tests.factories import TeamMemberFactory, UserFactory

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def join_url(account: Account) -> str:
    """Return where somebody is put on the team."""
    return reverse("accounts:team_join", args=[account.public_id])


def edit_url(account: Account, person: User) -> str:
    """Return where somebody's time on the team is corrected."""
    return reverse("accounts:team_edit", args=[account.public_id, person.public_id])


def members(**which: Any) -> Any:
    """Return every row of teams, withdrawn ones too."""
    return TeamMember.objects.unscoped("a test looks at everything").filter(**which)


def test_a_manager_puts_a_salesperson_on_the_team_who_then_sees_the_account(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    newcomer = UserFactory(sales=True)
    today = timezone.localdate()
    typed = {"user": newcomer.pk, "position": "sales", "first_day": today.isoformat()}
    before = browser_of(newcomer).get(account.get_absolute_url()).status_code

    browser_of(manager).post(join_url(account), typed)

    row = members(user=newcomer).get()
    assert (row.from_at, row.to_at) == (first_instant(today), None)
    assert row.recorded_by == manager
    assert before == 404
    assert browser_of(newcomer).get(account.get_absolute_url()).status_code == 200


def test_the_last_day_counts(browser_of: BrowserOf, manager: User, account: Account) -> None:
    newcomer = UserFactory(sales=True)
    today = timezone.localdate()
    typed = {
        "user": newcomer.pk,
        "position": "sales",
        "first_day": today.isoformat(),
        "last_day": today.isoformat(),
    }

    browser_of(manager).post(join_url(account), typed)

    assert members(user=newcomer).get().to_at == end_after(today)
    assert browser_of(newcomer).get(account.get_absolute_url()).status_code == 200


def test_sent_twice_it_is_one_row(browser_of: BrowserOf, manager: User, account: Account) -> None:
    newcomer = UserFactory(sales=True)
    typed = {"user": newcomer.pk, "position": "sales", "first_day": "2026-01-05"}
    browser = browser_of(manager)

    codes = [browser.post(join_url(account), typed).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert members(user=newcomer).count() == 1


def test_times_that_meet_are_refused_and_what_was_typed_stays(
    browser_of: BrowserOf, manager: User, seller: User, account: Account
) -> None:
    typed = {"user": seller.pk, "position": "abm", "first_day": "2026-01-05"}

    response = browser_of(manager).post(join_url(account), typed)

    assert response.status_code == 422
    assert response.context_data["form"].non_field_errors() == [
        "This person is on the account's team in that time already."
    ]
    assert "2026-01-05" in response.content.decode()
    assert members(user=seller).count() == 1


def test_a_member_leaves_and_the_time_before_stays_in_the_history(
    browser_of: BrowserOf, manager: User, seller: User, account: Account
) -> None:
    browser = browser_of(manager)
    form = browser.get(edit_url(account, seller)).context_data["form"]
    yesterday = timezone.localdate() - timedelta(days=1)
    typed = {
        "seen": form.initial["seen"],
        "position": "sales",
        "first_day": form.initial["first_day"].isoformat(),
        "last_day": yesterday.isoformat(),
    }

    response = browser.post(edit_url(account, seller), typed)

    old, new = members(user=seller).order_by("pk")
    assert response.status_code == 302
    assert old.voided_at is not None
    assert (new.replaces, new.to_at) == (old, end_after(yesterday))
    assert browser_of(seller).get(account.get_absolute_url()).status_code == 404


def test_withdrawing_says_it_was_never_so(
    browser_of: BrowserOf, manager: User, seller: User, account: Account
) -> None:
    browser = browser_of(manager)
    form = browser.get(edit_url(account, seller)).context_data["form"]
    typed = {"seen": form.initial["seen"], "position": "sales", "first_day": "2026-01-01"}

    browser.post(edit_url(account, seller), typed | {"withdraw": "yes"})

    assert members(user=seller).get().voided_at is not None


def test_a_correction_of_what_somebody_corrected_meanwhile_is_a_conflict(
    browser_of: BrowserOf, manager: User, seller: User, account: Account
) -> None:
    browser = browser_of(manager)
    form = browser.get(edit_url(account, seller)).context_data["form"]
    typed = {"seen": form.initial["seen"], "position": "sales", "first_day": "2025-01-01"}
    browser.post(edit_url(account, seller), typed)

    response = browser.post(edit_url(account, seller), typed | {"first_day": "2024-01-01"})

    assert response.status_code == 409
    assert [each["label"] for each in response.context_data["conflict"]["differences"]] == ["From"]
    assert "2024-01-01" in response.content.decode()

    again = response.context_data["form"].initial["seen"]
    saved = browser.post(
        edit_url(account, seller), typed | {"first_day": "2024-01-01", "seen": again}
    )

    assert saved.status_code == 302
    assert members(user=seller).count() == 3


def test_a_correction_needs_what_was_seen(
    browser_of: BrowserOf, manager: User, seller: User, account: Account
) -> None:
    typed = {"position": "sales", "first_day": "2025-01-01"}

    response = browser_of(manager).post(edit_url(account, seller), typed)

    assert response.status_code == 428
    assert members(user=seller).count() == 1


def test_teams_are_changed_by_those_who_plan_and_seen_by_those_who_see_the_account(
    browser_of: BrowserOf, seller: User, leader: User, account: Account, foreign: Account
) -> None:
    TeamMemberFactory(account=account)
    read = [
        browser_of(person).get(reverse("accounts:team_list", args=[row.public_id])).status_code
        for person in (seller, leader)
        for row in (account, foreign)
    ]
    written = [
        browser_of(person).post(join_url(row)).status_code
        for person in (seller, leader)
        for row in (account, foreign)
    ]

    assert read == [200, 404, 200, 404]
    assert written == [403, 404, 403, 404]
