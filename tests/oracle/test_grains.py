"""Every number at each of its grains: it answers, has a value somewhere, and is the oracle's."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import transaction

from abmplanner.kit.by_month import make_months
from accounts.models import Touch as TouchRow
from metrics.calc.status import Status
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.words import Grain
from tests.oracle.company import MOMENTS, company_by
from tests.oracle.company_contracts import fill_with_contracts
from tests.oracle.company_courses import fill_with_past
from tests.oracle.company_feedback import add_opinions
from tests.oracle.exchanges import PASSED_AT
from tests.oracle.handmade import MARCH
from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.records import (
    Aim,
    Amount,
    Assumption,
    Deal,
    Feed,
    Foreseen,
    Invitation,
    Qualified,
    Question,
    Spent,
    Step,
    Touch,
    Voice,
    World,
)
from tests.oracle.test_engine import agree, is_known, measured, told
from tests.oracle.writing import write

pytestmark = pytest.mark.django_db

OF = {
    Grain.ACCOUNT: {"account": 1},
    Grain.GROUP: {"group": 1},
    Grain.CAMPAIGN: {"campaign": 1},
    Grain.SOURCE: {"source": "linkedin"},
    Grain.PROGRAM: {"program": 1},
    Grain.ALL: {},
}
LATELY = replace(MARCH, start=date(2025, 1, 1), end=date(2026, 5, 1), as_of=date(2026, 5, 31))
STAGES = {"stage_from": "contacted", "stage_to": "offer"}
SCORES = (10, 9, 9, 8, 3, 10)
SEEDS = (180, 287, 268, 232, 121, 156, 253, 57)
"""Chances under which each number has a value in one of the worlds at least."""


def whole(seed: int) -> World:
    """Return a company that chance filled, with deals decided and open, and voices heard."""
    world = company_by(Random(seed)).world  # noqa: S311 -- nothing secret
    account = next((group.account for group in world.groups if group.id == 1), 1)
    ends = [*["won", "won", "lost"] * 2, "", ""]
    world.deals = [deal(key, account, end) for key, end in enumerate(ends, start=1)]
    people = [each.id for each in world.contacts][: len(SCORES)]
    for key, (who, score) in enumerate(zip(people, SCORES, strict=False), start=1):
        at = paris(2026, 3, key, 12)
        world.invitations.append(
            Invitation(LONG_AGO, id=key, survey=1, account=1, contact=who, delivered=at)
        )
        world.voices.append(
            Voice(LONG_AGO, id=key, account=1, contact=who, invitation=key, score=score, at=at)
        )
    fill_with_contracts(world, Random(seed))  # noqa: S311 -- nothing secret
    world.deals += [long_foreseen(20 + key, account, *row) for key, row in enumerate(FORESEEN)]
    fill_with_past(world, Random(seed))  # noqa: S311 -- nothing secret
    world.assumptions = [
        Assumption(LONG_AGO, share=Decimal("0.1")),
        Assumption(LONG_AGO, share=Decimal("0.5"), key="margin"),
    ]
    fill_with_journeys(world, account)
    fill_with_qualified(world, account)
    add_opinions(world)
    groups = {group.id for group in world.groups}
    for each in world.deals:
        each.group = each.group if each.group in groups else None
    return world


def deal(key: int, account: int, end: str) -> Deal:
    """Return a deal of an account that went on in March, and may have ended then."""
    why = "no_decision" if key == 3 and end == "lost" else "decided"
    steps = [("contacted", 2), ("accepted", 5), ("offer", 10), (end, 20)]
    return Deal(
        LONG_AGO,
        id=key,
        account=account,
        group=1,
        type="expansion" if key == 1 else "new",
        steps=[
            Step(LONG_AGO, stage=name, at=paris(2026, 3, day), reason=why)
            for name, day in steps
            if name
        ],
        amounts=[
            Amount(LONG_AGO, tcv=Decimal(100 * key), acv=Decimal(50), currency="EUR",
                   at=paris(2026, 3, 2)),
        ],
    )  # fmt: skip


FORESEEN = [("won", date(2026, 3, 10)), ("", date(2025, 6, 1)), ("won", date(2026, 5, 1))]
"""How deals end that were open before the window, and for when they were foreseen."""


def long_foreseen(key: int, account: int, end: str, on: date) -> Deal:
    """Return a deal that was open, and foreseen, long before it ended."""
    steps = [("contacted", paris(2024, 6, 1)), (end, paris(2026, 4, 2))]
    return Deal(
        LONG_AGO,
        id=key,
        account=account,
        group=1,
        steps=[Step(LONG_AGO, stage=name, at=at) for name, at in steps if name],
        amounts=[Amount(LONG_AGO, tcv=Decimal(100), currency="EUR", at=paris(2024, 6, 1))],
        forecasts=[Foreseen(LONG_AGO, on=on, at=paris(2024, 12, 1), category="commit")],
    )


def fill_with_journeys(world: World, account: int) -> None:
    """Let an account win deals that marketing brought about, and as many others, at a cost."""
    campaign = world.campaigns[0].id if world.campaigns else None
    world.feeds += [Feed(each, LONG_AGO) for each in ("email", "opportunity", "spend")]
    world.spends.append(
        Spent(LONG_AGO, day=date(2025, 12, 1), amount=Decimal(10), program=1, campaign=campaign)
    )
    for key in range(400, 412):
        began = paris(2026, 1, key - 399, 12) if key < OTHERS_FROM else paris(2024, 6, key - 399)
        ended = began + timedelta(days=60 if key < OTHERS_FROM else 240)
        world.deals.append(
            Deal(
                LONG_AGO,
                id=key,
                account=account,
                steps=[
                    Step(LONG_AGO, stage="accepted", at=began),
                    Step(LONG_AGO, stage="won", at=ended),
                ],
                amounts=[
                    Amount(LONG_AGO, tcv=Decimal(100), acv=Decimal(50), currency="EUR", at=began)
                ],
            )
        )
    world.touches.append(
        Touch(
            LONG_AGO, type="form_submitted", at=TOUCHED_AT, account=account, campaign=campaign,
        )
    )  # fmt: skip


def fill_with_qualified(world: World, account: int) -> None:
    """Let an account be qualified before its deals, and be aimed at."""
    world.qualifications = [
        Qualified(LONG_AGO, account=account, program=1, at=at)
        for at in (paris(2025, 6, 1), paris(2026, 1, 20))
    ]
    if world.campaigns:
        world.aims = [aim for aim in world.aims if aim.account != account]
        world.aims.append(Aim(LONG_AGO, campaign=world.campaigns[0].id, account=account))


OTHERS_FROM = 406  # deals that began before anybody was touched
TOUCHED_AT = paris(2025, 12, 20)


ELSEWHERE = {
    "abm_roi_incremental": "control groups: test_comparison",
    "campaign_engagement_lift": "control groups: test_comparison",
    "ssi_imported": "readings of five people: test_social",
    "social_engagement_rate": "five people about posts that were shown: test_social",
}
"""What has values in other worlds, where the oracle is asked too."""


def keys_of(grain: Grain) -> list[str]:
    return [each.key for each in CATALOGUE.computed() if grain in each.grains]


def exists(world: World, grain: Grain) -> bool:
    of = {Grain.CAMPAIGN: world.campaigns, Grain.GROUP: world.groups}
    return bool(of.get(grain, True))


def test_every_number_answers_at_each_of_its_grains_as_the_oracle_does() -> None:
    make_months(TouchRow._meta.db_table, [*MOMENTS, *PASSED_AT, TOUCHED_AT])  # noqa: SLF001 -- Django's own name
    of_all = {(key, grain) for grain in OF for key in keys_of(grain)}
    valued = set()
    for seed in SEEDS:
        world = whole(seed)
        with transaction.atomic():
            written = write(world)
            for grain in filter(lambda each: exists(world, each), OF):
                question: Question = replace(LATELY, **OF[grain], where=STAGES)
                answers = measured(question, written, keys_of(grain))
                for key, answer in answers.items():
                    assert answer.status is not Status.NOT_APPLICABLE, (key, grain)
                    if is_known(key, grain):
                        agree(key, question, answer, told(world, question, key))
                    if answer.value is not None:
                        valued.add((key, grain))
            transaction.set_rollback(True)

    without = {pair for pair in of_all - valued if pair[0] not in ELSEWHERE}
    assert {pair for pair in without if is_known(*pair)} == set()
    assert without == {(key, Grain.CAMPAIGN) for key, grain in without}  # of waves of a survey
