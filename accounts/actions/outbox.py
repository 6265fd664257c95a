"""What leaves the house, as rows: queued with what it tells of, sent once, tried again.

`queue` writes the message in the transaction of the change it tells of: both or neither. Workers
take messages one at a time, each in a transaction that holds the row locked and that others skip,
so no two send the same. What fails waits longer each time, and is given up after the last attempt.

A mail whose words must not lie in the database, such as one with a personal link, is written when
it leaves: the first word of its key names the Letter that writes it.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from smtplib import SMTPRecipientsRefused
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from kombu.exceptions import OperationalError as BrokerError

from accounts.enums import OutboxKind, OutboxState
from accounts.models import Outbox

logger = logging.getLogger(__name__)

SEND = "accounts.send_outbox"
ATTEMPTS = 10  # over a bit more than a day and a half
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=12)
AT_ONCE = 200  # in one turn of a worker
SAID = 400  # characters kept of an error


class Fate(StrEnum):
    """What became of a message in the end."""

    LEFT = "left"
    REFUSED = "refused"  # the server knows no such address
    GIVEN_UP = "given up"
    UNWANTED = "unwanted"


class UnwantedError(Exception):
    """The message may not leave any more; the text says why."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A kind of mail that is written when it leaves, and who hears what became of it.

    write returns subject, body and headers, or raises UnwantedError. hear is told the fate of the
    message in the transaction in which it is decided.
    """

    write: Callable[[Outbox], Mapping[str, Any]]
    hear: Callable[[Outbox, Fate], None]


LETTERS: dict[str, Letter] = {}


def letter_of(message: Outbox) -> Letter | None:
    """Return what writes a message, None for one whose words are in its payload."""
    return LETTERS.get(message.key.partition(":")[0])


def queue(kind: OutboxKind, key: str, recipient: str, payload: Mapping[str, Any]) -> bool:
    """Queue a message in the caller's transaction, once per key; tell whether it was new.

    A worker is woken once the transaction commits.
    """
    said = {"kind": kind, "recipient": recipient, "payload": dict(payload)}
    _message, is_new = Outbox.objects.get_or_create(key=key, defaults=said)
    if is_new:
        transaction.on_commit(wake)
    return is_new


def wake() -> None:
    """Send a worker to what waits. When the broker is down, the next round comes anyway."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        send_due()
        return
    try:
        current_app.send_task(SEND, retry=False)
    except BrokerError:
        logger.warning("The broker is down; messages wait for the next round.")


def send_due() -> int:
    """Send what is due, one message after the other; return how many were taken."""
    taken = 0
    while taken < AT_ONCE and send_next():
        taken += 1
    return taken


@transaction.atomic
def send_next() -> bool:
    """Take the message that waits longest and send it; tell whether there was one.

    The row stays locked while it is sent: another worker takes the next one.
    """
    waiting = Outbox.objects.filter(state=OutboxState.WAITING, kind__in=SENDERS, due_at__lte=Now())
    message = waiting.order_by("due_at", "pk").select_for_update(skip_locked=True).first()
    if message is None:
        return False
    try:
        SENDERS[message.kind](message)
    except UnwantedError as reason:
        give_up(message, str(reason), Fate.UNWANTED)
    except SMTPRecipientsRefused:  # the address is dead: waiting would not raise it
        give_up(message, "The mail server refused the address.", Fate.REFUSED)
    except Exception as problem:  # whatever a server says, the message waits
        logger.exception("Message %s was not sent.", message.pk)
        put_off(message, f"{type(problem).__name__}: {problem}")
    else:
        rows = Outbox.objects.filter(pk=message.pk)
        rows.update(
            state=OutboxState.SENT, sent_at=Now(), attempts=F("attempts") + 1, error="", payload={}
        )
        tell(message, Fate.LEFT)
    return True


def tell(message: Outbox, fate: Fate) -> None:
    """Let whoever wrote a message hear what became of it."""
    if letter := letter_of(message):
        letter.hear(message, fate)


def put_off(message: Outbox, error: str) -> None:
    """Let a message wait twice as long as last time, or give it up after the last attempt."""
    attempts = message.attempts + 1
    if attempts >= ATTEMPTS:
        give_up(message, error)
        return
    wait = min(FIRST_WAIT * 2**message.attempts, LONGEST_WAIT)
    Outbox.objects.filter(pk=message.pk).update(
        attempts=attempts, due_at=Now() + wait, error=error[:SAID]
    )


def give_up(message: Outbox, error: str, fate: Fate = Fate.GIVEN_UP) -> None:
    """Keep a message as one that never leaves, with the reason."""
    Outbox.objects.filter(pk=message.pk).update(
        attempts=F("attempts") + 1, state=OutboxState.FAILED, error=error[:SAID]
    )
    tell(message, fate)


def send_mail(message: Outbox) -> None:
    """Send a mail: its words are in the payload, or a letter writes them now."""
    letter = letter_of(message)
    said = letter.write(message) if letter else message.payload
    mail = EmailMessage(said["subject"], said["body"], to=[message.recipient])
    mail.extra_headers |= {"X-Abmplanner-Key": message.key, **said.get("headers", {})}
    mail.send()


SENDERS: dict[str, Callable[[Outbox], None]] = {OutboxKind.MAIL: send_mail}
