"""What programs cost: on each basis, shared to the cent, and what can't be converted."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Campaign, Program
from metrics.catalogue.words import Grain
from metrics.queries.compiling import Asked, Column
from metrics.queries.datasets.all import DATASETS
from metrics.queries.measures import MEASURES
from metrics.queries.scope import Scope
from metrics.queries.sheet import rows_of
from metrics.queries.window import Window
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    CampaignTargetFactory,
    EnrolmentFactory,
    FxRateFactory,
    ParameterSetFactory,
    ProgramFactory,
    SpendFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH

pytestmark = pytest.mark.django_db


def costs(scope: Scope, grain: Grain, *keys: str, window: Window = MARCH) -> dict[int, list[Any]]:
    """Return some measures of what is asked, by target."""
    asked = Asked(actor=SYSTEM, scope=scope, window=window, grain=grain)
    columns = [Column(MEASURES[key]) for key in keys]
    (rows,) = rows_of(asked, DATASETS["costs"], columns, [])
    targets = {target for cells in rows.cells.values() for target in cells}
    return {target: [rows.cells[column].get(target) for column in columns] for target in targets}


def of_program(program: Program, *keys: str, window: Window = MARCH) -> list[Any]:
    scope = Scope.of_program(SYSTEM, program)
    return costs(scope, Grain.PROGRAM, *keys, window=window).get(program.pk, [0] * len(keys))


def of_all(*keys: str) -> list[Any]:
    return costs(Scope.everything(SYSTEM), Grain.ALL, *keys).get(0, [0] * len(keys))


def spent(amount: object, day: int = 10, **fields: Any) -> None:
    if not {"program", "account"}.isdisjoint(fields):
        fields.setdefault("campaign", None)
    SpendFactory(spent_on=date(2026, 3, day), amount=Decimal(str(amount)), **fields)


def test_each_basis_counts_its_categories() -> None:
    program = ProgramFactory()
    for place, category in enumerate(("media", "content", "event", "agency", "tool", "people")):
        spent(10**place, program=program, category=category)
    keys = ("cost", "cost_media", "cost_direct", "cost_full", "cost_full_n")

    assert of_program(program, *keys) == [1111, 1, 1111, 111111, 6]
    ParameterSetFactory(program=program, values={"cost_basis": "full", "lag_days": 30})
    assert of_program(program, *keys) == [0, 1, 1111, 111111, 6]
    april = replace(MARCH, start=date(2026, 4, 1), end=date(2026, 5, 1), as_of=date(2026, 4, 30))
    assert of_program(program, "cost", window=april) == [111111]


def test_a_line_counts_for_the_program_it_names_or_its_campaigns() -> None:
    first, second = ProgramFactory.create_batch(2)
    campaign: Campaign = CampaignFactory(program=second)
    spent(100, program=first, campaign=campaign)
    spent(40, campaign=campaign)
    spent(-15, 11, campaign=campaign)
    spent(7, 31, program=first)

    assert of_program(first, "cost") == [107]
    assert of_program(second, "cost") == [25]
    assert of_all("cost") == [132]
    scope = Scope.of_campaign(SYSTEM, campaign)
    assert costs(scope, Grain.CAMPAIGN, "cost") == {campaign.pk: [125]}


def test_what_programs_share_is_split_by_accounts_enrolled_to_the_cent() -> None:
    first, second, third = ProgramFactory.create_batch(3)
    account = AccountFactory()
    for program in (first, second, third):
        EnrolmentFactory(account=account, program=program, from_at=paris(2026, 1, 1))
    spent("100.00", account=account)

    parts = [of_program(each, "cost")[0] for each in (first, second, third)]
    assert parts == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert of_all("cost") == [100]

    campaign = CampaignFactory(program=None)
    for places, program in ((3, first), (1, second)):
        for place in range(places):
            aim = AccountFactory(programs=[program])
            twin = AccountFactory(merged_into=aim) if place == 0 else aim
            CampaignTargetFactory(campaign=campaign, account=twin)
    spent("-0.10", campaign=campaign)
    assert of_program(first, "cost") == [Decimal("33.26")]
    assert of_program(second, "cost") == [Decimal("33.31")]
    assert of_all("cost", "cost_n") == [Decimal("99.90"), 5]


def test_what_no_program_had_a_part_in_counts_for_all_alone() -> None:
    program = ProgramFactory()
    spent(50, account=AccountFactory())
    spent(20, campaign=CampaignFactory(program=None))

    assert of_program(program, "cost") == [0]
    assert of_all("cost") == [70]


def test_a_missing_rate_leaves_a_line_out_and_says_so() -> None:
    program = ProgramFactory()
    spent(100, program=program, currency="USD")
    spent(3, program=program)
    keys = ("cost", "cost_n", "cost_unusable")

    assert of_program(program, *keys) == [3, 1, 1]
    FxRateFactory(base="USD", quote="EUR", rate=Decimal("0.9"), from_on=date(2026, 3, 1))
    assert of_program(program, *keys) == [93, 2, 0]


def test_a_reader_counts_what_they_see(manager: Any, program: Program, foreign: Any) -> None:
    spent(10, program=program)
    spent(500, program=ProgramFactory())
    spent(70, account=foreign)
    asked = Asked(
        actor=Actor.of_person(manager),
        scope=Scope.everything(Actor.of_person(manager)),
        window=MARCH,
        grain=Grain.ALL,
    )
    (rows,) = rows_of(asked, DATASETS["costs"], [Column(MEASURES["cost"])], [])

    assert list(rows.cells[Column(MEASURES["cost"])].values()) == [10]
