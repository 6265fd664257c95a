"""Every route by every method and everybody, on a row of theirs, of others and of none.

The routes come from the router, what must come back from the policy, and what is sent from the
factories: whoever adds a route adds its line to the policy and nothing here.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.authz.cells import Matrix
from tests.authz.routes import Entry, entries

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
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
}
FEWEST_CELLS = 3_000

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]
by_route = pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)


@pytest.fixture(scope="module")
def matrix(django_db_setup: None, django_db_blocker: Any) -> Iterator[Matrix]:
    """The world and its answers, in one transaction that is undone at the end."""
    with django_db_blocker.unblock(), override_settings(**QUICK), transaction.atomic():
        logging.disable(logging.WARNING)  # thousands of refusals are meant
        yield Matrix()
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)


@by_route
def test_matrix(matrix: Matrix, entry: Entry) -> None:
    assert matrix.of(entry).wrong.get("matrix", []) == []


@by_route
def test_canary(matrix: Matrix, entry: Entry) -> None:
    assert matrix.of(entry).wrong.get("canary", []) == []


@by_route
def test_notrace(matrix: Matrix, entry: Entry) -> None:
    assert matrix.of(entry).wrong.get("trace", []) == []


@by_route
def test_headers(matrix: Matrix, entry: Entry) -> None:
    assert matrix.of(entry).wrong.get("headers", []) == []


@by_route
def test_audit_diff(matrix: Matrix, entry: Entry) -> None:
    assert matrix.of(entry).wrong.get("audit", []) == []


def test_matrix_is_whole(matrix: Matrix, capsys: pytest.CaptureFixture[str]) -> None:
    findings = {entry.name: matrix.of(entry) for entry in entries()}
    cells = sum(found.cells for found in findings.values())

    with capsys.disabled():
        print(f"\n{cells} cells on {len(findings)} routes")

    assert cells >= FEWEST_CELLS
    assert [name for name, found in findings.items() if not found.called] == []
