"""What every test may ask for."""

from typing import Any

import pytest

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


@pytest.fixture
def system() -> Actor:
    """The actor with no bounds."""
    return SYSTEM
