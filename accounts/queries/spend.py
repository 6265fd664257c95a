"""What programs and campaigns cost, month by month, in one currency."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncMonth

from accounts.models import FxRate, Program, Spend

CENT = Decimal("0.01")
RATE = DecimalField(max_digits=30, decimal_places=12)


@dataclass(frozen=True, slots=True)
class Month:
    """What was spent in a month, in cents; unknown counts the lines that no rate converts."""

    first: date
    amount: Decimal
    unknown: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was spent in some months, in one currency; the sum is that of the months."""

    currency: str
    months: Sequence[Month]

    @property
    def amount(self) -> Decimal:
        """What it comes to."""
        return sum((month.amount for month in self.months), Decimal())

    @property
    def unknown(self) -> int:
        """How many lines no rate converts."""
        return sum(month.unknown for month in self.months)


def ledger(rows: QuerySet[Spend], currency: str, first: date, last: date) -> Ledger:
    """Return what lines of a ledger come to in each month between two days, one statement.

    A month in which nothing was spent is there too, so that a chart shows no shorter time.
    """
    found = {row["month"]: row for row in by_month(rows, currency, first, last)}
    return laid_out(found, currency, first, last)


def ledgers(
    rows: QuerySet[Spend], programs: Iterable[Program], since: Callable[[Program], date], last: date
) -> dict[int, Ledger]:
    """Return what each program and its campaigns cost since a day of its own, by the program.

    One statement for all programs that share their currency and that day.
    """
    alike: dict[tuple[str, date], list[Program]] = {}
    for program in programs:
        alike.setdefault((program.currency, since(program)), []).append(program)
    owned = rows.annotate(owner=Coalesce("campaign__program", "program"))
    found: dict[int, Ledger] = {}
    for (currency, first), some in alike.items():
        months_of: dict[int, dict[date, Any]] = {program.pk: {} for program in some}
        of_some = owned.filter(owner__in=list(months_of))
        for row in by_month(of_some, currency, first, last, "owner"):
            months_of[row["owner"]][row["month"]] = row
        found |= {key: laid_out(each, currency, first, last) for key, each in months_of.items()}
    return found


def by_month(
    rows: QuerySet[Spend], currency: str, first: date, last: date, *owner: str
) -> list[dict[str, Any]]:
    """Return the sums of each month between two days, of each owner where one is named."""
    within = rows.filter(spent_on__gte=first, spent_on__lte=last).order_by()
    priced = within.annotate(value=F("amount") * rate_to(currency), month=TruncMonth("spent_on"))
    summed = priced.values(*owner, "month").annotate(
        total=Sum("value"), unknown=Count("pk", filter=Q(value=None))
    )
    return list(summed)


def laid_out(found: Mapping[date, Any], currency: str, first: date, last: date) -> Ledger:
    """Return a ledger with every month between two days."""
    return Ledger(currency, [month(each, found.get(each)) for each in months(first, last)])


def month(first: date, row: dict[str, Any] | None) -> Month:
    """Return a month as its sums say, in cents."""
    total = (row and row["total"]) or Decimal()
    return Month(first, total.quantize(CENT, ROUND_HALF_EVEN), row["unknown"] if row else 0)


def months(first: date, last: date) -> list[date]:
    """Return the first days of the months from one day to another.

    >>> months(date(2025, 12, 5), date(2026, 2, 1))
    [datetime.date(2025, 12, 1), datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)]
    """
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(start, end + 1)]


def rate_to(currency: str) -> Case:
    """Return what one unit of a line's currency was worth on its day; empty where no rate says so.

    Where no rate to the wanted currency is given at all, it is the inverse of the rate from it.
    """
    on_its_day: dict[str, Any] = {"from_on__lte": OuterRef("spent_on")}
    to_ours = FxRate.objects.filter(base=OuterRef("currency"), quote=currency)
    from_ours = FxRate.objects.filter(base=currency, quote=OuterRef("currency"))
    newest = to_ours.filter(**on_its_day).order_by("-from_on").values("rate")[:1]
    inverse = from_ours.filter(**on_its_day).order_by("-from_on").values("rate")[:1]
    return Case(
        When(currency=currency, then=Value(Decimal(1))),
        When(Exists(to_ours), then=Subquery(newest)),
        default=Value(Decimal(1)) / Subquery(inverse),
        output_field=RATE,
    )
