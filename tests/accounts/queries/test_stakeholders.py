"""The people of an account as of any day, by both clocks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.history import correct
from accounts.enums import GroupRole, Seniority, Stance
from accounts.models import Account, BuyingGroup, Contact
from accounts.queries.buying_group import outlined, outlines
from accounts.queries.group_history import Change, history_of
from accounts.queries.moment import Moment
from accounts.queries.seat_suggestions import suggestions
from accounts.queries.stakeholders import Company, Stakeholder, Wanted, chosen, company_of
from accounts.queries.tie_matrix import matrix_of
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    ContactFactory,
    EmploymentFactory,
    GroupPeriodFactory,
    MembershipFactory,
    RelationshipFactory,
    RelationshipRatingFactory,
    RoleNeedFactory,
    SolutionFactory,
    TouchFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
MARCH, JUNE = datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 6, 5, tzinfo=UTC)


@pytest.fixture
def account() -> Account:
    """An account of nobody in particular."""
    return AccountFactory()


def company(account: Account, at: datetime | None = None) -> Company:
    """Return the people of an account at an instant, or now."""
    return company_of(SYSTEM, account, Moment(at) if at else Moment.now())


def worker(account: Account) -> Contact:
    """Return somebody who works at an account since long ago."""
    found: Contact = EmploymentFactory(contact__account=account).contact
    return found


def names(people: Any) -> list[str]:
    """Return the names of stakeholders."""
    return [each.contact.name for each in people]


def only(account: Account, at: datetime | None = None) -> Stakeholder:
    """Return the one person of an account."""
    [person] = company(account, at).people
    return person


def test_people_work_here_while_their_employment_lasts(account: Account) -> None:
    job = EmploymentFactory(
        contact=ContactFactory(account=account, name="Lea"), title="Buyer", to_at=JUNE
    )
    ContactFactory(account=account, name="Noa")  # since when is not known

    assert names(company(account, MARCH).people) == ["Lea"]
    assert company(account, MARCH).people[0].title == "Buyer"
    assert names(company(account).people) == ["Noa"]
    assert names(company(account).gone) == ["Lea"]
    assert company(account).absent == {job.contact_id}


def test_people_who_moved_on_stay_where_they_were_on_that_day(account: Account) -> None:
    contact = ContactFactory(name="Lea")
    EmploymentFactory(contact=contact, account=account, to_at=JUNE)
    EmploymentFactory(contact=contact, from_at=JUNE)

    assert names(company(account, MARCH).people) == ["Lea"]
    assert not company(account).people


def test_erased_and_merged_people_are_not_there(account: Account) -> None:
    kept = ContactFactory(account=account)
    ContactFactory(account=account, merged_into=kept)
    ContactFactory(account=account, erased_at=MARCH)

    assert [each.contact for each in company(account).people] == [kept]


def test_the_strongest_tie_comes_first_and_a_lapsed_rating_counts_no_more(
    account: Account,
) -> None:
    contact = worker(account)
    ana = RelationshipFactory(contact=contact, user__name="Ana")
    zoe = RelationshipFactory(contact=contact, user__name="Zoe")
    RelationshipRatingFactory(relationship=ana, level=1, occurred_at=MARCH)
    RelationshipRatingFactory(
        relationship=zoe, level=3, wanted=4, occurred_at=MARCH, expires_on="2026-05-31"
    )

    april = only(account, MARCH + timedelta(days=20))
    july = only(account, JUNE + timedelta(days=30))

    assert april.best
    assert (april.best.relationship, april.best.level, april.best.wanted) == (zoe, 3, 4)
    assert july.best
    assert july.best.relationship == ana
    assert july.ties[1].is_lapsed


def test_the_stance_is_the_last_that_was_said(account: Account) -> None:
    contact = worker(account)
    for day, stance in ((1, Stance.NEUTRAL), (9, Stance.RESERVED), (20, Stance.UNKNOWN)):
        RelationshipRatingFactory(
            relationship__contact=contact,
            stance=stance,
            occurred_at=MARCH + timedelta(days=day),
        )

    assert only(account, MARCH).stance is Stance.UNKNOWN
    assert only(account, JUNE).stance is Stance.RESERVED


def test_a_correction_is_read_by_both_clocks(account: Account) -> None:
    contact = worker(account)
    rating = RelationshipRatingFactory(relationship__contact=contact, level=1, occurred_at=MARCH)
    before = timezone.now()
    correct(SYSTEM, rating, level=3)

    now = only(account, JUNE)
    [then] = company_of(SYSTEM, account, Moment(JUNE, before)).people
    assert now.best
    assert then.best
    assert (now.best.level, then.best.level) == (3, 1)


def test_who_nobody_knows_is_found(account: Account) -> None:
    known = ContactFactory(account=account, name="Known")
    met = ContactFactory(account=account, name="Written down")
    ContactFactory(account=account, name="Stranger")
    RelationshipRatingFactory(relationship__contact=known, level=2)
    RelationshipRatingFactory(relationship__contact=met, level=0)

    found = chosen(company(account).people, Wanted(is_unknown=True), "name")

    assert names(found) == ["Stranger", "Written down"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "Ada"), ("-name", "Zoe"), ("seniority", "Zoe"), ("-level", "Ada"), ("x", "Zoe")],
)
def test_people_are_sorted(account: Account, sort: str, first: str) -> None:
    ContactFactory(account=account, name="Zoe", seniority=Seniority.EXECUTIVE)
    ada = ContactFactory(account=account, name="Ada")
    RelationshipRatingFactory(relationship__contact=ada, level=2)

    assert names(chosen(company(account).people, Wanted(), sort))[0] == first


@pytest.mark.parametrize("count", [1, 3, 30])
def test_any_number_of_people_takes_seven_statements(
    django_assert_num_queries: Any, account: Account, count: int
) -> None:
    for _ in range(count):
        contact = EmploymentFactory(contact__account=account).contact
        RelationshipRatingFactory(relationship__contact=contact)
        TouchFactory(account=account, contact=contact)

    with django_assert_num_queries(7):
        found = company(account)

    assert len(found.people) == count
    assert all(each.touched_at and each.ties for each in found.people)


# Our team by people


def test_the_matrix_counts_by_person_and_by_colleague(account: Account) -> None:
    ana, zoe = UserFactory(name="Ana"), UserFactory(name="Zoe")
    lea, noa = (ContactFactory(account=account, name=name) for name in ("Lea", "Noa"))
    for contact, user, level, wanted in ((lea, ana, 2, 3), (lea, zoe, 1, 1), (noa, ana, 0, 1)):
        relationship = RelationshipFactory(contact=contact, user=user)
        RelationshipRatingFactory(relationship=relationship, level=level, wanted=wanted)
    people = company(account).people

    matrix = matrix_of([ana], people, people[:1])

    assert [(each.user, each.known, each.short) for each in matrix.columns] == [
        (ana, 1, 2), (zoe, 1, 0),
    ]  # fmt: skip
    assert [(row.person.contact, row.known) for row in matrix.rows] == [(lea, 2)]
    assert (matrix.people, matrix.covered) == (2, 1)


# Buying groups


@pytest.fixture
def group(account: Account) -> BuyingGroup:
    """A target group without anybody, which needs a decision maker, a champion and a buyer."""
    solution = SolutionFactory()
    for role in (GroupRole.DECISION_MAKER, GroupRole.CHAMPION, GroupRole.PROCUREMENT):
        RoleNeedFactory(program=None, solution=solution, role=role)
    found: BuyingGroup = BuyingGroupFactory(account=account, solution=solution)
    GroupPeriodFactory(group=found)
    return found


def test_empty_places_say_who_could_take_them_and_why(account: Account, group: BuyingGroup) -> None:
    chief = ContactFactory(account=account, seniority=Seniority.EXECUTIVE)
    buyer = ContactFactory(
        account=account, title="Directrice achats", seniority=Seniority.EXECUTIVE
    )
    fan = ContactFactory(account=account, seniority=Seniority.STAFF)
    RelationshipRatingFactory(relationship__contact=fan, stance=Stance.DRIVER)

    here = company(account)
    [outline] = outlines(SYSTEM, account, Moment.now(), here.absent)
    found = suggestions(outline, here.people)

    assert {role: [each.person.contact for each in each_of] for role, each_of in found.items()} == {
        GroupRole.DECISION_MAKER: [chief],
        GroupRole.CHAMPION: [fan],
        GroupRole.PROCUREMENT: [buyer],
    }
    assert [str(reason) for reason in found[GroupRole.CHAMPION][0].reasons] == [
        "favorable to what we propose"
    ]


def test_the_function_of_the_group_goes_before_the_level(
    account: Account, group: BuyingGroup
) -> None:
    ContactFactory(account=account, seniority=Seniority.EXECUTIVE, function="Finance")
    near = ContactFactory(
        account=account, seniority=Seniority.VICE_PRESIDENT, function="Operations"
    )
    member = ContactFactory(account=account, function="Operations")
    MembershipFactory(group=group, contact=member, role=GroupRole.USER)

    here = company(account)
    [outline] = outlines(SYSTEM, account, Moment.now(), here.absent)
    first = suggestions(outline, here.people)[GroupRole.DECISION_MAKER][0]

    assert first.person.contact == near
    assert len(first.reasons) == 2


def test_who_left_the_account_holds_no_place(account: Account, group: BuyingGroup) -> None:
    job = EmploymentFactory(contact__account=account, to_at=JUNE)
    MembershipFactory(group=group, contact=job.contact, role=GroupRole.CHAMPION)

    def champion(at: datetime) -> Any:
        gone = company(account, at).absent
        [outline] = outlined(SYSTEM, account, [group], Moment(at), gone)
        return outline.seats[1]

    assert champion(MARCH).is_held
    after = champion(JUNE)
    assert not after.is_held
    assert [each.contact for each in after.left] == [job.contact]


def test_the_history_of_a_group_tells_what_changed_up_to_a_day(account: Account) -> None:
    period = GroupPeriodFactory(group__account=account, is_target=False, from_at=MARCH, to_at=JUNE)
    GroupPeriodFactory(group=period.group, from_at=JUNE, to_at=JUNE + timedelta(days=30))
    contact: Contact = ContactFactory(account=account)
    MembershipFactory(group=period.group, contact=contact, from_at=MARCH, to_at=JUNE)

    whole = history_of(SYSTEM, period.group, Moment(JUNE + timedelta(days=60)))
    early = history_of(SYSTEM, period.group, Moment(MARCH + timedelta(days=1)))

    assert whole.turns[0].change is Change.CLOSED
    assert sorted(turn.change for turn in whole.turns) == [
        Change.CLOSED, Change.JOINED, Change.LEFT, Change.OPENED, Change.TARGETED,
    ]  # fmt: skip
    assert {turn.change for turn in early.turns} == {Change.OPENED, Change.JOINED}
    assert [each.line.row.contact for _role, held in whole.held for each in held] == [contact]
    assert whole.held[0][1][0].x == "0.00%"
