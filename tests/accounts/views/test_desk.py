"""The desk: favorites in one click, and views of lists; each person's own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account, Favorite, SavedView, User
from accounts.queries.desk import filters_in
from tests.factories.agreement import FavoriteFactory, SavedViewFactory

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def address(route: str, row: Any) -> str:
    return reverse(f"accounts:{route}", args=[row.public_id])


def rows(model: Any) -> Any:
    return model.objects.visible_to(SYSTEM)


def test_a_click_takes_an_account_to_hand_and_leads_back(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    browser = browser_of(seller)
    sent = {"favorite": "yes", "back": "/accounts/?status=target"}

    answers = [browser.post(address("favorite_set", account), sent) for _ in range(2)]

    assert [answer.url for answer in answers] == ["/accounts/?status=target"] * 2
    assert [(row.user, row.account) for row in rows(Favorite)] == [(seller, account)]


def test_another_click_lets_go_of_it_and_htmx_takes_the_star(
    browser_of: BrowserOf, seller: User, manager: User, account: Account
) -> None:
    FavoriteFactory(user=seller, account=account)
    other = FavoriteFactory(user=manager, account=account)
    headers = {"HX-Request": "true"}

    part = browser_of(seller).post(
        address("favorite_set", account), {"favorite": "no"}, headers=headers
    )

    assert 'aria-pressed="false"' in part.content.decode()
    assert list(rows(Favorite)) == [other]


def test_the_list_of_accounts_is_narrowed_to_ones_own_favorites(
    browser_of: BrowserOf, seller: User, manager: User, account: Account
) -> None:
    browser = browser_of(seller)

    def shown() -> list[str]:
        page = browser.get(reverse("metrics:account_list"), {"favorite": "on"})
        return [row.account.name for row in page.context_data["rows"]]

    FavoriteFactory(user=manager, account=account)
    assert shown() == []
    FavoriteFactory(user=seller, account=account)
    assert shown() == ["Airbus"]


def test_a_favorite_out_of_reach_is_seen_no_more(seller: User, foreign: Account) -> None:
    FavoriteFactory(user=seller, account=foreign)

    assert not Favorite.objects.visible_to(Actor.of_person(seller)).exists()


def test_what_narrows_a_list_is_kept_under_a_name_and_opened_again(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    browser = browser_of(seller)
    sent = {"name": "Targets", "page": "accounts", "query": "status=target&q=&page=3&sort=name"}

    response = browser.post(reverse("accounts:view_create"), sent)

    assert response.url == "/accounts/?sort=name&status=target"
    page = browser.get(response.url)
    (view, _address, is_open) = page.context_data["desk"]["views"][0]
    assert (view.name, is_open) == ("Targets", True)


def test_a_view_is_renamed_and_deleted_by_its_owner_alone(
    browser_of: BrowserOf, seller: User, manager: User
) -> None:
    view = SavedViewFactory(user=seller, name="Old")

    hidden = browser_of(manager).get(address("view_edit", view))
    browser_of(seller).post(address("view_edit", view), {"name": "New", "version": 1})

    assert hidden.status_code == 404
    assert rows(SavedView).get().name == "New"
    browser_of(seller).post(address("view_delete", view), {"version": 2})
    assert not rows(SavedView).exists()


def test_two_views_of_a_list_do_not_share_a_name(browser_of: BrowserOf, seller: User) -> None:
    SavedViewFactory(user=seller, name="Targets")
    SavedViewFactory(name="Mine")
    browser = browser_of(seller)

    def keep(name: str) -> int:
        sent = {"name": name, "page": "accounts", "query": "status=target"}
        return int(browser.post(reverse("accounts:view_create"), sent).status_code)

    assert (keep("Targets"), keep("Mine")) == (422, 302)


@pytest.mark.parametrize("route", ["metrics:goal_list", "accounts:feedback_list"])
def test_goals_and_feedback_keep_views_too(browser_of: BrowserOf, seller: User, route: str) -> None:
    page = browser_of(seller).get(reverse(route), {"q": "a"}).content.decode()

    assert "Keep this view" in page


def test_filters_have_one_spelling() -> None:
    assert filters_in("b=2&a=1&page=4&c=&b=1") == "a=1&b=2&b=1"
