"""Surveys on pages: the outsider's, which says nothing of the account, and the manager's."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, ConsentEvent, Invitation, Response, Survey, User
from accounts.queries.invitation import link_token, token_hash
from tests.factories import (
    ContactFactory,
    InvitationFactory,
    ProgramFactory,
    QuestionFactory,
    SurveyFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(program: Any) -> Survey:
    """A wave that is open."""
    today = timezone.localdate()
    survey = SurveyFactory(
        name_en="Secret name", program=program, opens_on=today, closes_on=today + timedelta(20)
    )
    QuestionFactory(survey=survey)
    return survey


@pytest.fixture
def invitation(account: Account, survey: Survey) -> Invitation:
    """Somebody at the account was asked."""
    seed = secrets.token_hex(32)
    contact = ContactFactory(account=account, name="Ines Marechal")
    hashed = token_hash(link_token(seed, configured.SECRET_KEY))
    return InvitationFactory(
        survey=survey,
        contact=contact,
        seed=seed,
        token_hash=hashed,
        sent_at=timezone.now(),
        delivered_at=timezone.now(),
    )


@pytest.fixture
def link(invitation: Invitation) -> str:
    """The personal link."""
    token = link_token(invitation.seed, configured.SECRET_KEY)
    return reverse("accounts:survey_answer", args=[token])


def answers() -> Any:
    """Return every answer."""
    return Response.objects.visible_to(SYSTEM)


def test_the_page_asks_one_question_and_says_nothing_of_the_account(
    link: str, account: Account
) -> None:
    response = Client().get(link)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Would you recommend us?" in page
    for hidden in (account.name, "Ines", "Secret name", "Keystone", "abmplanner/"):
        assert hidden not in page
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "<script" not in page
    assert not response.cookies


def test_to_look_answers_nothing(link: str) -> None:
    Client().get(link, {"score": "9"})
    Client().head(link)

    assert not answers().exists()


def test_an_answer_is_kept_thanked_for_and_may_be_changed(link: str, account: Account) -> None:
    browser = Client(enforce_csrf_checks=True)

    thanks = browser.post(link, {"score": "9", "comment": "Good."}, follow=True)
    again = browser.get(link)
    browser.post(link, {"score": "4", "comment": ""})

    said = answers().get()
    assert "Thank you" in thanks.content.decode()
    assert "You answered on" in again.content.decode()
    assert (said.score, said.comment, said.account) == (4, "", account)


@pytest.mark.parametrize("score", ["", "11", "-1", "9.5", "nine"])
def test_a_score_is_a_whole_number_from_0_to_10(link: str, score: str) -> None:
    response = Client().post(link, {"score": score, "comment": "Kept words"})

    assert response.status_code == 422
    assert "Kept words" in response.content.decode()
    assert not answers().exists()


def test_a_link_that_is_wrong_closed_or_too_early_answers_the_same(
    link: str, survey: Survey, one_minute: None
) -> None:
    wrong = Client().get(reverse("accounts:survey_answer", args=["A" * 43]))
    Survey.objects.visible_to(SYSTEM).filter(pk=survey.pk).update(closed_at=timezone.now())
    closed = Client().post(link, {"score": "9"})
    later = timezone.localdate() + timedelta(days=3)
    Survey.objects.visible_to(SYSTEM).filter(pk=survey.pk).update(closed_at=None, opens_on=later)
    early = Client().get(link)

    assert {wrong.status_code, closed.status_code, early.status_code} == {404}
    assert wrong.content == closed.content == early.content
    assert not answers().exists()


def test_each_change_of_a_letter_is_another_link(link: str, one_minute: None) -> None:
    token = link.strip("/").rsplit("/", 1)[-1]

    for place in range(0, len(token), 6):
        letter = "A" if token[place] != "A" else "B"
        other = token[:place] + letter + token[place + 1 :]
        assert Client().get(reverse("accounts:survey_answer", args=[other])).status_code == 404


def test_guesses_and_answers_are_limited(settings: Any, link: str, one_minute: None) -> None:
    settings.SURVEY_GUESSES_A_MINUTE, settings.SURVEY_ANSWERS_A_MINUTE = 2, 2
    wrong = reverse("accounts:survey_answer", args=["B" * 43])

    guesses = [Client().get(wrong).status_code for _ in range(3)]
    posts = [Client().post(link, {"score": "9"}) for _ in range(3)]

    assert guesses == [404, 404, 429]
    assert [post.status_code for post in posts] == [302, 302, 429]
    assert int(posts[-1]["Retry-After"]) <= 60


def test_whoever_wants_no_surveys_says_so_by_one_post(link: str, invitation: Invitation) -> None:
    asks = Client().get(f"{link}stop/")
    done = Client().post(f"{link}stop/", {"List-Unsubscribe": "One-Click"})

    line = ConsentEvent.objects.visible_to(SYSTEM).get()
    assert "Ask you no more?" in asks.content.decode()
    assert "We will not ask you again" in done.content.decode()
    assert (line.purpose, line.action, line.source) == ("surveys", "objected", "person")
    invitation.refresh_from_db()
    assert invitation.declined_at is not None


@pytest.mark.parametrize(
    ("asked", "said"), [("fr", "Nous recommanderiez-vous"), ("en", "Would you recommend us?")]
)
def test_the_page_speaks_the_browsers_language_and_turns(link: str, asked: str, said: str) -> None:
    by_browser = Client(headers={"accept-language": asked}).get(link).content.decode()
    by_choice = Client(headers={"accept-language": "en"}).get(link, {"lang": asked})

    assert said in by_browser
    assert said in by_choice.content.decode()


# Those who ask


def test_a_wave_is_written_with_its_questions(
    browser_of: BrowserOf, manager: User, program: Any
) -> None:
    page = browser_of(manager).get(reverse("accounts:survey_create"))
    typed = page.context["form"].initial | {
        "name_en": "Wave 1",
        "program": program.pk,
        "opens_on": "2026-03-01",
        "closes_on": "2026-04-01",
        "score_en": "Would you?",
        "once": page.context["once"],
    }

    response = browser_of(manager).post(
        reverse("accounts:survey_create"), {k: v for k, v in typed.items() if v is not None}
    )

    made = Survey.objects.visible_to(SYSTEM).get()
    assert response.status_code == 302
    assert made.questions.visible_to(SYSTEM).get(kind="score").text_en == "Would you?"
    assert "Would you?" in browser_of(manager).get(response["Location"]).content.decode()


def test_words_stay_once_somebody_was_asked(
    browser_of: BrowserOf, manager: User, survey: Survey, invitation: Invitation
) -> None:
    page = browser_of(manager).get(reverse("accounts:survey_edit", args=[survey.public_id]))

    assert page.context["form"].fields["score_en"].disabled
    assert not page.context["form"].fields["closes_on"].disabled


def test_a_wave_of_others_is_not_there(browser_of: BrowserOf, manager: User) -> None:
    foreign = SurveyFactory(program=ProgramFactory())

    for route in ("survey_detail", "survey_edit", "survey_ask", "survey_preview"):
        url = reverse(f"accounts:{route}", args=[foreign.public_id])
        assert browser_of(manager).get(url).status_code == 404


def test_sales_ask_nobody(browser_of: BrowserOf, seller: User) -> None:
    everybodys = SurveyFactory()
    url = reverse("accounts:survey_ask", args=[everybodys.public_id])

    assert browser_of(seller).get(url).status_code == 403
    assert browser_of(seller).post(url).status_code == 403


def test_a_wave_is_closed_by_the_version_that_was_seen(
    browser_of: BrowserOf, manager: User, survey: Survey, link: str
) -> None:
    url = reverse("accounts:survey_close", args=[survey.public_id])
    browser = browser_of(manager)

    statuses = [
        browser.post(url, data).status_code
        for data in ({}, {"version": survey.version + 1}, {"version": survey.version})
    ]

    assert statuses == [428, 409, 302]
    assert Client().get(link).status_code == 404


def test_a_mail_that_came_back_is_noted(
    browser_of: BrowserOf, manager: User, survey: Survey, invitation: Invitation
) -> None:
    url = reverse(
        "accounts:invitation_bounced", args=[survey.public_id, invitation.contact.public_id]
    )

    browser_of(manager).post(url)

    invitation.refresh_from_db()
    page = browser_of(manager).get(reverse("accounts:survey_detail", args=[survey.public_id]))
    assert invitation.delivered_at is None
    assert page.context["reached"].bounced == 1
