"""Rounds of sales feedback: who is asked, what they say, and the reminders in between."""

from collections.abc import Iterable, Sequence
from datetime import date

import pghistory
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Built, Source, save_row
from accounts.actions.outbox import queue
from accounts.enums import OutboxKind
from accounts.models import Feedback, FeedbackRequest, FeedbackRound, User
from accounts.queries.feedback import Pair, my_requests, requests_of, waiting

LETTER = "feedback"


@transaction.atomic
def give_feedback(actor: Actor, source: Source[Feedback]) -> Feedback:
    """Save what somebody says of an account; it answers the request that closes first."""
    said = save_row(actor, source)
    requests = my_requests(actor, timezone.localdate()).filter(account=said.account)
    first = requests.first()
    if first is not None:
        with pghistory.context(actor=actor.label):
            FeedbackRequest.objects.visible_to(actor).filter(pk=first.pk).update(feedback=said)
    return said


@transaction.atomic
def decline_request(actor: Actor, request: FeedbackRequest) -> None:
    """Note that somebody can't say anything of an account. Doing it twice changes nothing."""
    rows = FeedbackRequest.objects.visible_to(actor).filter(pk=request.pk)
    with pghistory.context(actor=actor.label):
        rows.filter(feedback=None, declined_at=None).update(declined_at=Now())


@transaction.atomic
def ask_colleagues(actor: Actor, round_: FeedbackRound, pairs: Iterable[Pair]) -> int:
    """Ask people about accounts, each once in a round; each gets one mail, however many accounts.

    Return how many requests there are more.
    """
    made = []
    with pghistory.context(actor=actor.label):
        for pair in pairs:
            row = FeedbackRequest(round=round_, account=pair.account, person=pair.person)
            row.full_clean()
            row.save()
            made.append(row)
    write_to(round_, made, "asked")
    return len(made)


@transaction.atomic
def remind_colleagues(actor: Actor, round_: FeedbackRound, today: date) -> int:
    """Remind everybody who has not answered, once a day at most; return how many people."""
    silent = waiting(requests_of(actor, round_), today)
    rows = list(silent.filter(Q(reminded_at=None) | Q(reminded_at__date__lt=today)))
    with pghistory.context(actor=actor.label):
        chosen = FeedbackRequest.objects.visible_to(actor).filter(pk__in=[row.pk for row in rows])
        chosen.update(reminded_at=Now())
    write_to(round_, rows, f"{today:%Y-%m-%d}")
    return len({row.person_id for row in rows})


@transaction.atomic
def close_round(actor: Actor, round_: FeedbackRound, *, version: int | None) -> FeedbackRound:
    """Ask no more from now on; what was not answered expires."""
    round_.closed_at = timezone.now()
    closed: FeedbackRound = save_row(actor, Built(round_), version=version)
    return closed


def write_to(round_: FeedbackRound, rows: Sequence[FeedbackRequest], mark: str) -> None:
    """Queue one mail for each person, about all the accounts that they are asked about."""
    by_person: dict[User, list[str]] = {}
    for row in rows:
        by_person.setdefault(row.person, []).append(row.account.name)
    for person, accounts in by_person.items():
        first = min(row.pk for row in rows if row.person_id == person.pk)
        key = f"{LETTER}:{round_.pk}:{person.pk}:{mark}:{first}"
        queue(OutboxKind.MAIL, key, person.email, mail_words(round_, person, accounts))


def mail_words(round_: FeedbackRound, person: User, accounts: list[str]) -> dict[str, str]:
    """Return subject and body of the mail to somebody who is asked, in their language."""
    with translation.override(person.language):
        said = {
            "name": person.name,
            "round": round_.name,
            "accounts": "\n".join(f"- {account}" for account in accounts),
            "link": settings.SITE_URL + reverse("accounts:feedback_list"),
            "day": date_format(round_.closes_on, "DATE_FORMAT"),
        }
        subject = _("Your feedback: %(round)s") % said
        body = _(
            "Hello %(name)s,\n\nhow is the marketing for your accounts? It takes less than a "
            "minute for each, and you see what becomes of it.\n\n%(accounts)s\n\n%(link)s\n\n"
            "Until %(day)s."
        )
        return {"subject": subject, "body": body % said}
