"""Waking up for what leaves the house."""

from celery import shared_task

from accounts.actions import outbox


@shared_task(name=outbox.SEND)
def send_outbox() -> None:
    """Send what is due. Safe to run twice at once: each message is taken by one worker."""
    outbox.send_due()
