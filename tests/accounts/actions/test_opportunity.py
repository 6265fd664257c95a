"""Histories of deals: what is added, corrected and projected."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.opportunity import Deal, change_amount, move_stage, record_deals
from accounts.models import AmountChange, Forecast, Opportunity, StageChange
from tests.factories import AccountFactory, OpportunityFactory, PipelineFactory, StageFactory

pytestmark = pytest.mark.django_db
JANUARY, MARCH, JUNE = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3, 6))
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def stages() -> Any:
    pipeline = PipelineFactory()
    return [StageFactory(pipeline=pipeline, position=place) for place in (1, 2, 3)]


@pytest.fixture
def deal(stages: Any) -> Opportunity:
    return OpportunityFactory(pipeline=stages[0].pipeline)


def tell(opportunity: Opportunity, **told: Any) -> int:
    return len(record_deals(SYSTEM, [Deal(opportunity, **told)], now=NOW))


def held(model: Any = StageChange) -> list[Any]:
    rows = model.objects.visible_to(SYSTEM).filter(voided_at=None).order_by("pk")
    if model is StageChange:
        return [(row.stage, row.occurred_at) for row in rows]
    if model is AmountChange:
        return [(row.tcv, row.occurred_at) for row in rows]
    return [(row.close_on, row.category) for row in rows]


def test_the_first_stage_without_a_date_leaves_the_creation_unknown(
    deal: Opportunity, stages: Any
) -> None:
    tell(deal, stage=stages[0])

    assert held() == [(stages[0], None)]
    assert (deal.stage, deal.created_at) == (stages[0], None)


def test_another_stage_without_a_date_is_dated_when_it_is_heard(
    deal: Opportunity, stages: Any
) -> None:
    tell(deal, stage=stages[0])
    tell(deal, stage=stages[1])

    assert held() == [(stages[0], None), (stages[1], NOW)]
    assert (deal.stage, deal.created_at) == (stages[1], None)


def test_creation_and_stage_are_told_apart(deal: Opportunity, stages: Any) -> None:
    tell(deal, created_at=JANUARY, stage=stages[1])

    assert held() == [(None, JANUARY), (stages[1], None)]
    assert (deal.stage, deal.created_at) == (stages[1], JANUARY)


def test_a_stage_entered_at_the_creation_needs_no_row_of_its_own(
    deal: Opportunity, stages: Any
) -> None:
    tell(deal, created_at=JANUARY, reached={stages[0]: JANUARY, stages[2]: MARCH}, stage=stages[2])

    assert held() == [(stages[0], JANUARY), (stages[2], MARCH)]
    assert (deal.stage, deal.created_at) == (stages[2], JANUARY)


def test_saying_the_same_twice_changes_nothing(deal: Opportunity, stages: Any) -> None:
    told: dict[str, Any] = {
        "created_at": JANUARY, "reached": {stages[1]: MARCH}, "stage": stages[2],
        "tcv": Decimal(100), "currency": "EUR", "close_on": date(2026, 9, 1),
    }  # fmt: skip
    tell(deal, **told)
    version = deal.version
    before = held(), held(AmountChange), held(Forecast)

    assert tell(deal, **told) == 0
    assert (held(), held(AmountChange), held(Forecast)) == before
    assert deal.version == version


def test_another_date_of_a_stage_corrects_the_one_held(deal: Opportunity, stages: Any) -> None:
    tell(deal, reached={stages[1]: MARCH})
    tell(deal, reached={stages[1]: JUNE})

    assert held() == [(stages[1], JUNE)]
    row = StageChange.objects.visible_to(SYSTEM).get(voided_at=None)
    assert row.replaces.occurred_at == MARCH
    assert row.replaces.voided_at is not None


def test_a_date_that_becomes_known_takes_the_place_of_none(deal: Opportunity, stages: Any) -> None:
    tell(deal, stage=stages[1])
    tell(deal, stage=stages[1], stage_at=MARCH)

    assert held() == [(stages[1], MARCH)]
    assert deal.created_at == MARCH


def test_an_older_stage_told_later_does_not_move_the_deal_back(
    deal: Opportunity, stages: Any
) -> None:
    tell(deal, stage=stages[2], stage_at=JUNE)
    tell(deal, reached={stages[0]: JANUARY})

    assert (deal.stage, deal.created_at) == (stages[2], JANUARY)


def test_of_two_stages_on_one_day_the_later_in_the_order_stands(
    deal: Opportunity, stages: Any
) -> None:
    tell(deal, reached={stages[2]: MARCH, stages[1]: MARCH})

    assert deal.stage == stages[2]


def test_amounts_are_dated_as_told(deal: Opportunity) -> None:
    tell(deal, tcv=Decimal(100), currency="EUR")
    tell(deal, tcv=Decimal(120), currency="EUR")
    assert held(AmountChange) == [(Decimal(100), None), (Decimal(120), NOW)]

    tell(deal, tcv=Decimal(90), currency="EUR", amount_at=MARCH)

    assert (Decimal(90), MARCH) in held(AmountChange)
    assert deal.tcv == Decimal(120)


def test_an_amount_of_the_same_day_is_corrected(deal: Opportunity) -> None:
    tell(deal, tcv=Decimal(100), currency="EUR", amount_at=MARCH)
    tell(deal, tcv=Decimal(110), currency="EUR", amount_at=MARCH)

    assert held(AmountChange) == [(Decimal(110), MARCH)]


def test_a_forecast_keeps_what_is_not_told(deal: Opportunity) -> None:
    tell(deal, close_on=date(2026, 9, 1), category="commit")
    tell(deal, close_on=date(2026, 10, 1))

    assert held(Forecast) == [(date(2026, 9, 1), "commit"), (date(2026, 10, 1), "commit")]
    assert deal.close_on == date(2026, 10, 1)


def test_new_deals_are_written_with_their_histories(stages: Any) -> None:
    account = AccountFactory()
    deals = [
        Deal(
            Opportunity(account=account, name=f"{number}", pipeline=stages[0].pipeline),
            stage=stages[0],
            stage_at=MARCH,
        )
        for number in range(3)
    ]

    assert len(record_deals(SYSTEM, deals, now=NOW)) == 3
    rows = Opportunity.objects.visible_to(SYSTEM)
    assert {(row.stage, row.created_at, row.version) for row in rows} == {(stages[0], MARCH, 1)}


def test_one_deal_is_moved_and_valued(deal: Opportunity, stages: Any) -> None:
    assert move_stage(SYSTEM, deal, stages[1], at=MARCH)
    assert change_amount(SYSTEM, deal, tcv=Decimal(5), currency="EUR", at=MARCH)

    deal.refresh_from_db()
    assert (deal.stage, deal.tcv, deal.version) == (stages[1], Decimal(5), 3)
