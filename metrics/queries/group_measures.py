"""How complete buying groups are and whether they can decide, as the engine measures it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from abmplanner.kit.actor import Actor
from accounts.models import Account, BuyingGroup
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from metrics.queries.window import Window

KEYS = ("buying_group_completeness", "decision_ready_groups", "coverage_contactable")
USUAL = timedelta(days=90)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class GroupMeasures:
    """What was measured of a group, by key, and the name of the scope at which each opens."""

    scope: str
    answers: Mapping[str, Answer]


def measures_of(
    actor: Actor,
    account: Account,
    groups: Sequence[BuyingGroup],
    as_of: date,
    known_at: date | None = None,
) -> dict[int, GroupMeasures]:
    """Return the answers about each group of an account as of a day; all are measured together."""
    if not groups:
        return {}
    keys = tuple(each.pk for each in groups)
    scope = replace(Scope.of_accounts(actor, [account]), groups=keys)
    end = as_of + A_DAY
    start = end - USUAL
    window = Window(start=start, end=end, as_of=as_of, zone=scope.zone, known_at=known_at)
    found = live_answers(actor, KEYS, scope=scope, window=window, grain=Grain.GROUP)
    return {
        each.pk: GroupMeasures(f"group:{each.public_id}", found.row(each.pk))
        for each in groups
        if each.pk in found.targets
    }
