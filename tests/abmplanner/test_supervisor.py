"""The supervisor brings back what dies and stops everything in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from abmplanner.supervisor import Child, StartError, Supervisor

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""


@pytest.fixture
def said() -> list[str]:
    """What the supervisor told."""
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path / "log", said.append)
    yield made
    made.stop()


def eventually(holds: Callable[[], bool], supervisor: Supervisor | None = None) -> None:
    limit = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < limit
        if supervisor:
            supervisor.look()
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def pid_of(child: Child) -> int:
    assert child.process
    return child.process.pid


def test_a_killed_child_comes_back(supervisor: Supervisor, said: list[str]) -> None:
    child = Child("sleeper", SLEEP)
    supervisor.start(child)
    first = pid_of(child)

    os.kill(first, signal.SIGKILL)

    eventually(lambda: pid_of(child) != first, supervisor)
    assert said == ["sleeper ended (killed by SIGKILL); it is started again."]


def test_a_child_that_keeps_dying_is_started_less_and_less_often(supervisor: Supervisor) -> None:
    child = Child("mortal", ("false",))
    supervisor.start(child)

    eventually(lambda: child.delay >= 0.8, supervisor)

    before = pid_of(child)
    supervisor.look()
    assert pid_of(child) == before


def test_a_child_that_never_gets_ready_is_an_error(supervisor: Supervisor) -> None:
    with pytest.raises(StartError, match="mortal did not start"):
        supervisor.start(Child("mortal", ("false",), ready=lambda: False))


def test_stopping_asks_first_and_kills_what_does_not_listen(supervisor: Supervisor) -> None:
    gentle, stubborn = (
        Child("gentle", SLEEP),
        Child("stubborn", (sys.executable, "-c", DEAF), patience=0.2),
    )
    supervisor.start(gentle, stubborn)
    eventually(lambda: supervisor.log(stubborn).read_text() == "deaf\n")

    supervisor.stop()

    assert (gentle.ended, stubborn.ended) == (-signal.SIGTERM, -signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_children_end_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from abmplanner.supervisor import Child, Supervisor\n"
        "child = Child('sleeper', (sys.executable, '-c', 'import time; time.sleep(60)'))\n"
        f"Supervisor(Path({str(tmp_path)!r}), print).start(child)\n"
        "print(child.process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        time.sleep(0.3)

        parent.kill()

    eventually(lambda: not is_alive(child))
