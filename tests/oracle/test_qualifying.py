"""The job that finds qualified accounts against plain loops over the same records."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.by_month import make_months
from accounts.models import Touch
from metrics.actions.qualification import qualify
from metrics.models import ParameterSet, Qualification
from tests.oracle.company import MOMENTS, SEED, company_by
from tests.oracle.exchanges import PASSED_AT
from tests.oracle.handmade import MARCH
from tests.oracle.histories import LONG_AGO, deals, paris
from tests.oracle.qualifying import Qualifying, Thresholds
from tests.oracle.records import Stay, World
from tests.oracle.test_engine import of_histories
from tests.oracle.writing import Written, write

pytestmark = pytest.mark.django_db

LINKS = ["", "", "", "paper", "the-demo", "ask-a-meeting"]
KINDS = ["event_attended", "webinar_attended", "page_view", "form_submitted", "download"]
SHIFTS = [timedelta(days=-days) for days in (0, 0, 0, 45, 89, 90, 91, 180, 300)]


@st.composite
def attentive(draw: Callable[..., Any]) -> tuple[World, Thresholds]:
    """Draw a company whose people gave much attention, and a rule that some of it fulfills."""
    chance = Random(bytes(draw(SEED)))  # noqa: S311 -- nothing secret
    company = company_by(chance)
    world = company.world
    world.qualifications = []
    for touch in world.touches:
        touch.link = chance.choice(LINKS) if chance.random() < 0.3 else touch.link
        touch.owner = chance.choice(["marketing", "marketing", "sales"])
        touch.quantity = chance.choice([1, 1, 1, 15, 30])
        touch.at += chance.choice(SHIFTS)
        if chance.random() < 0.5:
            touch.type, touch.automation = chance.choice(KINDS), "human"
    if chance.random() < 0.7:
        world.stays = [Stay(LONG_AGO, account=each.id, program=1) for each in world.accounts]
    if chance.random() < 0.6 and world.groups:
        groups = {each.id: each.account for each in world.groups}
        world.deals = draw(deals(company.accounts, groups, most=2))
    rule = Thresholds(
        minutes=chance.choice([1, 20, 60, 100]),
        days=chance.choice([30, 90]),
        people=chance.choice([0, 1, 1, 2]),
        seated=chance.choice([0, 0, 1]),
        counts_sales=chance.random() < 0.5,
    )
    return world, rule


def set_rule(rule: Thresholds) -> None:
    ParameterSet.objects.create(
        number=1,
        from_at=LONG_AGO,
        values={
            "mqa_minutes": rule.minutes,
            "mqa_days": rule.days,
            "mqa_people": rule.people,
            "mqa_role_people": rule.seated,
            "mqa_counts_sales": rule.counts_sales,
        },
    )


def found(written: Written, program: int) -> set[tuple[int, datetime, datetime | None]]:
    rows = Qualification.objects.visible_to(SYSTEM)
    mine = rows.filter(program=written.programs[program], voided_at=None)
    accounts = {pk: key for key, pk in written.accounts.items()}
    return {(accounts[row.account_id], row.qualified_at, row.ended_at) for row in mine}


def expected(
    world: World, rule: Thresholds, program: int
) -> set[tuple[int, datetime, datetime | None]]:
    oracle = Qualifying(world, replace(MARCH, as_of=paris(2030, 1, 1).date()))
    oracle.thresholds = rule
    now = timezone.now()
    return {
        (account, at.astimezone(UTC), until.astimezone(UTC) if until <= now else None)
        for account, at, until in oracle.qualified_in(program)
    }


@pytest.fixture
def many_months() -> None:
    """Make the parts of the table of touches that any world needs."""
    shifted = [at + shift for at in (*MOMENTS, *PASSED_AT) for shift in SHIFTS]
    make_months(Touch._meta.db_table, shifted)  # noqa: SLF001 -- Django's own name


@pytest.mark.usefixtures("many_months")
@of_histories
@given(attentive())
def test_the_job_and_plain_loops_find_the_same(drawn: tuple[World, Thresholds]) -> None:
    world, rule = drawn
    with transaction.atomic():
        written = write(world)
        set_rule(rule)
        qualify(list(written.accounts.values()))
        for program in world.programs:
            assert found(written, program) == expected(world, rule, program), (rule, program)
        assert qualify(list(written.accounts.values())) == 0
        transaction.set_rollback(True)
