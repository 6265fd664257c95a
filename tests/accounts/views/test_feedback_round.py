"""Rounds of feedback: who is asked finds it under Today, answers in a minute, and hears back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account, Feedback, FeedbackReply, FeedbackRequest, FeedbackRound, User
from accounts.queries.tasks import TaskKind, tasks_of
from tests.factories import (
    AccountFactory,
    FeedbackFactory,
    FeedbackRequestFactory,
    FeedbackRoundFactory,
    ProgramFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(program: Any) -> FeedbackRound:
    """A round that is open, of the manager's program."""
    today = timezone.localdate()
    return FeedbackRoundFactory(
        program=program,
        name_en="Spring",
        opens_on=today,
        closes_on=today + timedelta(days=9),
        question_en="What comes first?",
    )


def at(route: str, row: Any) -> str:
    """Return the address of a route about one row."""
    return reverse(f"accounts:{route}", args=[row.public_id])


def requests() -> Any:
    """Return every request."""
    return FeedbackRequest.objects.visible_to(SYSTEM)


def test_a_round_asks_the_salespeople_of_its_accounts(
    browser_of: BrowserOf, manager: User, seller: User, account: Account, round_: FeedbackRound
) -> None:
    page = browser_of(manager).get(at("round_ask", round_))
    keys = [pair.key for pair in page.context["pairs"]]
    stranger = f"{seller.public_id}:{AccountFactory(team=[seller]).public_id}"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda run, **_: run())
        browser_of(manager).post(at("round_ask", round_), {"pair": [*keys, stranger]})

    asked = requests().get()
    assert keys == [f"{seller.public_id}:{account.public_id}"]
    assert (asked.person, asked.account) == (seller, account)
    assert [letter.to for letter in mail.outbox] == [[seller.email]]


def test_who_is_asked_finds_it_and_is_led_to_the_next(
    browser_of: BrowserOf, seller: User, account: Account, program: Any, round_: FeedbackRound
) -> None:
    other = AccountFactory(name="Zodiac", team=[seller], programs=[program])
    asked = FeedbackRequestFactory(round=round_, account=account, person=seller)
    FeedbackRequestFactory(round=round_, account=other, person=seller)
    browser = browser_of(seller)

    tasks = tasks_of(Actor.of_person(seller), timezone.localdate())
    form = browser.get(at("feedback_create", account))
    thanks = browser.post(at("feedback_create", account), {"activities_rating": "4"}, follow=True)

    asked.refresh_from_db()
    assert [task.title for task in tasks if task.kind == TaskKind.FEEDBACK] == ["Airbus", "Zodiac"]
    assert "What comes first?" in form.content.decode()
    assert asked.feedback == Feedback.objects.visible_to(SYSTEM).get()
    assert thanks.context["next"].account == other


def test_who_cannot_say_declines_and_nobody_else_for_them(
    browser_of: BrowserOf, seller: User, manager: User, account: Account, round_: FeedbackRound
) -> None:
    asked = FeedbackRequestFactory(round=round_, account=account, person=seller)

    refused = browser_of(manager).post(at("request_decline", asked))
    done = browser_of(seller).post(at("request_decline", asked))

    asked.refresh_from_db()
    assert (refused.status_code, done.status_code) == (403, 302)
    assert asked.declined_at is not None


def test_a_closed_round_asks_no_more(
    browser_of: BrowserOf, manager: User, seller: User, account: Account, round_: FeedbackRound
) -> None:
    FeedbackRequestFactory(round=round_, account=account, person=seller)

    browser_of(manager).post(at("round_close", round_), {"version": round_.version})

    page = browser_of(manager).get(at("round_detail", round_))
    assert browser_of(seller).get(reverse("accounts:feedback_thanks")).context["next"] is None
    assert [line.asked.value for line in page.context["lines"]] == ["expired"]


def test_a_reminder_is_one_mail_a_day(
    browser_of: BrowserOf, manager: User, seller: User, account: Account, round_: FeedbackRound
) -> None:
    FeedbackRequestFactory(round=round_, account=account, person=seller)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda run, **_: run())
        browser_of(manager).post(at("round_remind", round_))
        browser_of(manager).post(at("round_remind", round_))

    assert len(mail.outbox) == 1
    assert requests().get().reminded_at is not None


def test_the_author_reads_what_becomes_of_it(
    browser_of: BrowserOf, manager: User, seller: User, account: Account
) -> None:
    said = FeedbackFactory(account=account, author=seller, comment="Too late.")

    before = tasks_of(Actor.of_person(manager), timezone.localdate())
    refused = browser_of(seller).post(at("feedback_reply", said), {"text": "Mine"})
    browser_of(manager).post(at("feedback_reply", said), {"outcome": "doing", "text": "We move."})
    page = browser_of(seller).get(reverse("metrics:account_voices", args=[account.public_id]))

    reply = FeedbackReply.objects.visible_to(SYSTEM).get()
    assert refused.status_code == 403
    assert reply.author == manager
    assert "We move." in page.content.decode()
    assert TaskKind.REPLY not in {task.kind for task in before}  # the account is not theirs to mind


def test_a_round_of_others_is_not_there(browser_of: BrowserOf, manager: User, seller: User) -> None:
    foreign = FeedbackRoundFactory(program=ProgramFactory())

    assert browser_of(manager).get(at("round_detail", foreign)).status_code == 404
    assert browser_of(seller).get(at("round_detail", FeedbackRoundFactory())).status_code == 403
