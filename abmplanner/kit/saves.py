"""What became of a row: who saved it when, and what changed each time, read from its audit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst

from abmplanner.kit.views import said

MOST = 50


@dataclass(frozen=True, slots=True)
class Change:
    """A field that a save changed, before and after, in words."""

    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Save:
    """One save of a row: when, by whom, what it changed. The first one set the row up."""

    at: datetime
    who: str
    changes: tuple[Change, ...]
    is_first: bool


def saves(row: Any) -> list[Save]:
    """Return the newest saves of a row in hand, the newest first; saves that changed nothing aside.

    It is for people who wonder what happened. What was so at a date is never read from here.
    """
    model = type(row).pgh_event_model
    events = model.objects.unscoped("the saves of one row, already in hand")
    newest = events.filter(pgh_obj_id=row.pk).select_related("saved_by").order_by("-pgh_id")
    return list(_told(list(newest[: MOST + 1]), type(row)))


def _told(events: Sequence[Any], model: type[Any]) -> Iterator[Save]:
    """Yield a save for each event that says something, each compared with the one before it."""
    earlier = [*events[1:], None]
    for event, before in zip(events[:MOST], earlier, strict=False):
        changes = tuple(_changes(event, before, model)) if before else ()
        if changes or before is None:
            who = str(event.saved_by or "")
            yield Save(event.pgh_created_at, who, changes, is_first=before is None)


def _changes(event: Any, before: Any, model: type[Any]) -> Iterator[Change]:
    for field in model._meta.concrete_fields:  # noqa: SLF001 -- Django's own name
        if not field.editable or field.primary_key:
            continue
        if getattr(event, field.attname) != getattr(before, field.attname):
            label = capfirst(str(field.verbose_name))
            yield Change(label, said(before, field.name), said(event, field.name))
