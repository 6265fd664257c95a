"""A survey from its first word to its last answer: asked through the outbox, answered by link."""

import secrets
from collections.abc import Mapping
from typing import Any

import pghistory
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.saving import Built, Source, save_row
from accounts.actions.consent import add_line
from accounts.actions.data_feed import extend_feeds
from accounts.actions.job import FailedError, ask, job_kind
from accounts.actions.outbox import LETTERS, Fate, Letter, UnwantedError, queue
from accounts.enums import (
    ConsentAction,
    ConsentBasis,
    ConsentChannel,
    ConsentPurpose,
    ConsentSource,
    EmailStatus,
    OutboxKind,
    RecordType,
)
from accounts.models import (
    Account,
    ConsentEvent,
    Contact,
    Invitation,
    Job,
    Outbox,
    Question,
    Response,
    Survey,
)
from accounts.queries.invitation import (
    Candidate,
    Choice,
    answer_to,
    candidates,
    due_for_reminder,
    invitations_of,
    link_token,
    may_be_written_to,
    token_hash,
    token_of,
)
from accounts.queries.survey import language_of, words_of

LETTER = "survey"
SOURCE = "survey"
CHUNK = 100


@transaction.atomic
def save_survey(
    actor: Actor,
    source: Source[Survey],
    texts: Mapping[str, tuple[str, str]],
    *,
    version: int | None = None,
) -> Survey:
    """Save a survey with its questions: French and English text by kind; empty is the usual one."""
    survey = save_row(actor, source, version=version)
    rows = Question.objects.visible_to(actor).filter(survey=survey)
    with pghistory.context(actor=actor.label):
        for kind, (french, english) in texts.items():
            row = rows.filter(kind=kind).first() or Question(survey=survey, kind=kind)
            row.text_fr, row.text_en = french, english
            if french or english:
                row.full_clean()
                row.save()
            elif row.pk:
                row.delete()
    return survey


@transaction.atomic
def close_survey(actor: Actor, survey: Survey, *, version: int | None) -> Survey:
    """Take no more answers from now on: every link of the survey is dead at once."""
    survey.closed_at = timezone.now()
    closed: Survey = save_row(actor, Built(survey), version=version)
    return closed


# ---- Asking ----


def ask_people(actor: Actor, survey: Survey, choice: Choice) -> Job:
    """Let a worker ask whom a choice names; who may not be asked by then is left out."""
    return ask("survey.ask", actor, {"survey": survey.pk, "choice": choice.written()})


def remind_people(actor: Actor, survey: Survey) -> Job:
    """Let a worker remind those who have not answered for some days."""
    return ask("survey.remind", actor, {"survey": survey.pk})


@job_kind("survey.ask", operation="survey.edit")
def ask_chunk(job: Job) -> bool:
    """Invite the next people of a choice."""
    actor, survey = Actor.of_job(job), survey_of(job)
    choice = Choice.read(job.parameters["choice"])
    after = job.checkpoint.get("contact", 0)
    found = candidates(actor, survey, choice, timezone.now(), after=after, most=CHUNK)
    invite(actor, survey, [each.contact for each in found.asked])
    everybody = [*found.asked, *found.left_out]
    job.checkpoint = {"contact": max((_key(each) for each in everybody), default=after)}
    job.done += len(everybody)
    job.result = {"asked": job.result.get("asked", 0) + len(found.asked)}
    return found.is_cut


def _key(candidate: Candidate) -> int:
    return int(candidate.contact.pk)


def invite(actor: Actor, survey: Survey, people: list[Contact]) -> None:
    """Write an invitation for each person, and queue its mail."""
    if not people:
        return
    with pghistory.context(actor=actor.label):
        for person in people:
            seed = secrets.token_hex(32)
            hashed = token_hash(link_token(seed, settings.SECRET_KEY))
            row = Invitation(survey=survey, account=person.account, contact=person)
            row.seed, row.token_hash = seed, hashed
            row.full_clean()
            row.save()
            queue_mail(row, "0")
    now = timezone.now()
    accounts = {person.account_id: person.account for person in people}.values()
    for kind in (RecordType.INVITATION, RecordType.RESPONSE):
        extend_feeds(
            SYSTEM,
            kind,
            SOURCE,
            covers_from=now,
            covers_to=None,
            accounts=accounts,
            now=now,
        )


@job_kind("survey.remind", operation="survey.edit")
def remind_chunk(job: Job) -> bool:
    """Remind the next of those who have not answered."""
    actor, survey, now = Actor.of_job(job), survey_of(job), timezone.now()
    rows = due_for_reminder(invitations_of(actor, survey), now)
    rows = rows.filter(pk__gt=job.checkpoint.get("invitation", 0)).order_by("pk")
    found = list(rows[:CHUNK])
    for row in found:
        queue_mail(row, f"{now:%Y-%m-%d}")
    if found:
        job.checkpoint = {"invitation": found[-1].pk}
    job.done += len(found)
    job.result = {"reminded": job.done}
    return len(found) == CHUNK


def survey_of(job: Job) -> Survey:
    """Return the survey of a job, or raise FailedError where it takes no answers any more."""
    rows = Survey.objects.visible_to(Actor.of_job(job))
    survey: Survey | None = rows.filter(pk=job.parameters["survey"]).first()
    if survey is None or survey.is_over(timezone.localdate()):
        raise FailedError(_("The survey is closed, or out of your reach."))
    return survey


def queue_mail(invitation: Invitation, mark: str) -> None:
    """Queue the mail of an invitation; its link is put in when it leaves, and lies nowhere.

    mark is 0 for the invitation, and the day for a reminder: one mail a day at most.
    """
    key = f"{LETTER}:{invitation.survey_id}:{invitation.pk}:{mark}"
    queue(OutboxKind.MAIL, key, invitation.contact.email, {"invitation": invitation.pk})


# ---- The mail ----


def write_mail(message: Outbox) -> Mapping[str, Any]:
    """Return the words of an invitation's mail, or of a reminder, in the person's language."""
    row = invitation_in(message)
    token = wanted_token(row)
    account = row.account
    language = language_of(account, row.survey, settings.LANGUAGE_CODE)
    link = settings.SITE_URL + reverse("accounts:survey_answer", args=[token])
    stop = settings.SITE_URL + reverse("accounts:survey_stop", args=[token])
    with translation.override(language):
        said = mail_words(
            row.survey, link, stop, row.contact.name, is_reminder=is_reminder(message)
        )
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return {**said, "headers": headers}


def mail_words(
    survey: Survey, link: str, stop: str, name: str, *, is_reminder: bool = False
) -> dict[str, str]:
    """Return subject and body of a mail in the active language."""
    asked = words_of(survey)
    context = {
        "asked": asked,
        "survey": survey,
        "link": f"{link}?lang={translation.get_language()}",
        "stop": f"{stop}?lang={translation.get_language()}",
        "name": name,
        "is_reminder": is_reminder,
    }
    subject = _("One question about working with us")
    if is_reminder:
        subject = _("Reminder: one question about working with us")
    return {"subject": subject, "body": render_to_string("accounts/survey_mail.txt", context)}


def wanted_token(row: Invitation) -> str:
    """Return the secret part of the link that leaves, unless the mail is not wanted any more.

    A link whose key was thrown away since is made anew; the old one is dead then.
    """
    if row.survey.is_over(timezone.localdate()):
        raise UnwantedError("The survey is closed.")
    if row.declined_at or answer_to(row) is not None:
        raise UnwantedError("The person answered or declined.")
    if not may_be_written_to(row.contact, timezone.now()):
        raise UnwantedError("The person may not be written to any more.")
    token = token_of(row)
    if not token:
        token = link_token(row.seed, settings.SECRET_KEY)
        changed(row, token_hash=token_hash(token))
    return token


def hear(message: Outbox, fate: Fate) -> None:
    """Note that an invitation or a reminder left, or that its address is dead."""
    row = invitation_in(message)
    if fate is Fate.LEFT and is_reminder(message):
        changed(row, reminded_at=Now())
    elif fate is Fate.LEFT:
        changed(row, sent_at=Now(), delivered_at=Now())
    elif fate is Fate.REFUSED:
        note_bounce(row)
    elif fate is Fate.GIVEN_UP and not is_reminder(message):
        changed(row, bounced_at=Now())


def is_reminder(message: Outbox) -> bool:
    """Tell whether a mail reminds of an invitation."""
    return not message.key.endswith(":0")


def invitation_in(message: Outbox) -> Invitation:
    """Return the invitation that a mail is of."""
    rows = Invitation.objects.visible_to(SYSTEM).select_related("survey", "contact", "account")
    found: Invitation = rows.get(pk=message.key.split(":")[2])
    return found


def changed(row: Invitation, **values: Any) -> None:
    """Write what became of an invitation."""
    Invitation.objects.visible_to(SYSTEM).filter(pk=row.pk).update(**values)


@transaction.atomic
def note_bounce(row: Invitation) -> None:
    """Note that an invitation came back: it was not delivered, and its address is dead."""
    changed(row, bounced_at=Now(), delivered_at=None)
    people = Contact.objects.visible_to(SYSTEM).filter(pk=row.contact_id)
    people.filter(email=row.contact.email).update(email_status=EmailStatus.BOUNCED)


LETTERS[LETTER] = Letter(write_mail, hear)


# ---- Answering ----


@transaction.atomic
def answer(invitation: Invitation, *, score: int, comment: str) -> Response:
    """Write what a person answered by their link; until the survey closes they may change it.

    The invitation is locked, so that of many answers sent at once one row comes out.
    """
    rows = Invitation.objects.visible_to(SYSTEM).select_for_update(of=("self",))
    held = rows.select_related("contact__account").get(pk=invitation.pk)
    row = answer_to(held) or Response(
        survey_id=held.survey_id,
        invitation=held,
        account=home_of(held),
        contact=held.contact,
        responded_at=timezone.now(),
    )
    row.score, row.comment = score, comment
    seen = row.version if row.pk else None
    saved: Response = save_row(Actor.of_survey(held), Built(row), version=seen)
    return saved


def home_of(invitation: Invitation) -> Account:
    """Return where the person works who answers."""
    return invitation.contact.account


@transaction.atomic
def decline(invitation: Invitation) -> None:
    """Note that a person wants no surveys: said once by their link, it holds for all of them."""
    if invitation.declined_at is None:
        changed(invitation, declined_at=Now())
    line = ConsentEvent(
        contact=invitation.contact,
        purpose=ConsentPurpose.SURVEYS,
        channel=ConsentChannel.EMAIL,
        basis=ConsentBasis.LEGITIMATE_INTEREST,
        action=ConsentAction.OBJECTED,
        occurred_at=timezone.now(),
        proof_ref=f"survey link {invitation.pk}",
    )
    same = ConsentEvent.objects.visible_to(SYSTEM).filter(
        contact=invitation.contact, proof_ref=line.proof_ref, action=line.action
    )
    if not same.exists():
        add_line(Actor.of_survey(invitation), line, source=ConsentSource.PERSON)
