"""The people of an account in a browser: every view, by keyboard, on a phone, in both languages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Account, BuyingGroup, Contact, User
from tests.factories import (
    AccountFactory,
    ContactFactory,
    GroupPeriodFactory,
    InfluenceLineFactory,
    MembershipFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    RelationshipFactory,
    RelationshipRatingFactory,
    ReportingLineFactory,
    RoleNeedFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
on_each_size = pytest.mark.parametrize("size", ["desktop", "phone"])
in_each_language = pytest.mark.parametrize("language", ["en", "fr"])


@pytest.fixture
def manager() -> User:
    """An ABM manager."""
    return UserFactory(name="Ada")


@pytest.fixture
def account(manager: User) -> Account:
    """An account they keep, with people who report to each other and are known, or not."""
    program = ProgramAssignmentFactory(user=manager, program=ProgramFactory()).program
    account: Account = AccountFactory(name="Airbus", team=[manager], programs=[program])
    for role in ("decision_maker", "champion"):
        RoleNeedFactory(program=program, role=role)
    boss = ContactFactory(account=account, name="Thibault Garnier", seniority="executive")
    for name in ("Inès Maréchal", "Quentin Faure"):
        contact = ContactFactory(account=account, name=name, function="Operations")
        ReportingLineFactory(contact=contact, manager=boss)
        bond = RelationshipFactory(contact=contact, user=manager)
        for level in (1, 2):
            RelationshipRatingFactory(relationship=bond, level=level, wanted=3, stance="driver")
    ReportingLineFactory(contact=boss, manager=ContactFactory(account=account), kind="dotted")
    InfluenceLineFactory(contact=contact, influenced=boss, weight=3)
    group = GroupPeriodFactory(group__account=account, group__name="Factory").group
    MembershipFactory(group=group, contact=boss)
    return account


def person(account: Account, name: str) -> Contact:
    """Return somebody of an account."""
    found: Contact = account.contacts.unscoped("a test").get(name=name)
    return found


@in_each_language
@on_each_size
def test_all_pages_of_people_are_accessible(
    open_as: Open, accessible: Any, manager: User, account: Account, size: str, language: str
) -> None:
    User.objects.filter(pk=manager.pk).update(language=language)
    people = f"/accounts/{account.public_id}/contacts/"
    group = BuyingGroup.objects.unscoped("a test").get()

    for path in (
        people,
        f"{people}?view=chart&lines=influence",
        f"{people}?view=chart&group={group.public_id}",
        f"{people}?view=matrix",
        f"/accounts/{account.public_id}/groups/",
        f"/groups/{group.public_id}/",
        f"/contacts/{person(account, 'Inès Maréchal').public_id}/",
    ):
        page = open_as(manager, path, size)
        accessible(page)


@on_each_size
def test_a_relationship_is_rated_from_the_list_and_focus_is_kept(
    open_as: Open, accessible: Any, manager: User, account: Account, size: str
) -> None:
    page = open_as(manager, f"/accounts/{account.public_id}/contacts/?q=ines", size)

    page.locator(".people-acts summary").press("Enter")
    page.get_by_role("link", name="Rate the relationship with Ada").press("Enter")
    expect(page.locator("#drawer")).to_be_visible()
    accessible(page)
    page.locator("#drawer #id_level").select_option("4")
    page.locator("#drawer").get_by_role("button", name="Save").press("Enter")

    expect(page).to_have_url(re.compile(r"/contacts/\?q=ines$"))
    expect(page.locator(".people-tie")).to_contain_text("Partner")


def test_the_views_are_switched_and_people_narrowed_by_keyboard(
    open_as: Open, accessible: Any, manager: User, account: Account
) -> None:
    page = open_as(manager, f"/accounts/{account.public_id}/contacts/")

    page.locator("#way-chart").press("Enter")
    expect(page.locator(".org .person-card")).to_have_count(4)
    below = page.locator(".org-below > summary").first
    below.press("Enter")
    expect(page.locator(".org .person-card:visible")).to_have_count(2)
    below.press("Enter")
    page.locator("#lines-switch").press("Enter")
    expect(page.locator(".org-ear")).to_have_count(1)
    page.locator("#people_q").fill("ines")

    expect(page.locator(".org .person-card")).to_have_count(1)
    expect(page.locator(".org-aside")).to_have_text(["Thibault Garnier"])
    expect(page).to_have_url(re.compile("view=chart.*lines=influence|lines=influence.*view=chart"))
    expect(page.locator("#people_q")).to_be_focused()
    accessible(page)


def test_a_missing_role_is_filled_with_who_is_suggested(
    open_as: Open, manager: User, account: Account
) -> None:
    page = open_as(manager, f"/accounts/{account.public_id}/groups/")

    page.get_by_role("link", name="Put Inès Maréchal in the role Champion").click()
    expect(page.locator("#drawer #id_contact option:checked")).to_have_text("Inès Maréchal")
    page.locator("#drawer").get_by_role("button", name="Save").click()

    expect(page.locator(".group-held")).to_contain_text("2 of 2 roles held")
    expect(page).to_have_url(re.compile("/groups/$"))
