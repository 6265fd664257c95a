"""What an installation needs before it serves: tables, static files, and a demo when it is empty.

Each step looks first and does nothing when nothing is to be done, so that a second start is quick.
"""

import hashlib
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from abmplanner.demo.cast import COLLEAGUES, PASSWORD

Say = Callable[[str], None]


def prepare(say: Say, *, demo: bool) -> None:
    """Bring database and static files up to date, and fill an empty database with the demo."""
    migrate(say)
    collect_static(say)
    if demo and not get_user_model().objects.exists():
        say("Writing the demo: two programs with a year of history …")
        call_command("demo_data", verbosity=0, stdout=StringIO())


def demo_sign_ins() -> list[str]:
    """Return who of the demo may still sign in with its password, a line for each."""
    users = get_user_model().objects.filter(is_active=True, email__in=[p.email for p in COLLEAGUES])
    still = {user.email for user in users if user.check_password(PASSWORD)}
    return [
        f"{one.email:22} {PASSWORD}  {one.role.label}" for one in COLLEAGUES if one.email in still
    ]


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
