"""The outbox: a message is queued once, sent once, and outlives a mail server that fails."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from accounts.actions import outbox
from accounts.enums import OutboxKind, OutboxState
from accounts.models import Outbox
from tests.factories.agreement import OutboxFactory

pytestmark = pytest.mark.django_db
SAID = {"subject": "A renewal is due", "body": "In 30 days."}


def queue(key: str = "renewal 1") -> bool:
    return outbox.queue(OutboxKind.MAIL, key, "ada@example.org", SAID)


def refuse(message: Outbox) -> None:
    raise ConnectionRefusedError("no server")


def test_a_message_is_sent_once_what_it_tells_of_is_committed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        is_new = queue()
        assert mail.outbox == []

    assert is_new
    assert [(sent.subject, sent.to) for sent in mail.outbox] == [
        ("A renewal is due", ["ada@example.org"])
    ]
    row = Outbox.objects.get()
    assert (row.state, row.attempts, row.payload) == (OutboxState.SENT, 1, {})


def test_the_same_key_is_queued_once() -> None:
    assert [queue(), queue(), queue("renewal 2")] == [True, False, True]
    assert Outbox.objects.count() == 2


def test_what_is_rolled_back_is_not_sent() -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert outbox.send_due() == 0
    assert mail.outbox == []


def test_a_message_survives_a_failing_server_and_waits_longer_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = OutboxFactory(payload=SAID)
    waits = []
    with monkeypatch.context() as broken:
        broken.setitem(outbox.SENDERS, OutboxKind.MAIL, refuse)
        for _ in range(3):
            assert outbox.send_due() == 1
            message.refresh_from_db()
            waits.append(message.due_at - timezone.now())
            assert (message.state, mail.outbox) == (OutboxState.WAITING, [])
            assert "no server" in message.error
            Outbox.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    assert outbox.send_due() == 1

    message.refresh_from_db()
    assert [round(wait / timedelta(minutes=1)) for wait in waits] == [1, 2, 4]
    assert (message.state, message.attempts, message.error) == (OutboxState.SENT, 4, "")
    assert len(mail.outbox) == 1


def test_a_message_that_failed_is_not_due_before_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    OutboxFactory(payload=SAID)
    monkeypatch.setitem(outbox.SENDERS, OutboxKind.MAIL, refuse)

    assert [outbox.send_due(), outbox.send_due()] == [1, 0]


def test_a_message_is_given_up_after_its_last_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    message = OutboxFactory(payload=SAID, attempts=outbox.ATTEMPTS - 1)
    monkeypatch.setitem(outbox.SENDERS, OutboxKind.MAIL, refuse)

    outbox.send_due()

    message.refresh_from_db()
    assert (message.state, message.attempts) == (OutboxState.FAILED, outbox.ATTEMPTS)


def test_one_message_that_can_not_be_sent_does_not_hold_up_the_others() -> None:
    OutboxFactory(payload={})
    OutboxFactory(payload=SAID)

    assert outbox.send_due() == 2
    assert len(mail.outbox) == 1


def test_a_kind_that_nobody_sends_waits() -> None:
    OutboxFactory(kind=OutboxKind.WEBHOOK)

    assert outbox.send_due() == 0


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_each_message_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setitem(outbox.SENDERS, OutboxKind.MAIL, lambda message: sent.append(message.key))
    OutboxFactory.create_batch(100, payload=SAID)

    def turn(_worker: int) -> int:
        try:
            return outbox.send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        taken = list(workers.map(turn, range(4)))

    assert (sum(taken), len(sent), len(set(sent))) == (100, 100, 100)
