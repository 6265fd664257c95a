"""Who of us knows whom at an account: people down, our team across, with how many are covered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from abmplanner.kit.actor import Actor
from accounts.models import Account, TeamMember, User
from accounts.queries.moment import Moment
from accounts.queries.stakeholders import Stakeholder, Tie


@dataclass(frozen=True, slots=True)
class Column:
    """One of us: how many of the people shown they know, and how many they should know better."""

    user: User
    known: int
    short: int


@dataclass(frozen=True, slots=True)
class Row:
    """A person, with our ties in the order of the columns; None where there is none."""

    person: Stakeholder
    ties: Sequence[tuple[User, Tie | None]]

    @property
    def known(self) -> int:
        """How many of us know the person."""
        return sum(is_known(tie) for _user, tie in self.ties)


@dataclass(frozen=True, slots=True)
class Matrix:
    """People by our team; the columns count everybody chosen, the rows are those of one page."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    people: int
    covered: int


def matrix_of(
    team: Sequence[User], people: Sequence[Stakeholder], shown: Sequence[Stakeholder]
) -> Matrix:
    """Return who of the team, and of whoever else has a tie, knows which of the people."""
    ours = {user.pk: user for user in team}
    for person in people:
        for tie in person.ties:
            ours.setdefault(tie.relationship.user_id, tie.relationship.user)
    ties = {each.contact.pk: by_user(each) for each in people}
    columns = [column(user, ties) for user in ours.values()]
    rows = [
        Row(each, [(user, ties[each.contact.pk].get(key)) for key, user in ours.items()])
        for each in shown
    ]
    return Matrix(columns, rows, len(people), sum(each.is_known for each in people))


def by_user(person: Stakeholder) -> Mapping[int, Tie]:
    """Return the ties of a person, by who of us has them."""
    return {tie.relationship.user_id: tie for tie in person.ties}


def column(user: User, ties: Mapping[int, Mapping[int, Tie]]) -> Column:
    """Return how many people one of us knows, and how many they should know better."""
    own = [each.get(user.pk) for each in ties.values()]
    return Column(user, sum(map(is_known, own)), sum(falls_short(tie) for tie in own))


def is_known(tie: Tie | None) -> bool:
    """Tell whether a tie stands for two people who know each other."""
    return bool(tie and tie.level)


def falls_short(tie: Tie | None) -> bool:
    """Tell whether a tie is weaker than it should be, as far as it was judged."""
    return bool(tie and tie.wanted is not None and (tie.level or 0) < tie.wanted)


def team_at(actor: Actor, account: Account, moment: Moment) -> list[User]:
    """Return who is on the team of an account at an instant, by name."""
    rows = TeamMember.objects.visible_to(actor).filter(moment.holding(), account=account)
    users = User.objects.filter(pk__in=rows.values("user"))
    return list(users.order_by("name", "pk"))
