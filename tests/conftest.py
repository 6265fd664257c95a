"""What every test may ask for."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.questions import Question
from tests.remembering import nothing_remembered


@pytest.fixture(autouse=True, scope="session")
def quick_flush() -> Iterator[None]:
    """Empty only the tables that hold something: truncating 200 empty ones takes seconds.

    Keys and triggers are out of force meanwhile, for everything goes.
    """

    def sql_flush(self: Any, _style: Any, tables: Any, **_kwargs: Any) -> list[str]:
        names = [self.quote_name(table) for table in tables]
        asked = " UNION ALL ".join(
            f"(SELECT {place} WHERE EXISTS (SELECT FROM {name}))"  # noqa: S608 -- names of tables
            for place, name in enumerate(names)
        )
        with connection.cursor() as cursor:
            cursor.execute(asked)
            filled = [names[place] for (place,) in cursor]
        return [
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {name}" for name in filled),  # noqa: S608 -- names of tables
            "SET LOCAL session_replication_role = origin",
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


@pytest.fixture(autouse=True, scope="session")
def questions_are_checked() -> Iterator[None]:
    """Write each statement anew that is remembered, and compare."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Question, "is_checked", True)
        yield


@pytest.fixture(autouse=True)
def plain_settings(settings: Any) -> None:
    """Test with a fast hash, eager tasks and unhashed static files."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.API_REQUESTS_A_MINUTE = 0
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def own_language(settings: Any) -> Iterator[None]:
    """Leave no test the language that a page was asked for in another."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A minute that does not end, in which nothing was counted yet."""
    monkeypatch.setattr("abmplanner.kit.limits.time", SimpleNamespace(time=lambda: 90.0))
    with nothing_remembered():
        yield


@pytest.fixture
def system() -> Actor:
    """The actor with no bounds."""
    return SYSTEM
