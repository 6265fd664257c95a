"""Goals for many accounts: worked out as a preview, set as shown, and taken back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from abmplanner.kit.actor import Actor
from accounts.actions import job as jobs
from accounts.enums import RecordType
from accounts.models import Account, Job, User
from metrics.actions.goal_batch import open_batch, set_goals, undo_goals
from metrics.enums import BatchState
from metrics.models import Goal, GoalBatch, GoalProposal
from metrics.queries.goal_batch import counts_of
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    GoalFactory,
    UserFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import Pipe

pytestmark = pytest.mark.django_db
KEY = "new_opportunities_count"
STARTS, DUE = date(2026, 7, 1), date(2026, 12, 31)


@pytest.fixture
def person() -> User:
    made: User = UserFactory()
    return made


@pytest.fixture
def actor(person: User) -> Actor:
    return Actor.of_person(person)


def company(person: User, name: str, deals: int) -> Account:
    """Return an account that got so many opportunities in the half year before the goals."""
    account: Account = AccountFactory(name=name, team=[person], owner=person)
    pipe = Pipe() if deals else None
    for number in range(deals):
        assert pipe is not None
        pipe.deal(account, ("contacted", paris(2026, 3, 1 + number)), worth=100)
    return account


def batch(actor: Actor, accounts: Any = None, **said: Any) -> GoalBatch:
    """Return a batch that was worked out."""
    given = {"indicator_key": KEY, "type": "cumulate", "rule": "percent", "amount": 50, **said}
    rows = Account.objects.visible_to(actor) if accounts is None else accounts
    made = open_batch(actor, GoalBatch(starts_on=STARTS, due_on=DUE, **given), rows)
    return worked(actor, made)


def worked(actor: Actor, made: GoalBatch) -> GoalBatch:
    """Return a batch as it is after its job."""
    assert made.job is not None
    jobs.work(made.job.pk)
    found: GoalBatch = GoalBatch.objects.visible_to(actor).get(pk=made.pk)
    return found


def told(actor: Actor, made: GoalBatch) -> dict[str, tuple[Any, Any, str, str]]:
    """Return of each account where it starts, its target, and what becomes of it."""
    rows = GoalProposal.objects.visible_to(actor).filter(batch=made).select_related("account")
    return {
        row.account.name: (
            None if row.baseline is None else float(row.baseline),
            None if row.target is None else float(row.target),
            row.verdict,
            row.reason,
        )
        for row in rows
    }


@pytest.fixture
def three(person: User) -> dict[str, Account]:
    """Three accounts with two, four and no opportunities in the half year before."""
    DataFeedFactory(record_type=RecordType.OPPORTUNITY)
    DataFeedFactory(record_type=RecordType.ENROLMENT)
    return {name: company(person, name, deals) for name, deals in (("A", 2), ("B", 4), ("C", 0))}


def test_a_preview_says_where_each_account_starts_its_target_and_why_some_are_left_out(
    actor: Actor, three: dict[str, Account]
) -> None:
    GoalFactory(account=three["B"], indicator_key=KEY, starts_on=STARTS, due_on=DUE)

    made = batch(actor)

    assert told(actor, made) == {
        "A": (2.0, 3.0, "proposed", ""),
        "B": (4.0, None, "left_out", "goal_exists"),
        "C": (0.0, None, "left_out", "not_above_zero"),
    }
    assert made.state == BatchState.PROPOSED
    assert Goal.objects.visible_to(actor).count() == 1  # a preview sets nothing
    assert counts_of(actor, made).reasons == {"goal_exists": 1, "not_above_zero": 1}


@pytest.mark.parametrize(
    ("rule", "amount", "targets"),
    [
        ("percent", 50, {"A": 3.0, "B": 6.0, "C": None}),
        ("add", 1, {"A": 3.0, "B": 5.0, "C": 1.0}),
        ("factor", 2, {"A": 4.0, "B": 8.0, "C": None}),
        ("fixed", 7, {"A": 7.0, "B": 7.0, "C": 7.0}),
        ("median", None, {"A": 2.0, "B": 2.0, "C": 2.0}),
    ],
)
def test_each_rule_gives_its_targets(
    actor: Actor, three: dict[str, Account], rule: str, amount: Any, targets: dict[str, Any]
) -> None:
    made = batch(actor, rule=rule, amount=amount)

    assert {name: row[1] for name, row in told(actor, made).items()} == targets


def test_who_is_at_the_median_already_needs_no_goal_to_reach_it(
    actor: Actor, three: dict[str, Account]
) -> None:
    made = batch(actor, type="reach", rule="median", amount=None)

    assert {name: row[1:] for name, row in told(actor, made).items()} == {
        "A": (None, "left_out", "no_way"),
        "B": (None, "left_out", "already_there"),
        "C": (2.0, "proposed", ""),
    }
    assert made.median == 2


def test_what_is_not_measured_is_left_out_and_never_zero(actor: Actor, person: User) -> None:
    company(person, "Dark", 0)

    made = batch(actor, indicator_key="nps", type="reach")

    assert told(actor, made) == {"Dark": (None, None, "left_out", "no_data")}


def test_goals_are_set_as_they_were_shown(
    actor: Actor, person: User, three: dict[str, Account]
) -> None:
    made = batch(actor, type="reach", rule="add", amount=3)
    GoalFactory(account=three["B"], indicator_key=KEY, starts_on=STARTS, due_on=DUE)

    done = worked(actor, set_goals(actor, made))

    rows = Goal.objects.visible_to(actor).filter(account__in=[three["A"], three["C"]])
    assert [(goal.account.name, goal.baseline, goal.target) for goal in rows.order_by("pk")] == [
        ("A", 2, 5),
        ("C", 0, 3),
    ]
    first = rows.order_by("pk")[0]
    assert (first.owner, first.starts_on, first.due_on) == (person, STARTS, DUE)
    assert (first.approved_at, first.saved_by, first.version) == (None, person, 1)
    assert told(actor, done)["B"][2:] == ("left_out", "goal_exists")  # since the preview
    assert done.state == BatchState.DONE


def test_setting_twice_sets_once(actor: Actor, three: dict[str, Account]) -> None:
    made = batch(actor, type="reach", rule="add", amount=3)

    worked(actor, set_goals(actor, made))
    worked(actor, set_goals(actor, made))

    assert Goal.objects.visible_to(actor).count() == 3
    assert Job.objects.visible_to(actor).filter(kind="goals.set").count() == 1


def test_what_was_set_is_taken_back_but_for_what_somebody_changed(
    actor: Actor, three: dict[str, Account]
) -> None:
    done = worked(actor, set_goals(actor, batch(actor, type="reach", rule="add", amount=3)))
    rows = Goal.objects.visible_to(actor)
    rows.filter(account=three["A"]).update(version=2, target=9)

    undone = worked(actor, undo_goals(actor, done))

    assert [goal.account.name for goal in rows.all()] == ["A"]
    assert {name: row[2:] for name, row in told(actor, undone).items()} == {
        "A": ("kept", "changed"),
        "B": ("undone", ""),
        "C": ("undone", ""),
    }
    assert undone.state == BatchState.UNDONE


def test_a_preview_asks_as_often_for_a_hundred_accounts_as_for_one(
    actor: Actor, person: User, django_assert_max_num_queries: Any
) -> None:
    DataFeedFactory(record_type=RecordType.OPPORTUNITY)
    DataFeedFactory(record_type=RecordType.ENROLMENT)
    company(person, "First", 1)
    asked = []
    for number in (0, 30, 100):  # the first round finds nothing remembered
        for each in range(number):
            AccountFactory(name=f"More {number} {each}", team=[person])
        made = open_batch(
            actor,
            GoalBatch(
                indicator_key=KEY, type="cumulate", rule="add", amount=1, starts_on=STARTS,
                due_on=DUE,
            ),
            Account.objects.visible_to(actor),
        )  # fmt: skip
        assert made.job is not None
        with django_assert_max_num_queries(200) as counted:
            jobs.work(made.job.pk)
        asked.append(len(counted))
        set_job = set_goals(actor, GoalBatch.objects.visible_to(actor).get(pk=made.pk)).job
        assert set_job is not None
        with django_assert_max_num_queries(200) as counted:
            jobs.work(set_job.pk)
        asked.append(len(counted))
        Goal.objects.visible_to(actor).update(removed_at=timezone.now())

    assert asked[2:4] == asked[4:6]


def test_accounts_out_of_reach_are_neither_proposed_nor_set(actor: Actor, person: User) -> None:
    stranger = UserFactory()
    theirs = AccountFactory(name="Theirs", team=[stranger])
    mine = AccountFactory(name="Mine", team=[person])

    everybody = Account.objects.unscoped("a test looks").filter(pk__in=[theirs.pk, mine.pk])
    made = batch(actor, everybody, rule="fixed", amount=2)
    worked(actor, set_goals(actor, made))

    assert set(told(actor, made)) == {"Mine"}
    assert not Goal.objects.visible_to(Actor.of_person(stranger)).exists()
    assert not GoalBatch.objects.visible_to(Actor.of_person(stranger)).exists()


def test_a_target_is_exact_to_what_goals_keep(actor: Actor, three: dict[str, Account]) -> None:
    made = batch(actor, rule="percent", amount=Decimal("33.3333"))

    assert told(actor, made)["A"][1] == 2.6667
