"""History that is never edited: dated rows with two clocks, and the ways to correct them."""

from datetime import datetime
from typing import Any, TypeVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import in_hand
from abmplanner.kit.scope import ScopedModel

Dated = TypeVar("Dated", bound="Recorded")

NEVER_EDITED: tuple[pgtrigger.Trigger, ...] = (
    pgtrigger.ReadOnly(name="never_edited", exclude=["voided_at"]),
    pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
)


class Logged(ScopedModel):
    """A row that is written once: what was so in the world, and when we knew it.

    recorded_at is when we learned it and voided_at when it was found wrong. A row not voided is
    what we hold for true now. Nothing but voided_at ever changes; the database refuses anything
    else.
    """

    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)
    voided_at = models.DateTimeField(_("replaced or withdrawn"), null=True, editable=False)

    class Meta(ScopedModel.Meta):
        abstract = True
        triggers: tuple[pgtrigger.Trigger, ...] = NEVER_EDITED


class Recorded(Logged):
    """A row of history that people correct: the new row names the one it replaces."""

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )

    class Meta(Logged.Meta):
        abstract = True


class DatedRow(Recorded):
    """Something that was so from one instant to another: half-open, to_at empty while it lasts."""

    from_at = models.DateTimeField(_("from"))
    to_at = models.DateTimeField(_("to"), null=True, blank=True)

    class Meta(Recorded.Meta):
        abstract = True


class DatedEvent(Recorded):
    """Something that happened at an instant; empty where the instant is not known."""

    occurred_at = models.DateTimeField(_("when"), null=True, blank=True)

    class Meta(Recorded.Meta):
        abstract = True


def known(at: datetime | None = None) -> Q:
    """Return the condition for the rows we held for true at that instant, or now."""
    if at is None:
        return Q(voided_at=None)
    return Q(recorded_at__lt=at) & (Q(voided_at=None) | Q(voided_at__gte=at))


def holds_at(at: datetime) -> Q:
    """Return the condition for the dated rows that hold at an instant."""
    return Q(from_at__lte=at) & (Q(to_at=None) | Q(to_at__gt=at))


def lasting() -> Q:
    """Return the condition for the dated rows that hold at this moment, by the database's clock."""
    return Q(from_at__lte=Now()) & (Q(to_at=None) | Q(to_at__gt=Now())) & Q(voided_at=None)


def no_overlap(
    name: str, *keys: str | Func, message: Any, condition: Q | None = None
) -> ExclusionConstraint:
    """Return the constraint that refuses two rows of the same keys whose periods meet.

    Keys are whole numbers, or expressions that make one (see of_text and or_none), compared as
    ranges of one number, because the embedded PostgreSQL has no btree_gist. Rows that are voided
    do not count.
    """
    expressions: list[tuple[Any, str]] = [
        (
            Func(
                F(key) if isinstance(key, str) else key,
                F(key) if isinstance(key, str) else key,
                Value("[]"),
                function="int8range",
                output_field=BigIntegerRangeField(),
            ),
            RangeOperators.OVERLAPS,
        )
        for key in keys
    ]
    period = Func("from_at", "to_at", function="tstzrange", output_field=DateTimeRangeField())
    expressions.append((period, RangeOperators.OVERLAPS))
    alive = Q(voided_at=None)
    return ExclusionConstraint(
        name=name,
        expressions=expressions,
        condition=alive & condition if condition else alive,
        violation_error_message=message,
    )


def of_text(field: str) -> Func:
    """Return a text as a key of no_overlap: its hash, for a range can't be made of text.

    Meant for closed lists of words; that no two of them share a hash is tested.
    """
    return Func(F(field), function="hashtext", output_field=models.IntegerField())


def or_none(field: str) -> Func:
    """Return a foreign key that may be empty as a key of no_overlap: empty is a key of its own.

    A range without ends would meet every other one.
    """
    return Coalesce(F(field), Value(0), output_field=models.BigIntegerField())


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """Return the constraint that a period is not empty."""
    return models.CheckConstraint(
        name=name,
        condition=Q(to_at=None) | Q(to_at__gt=F("from_at")),
        violation_error_message=_("The end must come after the start."),
    )


@transaction.atomic
def record(actor: Actor, row: Dated) -> Dated:
    """Write a new row of history as the actor, after the model's own checks."""
    row.recorded_by = actor.person
    row.full_clean()
    row.save(force_insert=True)
    return row


@transaction.atomic
def void(row: Logged) -> None:
    """Withdraw a row: we hold it for true no more. Doing it twice changes nothing."""
    in_hand(row).filter(voided_at=None).update(voided_at=Now())
    row.refresh_from_db(fields=["voided_at"])


@transaction.atomic
def correct(actor: Actor, row: Dated, **changes: Any) -> Dated:
    """Replace a row by a new one that differs in these fields and names what it replaces.

    What only one row may have, such as a public id, the new one gets anew.
    """
    void(row)
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields  # noqa: SLF001 -- Django's own name
        if not field.unique and field.name not in _OF_THE_RECORDING
    }
    new = type(row)(**kept)
    for name, value in changes.items():
        setattr(new, name, value)
    new.replaces = row
    return record(actor, new)


def end(actor: Actor, row: DatedRow, at: datetime) -> DatedRow:
    """Say that a period ended: the open row is replaced by one with an end."""
    return correct(actor, row, to_at=at)


_OF_THE_RECORDING = {"recorded_at", "recorded_by", "voided_at", "replaces"}
