"""The pages of goals for many accounts: choosing, looking before anything is set, setting."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from accounts.actions import job as jobs
from accounts.enums import RecordType
from accounts.models import Account, User
from metrics.models import Goal, GoalBatch
from tests.factories import AccountFactory, DataFeedFactory, EnrolmentFactory

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ADDRESS = reverse("metrics:goal_batch_create")


@pytest.fixture
def first(program: Any) -> Account:
    """An account of the first tier."""
    account: Account = AccountFactory(name="Alcatel")
    EnrolmentFactory(account=account, program=program, tier="Tier 1")
    return account


def typed(**said: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "indicator_key": "new_opportunities_count",
        "type": "cumulate",
        "rule": "fixed",
        "amount": "3",
        "starts_on": today.isoformat(),
        "due_on": (today + timedelta(days=90)).isoformat(),
        "weight": "1",
        **said,
    }


def test_accounts_are_chosen_by_program_and_tier(
    browser_of: BrowserOf, manager: User, account: Account, first: Account, program: Any
) -> None:
    browser = browser_of(manager)

    of_program = browser.get(ADDRESS, {"program": program.public_id})
    of_tier = browser.get(ADDRESS, {"program": program.public_id, "tier": "tier 1"})

    assert (of_program.context["accounts"], of_tier.context["accounts"]) == (2, 1)


def test_what_is_proposed_is_seen_before_it_is_set_and_taken_back_after(
    browser_of: BrowserOf, manager: User, account: Account, first: Account, program: Any
) -> None:
    DataFeedFactory(record_type=RecordType.OPPORTUNITY)
    browser = browser_of(manager)
    rows = Goal.objects.visible_to(SYSTEM)

    answer = browser.post(f"{ADDRESS}?program={program.public_id}", typed())
    batch = GoalBatch.objects.visible_to(SYSTEM).get()
    page = reverse("metrics:goal_batch_detail", args=[batch.public_id])
    waiting = browser.get(page).content.decode()
    work(batch)
    shown = browser.get(page).content.decode()

    assert (answer.status_code, answer["Location"]) == (302, page)
    assert "goal-batch-progress" in waiting
    for words in ("Airbus", "Alcatel", "Set 2 goals"):
        assert words in shown
    assert not rows.exists()

    for act, left in (("set", 2), ("undo", 0)):
        browser.post(reverse(f"metrics:goal_batch_{act}", args=[batch.public_id]))
        work(batch)
        assert rows.count() == left
    assert batch.segment == {"program": str(program.public_id)}


def work(batch: GoalBatch) -> None:
    """Do the job of a batch, as a worker would."""
    batch.refresh_from_db()
    assert batch.job is not None
    jobs.work(batch.job.pk)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"rule": "factor", "amount": "-1"}, "amount"),
        ({"type": "maintain_min"}, "tolerance"),
        ({"indicator_key": "nothing"}, "indicator_key"),
        ({"due_on": "2020-01-01"}, None),
    ],
)
def test_what_means_nothing_is_said_and_makes_nothing(
    browser_of: BrowserOf, manager: User, account: Account, wrong: dict[str, str], field: Any
) -> None:
    answer = browser_of(manager).post(ADDRESS, typed(**wrong))

    assert answer.status_code == 422
    assert (field or "__all__") in answer.context["form"].errors
    assert not GoalBatch.objects.visible_to(SYSTEM).exists()


def test_no_account_no_goals(browser_of: BrowserOf, manager: User, account: Account) -> None:
    answer = browser_of(manager).post(f"{ADDRESS}?tier=none", typed())

    assert answer.status_code == 422
    assert not GoalBatch.objects.visible_to(SYSTEM).exists()


def test_a_batch_of_somebody_else_is_not_there(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    browser_of(manager).post(ADDRESS, typed())
    batch = GoalBatch.objects.visible_to(SYSTEM).get()
    GoalBatch.objects.visible_to(SYSTEM).update(actor=None)

    address = reverse("metrics:goal_batch_detail", args=[batch.public_id])

    assert browser_of(manager).get(address).status_code == 404
