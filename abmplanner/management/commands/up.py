"""`manage.py up`: the whole site under one command."""

import fcntl
import http.client
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from typing_extensions import override

from abmplanner.embedded import EmbeddedError, Engines
from abmplanner.preparation import demo_sign_ins, prepare
from abmplanner.safety import close_connections
from abmplanner.supervisor import Child, StartError, Supervisor, stopping_gently


class Command(BaseCommand):
    """Starts database, broker, web, worker and scheduler; brings back what dies; stops all."""

    help = "Serve the site with everything it needs, until Ctrl-C."
    requires_system_checks: list[str] = []  # they need the database, which is not up yet

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or "8000"))
        parser.add_argument("--no-demo", dest="demo", action="store_false")

    @override
    def handle(self, *args: Any, port: int, demo: bool, **options: Any) -> None:
        var: Path = settings.VAR_DIR
        supervisor = Supervisor(var / "log", self.say)
        with only_one(var), stopping_gently():
            refuse_taken_port(port)
            try:
                sign_ins = self.start(supervisor, port=port, demo=demo)
                self.announce(port, sign_ins)
                supervisor.watch()
            except (EmbeddedError, StartError, OSError) as problem:
                raise CommandError(str(problem)) from problem
            finally:
                self.say("Stopping …")
                supervisor.stop()

    def start(self, supervisor: Supervisor, *, port: int, demo: bool) -> list[str]:
        """Start the engines that are ours, prepare the installation, start the rest.

        Returns who may sign in to the demo.
        """
        engines: Engines = settings.EMBEDDED
        own_database = settings.DATABASES["default"]["HOST"] == str(engines.sockets)
        own_broker = engines.broker_url == settings.CELERY_BROKER_URL
        if own_database or own_broker:
            engines.prepare()
        if own_broker:
            supervisor.start(engines.valkey())
        if own_database:
            supervisor.start(engines.postgres())
            engines.make_database()
        prepare(self.say, demo=demo)
        sign_ins = demo_sign_ins()
        close_connections()  # before children are forked
        supervisor.start(web(port), worker(), scheduler())
        return sign_ins

    def announce(self, port: int, sign_ins: list[str]) -> None:
        """Say where the site is, and who may sign in to the demo."""
        self.say(f"\nabmplanner is ready: http://localhost:{port}")
        for line in sign_ins:
            self.say(f"  {line}")
        places = " and ".join(map(str, dict.fromkeys([settings.VAR_DIR, settings.EMBEDDED.folder])))
        self.say(f"Data and logs are in {places}. Ctrl-C stops everything.\n")

    def say(self, text: str) -> None:
        """Print a line at once, also where nobody watches."""
        self.stdout.write(text)
        self.stdout.flush()


def web(port: int) -> Child:
    """Return the web server as a child."""
    command = [
        *(sys.executable, "-m", "gunicorn", "abmplanner.wsgi"),
        *("--bind", f"127.0.0.1:{port}", "--no-control-socket"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
        *("--preload", "--graceful-timeout", "8", "--timeout", "60"),
    ]
    return Child("web", command, ready=lambda: web_answers(port))


def worker() -> Child:
    """Return the worker as a child; it is given time to end the chunk at hand."""
    command = [
        *(sys.executable, "-m", "celery", "--app", "abmplanner", "worker"),
        *("--concurrency", "2", "--without-mingle", "--without-gossip", "--loglevel", "WARNING"),
    ]
    return Child("worker", command, patience=15)


def scheduler() -> Child:
    """Return the scheduler as a child; it keeps nothing, since all its beats are frequent."""
    command = [
        *(sys.executable, "-m", "celery", "--app", "abmplanner", "beat", "--pidfile="),
        *("--scheduler", "celery.beat:Scheduler", "--loglevel", "WARNING"),
    ]
    return Child("scheduler", command)


def web_answers(port: int) -> bool:
    """Tell whether the web server answers anything at all."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz", headers={"Host": "localhost"})
        line.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
    return True


def refuse_taken_port(port: int) -> None:
    """Raise CommandError when another program listens on the port."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as problem:
            raise CommandError(
                f"Port {port} is not free ({problem.strerror}). Choose another: "
                f"PORT={port + 1} make run"
            ) from problem


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Hold the installation for one supervisor; raise CommandError when another has it."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        held = (var / "up.lock").open("w")
    except PermissionError as problem:
        raise CommandError(f"{problem}. Did another user start it? Set ABM_VAR.") from problem
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise CommandError(f"abmplanner already runs from {var}.") from problem
        yield
