"""What waits for whom: each kind of task with a row that counts, and rows that must not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.enums import (
    ActionState,
    ContractStatus,
    JobState,
    PlanParty,
    StageOutcome,
    Verdict,
)
from accounts.models import Account, Job, Program, User
from accounts.queries.tasks import MOST, Task, TaskKind, mine, tasks_of
from tests.factories import (
    AccountFactory,
    ActionFactory,
    ContractFactory,
    ContractTermsFactory,
    ImportRowFactory,
    ImportRunFactory,
    ObjectiveFactory,
    OpportunityFactory,
    PlanFactory,
    RelationshipRatingFactory,
    ReviewFactory,
    SignatureFactory,
    StageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 18)
NOON = datetime(2026, 5, 18, 12, tzinfo=UTC)


def tasks(person: User, kind: TaskKind | None = None) -> list[Task]:
    """Return what waits for a person, or what of one kind."""
    found = tasks_of(Actor.of_person(person), TODAY)
    return [task for task in found if kind in {None, task.kind}]


def titles(person: User, kind: TaskKind) -> list[str]:
    """Return what the tasks of a kind are called."""
    return [task.title for task in tasks(person, kind)]


def day(days: int) -> date:
    """Return a day so many days from today."""
    return TODAY + timedelta(days=days)


def test_actions_are_ones_own_open_and_near(manager: User, account: Account) -> None:
    objective = ObjectiveFactory(account=account)

    def action(title: str, **fields: Any) -> None:
        ActionFactory(objective=objective, title=title, **{"owner": manager, **fields})

    action("without a day")
    action("soon", due_on=day(3))
    action("late", due_on=day(-3))
    action("next season", due_on=day(60))
    action("of a colleague", due_on=day(1), owner=UserFactory())
    action("of nobody", due_on=day(1), owner=None)
    action("done", due_on=day(-3), state=ActionState.DONE)
    assert titles(manager, TaskKind.ACTION) == ["late", "soon", "without a day"]


def test_an_action_out_of_reach_waits_for_nobody(seller: User, foreign: Account) -> None:
    ActionFactory(objective=ObjectiveFactory(account=foreign), owner=seller, due_on=TODAY)
    assert tasks(seller) == []


def test_each_side_signs_the_plan_as_it_is(
    manager: User, seller: User, leader: User, account: Account
) -> None:
    Account.objects.visible_to(SYSTEM).filter(pk=account.pk).update(owner=manager)
    plan = PlanFactory(account=account, starts_on=day(-10), ends_on=day(300))
    PlanFactory(account=account, starts_on=day(-400), ends_on=day(-10))  # over
    SignatureFactory(plan=plan, party=PlanParty.SALES)
    waits = {one: titles(one, TaskKind.SIGNATURE) for one in (manager, seller, leader)}
    assert waits == {manager: [account.name], seller: [], leader: [account.name]}
    type(plan).objects.visible_to(SYSTEM).filter(pk=plan.pk).update(version=2)
    assert titles(seller, TaskKind.SIGNATURE) == [account.name]  # it changed since


def test_a_plan_nobody_went_through_for_a_month_is_due(manager: User, program: Program) -> None:
    def planned(name: str, reviewed: int | None, starts: int = -200) -> None:
        account = AccountFactory(name=name, programs=[program], owner=manager)
        PlanFactory(account=account, starts_on=day(starts), ends_on=day(100))
        if reviewed is not None:
            ReviewFactory(account=account, reviewed_on=day(reviewed))

    planned("fresh", -5)
    planned("new", None, starts=-5)
    planned("stale", -31)
    planned("never", None)
    planned("renewed since", -40, starts=-10)
    found = tasks(manager, TaskKind.REVIEW)
    assert [(task.title, task.due_on) for task in found] == [
        ("never", day(-170)),
        ("stale", day(-1)),
    ]


def test_renewals_are_of_signed_contracts_that_nothing_renews(
    seller: User, account: Account
) -> None:
    def contract(name: str, due: int, status: str = ContractStatus.SIGNED, **fields: Any) -> Any:
        row = ContractFactory(account=account, name=name, **fields)
        ContractTermsFactory(contract=row, status=status, due_on=day(due))
        return row

    contract("due", 90)
    contract("far", 200)
    contract("ended", 30, ContractStatus.ENDED)
    old = contract("renewed", 20)
    contract("the next one", 400, renewal_of=old)
    moved = contract("put off", 30)
    ContractTermsFactory(contract=moved, due_on=day(500), occurred_at=NOON - timedelta(days=2))
    assert titles(seller, TaskKind.RENEWAL) == ["due"]


def test_deals_past_their_expected_close_wait_for_their_seller(
    seller: User, account: Account
) -> None:
    won = StageFactory(outcome=StageOutcome.WON)

    def deal(name: str, days: int, **fields: Any) -> None:
        OpportunityFactory(account=account, name=name, close_on=day(days), **fields)

    deal("mine", -4, owner=seller)
    deal("of nobody", -9)
    deal("of a colleague", -4, owner=UserFactory(sales=True))
    deal("not yet", 4, owner=seller)
    deal("won", -4, owner=seller, stage=won)
    assert titles(seller, TaskKind.DEAL) == ["of nobody", "mine"]


def test_ones_own_judgement_of_a_relationship_runs_out(seller: User, account: Account) -> None:
    def rated(name: str, expires: int, **fields: Any) -> Any:
        return RelationshipRatingFactory(
            relationship__contact__account=account,
            relationship__contact__name=name,
            relationship__user=fields.pop("user", seller),
            expires_on=day(expires),
            **fields,
        )

    rated("gone", -3)
    rated("soon", 20)
    rated("holds", 90)
    rated("of a colleague", -3, user=UserFactory())
    again = rated("judged again", -3)
    RelationshipRatingFactory(
        relationship=again.relationship, occurred_at=NOON, expires_on=day(150)
    )
    assert titles(seller, TaskKind.RATING) == ["gone", "soon"]


def test_lines_without_a_home_wait_for_who_imported_them(manager: User) -> None:
    run = ImportRunFactory(actor=manager, file_name="touches.csv")
    ImportRowFactory.create_batch(2, run=run, verdict=Verdict.WAITING)
    ImportRowFactory(run=run, verdict=Verdict.CREATED)
    ImportRowFactory(run__actor=UserFactory(), verdict=Verdict.WAITING)
    [task] = tasks(manager, TaskKind.ROWS)
    assert (task.title, task.count, task.due_on) == ("touches.csv", 2, None)


def test_an_administrator_hears_of_work_that_failed(django_user_model: Any, manager: User) -> None:
    chief = UserFactory(administrator=True)
    for days, state in [(-1, JobState.FAILED), (-20, JobState.FAILED), (-1, JobState.DONE)]:
        Job.objects.visible_to(SYSTEM).create(
            kind="import", state=state, finished_at=NOON + timedelta(days=days)
        )
    assert titles(chief, TaskKind.JOB) == ["import"]
    assert titles(manager, TaskKind.JOB) == []


def test_tasks_come_by_day_those_without_one_last(seller: User, account: Account) -> None:
    objective = ObjectiveFactory(account=account)
    ActionFactory(objective=objective, owner=seller, title="sometime")
    ActionFactory(objective=objective, owner=seller, title="in a week", due_on=day(7))
    OpportunityFactory(account=account, name="passed", close_on=day(-2))
    assert [task.title for task in tasks(seller)] == ["passed", "in a week", "sometime"]


def test_what_is_mine_is_owned_or_on_my_team(
    manager: User, account: Account, program: Program
) -> None:
    owned = AccountFactory(owner=manager, programs=[program])
    joined = AccountFactory(team=[manager])
    found = set(mine(Actor.of_person(manager)))
    assert found == {owned, joined}
    assert account not in found  # in reach by its program alone


def test_each_kind_is_bounded(
    seller: User, account: Account, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    objective = ObjectiveFactory(account=account)
    ActionFactory.create_batch(MOST + 5, objective=objective, owner=seller, due_on=TODAY)
    with django_assert_max_num_queries(6):
        assert len(tasks(seller)) == MOST


def test_nobody_has_no_tasks() -> None:
    assert tasks_of(SYSTEM, TODAY) == []
