"""The open deals of an account as they stood at the end of a day, by stage."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import A_DAY, day_of, first_instant
from accounts.enums import ForecastCategory, ObjectiveState, OpportunityType, StageOutcome
from accounts.models import Account, Objective, Opportunity, Stage
from accounts.queries.deals_then import DEALS, EXPECTED, STAGE, WORTH
from accounts.queries.fx_rate import FX
from accounts.queries.pipeline import in_cents, reported

STALE_DAYS = 60  # in one stage, after which somebody should ask why
OPEN_DEALS = f"""
    WITH {FX}, {DEALS}, point AS (SELECT id, %(end)s::timestamptz AS seen FROM deal)
    SELECT point.id, stage.id, stage.entered_at, worth.tcv, worth.currency,
        worth.tcv * rate.rate, expected.close_on, expected.category, expected.amount,
        expected.currency
    FROM point
    JOIN deal ON deal.id = point.id
    {STAGE}
    {WORTH}
    {EXPECTED}
    LEFT JOIN fx rate ON rate.currency = worth.currency AND rate.during @> %(day)s::date
    WHERE deal.known_from < point.seen AND coalesce(deal.deleted_at >= point.seen, true)
        AND coalesce(stage.outcome, 'open') = 'open'
"""  # noqa: S608 -- put together from parts of our own


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """An open deal on a day. amount is in the currency of the board, tcv in the deal's own.

    plan_on is the day by which the plan wants it, of the objective that it is linked to.
    """

    deal: Opportunity
    stage: Stage | None
    entered_at: datetime | None
    tcv: Decimal | None
    currency: str
    amount: Decimal | None
    close_on: date | None
    category: str
    forecast: Decimal | None
    forecast_currency: str
    plan_on: date | None
    day: date
    zone: str

    @property
    def days_in_stage(self) -> int | None:
        """How many days it has been in its stage, None where nobody knows since when."""
        return (self.day - day_of(self.entered_at, self.zone)).days if self.entered_at else None

    @property
    def is_stale(self) -> bool:
        """Tell whether it has stood still for long."""
        return (self.days_in_stage or 0) > STALE_DAYS

    @property
    def days_left(self) -> int | None:
        """How many days are left until it is expected to close; below 0 it is late."""
        return (self.close_on - self.day).days if self.close_on else None

    @property
    def days_late(self) -> int:
        """How many days ago it should have closed; 0 where it is not late."""
        return max(0, -(self.days_left or 0))

    @property
    def days_behind(self) -> int:
        """How many days after the plan's day it is expected to close; 0 where it is not."""
        return max(0, self._after_plan)

    @property
    def days_ahead(self) -> int:
        """How many days before the plan's day it is expected to close; 0 where it is not."""
        return max(0, -self._after_plan)

    @property
    def _after_plan(self) -> int:
        if self.close_on is None or self.plan_on is None:
            return 0
        return (self.close_on - self.plan_on).days

    @property
    def sureness(self) -> str:
        """How sure the seller is, in words; empty where nobody said."""
        return str(ForecastCategory(self.category).label) if self.category else ""

    @property
    def differs(self) -> bool:
        """Tell whether the seller expects another amount than the deal is worth."""
        told = (self.forecast, self.forecast_currency)
        return self.forecast is not None and told != (self.tcv, self.currency)


@dataclass(frozen=True, slots=True)
class Column:
    """The open deals in a stage; stage is None where nobody knows theirs."""

    stage: Stage | None
    deals: Sequence[OpenDeal]

    @property
    def amount(self) -> Decimal:
        """What its deals with a known amount come to."""
        return in_cents(each.amount for each in self.deals)

    @property
    def unknown(self) -> int:
        """How many of its deals have no amount, or none that can be converted."""
        return sum(1 for each in self.deals if each.amount is None)


@dataclass(frozen=True, slots=True)
class Board:
    """The open deals of an account at the end of a day, by stage, in one currency.

    Renewals are no part of the pipeline: they stand apart, with the contracts.
    """

    day: date
    currency: str
    columns: Sequence[Column]
    renewals: Sequence[OpenDeal]

    @property
    def all(self) -> Column:
        """All deals of the open pipeline, in the order of their stages."""
        return Column(None, [each for column in self.columns for each in column.deals])

    @property
    def sure(self) -> Column:
        """Those of them that the seller is sure of."""
        return self.of(lambda each: each.category == ForecastCategory.COMMIT)

    @property
    def late(self) -> Column:
        """Those that should have closed before the day."""
        return self.of(lambda each: each.days_late > 0)

    @property
    def behind(self) -> Column:
        """Those expected after the day that the plan wants them by."""
        return self.of(lambda each: each.days_behind > 0)

    def only(self, column: Column) -> "Board":
        """Return the board with the deals of some column alone, and the stages that have any."""
        kept = [
            Column(each.stage, [deal for deal in each.deals if deal in column.deals])
            for each in self.columns
        ]
        return replace(self, columns=[each for each in kept if each.deals])

    def of(self, suits: Callable[[OpenDeal], bool]) -> Column:
        """Return those of its deals that suit."""
        return Column(None, [each for each in self.all.deals if suits(each)])


def deal_board(actor: Actor, account: Account, day: date) -> Board:
    """Return the open deals of an account as they stood at the end of a day, five statements."""
    rows = Opportunity.objects.visible_to(actor).filter(
        account=account, is_test=False, merged_into=None
    )
    deals = {deal.pk: deal for deal in rows.select_related("owner", "group")}
    currency, zone = reported(actor, [account])
    stages = {stage.pk: stage for stage in Stage.objects.order_by("pipeline", "position")}
    wanted = plan_days(actor, account)
    given: dict[str, Any] = {
        "wanted": list(deals),
        "end": first_instant(day + A_DAY, zone),
        "day": day,
        "currency": currency,
        "known_at": None,
    }
    with connection.cursor() as cursor:
        cursor.execute(OPEN_DEALS, given)
        found = [
            OpenDeal(
                deals[key],
                stages.get(stage),
                entered_at,
                tcv,
                own or "",
                amount,
                close_on,
                category or "",
                expected,
                expected_currency or "",
                wanted.get(key),
                day,
                zone,
            )
            for key, stage, entered_at, tcv, own, amount, close_on, category, expected,
                expected_currency in cursor.fetchall()
        ]  # fmt: skip
    renewals = [each for each in found if each.deal.type == OpportunityType.RENEWAL]
    rest = [each for each in found if each.deal.type != OpportunityType.RENEWAL]
    return Board(day, currency, columns_of(rest, stages.values()), renewals)


def plan_days(actor: Actor, account: Account) -> Mapping[int, date]:
    """Return by which day the plan wants the deals that its active objectives are linked to."""
    rows = Objective.objects.visible_to(actor).filter(
        account=account,
        state=ObjectiveState.ACTIVE,
        opportunity__isnull=False,
        due_on__isnull=False,
    )
    return dict(rows.order_by("-due_on").values_list("opportunity", "due_on"))


def columns_of(found: Sequence[OpenDeal], stages: Iterable[Stage]) -> list[Column]:
    """Return a column for each open stage of the pipelines in use, those of no stage before all.

    In a column the deal that is to close first stands on top.
    """
    ordered = sorted(found, key=lambda each: (each.close_on or date.max, each.deal.name))
    used = {each.stage.pipeline_id for each in found if each.stage}
    shown = [
        Column(stage, [each for each in ordered if each.stage == stage])
        for stage in stages
        if stage.outcome == StageOutcome.OPEN and stage.pipeline_id in used
    ]
    nowhere = [each for each in ordered if each.stage is None]
    return [Column(None, nowhere), *shown] if nowhere else shown
