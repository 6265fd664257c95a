"""The people of an account at an instant: who they are, who of us knows them, what they decide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.routes import address_of
from abmplanner.kit.words import fold
from accounts.enums import (
    ConsentChannel,
    ConsentPurpose,
    GroupRole,
    RelationshipLevel,
    Seniority,
    Stance,
)
from accounts.models import (
    Account,
    BuyingGroup,
    Contact,
    Employment,
    GroupPeriod,
    Membership,
    Relationship,
    RelationshipRating,
    Touch,
    User,
)
from accounts.queries.consent import Standing, state_at
from accounts.queries.contact import is_over
from accounts.queries.moment import Moment

HEIGHT = {level.value: place for place, level in enumerate(Seniority)}
FAVOR = {stance.value: place for place, stance in enumerate(Stance)}
NOBODY_RATED = -1  # below every level
RATED = ("relationship_id", "pk", "level", "wanted", "stance", "occurred_at", "expires_on")


@dataclass(frozen=True, slots=True)
class Tie:
    """A relationship at an instant: its last rating, and whether that still holds."""

    relationship: Relationship
    rating: Any = None  # a row of RATED
    is_lapsed: bool = False

    @property
    def now(self) -> Any:
        """The rating that holds, None where none was given or its time is over."""
        return None if self.is_lapsed else self.rating

    @property
    def level(self) -> int | None:
        """How well the two know each other, None where nobody says."""
        level: int | None = self.now.level if self.now else None
        return level

    @property
    def wanted(self) -> int | None:
        """How well they should."""
        wanted: int | None = self.now.wanted if self.now else None
        return wanted

    @property
    def words(self) -> str:
        """What the level is called, or why there is none."""
        if self.level is not None:
            return str(RelationshipLevel(self.level).label)
        if self.is_lapsed:
            return _("rating no longer holds")
        return _("not judged") if self.rating else _("not rated yet")

    @property
    def words_wanted(self) -> str:
        """What the level and the wanted one are called."""
        if self.wanted is None:
            return self.words
        both = {"level": self.words, "wanted": RelationshipLevel(self.wanted).label}
        return _("%(level)s, wanted: %(wanted)s") % both

    @property
    def strength(self) -> tuple[int, float, int]:
        """What sorts ties by strength: the level, then how fresh it is, then the first one."""
        level = NOBODY_RATED if self.level is None else self.level
        at = self.rating.occurred_at if self.rating else None
        return level, at.timestamp() if at else 0.0, -self.relationship.pk


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A person of an account: ties by strength, and the roles they hold in open groups."""

    contact: Contact
    title: str
    is_here: bool = True
    ties: Sequence[Tie] = ()
    seats: Sequence[Membership] = ()
    touched_at: datetime | None = None
    permission: Standing | None = None

    @property
    def address(self) -> str:
        """Where the person's page is."""
        return address_of("accounts:contact_detail", self.contact.public_id)

    @property
    def best(self) -> Tie | None:
        """Our strongest tie, None where none of us has any."""
        return self.ties[0] if self.ties else None

    @property
    def is_known(self) -> bool:
        """Tell whether one of us knows them, by a rating that holds."""
        return any(tie.level for tie in self.ties)

    @property
    def stance(self) -> Stance:
        """How the person stands to what we propose, by the freshest rating that says so."""
        said = [tie.now for tie in self.ties if tie.now and tie.now.stance != Stance.UNKNOWN]
        newest = max(said, key=lambda each: (each.occurred_at, each.pk), default=None)
        return Stance(newest.stance) if newest else Stance.UNKNOWN

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles they hold, in words, each once."""
        return tuple(dict.fromkeys(str(GroupRole(seat.role).label) for seat in self.seats))

    @property
    def seniority(self) -> Seniority:
        """How high the person stands."""
        return Seniority(self.contact.seniority)


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody at an account at an instant, the highest first; those who left stand apart."""

    moment: Moment
    people: Sequence[Stakeholder]
    gone: Sequence[Stakeholder]
    groups: Sequence[BuyingGroup]

    @property
    def absent(self) -> set[int]:
        """The keys of those who don't work there at the instant."""
        return {each.contact.pk for each in self.gone}

    @property
    def functions(self) -> list[str]:
        """The functions that people have, by name."""
        return sorted({each.contact.function for each in self.people} - {""}, key=fold)


def company_of(actor: Actor, account: Account, moment: Moment) -> Company:
    """Return the people of an account at an instant, in a fixed number of statements."""
    titles = titles_at(actor, account, moment)
    rows: list[Any] = list(persons(actor, account, titles, moment))
    groups = list(groups_at(actor, account, moment))
    ties = ties_of(actor, rows, moment)
    seats = seats_of(actor, groups, moment)
    touched = touched_at(actor, rows, moment)
    everybody = [
        Stakeholder(
            contact=row,
            title=titles.get(row.pk) or row.title,
            is_here=row.pk in titles or (not row.is_dated and row.account_id == account.pk),
            ties=sorted(ties[row.pk], key=lambda tie: tie.strength, reverse=True),
            seats=seats[row.pk],
            touched_at=touched.get(row.pk),
        )
        for row in rows
    ]
    everybody.sort(key=by_height)
    here = [each for each in everybody if each.is_here]
    return Company(moment, here, [each for each in everybody if not each.is_here], groups)


def stakeholder_of(actor: Actor, contact: Contact, moment: Moment) -> Stakeholder:
    """Return one person as they stand at an instant."""
    groups = list(groups_at(actor, contact.account, moment))
    ties = ties_of(actor, [contact], moment)[contact.pk]
    person = Stakeholder(
        contact=contact,
        title=contact.title,
        ties=sorted(ties, key=lambda tie: tie.strength, reverse=True),
        seats=seats_of(actor, groups, moment)[contact.pk],
        touched_at=touched_at(actor, [contact], moment).get(contact.pk),
    )
    return with_permissions(actor, [person], moment)[0]


def by_height(person: Stakeholder) -> tuple[int, str, int]:
    """Return what sorts people from the top down, then by name."""
    contact = person.contact
    return HEIGHT[contact.seniority], contact.search_key, contact.pk


def titles_at(actor: Actor, account: Account, moment: Moment) -> dict[int, str]:
    """Return what everybody is called whose employment at the account lasts at an instant."""
    rows = Employment.objects.visible_to(actor).filter(moment.holding(), account=account)
    person = Coalesce("contact__merged_into", "contact")
    return dict(rows.order_by("from_at", "pk").values_list(person, "title"))


def persons(
    actor: Actor, account: Account, employed: Iterable[int], moment: Moment
) -> QuerySet[Contact]:
    """Return who works or worked at an account, as far as they were known at an instant.

    Who has no dated employment works where their record says, once we knew them.
    """
    dated = Employment.objects.unscoped("whether anything dated is known of a person in reach")
    dated = dated.filter(moment.known(), contact=OuterRef("pk"))
    rows = Contact.objects.visible_to(actor).filter(merged_into=None, erased_at=None)
    rows = rows.filter(Q(pk__in=list(employed)) | Q(account=account))
    rows = rows.annotate(is_dated=Exists(dated))
    found: QuerySet[Contact] = rows.filter(Q(is_dated=True) | Q(recorded_at__lte=moment.at))
    return found.filter(recorded_at__lt=moment.known_at) if moment.known_at else found


def ties_of(actor: Actor, people: Sequence[Contact], moment: Moment) -> dict[int, list[Tie]]:
    """Return the relationships of people with us, and how they are rated; three statements."""
    keys = [each.pk for each in people]
    relationships = Relationship.objects.visible_to(actor).filter(contact__in=keys)
    ratings = RelationshipRating.objects.visible_to(actor).filter(moment.known())
    ratings = ratings.filter(relationship__contact__in=keys, occurred_at__lte=moment.at)
    newest = ratings.order_by("relationship", "-occurred_at", "-pk").distinct("relationship")
    last = {rating.relationship_id: rating for rating in newest.values_list(*RATED, named=True)}
    rows = list(relationships.order_by("pk"))
    users = User.objects.in_bulk({row.user_id for row in rows})
    found: dict[int, list[Tie]] = defaultdict(list)
    for row in rows:
        row.user = users[row.user_id]
        rating = last.get(row.pk)
        lapsed = rating is not None and is_over(rating, moment.day)
        if rating is not None or not moment.is_past:
            found[row.contact_id].append(Tie(row, rating, lapsed))
    return found


def groups_at(actor: Actor, account: Account, moment: Moment) -> QuerySet[BuyingGroup]:
    """Return the groups of an account that exist at an instant, by name."""
    periods = GroupPeriod.objects.visible_to(actor)
    lasting = periods.filter(moment.holding(), group=OuterRef("pk"))
    rows = BuyingGroup.objects.visible_to(actor).filter(Exists(lasting), account=account)
    found: QuerySet[BuyingGroup] = rows.order_by("name", "pk")
    return found


def seats_of(
    actor: Actor, groups: Sequence[BuyingGroup], moment: Moment
) -> dict[int, list[Membership]]:
    """Return the roles that people hold in groups at an instant, by person."""
    rows = Membership.objects.visible_to(actor).filter(moment.holding(), group__in=groups)
    found: dict[int, list[Membership]] = defaultdict(list)
    for row in rows.select_related("group").order_by("group__name", "pk"):
        found[row.contact_id].append(row)
    return found


def touched_at(actor: Actor, people: Sequence[Contact], moment: Moment) -> dict[int, datetime]:
    """Return when something last passed between each person and us."""
    rows = Touch.objects.visible_to(actor).filter(moment.known(), occurred_at__lte=moment.at)
    rows = rows.filter(contact__in=[each.pk for each in people]).order_by()
    return dict(rows.values_list("contact").annotate(Max("occurred_at")))


def with_permissions(
    actor: Actor, people: Sequence[Stakeholder], moment: Moment
) -> list[Stakeholder]:
    """Return people with how they stand for marketing by e-mail; one statement for all."""
    rows = Contact.objects.visible_to(actor).filter(pk__in=[each.contact.pk for each in people])
    way = ConsentPurpose.MARKETING, ConsentChannel.EMAIL
    states = state_at(rows, *way, moment.at, known_at=moment.known_at) if people else {}
    return [replace(each, permission=states.get(each.contact.pk)) for each in people]


# Which people are asked for


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the people of an account; what is empty narrows nothing."""

    name: str = ""
    function: str = ""
    seniority: str = ""
    stance: str = ""
    group: BuyingGroup | None = None
    is_unknown: bool = False

    def __bool__(self) -> bool:
        return self != Wanted()

    def fits(self, person: Stakeholder) -> bool:
        """Tell whether a person is among those asked for."""
        contact = person.contact
        return (
            fold(self.name) in contact.search_key
            and self.function in {"", contact.function}
            and self.seniority in {"", contact.seniority}
            and self.stance in {"", person.stance.value}
            and not (self.is_unknown and person.is_known)
            and (self.group is None or any(s.group_id == self.group.pk for s in person.seats))
        )


ORDERS: Mapping[str, Any] = {
    "name": lambda each: each.contact.search_key,
    "seniority": lambda each: HEIGHT[each.contact.seniority],
    "stance": lambda each: FAVOR[each.stance.value],
    "level": lambda each: each.best.strength[0] if each.best else NOBODY_RATED - 1,
    "touched": lambda each: each.touched_at.timestamp() if each.touched_at else 0.0,
}


def chosen(people: Iterable[Stakeholder], wanted: Wanted, sort: str = "") -> list[Stakeholder]:
    """Return the people asked for, in an order by its name; a minus turns it round."""
    found = [each for each in people if wanted.fits(each)]
    order = ORDERS.get(sort.removeprefix("-"))
    if order is not None:
        found.sort(key=order, reverse=sort.startswith("-"))
    return found
