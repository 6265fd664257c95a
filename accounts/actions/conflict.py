"""Events told again with other content: noted, so that somebody can choose, and settled."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.by_month import make_months
from abmplanner.kit.history import Logged, void
from accounts.models import Contact, EventConflict, ImportRun, Touch, WebSession
from accounts.queries.conflict import KEYS, KINDS, MODELS

COMPARED: Mapping[Any, Sequence[str]] = {
    Touch: ("type", "occurred_at", "contact_id", "campaign_id", "user_id", "owner", "direction",
            "automation", "stream", "message", "link", "session_key", "quantity"),
    WebSession: ("started_at", "contact_id", "duration_s", "engaged_s", "page_views",
                 "key_events", "automation"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Otherwise:
    """An event that is told again: what we hold, what was told, and the columns that differ."""

    held: Any
    told: Any
    names: Sequence[str]
    line: int | None = None

    @property
    def content(self) -> dict[str, Any]:
        """What was told of the columns that differ, as JSON holds it."""
        told = {name: getattr(self.told, name) for name in self.names}
        content: dict[str, Any] = json.loads(json.dumps(told, cls=DjangoJSONEncoder))
        return content


def told_otherwise(held: Any, told: Any, said: Collection[str] = ()) -> list[str]:
    """Return the columns in which an event says something else than the one that we hold.

    said names what was told of it; without, whatever differs from a field's default was told.
    """
    return [
        name
        for name in COMPARED[type(held)]
        if getattr(held, name) != getattr(told, name) and is_told(told, name, said)
    ]


def is_told(row: Any, name: str, said: Collection[str]) -> bool:
    """Tell whether something was told of a column."""
    value = getattr(row, name)
    field = row._meta.get_field(name)  # noqa: SLF001 -- Django's own name
    if value in {None, ""}:
        return False
    return field.name in said if said else value != field.get_default()


def but_for_merged(found: Iterable[Otherwise]) -> list[Otherwise]:
    """Return what still differs once people are taken for those into whom they were merged."""
    found = list(found)
    ids = {each.held.contact_id for each in found if "contact_id" in each.names}
    rows = Contact.objects.visible_to(SYSTEM).filter(pk__in=ids).exclude(merged_into=None)
    merged = dict(rows.values_list("pk", "merged_into")) if ids else {}
    kept = []
    for each in found:
        same = merged.get(each.held.contact_id) == each.told.contact_id
        names = [name for name in each.names if not (same and name == "contact_id")]
        if names:
            kept.append(Otherwise(each.held, each.told, names, each.line))
    return kept


def note_conflicts(
    actor: Actor, found: Iterable[Otherwise], *, run: ImportRun | None = None
) -> None:
    """Write down what was told otherwise; told again it is no news."""
    EventConflict.objects.bulk_create(
        [
            EventConflict(
                event=KINDS[type(each.held)],
                source=each.held.source,
                key=getattr(each.held, KEYS[type(each.held)]),
                account_id=account_of(each.held),
                told=each.content,
                digest=digest(each.content),
                run=run,
                line=each.line,
                told_by=actor.person,
            )
            for each in found
        ],
        ignore_conflicts=True,
    )


def account_of(event: Any) -> int | None:
    """Return the account of an event: its own, or the one that its visitor is of."""
    visitor = event.visitor if event.account_id is None else None
    found: int | None = event.account_id or (visitor.account_id if visitor else None)
    return found


def digest(content: Mapping[str, Any]) -> str:
    """Return what tells a telling from others."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def settle(actor: Actor, conflict: EventConflict, *, take: bool) -> EventConflict:
    """Keep what we hold, or put what was told in its place; what is settled stays so."""
    rows = EventConflict.objects.visible_to(actor).select_for_update(of=("self",))
    held: EventConflict = rows.get(pk=conflict.pk)
    if held.settled_at is not None:
        return held
    if take:
        take_over(held)
    held.is_taken, held.settled_at, held.settled_by = take, timezone.now(), actor.person
    held.save(update_fields=["is_taken", "settled_at", "settled_by"])
    return held


def take_over(conflict: EventConflict) -> None:
    """Withdraw the event that we hold, and write it anew as it was told."""
    event = event_of(conflict)
    if event is None:
        return
    void(event)
    aside = {"id", "recorded_at", "voided_at"}
    columns = [field.attname for field in event._meta.concrete_fields]  # noqa: SLF001 -- Django's own name
    new = type(event)(**{name: getattr(event, name) for name in columns if name not in aside})
    for name, value in conflict.told.items():
        setattr(new, name, as_held(new, name, value))
    if isinstance(new, Touch):
        make_months(Touch._meta.db_table, {new.occurred_at})  # noqa: SLF001 -- Django's own name
    new.full_clean()
    new.save(force_insert=True)


def event_of(conflict: EventConflict) -> Any:
    """Return the event that we hold, None where it was withdrawn."""
    model = MODELS[conflict.event]
    named = {"source": conflict.source, KEYS[model]: conflict.key, "voided_at": None}
    rows = model.objects.visible_to(SYSTEM).filter(**named)
    found: Logged | None = rows.select_related("account", "visitor").order_by("pk").first()
    return found


def as_held(row: Any, name: str, value: Any) -> Any:
    """Return a value that JSON held as the row's column has it."""
    field = row._meta.get_field(name)  # noqa: SLF001 -- Django's own name
    is_instant = field.get_internal_type() == "DateTimeField"
    return datetime.fromisoformat(value) if is_instant else value
