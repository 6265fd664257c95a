"""The door for background work: a message only wakes a worker, the Job row says what to do."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "abmplanner.settings")

app = Celery("abmplanner")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Leave logging as settings.py configured it, instead of Celery's own."""


@worker_init.connect
def refuse_unsafe_engines(**_: Any) -> None:
    """Stop the worker where database or broker would lose or leak work."""
    from abmplanner.safety import require_safe_engines  # noqa: PLC0415 -- app ready

    require_safe_engines()
