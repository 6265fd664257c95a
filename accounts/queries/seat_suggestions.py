"""Who of an account could take an empty place of a buying group: a plain rule, and why it says so.

The roles follow from titles and levels as in the groups that nobody made by hand. Among several,
those go first who work in a function that the group has already, then the highest.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import GroupRole, Seniority, Stance
from accounts.enums.company import PURCHASING
from accounts.queries.buying_group import Outline
from accounts.queries.stakeholders import Stakeholder

MOST = 3  # a list to think about, not to work through

Fits = Callable[[Stakeholder], bool]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could take a place, and the words that say why."""

    person: Stakeholder
    reasons: Sequence[Any]


def buys(person: Stakeholder) -> bool:
    """Tell whether somebody's title or function says that they purchase."""
    said = f"{person.title} {person.contact.function}".casefold()
    return any(word in said for word in PURCHASING)


def is_of(*levels: Seniority) -> Fits:
    """Return whether somebody stands at one of these levels, and does not purchase."""
    return lambda person: person.contact.seniority in levels and not buys(person)


def speaks_for_us(person: Stakeholder) -> bool:
    """Tell whether somebody is favorable to what we propose, or drives it."""
    return person.stance in {Stance.DRIVER, Stance.FAVORABLE}


RULES: Mapping[GroupRole, tuple[Fits, Any]] = {
    GroupRole.DECISION_MAKER: (
        is_of(Seniority.EXECUTIVE, Seniority.VICE_PRESIDENT), _("high enough to decide"),
    ),
    GroupRole.CHAMPION: (speaks_for_us, _("favorable to what we propose")),
    GroupRole.INFLUENCER: (
        is_of(Seniority.DIRECTOR, Seniority.MANAGER), _("leads people who are concerned"),
    ),
    GroupRole.USER: (is_of(Seniority.STAFF), _("works with it every day")),
    GroupRole.PROCUREMENT: (buys, _("purchases, by title or function")),
}  # fmt: skip


def suggestions(
    outline: Outline, people: Sequence[Stakeholder]
) -> dict[GroupRole, list[Suggestion]]:
    """Return who could take the empty places of a group, by role; people come from the top down."""
    members = list(members_of(outline))
    inside = {member.contact_id for member in members}
    functions = {member.contact.function for member in members} - {""}
    outside = [each for each in people if each.contact.pk not in inside]
    return {seats.role: fitting(seats.role, outside, functions) for seats in outline.missing}


def members_of(outline: Outline) -> Iterable[Any]:
    """Yield the memberships of a group."""
    for seats in [*outline.seats, *outline.beside]:
        yield from [*seats.holders, *seats.left]


def fitting(
    role: GroupRole, people: Iterable[Stakeholder], functions: set[str]
) -> list[Suggestion]:
    """Return those of some people who fit a role best, with the reasons."""
    fits, reason = RULES[role]
    found = [each for each in people if fits(each)]
    found.sort(key=lambda each: each.contact.function not in functions)
    return [
        Suggestion(
            each,
            [reason, _("same function as the group")]
            if each.contact.function in functions
            else [reason],
        )
        for each in found[:MOST]
    ]
