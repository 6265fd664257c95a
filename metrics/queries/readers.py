"""Who may see a number: the people whose reach holds the account or the program it is of."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import lasting
from accounts.enums import Role
from accounts.models import Enrolment, ProgramAssignment, TeamMember, User

BY_PROGRAM = (Role.LEADERSHIP, Role.MANAGER)
BY_TEAM = (Role.SALES, Role.MANAGER)


def readers(actor: Actor, *, account: int = 0, program: int = 0) -> QuerySet[Any]:
    """Return the people who may see what is said of an account, or of a program as a whole.

    It says the same as visible_to, from the other side. The actor must be able to see it.
    """
    programs: Any = [program]
    team = Q(pk__in=())
    if account:
        rows = Enrolment.objects.visible_to(actor).filter(account=account, voided_at=None)
        programs = rows.exclude(to_at__lte=Now()).values("program")
        members = TeamMember.objects.visible_to(actor).filter(lasting(), account=account)
        team = Q(pk__in=members.values("user"), role__in=BY_TEAM)
    assigned = ProgramAssignment.objects.filter(lasting(), program__in=programs)
    by_program = Q(pk__in=assigned.values("user"), role__in=BY_PROGRAM)
    everyone = Q(role=Role.ADMINISTRATOR)
    people = User.objects.filter(everyone | by_program | team, is_active=True)
    return people.order_by("name", "pk")
