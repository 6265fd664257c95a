"""Programs, and the accounts in them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, Closed, SeenViewSet
from abmplanner.kit.api_fields import Instant, Reachable
from abmplanner.kit.history import end, known, record
from accounts.actions.program import found_program
from accounts.filters.program import EnrolmentFilter, ProgramFilter
from accounts.forms.program import ZONES
from accounts.models import Account, Enrolment, Program


class ProgramSerializer(CheckedSerializer[Program]):
    """A way of doing ABM for a set of accounts."""

    time_zone = serializers.CharField(max_length=60, default="Europe/Paris")
    name = serializers.CharField(read_only=True)

    class Meta:
        model = Program
        fields = [
            "public_id",
            "name",
            "name_fr",
            "name_en",
            "kind",
            "currency",
            "time_zone",
            "fiscal_year_month",
            "version",
            "saved_at",
        ]

    def validate_time_zone(self, name: str) -> str:
        """Return the name of a time zone, or raise where there is none."""
        if name not in dict(ZONES):
            raise ValidationError(_("Choose a time zone such as Europe/Paris."))
        return name


class ProgramViewSet(CheckedViewSet):
    """Read and describe the programs you keep or lead; a new one is yours to keep."""

    model = Program
    serializer_class = ProgramSerializer
    filterset_class = ProgramFilter

    @override
    def save_new(self, serializer: Any) -> Program:
        return found_program(self.request.actor, serializer)


class EnrolmentSerializer(CheckedSerializer[Enrolment]):
    """An account is in a program, in a tier, from one instant to another."""

    class Meta:
        model = Enrolment
        fields = ["account", "program", "tier", "reason", "from_at", "to_at", "recorded_at"]


class Ending(Closed):
    """Which enrolment ends, and when."""

    account = Reachable(queryset=Account.objects.all())
    program = Reachable(queryset=Program.objects.all())
    to_at = Instant()


class EnrolmentViewSet(mixins.CreateModelMixin, mixins.ListModelMixin, SeenViewSet):
    """Read which account is in which program from when to when; enrol one, or end it.

    Enrolments are history: nothing is edited, and what is wrong is corrected by a row that
    replaces it.
    """

    model = Enrolment
    serializer_class = EnrolmentSerializer
    filterset_class = EnrolmentFilter
    joined = ("account", "program")

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(known())

    @override
    def perform_create(self, serializer: Any) -> None:
        row = Enrolment(**serializer.validated_data)
        serializer.instance = record(self.request.actor, row)

    @extend_schema(request=Ending, responses=EnrolmentSerializer)
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def end(self, request: Any) -> Response:
        """Say that an account left a program: the enrolment that lasts gets an end."""
        sent = Ending(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        rows = self.get_queryset().filter(account=said["account"], program=said["program"])
        row = rows.filter(to_at=None).first()
        if row is None:
            raise ValidationError(_("This account is not in the program."))
        ended = end(request.actor, row, said["to_at"])
        return Response(self.get_serializer(ended).data, status=status.HTTP_200_OK)
