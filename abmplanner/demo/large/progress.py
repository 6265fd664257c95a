"""How far a long run has come, in a line now and then."""

import resource
import sys
import time
from collections.abc import Callable

EVERY = 5.0  # seconds between two lines
UNIT = 1 << 20 if sys.platform == "darwin" else 1 << 10  # of what the system tells, in a MiB


class Progress:
    """Counts rows of one kind, and says how many a second and how much memory at most."""

    def __init__(self, say: Callable[[str], object], what: str, total: int) -> None:
        self.say, self.what, self.total = say, what, total
        self.done = 0
        self.began = self.said = time.monotonic()

    def add(self, number: int) -> None:
        """Count rows that are written."""
        self.done += number
        now = time.monotonic()
        if now - self.said >= EVERY or self.done >= self.total:
            self.said = now
            rate = self.done / max(now - self.began, 1e-9)
            self.say(
                f"{self.what}: {self.done:,} of {self.total:,}, {rate:,.0f} a second,"
                f" at most {peak_memory()} MiB"
            )


def peak_memory() -> int:
    """Return the most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // UNIT
