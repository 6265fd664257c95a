"""Indicators whose values teams tell themselves: the newest that holds, at every grain."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone, translation

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import correct, void
from accounts.models import Account, Program
from metrics.catalogue.filters import FilterError
from metrics.models import CustomIndicator, IndicatorReading
from metrics.phrases import sentence
from metrics.queries.custom import compiled
from metrics.queries.indicators import known_indicators, past_key
from metrics.queries.opening import records
from metrics.queries.progress import goal_progress
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    CustomIndicatorFactory,
    EnrolmentFactory,
    FxRateFactory,
    GoalFactory,
    IndicatorReadingFactory,
    ProgramFactory,
    UserFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)


def told(
    roll_up: str = "weighted_mean", *, unit: str = "percent", **fields: Any
) -> CustomIndicator:
    """Make an active indicator whose values are told and hold for ninety days."""
    age = fields.pop("max_age_days", 90)
    definition = {"unit": unit, "roll_up": roll_up, "max_age_days": age}
    return CustomIndicatorFactory(
        manual=True, key="own", unit=unit, definition=definition, **fields
    )


def read(
    indicator: CustomIndicator, account: Account, value: object, on: date = DAY, **fields: Any
) -> IndicatorReading:
    """Write what was read of an account on a day."""
    return IndicatorReadingFactory(
        indicator=indicator, account=account, value=Decimal(str(value)), effective_on=on, **fields
    )


@pytest.fixture
def program() -> Program:
    return ProgramFactory()


@pytest.fixture
def account(program: Program) -> Account:
    return AccountFactory(programs=[program])


@pytest.mark.parametrize("roll_up", ["last", "sum", "weighted_mean"])
@pytest.mark.parametrize("kind", ["manual", "series"])
def test_of_one_account_the_newest_value_holds(account: Account, roll_up: str, kind: str) -> None:
    own = told(roll_up, kind=kind)
    read(own, account, 40, date(2026, 2, 1), weight=7)
    read(own, account, 65, date(2026, 3, 31), weight=3)
    read(own, account, 90, date(2026, 4, 1))

    found = ask("own", account=account)

    assert (found.value, found.n, found.status) == (65, 1, "ok")


@pytest.mark.parametrize(
    ("roll_up", "value", "n"),
    [("last", 20, 2), ("sum", 80, 2), ("weighted_mean", 50, 2)],
)
def test_several_accounts_together_follow_the_declared_rule(
    program: Program, account: Account, roll_up: str, value: float, n: int
) -> None:
    own = told(roll_up)
    other, _without = AccountFactory.create_batch(2, programs=[program])
    read(own, account, 60, weight=3)
    read(own, other, 90, date(2026, 1, 10), weight=9)
    read(own, other, 20, date(2026, 3, 12), weight=1)

    for asked in ({"program": program}, {}):
        found = ask("own", **asked)
        assert (found.value, found.n, found.status) == (value, n, "ok")


def test_a_value_holds_to_its_last_day_and_is_unknown_after_it(account: Account) -> None:
    own = told("sum", max_age_days=20)
    read(own, account, 40, DAY)

    on_last_day = ask("own", account=account, window=replace(MARCH, as_of=date(2026, 3, 30)))
    after = ask("own", account=account)

    assert (on_last_day.value, on_last_day.status) == (40, "ok")
    assert (after.value, after.status) == (None, "not_measured")
    assert after.exclusions == {"too_old": 1}


@pytest.mark.parametrize(
    ("roll_up", "value", "status"),
    [("last", 60, "ok"), ("sum", 60, "incomplete"), ("weighted_mean", 60, "ok")],
)
def test_what_is_too_old_is_left_out_and_never_zero(
    program: Program, account: Account, roll_up: str, value: float, status: str
) -> None:
    own = told(roll_up)
    read(own, account, 60, date(2026, 3, 1))
    read(own, AccountFactory(programs=[program]), 10, date(2025, 3, 1))

    found = ask("own", program=program)

    assert (found.value, found.status, found.n) == (value, status, 1)
    assert found.exclusions == {"too_old": 1}


def test_nobody_read_anything_is_unknown(account: Account, program: Program) -> None:
    own = told("sum")

    assert ask("own", account=account).status == "not_measured"
    read(own, AccountFactory(), 5)
    read(told_other(), account, 7)
    for asked in ({"account": account}, {"program": program}):
        found = ask("own", **asked)
        assert (found.value, found.status) == (None, "not_measured")


def told_other() -> CustomIndicator:
    """Make one more such indicator."""
    return CustomIndicatorFactory(manual=True)


def test_zero_that_was_read_is_zero(account: Account) -> None:
    read(told("sum"), account, 0)

    found = ask("own", account=account)

    assert (found.value, found.status) == (0, "ok")


def test_money_is_told_in_the_currency_of_the_program_at_the_rate_of_its_day(
    program: Program, account: Account
) -> None:
    FxRateFactory(base="USD", quote="EUR", rate=Decimal("0.9"), from_on=date(2026, 1, 1))
    FxRateFactory(base="USD", quote="EUR", rate=Decimal("0.5"), from_on=date(2026, 3, 20))
    own = told("sum", unit="money")
    other = AccountFactory(programs=[program])
    read(own, account, 1000, currency="USD")
    read(own, other, 50, currency="EUR")

    found = ask("own", program=program)

    assert (found.value, found.currency) == (Decimal("950.00"), "EUR")
    page = records(SYSTEM, "own", scope=Scope.of_accounts(SYSTEM, [account]), window=MARCH)
    assert [(row.amount, row.detail) for row in page.rows] == [(Decimal("900.00"), "1000 USD")]


@pytest.mark.parametrize("roll_up", ["last", "sum", "weighted_mean"])
def test_an_amount_without_a_rate_makes_the_number_incomplete(
    program: Program, account: Account, roll_up: str
) -> None:
    own = told(roll_up, unit="money")
    read(own, account, 1000, currency="XAF")

    alone = ask("own", account=account)
    read(own, AccountFactory(programs=[program]), 50, currency="EUR")
    together = ask("own", program=program)

    assert (alone.value, alone.status) == (None, "incomplete")
    assert (together.value, together.status) == (Decimal("50.00"), "incomplete")
    assert together.exclusions == {"missing_rate": 1}


def test_a_correction_restates_and_what_was_known_then_is_known_still(account: Account) -> None:
    own = told()
    row = read(own, account, 40)
    before = timezone.now()
    IndicatorReading.objects.visible_to(SYSTEM).filter(pk=row.pk)
    corrected = correct(SYSTEM, row, value=Decimal(45))

    today = timezone.localdate()
    window = replace(MARCH, known_at=today)
    assert ask("own", account=account).value == 45
    assert ask("own", account=account, window=window).value == 45
    assert corrected.replaces_id == row.pk
    assert before <= corrected.recorded_at

    void(corrected)
    assert ask("own", account=account).status == "not_measured"


def test_what_is_recorded_later_was_not_known_before(account: Account) -> None:
    own = told()
    read(own, account, 40, recorded_at=paris(2026, 3, 10))
    read(own, account, 70, date(2026, 3, 12), recorded_at=paris(2026, 3, 25))

    assert ask("own", account=account).value == 70
    earlier = replace(MARCH, known_at=date(2026, 3, 20))
    assert ask("own", account=account, window=earlier).value == 40


def test_companies_that_became_one_have_one_value(program: Program, account: Account) -> None:
    own = told("sum")
    former = AccountFactory(programs=[program])
    read(own, former, 30, date(2026, 3, 11))
    read(own, account, 50)
    former.merged_into = account
    former.save()

    assert ask("own", account=account).value == 30
    assert ask("own", program=program).value == 30


def test_a_program_counts_who_is_in_it_on_the_day(program: Program) -> None:
    own = told("sum")
    gone = AccountFactory()
    EnrolmentFactory(
        account=gone, program=program, from_at=paris(2026, 1, 1), to_at=paris(2026, 3, 15)
    )
    read(own, gone, 30)

    assert ask("own", program=program).status == "not_measured"
    earlier = replace(MARCH, as_of=date(2026, 3, 12))
    assert ask("own", program=program, window=earlier).value == 30


def test_the_number_opens_onto_its_readings(program: Program, account: Account) -> None:
    own = told("sum")
    person = UserFactory(name="Ada Reads")
    read(own, account, "62.5", recorded_by=person)
    read(own, account, 10, date(2026, 1, 1), recorded_by=person)
    read(own, AccountFactory(programs=[program]), 5, date(2025, 1, 1), source="scores.csv")

    page = records(SYSTEM, "own", scope=Scope.of_program(SYSTEM, program), window=MARCH)

    assert (page.counted, page.left_out) == (1, 1)
    counted, left_out = page.rows
    assert (counted.label, counted.detail, counted.reason) == ("Ada Reads", "62.5", "")
    assert counted.at is not None
    assert counted.at.date() == DAY
    assert (left_out.label, left_out.reason) == ("scores.csv", "too_old")


def test_an_earlier_definition_takes_the_same_readings(account: Account) -> None:
    own = told(
        "sum",
        definition_version=2,
        past_definitions={"1": {"unit": "percent", "roll_up": "sum", "max_age_days": 5}},
    )
    read(own, account, 40)

    assert ask("own", account=account).value == 40
    assert ask(past_key("own", 1), account=account).status == "not_measured"


def test_a_formula_takes_what_was_told(account: Account) -> None:
    own = told()
    read(own, account, 40)
    CustomIndicatorFactory(
        key="half", unit="percent", state="active", definition={"formula": "own / 2"}
    )

    assert ask("half", account=account).value == 20


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit": "band"}, "unknown_unit"),
        ({"unit": None}, "unknown_unit"),
        ({"roll_up": "mean"}, "unknown_roll_up"),
        ({"max_age_days": 0}, "wrong_age"),
        ({"max_age_days": True}, "wrong_age"),
        ({"max_age_days": "90"}, "wrong_age"),
        ({"max_age_days": 4000}, "wrong_age"),
    ],
)
def test_a_definition_that_can_not_be_right_is_refused(change: dict[str, Any], code: str) -> None:
    own = told()
    own.definition = own.definition | change

    with pytest.raises(FilterError) as refused:
        compiled(own)

    assert refused.value.code == code


def test_values_of_an_indicator_of_others_are_out_of_reach() -> None:
    manager = UserFactory()
    mine, theirs = AccountFactory(team=[manager]), AccountFactory()
    own = told(account=theirs)
    read(own, theirs, 40)

    actor = Actor.of_person(manager)

    assert "own" not in known_indicators(actor)
    IndicatorReadingFactory(indicator=own, account=mine)
    assert not IndicatorReading.objects.visible_to(actor).exists()


def test_a_goal_is_set_on_what_is_told(account: Account) -> None:
    own = told()
    goal = GoalFactory(
        account=account, indicator_key="own", baseline=Decimal(20), target=Decimal(80)
    )
    day = date(2026, 6, 30)

    assert goal_progress(SYSTEM, [goal], as_of=day)[goal.pk].status == "no_data"
    read(own, account, 50, date(2026, 6, 1))
    found = goal_progress(SYSTEM, [goal], as_of=day)[goal.pk]

    assert found.attained == pytest.approx(0.5)
    assert found.status == "on_track"


@pytest.mark.parametrize(
    ("language", "alone", "together", "unread"),
    [
        (
            "en",
            "Sponsors: 60.0%, as it was read in 1 account.",
            "Sponsors: 50.0%, the mean of 2 accounts by weight.",
            "Not measured: nobody read a value that holds on this day.",
        ),
        (
            "fr",
            "Parrains : 60,0 %, relevée dans 1 compte.",
            "Parrains : 50,0 %, moyenne pondérée de 2 comptes.",
            "Non mesuré : personne n’a relevé de valeur qui vaille ce jour-là.",
        ),
    ],
)
def test_the_sentence_says_how_the_number_came_about(
    program: Program, account: Account, language: str, alone: str, together: str, unread: str
) -> None:
    own = told(name_en="Sponsors", name_fr="Parrains")
    empty = AccountFactory()
    read(own, account, 60, weight=3)
    read(own, AccountFactory(programs=[program]), 20, weight=1)

    with translation.override(language):
        said = [
            sentence(ask("own", **asked)).replace("\u202f", " ").replace("\xa0", " ")
            for asked in ({"account": account}, {"program": program}, {"account": empty})
        ]

    assert said == [alone, together, unread]
