"""What sources told otherwise than we hold, column by column, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from abmplanner.kit.actor import Actor
from accounts.enums import EventKind
from accounts.models import Campaign, Contact, EventConflict, Touch, User, WebSession

KINDS: Mapping[Any, str] = {Touch: EventKind.TOUCH, WebSession: EventKind.SESSION}
KEYS: Mapping[Any, str] = {Touch: "source_key", WebSession: "key"}  # what a source knows one by
MODELS: Mapping[str, Any] = {kind: model for model, kind in KINDS.items()}
NOTHING = "\N{EN DASH}"
NAMED: Mapping[str, Any] = {"contact": Contact, "campaign": Campaign, "user": User}


@dataclass(frozen=True, slots=True)
class Difference:
    """One column of an event: what we hold of it, and what was told."""

    label: str
    held: str
    told: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """An event told otherwise: the event that we hold, None once it was withdrawn, and how."""

    row: EventConflict
    event: Any
    differences: Sequence[Difference]

    @property
    def title(self) -> str:
        """What happened."""
        if self.event is None:
            return str(_("This event was withdrawn since."))
        is_touch = hasattr(self.event, "type")
        return str(self.event.get_type_display() if is_touch else self.row.get_event_display())

    @property
    def when(self) -> datetime | None:
        """When we hold that it was."""
        found: datetime | None = getattr(
            self.event, "occurred_at", getattr(self.event, "started_at", None)
        )
        return found


def conflicts_of(actor: Actor, *, settled: bool = False) -> QuerySet[EventConflict]:
    """Return what was told otherwise within reach, open or settled, the newest first."""
    rows = EventConflict.objects.visible_to(actor).filter(settled_at__isnull=not settled)
    rows = rows.select_related("account", "run", "told_by", "settled_by")
    found: QuerySet[EventConflict] = rows.order_by("-heard_at", "-pk")
    return found


def described(actor: Actor, rows: Iterable[EventConflict]) -> list[Conflict]:
    """Return conflicts with what we hold beside what was told."""
    rows = list(rows)
    events = events_of(actor, rows)
    names = names_of(actor, rows, events.values())
    return [
        Conflict(row, event, differences(row, event, names))
        for row in rows
        for event in [events.get((row.event, row.source, row.key))]
    ]


def events_of(actor: Actor, rows: Sequence[EventConflict]) -> dict[tuple[str, str, str], Any]:
    """Return the events that some conflicts are about and that we hold."""
    found = {}
    for kind, model in MODELS.items():
        mine = [row for row in rows if row.event == kind]
        if not mine:
            continue
        named = {"source__in": {row.source for row in mine}}
        named[f"{KEYS[model]}__in"] = {row.key for row in mine}
        for event in model.objects.visible_to(actor).filter(**named, voided_at=None):
            found[kind, event.source, getattr(event, KEYS[model])] = event
    return found


def names_of(
    actor: Actor, rows: Iterable[EventConflict], events: Iterable[Any]
) -> dict[tuple[str, int], str]:
    """Return the names of what conflicts and events refer to, by column and key."""
    wanted: dict[str, set[int]] = {name: set() for name in NAMED}
    for name in NAMED:
        column = f"{name}_id"
        wanted[name] |= {row.told[column] for row in rows if row.told.get(column)}
        wanted[name] |= {getattr(event, column) for event in events if getattr(event, column, None)}
    found = {}
    for name, keys in wanted.items():
        manager = NAMED[name].objects
        reach = manager.visible_to(actor) if hasattr(manager, "visible_to") else manager.all()
        for row in reach.filter(Q(pk__in=keys)) if keys else ():
            found[name, row.pk] = str(row)
    return found


def differences(
    row: EventConflict, event: Any, names: Mapping[tuple[str, int], str]
) -> list[Difference]:
    """Return the columns in which an event was told otherwise."""
    model = MODELS[row.event]
    return [
        Difference(
            str(field.verbose_name),
            in_words(field, getattr(event, column, None), names),
            in_words(field, value, names),
        )
        for column, value in row.told.items()
        for field in [model._meta.get_field(column)]  # noqa: SLF001 -- Django's own name
    ]


def in_words(field: Any, value: Any, names: Mapping[tuple[str, int], str]) -> str:
    """Return what stands in a column, as people read it."""
    if value in {None, ""}:
        return NOTHING
    if field.is_relation:
        return names.get((field.name, value), NOTHING)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() == "DateTimeField":
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
    return formats.localize(value) if isinstance(value, int) else str(value)
