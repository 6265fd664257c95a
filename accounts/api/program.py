"""Programs, and the accounts in them."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet, Closed
from abmplanner.kit.api_fields import Instant, Reachable
from accounts.actions.program import found_program
from accounts.api.history import RecordedSerializer
from accounts.api.lasting import LastingViewSet
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


class EnrolmentSerializer(RecordedSerializer[Enrolment]):
    """An account is in a program, in a tier, from one instant to another."""

    class Meta:
        model = Enrolment
        fields = ["account", "program", "tier", "reason", "from_at", "to_at"]


class Ending(Closed):
    """Which enrolment ends, and when."""

    account = Reachable(queryset=Account.objects.all())
    program = Reachable(queryset=Program.objects.all())
    to_at = Instant()


@extend_schema_view(end=extend_schema(request=Ending, responses=EnrolmentSerializer))
class EnrolmentViewSet(LastingViewSet):
    """Read which account is in which program from when to when; enrol one, correct it, end it."""

    model = Enrolment
    serializer_class = EnrolmentSerializer
    filterset_class = EnrolmentFilter
    joined = ("account", "program")
    ending = Ending
