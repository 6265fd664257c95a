"""The product on real files: `make real DATA=FOLDER` imports them and prints what it found.

Each known folder below FOLDER is imported into a scratch database by the command that people use,
with the mappings of tests/data/mappings, and measured by the command that people use. What comes
out is one object of JSON a line, to be held against figures that others published; where nobody
published any, what became of the rows of each file, and how long it took.
"""

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
MAPPINGS = ROOT / "tests" / "data" / "mappings"
QUARTERS = ("2017-01-01", "2017-04-01", "2017-07-01", "2017-10-01", "2018-01-01")


def say(dataset: str, figure: str, value: Any) -> None:
    """Print one figure."""
    print(json.dumps({"dataset": dataset, "figure": figure, "value": value}), flush=True)


def answer(command: str, *arguments: str) -> dict[str, Any]:
    """Return what a management command answers as JSON."""
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    out = StringIO()
    call_command(command, *arguments, "--format", "json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def imported(file: Path, kind: str) -> dict[str, Any]:
    """Import a file with the mapping of its name."""
    mapping = MAPPINGS / file.parent.name / f"{file.stem}.json"
    return answer("import", str(file), "--as", kind, "--mapping", str(mapping))


def measured(indicator: str, start: str, end: str) -> dict[str, Any]:
    """Measure an indicator over all accounts."""
    window = ("--from", start, "--to", end, "--as-of", "2017-12-31")
    return answer("measure", "--indicator", indicator, "--scope", "all", *window)


def maven_crm(folder: Path) -> None:
    """Import a seller's CRM and tell what Maven Analytics tells of it."""
    began = time.monotonic()
    accounts = imported(folder / "accounts.csv", "accounts")
    deals = imported(folder / "sales_pipeline.csv", "opportunities")
    rate = measured("close_rate", "2016-01-01", QUARTERS[-1])
    figures: dict[str, Any] = {
        "accounts": accounts["created"],
        "rows": deals["rows"],
        "stored": deals["created"],
        "without_account": deals["waiting"],
        "won": int(rate["numerator"]),
        "lost": int(rate["denominator"]) - int(rate["numerator"]),
        "close_rate_percent": round(float(rate["value"]), 2),
    }
    for number, (start, end) in enumerate(pairwise(QUARTERS), start=1):
        figures[f"won_2017_q{number}"] = int(measured("close_rate", start, end)["numerator"])
    figures["seconds"] = round(time.monotonic() - began, 1)
    for figure, value in figures.items():
        say("maven_crm", figure, value)


def told_of(folder: Path, files: Mapping[str, str]) -> None:
    """Import files in their order and tell for each what became of its rows, and how fast."""
    for name, kind in files.items():
        began = time.monotonic()
        file = folder / f"{name}.csv"
        found = imported(file, kind)
        counts = {
            "rows_in": found["rows"],
            "stored": found["created"],
            "updated": found["updated"],
            "unchanged": found["unchanged"],
            "queued": found["waiting"],
            "rejected": found["rejected"],
            "seconds": round(time.monotonic() - began, 1),
        }
        for figure, value in counts.items():
            say(folder.name, f"{name}_{figure}", value)


def leadforge(folder: Path) -> None:
    """Import a data set whose touches, visits and activities hang on leads."""
    files = {
        "accounts": "accounts",
        "contacts": "contacts",
        "leads": "leads",
        "opportunities": "opportunities",
        "touches": "touches",
        "sessions": "web_sessions",
        "sales_activities": "touches",
    }
    told_of(folder, files)


def salesforce(folder: Path) -> None:
    """Import exports of the Data Loader."""
    told_of(folder, {"accountData": "accounts", "opportunityData": "opportunities"})


KNOWN = {"maven_crm": maven_crm, "leadforge": leadforge, "salesforce": salesforce}


@contextmanager
def scratch_database() -> Iterator[None]:
    """Work in a database made for it on the same server, and leave nothing of it."""
    from django.db import connection  # noqa: PLC0415 -- app ready

    kept = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"scratch_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def main(folder: Path) -> None:
    """Import every folder that is known."""
    found = [name for name in KNOWN if (folder / name).is_dir()]
    if not found:
        sys.exit(f"{folder} holds none of: {', '.join(KNOWN)}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "abmplanner.settings")
    django.setup()
    with scratch_database():
        for name in found:
            KNOWN[name](folder / name)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 -- the program and its argument
        sys.exit("make real DATA=FOLDER")
    main(Path(sys.argv[1]))
