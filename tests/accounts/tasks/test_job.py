"""A fresh worker knows every kind of work that anybody may ask for."""

import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

KNOWN_TO_A_WORKER = """
import django
from abmplanner.celery import app
django.setup()
app.loader.import_default_modules()
from accounts.actions.job import KINDS
print(*sorted(KINDS), sep="\\n")
"""


def test_a_worker_knows_all_kinds_of_work() -> None:
    found = subprocess.run(
        [sys.executable, "-c", KNOWN_TO_A_WORKER],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.split() == sorted(kinds_in_the_code())


def kinds_in_the_code() -> set[str]:
    root = Path(settings.BASE_DIR)
    files = [path for app in ("accounts", "metrics") for path in (root / app).rglob("*.py")]
    text = "\n".join(path.read_text() for path in files)
    return set(re.findall(r'^@job_kind\("([^"]+)"', text, flags=re.MULTILINE))
