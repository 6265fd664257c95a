"""Programs, with the accounts in them and the people who keep them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import lasting
from abmplanner.kit.words import fold
from accounts.models import Account, Enrolment, Program, ProgramAssignment, User

FOUND = 50


def programs_of(actor: Actor) -> QuerySet[Program]:
    """Return the programs within reach, with how many accounts are in each today."""
    here = Enrolment.objects.visible_to(actor).filter(lasting(), program=OuterRef("pk"))
    counted = here.order_by().values("program").annotate(count=Count("pk")).values("count")
    rows = Program.objects.visible_to(actor).annotate(accounts_now=Coalesce(Subquery(counted), 0))
    return rows.order_by("name_en", "name_fr", "pk")


def enrolments_of(actor: Actor, program: Program) -> QuerySet[Enrolment]:
    """Return every period of an account in a program: those that last first, by name."""
    rows = Enrolment.objects.visible_to(actor).filter(program=program, voided_at=None)
    lasts_first = F("to_at").desc(nulls_first=True)
    return rows.select_related("account").order_by(lasts_first, "account__search_key", "pk")


def keepers_of(program: Program) -> QuerySet[User]:
    """Return who keeps or leads a program today, by name."""
    rows = ProgramAssignment.objects.filter(lasting(), program=program)
    return User.objects.filter(pk__in=rows.values("user")).order_by("name", "pk")


def assignments_of(user: User) -> QuerySet[ProgramAssignment]:
    """Return every period in which a person keeps a program, those that last first."""
    rows = ProgramAssignment.objects.filter(user=user, voided_at=None).select_related("program")
    return rows.order_by(F("to_at").desc(nulls_first=True), "-from_at", "pk")


def not_enrolled(
    actor: Actor, program: Program, query: str = "", chosen: Iterable[str] = ()
) -> QuerySet[Account]:
    """Return some accounts that are not in a program today, and those chosen already, by name."""
    inside = Enrolment.objects.visible_to(actor).filter(lasting(), program=program)
    rows = Account.objects.visible_to(actor).filter(merged_into=None)
    ids = list(filter(None, map(as_uuid, chosen)))
    if ids:
        return rows.filter(public_id__in=ids).order_by("search_key", "pk")
    rows = rows.exclude(pk__in=inside.values("account"))
    matching = rows.filter(Q(search_key__contains=fold(query)))
    first = matching.order_by("search_key", "pk").values("pk")[:FOUND]
    return rows.filter(pk__in=Subquery(first)).order_by("search_key", "pk")


def as_uuid(sent: str) -> UUID | None:
    """Return the UUID that a text is, None where it is none."""
    try:
        return UUID(sent)
    except ValueError:
        return None
