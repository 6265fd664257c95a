"""Engines for one run: `python -m abmplanner.throwaway COMMAND …` runs a command on fresh ones."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from abmplanner.embedded import Engines
from abmplanner.supervisor import Supervisor, stopping_gently


@contextmanager
def throwaway_engines() -> Iterator[Engines]:
    """Start empty engines in a folder of their own, and leave nothing of them."""
    with tempfile.TemporaryDirectory(prefix="abm-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # PostgreSQL's user passes through
        engines = Engines(Path(folder), durable=False)
        engines.prepare()
        supervisor = Supervisor(engines.var / "log", say=print)
        try:
            supervisor.start(engines.postgres(), engines.valkey())
            engines.make_database()
            yield engines
        finally:
            supervisor.stop()


if __name__ == "__main__":
    status = 1
    with stopping_gently(), throwaway_engines() as running:
        environment = {**os.environ, **running.environment}
        status = subprocess.run(sys.argv[1:], env=environment, check=False).returncode  # noqa: S603
    sys.exit(status)
