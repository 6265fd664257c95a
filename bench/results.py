"""What a bench found: each figure with its bar, printed and kept as JSON."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing measured. at_least turns the bar around; without a bar it is only told."""

    what: str
    measured: float
    unit: str
    bar: float | None = None
    at_least: bool = False
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """Whether the bar was met."""
        if self.bar is None:
            return ""
        met = self.measured >= self.bar if self.at_least else self.measured <= self.bar
        return "met" if met else "missed"

    def __str__(self) -> str:
        measured = f"{self.what:52} {self.measured:>12,.4g} {self.unit:4}"
        if self.bar is None:
            return measured
        return f"{measured} {'≥' if self.at_least else '≤'} {self.bar:<8,.6g} {self.verdict}"

    def as_json(self) -> dict[str, Any]:
        """Return it with its verdict."""
        return {**asdict(self), "verdict": self.verdict}


def keep(name: str, about: dict[str, Any], figures: Iterable[Figure]) -> Path:
    """Write figures to a file of JSON and return where it is."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.json"
    kept = {**about, "figures": [figure.as_json() for figure in figures]}
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    return path


def earlier(accounts: int, what: str) -> float | None:
    """Return what was measured under that name last time with so many accounts."""
    for path in sorted(FOLDER.glob(f"{accounts}-*.json"), reverse=True):
        for figure in json.loads(path.read_text())["figures"]:
            if figure["what"] == what:
                return float(figure["measured"])
    return None


def share(times: Sequence[float], part: float) -> float:
    """Return the time within which that part of the runs was done."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
