"""Goals: measured together, paced, rolled up; approved with a frozen baseline."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.saving import Built, Stale, save_row
from metrics.actions.goal import approve_goal
from metrics.models import CustomIndicator
from metrics.queries.progress import account_standings, goal_progress, program_standings
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    GoalFactory,
    ProgramFactory,
    ResponseFactory,
    UserFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import Pipe

pytestmark = pytest.mark.django_db

MID_YEAR = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def feeds() -> None:
    for record_type in ("opportunity", "response"):
        DataFeedFactory(record_type=record_type)


def standing(goal: Any, as_of: date = MID_YEAR) -> Any:
    return goal_progress(SYSTEM, [goal], as_of=as_of)[goal.pk]


def opportunities(account: Any, number: int, month: int = 3, year: int = 2026) -> None:
    pipe = Pipe()
    for _deal in range(number):
        pipe.deal(account, ("contacted", paris(year, month, 5)), worth=100)


def counting(account: Any, **fields: Any) -> Any:
    plain = {"indicator_key": "new_opportunities_count", "type": "cumulate", "baseline": None}
    return GoalFactory(account=account, **{**plain, "target": Decimal(10), **fields})


def test_a_total_is_paced_by_the_days_that_are_over() -> None:
    account = AccountFactory()
    opportunities(account, 4)

    found = standing(counting(account))

    assert found.attained == pytest.approx(0.4)
    assert found.expected == pytest.approx(181 / 365)
    assert round(found.pace, 3) == 0.807
    assert (found.answer.value, found.status) == (4, "at_risk")


def test_a_goal_is_measured_over_its_own_period_as_of_the_day() -> None:
    account = AccountFactory()
    opportunities(account, 2, month=1)
    opportunities(account, 3, month=5)
    goal = counting(account, starts_on=date(2026, 2, 1), due_on=date(2026, 4, 30))

    assert standing(goal).answer.value == 0
    assert standing(goal).status == "missed"
    assert standing(goal, date(2026, 1, 15)).status == "not_started"
    assert standing(counting(account), date(2026, 4, 30)).answer.value == 2


def test_a_stock_is_the_state_of_the_day_and_at_last_of_the_due_day() -> None:
    account, pipe = AccountFactory(), Pipe()
    pipe.deal(account, ("contacted", paris(2026, 1, 5)), worth=400)
    pipe.deal(account, ("contacted", paris(2026, 5, 5)), worth=500)
    goal = GoalFactory(
        account=account,
        indicator_key="open_pipeline_value",
        baseline=Decimal(0),
        target=Decimal(1000),
        due_on=date(2026, 3, 31),
    )

    assert standing(goal, date(2026, 2, 1)).answer.value == Decimal("400.00")
    assert standing(goal).answer.value == Decimal("400.00")


def test_many_goals_are_measured_together(django_assert_max_num_queries: Any) -> None:
    goals = []
    for account in AccountFactory.create_batch(20):
        goals += [counting(account), GoalFactory(account=account), counting(account, weight=2)]

    with django_assert_max_num_queries(14):
        found = goal_progress(SYSTEM, goals, as_of=MID_YEAR)

    assert len(found) == 60


def test_nothing_known_is_not_nothing_attained() -> None:
    waiting = GoalFactory(indicator_key="web_sessions", type="cumulate", target=Decimal(5))
    gone = GoalFactory(indicator_key="gone_forever")

    assert (standing(waiting).attained, standing(waiting).status) == (None, "no_data")
    assert (standing(gone).answer, standing(gone).status) == (None, "no_data")


def test_a_milestone_is_done_or_not() -> None:
    goal = GoalFactory(
        indicator_key="", name="Meet the board", type="milestone", target=None, baseline=None
    )

    assert standing(goal).status == "too_early"
    assert standing(goal, date(2026, 12, 31)).status == "missed"
    goal.is_done = True
    assert standing(goal).status == "achieved"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"profile": "back_loaded"}, (181 / 365) ** 2),
        ({"profile": "lagged", "profile_points": 90}, (181 - 90) / (365 - 90)),
        ({"profile": "milestones", "profile_points": [["2026-06-30", 0.2]]}, 0.2),
        ({"profile": "seasonal"}, 0.25),
    ],
)
def test_each_profile_paces_a_goal(fields: dict[str, Any], expected: float) -> None:
    account = AccountFactory()
    opportunities(account, 1, month=3, year=2025)
    opportunities(account, 3, month=9, year=2025)

    assert standing(counting(account, **fields)).expected == pytest.approx(expected)


def test_a_season_that_is_not_known_expects_nothing() -> None:
    assert standing(counting(AccountFactory(), profile="seasonal")).expected is None


def test_a_goal_of_a_program_counts_its_accounts() -> None:
    program = ProgramFactory()
    for account in AccountFactory.create_batch(2, programs=[program]):
        opportunities(account, 3)
    goal = counting(None, program=program)

    assert standing(goal).answer.value == 6


def test_a_goal_may_be_narrowed() -> None:
    account = AccountFactory()
    opportunities(account, 3)

    assert standing(counting(account, where={"type": "expansion"})).answer.value == 0


def test_accounts_and_programs_roll_up_attainment() -> None:
    program, other = ProgramFactory.create_batch(2)
    good = AccountFactory(programs=[program, other])
    bad = AccountFactory(programs=[program])
    opportunities(good, 5)
    opportunities(bad, 1)
    goals = [counting(good), counting(bad)]
    progress = goal_progress(SYSTEM, goals, as_of=MID_YEAR)

    accounts = account_standings(goals, progress)
    programs = program_standings(SYSTEM, accounts, MID_YEAR)

    assert (accounts[good.pk].band, accounts[bad.pk].band) == ("on_track", "off_track")
    assert programs[other.pk].score == accounts[good.pk].score
    assert programs[program.pk].counts == {
        "on_track": 1, "at_risk": 0, "off_track": 1, "no_data": 0,
    }  # fmt: skip
    assert account_standings([], {}) == program_standings(SYSTEM, {}, MID_YEAR) == {}


# ---- approval ----------------------------------------------------------------------------------


def test_approval_freezes_what_the_indicator_was_before() -> None:
    account, leader = AccountFactory(), Actor.of_person(UserFactory(administrator=True))
    for score in (10, 10, 10, 9, 0, 7):
        ResponseFactory(account=account, score=score, responded_at=paris(2025, 11, 5))
    goal = GoalFactory(account=account, baseline=None, target=Decimal(80))

    approved = approve_goal(leader, goal)
    ResponseFactory.create_batch(4, account=account, score=0, responded_at=paris(2025, 11, 6))

    approved.refresh_from_db()
    assert approved.baseline == Decimal("50.0000")
    assert approved.baseline_low is not None
    assert approved.baseline_low < 50 < (approved.baseline_high or 0)
    assert (approved.approved_by, approved.version) == (leader.person, 2)
    assert approve_goal(leader, approved).baseline == Decimal("50.0000")


def test_a_stock_begins_with_the_state_of_the_day_before() -> None:
    account, pipe = AccountFactory(), Pipe()
    pipe.deal(account, ("contacted", paris(2025, 5, 5)), worth=400)
    pipe.deal(account, ("contacted", paris(2026, 1, 1)), worth=500)
    goal = GoalFactory(
        account=account,
        indicator_key="open_pipeline_value",
        baseline=None,
        target=Decimal(1000),
    )

    approved = approve_goal(SYSTEM, goal)

    assert (approved.baseline, approved.currency) == (Decimal("400.0000"), "EUR")


def test_a_value_to_reach_from_nowhere_is_not_approved() -> None:
    goal = GoalFactory(baseline=None)

    with pytest.raises(ValidationError) as refused:
        approve_goal(SYSTEM, goal)

    assert "baseline" in refused.value.message_dict
    goal.refresh_from_db()
    assert goal.approved_at is None


def test_what_was_typed_stays_where_nothing_can_be_measured() -> None:
    assert approve_goal(SYSTEM, GoalFactory(baseline=Decimal(12))).baseline == 12


def test_a_goal_that_somebody_saved_meanwhile_is_not_approved() -> None:
    with pytest.raises(Stale):
        approve_goal(SYSTEM, GoalFactory(), version=7)


def test_an_approved_goal_keeps_the_definition_it_was_approved_with() -> None:
    account = AccountFactory()
    opportunities(account, 3)
    own = {"dataset": "opportunities", "aggregate": "count", "kind": "flow"}
    row = CustomIndicator.objects.create(
        key="own", kind="aggregate", name_en="Own", definition=own, state="active"
    )
    goal = approve_goal(SYSTEM, counting(account, indicator_key="own"))
    row.past_definitions = {"1": own}
    row.definition = own | {"filter": {"field": "type", "op": "eq", "value": "expansion"}}
    row.definition_version = 2
    save_row(SYSTEM, Built(row), version=row.version)

    assert goal.indicator_version == 1
    assert standing(goal).answer.value == 3
    assert standing(counting(account, indicator_key="own")).answer.value == 0
