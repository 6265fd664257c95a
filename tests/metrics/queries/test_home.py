"""The start of a day: bands of time, goals behind their plan, what is at hand and what was said."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from abmplanner.kit.actor import Actor
from accounts.models import Account, User
from accounts.queries.tasks import Task, TaskKind
from metrics.queries.home import When, banded, home_of, when_of
from tests.factories import (
    CommentFactory,
    DataFeedFactory,
    FavoriteFactory,
    GoalFactory,
    OpportunityFactory,
    StageChangeFactory,
    StageFactory,
    UserFactory,
)

TODAY = date(2026, 5, 18)
NOON = datetime(2026, 5, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "when"),
    [
        (-1, When.LATE),
        (0, When.TODAY),
        (1, When.WEEK),
        (7, When.WEEK),
        (8, When.LATER),
        (None, When.SOMETIME),
    ],
)
def test_how_soon_a_day_is(days: int | None, when: When) -> None:
    due_on = None if days is None else TODAY + timedelta(days=days)
    assert when_of(due_on, TODAY) is when


def test_bands_come_in_order_and_empty_ones_not_at_all() -> None:
    def task(days: int | None) -> Task:
        due_on = None if days is None else TODAY + timedelta(days=days)
        return Task(TaskKind.ACTION, "x", "/", due_on=due_on)

    found = banded([task(None), task(20), task(-2), task(-1)], TODAY)
    assert [(band.when, len(band.tasks)) for band in found] == [
        (When.LATE, 2),
        (When.LATER, 1),
        (When.SOMETIME, 1),
    ]


def behind(person: User) -> list[str]:
    """Return the names of the goals that a person finds behind their plan."""
    return [row.name for row in home_of(Actor.of_person(person), TODAY).behind]


def won(account: Account, number: int) -> None:
    """Let an account win so many deals in this year, with a feed that says it is all."""
    DataFeedFactory(record_type="opportunity", covers_from=datetime(2025, 1, 1, tzinfo=UTC))
    stage = StageFactory(outcome="won")
    for _each in range(number):
        deal = OpportunityFactory(account=account, stage=stage)
        StageChangeFactory(opportunity=deal, stage=stage, occurred_at=NOON - timedelta(days=30))


@pytest.mark.django_db
def test_goals_behind_are_those_of_ones_accounts(
    seller: User, leader: User, manager: User, account: Account, foreign: Account
) -> None:
    won(account, 1)
    plan = {
        "indicator_key": "new_opportunities_count",
        "starts_on": date(2026, 1, 1),
        "due_on": date(2026, 6, 30),
    }
    GoalFactory(account=account, name="ten deals", target=Decimal(10), baseline=Decimal(0), **plan)
    GoalFactory(account=account, name="one deal", target=Decimal(1), baseline=Decimal(0), **plan)
    GoalFactory(account=foreign, name="secret", target=Decimal(10), baseline=Decimal(0), **plan)
    assert behind(seller) == ["ten deals"]
    assert behind(leader) == ["ten deals"]  # leads the program
    assert behind(manager) == []  # keeps it, but looks after no account of it
    FavoriteFactory(user=manager, account=account)
    assert behind(manager) == ["ten deals"]


@pytest.mark.django_db
def test_what_others_said_lately_of_near_accounts(
    seller: User, account: Account, foreign: Account
) -> None:
    other = UserFactory()
    CommentFactory(account=account, author=other, text="new", written_at=NOON)
    CommentFactory(account=account, author=seller, text="own", written_at=NOON)
    CommentFactory(account=foreign, author=other, text="secret", written_at=NOON)
    CommentFactory(account=account, author=other, text="old", written_at=NOON - timedelta(days=30))
    home = home_of(Actor.of_person(seller), TODAY)
    assert [comment.text for comment in home.said] == ["new"]


@pytest.mark.django_db
def test_favorites_are_at_hand_as_long_as_they_are_in_reach(
    seller: User, account: Account, foreign: Account
) -> None:
    FavoriteFactory(user=seller, account=account)
    FavoriteFactory(user=seller, account=foreign)
    home = home_of(Actor.of_person(seller), TODAY)
    assert [row.account.pk for row in home.at_hand] == [account.pk]


@pytest.mark.django_db
def test_before_any_favorite_ones_own_accounts_are_at_hand(
    seller: User, account: Account, foreign: Account
) -> None:
    home = home_of(Actor.of_person(seller), TODAY)
    assert [row.account.pk for row in home.at_hand] == [account.pk]
