"""Until when the records behind a number are complete, and by which feeds."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import last_day
from abmplanner.kit.history import lasting
from accounts.enums import RecordType
from accounts.models import DataFeed, Enrolment
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.formula.tree import references
from metrics.catalogue.indicator import Indicator
from metrics.queries.compiling import dataset_of
from metrics.queries.measures import MEASURES


@dataclass(frozen=True, slots=True)
class Source:
    """What one system brings of one kind of record: since when, until when, for how many accounts.

    accounts is 0 where it brings them for a whole installation or program. Of several feeds, since
    is the earliest start and until the latest end, empty where one of them is live.
    """

    kind: str
    name: str
    accounts: int
    since: datetime
    until: datetime | None


def sources_of(
    actor: Actor,
    types: Collection[str],
    *,
    account: int | None = None,
    program: int | None = None,
) -> list[Source]:
    """Return what brings these records for an account, a program or all that the actor may see."""
    whose = Q(account=None, program=None)
    if account is not None:
        whose |= Q(account=account)
    elif program is not None:
        enrolled = Enrolment.objects.visible_to(actor).filter(lasting(), program=program)
        whose |= Q(program=program) | Q(account__in=enrolled.values("account"))
    else:
        whose = Q()
    rows = DataFeed.objects.visible_to(actor).filter(whose, record_type__in=types)
    found = rows.values("record_type", "source", of_one=Q(account__isnull=False)).annotate(
        accounts=Count("account"),
        since=Min("covers_from"),
        until=Max("covers_to"),
        live=Count("pk", filter=Q(covers_to=None)),
    )
    return [
        Source(
            kind=str(RecordType(row["record_type"]).label),
            name=row["source"],
            accounts=row["accounts"],
            since=row["since"],
            until=None if row["live"] else row["until"],
        )
        for row in found.order_by("record_type", "source", "of_one")
    ]


Span = tuple[str, int | None, int | None, date | None]


def record_types(indicator: Indicator, known: Catalogue) -> set[str]:
    """Return the kinds of record that an indicator rests on, also by way of other indicators."""
    own = {measure.key: measure for measure in indicator.own}
    found = set()
    if indicator.formula is not None:
        for reference in references(indicator.formula):
            if reference.key in known and reference.key != indicator.key:
                found |= record_types(known.resolved(reference.key), known)
        return found
    for key in indicator.inputs:
        found.update(dataset_of(own.get(key) or MEASURES[key]).record_types)
    return found


def feeds_of(
    actor: Actor,
    types: Collection[str],
    *,
    accounts: Collection[int] = (),
    programs: Collection[int] = (),
) -> QuerySet[Any]:
    """Return the feeds that bring these records for the installation, the accounts or programs."""
    whose = Q(account=None, program=None) | Q(account__in=accounts) | Q(program__in=programs)
    rows = DataFeed.objects.visible_to(actor).filter(whose, record_type__in=types)
    return rows.order_by("record_type", "source", "pk")


def spans(feeds: Iterable[DataFeed]) -> list[Span]:
    """Return what each feed brings, for whom, and its last complete day, None while it is live."""
    return [
        (
            feed.record_type,
            feed.account_id,
            feed.program_id,
            last_day(feed.covers_to) if feed.covers_to else None,
        )
        for feed in feeds
    ]


def fresh_on(
    feeds: Iterable[Span], types: Collection[str], whose: Mapping[str, Collection[int]], as_of: date
) -> date | None:
    """Return the last day on which all these records were complete, None where one has no feed.

    whose names the accounts and programs that a feed may be of, beside the whole installation.
    """
    ends: dict[str, date] = {}
    for kind, account, program, end in feeds:
        ours = account is None or account in whose["accounts"]
        ours = ours and (program is None or program in whose["programs"])
        if kind in types and ours:
            ends[kind] = max(ends.get(kind, date.min), min(end or as_of, as_of))
    if not types or set(types) - ends.keys():
        return None
    return min(ends.values())
