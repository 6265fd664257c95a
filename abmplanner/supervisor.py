"""Processes that belong together: started in order, watched, brought back, stopped in order."""

import ctypes
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PAUSE = 0.1  # seconds between two looks
FIRST_DELAY, LONGEST_DELAY = 0.2, 10.0  # seconds before a child is started again
STEADY = 30.0  # seconds of life after which a child counts as well
BIG_LOG = 10_000_000  # bytes
PR_SET_PDEATHSIG = 1


class StartError(Exception):
    """A child did not get ready; the message says where its log is."""


@dataclass
class Child:
    """One process: how it starts, how to tell that it is ready, how it is asked to stop."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    user: pwd.struct_passwd | None = None
    ready: Callable[[], bool] | None = None  # None where nothing tells
    stop: signal.Signals = signal.SIGTERM
    patience: float = 10.0  # seconds between asking to stop and killing
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    delay: float = FIRST_DELAY

    def start(self, log: Path) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches only us.

        Where the system can do it (Linux), the process is asked to stop when we die ourselves.
        """
        if log.exists() and log.stat().st_size > BIG_LOG:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 -- commands are our own
                self.command,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=self.follow_parent,  # noqa: PLW1509 -- no threads in the supervisor
                **as_user(self.user),
            )
        self.started = time.monotonic()

    def follow_parent(self) -> None:
        """Have the system send the stop signal to this process once its parent is gone."""
        with suppress(AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, self.stop)

    @property
    def ended(self) -> int | None:
        """How the process ended, or None while it runs or was never started."""
        return self.process.poll() if self.process else None

    def clear(self) -> None:
        """Kill what a dead process left behind in its group, such as a worker's own children."""
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def finish(self) -> None:
        """Ask the process to stop, wait for it, and kill what is left after that."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        self.clear()
        if self.process:
            self.process.wait()


@dataclass
class Supervisor:
    """Keeps children alive until it is told to stop."""

    logs: Path
    say: Callable[[str], None]
    children: list[Child] = field(default_factory=list)

    def start(self, *children: Child) -> None:
        """Start children side by side, and return once all are ready."""
        self.logs.mkdir(parents=True, exist_ok=True)
        for child in children:
            self.children.append(child)
            child.start(self.log(child))
        for child in children:
            self.wait_until_ready(child)

    def log(self, child: Child) -> Path:
        """Return where the output of a child goes."""
        return self.logs / f"{child.name}.log"

    def wait_until_ready(self, child: Child, patience: float = 60.0) -> None:
        """Return once the child is ready; raise StartError when it ends or takes too long."""
        if child.ready is None:
            return
        until = time.monotonic() + patience
        while not child.ready():
            if child.ended is not None or time.monotonic() > until:
                raise StartError(f"{child.name} did not start; see {self.log(child)}")
            time.sleep(PAUSE / 2)

    def watch(self) -> None:
        """Bring back every child that ends, for as long as nobody interrupts."""
        while True:
            self.look()
            time.sleep(PAUSE)

    def look(self) -> None:
        """Bring back the children that ended."""
        for child in self.children:
            if child.ended is not None:
                self.revive(child)

    def revive(self, child: Child) -> None:
        """Start a dead child again, at once at first and slower when it keeps dying."""
        lived = time.monotonic() - child.started
        if lived >= STEADY:
            child.delay = FIRST_DELAY
        if lived < child.delay:
            return
        self.say(f"{child.name} ended ({cause(child.ended)}); it is started again.")
        child.delay = min(child.delay * 2, LONGEST_DELAY)
        child.clear()
        child.start(self.log(child))

    def stop(self) -> None:
        """Stop all children, the last one started first."""
        while self.children:
            self.children.pop().finish()


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return what makes subprocess run a program as that user, and with no right of ours."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def cause(status: int | None) -> str:
    """Say how a process ended."""
    if status is not None and status < 0:
        return f"killed by {signal.Signals(-status).name}"
    return f"exit status {status}"


@contextmanager
def stopping_gently() -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and a closed terminal end the block, in the background too."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, interrupt)
    with suppress(KeyboardInterrupt):
        yield
