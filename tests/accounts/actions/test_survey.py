"""A survey: asked through the outbox by links that lie nowhere, answered once, closed for good."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.actions.survey import answer, ask_people, close_survey, decline, remind_people
from accounts.enums import EmailStatus, JobState
from accounts.models import Contact, DataFeed, Invitation, Job, Outbox, Response, Survey, User
from accounts.queries.invitation import Choice, LeftOut, candidates, invitation_behind, token_of
from tests.factories import (
    AccountFactory,
    ConsentEventFactory,
    ContactFactory,
    InvitationFactory,
    SuppressionFactory,
    SurveyFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"/s/([A-Za-z0-9_-]{43})/\?")


@pytest.fixture
def survey(program: Any) -> Survey:
    """A wave that is open, of the manager's program."""
    today = timezone.localdate()
    return SurveyFactory(
        program=program,
        name_fr="Vague",
        opens_on=today,
        closes_on=today + timedelta(days=20),
    )


def person(account: Any, name: str = "Inès", **changes: Any) -> Contact:
    """Return a contact who was told of our surveys."""
    contact = ContactFactory(account=account, name=name, **changes)
    ConsentEventFactory(
        contact=contact,
        purpose="surveys",
        basis="legitimate_interest",
        action="informed",
        informed_at=timezone.now() - timedelta(days=9),
        occurred_at=timezone.now() - timedelta(days=9),
        proof_ref="letter",
    )
    return contact


def asked(manager: User, survey: Survey, **choice: Any) -> Job:
    """Let the worker ask, and return its job."""
    job = ask_people(Actor.of_person(manager), survey, Choice(**choice))
    job.refresh_from_db()
    return job


def invitation_of(contact: Contact) -> Invitation:
    """Return the one invitation of a person."""
    return Invitation.objects.visible_to(SYSTEM).get(contact=contact)


def stored() -> str:
    """Return everything that the tables of invitations and messages hold, and their audit."""
    found = ""
    for table in ("accounts_invitation", "accounts_invitationevent", "accounts_outbox",
                  "accounts_job"):  # fmt: skip
        with connection.cursor() as cursor:
            sql = f"SELECT string_agg(t::text, ' ') FROM {table} t"  # noqa: S608 -- named above
            cursor.execute(sql)
            found += str(cursor.fetchone()[0])
    return found


def test_a_link_leaves_in_a_mail_and_lies_nowhere(
    manager: User, account: Any, survey: Survey
) -> None:
    contact = person(account, email="ines@example.test")

    job = asked(manager, survey)

    (letter,) = mail.outbox
    (token,) = LINK.findall(letter.body)[:1]
    row = invitation_of(contact)
    assert job.state == JobState.DONE
    assert letter.to == ["ines@example.test"]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert token not in stored()
    assert account.name not in letter.body + letter.subject
    assert row.delivered_at is not None
    assert invitation_behind(token) == row


def test_who_was_asked_is_told_without_an_end(manager: User, account: Any, survey: Survey) -> None:
    person(account)

    asked(manager, survey)

    feeds = DataFeed.objects.visible_to(SYSTEM).filter(account=account, source="survey")
    assert {(feed.record_type, feed.covers_to) for feed in feeds} == {
        ("invitation", None),
        ("response", None),
    }


def test_the_mail_waits_without_its_link(
    settings: Any, manager: User, account: Any, survey: Survey
) -> None:
    settings.EMAIL_BACKEND = "tests.accounts.actions.test_survey.Broken"
    contact = person(account)

    asked(manager, survey)

    message = Outbox.objects.get()
    token = token_of(invitation_of(contact))
    assert message.state == "waiting"
    assert token
    assert token not in stored()


class Broken:
    """A mail server that is down."""

    def __init__(self, *_: Any, **__: Any) -> None:
        """Take whatever Django gives a backend."""

    def send_messages(self, _messages: Any) -> int:
        """Fail."""
        raise ConnectionRefusedError


class Refusing(Broken):
    """A mail server that knows no such address."""

    def send_messages(self, _messages: Any) -> int:
        """Refuse the address."""
        raise SMTPRecipientsRefused({})


def test_an_address_that_is_refused_is_dead(
    settings: Any, manager: User, account: Any, survey: Survey
) -> None:
    settings.EMAIL_BACKEND = "tests.accounts.actions.test_survey.Refusing"
    contact = person(account)

    asked(manager, survey)

    row = invitation_of(contact)
    contact.refresh_from_db()
    assert row.bounced_at is not None
    assert row.delivered_at is None
    assert contact.email_status == EmailStatus.BOUNCED


def test_who_is_left_out_and_why(manager: User, account: Any, survey: Survey) -> None:
    now = timezone.now()
    fine = person(account, "Ada")
    refused = person(account, "Bo")
    ConsentEventFactory(
        contact=refused, purpose="surveys", action="objected", occurred_at=now - timedelta(days=1)
    )
    suppressed = person(account, "Cy")
    SuppressionFactory(
        contact=suppressed, address_hash=suppressed.address_hash, occurred_at=now - timedelta(1)
    )
    unknown = ContactFactory(account=account, name="Di")
    nowhere = person(account, "Ed", email="")
    dead = person(account, "Fay", email_status="bounced")
    tired = person(account, "Gus")
    InvitationFactory(contact=tired, sent_at=now - timedelta(days=30), delivered_at=None)
    here = person(account, "Hal")
    InvitationFactory(contact=here, survey=survey, sent_at=now, delivered_at=now)
    person(AccountFactory(), "Stranger")

    found = candidates(Actor.of_person(manager), survey, Choice(), now)

    assert [each.contact for each in found.asked] == [fine]
    assert {each.contact: each.reason for each in found.left_out} == {
        refused: LeftOut.NOT_ALLOWED,
        suppressed: LeftOut.NOT_ALLOWED,
        unknown: LeftOut.NOT_ALLOWED,
        nowhere: LeftOut.NO_ADDRESS,
        dead: LeftOut.DEAD,
        tired: LeftOut.LATELY,
        here: LeftOut.INVITED,
    }


def test_who_is_ticked_off_is_not_asked(manager: User, account: Any, survey: Survey) -> None:
    one, other = person(account, "Ada"), person(account, "Bo")

    asked(manager, survey, without=(str(other.public_id),))

    assert list(Invitation.objects.visible_to(SYSTEM)) == [invitation_of(one)]


def test_asking_twice_asks_nobody_twice(manager: User, account: Any, survey: Survey) -> None:
    person(account)

    asked(manager, survey)
    again = asked(manager, survey)

    assert again.result == {"asked": 0}
    assert len(mail.outbox) == 1


def test_an_answer_is_one_row_that_may_change(manager: User, account: Any, survey: Survey) -> None:
    contact = person(account)
    asked(manager, survey)
    row = invitation_of(contact)

    answer(row, score=3, comment="Slow.")
    answer(row, score=9, comment="Better.")

    said = Response.objects.visible_to(SYSTEM).get()
    assert (said.score, said.comment, said.version) == (9, "Better.", 2)
    assert (said.account, said.contact, said.survey) == (account, contact, survey)


def test_a_reminder_goes_to_the_silent_alone_with_the_same_link(
    manager: User, account: Any, survey: Survey
) -> None:
    silent, heard, gone = (person(account, name) for name in ("Ada", "Bo", "Cy"))
    asked(manager, survey)
    links = {letter.to[0]: LINK.findall(letter.body)[0] for letter in mail.outbox}
    long_ago = timezone.now() - timedelta(days=6)
    Invitation.objects.visible_to(SYSTEM).update(sent_at=long_ago, delivered_at=long_ago)
    answer(invitation_of(heard), score=8, comment="")
    decline(invitation_of(gone))
    mail.outbox.clear()

    remind_people(Actor.of_person(manager), survey)
    remind_people(Actor.of_person(manager), survey)

    (letter,) = mail.outbox
    assert letter.to == [silent.email]
    assert LINK.findall(letter.body)[0] == links[silent.email]
    assert invitation_of(silent).reminded_at is not None


def test_who_declines_is_not_asked_again(manager: User, account: Any, survey: Survey) -> None:
    contact = person(account)
    asked(manager, survey)

    decline(invitation_of(contact))
    decline(invitation_of(contact))

    later = SurveyFactory(program=survey.program)
    found = candidates(Actor.of_person(manager), later, Choice(pause_days=0), timezone.now())
    assert [each.reason for each in found.left_out] == [LeftOut.NOT_ALLOWED]


def test_nobody_is_asked_for_a_wave_that_is_closed(
    manager: User, account: Any, survey: Survey
) -> None:
    person(account)
    close_survey(Actor.of_person(manager), survey, version=survey.version)

    job = asked(manager, survey)

    assert job.state == JobState.FAILED
    assert mail.outbox == []
