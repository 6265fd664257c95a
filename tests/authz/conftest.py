"""The world in which everybody asks, made once for each module that wants it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import override_settings

from abmplanner.kit import mailbox
from tests.authz.cells import Matrix
from tests.authz.routes import LETTER
from tests.authz.world import MARKS

QUICK = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "CELERY_TASK_ALWAYS_EAGER": True,
    "API_REQUESTS_A_MINUTE": 0,
    "ACCOUNT_RATE_LIMITS": False,
    "MFA_FORCED": False,
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "WHITENOISE_USE_FINDERS": True,
    "WHITENOISE_AUTOREFRESH": True,
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "PAGE_SIZE": 100,
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
}


@pytest.fixture(scope="module")
def matrix(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Matrix]:
    """The world and its answers, in one transaction that is undone at the end."""
    place = tmp_path_factory.mktemp("mail")
    (place / f"{LETTER.rpartition('-')[0]}.log").write_text(f"Subject: {' '.join(MARKS.values())}")
    with (
        django_db_blocker.unblock(),
        override_settings(**QUICK, EMAIL_FILE_PATH=str(place)),
        patch.object(mailbox, "BACKEND", QUICK["EMAIL_BACKEND"]),  # as if its mail were kept
        transaction.atomic(),
    ):
        made = Matrix()
        with logged_to(made.door.lines):
            yield made
        transaction.set_rollback(True)


@contextmanager
def logged_to(lines: logging.Handler) -> Iterator[None]:
    """Keep what is logged, and print none of it: thousands of refusals are meant."""
    loggers = [logging.getLogger(name) for name in ("django", "abmplanner", "accounts", "metrics")]
    before = [(logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(lines)
        logger.propagate = False
        logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        for logger, (propagate, level) in zip(loggers, before, strict=True):
            logger.removeHandler(lines)
            logger.propagate = propagate
            logger.setLevel(level)
