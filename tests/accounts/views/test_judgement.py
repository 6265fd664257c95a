"""What we judge by eye: written, corrected, expired; one's own index is one's own."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.history import known
from accounts.models import Account, AccountJudgement, SocialAssessment, SsiReading, User
from tests.factories import UserFactory
from tests.factories.agreement import (
    AccountJudgementFactory,
    CustomerRatingFactory,
    SocialAssessmentFactory,
    SsiReadingFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SSI = {
    "read_on": "2026-05-01",
    "brand": "20",
    "people": "15.5",
    "insights": "9",
    "relationships": "25",
}


def address(route: str, row: Any, *more: Any) -> str:
    return reverse(f"accounts:{route}", args=[row.public_id, *more])


def rows(model: Any) -> Any:
    return model.objects.visible_to(SYSTEM)


def test_sales_judges_an_account_once_though_the_form_is_sent_twice(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    sent = {"rating": "4", "reason": "They buy.", "day": "2026-05-01", "expires_on": "2026-11-01"}

    for _ in range(2):
        browser_of(seller).post(address("judgement_create", account), sent)

    judged = rows(AccountJudgement).get()
    assert (judged.rating, judged.recorded_by, judged.account) == (4, seller, account)


def test_leadership_reads_judgements_and_gives_none(
    browser_of: BrowserOf, leader: User, account: Account
) -> None:
    AccountJudgementFactory(account=account, reason="Loyal", expires_on=date(2021, 1, 1))
    browser = browser_of(leader)

    page = browser.get(address("judgement_list", account)).content.decode()

    assert "3 of 5" in page
    assert "Expired" in page
    assert browser.post(address("judgement_create", account), {}).status_code == 403


@pytest.mark.parametrize(
    ("maker", "model", "route", "field"),
    [
        (AccountJudgementFactory, AccountJudgement, "judgement_edit", "rating"),
        (SocialAssessmentFactory, SocialAssessment, "social_edit", "level"),
    ],
)
def test_the_past_is_corrected_and_read_by_both_clocks(
    browser_of: BrowserOf,
    manager: User,
    account: Account,
    maker: Any,
    model: Any,
    route: str,
    field: str,
) -> None:
    first = maker(account=account)
    maker(account=account, occurred_at=datetime(2026, 1, 1, tzinfo=UTC))
    browser, edit = browser_of(manager), address(route, account, 1)
    seen = browser.get(edit).context_data["form"].initial["seen"]

    browser.post(edit, {field: "2", "subject": "ours", "day": "2020-01-01", "seen": seen})

    mended = rows(model).get(replaces=first)
    then = rows(model).filter(occurred_at=first.occurred_at)
    assert getattr(then.get(known()), field) == 2
    first.refresh_from_db()
    assert getattr(then.get(known(first.voided_at)), field) == 3
    assert mended.recorded_by == manager


def test_ones_own_index_is_written_corrected_and_withdrawn(
    browser_of: BrowserOf, seller: User
) -> None:
    browser = browser_of(seller)
    edit = reverse("accounts:ssi_edit", args=["2026-05-01"])

    browser.post(reverse("accounts:ssi_create"), SSI)
    twice = browser.post(reverse("accounts:ssi_create"), SSI)
    seen = browser.get(edit).context_data["form"].initial["seen"]
    browser.post(edit, SSI | {"brand": "21", "seen": seen})

    assert twice.status_code == 422
    first, second = rows(SsiReading).order_by("pk")
    assert (first.score, second.score, second.replaces) == (69.5, 70.5, first)
    assert rows(SsiReading).get(known(first.voided_at)) == first
    seen = browser.get(edit).context_data["form"].initial["seen"]
    browser.post(edit, SSI | {"seen": seen, "withdraw": "yes"})
    assert browser.get(edit).status_code == 404


def test_an_index_is_seen_by_its_owner_and_their_manager(browser_of: BrowserOf) -> None:
    head = UserFactory()
    seller = UserFactory(sales=True, manager=head)
    SsiReadingFactory(user=seller)
    SsiReadingFactory()

    def seen(person: User) -> list[User]:
        page = browser_of(person).get(reverse("accounts:ssi_list")).context_data["page"]
        return [row.user for row in page.object_list]

    assert (seen(seller), seen(head), seen(UserFactory())) == ([seller], [seller], [])


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "2026-05-02"])
def test_a_day_without_a_reading_is_not_there(
    browser_of: BrowserOf, seller: User, day: str
) -> None:
    assert browser_of(seller).get(reverse("accounts:ssi_edit", args=[day])).status_code == 404


def test_a_stale_correction_of_a_rating_by_the_account_shows_both(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    CustomerRatingFactory(account=account)
    browser, edit = browser_of(manager), address("customer_rating_edit", account, 1)
    seen = browser.get(edit).context_data["form"].initial["seen"]
    sent = {"about": "activities", "score": "2", "day": "2020-01-01", "seen": seen}

    assert browser.post(edit, sent).status_code == 302
    stale = browser.post(edit, {**sent, "score": "4"})

    assert stale.status_code == 409
    assert [each["typed"] for each in stale.context_data["conflict"]["differences"]] == ["4"]
