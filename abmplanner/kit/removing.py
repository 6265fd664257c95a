"""Rows that are taken away and can be brought back: hidden from everybody, but not lost."""

from typing import Any

import pghistory
from django.db import models, transaction
from django.db.models import CASCADE
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Versioned, delete_row, in_hand, raise_version


class RemovableRows:
    """Rows that nobody took away; mixed in before the queryset that says who sees them."""

    query: Any

    def with_removed(self) -> Any:
        """Return the same rows, those that were taken away among them: to bring one back."""
        chosen = self.all()  # type: ignore[attr-defined]  # the queryset's
        chosen.query.holds_removed = True
        return chosen

    def visible_to(self, actor: Actor) -> Any:
        """Return the rows that the actor may see, without those that were taken away."""
        seen = super().visible_to(actor)  # type: ignore[misc]  # the queryset's
        return seen if self.query.holds_removed else seen.filter(removed_at=None)


class Removable(Versioned):
    """A row that people remove and may want back. What hangs on it goes, and comes back, with it.

    All that went together bears the same instant, so that what was removed before stays removed.
    """

    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)

    class Meta(Versioned.Meta):
        abstract = True


def discard_row(actor: Actor, row: Any, *, version: int | None) -> None:
    """Remove a row that can be brought back; delete any other."""
    discard = remove_row if isinstance(row, Removable) else delete_row
    discard(actor, row, version=version)


def remove_row(actor: Actor, row: Any, *, version: int | None) -> None:
    """Take one row away as the actor, unless somebody saved it since: then raise Stale."""
    with transaction.atomic(), pghistory.context(actor=actor.label):
        raise_version(row, version)
        mark(row, timezone.now())


def restore_row(actor: Actor, row: Any) -> bool:
    """Bring back a row and what went with it; tell whether it was away."""
    with transaction.atomic(), pghistory.context(actor=actor.label):
        held = in_hand(row).select_for_update(of=("self",)).get()
        if held.removed_at is None:
            return False
        raise_version(held, held.version)
        mark(held, None)
        return True


def mark(row: Any, instant: Any) -> None:
    """Write when a row and what hangs on it went; None for what is there again."""
    before = row.removed_at
    in_hand(row).update(removed_at=instant)
    for link in row._meta.related_objects:  # noqa: SLF001 -- Django's own name
        if link.on_delete is CASCADE and issubclass(link.related_model, Removable):
            rows = link.related_model.objects.unscoped("what hangs on a row goes with it")
            for hanging in rows.filter(**{link.field.name: row, "removed_at": before}):
                mark(hanging, instant)
    row.removed_at = instant
