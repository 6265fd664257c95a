"""Reading history by its two clocks, on every list of dated rows."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import HappenedBy, HeldAt, KnownAt
from abmplanner.kit.history import lasting


class Recordings(django_filters.FilterSet):
    """Rows that we hold for true now, or held for true at known_at."""

    known_at = KnownAt(label=_("As it was known at"))


class Events(Recordings):
    """What had happened by as_of."""

    as_of = HappenedBy("occurred_at", label=_("As of"))


class Lasting(Recordings):
    """What was so at as_of; current says whether it lasts at this moment."""

    as_of = HeldAt(label=_("As of"))
    current = django_filters.BooleanFilter(method="by_now", label=_("Today"))

    def by_now(self, rows: QuerySet[Any], _name: str, value: object) -> QuerySet[Any]:
        """Return those that last now, or those that don't."""
        return rows.filter(lasting() if value else ~Q(lasting()))
