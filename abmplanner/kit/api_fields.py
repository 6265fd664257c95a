"""Fields of the API: a row named by its public id, and days and instants within reason."""

from datetime import UTC
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from typing_extensions import override

from abmplanner.kit.days import (
    FIRST_INSTANT,
    LAST_INSTANT,
    within_reach,
)
from abmplanner.kit.scope import ScopedQuerySet


@extend_schema_field(OpenApiTypes.UUID)
class Reachable(serializers.RelatedField[Model, str, str]):
    """Another row, by its public id: of those that the caller may see.

    A row out of reach, a row that does not exist and what is no id at all get the same answer.
    """

    default_error_messages = {"does_not_exist": _("There is no such record within your reach.")}

    @override
    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        if isinstance(rows, ScopedQuerySet):
            rows = rows.visible_to(self.context["request"].actor)
        return rows

    @override
    def to_internal_value(self, data: Any) -> Model:
        row = self.get_queryset().filter(public_id=uuid_of(data)).first()
        if row is None:
            self.fail("does_not_exist")
        found: Model = row
        return found

    @override
    def to_representation(self, value: Any) -> str:
        return str(value.public_id)

    @override
    def get_choices(self, cutoff: Any = None) -> dict[str, str]:
        return {}


def uuid_of(data: Any) -> UUID | None:
    """Return the UUID that a text is, or None."""
    try:
        return UUID(data)
    except (AttributeError, TypeError, ValueError):
        return None


class Day(serializers.DateField):
    """A day that a plan may speak of: further away is a typing error, and breaks calendars."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [*self.validators, within_reach]


class Instant(serializers.DateTimeField):
    """An instant of such a day, given with its offset and answered in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default_timezone", UTC)
        super().__init__(**kwargs)
        bounds = MinValueValidator(FIRST_INSTANT), MaxValueValidator(LAST_INSTANT)
        self.validators = [*self.validators, *bounds]
