"""Short walks in a real browser: what people write down by hand, each on a phone as on a desk."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Campaign, Contact, RelationshipRating, User
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    ContactFactory,
    DataFeedFactory,
    EmploymentFactory,
    GroupPeriodFactory,
    ProgramAssignmentFactory,
    RelationshipFactory,
    UserFactory,
)
from tests.factories.dates import LONG_AGO

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenAs = Callable[..., Page]
expect.set_options(timeout=15_000)  # the plan is measured while it is drawn
on_each_size = pytest.mark.parametrize("size", ["desktop", "phone"])


@pytest.fixture
def manager(transactional_db: Any) -> User:
    """An ABM manager who keeps a program."""
    return ProgramAssignmentFactory(user=UserFactory(name="Ada")).user


@pytest.fixture
def account(manager: User) -> Account:
    """An account of the manager's program."""
    program = manager.assignments.get().program
    return AccountFactory(name="Airbus", programs=[program], domains=["airbus.example"])


@pytest.fixture
def contact(account: Account) -> Contact:
    """Somebody who works there since long ago."""
    return EmploymentFactory(contact=ContactFactory(account=account, name="Lea")).contact


def save(page: Page) -> None:
    """Send the form that is open."""
    page.locator("main form.form .btn-primary").first.click()


@on_each_size
def test_a_plan_is_agreed_on_and_taken_back(
    open_as: OpenAs, accessible: Any, manager: User, account: Account, size: str
) -> None:
    page = open_as(manager, f"/accounts/{account.public_id}/plans/new/", size)
    page.locator("#id_ambition").fill("Be the first they call.")
    save(page)

    expect(page.locator("#agreement")).to_contain_text("Be the first they call.")
    page.get_by_role("button", name="Sign for ABM").click()
    expect(page.get_by_role("button", name="Take my signature back")).to_be_visible()
    accessible(page)

    page.get_by_role("button", name="Take my signature back").click()
    expect(page.get_by_role("button", name="Sign for ABM")).to_be_visible()


@on_each_size
def test_a_buying_group_gets_its_members(
    open_as: OpenAs, accessible: Any, manager: User, contact: Contact, size: str
) -> None:
    group = BuyingGroupFactory(account=contact.account, name="Cabin refit")
    GroupPeriodFactory(group=group)
    page = open_as(manager, f"/accounts/{contact.account.public_id}/groups/", size)

    page.get_by_role("link", name="Add a person").click()
    page.locator("#id_contact").select_option(label="Lea")
    page.locator("#id_role").select_option("champion")
    save(page)

    expect(page.locator(".seat-who")).to_contain_text(["Lea"])
    accessible(page)


@on_each_size
def test_a_relationship_is_rated_and_put_right(
    open_as: OpenAs, accessible: Any, manager: User, contact: Contact, size: str
) -> None:
    relationship = RelationshipFactory(contact=contact, user=manager)
    page = open_as(manager, f"/relationships/{relationship.public_id}/ratings/new/", size)
    page.locator("#id_level").select_option("2")
    page.locator("#id_reason").fill("They called back.")
    save(page)
    expect(page.locator("#main")).to_contain_text("They called back.")

    page.goto(f"/relationships/{relationship.public_id}/ratings/1/")
    page.locator("#id_level").select_option("3")
    save(page)

    expect(page).to_have_url(re.compile("/contacts/"))
    rows = RelationshipRating.objects.visible_to(SYSTEM).order_by("pk")
    assert [(row.level, row.voided_at is None) for row in rows] == [(2, False), (3, True)]
    accessible(page)


@on_each_size
def test_a_campaign_gets_its_list(
    open_as: OpenAs, accessible: Any, manager: User, account: Account, size: str
) -> None:
    page = open_as(manager, "/campaigns/new/", size)
    page.locator("#id_name").fill("Spring letters")
    page.locator("#id_channel").select_option("email")
    save(page)
    expect(page.locator("h1")).to_have_text("Spring letters")
    campaign = Campaign.objects.visible_to(SYSTEM).get()

    page.goto(f"/campaigns/{campaign.public_id}/accounts/new/")
    page.get_by_label("Airbus").check()
    save(page)

    expect(page.locator("#target-list")).to_contain_text("Airbus")
    accessible(page)


@on_each_size
def test_an_import_is_undone(
    open_as: OpenAs, accessible: Any, manager: User, account: Account, size: str, tmp_path: Path
) -> None:
    DataFeedFactory(account=account)
    file = tmp_path / "people.csv"
    file.write_text("Name,Account,E-mail\nMax,Airbus,max@airbus.example\n")
    page = open_as(manager, "/data/new/", size)
    page.locator("#id_file").set_input_files(file)
    page.locator("#id_kind").select_option("contacts")
    page.locator("main form button[type=submit]").last.click()
    page.locator("button[name=start]").click()
    expect(page.locator(".tile-figure").first).to_have_text("1")
    assert Contact.objects.visible_to(SYSTEM).filter(name="Max").exists()

    page.locator("#undo button[type=submit]").click()

    expect(page.locator("main")).to_contain_text("This import was undone")
    assert not Contact.objects.visible_to(SYSTEM).filter(name="Max").exists()
    accessible(page)


@on_each_size
def test_the_open_tab_is_in_sight(
    open_as: OpenAs, accessible: Any, manager: User, account: Account, size: str
) -> None:
    page = open_as(manager, f"/accounts/{account.public_id}/judgements/", size)

    expect(page.locator(".account-tabs [aria-current]")).to_be_in_viewport(ratio=0.9)
    accessible(page)


@on_each_size
def test_what_is_typed_in_by_hand_is_accessible_and_fits(
    open_as: OpenAs, accessible: Any, manager: User, contact: Contact, size: str
) -> None:
    account, employment = contact.account, contact.employments.unscoped("a test").get()
    for path in (
        f"/contacts/{contact.public_id}/",
        f"/contacts/{contact.public_id}/employments/new/",
        f"/contacts/{contact.public_id}/employments/{employment.pk}/",
        f"/accounts/{account.public_id}/deals/",
        f"/accounts/{account.public_id}/deals/new/",
        "/data/visitors/",
        "/campaigns/?status=active",
    ):
        accessible(open_as(manager, path, size))
    assert employment.from_at == LONG_AGO
