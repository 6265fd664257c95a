"""Short walks through deals, programs and administration, each page looked at by axe."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Account, User
from tests.factories import (
    AccountFactory,
    AmountChangeFactory,
    ForecastFactory,
    JobFactory,
    OpportunityFactory,
    PipelineFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    StageChangeFactory,
    StageFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenAs = Callable[..., Page]
in_each_way = pytest.mark.parametrize(
    ("size", "language"), [("desktop", "en"), ("phone", "fr"), ("desktop", "fr"), ("phone", "en")]
)


def speak(page: Page, language: str) -> None:
    """Choose the language of all pages: a cookie is kept below the path of its address."""
    site = urljoin(page.url, "/")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
    page.reload()


@pytest.fixture
def manager(transactional_db: Any) -> User:
    """An ABM manager who keeps two programs."""
    person = ProgramAssignmentFactory(user=UserFactory(name="Ada")).user
    ProgramAssignmentFactory(user=person, program=ProgramFactory(name_en="Second"))
    return person


@pytest.fixture
def account(manager: User) -> Account:
    """An account with a deal that was raised, and is late."""
    account = AccountFactory(name="Airbus", programs=[manager.assignments.first().program])
    pipeline, now = PipelineFactory(), timezone.now()
    stage = StageFactory(pipeline=pipeline, name_en="Proposal", name_fr="Proposition")
    deal = OpportunityFactory(account=account, name="Retrofit", pipeline=pipeline)
    for days, tcv in ((40, 100_000), (3, 150_000)):
        AmountChangeFactory(opportunity=deal, tcv=tcv, occurred_at=now - timedelta(days=days))
    StageChangeFactory(opportunity=deal, stage=stage, occurred_at=now - timedelta(days=40))
    late = timezone.localdate() - timedelta(days=5)
    ForecastFactory(opportunity=deal, close_on=late, occurred_at=now - timedelta(days=40))
    return account


@in_each_way
def test_deals_are_looked_at_and_a_bar_opened_by_the_keyboard(
    open_as: OpenAs, accessible: Any, manager: User, account: Account, size: str, language: str
) -> None:
    page = open_as(manager, f"/accounts/{account.public_id}/deals/?period=last_90_days", size)
    speak(page, language)
    expect(page.locator(".deal-card .word-bad")).to_be_visible()
    accessible(page)

    word = {"en": "Raised", "fr": "hausse"}[language]
    page.locator("#waterfall-table a").filter(has_text=word).focus()
    page.keyboard.press("Enter")

    expect(page.locator("#moves tbody tr")).to_have_count(1)
    expect(page.locator("#waterfall-table a[aria-current]")).to_have_count(1)


@in_each_way
def test_an_account_moves_to_another_program(
    open_as: OpenAs, accessible: Any, manager: User, account: Account, size: str, language: str
) -> None:
    first = manager.assignments.order_by("pk").first().program
    page = open_as(manager, f"/programs/{first.public_id}/", size)
    speak(page, language)
    accessible(page)

    page.locator("#enrolment-list input[name=account]").check()
    page.locator(".bulk-acts button").click()
    expect(page.locator("input[name=accounts]")).to_be_checked()
    accessible(page)
    page.locator("[name=target]").select_option(index=1)
    page.locator("[name=reason]").fill("They grow")
    page.locator("main form.form .btn-primary").first.click()

    expect(page.locator("#moves .rows li")).to_have_count(1)
    page.goto("/programs/")
    accessible(page)
    for tick in page.locator("main input[name=program]").all():
        tick.check()
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main table thead th")).to_have_count(3)
    accessible(page)


@in_each_way
def test_administration_has_one_entrance(
    open_as: OpenAs, accessible: Any, transactional_db: Any, size: str, language: str
) -> None:
    admin = UserFactory(name="Root", administrator=True)
    JobFactory(kind="nothing.known", state="failed", error="Why", actor=admin)
    page = open_as(admin, "/administration/", size)
    speak(page, language)
    accessible(page)

    page.locator("a[href='/users/']").click()
    expect(page.locator("#user-list table")).to_be_visible()
    accessible(page)
    page.goto("/jobs/")
    accessible(page)
    page.locator("#job-list form button").click()

    said = {"en": "It goes on from where it stopped.", "fr": "La tâche reprend"}[language]
    expect(page.locator("body")).to_contain_text(said)
