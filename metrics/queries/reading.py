"""What was read of an account, day by day, and how long each value holds."""

from dataclasses import dataclass
from datetime import date, timedelta

from abmplanner.kit.actor import Actor
from accounts.models import Account
from metrics.catalogue.indicator import Indicator
from metrics.enums import TOLD, CustomKind, IndicatorState
from metrics.models import CustomIndicator, IndicatorReading
from metrics.queries.datasets.readings import READINGS


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """A value as it stands in its history; until is the last day on which it may hold."""

    row: IndicatorReading
    until: date
    is_newest: bool
    is_too_old: bool


def readings_of(
    actor: Actor, account: Account, indicator: CustomIndicator, today: date
) -> list[ReadingLine]:
    """Return what was read of an account by an indicator, newest first."""
    rows = IndicatorReading.objects.visible_to(actor).filter(
        account=account, indicator=indicator, voided_at=None
    )
    age = timedelta(days=indicator.definition["max_age_days"])
    ordered = list(rows.select_related("recorded_by", "indicator").order_by("-effective_on", "-pk"))
    newest = next((row for row in ordered if row.effective_on <= today), None)
    lines = []
    for row in ordered:
        until, is_newest = row.effective_on + age, row is newest
        lines.append(ReadingLine(row, until, is_newest, is_too_old=is_newest and until < today))
    return lines


def reading_of_day(
    actor: Actor, account: Account, indicator: CustomIndicator, on: date
) -> IndicatorReading | None:
    """Return the value of a day that we hold for true, None where there is none."""
    rows = IndicatorReading.objects.visible_to(actor).filter(
        account=account, indicator=indicator, effective_on=on, voided_at=None
    )
    return rows.select_related("recorded_by", "indicator").first()


def told_indicators(actor: Actor, account: Account | None = None) -> dict[str, CustomIndicator]:
    """Return the indicators whose values the actor may read, by key; of an account where named."""
    rows = CustomIndicator.objects.visible_to(actor).filter(kind__in=TOLD)
    if account is not None:
        rows = rows.filter(account__in=[account]) | rows.filter(account=None)
    return {row.key: row for row in rows.exclude(state=IndicatorState.DRAFT).order_by("key")}


def is_told(indicator: Indicator | None) -> bool:
    """Tell whether the values of an indicator are told by people or files."""
    return bool(indicator and indicator.own and indicator.own[0].dataset == READINGS.key)


def is_by_hand(indicator: CustomIndicator) -> bool:
    """Tell whether people write the values of an indicator themselves."""
    return indicator.kind == CustomKind.MANUAL
