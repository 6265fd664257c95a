"""Settings of measures: what there is to set, what holds, every version, and a new one."""

from typing import Any

from django.core.exceptions import ValidationError as InvalidSettings
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.fields import get_error_detail
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import Closed, PolicyViewSet, SeenViewSet
from abmplanner.kit.api_fields import Instant, Reachable
from abmplanner.policy import OPERATIONS
from accounts.api.people import Colleague
from accounts.models import Program
from metrics.actions.parameter import set_parameters
from metrics.catalogue.parameters import PARAMETERS, Parameter, ParameterKind
from metrics.filters.parameter import ParameterSetFilter
from metrics.models import ParameterSet
from metrics.queries.parameters import settings_for


@extend_schema_field(OpenApiTypes.ANY)
class Anything(serializers.JSONField):
    """A number, a truth, a word of a choice, or a list of words: as the setting is."""


class ParameterSerializer(serializers.Serializer[Any]):
    """One thing that is set: what holds, what is delivered, and what it may be."""

    key = serializers.CharField()
    group = serializers.CharField()
    kind = serializers.ChoiceField(choices=[each.value for each in ParameterKind])
    name_en = serializers.CharField()
    name_fr = serializers.CharField()
    unit_en = serializers.CharField()
    unit_fr = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    least = serializers.FloatField(allow_null=True)
    most = serializers.FloatField(allow_null=True)
    choices = serializers.ListField(child=serializers.CharField())
    delivered = Anything()
    value = Anything()


class Holding(serializers.Serializer[Any]):
    """For whom, and when: the installation where no program is named, now where no instant is."""

    program = Reachable(queryset=Program.objects, required=False)
    at = Instant(required=False)


class ParameterViewSet(PolicyViewSet):
    """Read what measures go by: what is set for a program or the installation, and what may be."""

    serializer_class = ParameterSerializer
    filter_backends: Any = []
    parameters = {"list": frozenset({"program", "at"})}

    @extend_schema(parameters=[Holding])
    def list(self, request: Request) -> Response:
        """Read the settings in their order, with what holds."""
        sent = Holding(data=request.query_params.dict(), context={"request": request})
        sent.is_valid(raise_exception=True)
        program, at = (sent.validated_data.get(name) for name in ("program", "at"))
        held = settings_for(program.pk if program else None, before=at or timezone.now())
        rows = [described(each, held[each.key]) for each in PARAMETERS.values()]
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(ParameterSerializer(page, many=True).data)


def described(parameter: Parameter, value: Any) -> dict[str, Any]:
    """Return a parameter as the API tells of it."""
    is_number = parameter.kind is ParameterKind.NUMBER
    return {
        "key": parameter.key,
        "group": parameter.group.value,
        "kind": parameter.kind.value,
        "name_en": parameter.words.to("en"),
        "name_fr": parameter.words.to("fr"),
        "unit_en": parameter.unit.to("en"),
        "unit_fr": parameter.unit.to("fr"),
        "source": parameter.source,
        "least": parameter.least if is_number else None,
        "most": parameter.most if is_number else None,
        "choices": [key for key, _words in parameter.choices],
        "delivered": parameter.default,
        "value": value,
    }


class ParameterSetSerializer(Closed):
    """A version of the settings: values are what this scope sets otherwise than it inherits.

    A new version is told in part: what is not named stays as it holds. seen is the number of the
    version that it was made from; where there is a newer one, it is refused.
    """

    public_id = serializers.UUIDField(read_only=True)
    program = Reachable(queryset=Program.objects, required=False, allow_null=True)
    number = serializers.IntegerField(read_only=True)
    from_at = Instant()
    note = serializers.CharField(max_length=400, required=False, allow_blank=True)
    values = serializers.DictField(child=Anything())
    seen = serializers.IntegerField(min_value=0, required=False, write_only=True)
    recorded_at = serializers.DateTimeField(read_only=True)
    recorded_by = Colleague(read_only=True)


class ParameterSetViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, SeenViewSet
):
    """Read every version of the settings of measures, and save a new one."""

    model = ParameterSet
    serializer_class = ParameterSetSerializer
    filterset_class = ParameterSetFilter
    joined = ("program", "recorded_by")

    @override
    def perform_create(self, serializer: Any) -> None:
        said = serializer.validated_data
        program, from_at = said.get("program"), said["from_at"]
        operation = OPERATIONS["program.edit" if program else "setting.edit"]
        if not operation.allows(self.request.actor, program):
            raise PermissionDenied
        held = settings_for(program.pk if program else None, before=from_at)
        try:
            serializer.instance = set_parameters(
                self.request.actor,
                {**held.values, **said["values"]},
                program=program,
                from_at=from_at,
                note=said.get("note", ""),
                seen=said.get("seen"),
            )
        except InvalidSettings as refused:
            raise ValidationError({"values": get_error_detail(refused)}) from refused
