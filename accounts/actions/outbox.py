"""What leaves the house, as rows: queued with what it tells of, sent once, tried again.

`queue` writes the message in the transaction of the change it tells of: both or neither. Workers
take messages one at a time, each in a transaction that holds the row locked and that others skip,
so no two send the same. What fails waits longer each time, and is given up after the last attempt.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
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
    except Exception as problem:  # whatever a server says, the message waits
        logger.exception("Message %s was not sent.", message.pk)
        put_off(message, f"{type(problem).__name__}: {problem}")
    else:
        rows = Outbox.objects.filter(pk=message.pk)
        rows.update(
            state=OutboxState.SENT, sent_at=Now(), attempts=F("attempts") + 1, error="", payload={}
        )
    return True


def put_off(message: Outbox, error: str) -> None:
    """Let a message wait twice as long as last time, or give it up after the last attempt."""
    attempts = message.attempts + 1
    wait = min(FIRST_WAIT * 2**message.attempts, LONGEST_WAIT)
    Outbox.objects.filter(pk=message.pk).update(
        attempts=attempts,
        state=OutboxState.FAILED if attempts >= ATTEMPTS else OutboxState.WAITING,
        due_at=Now() + wait,
        error=error[:SAID],
    )


def send_mail(message: Outbox) -> None:
    """Send a mail whose payload holds its subject and body."""
    said = message.payload
    mail = EmailMessage(said["subject"], said["body"], to=[message.recipient])
    mail.extra_headers["X-Abmplanner-Key"] = message.key
    mail.send()


SENDERS: dict[str, Callable[[Outbox], None]] = {OutboxKind.MAIL: send_mail}
