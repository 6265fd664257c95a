"""Files that came in: what was read, what became of each row, and the rows that wait."""

from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from accounts.enums import ImportKind, ImportState, Verdict
from accounts.models.reach import sees_everything


class ImportRunQuerySet(ScopedQuerySet["ImportRun"]):
    """Imports that an actor started; an administrator sees all."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        return Q(actor=actor.person) if actor.person else Q(pk__in=())


class ImportRowQuerySet(ScopedQuerySet[Any]):
    """Rows and parts of the imports that an actor may see."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        return Q(run__actor=actor.person) if actor.person else Q(pk__in=())


class ImportRun(ScopedModel):
    """One file read as one kind of record, with the reading of it and the counts of its rows.

    dialect holds what was detected and may be changed before the run: encoding, separator, date
    order, decimal mark, sheet, header line. mapping leads from our fields to the file's columns.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("records"), max_length=16, choices=ImportKind)
    system = models.CharField(_("source system"), max_length=60)
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("enrol new accounts in"),
    )
    actor = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="imports"
    )
    file_name = models.CharField(_("file"), max_length=255)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    dialect: models.JSONField[Any, Any] = models.JSONField(default=dict)
    mapping: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.PREVIEW)
    job = models.OneToOneField(
        "accounts.Job", models.PROTECT, null=True, blank=True, related_name="import_run"
    )
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    first_event_at = models.DateTimeField(null=True, blank=True)
    last_event_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                name="import_is_of_a_known_kind",
                condition=Q(kind__in=ImportKind.values, state__in=ImportState.values),
                violation_error_message=_("Choose what the file holds."),
            ),
        ]
        indexes = [models.Index(name="import_by_age", fields=["-created_at", "-id"])]

    @override
    def __str__(self) -> str:
        return self.file_name


class ImportPart(ScopedModel):
    """A piece of an import's bytes, in the database: any worker on any machine can read it.

    A file is kept in pieces of one size, so that neither who stores it nor who reads it from the
    middle ever holds the whole of it.
    """

    run = models.ForeignKey("accounts.ImportRun", models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    objects = ImportRowQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("part of an import's file")
        verbose_name_plural = _("parts of imports' files")
        constraints = [
            models.UniqueConstraint(name="import_part_once", fields=["run", "position"]),
        ]


class ImportRow(ScopedModel):
    """What became of one line of a file, and why.

    raw holds the cells where the row was rejected or waits; a waiting row is tried again when its
    home may have come, and resolved_at says when it found it. written_at tells for each
    transaction that wrote what the line says when it began and when it had written. When the
    import is undone, undone_at says since when the line is, or kept_because why it is not.
    """

    run = models.ForeignKey("accounts.ImportRun", models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    detail = models.CharField(_("detail"), max_length=400, blank=True)
    field = models.CharField(_("field"), max_length=60, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True)
    raw: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    written_at: ArrayField[Any, Any] = ArrayField(
        models.DateTimeField(), default=list, blank=True, editable=False
    )
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    kept_because = models.CharField(max_length=40, blank=True, editable=False)

    objects = ImportRowQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        constraints = [
            models.UniqueConstraint(name="import_row_has_one_verdict", fields=["run", "line"]),
            models.CheckConstraint(
                name="import_row_has_a_known_verdict", condition=Q(verdict__in=Verdict.values)
            ),
            models.CheckConstraint(
                name="import_row_says_why",
                condition=~Q(verdict__in=[Verdict.WAITING, Verdict.REJECTED]) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                name="import_row_waiting",
                fields=["run", "line"],
                condition=Q(verdict=Verdict.WAITING, resolved_at=None),
            ),
            models.Index(name="import_row_of_record", fields=["run", "record_id"]),
        ]
