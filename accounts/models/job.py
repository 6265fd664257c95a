"""Long work as rows: the database is the queue of record."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from accounts.enums import JobState
from accounts.models.reach import sees_everything


class JobQuerySet(ScopedQuerySet["Job"]):
    """Jobs that an actor asked for; an administrator sees all."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        return Q(actor=actor.person) if actor.person else Q(pk__in=())


class Job(ScopedModel):
    """A piece of long work, done in chunks by whichever worker holds its lease.

    fence goes up with each claim; a chunk commits only while its worker's fence is the row's, so a
    worker that lost its lease can't write. checkpoint says where to go on.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    state = models.CharField(max_length=8, choices=JobState, default=JobState.QUEUED)
    parameters: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    checkpoint: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    result: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.CheckConstraint(
                name="job_is_in_a_known_state", condition=Q(state__in=JobState.values)
            ),
            models.CheckConstraint(
                name="job_running_has_a_lease",
                condition=~Q(state=JobState.RUNNING) | Q(leased_until__isnull=False),
            ),
            models.CheckConstraint(
                name="job_does_no_more_than_all",
                condition=Q(total=None) | Q(done__lte=F("total")),
            ),
        ]
        indexes = [
            models.Index(
                name="job_waiting",
                fields=["created_at", "id"],
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
            )
        ]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
