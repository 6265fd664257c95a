"""How far accounts are on their journey on a day: how many at each stage, and which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from psycopg.sql import SQL

from abmplanner.kit.actor import Actor
from accounts.models import Account, Program
from metrics.catalogue.words import Grain
from metrics.queries.compiling import Asked, common_tables, with_clocks
from metrics.queries.datasets.minutes import ATTENTIONS, STAGES
from metrics.queries.parameters import Settings, settings_asked
from metrics.queries.running import run
from metrics.queries.scope import Scope
from metrics.queries.window import Window


@dataclass(frozen=True, slots=True)
class Traveler:
    """An account on its journey: its stage, and the attention that its people gave us lately."""

    public_id: UUID
    name: str
    stage: str
    minutes: int
    people: int
    qualified_at: datetime | None


@dataclass(frozen=True, slots=True)
class Journey:
    """How many accounts are at each stage, those of a page, and the settings that hold."""

    counts: Sequence[tuple[str, int]]
    rows: Sequence[Traveler]
    total: int
    settings: Settings


STATEMENT = """
    , traveler AS MATERIALIZED (
        SELECT r.* FROM ({rows} OFFSET 0) r WHERE {of_program}
    )
    SELECT counts.stage, counts.number, t.public_id, t.title, t.stage, t.minutes, t.people,
        t.qualified_at
    FROM (SELECT stage, count(*) AS number FROM traveler GROUP BY stage) counts
    FULL JOIN (
        SELECT * FROM traveler WHERE %(stage)s IN ('', stage)
        ORDER BY minutes DESC, title, id OFFSET %(offset)s LIMIT %(limit)s
    ) t ON false
"""
IN_PROGRAM = """
    r.account IN (SELECT root FROM enrolled WHERE during @> %(just_before)s)
"""


def journey(
    actor: Actor,
    scope: Scope,
    as_of: date,
    *,
    stage: str = "",
    offset: int = 0,
    limit: int = 50,
) -> Journey:
    """Return the accounts of a scope by their stages on a day, by one statement.

    Of a program, those in it that day. A stage narrows the page, and offset and limit choose it.
    """
    end = as_of + timedelta(days=1)
    window = Window(start=as_of, end=end, as_of=as_of, zone=scope.zone)
    asked = Asked(actor=actor, scope=scope, window=window, grain=Grain.ACCOUNT)
    settings = settings_asked(asked)
    text = STATEMENT.format(
        rows=ATTENTIONS.rows, of_program=IN_PROGRAM if scope.programs else "true"
    )
    statement = common_tables(asked, ATTENTIONS) + SQL(with_clocks(text, window))
    more = {**settings.of_statement(), "stage": stage, "offset": offset, "limit": limit}
    found = run(asked, statement, **more)
    numbers = {row[0]: row[1] for row in found if row[0]}
    rows = [
        Traveler(key, title, at, round(minutes), people, qualified_at)
        for _stage, number, key, title, at, minutes, people, qualified_at in found
        if number is None
    ]
    return Journey(
        counts=[(each, numbers.get(each, 0)) for each in STAGES],
        rows=sorted(rows, key=lambda each: (-each.minutes, each.name)),
        total=numbers.get(stage, 0) if stage else sum(numbers.values()),
        settings=settings,
    )


def stage_of(actor: Actor, account: Account, as_of: date) -> Traveler | None:
    """Return how far one account is on a day."""
    rows = journey(actor, Scope.of_accounts(actor, [account]), as_of).rows
    return rows[0] if rows else None


def journey_of_program(
    actor: Actor,
    program: Program,
    as_of: date,
    *,
    stage: str = "",
    offset: int = 0,
    limit: int = 50,
) -> Journey:
    """Return the accounts that were in a program on a day, by their stages."""
    scope = Scope.of_program(actor, program)
    return journey(actor, scope, as_of, stage=stage, offset=offset, limit=limit)
