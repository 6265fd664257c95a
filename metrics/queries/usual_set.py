"""The set that an account starts with: what the kind of its program usually looks at.

As long as nobody chose indicators for an account, its set follows from the programs it is in on the
day asked about; so a move between programs changes it, and the days before stay as they were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import end_after
from accounts.enums import ProgramKind
from accounts.models import Account, Enrolment
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.indicator import Indicator
from metrics.queries.suiting import marks_of


def usual_of(known: Catalogue, kinds: Iterable[str]) -> list[Indicator]:
    """Return the headlines that programs of these kinds look at, in the matrix's order."""
    marks = marks_of(kinds)
    return [
        each
        for each in known
        if each.headline and marks & set(each.marks) and known.resolved(each.key).is_computed
    ]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of program that an account is in from an instant on; None is ever since."""

    since: datetime | None
    kinds: frozenset[str]

    @property
    def words(self) -> list[str]:
        """What they are called."""
        return [str(each.label) for each in ProgramKind if each.value in self.kinds]


def kinds_over_time(actor: Actor, account: Account) -> list[Kinds]:
    """Return in which kinds of program an account was, one after the other, changes alone."""
    rows = list(
        Enrolment.objects.visible_to(actor)
        .filter(account=account, voided_at=None)
        .values_list("program__kind", "from_at", "to_at")
    )
    edges = sorted({edge for _kind, *ends in rows for edge in ends if edge is not None})
    found = [Kinds(None, frozenset())]
    for edge in edges:
        kinds = frozenset(
            kind for kind, start, end in rows if start <= edge and (end is None or end > edge)
        )
        if kinds != found[-1].kinds:
            found.append(Kinds(edge, kinds))
    return found


@dataclass(frozen=True, slots=True)
class SetChange:
    """What a move between kinds of program changed in what is usual for an account."""

    at: datetime
    before: Kinds
    now: Kinds
    came: Sequence[Indicator]
    went: Sequence[Indicator]


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual for an account on a day, and what the last move changed in it."""

    indicators: Sequence[Indicator]
    kinds: Kinds
    change: SetChange | None


def usual_set(actor: Actor, account: Account, known: Catalogue, *, as_of: date, zone: str) -> Usual:
    """Return what is usual for an account at the end of a day."""
    until = end_after(as_of, zone)
    past = [each for each in kinds_over_time(actor, account) if _before(each, until)]
    now = past[-1]
    usual = usual_of(known, now.kinds)
    return Usual(usual, now, _change(known, past))


def _before(kinds: Kinds, until: datetime) -> bool:
    return kinds.since is None or kinds.since < until


def _change(known: Catalogue, past: Sequence[Kinds]) -> SetChange | None:
    """Return the last change from one kind to another; to be enrolled at all is none."""
    for before, now in zip(reversed(past[:-1]), reversed(past[1:]), strict=True):
        if before.kinds and now.kinds and now.since is not None:
            was, is_now = usual_of(known, before.kinds), usual_of(known, now.kinds)
            came = [each for each in is_now if each not in was]
            went = [each for each in was if each not in is_now]
            return SetChange(now.since, before, now, came, went)
    return None
