"""From times at which a rule held to qualifications: when an account counts, and until when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which an account fulfilled the rule without a break.

    blocked_at is when, from its end on, the account first had an open opportunity or was out of the
    program, None where neither came; closed_at when its last opportunity before it closed. reason,
    minutes, people and touch are those of its first instant.
    """

    settings: Any
    account: int
    start: datetime
    end: datetime
    blocked_at: datetime | None
    closed_at: datetime | None
    reason: str
    minutes: int
    people: int
    touch: int | None


@dataclass(frozen=True, slots=True)
class Qualified:
    """An account qualified at an instant, and was so until another; spell is what made it so."""

    at: datetime
    until: datetime
    spell: Spell


def qualified(spells: Iterable[Spell]) -> Iterator[Qualified]:
    """Yield the qualifications that the spells of one account come to, in order.

    Formula: an account qualifies when it comes to fulfil the rule for the first time; again only
        after so many days below the rule (90) and so many since the last time (180), whichever
        comes last, or after an opportunity closed. It stays qualified until it has been below the
        rule for those days, an opportunity opens or it leaves the program.
    Source: Engagio for the rule, Demandbase for its thresholds; when anew and until when, own.

    >>> from datetime import UTC
    >>> def spell(first, last, blocked=None, closed=None):
    ...     days = [day and datetime(2026, 1, 1, tzinfo=UTC) + timedelta(day)
    ...         for day in (first, last, blocked, closed)]
    ...     held = {"mqa_below_days": 90, "mqa_again_days": 180}
    ...     return Spell(held, 1, *days, "depth", 100, 2, None)
    >>> def told(*spells):
    ...     zero = datetime(2026, 1, 1, tzinfo=UTC)
    ...     return [((each.at - zero).days, (each.until - zero).days)
    ...         for each in qualified(spells)]
    >>> told(spell(10, 20), spell(60, 70), spell(170, 300))
    [(10, 160), (190, 390)]
    >>> told(spell(10, 20, blocked=30), spell(40, 50, closed=35))
    [(10, 30), (40, 140)]
    """
    last: Qualified | None = None
    held_to: datetime | None = None
    for spell in spells:
        below = timedelta(spell.settings["mqa_below_days"])
        again = timedelta(spell.settings["mqa_again_days"])
        until = min(spell.end + below, spell.blocked_at or spell.end + below)
        at: datetime | None = spell.start
        if last is not None and held_to is not None:
            has_closed = spell.closed_at is not None and spell.closed_at > last.at
            if spell.start <= last.until and not has_closed:
                last = replace(last, until=max(last.until, until))
                at = None
            elif not has_closed:
                is_long_below = spell.start - held_to >= below
                at = max(spell.start, last.at + again) if is_long_below else None
                at = at if at is not None and at < spell.end else None
        held_to = spell.end
        if at is None:
            continue
        if last is not None:
            yield last
        last = Qualified(at, until, spell)
    if last is not None:
        yield last


def by_account(spells: Iterable[Spell]) -> Mapping[int, list[Spell]]:
    """Return spells by account, each in order of time."""
    found: dict[int, list[Spell]] = {}
    for spell in spells:
        found.setdefault(spell.account, []).append(spell)
    for mine in found.values():
        mine.sort(key=lambda each: each.start)
    return found
