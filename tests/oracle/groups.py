"""Buying groups and the roles they must have, by plain loops; rows 7 and 10."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tests.oracle.people import People
from tests.oracle.plain import Told
from tests.oracle.records import Contact, Group, Need

BUYING = ("procurement", "purchasing", "achat", "sourcing", "buyer")
ROLE_OF = {
    "executive": "decision_maker",
    "vice_president": "decision_maker",
    "director": "influencer",
    "manager": "influencer",
    "staff": "user",
}


@dataclass
class Slot:
    """A role of a group: how many people it needs, and who has it."""

    people: int
    weight: Decimal
    holders: set[int]
    confirmed: set[int]


class Groups(People):
    """Knows who decides together."""

    # ---- row 10 ----

    def targeted(self) -> list[Group]:
        return [
            group
            for group in self.world.groups
            if self.is_asked_about(group.account)
            and any(
                time.group == group.id and time.is_target and self.holds(time, self.as_of)
                for time in self.world.group_times
            )
        ]

    def groups_measured(self) -> bool:
        return any(self.known(time) and time.start < self.as_of for time in self.world.group_times)

    def count_of(self, number: int) -> Told:
        if not self.groups_measured():
            return Told("not_measured")
        return Told("ok", number, number)

    def targeted_buying_groups(self) -> Told:
        return self.count_of(len(self.targeted()))

    def members_of(self, group: Group) -> dict[int, list[tuple[str, bool]]]:
        """Return the people who count for a group, with their roles and whether it is sure."""
        there = self.eligible(self.root(group.account))
        found: dict[int, list[tuple[str, bool]]] = {}
        for member in self.world.members:
            if member.group == group.id and self.holds(member, self.as_of):
                who = self.person(member.contact)
                if who in there:
                    found.setdefault(who, []).append((member.role, member.is_confirmed))
        return found

    def targeted_groups_active(self) -> Told:
        active = self.active()
        groups = [group for group in self.targeted() if active & set(self.members_of(group))]
        return self.count_of(len(groups))

    def targeted_groups_with_open_opportunity(self) -> Told:
        busy = {
            deal.group
            for deal in self.world.deals
            if self.exists(deal) and not self.unfit(deal) and self.outcome(deal) == "open"
        }
        return self.count_of(sum(group.id in busy for group in self.targeted()))

    def buying_group_whitespace(self) -> Told:
        offered = {key for key, is_offered in self.world.solutions.items() if is_offered}
        missing = 0
        for root in self.roots():
            theirs = {g.solution for g in self.targeted() if self.root(g.account) == root}
            missing += len(offered - theirs)
        return self.count_of(missing)

    # ---- row 7 ----

    def needs(self, *, solution: int | None = None, program: int | None = None) -> list[Need]:
        if solution is None and program is None:
            return []
        return [
            need
            for need in self.world.needs
            if (need.solution, need.program) == (solution, program) and self.holds(need, self.as_of)
        ]

    def program_needs(self, account: int, *, automated: bool = False) -> list[Need]:
        """Return the template that an account has from the program it is in."""
        question = self.question
        asked = self.world.programs if question.program is None else [question.program]
        for program in sorted(asked):
            if automated and program not in self.world.automated:
                continue
            needs = self.needs(program=program)
            if needs and self.enrolled(account, program, self.last_moment()):
                return needs
        return []

    def open_groups(self, account: int) -> list[Group]:
        return [
            group
            for group in self.world.groups
            if self.root(group.account) == account
            and any(
                time.group == group.id and self.holds(time, self.as_of)
                for time in self.world.group_times
            )
        ]

    @staticmethod
    def inferred_role(contact: Contact) -> str:
        words = f"{contact.title} | {contact.function}".lower()
        if any(word in words for word in BUYING):
            return "procurement"
        return ROLE_OF.get(contact.seniority, "")

    def confirmed_roles(self, account: int, person: int) -> set[str]:
        """Return the roles that one of us confirmed, in whatever group of the account."""
        groups = {g.id for g in self.world.groups if self.root(g.account) == account}
        return {
            member.role
            for member in self.world.members
            if member.group in groups
            and member.is_confirmed
            and self.holds(member, self.as_of)
            and self.person(member.contact) == person
        }

    def slots(self, account: int) -> list[Slot]:
        groups = self.open_groups(account)
        if self.question.group is not None:
            groups = [group for group in groups if group.id == self.question.group]
        elif not groups:
            return self.implicit_slots(account)
        return [slot for group in groups for slot in self.slots_of(group, account)]

    def slots_of(self, group: Group, account: int) -> list[Slot]:
        members = self.members_of(group)
        return [
            Slot(
                need.people,
                need.weight,
                {
                    who
                    for who, parts in members.items()
                    if (need.role, True) in parts or (need.role, False) in parts
                },
                {who for who, parts in members.items() if (need.role, True) in parts},
            )
            for need in self.needs(solution=group.solution) or self.program_needs(account)
        ]

    def implicit_slots(self, account: int) -> list[Slot]:
        """In an automated program the whole account is a group that nobody had to make."""
        there = self.eligible(account)
        sure = {who: self.confirmed_roles(account, who) for who in there}
        roles = {
            c.id: sure[c.id] or {self.inferred_role(c)}
            for c in self.world.contacts
            if c.id in there
        }
        return [
            Slot(
                need.people,
                need.weight,
                {who for who in there if need.role in roles[who]},
                {who for who in there if need.role in sure[who]},
            )
            for need in self.program_needs(account, automated=True)
        ]

    def coverage(self, who: Callable[[Slot], set[int]]) -> Told:
        slots = [slot for root in self.roots() for slot in self.slots(root)]
        if not slots:
            return Told("no_data", n=0)
        filled = sum(slot.weight * min(len(who(slot)), slot.people) for slot in slots)
        wanted = sum(slot.weight * slot.people for slot in slots)
        return Told("ok", 100 * filled / wanted, sum(slot.people for slot in slots))

    def account_coverage(self) -> Told:
        return self.coverage(lambda slot: slot.holders)

    def coverage_confirmed(self) -> Told:
        return self.coverage(lambda slot: slot.confirmed)

    def account_coverage_gap(self) -> Told:
        slots = [slot for root in self.roots() for slot in self.slots(root)]
        if not slots:
            return Told("no_data", n=0)
        missing = sum(max(0, slot.people - len(slot.holders)) for slot in slots)
        return Told("ok", missing, missing)

    def accounts_covered_rate(self) -> Told:
        with_template = covered = 0
        for root in self.roots():
            slots = self.slots(root)
            if not slots:
                continue
            with_template += 1
            filled = sum(slot.weight * min(len(slot.holders), slot.people) for slot in slots)
            wanted = sum(slot.weight * slot.people for slot in slots)
            covered += 100 * filled >= 80 * wanted
        if not with_template:
            return Told("no_data", n=0)
        return Told("ok", 100 * covered / with_template, with_template)

    def accounts_without_template(self) -> Told:
        number = sum(not self.slots(root) for root in self.roots())
        return Told("ok", number, number)
