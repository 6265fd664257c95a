"""What every resource of the API shares: rules, saving, pages."""

from collections.abc import Mapping
from copy import copy
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError as InvalidRow
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.fields import get_error_detail
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.validators import UniqueValidator
from typing_extensions import override

from abmplanner.kit.api_errors import VersionMissing
from abmplanner.kit.api_fields import Day, Instant, Reachable
from abmplanner.kit.removing import discard_row
from abmplanner.kit.saving import save_row

Row = TypeVar("Row", bound=models.Model)

LONGEST_VERSION = 9  # digits: what an integer column holds


class Closed(serializers.Serializer[Any]):
    """Refuses fields that can't be written, instead of ignoring them."""

    @cached_property
    def writable(self) -> dict[str, Any]:
        """The fields that may be written, by name."""
        return {name: field for name, field in self.fields.items() if not field.read_only}

    @override
    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = sorted(str(name) for name in data.keys() - self.writable.keys())
            if unknown:
                said = _("This field can't be written.")
                refused = serializers.ErrorDetail(said, code="not_writable")
                raise serializers.ValidationError({name: [refused] for name in unknown})
        return super().to_internal_value(data)


class CheckedSerializer(Closed, serializers.ModelSerializer[Row]):
    """A serializer that asks the model for every rule it has, and refuses fields it has not.

    REST framework alone checks a model's fields and unique constraints, not its clean() and
    not its check constraints, which would end in a database error. Its own checks of uniqueness
    are left out: they look at rows on nobody's behalf.

    given, in the context, is what the view sets and the caller may not.
    """

    serializer_related_field = Reachable
    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DateField: Day,
        models.DateTimeField: Instant,
    }

    @override
    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        kind, options = super().build_standard_field(field_name, model_field)
        checks = options.pop("validators", [])
        options["validators"] = [each for each in checks if not isinstance(each, UniqueValidator)]
        return kind, options

    @override
    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        kind, options = super().build_relational_field(field_name, relation_info)
        return kind, {name: options[name] for name in options if name != "view_name"}

    @override
    def get_validators(self) -> list[Any]:
        return list(getattr(self.Meta, "validators", []))

    @override
    def get_uniqueness_extra_kwargs(self, *args: Any) -> Any:
        *_names, extra_kwargs = args
        return extra_kwargs, {}

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raise ValidationError, field by field, when the row would break a rule of its model."""
        model: type[Row] = self.Meta.model
        row = copy(self.instance) if self.instance else model()
        given = self.context.get("given", {})
        columns = {field.name for field in model._meta.fields}  # noqa: SLF001 -- Django's own name
        known = {field.source for field in self.fields.values()} | set(given)
        for name, value in {**given, **attrs}.items():
            if name in columns:
                setattr(row, name, value)
        try:
            row.clean_fields(exclude=columns - known)
            row.clean()
            row.validate_unique()
            row.validate_constraints()
        except InvalidRow as invalid:
            raise serializers.ValidationError(get_error_detail(invalid)) from invalid
        return attrs

    def told(self, attrs: dict[str, Any], name: str) -> Any:
        """Return what holds of the row once it is saved."""
        return attrs.get(name, getattr(self.instance, name, None))

    @override
    def create(self, validated_data: Any) -> Row:
        return super().create({**self.context.get("given", {}), **validated_data})

    @override
    def update(self, instance: Row, validated_data: Any) -> Row:
        """Write the given columns and those that follow from them, and no other."""
        columns = instance._meta.fields  # noqa: SLF001 -- Django's own name
        for name, value in validated_data.items():
            setattr(instance, name, value)
        derived = {each.name for each in columns if getattr(each, "of", None) in validated_data}
        instance.save(update_fields={*validated_data, *derived, "saved_by"})
        return instance


class PolicyViewSet(viewsets.GenericViewSet[Any]):
    """A resource of which the policy says who may do what, and which knows its parameters.

    parameters names, for each action that is no plain list, what may stand in the query.
    """

    http_method_names = ["get", "head", "post", "patch", "delete"]
    parameters: ClassVar[Mapping[str, frozenset[str]]] = {}
    request: Any

    @override
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        unknown = sorted(request.query_params.keys() - self.known_parameters())
        if unknown:
            said = _("There is no such parameter.")
            refused = serializers.ErrorDetail(said, code="unknown")
            raise serializers.ValidationError({name: [refused] for name in unknown})

    def known_parameters(self) -> frozenset[str]:
        """Return the names that may stand in the query of this request."""
        named = self.parameters.get(self.action or "", frozenset())
        if self.action != "list":
            return named
        filters = getattr(getattr(self, "filterset_class", None), "base_filters", {})
        return named | frozenset(filters) | {"page", "page_size"}


class SeenViewSet(PolicyViewSet):
    """Rows that the caller may see, narrowed by the same filters as on the pages.

    joined names the rows that each row is shown with.
    """

    lookup_field = "public_id"
    model: type[Any]
    joined: tuple[str, ...] = ()

    @override
    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return QuerySet(self.model)
        rows: QuerySet[Any] = self.model.objects.visible_to(self.request.actor)
        return rows.select_related(*self.joined).order_by("-pk")

    @override
    def get_object(self) -> Any:
        """Return the row of the address: 404 when not visible, 403 when not allowed."""
        named = {self.lookup_field: self.kwargs[self.lookup_field]}
        row = get_object_or_404(self.get_queryset(), **named)
        self.check_object_permissions(self.request, row)
        return row


class ReadViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, SeenViewSet):
    """A resource that is read."""


class CheckedViewSet(
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    ReadViewSet,
):
    """A resource whose rows are visible, filtered and saved as on the pages.

    The version that the caller saw travels as ETag and If-Match: a change without it answers 428,
    a stale one 409 with the row as it is now. by_version names the actions that need it.
    """

    by_version: ClassVar[frozenset[str]] = frozenset({"partial_update", "destroy"})

    @override
    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        return {**context, "given": self.given()} if self.action == "create" else context

    def given(self) -> dict[str, Any]:
        """Return what the caller may not say of a new row."""
        return {"saved_by": self.request.actor.person}

    def save_new(self, serializer: Any) -> Any:
        """Save a new row; where more than the row changes, an action does."""
        return save_row(self.request.actor, serializer)

    def save_old(self, serializer: Any, version: int) -> Any:
        """Save a row that the caller saw in a version, as a new one is saved."""
        return save_row(self.request.actor, serializer, version=version)

    @override
    def perform_create(self, serializer: Any) -> None:
        self.show(serializer, self.save_new(serializer))

    @override
    def perform_update(self, serializer: Any) -> None:
        self.show(serializer, self.save_old(serializer, self.version_seen()))

    @override
    def perform_destroy(self, instance: Any) -> None:
        discard_row(self.request.actor, instance, version=self.version_seen())

    def show(self, serializer: Any, row: Any) -> None:
        """Answer with the row as a reader would get it."""
        serializer.instance = self.get_queryset().get(pk=row.pk)

    def version_seen(self) -> int:
        """Return the version in If-Match, or raise VersionMissing."""
        said = self.request.headers.get("If-Match", "").strip().strip('"')
        if not said.isascii() or not said.isdigit() or len(said) > LONGEST_VERSION:
            raise VersionMissing(_("Send the version you saw as If-Match."))
        return int(said)

    @override
    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        if status.is_success(answer.status_code) and isinstance(answer.data, dict):
            version = answer.data.get("version")
            if isinstance(version, int):
                answer["ETag"] = f'"{version}"'
        return answer
