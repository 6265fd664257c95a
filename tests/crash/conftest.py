"""What crash tests may ask for: `house`, a private installation that they may kill."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pytest

from abmplanner.embedded import Engines
from tests.crash.house import QUICK, House, make_template, running_house


class HouseOf(Protocol):
    """Starts a house whose worker also knows the kinds of work of a test's module."""

    def __call__(
        self, *, include: str = "", pace: Mapping[str, str] = QUICK
    ) -> AbstractContextManager[House]: ...


@pytest.fixture(scope="session")
def crash_engines() -> Iterator[Engines]:
    """Engines with a migrated database to copy, in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="abm-crash-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # PostgreSQL's user passes through
        engines = Engines(Path(folder), durable=False)
        make_template(engines)
        yield engines


@pytest.fixture(autouse=True)
def real_workers(settings: Any) -> None:
    """Leave the work to real workers."""
    settings.CELERY_TASK_ALWAYS_EAGER = False


@pytest.fixture(scope="module")
def house_of(crash_engines: Engines, django_db_blocker: Any) -> Iterator[HouseOf]:
    """Start a house: `with house_of(include="tests.crash.counting") as house:`."""
    with django_db_blocker.unblock():
        yield partial(running_house, crash_engines)
