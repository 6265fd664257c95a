"""The one way to save a row that people edit."""

from collections.abc import Callable
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from pghistory.models import Event

from abmplanner.kit.actor import Actor
from abmplanner.kit.scope import ScopedQuerySet

Row = TypeVar("Row", bound="Versioned")
Row_co = TypeVar("Row_co", bound="Versioned", covariant=True)
Tracked = TypeVar("Tracked", bound=models.Model)


class AuditRow(Event):
    """What a write of any origin left in a table, by trigger; the scope guard watches it too."""

    pgh_id = models.BigAutoField(primary_key=True)

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()  # type: ignore[assignment]  # the guard

    class Meta:
        abstract = True
        base_manager_name = "objects"


def audited(model: type[Tracked]) -> type[Tracked]:
    """Write every insert, update and delete of a model's rows to its audit table, by trigger."""
    return audited_without()(model)


def audited_without(*secrets: str) -> Callable[[type[Tracked]], type[Tracked]]:
    """Audit a model, but keep these fields out: what is secret is not copied anywhere."""

    def track(model: type[Tracked]) -> type[Tracked]:
        by_time = models.Index(
            name=f"{model.__name__.lower()}event_by_time", fields=["-pgh_created_at", "-pgh_id"]
        )
        tracked = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            append_only=True,
            exclude=list(secrets),
            model_name=f"{model.__name__}Event",
            base_model=AuditRow,
            meta={"base_manager_name": "objects", "indexes": [by_time]},
        )
        return cast("type[Tracked]", tracked(model))

    return track


class Versioned(models.Model):
    """A row that people edit: its version goes up by one with every save."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    saved_at = models.DateTimeField(_("last saved"), db_default=Now(), editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("last saved by"),
    )

    class Meta:
        abstract = True


class Source(Protocol[Row_co]):
    """A valid form or serializer that holds one row."""

    instance: Any

    def save(self) -> Row_co:
        """Write the row."""


class Built(Generic[Row]):
    """A row built in code, as a source for save_row: it passes the model's own checks."""

    def __init__(self, instance: Row) -> None:
        self.instance = instance

    def save(self) -> Row:
        """Write the row, or raise ValidationError."""
        self.instance.full_clean()
        self.instance.save()
        return self.instance


class Stale(Exception):  # noqa: N818 -- it is what happened, not a fault
    """Somebody saved the row since the person looked at it; row is as it is now."""

    def __init__(self, row: Any) -> None:
        super().__init__(f"{type(row).__name__} {row.pk} was saved by somebody else.")
        self.row = row


def save_row(actor: Actor, source: Source[Row], *, version: int | None = None) -> Row:
    """Save the one row that a valid form or serializer holds, as the actor.

    Forms, API, import, jobs and commands all end here. version is what the person saw, and None
    only for a new row.

    Raises Stale when somebody saved the row since: nothing is written, what was typed is kept.
    """
    row = source.instance
    with transaction.atomic(), pghistory.context(actor=actor.label):
        if row is not None and row.pk is not None:
            raise_version(row, version)
        if row is not None:
            row.saved_by = actor.person
        saved = source.save()
        if saved.saved_by_id is None and actor.person is not None:
            saved.saved_by = actor.person
            saved.save(update_fields=["saved_by"])
        return saved


def raise_version(row: Any, version: int | None) -> None:
    """Move a row to its next version, or raise Stale with the row as it is now."""
    rows = in_hand(row)
    if not rows.filter(version=version).update(version=F("version") + 1, saved_at=Now()):
        raise Stale(rows.get())
    row.version = (version or 0) + 1
    row.saved_at = rows.values_list("saved_at", flat=True).get()


def delete_row(actor: Actor, row: Any, *, version: int | None) -> None:
    """Delete one row as the actor, unless somebody saved it since: then raise Stale."""
    with transaction.atomic(), pghistory.context(actor=actor.label):
        raise_version(row, version)
        row.delete()


def in_hand(row: Any) -> Any:
    """Return the queryset of one row that came through visible_to, whatever its model."""
    rows = row._meta.model._default_manager.all()  # noqa: SLF001 -- request.user comes wrapped
    if hasattr(rows, "unscoped"):
        rows = rows.unscoped("one row, already in hand")
    return rows.filter(pk=row.pk)
