"""What every test may ask for."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from abmplanner.kit.actor import SYSTEM, Actor


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
def system() -> Actor:
    """The actor with no bounds."""
    return SYSTEM
