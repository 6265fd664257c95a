"""Voices in the browser: an outsider answers on a phone, and sales in less than a minute."""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Feedback, Response, User
from accounts.queries.invitation import link_token, token_hash
from tests.factories import (
    AccountFactory,
    ContactFactory,
    DataFeedFactory,
    FeedbackReplyFactory,
    FeedbackRequestFactory,
    FeedbackRoundFactory,
    InvitationFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    ResponseFactory,
    SurveyFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def seller() -> User:
    """A salesperson."""
    return UserFactory(name="Sam", sales=True)


@pytest.fixture
def account(seller: User) -> Account:
    """An account of theirs."""
    return AccountFactory(name="Aerolys", team=[seller])


@pytest.fixture
def link(account: Account) -> str:
    """The personal link of somebody at the account."""
    seed, today = secrets.token_hex(32), timezone.localdate()
    InvitationFactory(
        survey=SurveyFactory(opens_on=today, closes_on=today + timedelta(days=9)),
        contact=ContactFactory(account=account),
        seed=seed,
        token_hash=token_hash(link_token(seed, settings.SECRET_KEY)),
    )
    return f"/s/{link_token(seed, settings.SECRET_KEY)}/"


def test_an_outsider_answers_on_a_phone_in_french_by_keyboard(
    open_as: Open, accessible: Check, link: str
) -> None:
    page = open_as(None, f"{link}?lang=fr", "phone")
    expect(page.get_by_text("Recommanderiez-vous à un collègue")).to_be_visible()
    accessible(page)

    page.get_by_role("radio", name="0", exact=True).focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("Des gens sérieux.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Merci")).to_be_visible()
    accessible(page)
    said = Response.objects.visible_to(SYSTEM).get()
    assert (said.score, said.comment) == (9, "Des gens sérieux.")
    assert "Aerolys" not in page.content()
    assert page.context.cookies() == []


@pytest.mark.parametrize("path", ["/s/nothing/", "stop/"])
def test_what_else_an_outsider_sees_is_accessible(
    open_as: Open, accessible: Check, link: str, path: str
) -> None:
    accessible(open_as(None, path if path.startswith("/") else link + path, "phone"))


def test_sales_answers_in_less_than_a_minute_without_scrolling(
    open_as: Open, accessible: Check, seller: User, account: Account
) -> None:
    today = timezone.localdate()
    round_ = FeedbackRoundFactory(opens_on=today, closes_on=today + timedelta(days=9))
    FeedbackRequestFactory(round=round_, account=account, person=seller)
    other = AccountFactory(name="Zodiac", team=[seller])
    FeedbackRequestFactory(round=round_, account=other, person=seller)
    began = time.monotonic()

    page = open_as(seller, "/", "phone")
    page.get_by_role("link", name="Aerolys").first.click()
    expect(page.get_by_label("5 excellent").first).to_be_in_viewport()
    accessible(page)
    page.get_by_label("4", exact=True).first.check()
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("link", name="Zodiac")).to_be_visible()
    accessible(page)
    assert time.monotonic() - began < 60
    said = Feedback.objects.visible_to(SYSTEM).get()
    assert (said.activities_rating, said.deal_moved) == (4, True)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_of_voices_are_accessible(open_as: Open, accessible: Check, size: str) -> None:
    manager, program = UserFactory(name="Ada"), ProgramFactory()
    ProgramAssignmentFactory(user=manager, program=program)
    account = AccountFactory(name="Airbus", programs=[program], team=[UserFactory(sales=True)])
    today, at = timezone.localdate(), timezone.now() - timedelta(days=2)
    for kind in ("response", "invitation"):
        DataFeedFactory(record_type=kind, account=account)
    survey = SurveyFactory(program=program, opens_on=today - timedelta(9), closes_on=today)
    for score in (10, 9, 8, 3, 9, None):
        contact = ContactFactory(account=account)
        asked = InvitationFactory(survey=survey, contact=contact, sent_at=at, delivered_at=at)
        if score is not None:
            ResponseFactory(survey=survey, invitation=asked, account=account, contact=contact,
                            score=score, comment="Why", responded_at=at)  # fmt: skip
    FeedbackReplyFactory(feedback__account=account, author=manager)

    for path in (
        "/voices/",
        f"/accounts/{account.public_id}/voices/",
        f"/surveys/{survey.public_id}/",
        f"/surveys/{survey.public_id}/ask/",
        "/surveys/new/",
        "/feedback/",
        "/feedback/rounds/new/",
    ):
        accessible(open_as(manager, path, size))
