"""The frame offers what the policy opens, and one of the themes that exist."""

import pytest
from django.test import RequestFactory

from abmplanner.icons import ICONS
from abmplanner.kit.actor import Actor
from abmplanner.navigation import (
    MAIN,
    OF_ACCOUNT,
    OF_PROGRAM,
    PERSONAL,
    account_entries,
    marked,
    navigation,
    program_entries,
)
from abmplanner.policy import route_of
from tests.factories.account import AccountFactory
from tests.factories.program import ProgramFactory
from tests.factories.user import UserFactory


def frame(path: str = "/", theme: str = "", **traits: bool) -> dict[str, object]:
    request = RequestFactory().get(path)
    request.COOKIES["theme"] = theme
    request.actor = Actor.of_person(UserFactory.build(**traits) if traits else None)
    return navigation(request)


PLACES = MAIN + PERSONAL + OF_ACCOUNT + OF_PROGRAM


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.view)
def test_each_place_is_a_page_that_the_policy_knows(place: object) -> None:
    assert route_of(place.view) is not None
    assert place.icon in ICONS


def test_nobody_is_led_anywhere_before_signing_in() -> None:
    assert frame()["navigation"] == frame()["personal"] == ()


def test_sales_are_not_led_to_what_they_may_not_open() -> None:
    sales = {entry.url for entry in frame(sales=True)["navigation"]}
    everything = {entry.url for entry in frame(administrator=True)["navigation"]}

    assert sales < everything


def test_the_place_where_one_is_is_marked() -> None:
    entries = frame("/goals/", leader=True)["navigation"]

    assert [entry.url for entry in entries if entry.active] == ["/goals/"]


@pytest.mark.parametrize(
    ("path", "root", "found"),
    [
        ("/contacts/1/", "/accounts/?period=month:2026-03", ["/accounts/"]),
        ("/accounts/1/goals/new/", "/goals/", ["/goals/"]),
        ("/goals/", "", ["/goals/"]),
        ("/solutions/1/", "/solutions/", []),
    ],
)
def test_a_page_lies_where_its_way_back_begins(path: str, root: str, found: list[str]) -> None:
    entries = marked(frame(path, administrator=True)["navigation"], root)

    assert [entry.url for entry in entries if entry.active] == found


@pytest.mark.parametrize(("sent", "given"), [("dark", "dark"), ("light", "light"), ('"><b', "")])
def test_a_theme_that_does_not_exist_is_none(sent: str, given: str) -> None:
    assert frame(theme=sent)["theme"] == given


def tabs(path: str, here: str = "") -> list[str]:
    account = AccountFactory.build()
    request = RequestFactory().get(path.replace("ID", str(account.public_id)))
    request.actor = Actor.of_person(UserFactory.build(leader=True))
    entries = account_entries(account, request, here)
    assert len(entries) == len(OF_ACCOUNT)
    return [str(entry.label) for entry in entries if entry.active]


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/accounts/ID/", ["Plan"]),
        ("/accounts/ID/contacts/", ["People"]),
        ("/accounts/ID/team/new/", ["Team"]),
    ],
)
def test_the_page_of_an_account_is_marked_that_is_open(path: str, marked: list[str]) -> None:
    assert tabs(path) == marked


def test_a_page_that_lies_elsewhere_says_where_it_belongs() -> None:
    assert tabs("/contacts/1/", here="accounts:contact_list") == ["People"]


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/programs/ID/", ["Program"]),
        ("/programs/ID/speed/", ["Speed"]),
        ("/programs/ID/spend/accounts/", ["Spend"]),
        ("/programs/ID/settings/", ["Settings"]),
    ],
)
def test_the_page_of_a_program_is_marked_that_is_open(path: str, marked: list[str]) -> None:
    program = ProgramFactory.build()
    request = RequestFactory().get(path.replace("ID", str(program.public_id)))
    request.actor = Actor.of_person(UserFactory.build(leader=True))
    entries = program_entries(program, request)

    assert len(entries) == len(OF_PROGRAM)
    assert [str(entry.label) for entry in entries if entry.active] == marked
