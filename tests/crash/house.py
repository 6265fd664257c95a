"""A whole installation that may be killed: engines, worker and scheduler of its own.

`with running_house(...) as house` gives it an empty, migrated database and turns the ORM of the
test to that database. Nothing is brought back behind the test's back: `house.until` does it while
it waits.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from celery import current_app
from django.db import connection

from abmplanner.embedded import DATABASE, Engines
from abmplanner.management.commands.up import scheduler, worker
from abmplanner.supervisor import Child, Supervisor

ROOT = Path(__file__).resolve().parents[2]
REAL: dict[str, str] = {}  # leases of 30 s, a sweep each 10 s
QUICK = {"JOB_LEASE_SECONDS": "2", "JOB_SWEEP_SECONDS": "1"}
numbers = count(1)


@dataclass
class House:
    """The running installation, and ways to hurt it."""

    engines: Engines
    supervisor: Supervisor

    def kill(self, name: str) -> None:
        """Kill a process with SIGKILL: a child by its name, or one process of the worker's pool."""
        if name == "pool":
            parent = self.child("worker").process.pid
            pool = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            os.kill(int(pool[0]), signal.SIGKILL)
            return
        process = self.child(name).process
        process.kill()
        process.wait()

    def empty_broker(self) -> None:
        """Take from a dead broker all that it kept on disk."""
        shutil.rmtree(self.engines.folder / "valkey" / "appendonlydir")

    def child(self, name: str) -> Any:
        """Return a child by its name."""
        return next(each for each in self.supervisor.children if each.name == name)

    def until(self, holds: Callable[[], bool], *, seconds: float = 60) -> None:
        """Bring back what died until something holds; fail when it takes too long."""
        limit = time.monotonic() + seconds
        while not self.holds(holds):
            if time.monotonic() > limit:
                raise AssertionError(f"Not within {seconds} s; logs: {self.logs()}")
            self.supervisor.look()
            time.sleep(0.05)

    def holds(self, condition: Callable[[], bool]) -> bool:
        """Ask a question of the database, which may just be down."""
        try:
            return condition()
        except Exception:  # noqa: BLE001 -- whatever the driver says of a dead server
            connection.close()
            return False

    def logs(self) -> str:
        """Return the ends of all logs, for a failing test."""
        files = sorted(self.supervisor.logs.glob("*.log"))
        return "\n".join(f"== {each.name}\n{each.read_text()[-3000:]}" for each in files)


@contextmanager
def running_house(
    engines: Engines, *, include: str = "", pace: Mapping[str, str] = QUICK
) -> Iterator[House]:
    """Run worker and scheduler on a fresh copy of the migrated database.

    include names a module with kinds of work that only tests have; pace says how long leases last.
    """
    name = f"crash_{next(numbers)}"
    with server(engines) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {DATABASE}")
    environment = {
        **engines.environment,
        **pace,
        "ABM_VAR": str(engines.var),
        "DATABASE_URL": engines.database_url.removesuffix(DATABASE) + name,
    }
    house = House(engines, Supervisor(engines.var / "log", say=print))
    try:
        house.supervisor.start(engines.valkey(), engines.postgres())
        house.supervisor.start(*workers(environment, include))
        with orm_on(str(engines.sockets), name), broker_at(engines.broker_url):
            yield house
    finally:
        house.supervisor.stop()


def workers(environment: dict[str, str], include: str) -> list[Child]:
    """Return worker and scheduler with the surroundings of this house."""
    children = [worker(), scheduler()]
    if include:
        children[0].command = [*children[0].command, "--include", include]
    for child in children:
        child.environment = environment
        child.patience = 2
    return children


@contextmanager
def server(engines: Engines) -> Iterator[Any]:
    """Run the database server for as long as something is done to it as a whole."""
    supervisor = Supervisor(engines.var / "log", say=print)
    try:
        supervisor.start(engines.postgres())
        with psycopg.connect(
            host=str(engines.sockets), user="postgres", dbname="postgres", autocommit=True
        ) as admin:
            yield admin
    finally:
        supervisor.stop()


def make_template(engines: Engines) -> None:
    """Make the cluster with a migrated database, which each house copies."""
    engines.prepare()
    with server(engines):
        engines.make_database()
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env={**os.environ, **engines.environment, "ABM_VAR": str(engines.var)},
            check=True,
        )


@contextmanager
def orm_on(host: str, name: str) -> Iterator[None]:
    """Turn the default connection of this process to another server."""
    kept = dict(connection.settings_dict)
    connection.close()
    plain = {key: value for key, value in kept["OPTIONS"].items() if key != "pool"}
    connection.settings_dict.update(
        NAME=name, HOST=host, PORT="", USER="postgres", PASSWORD="", OPTIONS=plain
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


@contextmanager
def broker_at(address: str) -> Iterator[None]:
    """Send this process's messages to another broker."""
    kept = current_app.conf.broker_url
    use_broker(address)
    try:
        yield
    finally:
        use_broker(kept)


def use_broker(address: str) -> None:
    """Change the broker's address; Celery would go on with the connections that it has."""
    current_app.conf.broker_url = address
    current_app._pool = None  # noqa: SLF001 -- there is no other way to drop them
    current_app.amqp._producer_pool = None  # noqa: SLF001
