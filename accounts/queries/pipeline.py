"""The pipeline between two days: what it held, what moved it, what it holds.

Every number comes from the dated histories, read as of an instant by the rules of the measuring
engine, so opening and closing are its open pipeline of the days before. Between them each change
of a deal is one move, worth what it changed at the rate of its day; what the moves leave over is
what the rates themselves moved. So the parts add up to the closing pipeline, to the cent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Self

from django.conf import settings
from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import A_DAY, first_instant, months_before
from abmplanner.kit.history import lasting
from abmplanner.kit.period import Period, Span, span_of
from accounts.enums import OpportunityType
from accounts.models import Account, Enrolment, Opportunity
from accounts.queries.deals_then import DEALS, EXPECTED, STAGE, WORTH
from accounts.queries.fx_rate import FX

CENT = Decimal("0.01")
MONTHS: Mapping[str, int] = {Span.QUARTER: 3, Span.YEAR: 12}  # of what deals are expected by


class Step(TextChoices):
    """A part of the waterfall, in its order."""

    OPENING = "opening", _("At the start")
    CREATED = "created", pgettext_lazy("deals", "Created")
    REOPENED = "reopened", pgettext_lazy("deals", "Opened again")
    VALUED = "valued", pgettext_lazy("deals", "Amount told")
    RAISED = "raised", pgettext_lazy("deals", "Raised")
    LOWERED = "lowered", pgettext_lazy("deals", "Lowered")
    MOVED = "moved", pgettext_lazy("deals", "Close day moved")
    WON = "won", pgettext_lazy("deals", "Won")
    LOST = "lost", pgettext_lazy("deals", "Lost")
    REMOVED = "removed", pgettext_lazy("deals", "Removed")
    RATES = "rates", _("Exchange rates")
    CLOSING = "closing", _("At the end")


ENDS = frozenset({Step.OPENING, Step.CLOSING})
ALWAYS = (Step.CREATED, Step.RAISED, Step.LOWERED, Step.WON, Step.LOST)

# The instants at which a deal is looked at: both ends, and right after each change between them.
POINTS = """
    moment AS (
        SELECT id, known_from AS at FROM deal
        UNION SELECT id, deleted_at FROM deal
        UNION SELECT c.opportunity_id, c.occurred_at
            FROM accounts_stagechange c JOIN deal ON deal.id = c.opportunity_id
            WHERE c.voided_at IS NULL
        UNION SELECT c.opportunity_id, c.occurred_at
            FROM accounts_amountchange c JOIN deal ON deal.id = c.opportunity_id
            WHERE c.voided_at IS NULL
        UNION SELECT c.opportunity_id, c.occurred_at
            FROM accounts_forecast c JOIN deal ON deal.id = c.opportunity_id
            WHERE c.voided_at IS NULL
    ),
    point AS (
        SELECT id, %(start)s::timestamptz AS seen FROM deal
        UNION SELECT id, at + interval '1 microsecond' FROM moment
            WHERE at >= %(start)s AND at < %(end)s
        UNION SELECT id, %(end)s FROM deal
    )
"""

STATES = f"""
    state AS (
        SELECT point.id, point.seen, is_.day, deal.known_from < point.seen AS is_known,
            coalesce(deal.deleted_at < point.seen, false) AS is_deleted,
            coalesce(stage.outcome, 'open') AS outcome, stage.reason,
            worth.tcv, worth.currency, worth.tcv * rate.rate AS value,
            (
                deal.known_from < point.seen AND coalesce(stage.outcome, 'open') = 'open'
                AND coalesce(deal.deleted_at >= point.seen, true)
                AND (%(closing_by)s::date IS NULL
                    OR coalesce(expected.close_on <= %(closing_by)s, false))
            ) AS is_in
        FROM point
        JOIN deal ON deal.id = point.id
        CROSS JOIN LATERAL (
            SELECT ((point.seen - interval '1 microsecond') AT TIME ZONE %(zone)s)::date AS day
        ) is_
        {STAGE}
        {WORTH}
        {EXPECTED}
        LEFT JOIN fx rate ON rate.currency = worth.currency AND rate.during @> is_.day
    )
"""  # noqa: S608 -- put together from parts of our own

# What was there right before each point, worth what it is at the rate of the point's day.
CHANGES = """
    change AS (
        SELECT now.*, then_.tcv * rate.rate AS value_before
        FROM (
            SELECT state.*, lag(seen) OVER place IS NULL AS is_first,
                lag(is_in) OVER place AS was_in, lag(is_known) OVER place AS was_known,
                lag(outcome) OVER place AS outcome_before, lag(tcv) OVER place AS tcv_before,
                lag(currency) OVER place AS currency_before
            FROM state WINDOW place AS (PARTITION BY id ORDER BY seen)
        ) now
        CROSS JOIN LATERAL (SELECT now.tcv_before AS tcv, now.currency_before AS currency) then_
        LEFT JOIN fx rate ON rate.currency = then_.currency AND rate.during @> now.day
    ),
    move AS (
        SELECT change.*, CASE
            WHEN is_in AND NOT was_known THEN 'created'
            WHEN is_in AND NOT was_in AND outcome_before <> 'open' THEN 'reopened'
            WHEN is_in AND NOT was_in THEN 'moved'
            WHEN NOT is_in AND is_deleted THEN 'removed'
            WHEN NOT is_in AND outcome = 'won' THEN 'won'
            WHEN NOT is_in AND reason IN ('duplicate', 'error') AND outcome = 'lost' THEN 'removed'
            WHEN NOT is_in AND outcome = 'lost' THEN 'lost'
            WHEN NOT is_in THEN 'moved'
            WHEN value_before IS NULL OR value IS NULL THEN 'valued'
            WHEN value > value_before THEN 'raised'
            ELSE 'lowered' END AS step
        FROM change
        WHERE NOT is_first AND (
            is_in <> was_in OR (is_in AND value IS DISTINCT FROM value_before)
        )
    )
"""

WATERFALL = f"""
    WITH {FX}, {DEALS}, {POINTS}, {STATES}, {CHANGES}
    SELECT 'opening', id, seen, day, value, tcv, currency FROM change WHERE is_first AND is_in
    UNION ALL
    SELECT step, id, seen, day,
        CASE WHEN is_in AND NOT was_in THEN value
            WHEN was_in AND NOT is_in THEN -value_before
            WHEN step = 'valued' THEN coalesce(value, 0) - coalesce(value_before, 0)
            ELSE value - value_before END,
        CASE WHEN is_in THEN tcv ELSE tcv_before END,
        CASE WHEN is_in THEN currency ELSE currency_before END
    FROM move
    UNION ALL
    SELECT 'closing', id, seen, day, value, tcv, currency
    FROM state WHERE seen = %(end)s AND is_in
    ORDER BY 3, 2
"""  # noqa: S608 -- put together from parts of our own


@dataclass(frozen=True, slots=True)
class Asked:
    """From which day to which, both counted; closing_by keeps to deals expected by that day."""

    first: date
    last: date
    closing_by: date | None = None

    @classmethod
    def during(cls, period: Period, by: str, fiscal_month: int) -> Self:
        """Return the days that a period shows, as far as they are seen.

        by is the quarter or the year by whose end deals are expected; else all open deals count.
        """
        last = min(period.last_day or period.as_of, period.as_of)
        first = min(period.start or period.as_of, last)
        return cls(first, last, end_of(by, last, fiscal_month))


@dataclass(frozen=True, slots=True)
class Move:
    """What one change of a deal did to the pipeline; amount is None where it is not known.

    amount is in the currency of the whole; tcv is what the deal itself is worth, in its own.
    """

    step: Step
    deal: Opportunity
    day: date
    amount: Decimal | None
    tcv: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the waterfall: its sum, and the moves behind it. Rates have no moves."""

    step: Step
    amount: Decimal
    moves: Sequence[Move] = ()

    @property
    def is_end(self) -> bool:
        """Tell whether it is what there was or is, and no change of it."""
        return self.step in ENDS

    @property
    def unknown(self) -> int:
        """How many of its deals have no amount, or none that can be converted."""
        return sum(1 for move in self.moves if move.amount is None)


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The pipeline over some days, in one currency: its parts in order, which add up."""

    asked: Asked
    currency: str
    parts: Sequence[Part]

    @property
    def moves(self) -> list[Move]:
        """What moved it, the latest first."""
        found = [move for part in self.parts if not part.is_end for move in part.moves]
        return sorted(found, key=lambda move: (move.day, move.deal.name), reverse=True)

    @property
    def unknown(self) -> int:
        """How many deals at the end count for nothing, for nobody said what they are worth."""
        return self.parts[-1].unknown

    def part(self, step: str) -> Part | None:
        """Return one of the parts, None where it is not shown."""
        return next((part for part in self.parts if part.step == step), None)


def end_of(name: str, day: date, fiscal_month: int) -> date | None:
    """Return the last day of the fiscal quarter or year that a day is in, None for other names."""
    months, span = MONTHS.get(name), span_of(name, day, fiscal_month)
    return months_before(span[0], -months) - A_DAY if months and span else None


def waterfall(actor: Actor, accounts: Iterable[Account], asked: Asked) -> Waterfall:
    """Return what the pipeline of accounts held on the first day and the last, and what moved it.

    Renewals are left out, as from the open pipeline: they are told with the contracts.
    """
    chosen = list(accounts)
    currency, zone = reported(actor, chosen)
    rows = Opportunity.objects.visible_to(actor).filter(
        account__in=chosen, is_test=False, merged_into=None
    )
    deals = {deal.pk: deal for deal in rows.exclude(type=OpportunityType.RENEWAL)}
    return Waterfall(asked, currency, parts_of(moves_of(deals, asked, currency, zone)))


def reported(actor: Actor, accounts: Iterable[Account]) -> tuple[str, str]:
    """Return the currency and time zone that the programs of accounts agree on, else our own."""
    rows = Enrolment.objects.visible_to(actor).filter(lasting(), account__in=accounts)
    ways = set(rows.values_list("program__currency", "program__time_zone"))
    return ways.pop() if len(ways) == 1 else (settings.REPORTING_CURRENCY, settings.TIME_ZONE)


def moves_of(
    deals: Mapping[int, Opportunity], asked: Asked, currency: str, zone: str
) -> list[Move]:
    """Return what there was, each change and what there is, in the order of time; one statement."""
    given: dict[str, Any] = {
        "wanted": list(deals),
        "start": first_instant(asked.first, zone),
        "end": first_instant(asked.last + A_DAY, zone),
        "closing_by": asked.closing_by,
        "currency": currency,
        "known_at": None,
        "zone": zone,
    }
    with connection.cursor() as cursor:
        cursor.execute(WATERFALL, given)
        rows: list[tuple[str, int, datetime, date, Any, Any, str]] = cursor.fetchall()
    return [
        Move(Step(step), deals[key], day, value, tcv, own or "")
        for step, key, _seen, day, value, tcv, own in rows
    ]


def parts_of(moves: Iterable[Move]) -> list[Part]:
    """Return the parts that moves make up, in their order: those that hold something, or always.

    What the moves do not explain is the work of exchange rates.
    """
    held: dict[Step, list[Move]] = {}
    for move in moves:
        held.setdefault(move.step, []).append(move)
    sums = {step: in_cents(move.amount for move in held.get(step, ())) for step in Step}
    explained = sum(amount for step, amount in sums.items() if step is not Step.CLOSING)
    sums[Step.RATES] = sums[Step.CLOSING] - explained
    return [
        Part(step, sums[step], held.get(step, ()))
        for step in Step
        if step in ENDS or step in ALWAYS or step in held or sums[step]
    ]


def in_cents(amounts: Iterable[Decimal | None]) -> Decimal:
    """Return what amounts come to, as far as they are known."""
    total = sum((amount or Decimal() for amount in amounts), Decimal())
    return total.quantize(CENT, ROUND_HALF_EVEN)
