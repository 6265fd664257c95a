"""What the filter sets of all lists share: names from a list, never a path into other tables."""

from datetime import UTC, datetime
from typing import Any

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import DateTimeField, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.days import FIRST_INSTANT, LAST_INSTANT
from abmplanner.kit.history import holds_at, known
from abmplanner.kit.words import fold

ALL = _("All")  # what a list of choices says where it narrows nothing
ANYONE = _("Anyone")  # the same, where people are chosen from


class Sort(django_filters.OrderingFilter):
    """Orders by one of the named columns; a minus turns it round. Equal rows stay in one order."""

    def __init__(self, **columns: str) -> None:
        fields = {column: name for name, column in columns.items()}
        super().__init__(fields=fields, label="")

    @override
    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        names = [name for name in value or () if name]  # commas alone name nothing
        if not names:
            return qs
        return qs.order_by(*map(self.get_ordering_value, names), "pk")


class Instant(django_filters.IsoDateTimeFilter):
    """Narrows by an instant a plan may speak of; whatever its offset, it is asked for in UTC."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        bounds = [MinValueValidator(FIRST_INSTANT), MaxValueValidator(LAST_INSTANT)]
        super().__init__(*args, validators=bounds, **kwargs)

    @override
    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(self.meant(value.astimezone(UTC))) if value else qs

    def meant(self, at: datetime) -> Q:
        """Return the condition that the instant stands for."""
        raise NotImplementedError


class SinceInstant(Instant):
    """Compares a column with the instant."""

    @override
    def meant(self, at: datetime) -> Q:
        return Q((f"{self.field_name}__{self.lookup_expr}", at))


class KnownAt(Instant):
    """Keeps the rows of history that we held for true at the instant; without one, hold now."""

    @override
    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return super().filter(qs, value) if value else qs.filter(known())

    @override
    def meant(self, at: datetime) -> Q:
        return known(at)


class HeldAt(Instant):
    """Keeps the dated rows that were so at the instant."""

    @override
    def meant(self, at: datetime) -> Q:
        return holds_at(at)


class HappenedBy(Instant):
    """Keeps what had happened by the instant, and what happened nobody knows when.

    A column of days counts a day once it has begun, by the clock of UTC.
    """

    @override
    def meant(self, at: datetime) -> Q:
        column: Any = self.model._meta.get_field(self.field_name)  # noqa: SLF001 -- Django's own
        by = at if isinstance(column, DateTimeField) else at.date()
        return Q((f"{self.field_name}__lte", by)) | Q((self.field_name, None))


class Search(django_filters.CharFilter):
    """Finds rows whose folded text contains what was typed, whatever its case and accents."""

    def __init__(self, field_name: str = "search_key", **kwargs: Any) -> None:
        super().__init__(field_name, max_length=200, **kwargs)

    @override
    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(Q((f"{self.field_name}__contains", fold(value)))) if value else qs
