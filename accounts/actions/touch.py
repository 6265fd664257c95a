"""Writing down what passed between us and accounts: touches, visits to our site, whose they are.

Forms, the API and imports all write through here, one row or a million. Sources tell the same
thing again and again, so a row that is recorded already under its source's own key is skipped,
whatever the order in which they come; where it says something else that is noted, for somebody to
choose (see accounts.actions.conflict). What somebody withdrew does not come back when it is told
again; what went with an import that was undone does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.by_month import make_months
from abmplanner.kit.copying import copy_all
from abmplanner.kit.history import correct, known, record
from abmplanner.kit.saving import in_hand
from accounts.actions.conflict import (
    Otherwise,
    but_for_merged,
    note_conflicts,
    told_otherwise,
)
from accounts.models import Account, Contact, Touch, Visitor, VisitorLink, WebSession
from accounts.queries.conflict import KEYS

BATCH = 5_000  # rows in memory at a time
AT_ONCE = 1_000  # rows in one statement
LOCKS = 5_310_043  # of this module alone, among the advisory locks that are pairs

Row = TypeVar("Row")
Pair = tuple[str, str]  # a source, and its own key for something


def log(actor: Actor, rows: Iterable[Touch]) -> int:
    """Write touches that are not recorded yet; return how many were new.

    Raises Account.DoesNotExist where an account is out of the actor's reach.
    """
    return sum(written(actor, batch, partial(log_batch, actor)) for batch in batches(rows))


def log_sessions(actor: Actor, rows: Iterable[WebSession]) -> int:
    """Write visits to our site that are not recorded yet; return how many were new.

    Raises Account.DoesNotExist where an account is out of the actor's reach.
    """
    return sum(written(actor, batch, partial(log_session_batch, actor)) for batch in batches(rows))


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows in batches that fit into memory."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def written(actor: Actor, rows: Sequence[Any], write: Callable[[Sequence[Any]], int]) -> int:
    """Write one batch of rows whose accounts are all within reach."""
    named = {row.account_id for row in rows} - {None}
    if Account.objects.visible_to(actor).filter(pk__in=named).count() < len(named):
        raise Account.DoesNotExist
    return write(rows)


def log_batch(actor: Actor, rows: Sequence[Touch]) -> int:
    """Write the new ones among a batch of touches."""
    make_months(Touch._meta.db_table, {row.occurred_at for row in rows})  # noqa: SLF001 -- Django's own name
    with transaction.atomic():
        wait_for_sources(row.source for row in rows)
        return write_new(actor, rows, recorded_touches(rows))


def log_session_batch(actor: Actor, rows: Sequence[WebSession]) -> int:
    """Write the new ones among a batch of visits."""
    with transaction.atomic():
        wait_for_sources(row.source for row in rows)
        return write_new(actor, rows, recorded_sessions(rows))


def write_new(actor: Actor, rows: Sequence[Any], held: Mapping[Pair, Any]) -> int:
    """Write the rows whose key is not held, each key once; what has no key is always new.

    A row that says otherwise than the one of its key is noted, and told so.
    """
    known = dict(held)
    new: list[Any] = []
    otherwise: list[Otherwise] = []
    for row in rows:
        pair = pair_of(row)
        before = known.setdefault(pair, row) if pair[1] else row
        if before is row:
            new.append(row)
        elif names := told_otherwise(before, row, getattr(row, "said", ())):
            otherwise.append(Otherwise(before, row, names))
    copy_all(new)
    otherwise = but_for_merged(otherwise)
    note_conflicts(actor, otherwise)
    for each in otherwise:
        each.told.is_otherwise = True
    return len(new)


def pair_of(row: Any) -> Pair:
    """Return the source of an event, and its key there."""
    return row.source, getattr(row, KEYS[type(row)])


def recorded_touches(rows: Iterable[Touch]) -> dict[Pair, Touch]:
    """Return what is recorded already under the keys of these touches."""
    keyed = [(row.source, row.source_key) for row in rows if row.source_key]
    held = Touch.objects.visible_to(SYSTEM).filter(known())
    held = held.filter(source__in={s for s, _ in keyed}, source_key__in={k for _, k in keyed})
    return {pair_of(row): row for row in held.exclude(source_key="")}


def recorded_sessions(rows: Iterable[WebSession]) -> dict[Pair, WebSession]:
    """Return what is recorded already under the keys of these visits."""
    held = WebSession.objects.visible_to(SYSTEM).filter(known())
    held = held.filter(source__in={r.source for r in rows}, key__in={r.key for r in rows})
    return {pair_of(row): row for row in held.select_related("visitor")}


def wait_for_sources(sources: Iterable[str]) -> None:
    """Let nobody else write rows of these sources until the transaction ends.

    The table of touches is cut by time, so its own rule can't refuse a key that comes twice with
    two times. Sources are taken in one order, so that two writers never wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, place) FROM"
            " (SELECT DISTINCT hashtext(source) AS place FROM unnest(%s::text[]) AS source"
            " ORDER BY 1) AS places",
            [LOCKS, sorted(set(sources))],
        )


# Visitors


def know_visitors(pairs: Iterable[Pair]) -> dict[Pair, Visitor]:
    """Return the visitors of these sources and keys, by both; those we never saw are made."""
    wanted = sorted(set(pairs))
    Visitor.objects.bulk_create(
        [Visitor(source=source, key=key) for source, key in wanted],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    rows = Visitor.objects.visible_to(SYSTEM)
    rows = rows.filter(source__in={s for s, _ in wanted}, key__in={k for _, k in wanted})
    found = {(row.source, row.key): row for row in rows}
    return {pair: found[pair] for pair in wanted}


@transaction.atomic
def identify(
    actor: Actor,
    visitor: Visitor,
    account: Account,
    contact: Contact | None = None,
    *,
    found_by: str = "",
) -> VisitorLink:
    """Say of which account a visitor is, and who; a former answer is corrected, not forgotten.

    The visitor's past goes along: visits are read through the visitor.
    """
    if contact is not None and contact.account_id != account.pk:
        raise ValidationError(_("This person works at another account."))
    locked = in_hand(visitor).select_for_update().get()
    links = VisitorLink.objects.visible_to(SYSTEM)
    held: Any = links.filter(visitor=locked, voided_at=None).first()
    said: dict[str, Any] = {"account": account, "contact": contact, "found_by": found_by}
    if held is None:
        link = record(actor, VisitorLink(visitor=locked, **said))
    elif (held.account_id, held.contact_id) == (account.pk, contact.pk if contact else None):
        link = held
    else:
        link = correct(actor, held, **said)
    in_hand(visitor).update(account=account, contact=contact)
    visitor.account, visitor.contact = account, contact
    return link
