"""Eight processes save one row a hundred times each, and no save is lost."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account
from tests.factories import AccountFactory, UserFactory

WRITERS, SAVES = 8, 100
PATIENCE = 400  # seconds: a busy machine is no failure
ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """Return the address of the database that the tests write to."""
    at: dict[str, Any] = connection.get_connection_params()
    host, name = at.get("host", ""), at["dbname"]
    user = ":".join(filter(None, [at.get("user", ""), at.get("password", "")]))
    if str(host).startswith("/"):
        return f"postgres://{user}@/{host}/{name}"
    return f"postgres://{user}@{host}:{at.get('port', 5432)}/{name}"


@pytest.mark.django_db(transaction=True)
def test_no_save_is_lost_among_eight_processes() -> None:
    person = UserFactory(administrator=True)
    account = AccountFactory(employees=0)
    script = [sys.executable, "-m", "tests.races.writer", str(account.pk), str(person.pk)]
    env = {**os.environ, "DATABASE_URL": database_url(), "DATABASE_POOL": "1"}

    writers = [subprocess.Popen([*script, str(SAVES)], cwd=ROOT, env=env) for _ in range(WRITERS)]
    codes = [writer.wait(timeout=PATIENCE) for writer in writers]

    kept = Account.objects.visible_to(SYSTEM).get(pk=account.pk)
    events = Account.pgh_event_model.objects.unscoped("a test").filter(pgh_obj_id=account.pk)
    assert codes == [0] * WRITERS
    assert kept.employees == WRITERS * SAVES
    assert kept.version == 1 + WRITERS * SAVES
    assert set(events.values_list("version", flat=True)) == set(range(1, 2 + WRITERS * SAVES))
