"""Which accounts qualified for a program, by what, and how many would by another rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet

from abmplanner.kit.actor import Actor
from accounts.models import Account, Enrolment, Program, Touch
from metrics.calc.qualifying import by_account, qualified
from metrics.models import Qualification
from metrics.queries.parameters import settings_for
from metrics.queries.qualifying import Rule, rules_of, spells

A_YEAR = timedelta(days=365)
AHEAD = timedelta(days=3_650)
MOST_TRIED = 500  # accounts that a rule is tried on: a second or two


@dataclass(frozen=True, slots=True)
class Crossing:
    """An account qualified, and the touch that made it so, None where it was no touch."""

    row: Qualification
    touch: Touch | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many accounts qualified in the last year, and how many are qualified now.

    looked_at is how many accounts were looked at, of so many: of a large program a part stands for
    all.
    """

    in_a_year: int
    now: int
    looked_at: int = 0
    of: int = 0

    @property
    def is_of_a_part(self) -> bool:
        """Tell whether not all accounts were looked at."""
        return self.looked_at < self.of


def qualifications_of(actor: Actor, program: Program) -> QuerySet[Qualification]:
    """Return when accounts qualified for a program, the latest first."""
    rows: QuerySet[Qualification] = Qualification.objects.visible_to(actor)
    mine = rows.filter(program=program, voided_at=None).select_related("account")
    return mine.order_by("-qualified_at", "account")


def with_crossings(actor: Actor, rows: Iterable[Qualification]) -> list[Crossing]:
    """Return qualifications, each with the touch that crossed the threshold; one statement more."""
    rows = list(rows)
    touches = Touch.objects.visible_to(actor).filter(
        pk__in=[row.touch for row in rows if row.touch],
        occurred_at__in=[row.qualified_at for row in rows if row.touch],
    )
    found = {touch.pk: touch for touch in touches.select_related("contact", "campaign")}
    return [Crossing(row, found.get(row.touch or 0)) for row in rows]


def outcomes(
    actor: Actor, program: Program, changed: Mapping[str, Any], *, now: datetime
) -> tuple[Outcome, Outcome]:
    """Return how many accounts qualify by the rules that hold, and would by a changed one.

    The changed rule is taken to have held all the time. Those out of the actor's reach don't count.
    """
    mine = Account.objects.visible_to(actor).filter(
        enrolments__program=program, enrolments__voided_at=None
    )
    keys = sorted(set(mine.values_list("pk", flat=True)))
    chosen = keys[:: -(-len(keys) // MOST_TRIED)] if keys else []
    rows = Enrolment.objects.visible_to(actor).filter(program=program, voided_at=None)
    since = rows.aggregate(first=Min("from_at"))["first"]
    if since is None:
        return Outcome(0, 0), Outcome(0, 0)
    rules = rules_of(program, since, now + AHEAD)
    held = settings_for(program.pk, before=now)
    settings = replace(held, values={**held.values, **changed})
    tried = [Rule(settings, since, now + AHEAD)]
    found = [_outcome(program, each, chosen, now) for each in (rules, tried)]
    first, second = (replace(each, of=len(keys)) for each in found)
    return first, second


def _outcome(
    program: Program, rules: Sequence[Rule], accounts: Sequence[int], now: datetime
) -> Outcome:
    in_a_year = open_now = 0
    for of_account in by_account(spells(program, rules, now=now, accounts=accounts)).values():
        events = [each for each in qualified(of_account) if each.at < now]
        in_a_year += sum(each.at >= now - A_YEAR for each in events)
        open_now += bool(events) and events[-1].until > now
    return Outcome(in_a_year, open_now, looked_at=len(accounts))
