"""One walk through the product: a CRM comes in, a plan is written, sales speaks, leadership reads.

The files have the shape and the traps of the CRM that Maven Analytics published; with
ABM_REAL_DATA naming a folder that holds it, the walk goes over the published files themselves.
"""

import os
import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Feedback, ImportRow, Program, User
from metrics.models import Goal
from tests.factories import (
    ProgramAssignmentFactory,
    ProgramFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.factories.user import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenAs = Callable[..., Page]
MAPPINGS = Path(__file__).parent.parent / "data" / "mappings" / "maven_crm"
COMPANY = "Isdom"
YEAR = "period=custom&start=2017-01-01&end=2017-12-31&as_of=2017-12-31"


def a_crm(folder: Path) -> Path:
    """Write a small CRM in two files: accounts with a parent, deals without a home or a date."""
    chance = random.Random(31)  # noqa: S311 -- a fixed story, no secret
    names = [COMPANY, "Cancity", "Betasoloin", "Zotware"]
    accounts = ["account,sector,year_established,revenue,employees,office_location,subsidiary_of"]
    accounts += [
        f"{name},technolgy,1996,{100 + place}.04,{900 + place},United States,"
        f"{names[0] if place == 3 else ''}"
        for place, name in enumerate(names)
    ]
    deals = [
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"
    ]
    for number in range(120):
        name = names[number % 4] if number % 6 else ""
        stage = ("Won", "Won", "Lost", "Engaging", "Prospecting")[number % 5]
        engaged = date(2016, 11, 1) + timedelta(days=chance.randrange(300))
        closed = engaged + timedelta(days=chance.randrange(5, 120))
        is_closed = stage in {"Won", "Lost"}
        deals.append(
            ",".join(
                [
                    f"K{number:07}",
                    "Moses Frase",
                    "GTXPro",
                    name if is_closed or name else "",
                    stage,
                    ""
                    if stage == "Prospecting"
                    else f"{engaged.month}/{engaged.day}/{engaged.year}",
                    f"{closed.month}/{closed.day}/{closed.year}" if is_closed else "",
                    {"Won": str(400 + number), "Lost": "0"}.get(stage, ""),
                ]
            )
        )
    (folder / "accounts.csv").write_text("\n".join(accounts) + "\n")
    (folder / "sales_pipeline.csv").write_text("\n".join(deals) + "\n")
    return folder


@pytest.fixture
def program(transactional_db: Any) -> Program:
    """A program in dollars."""
    return ProgramFactory(name_en="Hardware", name_fr="Matériel", currency="USD")


@pytest.fixture
def manager(program: Program) -> User:
    """Who keeps the plans."""
    return ProgramAssignmentFactory(program=program, user=UserFactory(name="Ada")).user


@pytest.fixture
def leader(program: Program) -> User:
    """Who reads whether goals are attained."""
    return ProgramAssignmentFactory(
        program=program, user=UserFactory(name="Lena", leader=True)
    ).user


@pytest.fixture
def imported(manager: User, program: Program, tmp_path: Path) -> Account:
    """The account in focus, once the manager's CRM came in by the command that people use."""
    real = os.environ.get("ABM_REAL_DATA")
    folder = Path(real) / "maven_crm" if real else a_crm(tmp_path)
    for name, kind in (("accounts", "accounts"), ("sales_pipeline", "opportunities")):
        call_command(
            "import",
            str(folder / f"{name}.csv"),
            "--as",
            kind,
            "--mapping",
            str(MAPPINGS / f"{name}.json"),
            "--program",
            str(program.public_id),
            "--as-person",
            manager.email,
            "--format",
            "json",
        )
    assert ImportRow.objects.visible_to(SYSTEM).filter(verdict="waiting").exists()
    return Account.objects.visible_to(SYSTEM).get(name=COMPANY)


def test_a_plan_from_the_crm_to_leadership(
    quiet_page: Page,
    open_as: OpenAs,
    accessible: Callable[[Page], None],
    imported: Account,
    manager: User,
    leader: User,
) -> None:
    seller = TeamMemberFactory(account=imported, user=UserFactory(name="Sam", sales=True)).user

    write_a_plan(quiet_page, accessible, manager)
    quiet_page.context.clear_cookies()
    give_feedback(open_as(seller, "/accounts/", "phone"), accessible, imported)
    quiet_page.context.clear_cookies()
    read_the_goals(open_as(leader, "/goals/?as_of=2017-12-31"), accessible)

    goal = Goal.objects.visible_to(SYSTEM).get()
    assert (goal.account, goal.indicator_key) == (imported, "close_rate")
    said = Feedback.objects.visible_to(SYSTEM).get()
    assert (said.author, said.account, said.activities_rating) == (seller, imported, 4)


def write_a_plan(page: Page, accessible: Callable[[Page], None], manager: User) -> None:
    """Sign in, find the account, set an objective and a goal, open the number and come back."""
    page.goto("/")
    page.get_by_label("E-mail").fill(manager.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Imported lines without a home")).to_be_visible()
    page.get_by_role("link", name="Accounts", exact=True).click()
    page.get_by_label("Name").fill(COMPANY.casefold())
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name=COMPANY, exact=True).click()
    expect(page.get_by_role("heading", name=COMPANY, level=1)).to_be_visible()
    accessible(page)

    page.get_by_role("link", name="Add an objective").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Objective", exact=True).fill("Win two of three")
    drawer.get_by_label("Kind").select_option("grow")
    drawer.get_by_role("button", name="Add the objective").click()
    expect(page.get_by_role("heading", name="Win two of three")).to_be_visible()

    page.get_by_role("link", name="Add a goal").first.click()
    form = page.locator("#row-form")
    form.get_by_label("Indicator").select_option("close_rate")
    form.get_by_label("From").fill("2017-01-01")
    form.get_by_label("Due").fill("2017-12-31")
    form.get_by_label("Starting value").fill("40")
    form.get_by_label("Target", exact=True).fill("90")
    form.locator("button[type=submit]").last.click()
    expect(page.get_by_role("heading", name="Close rate", level=1)).to_be_visible()
    accessible(page)

    page.goto(f"/measures/close_rate/?scope=all&{YEAR}&back=/accounts/")
    records = page.locator("#records")
    expect(records).to_contain_text("counted")
    expect(records.locator("tbody tr").first).to_be_visible()
    accessible(page)
    page.locator("main nav a, main .crumbs a").first.click()
    expect(page).to_have_url(re.compile(r"/accounts/$"))


def give_feedback(page: Page, accessible: Callable[[Page], None], account: Account) -> None:
    """On a phone: open the account, rate the activities, send."""
    page.get_by_role("link", name=account.name, exact=True).click()
    page.get_by_role("link", name="Give feedback").first.click()
    expect(page.get_by_role("heading", name="Your feedback")).to_be_visible()
    accessible(page)
    form = page.get_by_role("dialog").or_(page.locator("#row-form")).first
    form.get_by_label("4", exact=False).first.check()
    form.get_by_role("button").last.click()
    expect(page.get_by_role("heading", name="Thank you", level=1)).to_be_visible()
    accessible(page)


def read_the_goals(page: Page, accessible: Callable[[Page], None]) -> None:
    """Read the account's row as of the end of the year, open its value, come back."""
    row = page.locator("tr", has=page.get_by_role("link", name="Close rate")).first
    expect(row).to_contain_text("90")
    accessible(page)
    row.locator(".board-sure a").click()
    expect(page.get_by_role("heading", name="Close rate", level=1)).to_be_visible()
    expect(page.locator("#records tbody tr").first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Goals", level=1)).to_be_visible()
