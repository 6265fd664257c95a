"""Voices: waves as the engine measures them, words for those who asked, and nobody else's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account, CustomerRating, Survey, User
from tests.factories import (
    ContactFactory,
    CustomerRatingFactory,
    DataFeedFactory,
    FeedbackFactory,
    InvitationFactory,
    ResponseFactory,
    SurveyFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(program: Any, account: Account) -> Survey:
    """A wave that runs since ten days, its feed live."""
    today = timezone.localdate()
    for kind in ("response", "invitation"):
        DataFeedFactory(record_type=kind, account=account)
    return SurveyFactory(
        name_en="Wave", program=program, opens_on=today - timedelta(10), closes_on=today
    )


def said(account: Account, survey: Survey, score: int, comment: str = "") -> None:
    """Let somebody of an account answer."""
    at = timezone.now() - timedelta(days=3)
    contact = ContactFactory(account=account)
    asked = InvitationFactory(survey=survey, contact=contact, sent_at=at, delivered_at=at)
    ResponseFactory(
        survey=survey,
        invitation=asked,
        account=account,
        contact=contact,
        score=score,
        comment=comment,
        responded_at=at + timedelta(hours=1),
    )


def of(account: Account) -> str:
    """Return the address of the voices of an account."""
    return reverse("metrics:account_voices", args=[account.public_id])


def test_a_wave_shows_its_score_and_how_the_answers_lie(
    browser_of: BrowserOf, manager: User, account: Account, survey: Survey
) -> None:
    for score in (10, 9, 9, 8, 3):
        said(account, survey, score)

    (wave,) = browser_of(manager).get(of(account)).context["voices"].waves

    assert wave.score.value == 40
    assert [each.value for each in wave.classes.values()] == [3, 1, 1]
    assert (wave.reached.delivered, wave.reached.answered) == (5, 5)


def test_too_few_answers_show_counts_and_no_score(
    browser_of: BrowserOf, manager: User, account: Account, survey: Survey
) -> None:
    said(account, survey, 10)
    said(account, survey, 3)

    response = browser_of(manager).get(of(account))

    (wave,) = response.context["voices"].waves
    assert wave.score.status.value == "suppressed"
    assert response.context["chart"]["series"][0]["values"] == [None]
    assert "Too few answers to show" in response.content.decode()


@pytest.mark.parametrize("waves", [1, 6])
def test_waves_are_measured_together(
    browser_of: BrowserOf,
    manager: User,
    account: Account,
    survey: Survey,
    django_assert_max_num_queries: Any,
    waves: int,
) -> None:
    said(account, survey, 9)
    for back in range(1, waves):
        day = timezone.localdate() - timedelta(30 * back)
        earlier = SurveyFactory(program=survey.program, opens_on=day, closes_on=day + timedelta(9))
        InvitationFactory(survey=earlier, contact=ContactFactory(account=account))
    browser = browser_of(manager)
    browser.get(of(account))

    with django_assert_max_num_queries(29 + 2 * waves):  # two for each: what covers its days
        shown = browser.get(of(account)).context["voices"]

    assert len(shown.waves) == waves
    assert shown.waves[-1].classes["nps_promoters"].value == 1


def test_words_are_read_by_those_who_asked(
    browser_of: BrowserOf, manager: User, leader: User, seller: User, account: Account, survey: Any
) -> None:
    said(account, survey, 2, "Zqsecret words")

    seen = {
        person.role: "Zqsecret" in browser_of(person).get(url).content.decode()
        for person in (manager, leader, seller)
        for url in (of(account),)
    }

    assert seen == {"abm_manager": True, "leadership": False, "sales": False}


def test_voices_of_others_are_nowhere(
    browser_of: BrowserOf, manager: User, account: Account, foreign: Account, survey: Survey
) -> None:
    said(account, survey, 9, "Ours")
    everybodys = SurveyFactory(opens_on=survey.opens_on, closes_on=survey.closes_on)
    said(foreign, everybodys, 0, "Zqforeign words")

    response = browser_of(manager).get(reverse("metrics:voices"))

    page = response.content.decode()
    assert browser_of(manager).get(of(foreign)).status_code == 404
    assert "Ours" in page
    assert "Zqforeign" not in page
    assert foreign.name not in page
    assert sum(wave.reached.asked for wave in response.context["voices"].waves) == 1


def test_a_program_out_of_reach_is_not_there(browser_of: BrowserOf, manager: User) -> None:
    url = reverse("metrics:voices")

    assert browser_of(manager).get(url, {"program": "nothing"}).status_code == 404


def test_what_sales_thinks_of_the_marketing_stands_after_their_words(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    for rating in (5, 4, 3, 5, 3):
        FeedbackFactory(account=account, activities_rating=rating)

    answer = browser_of(manager).get(of(account))

    heard, body = answer.context["voices"], answer.content.decode()
    assert (heard.marketing.value, heard.only) == (75, "sales")
    assert "Of sales only: no account has said anything." in body
    assert body.index('id="feedback"') < body.index('id="ratings"')


def test_what_the_account_says_is_written_down_once_and_corrected(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    contact = ContactFactory(account=account)
    browser = browser_of(seller)
    sent = {"about": "activities", "score": "4", "contact": contact.pk, "comment": "Good"}
    sent["day"] = "2026-03-09"

    for _twice in range(2):
        browser.post(reverse("accounts:customer_rating_create", args=[account.public_id]), sent)

    row = CustomerRating.objects.visible_to(SYSTEM).get()
    assert (row.score, row.contact, row.recorded_by) == (4, contact, seller)
    edit = reverse("accounts:customer_rating_edit", args=[account.public_id, 1])
    seen = browser.get(edit).context_data["form"].initial["seen"]
    browser.post(edit, {**sent, "score": "2", "seen": seen})
    assert CustomerRating.objects.visible_to(SYSTEM).get(voided_at=None).score == 2


def test_a_rating_of_a_colleague_is_seen_by_them_their_manager_and_who_told_it(
    browser_of: BrowserOf, seller: User, manager: User, account: Account
) -> None:
    head = UserFactory()
    manager.manager = head
    manager.save()
    row = CustomerRatingFactory(
        account=account, about="marketer", marketer=manager, recorded_by=seller
    )
    rows = CustomerRating.objects

    def sees(person: User) -> bool:
        return rows.visible_to(Actor.of_person(person)).filter(pk=row.pk).exists()

    assert (sees(seller), sees(manager)) == (True, True)
    assert not sees(UserFactory(administrator=True))


def test_what_was_said_later_is_not_heard_on_an_earlier_day(
    browser_of: BrowserOf, manager: User, account: Account, survey: Survey
) -> None:
    for score in (10, 9, 9):
        said(account, survey, score, "Zqlater words")  # three days ago
    FeedbackFactory(account=account, comment="Zqfeedback of today")
    browser, today = browser_of(manager), timezone.localdate()

    def heard(**asked: Any) -> tuple[int, str]:
        answer = browser.get(of(account), asked)
        (wave,) = answer.context_data["voices"].waves
        return wave.reached.answered, answer.content.decode()

    now, page_now = heard()
    then, page_then = heard(as_of=today - timedelta(days=5))

    assert (now, then) == (3, 0)
    assert "Zqlater" in page_now
    assert "Zqfeedback" in page_now
    assert "Zqlater" not in page_then
    assert "Zqfeedback" not in page_then


def test_each_point_of_the_waves_opens_onto_its_answers(
    browser_of: BrowserOf, manager: User, account: Account, survey: Survey
) -> None:
    said(account, survey, 9)
    browser = browser_of(manager)

    (link,) = browser.get(of(account)).context_data["chart"]["links"]

    assert link.startswith(f"/measures/nps/?scope=account%3A{account.public_id}")
    assert f"start={survey.opens_on}" in link
    assert browser.get(link).status_code == 200
