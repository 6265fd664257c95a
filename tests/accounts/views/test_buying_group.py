"""Buying groups: outlines of who holds which role, and whom we miss; all of it is dated."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.days import end_after, first_instant
from accounts.enums import GroupRole
from accounts.models import Account, BuyingGroup, GroupPeriod, Membership, RoleNeed, Solution, User
from accounts.queries.buying_group import outlines
from accounts.queries.moment import Moment
from tests.factories import (
    BuyingGroupFactory,
    ContactFactory,
    GroupPeriodFactory,
    MembershipFactory,
    RoleNeedFactory,
    SolutionFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
DECIDER, CHAMPION, INFLUENCER = (
    GroupRole.DECISION_MAKER,
    GroupRole.CHAMPION,
    GroupRole.INFLUENCER,
)


def url(name: str, row: Any, *args: Any) -> str:
    """Return the address of a page about a row."""
    return reverse(f"accounts:{name}", args=[row.public_id, *args])


def group_pages(account: Account) -> str:
    """Return the address of an account's buying groups."""
    return reverse("metrics:group_list", args=[account.public_id])


def every(model: Any, **which: Any) -> Any:
    """Return every row, withdrawn ones too."""
    return model.objects.unscoped("a test looks at everything").filter(**which)


@pytest.fixture
def group(account: Account) -> BuyingGroup:
    """A group that wants a solution whose template asks for four people in three roles."""
    solution = SolutionFactory(name_en="Twin")
    for role, people in ((DECIDER, 1), (CHAMPION, 1), (INFLUENCER, 2)):
        RoleNeedFactory(program=None, solution=solution, role=role, people=people)
    return BuyingGroupFactory(account=account, name="Factory", solution=solution)


@pytest.fixture
def opened(group: BuyingGroup) -> BuyingGroup:
    """The same group, a target since long ago."""
    GroupPeriodFactory(group=group)
    return group


def test_an_outline_shows_who_holds_a_role_and_the_empty_places(
    browser_of: BrowserOf, manager: User, opened: BuyingGroup
) -> None:
    ines = ContactFactory(account=opened.account, name="Inès")
    MembershipFactory(group=opened, contact=ines, role=DECIDER)
    MembershipFactory(group=opened, role=INFLUENCER)

    page = browser_of(manager).get(group_pages(opened.account)).content.decode()

    assert "1 of 3 roles held" in page
    assert url("contact_detail", ines) in page
    add = f'href="{url("member_add", opened)}?role='
    assert page.count(f"{add}influencer") == 1
    assert page.count(f"{add}champion") == 1
    assert "?role=decision_maker" not in page


def test_sales_read_groups_and_are_offered_no_change(
    browser_of: BrowserOf, seller: User, opened: BuyingGroup
) -> None:
    browser = browser_of(seller)

    page = browser.get(group_pages(opened.account)).content.decode()

    assert "nobody yet" in page
    assert "members/new" not in page
    assert browser.get(url("member_add", opened)).status_code == 403


def test_groups_of_others_are_not_there(browser_of: BrowserOf, opened: BuyingGroup) -> None:
    browser = browser_of(UserFactory(sales=True))

    assert browser.get(group_pages(opened.account)).status_code == 404
    assert browser.get(url("member_add", opened)).status_code == 404


def test_a_group_without_a_solution_needs_what_its_program_names(
    account: Account, program: Any
) -> None:
    RoleNeedFactory(program=program, role=CHAMPION)
    BuyingGroupFactory(account=account)

    [outline] = outlines(SYSTEM, account, Moment.now())

    assert [seats.role for seats in outline.seats] == [CHAMPION]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_any_number_of_groups_takes_five_statements(
    django_assert_num_queries: Any, account: Account, count: int
) -> None:
    for _ in range(count):
        MembershipFactory(group=GroupPeriodFactory(group__account=account).group)

    with django_assert_num_queries(4):
        found = outlines(SYSTEM, account, Moment.now())

    assert len(found) == count


def test_a_new_group_exists_from_a_day_on(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    typed = {"name": "Plant", "first_day": "2026-03-02", "is_target": "on"}

    response = browser_of(manager).post(url("group_create", account), typed)

    group = every(BuyingGroup).get()
    period = every(GroupPeriod).get()
    assert response.url == reverse("metrics:group_detail", args=[group.public_id])
    assert (period.from_at, period.is_target) == (
        datetime(2026, 3, 1, 23, tzinfo=UTC),
        True,
    )


def test_a_group_becomes_a_target_stops_and_closes(
    browser_of: BrowserOf, manager: User, opened: BuyingGroup
) -> None:
    browser = browser_of(manager)

    for state, day in (("open", "2026-03-02"), ("closed", "2026-06-01"), ("target", "2026-07-01")):
        browser.post(url("group_state", opened), {"state": state, "day": day})

    rows = every(GroupPeriod, voided_at=None).order_by("from_at")
    assert [(row.is_target, row.to_at) for row in rows] == [
        (True, datetime(2026, 3, 1, 23, tzinfo=UTC)),
        (False, datetime(2026, 5, 31, 22, tzinfo=UTC)),
        (True, None),
    ]


@pytest.mark.parametrize(("state", "day"), [("open", "1999-01-01"), ("closed", "1999-01-01")])
def test_a_group_can_t_change_before_its_time(
    browser_of: BrowserOf, manager: User, opened: BuyingGroup, state: str, day: str
) -> None:
    typed = {"state": state, "day": day}

    response = browser_of(manager).post(url("group_state", opened), typed)

    assert response.status_code == 422
    assert every(GroupPeriod).count() == 1


def test_closing_twice_says_so(browser_of: BrowserOf, manager: User, group: BuyingGroup) -> None:
    typed = {"state": "closed", "day": "2026-03-02"}

    response = browser_of(manager).post(url("group_state", group), typed)

    assert "closed already" in response.content.decode()


def test_a_place_is_taken_and_confirmed_by_who_knows_it(
    browser_of: BrowserOf, manager: User, opened: BuyingGroup
) -> None:
    contact = ContactFactory(account=opened.account)
    typed = {
        "contact": contact.public_id,
        "role": CHAMPION,
        "first_day": "2026-03-02",
        "is_confirmed": "on",
    }
    browser = browser_of(manager)

    codes = [browser.post(url("member_add", opened), typed).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert every(Membership).get().confirmed_by == manager


def test_only_people_of_the_account_take_a_place(
    browser_of: BrowserOf, manager: User, opened: BuyingGroup, foreign: Account
) -> None:
    stranger = ContactFactory(account=foreign)
    typed = {"contact": stranger.public_id, "role": CHAMPION, "first_day": "2026-03-02"}

    response = browser_of(manager).post(url("member_add", opened), typed)

    assert response.status_code == 422
    assert not every(Membership).exists()


def test_a_correction_is_read_by_both_clocks(
    browser_of: BrowserOf, manager: User, opened: BuyingGroup
) -> None:
    """The membership ended in June, which we learn today: June is right now, and was not then."""
    member = MembershipFactory(group=opened, role=CHAMPION)
    edit = url("member_edit", opened, member.contact.public_id, CHAMPION)
    browser = browser_of(manager)
    form = browser.get(edit).context_data["form"]
    typed = {"seen": form.initial["seen"], "first_day": "2020-01-01", "last_day": "2026-06-14"}
    july = datetime(2026, 7, 1, tzinfo=UTC)

    browser.post(edit, typed)

    old, new = every(Membership).order_by("pk")
    [outline] = outlines(SYSTEM, opened.account, Moment(july))
    assert (new.replaces, new.to_at) == (old, end_after(date(2026, 6, 14)))
    assert old.voided_at is not None
    assert not outline.seats[1].holders
    [before] = outlines(SYSTEM, opened.account, Moment(july - timedelta(days=30)))
    assert before.seats[1].holders == [new]


def test_who_confirmed_stays_when_somebody_else_corrects(
    browser_of: BrowserOf, manager: User, opened: BuyingGroup
) -> None:
    other = UserFactory()
    member = MembershipFactory(group=opened, role=CHAMPION, confirmed_by=other)
    edit = url("member_edit", opened, member.contact.public_id, CHAMPION)
    form = browser_of(manager).get(edit).context_data["form"]
    typed = {"seen": form.initial["seen"], "first_day": "2020-02-01", "is_confirmed": "on"}

    browser_of(manager).post(edit, typed)

    assert every(Membership, voided_at=None).get().confirmed_by == other


def test_a_solution_and_its_template(browser_of: BrowserOf, manager: User) -> None:
    browser = browser_of(manager)
    browser.post(reverse("accounts:solution_create"), {"name_en": "Twin", "is_offered": "on"})
    solution = Solution.objects.get()
    typed = {
        "role": CHAMPION,
        "people": "2",
        "weight": "2",
        "is_required": "on",
        "first_day": "2026-01-01",
    }

    browser.post(url("solution_need_add", solution), typed)
    edit = url("solution_need_edit", solution, CHAMPION)
    seen = browser.get(edit).context_data["form"].initial["seen"]
    browser.post(edit, {**typed, "seen": seen, "people": "3"})

    old, new = every(RoleNeed).order_by("pk")
    assert (old.people, new.people, new.replaces) == (2, 3, old)
    assert new.from_at == first_instant(date(2026, 1, 1))
    page = browser.get(url("solution_detail", solution)).content.decode()
    assert "Champion" in page
    assert "Twin" in browser.get(reverse("accounts:solution_list")).content.decode()


def test_the_template_of_a_program_stands_on_its_page(
    browser_of: BrowserOf, manager: User, program: Any
) -> None:
    typed = {"role": DECIDER, "people": "1", "weight": "3", "first_day": "2026-01-01"}
    browser = browser_of(manager)
    page = reverse("metrics:program_detail", args=[program.public_id])

    browser.post(url("program_need_add", program), typed)

    assert "Decision maker" in browser.get(page).content.decode()
    assert browser.get(url("program_need_edit", program, DECIDER)).status_code == 200
