"""The whole site with the demo, in a folder that goes away, to be looked at from outside."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import django

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SILENT = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
PATIENCE = 1800.0  # seconds until a year is measured
Up = subprocess.Popen[bytes]


@contextmanager
def site(*, measured: bool) -> Iterator[str]:
    """Serve the demo and give the address of the site.

    measured waits until nothing is left to measure, so that charts show the whole year; otherwise
    the pages show yesterday at least. The database is open to whoever asks in the block.
    """
    with tempfile.TemporaryDirectory(prefix="abm-", ignore_cleanup_errors=True) as var:
        Path(var).chmod(0o711)  # PostgreSQL's user passes through
        os.environ |= {
            "ABM_VAR": var,
            "DJANGO_SETTINGS_MODULE": "abmplanner.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright's loop runs in this thread
        }
        port = free_port()
        command = [sys.executable, "manage.py", "up", "--port", str(port)]
        up = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 -- our own
        try:
            address = f"http://localhost:{port}"
            eventually(lambda: answers(f"{address}/readyz"), up)
            django.setup()
            eventually(lambda: waiting() == 0 if measured else waiting() < len(all_jobs()), up)
            yield address
        finally:
            close()
            up.terminate()
            up.wait(60)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    """Tell whether something good comes back from an address."""
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310 -- our own
            return bool(answer.status == HTTPStatus.OK)
    except (URLError, OSError):
        return False


def eventually(condition: Callable[[], bool], up: Up) -> None:
    """Wait until something holds, as long as the site lives."""
    until = time.monotonic() + PATIENCE
    while not condition():
        if up.poll() is not None or time.monotonic() > until:
            sys.exit("The site did not come up, or was not measured in time.")
        time.sleep(1)


def all_jobs() -> Any:
    """Return the jobs of everybody."""
    from accounts.models import Job  # noqa: PLC0415 -- app ready

    return Job.objects.unscoped("a bench waits for the work of everybody")


def waiting() -> int:
    """Return how many jobs are not over."""
    from accounts.enums import JobState  # noqa: PLC0415 -- app ready

    return int(all_jobs().filter(state__in=[JobState.QUEUED, JobState.RUNNING]).count())


def close() -> None:
    """Let go of the database before it stops."""
    from django.db import connections  # noqa: PLC0415 -- app ready

    connections.close_all()


def cookie_of(email: str) -> dict[str, str]:
    """Return name and value of the cookie of somebody who signed in."""
    from django.conf import settings  # noqa: PLC0415 -- app ready
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.get(email=email))
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }


def page_of(account: str, view: str) -> str:
    """Return the address of a page of an account, by its name and the name of the route."""
    from django.urls import reverse  # noqa: PLC0415 -- app ready

    from accounts.models import Account  # noqa: PLC0415

    row = Account.objects.unscoped("a bench looks at the demo").get(name=account)
    return reverse(view, args=[row.public_id])
