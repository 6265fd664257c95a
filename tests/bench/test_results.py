"""What a bench says of its figures."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench import results
from bench.results import Figure, earlier, keep, share
from bench.sql import Sent


def a_figure(**values: Any) -> Figure:
    """Return a figure of three times something bare."""
    return Figure(**{"what": "reads", "measured": 3.0, "unit": "×"} | values)


@pytest.mark.parametrize(
    ("bar", "at_least", "verdict"),
    [
        (3, False, "met"),
        (2.9, False, "missed"),
        (3, True, "met"),
        (3.1, True, "missed"),
        (None, False, ""),
    ],
)
def test_a_bar_is_met_at_its_height(bar: float | None, at_least: bool, verdict: str) -> None:  # noqa: FBT001 -- a cell of the table
    assert a_figure(bar=bar, at_least=at_least).verdict == verdict


def test_a_line_says_measured_bar_and_verdict() -> None:
    assert str(a_figure(bar=2.5)).split() == ["reads", "3", "×", "≤", "2.5", "missed"]
    assert str(a_figure()).split() == ["reads", "3", "×"]


def test_what_was_found_is_kept_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path / "results")

    path = keep("300-now", {"accounts": 300}, [a_figure(bar=3)])

    kept = json.loads(path.read_text())
    assert kept["accounts"] == 300
    assert kept["figures"][0]["verdict"] == "met"


def test_what_was_found_earlier_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    for name, measured in (("300-1", 1.0), ("300-2", 2.0), ("3000-3", 3.0)):
        keep(name, {}, [a_figure(measured=measured)])

    assert earlier(300, "reads") == 2
    assert earlier(300, "writes") is None


def test_shares_of_runs() -> None:
    times = [float(number) for number in range(1, 21)]

    assert share(times, 0.5) == 11
    assert share(times, 0.95) == 20
    assert share([7.0], 0.95) == 7


@pytest.mark.parametrize(
    ("text", "reads"),
    [("SELECT 1", True), (" WITH a AS (SELECT 1) SELECT 1", True), ("INSERT INTO a", False)],
)
def test_only_what_reads_is_sent_again(text: str, reads: bool) -> None:  # noqa: FBT001 -- a cell of the table
    assert Sent(text, None, 0.1).reads is reads
