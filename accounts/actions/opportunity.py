"""What changes a deal: its dated histories, and the current columns projected from them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from abmplanner.kit.actor import SYSTEM
from accounts.models import AmountChange, Forecast, Opportunity, StageChange


def project(opportunities: Iterable[Opportunity]) -> int:
    """Write the current columns of deals from their histories; return how many were written.

    Stage, values and expected close are those of the latest change that is not voided; a change
    whose instant is unknown comes before all others. created_at is the earliest change of stage,
    and empty where one of them has no instant. Running it twice changes nothing. Call it in the
    transaction that wrote the histories.
    """
    keys = [opportunity.pk for opportunity in opportunities]
    rows = Opportunity.objects.visible_to(SYSTEM).filter(pk__in=keys)
    return rows.update(
        stage=latest(StageChange, "stage"),
        tcv=latest(AmountChange, "tcv"),
        acv=latest(AmountChange, "acv"),
        currency=Coalesce(latest(AmountChange, "currency"), ""),
        close_on=latest(Forecast, "close_on"),
        created_at=creation(),
    )


def latest(history: type[Any], column: str) -> Subquery:
    """Return a column of the latest change of each deal."""
    rows = living(history).order_by(F("occurred_at").desc(nulls_last=True), "-pk")
    return Subquery(rows.values(column)[:1])


def creation() -> Subquery:
    """Return the instant of each deal's earliest change of stage, if all instants are known."""
    dated = living(StageChange).order_by().values("opportunity")
    earliest = dated.annotate(earliest=Min("occurred_at")).values("earliest")
    undated = living(StageChange).filter(occurred_at=None)
    return Subquery(earliest.exclude(opportunity__in=undated.values("opportunity")))


def living(history: type[Any]) -> QuerySet[Any]:
    """Return the rows of a history that hold, of the deal that is asked about."""
    rows: QuerySet[Any] = history.objects.visible_to(SYSTEM)
    return rows.filter(opportunity=OuterRef("pk"), voided_at=None)
