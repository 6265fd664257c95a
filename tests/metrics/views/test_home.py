"""The start page: a sentence, an agenda, and a fixed number of statements."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Account, Program, User
from tests.factories import (
    AccountFactory,
    ActionFactory,
    CommentFactory,
    FavoriteFactory,
    GoalFactory,
    ObjectiveFactory,
    PlanFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_a_new_person_reads_what_would_stand_here(browser_of: BrowserOf, seller: User) -> None:
    page = browser_of(seller).get("/").content.decode()
    assert f"Hello {seller.name}" in page
    assert "Nothing is due." in page
    assert "Nothing waits for you" in page
    assert "No goal is running in the accounts you look after." in page


def test_what_is_late_stands_first_and_is_counted(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    today = timezone.localdate()
    for days in (-1, 0, 3):
        due_on = today + timedelta(days=days)
        ActionFactory(objective=objective, owner=seller, title=f"act of {days}", due_on=due_on)
    page = browser_of(seller).get("/").content.decode()
    assert "3 things wait for you, 1 overdue." in page
    said = ["Overdue", "act of -1", "Today", "act of 0", "In the next seven days", "act of 3"]
    places = [page.index(words, page.index("agenda-title")) for words in said]
    assert places == sorted(places)


def test_a_long_band_is_folded_but_whole(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    ActionFactory.create_batch(11, objective=objective, owner=seller)
    page = browser_of(seller).get("/").content.decode()
    assert "3 more" in page
    assert page.count('class="task"') == 11


def test_the_page_reads_french(browser_of: BrowserOf, seller: User, account: Account) -> None:
    ActionFactory(objective=ObjectiveFactory(account=account), owner=seller)
    page = browser_of(seller).get("/", headers={"accept-language": "fr"}).content.decode()
    assert f"Bonjour {seller.name}" in page
    assert "1 chose vous attend, rien n’est en retard." in page


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_the_page_takes_a_fixed_number_of_statements(
    rows: int,
    browser_of: BrowserOf,
    manager: User,
    program: Program,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    today = timezone.localdate()
    for _each in range(rows):
        account = AccountFactory(programs=[program], owner=manager)
        objective = ObjectiveFactory(account=account)
        ActionFactory(objective=objective, owner=manager, due_on=today)
        GoalFactory(account=account, objective=objective)
        PlanFactory(
            account=account,
            starts_on=today - timedelta(days=90),
            ends_on=today + timedelta(days=90),
        )
        FavoriteFactory(user=manager, account=account)
        CommentFactory(account=account)
    browser = browser_of(manager)
    browser.get("/")
    with django_assert_max_num_queries(45):
        browser.get("/")


def test_goals_stand_as_of_the_day_in_the_address_and_links_carry_it(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    today = timezone.localdate()
    FavoriteFactory(user=manager, account=account)
    GoalFactory(
        account=account,
        owner=manager,
        starts_on=today - timedelta(days=90),
        due_on=today - timedelta(days=5),
    )
    then = today - timedelta(days=30)
    browser = browser_of(manager)

    now, past = browser.get("/"), browser.get("/", {"as_of": then})

    assert now.context_data["home"].goals == 0
    assert past.context_data["home"].goals == 1
    assert f"{account.get_absolute_url()}?as_of={then}" in past.content.decode()
    assert f"/goals/?as_of={then}" in past.content.decode()
