"""The people of an account: a list, a chart and our team, by filters, as of any day."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Contact, User
from tests.factories import (
    ContactFactory,
    EmploymentFactory,
    GroupPeriodFactory,
    InfluenceLineFactory,
    MembershipFactory,
    RelationshipFactory,
    RelationshipRatingFactory,
    ReportingLineFactory,
    RoleNeedFactory,
    TouchFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
JUNE = datetime(2026, 6, 5, tzinfo=UTC)
VIEWS = ["list", "chart", "matrix"]
MOST = 30  # statements, whatever the number of people


def people(account: Account) -> str:
    """Return the address of an account's people."""
    return reverse("accounts:contact_list", args=[account.public_id])


def text(browser: Client, address: str, **asked: Any) -> str:
    """Return a page as text."""
    return browser.get(address, asked).content.decode()


@pytest.fixture
def boss(account: Account) -> Contact:
    """The head of everybody."""
    return ContactFactory(account=account, name="Thibault Garnier", seniority="executive")


@pytest.fixture
def known(account: Account, boss: Contact, seller: User) -> Contact:
    """Somebody below whom the salesperson knows."""
    contact = ContactFactory(account=account, name="Inès Maréchal", function="IT")
    ReportingLineFactory(contact=contact, manager=boss)
    bond = RelationshipFactory(contact=contact, user=seller)
    RelationshipRatingFactory(relationship=bond, level=2, wanted=3, stance="favorable")
    return contact


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_everybody(
    browser_of: BrowserOf, seller: User, account: Account, known: Contact, view: str
) -> None:
    page = text(browser_of(seller), people(account), view=view)

    assert "Thibault Garnier" in page
    assert "Inès Maréchal" in page
    assert "In regular exchange, wanted: Trusted adviser" in page
    assert 'aria-current="page">' in page


@pytest.mark.parametrize("view", VIEWS)
def test_people_of_others_are_not_there(browser_of: BrowserOf, account: Account, view: str) -> None:
    browser = browser_of(UserFactory(sales=True))

    assert browser.get(people(account), {"view": view}).status_code == 404


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"q": "ines"}, True),
        ({"function": "IT"}, True),
        ({"stance": "favorable"}, True),
        ({"seniority": "executive"}, False),
        ({"unknown": "on"}, False),
        ({"stance": "nonsense", "view": "nonsense", "as_of": "nonsense", "page": "x"}, True),
    ],
)
def test_people_are_narrowed(
    browser_of: BrowserOf, seller: User, known: Contact, asked: dict[str, str], *, shown: bool
) -> None:
    page = browser_of(seller).get(people(known.account), asked)

    assert page.status_code == 200
    assert (known in [each.contact for each in page.context_data["people"]]) is shown


def test_the_chart_says_what_the_tree_can_not(
    browser_of: BrowserOf, manager: User, account: Account, known: Contact, boss: Contact
) -> None:
    left = EmploymentFactory(contact__account=account, contact__name="Béatrice", to_at=JUNE)
    lone = ContactFactory(account=account, name="Tom")
    ReportingLineFactory(contact=lone, manager=left.contact)
    ReportingLineFactory(contact=lone, manager=boss, kind="dotted")
    InfluenceLineFactory(contact=known, influenced=boss, weight=3)
    browser = browser_of(manager)

    plain = text(browser, people(account), view="chart")
    lines = text(browser, people(account), view="chart", lines="influence")

    assert "1 person below" in plain
    assert "reports to Béatrice, who is not here" in plain
    assert "dotted line to" in plain
    assert "has the ear of" not in plain
    assert "has the ear of" in lines


def test_the_chart_keeps_whoever_stands_above_a_match(
    browser_of: BrowserOf, manager: User, account: Account, known: Contact
) -> None:
    page = text(browser_of(manager), people(account), view="chart", q="ines")

    assert 'class="org-aside"' in page
    assert "Thibault Garnier" in page


def test_the_chart_of_a_group_shows_its_empty_places(
    browser_of: BrowserOf, manager: User, account: Account, program: Any, known: Contact
) -> None:
    for role in ("decision_maker", "champion"):
        RoleNeedFactory(program=program, role=role)
    group = GroupPeriodFactory(group__account=account).group
    MembershipFactory(group=group, role="decision_maker")

    page = text(browser_of(manager), people(account), view="chart", group=group.public_id)

    assert "1 of 2 roles held" in page
    assert "favorable to what we propose" in page
    assert f"role=champion&amp;contact={known.public_id}" in page


def test_a_day_that_is_over_shows_who_worked_here_then(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    EmploymentFactory(contact__account=account, contact__name="Béatrice", to_at=JUNE)
    browser = browser_of(manager)

    then = browser.get(people(account), {"as_of": "2026-03-31"}).context_data
    now = browser.get(people(account)).context_data

    assert [each.contact.name for each in then["people"]] == ["Béatrice"]
    assert [each.contact.name for each in now["gone"]] == ["Béatrice"]
    assert not now["people"]


def test_what_may_not_be_done_is_not_offered(
    browser_of: BrowserOf, leader: User, seller: User, account: Account, known: Contact
) -> None:
    for_leader = text(browser_of(leader), people(account))
    for_seller = text(browser_of(seller), people(account))

    assert "ratings/new" not in for_leader
    assert "ratings/new" in for_seller
    assert f"/contacts/{known.public_id}/edit/" not in for_seller


def test_rating_leads_back_to_where_it_was_asked_for(
    browser_of: BrowserOf, seller: User, account: Account, known: Contact
) -> None:
    bond = known.relationships.unscoped("a test").get()
    back = f"{people(account)}?view=matrix"
    address = reverse("accounts:rating_add", args=[bond.public_id])
    typed = {"level": "3", "stance": "driver", "day": "2026-06-05"}

    answer = browser_of(seller).post(f"{address}?back={people(account)}%3Fview%3Dmatrix", typed)
    astray = browser_of(seller).post(f"{address}?back=//evil.test/", typed)

    assert answer.url == back
    assert astray.url == reverse("accounts:contact_detail", args=[known.public_id])


def test_a_touch_is_noted_of_the_person_it_was_asked_for(
    browser_of: BrowserOf, seller: User, account: Account, known: Contact
) -> None:
    address = reverse("accounts:touch_create", args=[account.public_id])

    page = browser_of(seller).get(address, {"contact": known.public_id})

    assert page.context_data["form"]["contact"].value() == str(known.public_id)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("count", [1, 3, 40])
def test_any_number_of_people_takes_no_more_statements(
    browser_of: BrowserOf,
    django_assert_max_num_queries: Any,
    manager: User,
    account: Account,
    boss: Contact,
    view: str,
    count: int,
) -> None:
    for _ in range(count):
        contact = EmploymentFactory(contact__account=account).contact
        ReportingLineFactory(contact=contact, manager=boss)
        RelationshipRatingFactory(relationship__contact=contact, level=1)
        TouchFactory(account=account, contact=contact)
    browser = browser_of(manager)

    with django_assert_max_num_queries(MOST):
        page = browser.get(people(account), {"view": view})

    assert page.status_code == 200
