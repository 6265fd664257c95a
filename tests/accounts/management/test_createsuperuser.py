"""The first administrator of an installation comes from the command that Django has for it."""

import pytest
from django.core.management import call_command

from accounts.enums import Role
from accounts.models import User


@pytest.mark.django_db
def test_the_first_administrator_is_made_by_djangos_own_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "seven yardsticks")

    call_command(
        "createsuperuser", interactive=False, email="Root@example.org", name="Renée", verbosity=0
    )

    first = User.objects.get(email="root@example.org")
    assert first.role == Role.ADMINISTRATOR
    assert first.check_password("seven yardsticks")
