"""Several processes send the same batch at once, of months that nobody made: each touch is one."""

import os
import subprocess
import sys
import time
from datetime import date

import pytest

from abmplanner.kit.by_month import months
from accounts.models import Touch
from tests.factories import AccountFactory
from tests.races.test_lost_updates import ROOT, database_url

WRITERS, ROWS = 4, 2_000
TO_BEGIN = 4  # seconds until all writers are up
MONTHS = {date(2031, month, 1) for month in range(1, 7)}  # that the batch needs


@pytest.mark.django_db(transaction=True)
def test_a_batch_sent_twice_at_once_is_written_once_and_its_months_are_made_once() -> None:
    account = AccountFactory()
    start = str(time.time() + TO_BEGIN)
    script = [sys.executable, "-m", "tests.races.touching", str(account.pk), str(ROWS), start]
    env = {**os.environ, "DATABASE_URL": database_url(), "DATABASE_POOL": "1"}

    writers = [
        subprocess.Popen(script, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(WRITERS)
    ]
    said = [writer.communicate(timeout=400)[0] for writer in writers]

    rows = Touch.objects.unscoped("a test")
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    assert sum(map(int, said)) == ROWS
    assert rows.count() == rows.values("source_key").distinct().count() == ROWS
    assert months("accounts_touch") >= MONTHS
