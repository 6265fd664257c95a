"""Goals that were agreed on: what they start from is frozen, and moving them takes a reason."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.saving import Built
from accounts.actions import job as jobs
from accounts.actions.plan import sign_plan
from accounts.enums import RecordType
from accounts.models import Account, Job, User
from metrics.actions.goal import approve_goal, save_goal
from metrics.models import Goal, TargetChange
from tests.callers import signed_in
from tests.factories import (
    DataFeedFactory,
    GoalFactory,
    PlanFactory,
    ResponseFactory,
)
from tests.people import account, browser_of, leader, manager, program, seller

__all__ = ["account", "browser_of", "leader", "manager", "program", "seller"]
BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def agreed(account: Account, **said: Any) -> Goal:
    """Return an approved goal: the NPS from 10 to 30 within a year."""
    made: Goal = GoalFactory(
        account=account,
        approved_at=timezone.now(),
        agreed_target=Decimal(30),
        agreed_due_on=date(2026, 12, 31),
        **said,
    )
    return made


def changes(goal: Goal) -> list[TargetChange]:
    return list(TargetChange.objects.visible_to(SYSTEM).filter(goal=goal).order_by("pk"))


def test_approval_writes_down_what_was_agreed_on(account: Account) -> None:
    goal = approve_goal(SYSTEM, GoalFactory(account=account))

    assert (goal.agreed_target, goal.agreed_due_on) == (30, date(2026, 12, 31))
    assert not goal.is_moved


def test_a_target_that_was_agreed_on_moves_with_a_reason_and_a_name(
    account: Account, manager: User
) -> None:
    goal, actor = agreed(account), Actor.of_person(manager)
    goal.target = Decimal(25)

    saved = save_goal(actor, Built(goal), version=goal.version, reason="The market shrank.")

    [change] = changes(goal)
    assert (change.target, change.due_on, change.reason) == (
        25,
        date(2026, 12, 31),
        "The market shrank.",
    )
    assert change.changed_by == manager
    assert (saved.agreed_target, saved.target, saved.is_moved) == (30, 25, True)


def test_without_a_reason_nothing_is_saved(account: Account, manager: User) -> None:
    goal = agreed(account)
    goal.due_on = date(2027, 3, 31)

    with pytest.raises(ValidationError):
        save_goal(Actor.of_person(manager), Built(goal), version=goal.version, reason="  ")

    goal.refresh_from_db()
    assert (goal.due_on, goal.version, changes(goal)) == (date(2026, 12, 31), 1, [])


def test_what_else_changes_takes_no_reason_and_so_does_a_goal_nobody_approved(
    account: Account, manager: User
) -> None:
    actor, approved, draft = Actor.of_person(manager), agreed(account), GoalFactory(account=account)
    approved.weight, draft.target = Decimal(3), Decimal(40)

    for goal in (approved, draft):
        save_goal(actor, Built(goal), version=goal.version)

    assert not TargetChange.objects.visible_to(SYSTEM).exists()


def typed(goal: Goal, **said: Any) -> dict[str, Any]:
    return {
        "type": "reach",
        "indicator_key": "nps",
        "starts_on": "2026-01-01",
        "due_on": "2026-12-31",
        "baseline": "10",
        "target": "30",
        "profile": "linear",
        "weight": "1",
        "version": goal.version,
        **said,
    }


def test_the_form_asks_why_and_the_page_shows_both_targets_with_who_and_why(
    browser_of: BrowserOf, account: Account, manager: User
) -> None:
    goal, browser = agreed(account), browser_of(manager)
    address = reverse("metrics:goal_edit", args=[goal.public_id])

    refused = browser.post(address, typed(goal, target="25"))
    taken = browser.post(address, typed(goal, target="25", reason="The market shrank."))

    assert refused.status_code == 422
    assert "reason" in refused.context["form"].errors
    assert taken.status_code == 302
    page = browser.get(reverse("metrics:goal_detail", args=[goal.public_id])).content.decode()
    for words in ("The market shrank.", "Ada", "agreed: +30 by", "+25 by"):
        assert words in page
    board = browser.get(reverse("metrics:goal_list")).content.decode()
    assert "agreed: +30 by" in board


def test_the_chart_marks_the_target_and_the_one_agreed_on(
    browser_of: BrowserOf, account: Account, manager: User
) -> None:
    today = timezone.localdate()
    goal = agreed(
        account,
        starts_on=today - timedelta(days=100),
        due_on=today + timedelta(days=100),
        target=Decimal(25),
    )
    DataFeedFactory(record_type=RecordType.RESPONSE)
    for score in (10, 9, 8, 3, 10, 9):
        ResponseFactory(account=account, score=score, responded_at=timezone.now())

    page = browser_of(manager).get(reverse("metrics:goal_detail", args=[goal.public_id]))

    trend = page.context["trend"]
    assert [(mark["value"], mark.get("at_end", False)) for mark in trend["marks"]] == [
        (25.0, False),
        (30.0, True),
    ]


def test_the_chart_goes_on_to_where_the_goal_is_heading_in_picture_and_table(
    browser_of: BrowserOf, account: Account, manager: User
) -> None:
    today = timezone.localdate()
    goal = GoalFactory(
        account=account, starts_on=today - timedelta(days=99), due_on=today + timedelta(days=100)
    )
    DataFeedFactory(record_type=RecordType.RESPONSE)
    for score in (10, 9, 8, 3, 10, 9):
        ResponseFactory(account=account, score=score, responded_at=timezone.now())

    page = browser_of(manager).get(reverse("metrics:goal_detail", args=[goal.public_id]))

    row, trend = page.context["row"], page.context["trend"]
    labels = [line["label"] for line in trend["series"]]
    heading = trend["series"][2]
    assert labels == ["Measured", "Pace", "Projection"]
    assert heading["values"][-1] == pytest.approx(row.progress.projected)
    assert heading["low"][-1] == pytest.approx(row.progress.projected_low)
    known = [value for value in heading["values"] if value is not None]
    assert known[0] == pytest.approx(row.progress.answer.value)
    assert known == sorted(known)
    assert ">Projection</th>" in page.content.decode()


def test_the_last_signature_under_a_plan_freezes_where_its_goals_start(
    account: Account, manager: User, seller: User, leader: User
) -> None:
    DataFeedFactory(record_type=RecordType.RESPONSE)
    plan = PlanFactory(account=account, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
    inside = GoalFactory(
        account=account, type="cumulate", indicator_key="new_opportunities_count", target=5
    )
    later = GoalFactory(
        account=account, starts_on=date(2027, 2, 1), due_on=date(2027, 6, 1), baseline=None
    )
    for person in (manager, seller):
        sign_plan(Actor.of_person(person), plan, version=plan.version)
    assert not Job.objects.visible_to(SYSTEM).filter(kind="plan.signed").exists()

    sign_plan(Actor.of_person(leader), plan, version=plan.version)

    job = Job.objects.visible_to(SYSTEM).get(kind="plan.signed")
    jobs.work(job.pk)
    for goal in (inside, later):
        goal.refresh_from_db()
    assert (inside.approved_by, inside.agreed_target) == (leader, 5)
    assert later.approved_at is None


def test_the_api_takes_a_reason_and_tells_the_history_of_the_target(
    account: Account, manager: User
) -> None:
    goal, caller = agreed(account), signed_in(manager)
    address = f"goals/{goal.public_id}/"

    refused = caller.patch(address, {"target": "25"}, version=1)
    taken = caller.patch(address, {"target": "25", "reason": "The market shrank."}, version=1)
    told = caller.get(f"{address}targets/")

    assert refused.status_code == 400
    assert [each["field"] for each in refused.json()["fields"]] == ["reason"]
    assert (taken.status_code, taken.json()["agreed_target"]) == (200, "30.0000")
    assert "reason" not in taken.json()
    [change] = told.json()
    assert (change["target"], change["reason"]) == ("25.0000", "The market shrank.")
