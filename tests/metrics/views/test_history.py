"""What changed since a review, and what happened over time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account, Review, User
from metrics.queries.plan_changes import word_by_word
from tests.factories import (
    ActionFactory,
    CommentFactory,
    ContactFactory,
    EmploymentFactory,
    FeedbackFactory,
    GoalFactory,
    ObjectiveFactory,
    OpportunityFactory,
    PlanFactory,
    ReviewFactory,
    StageChangeFactory,
    StageFactory,
    TouchFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def at(route: str, account: Account) -> str:
    """Return the address of a page of an account."""
    return reverse(f"metrics:{route}", args=[account.public_id])


def review_now(browser: Client, account: Account, days_ago: int = 5) -> Review:
    """Go through the plan as it is now, dated some days back."""
    day = timezone.localdate() - timedelta(days=days_ago)
    address = reverse("accounts:review_create", args=[account.public_id])
    browser.post(address, {"reviewed_on": day.isoformat(), "summary": "Seen"})
    return Review.objects.unscoped("a test").latest("pk")


def test_words_targets_days_and_actions_are_told_from_then_to_now(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    today = timezone.localdate()
    plan = PlanFactory(account=account, ambition="At work in two of four plants")
    objective = ObjectiveFactory(account=account, title="Win", due_on=today + timedelta(9))
    gone = ObjectiveFactory(account=account, title="Not any more")
    done = ActionFactory(objective=objective, title="Call")
    goal = GoalFactory(account=account, target=50)
    browser = browser_of(manager)
    review_now(browser, account)

    plan.ambition = "At work in three of four plants"
    plan.save()
    objective.due_on = today + timedelta(30)
    objective.state = "attained"
    objective.save()
    goal.target = 60
    goal.save()
    done.state = "done"
    done.save()
    ActionFactory(objective=objective, title="Late", due_on=today - timedelta(1))
    browser.post(reverse("accounts:objective_delete", args=[gone.public_id]), {"version": 1})

    changes = browser.get(at("plan_changes", account)).context_data["changes"]

    stretches = [(each.how, each.text) for each in changes.texts[0].stretches]
    assert ("del", "two") in stretches
    assert ("ins", "three") in stretches
    assert {(each.field, str(each.before), str(each.after)) for each in changes.states} == {
        ("state", "Active", "Attained"),
        ("due_on", str(today + timedelta(9)), str(today + timedelta(30))),
    }
    assert [(each.field, each.before, each.after) for each in changes.aims] == [("target", 50, 60)]
    assert changes.removed == ["Not any more"]
    assert changes.done == [done]
    assert [row.title for row in changes.late] == ["Late"]
    assert [row.title for row in changes.planned] == ["Late"]


def test_deals_and_people_are_read_from_their_own_history(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    ReviewFactory(account=account, reviewed_on=timezone.localdate() - timedelta(10))
    since, before = (timezone.now() - timedelta(days) for days in (3, 30))
    deal = OpportunityFactory(account=account)
    moved = StageChangeFactory(opportunity=deal, stage=StageFactory(), occurred_at=since)
    StageChangeFactory(opportunity=deal, stage=StageFactory(), occurred_at=before)
    contact = ContactFactory(account=account)
    came = EmploymentFactory(contact=contact, account=account, from_at=since)

    changes = browser_of(manager).get(at("plan_changes", account)).context_data["changes"]

    assert list(changes.stages) == [moved]
    assert list(changes.joined) == [came]
    assert not changes.has_picture


def test_the_review_to_compare_with_is_chosen_in_the_address(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    ObjectiveFactory(account=account, title="First")
    browser = browser_of(manager)
    old = review_now(browser, account, days_ago=40)
    ObjectiveFactory(account=account, title="Second")
    review_now(browser, account, days_ago=4)

    last = browser.get(at("plan_changes", account)).context_data["changes"]
    chosen = browser.get(at("plan_changes", account), {"since": str(old.public_id)})
    nonsense = browser.get(at("plan_changes", account), {"since": "nonsense"})

    assert last.added == []
    assert chosen.context_data["changes"].added == ["Second"]
    assert nonsense.context_data["changes"].review == last.review


def test_a_plan_that_was_never_reviewed_says_so(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    page = browser_of(seller).get(at("plan_changes", account))

    assert "never reviewed" in page.content.decode()


def test_the_plan_takes_both_parts_when_they_come_into_sight(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    browser = browser_of(manager)

    for route, part in (("plan_changes", "plan-changes"), ("timeline", "happened")):
        headers = {"hx-request": "true", "hx-target": part}
        page = browser.get(at(route, account), headers=headers).content.decode()
        assert page.strip().startswith("<section")
        assert f'id="{part}"' in page
        assert f'id="{part}"' in browser.get(account.get_absolute_url()).content.decode()


def test_all_that_happened_stands_in_one_dated_list(
    browser_of: BrowserOf, manager: User, seller: User, account: Account, foreign: Account
) -> None:
    now = timezone.now()
    objective = ObjectiveFactory(account=account)
    ReviewFactory(account=account, reviewed_on=(now - timedelta(9)).date())
    GoalFactory(
        account=account,
        starts_on=(now - timedelta(90)).date(),
        due_on=(now - timedelta(8)).date(),
    )
    deal = OpportunityFactory(account=account)
    StageChangeFactory(opportunity=deal, stage=StageFactory(), occurred_at=now - timedelta(7))
    TouchFactory(account=account, type="meeting_held", occurred_at=now - timedelta(6))
    TouchFactory(account=account, type="email_opened", occurred_at=now - timedelta(6))
    FeedbackFactory(account=account, author=seller)
    CommentFactory(account=account, subject=objective.public_id)
    contact = ContactFactory(account=account)
    EmploymentFactory(
        contact=contact, account=account, from_at=now - timedelta(50), to_at=now - timedelta(5)
    )
    ReviewFactory(account=foreign, summary="Elsewhere")
    browser = browser_of(manager)

    lines = browser.get(at("timeline", account)).context_data["lines"]

    assert sorted(str(line.kind) for line in lines) == [
        "comment", "deal", "feedback", "goal", "joined", "left", "review", "touch",
    ]  # fmt: skip
    assert [line.on for line in lines] == sorted((line.on for line in lines), reverse=True)
    only = browser.get(at("timeline", account), {"kind": "touch"}).context_data["lines"]
    assert [str(line.kind) for line in only] == ["touch"]
    day = (now - timedelta(7)).date().isoformat()
    few = browser.get(at("timeline", account), {"start": day, "end": day}).context_data["lines"]
    assert {str(line.kind) for line in few} <= {"deal", "goal"}
    assert browser.get(at("timeline", account), {"kind": "nonsense"}).status_code == 200


@pytest.mark.parametrize("route", ["plan_changes", "timeline"])
def test_the_past_of_an_account_out_of_reach_is_not_there(
    browser_of: BrowserOf, manager: User, foreign: Account, route: str
) -> None:
    assert browser_of(manager).get(at(route, foreign)).status_code == 404


def test_long_texts_are_not_compared_word_by_word() -> None:
    before, after = "a " * 3000, "b " * 3000

    assert [each.how for each in word_by_word(before, after)] == ["del", "ins"]
