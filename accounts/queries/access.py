"""Who can see an account, and by what: read from the same rows as what everybody sees."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import lasting
from abmplanner.policy import OPERATIONS
from accounts.enums import Role
from accounts.models import (
    Account,
    ControlAccount,
    Enrolment,
    Program,
    ProgramAssignment,
    TeamMember,
    User,
)

# What the policy lets people do with an account, in the words of the page.
ACTS = {
    "account.view": _("See it, its people, deals, goals and voices"),
    "account.edit": _("Change what is known of it, and its team"),
    "contact.edit": _("Change its people"),
    "plan.edit": _("Write its plan"),
    "goal.edit": _("Set its goals"),
    "goal.approve": _("Approve its goals"),
    "indicator.edit": _("Choose and make its indicators"),
    "feedback.add": _("Give feedback on it"),
    "data.export": _("Export what they see of it"),
}


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who can see the account: as a member of its team, by programs, or by their role.

    programs are those whose names the reader may know; by_program also counts the others.
    """

    person: User
    positions: tuple[str, ...] = ()
    by_program: bool = False
    programs: tuple[str, ...] = ()

    @property
    def by_role(self) -> bool:
        """Tell whether the role alone is enough."""
        return self.person.role == Role.ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be done with an account, and the roles that may do it."""

    words: Any
    roles: tuple[str, ...]


def seers(actor: Actor, account: Account) -> list[Seer]:
    """Return who can see the account now, by name; the reader knows the account already."""
    teams = team_of(actor, account)
    programs = keepers_of(actor, account)
    everybody = Q(role=Role.ADMINISTRATOR) | Q(pk__in=teams) | Q(pk__in=programs)
    people = User.objects.filter(everybody, is_active=True).order_by("name", "pk")
    found = (seer(person, teams, programs) for person in people)
    return [each for each in found if each.by_role or each.positions or each.by_program]


def seer(
    person: User, teams: dict[int, list[str]], programs: dict[int, list[tuple[bool, Program]]]
) -> Seer:
    """Return what lets a person see the account, as far as their role counts it."""
    positions = teams.get(person.pk, []) if person.role != Role.LEADERSHIP else []
    kept = programs.get(person.pk, []) if person.role != Role.SALES else []
    named = tuple(str(program) for may_know, program in kept if may_know)
    return Seer(person, tuple(positions), bool(kept), named)


def team_of(actor: Actor, account: Account) -> dict[int, list[str]]:
    """Return the positions of each person on the account's team today."""
    rows = TeamMember.objects.visible_to(actor).filter(lasting(), account=account)
    found: dict[int, list[str]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.user_id, []).append(str(row.get_position_display()))
    return found


def keepers_of(actor: Actor, account: Account) -> dict[int, list[tuple[bool, Program]]]:
    """Return the programs by which each person sees the account, and whether the reader knows them.

    A stay that is still to come opens the account already, as it does for everybody.
    """
    stays = {"account": account, "voided_at": None}
    open_ended = Q(to_at=None) | Q(to_at__gt=Now())
    enrolled = Enrolment.objects.visible_to(actor).filter(open_ended, **stays)
    compared = ControlAccount.objects.visible_to(actor).filter(open_ended, **stays)
    by_program = Q(program__in=enrolled.values("program"))
    by_program |= Q(program__in=compared.values("program"))
    kept = ProgramAssignment.objects.filter(lasting(), by_program)
    known = set(Program.objects.visible_to(actor).values_list("pk", flat=True))
    found: dict[int, list[tuple[bool, Program]]] = {}
    for row in kept.select_related("program").order_by(F("program").asc(), "pk"):
        found.setdefault(row.user_id, []).append((row.program_id in known, row.program))
    return found


def acts() -> Iterator[Act]:
    """Yield what may be done with an account, and by which roles, as the policy says."""
    for name, words in ACTS.items():
        roles = OPERATIONS[name].roles
        yield Act(words, tuple(str(role.label) for role in Role if role.value in roles))
