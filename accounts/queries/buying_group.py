"""Buying groups as they stand at an instant: who holds which role, and which places are empty."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import known
from accounts.enums import GroupRole
from accounts.models import (
    Account,
    BuyingGroup,
    Enrolment,
    GroupPeriod,
    Membership,
    Program,
    RoleNeed,
    Solution,
)
from accounts.queries.moment import Moment
from accounts.queries.people import PeriodLine, period_lines


@dataclass(frozen=True, slots=True)
class Seats:
    """A role of a group: who holds it, and how many people the template asks for.

    Those who left the account hold it on paper alone, and count no more.
    """

    role: GroupRole
    holders: list[Membership]
    people: int = 0
    is_required: bool = False
    left: list[Membership] = field(default_factory=list)

    @property
    def empty(self) -> range:
        """The empty places, one for each person who is missing."""
        return range(max(0, self.people - len(self.holders)))

    @property
    def is_held(self) -> bool:
        """Tell whether the role has all the people it needs."""
        return not self.empty


@dataclass(frozen=True, slots=True)
class Outline:
    """A buying group at an instant: its period, the seats of its template, and those beside it."""

    group: BuyingGroup
    period: PeriodLine | None = None
    seats: list[Seats] = field(default_factory=list)
    beside: list[Seats] = field(default_factory=list)

    @property
    def roles(self) -> int:
        """How many roles the template asks for."""
        return len(self.seats)

    @property
    def held(self) -> int:
        """How many of them have all the people they need."""
        return sum(each.is_held for each in self.seats)

    @property
    def missing(self) -> list[Seats]:
        """The roles that have empty places."""
        return [each for each in self.seats if each.empty]

    @property
    def is_open(self) -> bool:
        """Tell whether the group exists at the instant."""
        return self.period is not None and self.period.is_now


def outlines(
    actor: Actor, account: Account, moment: Moment, gone: Collection[int] = ()
) -> list[Outline]:
    """Return the groups of an account at an instant: targets first, closed ones last."""
    groups = list(groups_of(actor, account))
    found = outlined(actor, account, groups, moment, gone)
    return sorted(found, key=in_order_of_interest)


def outlined(
    actor: Actor,
    account: Account,
    groups: Sequence[BuyingGroup],
    moment: Moment,
    gone: Collection[int] = (),
) -> list[Outline]:
    """Return groups of an account as they stand at an instant; three statements for all.

    gone are the keys of people who don't work there at that instant.
    """
    periods = newest_periods(actor, groups, moment)
    members = members_at(actor, groups, moment)
    templates = Templates(actor, account, moment)
    found = []
    for group in groups:
        seats, beside = seated(templates.of(group), members[group.pk], gone)
        found.append(Outline(group, periods.get(group.pk), seats, beside))
    return found


def in_order_of_interest(outline: Outline) -> tuple[bool, bool, str]:
    """Return the key that puts open targets first and closed groups last, then by name."""
    is_target = outline.period is not None and outline.period.row.is_target
    return not outline.is_open, not is_target, outline.group.name.casefold()


def groups_of(actor: Actor, account: Account) -> QuerySet[BuyingGroup]:
    """Return the buying groups of an account, by name."""
    rows = BuyingGroup.objects.visible_to(actor).filter(account=account)
    found: QuerySet[BuyingGroup] = rows.select_related("solution").order_by("name", "pk")
    return found


def newest_periods(
    actor: Actor, groups: Sequence[BuyingGroup], moment: Moment
) -> dict[int, PeriodLine]:
    """Return the period of each group at an instant, else the one nearest to it."""
    rows = GroupPeriod.objects.visible_to(actor).filter(moment.known(), group__in=groups)
    found: dict[int, PeriodLine] = {}
    for line in period_lines(rows.order_by("from_at", "pk"), moment.at):
        held = found.get(line.row.group_id)
        if held is None or not held.is_now:
            found[line.row.group_id] = line
    return found


def members_at(
    actor: Actor, groups: Iterable[BuyingGroup], moment: Moment
) -> dict[int, dict[str, list[Membership]]]:
    """Return who holds which role of each group at an instant, by name."""
    rows = Membership.objects.visible_to(actor).filter(moment.holding(), group__in=groups)
    rows = rows.filter(contact__merged_into=None, contact__erased_at=None)
    found: dict[int, dict[str, list[Membership]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.select_related("contact").order_by("contact__search_key", "pk"):
        found[row.group_id][row.role].append(row)
    return found


class Templates:
    """Which roles the groups of an account need: by their solution, else by a program of theirs.

    Whoever sees a group sees what it needs, whether they see the program or not.
    """

    def __init__(self, actor: Actor, account: Account, moment: Moment) -> None:
        enrolled = Enrolment.objects.visible_to(actor).filter(moment.holding())
        programs = enrolled.filter(account=account).values("program")
        rows = RoleNeed.objects.unscoped("what a group needs is seen with the group")
        rows = rows.filter(moment.holding())
        rows = rows.filter(Q(solution__groups__account=account) | Q(program__in=programs))
        self.by_solution: dict[int, dict[str, RoleNeed]] = defaultdict(dict)
        self.by_program: dict[int, dict[str, RoleNeed]] = defaultdict(dict)
        for row in rows.distinct().order_by("program", "pk"):
            if row.solution_id:
                self.by_solution[row.solution_id][row.role] = row
            else:
                self.by_program[row.program_id or 0][row.role] = row

    def of(self, group: BuyingGroup) -> dict[str, RoleNeed]:
        """Return the roles that a group needs; of several programs the first one founded counts.

        A solution without a template of its own leaves it to the program.
        """
        own = self.by_solution.get(group.solution_id or 0)
        return own or next(iter(self.by_program.values()), {})


def seated(
    needs: dict[str, RoleNeed], members: dict[str, list[Membership]], gone: Collection[int]
) -> tuple[list[Seats], list[Seats]]:
    """Return the seats that a template asks for, and the roles that are held beside it."""
    seats, beside = [], []
    for role in GroupRole:
        named = members.get(role, [])
        holders = [each for each in named if each.contact_id not in gone]
        left = [each for each in named if each.contact_id in gone]
        if need := needs.get(role):
            seats.append(Seats(role, holders, need.people, need.is_required, left))
        elif named:
            beside.append(Seats(role, holders, left=left))
    return seats, beside


def needs_of(actor: Actor, owner: Solution | Program) -> QuerySet[RoleNeed]:
    """Return the roles that the template of a solution or program names, those that last first."""
    rows = RoleNeed.objects.visible_to(actor).filter(known(), **{owner_field(owner): owner})
    found: QuerySet[RoleNeed] = rows.order_by(F("to_at").desc(nulls_first=True), "role", "pk")
    return found


def owner_field(owner: Solution | Program) -> str:
    """Return the name of the column that says whose template a role is of."""
    return "solution" if isinstance(owner, Solution) else "program"


def solutions(actor: Actor) -> QuerySet[Solution]:
    """Return what we sell, those offered today first, and how many groups in reach want each."""
    groups = BuyingGroup.objects.visible_to(actor)
    wanted = Count("groups", filter=Q(groups__in=groups))
    return Solution.objects.annotate(wanted=wanted).order_by("-is_offered", "name_en", "pk")


def roles_of(actor: Actor, contact: Any, moment: Moment) -> QuerySet[Membership]:
    """Return every role that a person holds, held or will hold in a group, newest first."""
    rows = Membership.objects.visible_to(actor).filter(moment.known(), contact=contact)
    found: QuerySet[Membership] = rows.select_related("group__account")
    return found.order_by(F("to_at").desc(nulls_first=True), "-from_at", "pk")
