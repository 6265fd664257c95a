"""Logs as one JSON object a line, without what people wrote.

The text of an exception may quote a row ("Key (email)=(…) already exists"), so only its kind and
the places it passed are kept.
"""

import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]


def without_values(_: Any, __: str, event: Event) -> Event:
    """Replace an exception by its kind and the lines it came through."""
    raised = event.pop("exc_info", None)
    if isinstance(raised, tuple) and raised[1] is not None:
        event["exception"] = raised[0].__name__
        event["through"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(raised[2])
        ]
    return event


BEFORE = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_config(*, level: str, debug: bool) -> dict[str, Any]:
    """Return Django's LOGGING: JSON on standard error, and plain text for a developer's screen."""
    last = (
        [structlog.dev.ConsoleRenderer()]
        if debug
        else [without_values, structlog.processors.JSONRenderer()]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": BEFORE,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
            },
        },
        "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["screen"], "level": level},
        "loggers": {
            "django": {"level": level},
            "celery.app.trace": {"level": "WARNING"},  # else each round of the sweeper shows
            "celery.worker.strategy": {"level": "WARNING"},
            "django.server": {"handlers": [], "propagate": True},
        },
    }
