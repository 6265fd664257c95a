"""Long work."""

from abmplanner.kit.api import CheckedSerializer, ReadViewSet
from accounts.filters.job import JobFilter
from accounts.models import Job


class JobSerializer(CheckedSerializer[Job]):
    """How far a piece of long work has come."""

    class Meta:
        model = Job
        fields = [
            "public_id",
            "kind",
            "state",
            "done",
            "total",
            "error",
            "created_at",
            "started_at",
            "finished_at",
        ]
        read_only_fields = fields


class JobViewSet(ReadViewSet):
    """Follow the work that you asked for."""

    model = Job
    serializer_class = JobSerializer
    filterset_class = JobFilter
