"""Programs, with the accounts in them and the people who keep them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import lasting
from abmplanner.kit.words import fold
from accounts.models import Account, Enrolment, Program, ProgramAssignment, User
from accounts.queries.moment import Moment

FOUND = 50
PASSAGES = 20


def programs_of(actor: Actor, moment: Moment | None = None) -> QuerySet[Program]:
    """Return the programs within reach, with how many accounts are in each, now or at a moment."""
    inside = moment.holding() if moment else lasting()
    here = Enrolment.objects.visible_to(actor).filter(inside, program=OuterRef("pk"))
    counted = here.order_by().values("program").annotate(count=Count("pk")).values("count")
    rows = Program.objects.visible_to(actor).annotate(accounts_now=Coalesce(Subquery(counted), 0))
    return rows.order_by("name_en", "name_fr", "pk")


def fiscal_month_of(programs: QuerySet[Program]) -> int:
    """Return the month in which the year of programs begins; where they differ, January."""
    months = set(programs.order_by().values_list("fiscal_year_month", flat=True))
    return months.pop() if len(months) == 1 else 1


def programs_with(actor: Actor, account: int) -> QuerySet[Program]:
    """Return the programs within reach that an account is in today."""
    homes = Enrolment.objects.visible_to(actor).filter(lasting(), account=account)
    found: QuerySet[Program] = Program.objects.visible_to(actor).filter(
        pk__in=homes.values("program")
    )
    return found


def enrolments_of(actor: Actor, program: Program, query: str = "") -> QuerySet[Enrolment]:
    """Return every period of an account in a program: those that last first, by name."""
    rows = Enrolment.objects.visible_to(actor).filter(program=program, voided_at=None)
    if query:
        rows = rows.filter(account__search_key__contains=fold(query))
    lasts_first = F("to_at").desc(nulls_first=True)
    return rows.select_related("account").order_by(lasts_first, "account__search_key", "pk")


@dataclass(frozen=True, slots=True)
class Passage:
    """An account that went from one program to another; one out of the reader's reach is None."""

    row: Enrolment
    source: Program | None
    target: Program | None


def passages_of(actor: Actor, program: Program) -> list[Passage]:
    """Return which accounts came to a program from others or left it for others, latest first.

    An account passes where its time in one program ends at the instant that the other begins.
    """
    alive = Enrolment.objects.visible_to(actor).filter(voided_at=None)
    ended = alive.filter(account=OuterRef("account"), to_at=OuterRef("from_at"))
    ended = ended.exclude(program=OuterRef("program")).order_by("pk")
    rows = alive.annotate(source=Subquery(ended.values("program")[:1]))
    rows = rows.filter(Q(program=program) | Q(source=program), source__isnull=False)
    found = list(rows.select_related("account").order_by("-from_at", "pk")[:PASSAGES])
    named = {each for row in found for each in (row.source, row.program_id)}
    programs = {each.pk: each for each in Program.objects.visible_to(actor).filter(pk__in=named)}
    return [Passage(row, programs.get(row.source), programs.get(row.program_id)) for row in found]


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


def enrolled_now(
    actor: Actor, program: Program, query: str = "", chosen: Iterable[str] = ()
) -> QuerySet[Account]:
    """Return some accounts that are in a program today, by name: those chosen, else those found."""
    inside = Enrolment.objects.visible_to(actor).filter(lasting(), program=program)
    rows = Account.objects.visible_to(actor).filter(pk__in=inside.values("account"))
    if ids := list(filter(None, map(as_uuid, chosen))):
        return rows.filter(public_id__in=ids).order_by("search_key", "pk")
    matching = rows.filter(search_key__contains=fold(query)).order_by("search_key", "pk")
    return rows.filter(pk__in=Subquery(matching.values("pk")[:FOUND])).order_by("search_key", "pk")


def as_uuid(sent: str) -> UUID | None:
    """Return the UUID that a text is, None where it is none."""
    try:
        return UUID(sent)
    except ValueError:
        return None
