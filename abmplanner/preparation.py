"""What an installation needs before it serves: tables, static files, and a demo when it is empty.

Each step looks first and does nothing when nothing is to be done, so that a second start is quick.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

Say = Callable[[str], None]


def prepare(say: Say, *, demo: bool) -> None:
    """Bring database and static files up to date, and fill an empty database with the demo."""
    migrate(say)
    collect_static(say)
    if demo and "demo_data" in get_commands() and not get_user_model().objects.exists():
        say("Writing the demo: eight accounts with a year of history …")
        call_command("demo_data", verbosity=0)


def migrate(say: Say) -> None:
    """Apply the migrations that are missing."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Making the tables …")
        call_command("migrate", verbosity=0, interactive=False)


def collect_static(say: Say) -> None:
    """Collect the static files unless they are as they were when last collected."""
    kept = Path(settings.STATIC_ROOT) / ".collected"
    state = state_of_static_files()
    if kept.exists() and kept.read_text() == state:
        return
    say("Collecting the static files …")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    kept.write_text(state)


def state_of_static_files() -> str:
    """Return a hash that differs when a static file was added, removed or changed."""
    state = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            state.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return state.hexdigest()
