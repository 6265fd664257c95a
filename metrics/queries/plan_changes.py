"""What changed on an account since a review of its plan.

Words, aims and days come from the plan as the review kept it; deals, people and measured values
from their own dated history.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from django.utils.dateparse import parse_date

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import end_after
from abmplanner.kit.history import known
from accounts.enums import ActionState, ObjectiveState
from accounts.models import (
    Account,
    Action,
    AmountChange,
    Employment,
    Objective,
    Review,
    StageChange,
)
from accounts.queries.agreement import plan_on, reviews_of
from accounts.queries.plan import OVER
from metrics.models import Goal
from metrics.queries.answer import Answer
from metrics.queries.board import GoalRow, goal_rows
from metrics.queries.kept_progress import OF_A_PLAN, kept_progress

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
REVIEWS_OFFERED = 12
LONGEST_DIFF = 4000  # words; beyond, a text is shown as replaced


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of two versions of a text: kept, added or removed."""

    text: str
    how: str = ""  # "", "ins" or "del"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text that reads otherwise than it did."""

    what: str
    stretches: Sequence[Stretch]


@dataclass(frozen=True, slots=True)
class Moved:
    """A value that was another one; before or after may be missing, which is no value."""

    what: str
    before: Any
    after: Any
    field: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A goal's value at the review and now."""

    row: GoalRow
    before: Answer | None
    before_on: date | None
    has_moved: bool


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What changed since a review. has_picture tells whether the review kept the plan's words."""

    review: Review
    reviews: Sequence[Review]
    has_picture: bool
    texts: Sequence[Rewritten]
    states: Sequence[Moved]
    aims: Sequence[Moved]
    added: Sequence[Any]
    removed: Sequence[str]
    done: Sequence[Action]
    late: Sequence[Action]
    planned: Sequence[Action]
    stages: Sequence[StageChange]
    amounts: Sequence[AmountChange]
    joined: Sequence[Employment]
    left: Sequence[Employment]
    values: Sequence[Measured]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all changed."""
        parts = (
            self.texts, self.states, self.aims, self.added, self.removed, self.done, self.late,
            self.planned, self.stages, self.amounts, self.joined, self.left,
        )  # fmt: skip
        return not any(parts) and not any(each.has_moved for each in self.values)


def plan_changes(
    actor: Actor, account: Account, *, since: str = "", today: date
) -> PlanChanges | None:
    """Return what changed since a review, the last one where none is named; None without any."""
    reviews = list(reviews_of(actor, account).filter(reviewed_on__lte=today)[:REVIEWS_OFFERED])
    review = chosen(reviews, since)
    if review is None:
        return None
    after = end_after(review.reviewed_on)
    stood = review.stood
    objectives = list(Objective.objects.visible_to(actor).filter(account=account))
    goals = goals_of(actor, account)
    actions = list(
        Action.objects.visible_to(actor)
        .filter(objective__account=account)
        .select_related("owner")
        .order_by("due_on", "pk")
    )
    values = measured(actor, goals, review.reviewed_on, today)
    names = {str(each.row.goal.public_id): each.row.name for each in values}
    plan = plan_on(actor, account, today)
    before = {part: by_id(stood.get(part, ())) for part in ("objectives", "goals", "actions")}
    over = [row for row in actions if row.state == ActionState.DONE]
    return PlanChanges(
        review=review,
        reviews=reviews,
        has_picture=bool(stood),
        texts=[*ambition_changes(plan, stood), *text_changes(objectives, before["objectives"])],
        states=list(state_changes(objectives, before["objectives"])),
        aims=list(aim_changes(goals, before["goals"], names)) if stood else [],
        added=new_rows(objectives, before["objectives"]) + new_rows(goals, before["goals"], names)
        if stood
        else [],
        removed=gone(objectives, before["objectives"]) + gone(goals, before["goals"]),
        done=[row for row in over if stood and was(before["actions"], row) != ActionState.DONE],
        late=[
            row for row in actions if row.state not in OVER and row.due_on and row.due_on < today
        ],
        planned=[row for row in actions if stood and str(row.public_id) not in before["actions"]],
        stages=list(stage_changes(actor, account, after)),
        amounts=list(amount_changes(actor, account, after)),
        joined=list(employments(actor, account).filter(from_at__gte=after).order_by("from_at")),
        left=list(employments(actor, account).filter(to_at__gte=after).order_by("to_at")),
        values=values,
    )


def chosen(reviews: Sequence[Review], since: str) -> Review | None:
    """Return the review that an address names, else the last one."""
    named = [each for each in reviews if str(each.public_id) == since]
    return next(iter([*named, *reviews]), None)


def goals_of(actor: Actor, account: Account) -> list[Goal]:
    """Return the goals of an account, by due day."""
    rows = Goal.objects.visible_to(actor).filter(account=account)
    return list(rows.select_related("account", "objective", "owner").order_by("due_on", "pk"))


# ---- words, aims and days, from the picture that the review kept ----


def by_id(rows: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return pictured rows by their public id."""
    return {row["id"]: row for row in rows}


def was(pictured: Mapping[str, Mapping[str, Any]], row: Any) -> str:
    """Return the state that an action had, empty where it was not there."""
    return str(pictured.get(str(row.public_id), {}).get("state", ""))


def ambition_changes(plan: Any, stood: Mapping[str, Any]) -> Iterator[Rewritten]:
    """Yield how the ambition reads now, where it was another one."""
    before = stood.get("plan", {}).get("ambition")
    if plan is not None and before is not None and before != plan.ambition:
        yield Rewritten("", word_by_word(before, plan.ambition))


def text_changes(
    rows: Iterable[Objective], before: Mapping[str, Mapping[str, Any]]
) -> Iterator[Rewritten]:
    """Yield the titles and reasons of objectives that read otherwise."""
    for row in rows:
        held = before.get(str(row.public_id))
        if held is None:
            continue
        if held["title"] != row.title:
            yield Rewritten(row.title, word_by_word(held["title"], row.title))
        if held["why"] != row.why:
            yield Rewritten(row.title, word_by_word(held["why"], row.why))


def state_changes(
    rows: Iterable[Objective], before: Mapping[str, Mapping[str, Any]]
) -> Iterator[Moved]:
    """Yield the objectives that stand elsewhere, or are due on another day."""
    for row in rows:
        held = before.get(str(row.public_id))
        if held is None:
            continue
        if held["state"] != row.state:
            word = ObjectiveState(held["state"]).label
            yield Moved(row.title, word, row.get_state_display(), "state")
        due = parse_date(held["due_on"] or "")
        if due != row.due_on:
            yield Moved(row.title, due, row.due_on, "due_on")


def aim_changes(
    rows: Iterable[Goal], before: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]
) -> Iterator[Moved]:
    """Yield the goals that should reach another value, or on another day."""
    for row in rows:
        held = before.get(str(row.public_id))
        if held is None:
            continue
        name = names.get(str(row.public_id), str(row))
        target = row._meta.get_field("target").to_python(held["target"])  # noqa: SLF001 -- Django's own
        if target != row.target:
            yield Moved(name, target, row.target, "target")
        due = parse_date(held["due_on"] or "")
        if due != row.due_on:
            yield Moved(name, due, row.due_on, "due_on")


def new_rows(
    rows: Iterable[Any], before: Mapping[str, Any], names: Mapping[str, str] | None = None
) -> list[str]:
    """Return the names of rows that were not there."""
    fresh = [row for row in rows if str(row.public_id) not in before]
    return [(names or {}).get(str(row.public_id), str(row)) for row in fresh]


def gone(rows: Iterable[Any], before: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the names of rows that are there no more."""
    now = {str(row.public_id) for row in rows}
    return [
        str(held.get("title") or held.get("name") or held.get("indicator_key", ""))
        for key, held in before.items()
        if key not in now
    ]


def word_by_word(before: str, after: str) -> list[Stretch]:
    """Return two texts as one, in which words are kept, removed or added.

    >>> [(each.how, each.text) for each in word_by_word("two of four", "three of four")]
    [('del', 'two'), ('ins', 'three'), ('', ' of four')]
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if max(len(old), len(new)) > LONGEST_DIFF:
        return [Stretch(before, "del"), Stretch(after, "ins")]
    found: list[Stretch] = []
    for how, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(Stretch("".join(old[i:j])))
            continue
        if i < j:
            found.append(Stretch("".join(old[i:j]), "del"))
        if k < m:
            found.append(Stretch("".join(new[k:m]), "ins"))
    return found


# ---- what has dated history ----


def stage_changes(actor: Actor, account: Account, after: datetime) -> Any:
    """Return the stages that deals entered since, in their order."""
    rows = StageChange.objects.visible_to(actor).filter(known(), occurred_at__gte=after)
    rows = rows.filter(opportunity__account=account, opportunity__is_test=False)
    return rows.select_related("opportunity", "stage").order_by("occurred_at", "pk")


def amount_changes(actor: Actor, account: Account, after: datetime) -> Any:
    """Return the amounts that deals took since, in their order."""
    rows = AmountChange.objects.visible_to(actor).filter(known(), occurred_at__gte=after)
    rows = rows.filter(opportunity__account=account, opportunity__is_test=False)
    return rows.select_related("opportunity").order_by("occurred_at", "pk")


def employments(actor: Actor, account: Account) -> Any:
    """Return when people worked at an account, but for those who were erased."""
    rows = Employment.objects.visible_to(actor).filter(known(), account=account)
    return rows.filter(contact__erased_at=None).select_related("contact")


def measured(actor: Actor, goals: Sequence[Goal], then: date, today: date) -> list[Measured]:
    """Return the values of goals at the review and now, where one of them is known."""
    if not goals:
        return []
    now = kept_progress(actor, goals, as_of=today, periods=OF_A_PLAN)
    old = kept_progress(actor, goals, as_of=then, periods=OF_A_PLAN)
    rows = goal_rows(actor, goals, now, {}, today, with_freshness=False)
    return [
        Measured(row, before, old.days.get(row.goal.pk), differ(before, row.progress.answer))
        for row in rows
        for before in [old.of[row.goal.pk].answer if row.goal.pk in old.days else None]
    ]


def differ(before: Answer | None, after: Answer | None) -> bool:
    """Tell whether a value is known to be another one."""
    if before is None or after is None or before.value is None or after.value is None:
        return False
    return before.value != after.value
