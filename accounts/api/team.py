"""Who of us works on which account, and keeps which program, from when to when."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from typing_extensions import override

from abmplanner.kit.api import Closed
from abmplanner.kit.api_fields import Instant, Reachable
from accounts.api.history import RecordedSerializer
from accounts.api.lasting import LastingViewSet
from accounts.api.people import Colleague
from accounts.filters.team import AssignmentFilter, TeamMemberFilter
from accounts.models import Account, Program, ProgramAssignment, TeamMember


class TeamMemberSerializer(RecordedSerializer[TeamMember]):
    """A person of ours worked on an account from one instant to another."""

    user = Colleague()

    class Meta:
        model = TeamMember
        fields = ["account", "user", "position", "from_at", "to_at"]


class TeamMemberEnd(Closed):
    """Who leaves which team, and when."""

    account = Reachable(queryset=Account.objects.all())
    user = Colleague()
    to_at = Instant()


@extend_schema_view(end=extend_schema(request=TeamMemberEnd, responses=TeamMemberSerializer))
class TeamMemberViewSet(LastingViewSet):
    """Read who of us works on which account; add, correct, end it. What they see follows."""

    model = TeamMember
    serializer_class = TeamMemberSerializer
    filterset_class = TeamMemberFilter
    joined = ("account", "user")
    ending = TeamMemberEnd


class AssignmentSerializer(RecordedSerializer[ProgramAssignment]):
    """A person of ours kept or led a program from one instant to another."""

    user = Colleague()

    class Meta:
        model = ProgramAssignment
        fields = ["program", "user", "from_at", "to_at"]


class AssignmentEnd(Closed):
    """Who keeps which program no longer, and since when."""

    program = Reachable(queryset=Program.objects.all())
    user = Colleague()
    to_at = Instant()


@extend_schema_view(end=extend_schema(request=AssignmentEnd, responses=AssignmentSerializer))
class AssignmentViewSet(LastingViewSet):
    """Read who of us keeps which program; add, correct, end it, as an administrator."""

    model = ProgramAssignment
    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilter
    joined = ("program", "user")
    ending = AssignmentEnd

    @override
    def get_queryset(self) -> QuerySet[Any]:
        return ProgramAssignment.objects.select_related(*self.joined).order_by("-pk")
