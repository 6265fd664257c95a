"""Control groups against the oracle, on companies that Hypothesis makes up."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abmplanner.kit.by_month import make_months
from accounts.models import Touch as TouchRow
from tests.oracle.company import MOMENTS, companies, inquiries
from tests.oracle.exchanges import PASSED_AT
from tests.oracle.handmade import MARCH
from tests.oracle.histories import LONG_AGO, collide, paris
from tests.oracle.records import (
    Account,
    Amount,
    Assumption,
    Deal,
    Feed,
    HeldOut,
    Question,
    Rate,
    Spent,
    Stay,
    Step,
    World,
)
from tests.oracle.test_engine import compare, of_histories

pytestmark = pytest.mark.django_db

KEYS = ["campaign_engagement_lift", "abm_roi_incremental"]
SPANS = [(LONG_AGO, None), (LONG_AGO, None), (LONG_AGO, paris(2026, 3, 9, 12)),
         (paris(2026, 3, 9, 12), None), (paris(2026, 3, 1), paris(2026, 4, 20))]  # fmt: skip


@pytest.fixture
def months() -> None:
    """Make the parts of the table of touches that any world needs."""
    make_months(TouchRow._meta.db_table, [*MOMENTS, *PASSED_AT])  # noqa: SLF001 -- Django's own name


def hold_out(world: World, chance: Random, *, campaigns: bool) -> None:
    """Hold some accounts out of campaigns, or of programs."""
    owners = [each.id for each in world.campaigns] if campaigns else world.programs
    for _row in range(chance.choice([2, 6])):
        if not owners:
            return
        start, end = chance.choice(SPANS)
        name = "campaign" if campaigns else "program"
        row = HeldOut(
            LONG_AGO,
            chance.choice([None, None, paris(2026, 4, 10)]),
            start=start,
            end=end,
            account=chance.choice(world.accounts).id,
            **{name: chance.choice(owners)},
        )
        if not any(
            collide(row, other, "campaign", "program", "account") for other in world.controls
        ):
            world.controls.append(row)


@pytest.mark.usefixtures("months")
@of_histories
@given(companies(), inquiries(), st.integers(0, 255))
def test_engine_and_oracle_say_the_same_of_campaigns_compared(
    world: World, question: Question, seed: int
) -> None:
    world.controls = []
    hold_out(world, Random(seed), campaigns=True)  # noqa: S311 -- nothing secret
    compare(world, question, KEYS[:1])


@of_histories
@given(st.tuples(*[st.integers(0, 255)] * 8))
def test_engine_and_oracle_say_the_same_of_programs_compared(seed: tuple[int, ...]) -> None:
    chance = Random(str(seed))  # noqa: S311 -- nothing secret
    world = program_by(chance)
    as_of = chance.choice([date(2026, 3, 15), date(2026, 3, 31), date(2026, 5, 31)])
    known_at = chance.choice([None, None, date(2026, 4, 30)])

    compare(world, replace(MARCH, as_of=as_of, known_at=known_at), KEYS[1:])


def program_by(chance: Random) -> World:
    """Return programs of some thirty accounts, of which some are held out and some win."""
    world = World(accounts=[Account(1)], programs=[1, 2])
    world.accounts += [
        Account(key, merged_into=chance.choice([*[None] * 12, 1])) for key in range(2, 31)
    ]
    for account in world.accounts:
        start, end = chance.choice(SPANS)
        if chance.random() < 0.55:
            world.stays.append(Stay(LONG_AGO, account=account.id, program=1, start=start, end=end))
        if chance.random() < 0.5:
            world.controls.append(
                HeldOut(LONG_AGO, account=account.id, program=1, start=start, end=end)
            )
        if chance.random() < 0.6:
            world.deals.append(deal(len(world.deals) + 1, account.id, chance))
    world.spends = [
        Spent(LONG_AGO, day=date(2026, 1, 5), amount=Decimal(100), program=1),
        Spent(LONG_AGO, day=date(2026, 2, 5), program=2, currency=chance.choice(["EUR", "CHF"])),
    ]
    world.rates = [Rate("USD", "EUR", date(2025, 1, 1), Decimal("0.9"))]
    world.assumptions = [Assumption(LONG_AGO, share=Decimal("0.5"), key="margin")]
    world.assumptions += [
        Assumption(LONG_AGO, share=Decimal("0.25"), key="margin", account=key) for key in (2, 3)
    ]
    if chance.random() < 0.3:
        world.assumptions[0] = Assumption(LONG_AGO, share=Decimal("0.4"), key="margin", program=2)
    if chance.random() < 0.8:
        world.feeds = [Feed("opportunity", LONG_AGO), Feed("spend", LONG_AGO)]
    return world


def deal(key: int, account: int, chance: Random) -> Deal:
    """Return a deal that was won, mostly, for an amount that is known, mostly."""
    began = paris(2026, 1, 10)
    ended = began + timedelta(days=chance.choice([10, 40, 60, 75]))
    worth = chance.choice([*[Decimal(100), Decimal(333), Decimal(1000)] * 6, None])
    return Deal(
        LONG_AGO,
        id=key,
        account=account,
        is_test=chance.random() < 0.05,
        type=chance.choice(["new", "new", "expansion", "renewal"]),
        steps=[
            Step(LONG_AGO, stage="accepted", at=began),
            Step(LONG_AGO, stage=chance.choice(["won", "won", "won", "lost"]), at=ended),
        ],
        amounts=[
            Amount(LONG_AGO, tcv=worth, acv=worth and worth / 2,
                   currency=chance.choice(["EUR", "EUR", "USD"]), at=began)
        ],
    )  # fmt: skip
