"""What was agreed on an account: its plan of the time, who signed it, when it was reviewed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from abmplanner.kit.actor import Actor
from accounts.enums import PlanParty, Role
from accounts.models import Account, Comment, Plan, ProfileAnswer, Review, Signature, User
from accounts.queries.mention import Words, words_of

SIGNS_FOR: dict[str, PlanParty] = {
    Role.MANAGER: PlanParty.ABM,
    Role.SALES: PlanParty.SALES,
    Role.LEADERSHIP: PlanParty.LEADERSHIP,
}


def party_of(actor: Actor) -> PlanParty | None:
    """Return for whom the actor signs plans, None for one who signs none.

    Who sees the plan is on its team, keeps its program or leads it; their role says the rest.
    """
    return SIGNS_FOR.get(actor.role)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the three who sign. row is None until they did."""

    party: PlanParty
    row: Signature | None
    version: int

    @property
    def is_outdated(self) -> bool:
        """Tell whether the plan changed since they signed."""
        return self.row is not None and self.row.plan_version != self.version


@dataclass(frozen=True, slots=True)
class Agreement:
    """The plan that holds on a day. plan is None where none was written."""

    plan: Plan | None
    sides: Sequence[Side]
    reviewed_on: date | None
    reviewed_days: int | None
    signs_for: PlanParty | None

    @property
    def is_signed(self) -> bool:
        """Tell whether somebody signed the plan as it is."""
        return any(side.row is not None and not side.is_outdated for side in self.sides)

    @property
    def is_mine_to_sign(self) -> bool:
        """Tell whether the reader may sign, and has not signed the plan as it is."""
        mine = [side for side in self.sides if side.party == self.signs_for]
        return any(side.row is None or side.is_outdated for side in mine)


def agreement_of(actor: Actor, account: Account, today: date) -> Agreement:
    """Return what is agreed on an account on a day."""
    plan = plan_on(actor, account, today)
    reviewed = reviews_of(actor, account).filter(reviewed_on__lte=today).first()
    day = reviewed.reviewed_on if reviewed else None
    return Agreement(
        plan=plan,
        sides=sides_of(actor, plan) if plan else (),
        reviewed_on=day,
        reviewed_days=(today - day).days if day else None,
        signs_for=party_of(actor),
    )


def plan_on(actor: Actor, account: Account, today: date) -> Plan | None:
    """Return the plan that holds on a day, else the next one, else the last there was."""
    holds = Q(starts_on__lte=today, ends_on__gt=today)
    order = Case(
        When(holds, then=Value(0)),
        When(starts_on__gt=today, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = Plan.objects.visible_to(actor).filter(account=account).annotate(order=order)
    upcoming = Case(When(order=1, then=F("starts_on")))
    found: Plan | None = rows.order_by("order", upcoming, "-starts_on").first()
    return found


def sides_of(actor: Actor, plan: Plan) -> list[Side]:
    """Return who signed a plan and who has not, in the order in which they are named."""
    rows = Signature.objects.visible_to(actor).filter(plan=plan, voided_at=None)
    signed = {row.party: row for row in rows.select_related("recorded_by")}
    return [Side(party, signed.get(party), plan.version) for party in PlanParty]


def reviews_of(actor: Actor, account: Account) -> QuerySet[Review]:
    """Return the reviews of an account's plan, newest first."""
    rows = Review.objects.visible_to(actor).filter(account=account).select_related("saved_by")
    return rows.order_by("-reviewed_on", "-pk")


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment as one reader sees it."""

    comment: Comment
    is_own: bool
    words: Sequence[Words]


def comments_on(
    actor: Actor, account: Account, people: Sequence[User]
) -> Mapping[UUID, list[CommentLine]]:
    """Return what was said of an account's plan, objectives and goals, oldest first, by subject.

    people are those whose names stand out where they are mentioned.
    """
    rows = Comment.objects.visible_to(actor).filter(account=account).select_related("author")
    person = actor.person.pk if actor.person else None
    found: dict[UUID, list[CommentLine]] = {}
    for row in rows.order_by("written_at", "pk"):
        line = CommentLine(row, row.author_id == person, words_of(row.text, people))
        found.setdefault(row.subject, []).append(line)
    return found


def profile_of(actor: Actor, account: Account) -> Mapping[str, ProfileAnswer]:
    """Return what we know of a company, by heading."""
    rows: Any = ProfileAnswer.objects.visible_to(actor).filter(account=account)
    return {row.topic: row for row in rows.select_related("saved_by")}
