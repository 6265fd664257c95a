"""What an administrator sees at a glance: who may sign in, what runs, what is kept out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import lasting
from accounts.enums import JobState, Role
from accounts.models import (
    ApiKey,
    DataFeed,
    FxRate,
    ImportRun,
    Job,
    Program,
    ProgramAssignment,
    Suppression,
    TeamMember,
    User,
)

UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)
ENDED_BADLY = (JobState.FAILED, JobState.STOPPED)


@dataclass(frozen=True, slots=True)
class Overview:
    """How many there are of what an administrator looks after; nine statements."""

    people: Mapping[str, int]
    programs: int
    keys: int
    jobs: Mapping[str, int]
    suppressions: int
    newest_rate: date | None
    currencies: int
    feeds: int
    imports: int


def overview(actor: Actor, now: Any) -> Overview:
    """Return what an administrator looks after, in figures."""
    rates = FxRate.objects.aggregate(newest=Max("from_on"), pairs=Count("base", distinct=True))
    return Overview(
        people=counted_people(),
        programs=Program.objects.visible_to(actor).count(),
        keys=ApiKey.objects.visible_to(actor).filter(revoked_at=None, expires_at__gt=now).count(),
        jobs=counted_jobs(actor),
        suppressions=Suppression.objects.visible_to(actor).count(),
        newest_rate=rates["newest"],
        currencies=rates["pairs"],
        feeds=DataFeed.objects.visible_to(actor).filter(covers_to=None).count(),
        imports=ImportRun.objects.visible_to(actor).count(),
    )


def counted_people() -> dict[str, int]:
    """Return how many people may sign in, may not, and may but see no account yet."""
    rows = people().aggregate(
        active=Count("pk", filter=Q(is_active=True)),
        inactive=Count("pk", filter=Q(is_active=False)),
        nowhere=Count("pk", filter=Q(is_active=True, sees_nothing=True)),
    )
    return dict(rows)


def people() -> QuerySet[User]:
    """Return people of ours with how many programs they keep and on how many teams they are.

    Whoever is on neither sees no account; an administrator sees all.
    """
    keeps = ProgramAssignment.objects.filter(lasting(), user=OuterRef("pk"))
    teams = TeamMember.objects.unscoped("how many teams a person is on").filter(
        lasting(), user=OuterRef("pk")
    )
    near = Q(Exists(keeps)) | Q(Exists(teams)) | Q(role=Role.ADMINISTRATOR)
    rows = User.objects.annotate(
        programs_now=number_of(keeps),
        accounts_now=number_of(teams),
        sees_nothing=~near,
    )
    found: QuerySet[User] = rows
    return found


def number_of(rows: Any) -> Any:
    """Return how many rows of a person there are, as a column."""
    counted = rows.order_by().values("user").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def counted_jobs(actor: Actor) -> dict[str, int]:
    """Return how many jobs are under way, and how many ended badly."""
    rows = Job.objects.visible_to(actor).aggregate(
        under_way=Count("pk", filter=Q(state__in=UNDER_WAY)),
        failed=Count("pk", filter=Q(state__in=ENDED_BADLY)),
    )
    return dict(rows)


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """Return the jobs in reach: those under way first, then the latest."""
    rows: Any = Job.objects.visible_to(actor).select_related("actor")
    rows = rows.annotate(is_under_way=Q(state__in=UNDER_WAY))
    found: QuerySet[Job] = rows.order_by("-is_under_way", "-created_at", "-pk")
    return found
