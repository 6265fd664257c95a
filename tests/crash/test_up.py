"""`manage.py up`: the whole site starts, comes back when parts are killed, and stops."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from abmplanner.embedded import Engines
from tests.crash.house import ROOT

pytestmark = pytest.mark.crash
PARTS = ("postgres", "valkey", "web", "worker", "scheduler")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(engines: Engines, port: int, log: Path) -> "subprocess.Popen[bytes]":
    ours = {"ABM_VAR": str(engines.var), "PORT": str(port), "PATH": os.environ["PATH"]}
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "manage.py", "up", "--no-demo"],
            cwd=ROOT,
            env=ours,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


@contextmanager
def site(engines: Engines, port: int, log: Path) -> Iterator[int]:
    """Run the site until the block ends; give the supervisor's process id."""
    up = command(engines, port, log)
    try:
        eventually(lambda: ready(port))
        yield up.pid
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait(60)


def ready(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def children(parent: int) -> set[int]:
    return set(map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split()))


def eventually(holds: Callable[[], bool], seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit
        time.sleep(0.1)


def test_the_site_starts_alone_comes_back_and_stops(crash_engines: Engines, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "up.log"
    with site(crash_engines, port, log) as supervisor:
        second = command(crash_engines, free_port(), tmp_path / "second.log")
        before = children(supervisor)
        assert len(before) == len(PARTS)

        for child in before:
            os.kill(child, signal.SIGKILL)

        eventually(lambda: len(children(supervisor) - before) == len(PARTS))
        eventually(lambda: ready(port))
        after = children(supervisor)
        assert second.wait(60)

    said = log.read_text()
    assert f"http://localhost:{port}" in said
    assert all(f"{part} ended (killed by SIGKILL)" in said for part in PARTS)
    assert not any(Path(f"/proc/{child}").exists() for child in after)
    assert not ready(port)
    assert "already runs" in (tmp_path / "second.log").read_text()


def test_a_taken_port_is_named_with_a_way_out(crash_engines: Engines, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "up.log"
    with socket.create_server(("127.0.0.1", port)):
        assert command(crash_engines, port, log).wait(60)

    assert f"Port {port} is not free" in log.read_text()
    assert f"PORT={port + 1} make run" in log.read_text()
