"""What Lighthouse says of the main pages: `make lighthouse`.

Each page is opened as a phone opens it, with the throttling that Lighthouse simulates, on the whole
site with the demo.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from abmplanner.demo.cast import ANA, HELENE
from bench.results import Figure, keep
from bench.site import CHROMIUM, ROOT, SILENT, cookie_of, page_of, site

CATEGORIES = ("performance", "accessibility", "best-practices")
BAR = 95  # of 100, in each
ACCOUNT = "Aerolys"
Report = dict[str, Any]


def main() -> None:
    """Ask, print and keep; end with 1 when a bar was missed."""
    with site(measured=False) as address:
        figures = list(scores(address))
    missed = sum(figure.verdict == "missed" for figure in figures)
    at = datetime.now(UTC)
    path = keep(f"lighthouse-{at:%Y%m%d-%H%M%S}", {"at": at.isoformat()}, figures)
    print(f"{len(figures)} figures, {missed} missed their bar; kept in {path}")
    sys.exit(bool(missed))


def scores(address: str) -> Iterator[Figure]:
    """Yield the figures of each of the main pages, as whoever uses it most sees it."""
    pages = {
        "today": (ANA, "/"),
        "accounts": (ANA, "/accounts/"),
        "plan": (ANA, page_of(ACCOUNT, "metrics:account_plan")),
        "goals": (HELENE, "/goals/"),
        "people": (ANA, page_of(ACCOUNT, "accounts:contact_list")),
    }
    for name, (person, path) in pages.items():
        report = ask(address + path, cookie_of(person.email))
        for category in CATEGORIES:
            found = report["categories"][category]
            figure = Figure(
                what=f"{name}, {category}",
                measured=100 * (found["score"] or 0),
                unit="",
                bar=BAR,
                at_least=True,
                details={"page": path, "failed": failed(report, found)},
            )
            print(figure, *figure.details["failed"], flush=True)
            yield figure


def ask(address: str, cookie: dict[str, str]) -> Report:
    """Return the report on a page for somebody who is signed in."""
    with TemporaryDirectory() as folder:
        headers, found = Path(folder, "headers.json"), Path(folder, "report.json")
        headers.write_text(json.dumps({"Cookie": "{name}={value}".format(**cookie)}))
        command = [
            ROOT / "bench/node_modules/.bin/lighthouse",
            address,
            f"--only-categories={','.join(CATEGORIES)}",
            f"--extra-headers={headers}",
            f"--chrome-flags=--headless=new {' '.join(SILENT)}",
            "--output=json",
            f"--output-path={found}",
            "--quiet",
        ]
        environment = {**os.environ, "CHROME_PATH": CHROMIUM}
        done = subprocess.run(command, env=environment, check=False)  # noqa: S603 -- from the lock
        if done.returncode:
            sys.exit(f"Lighthouse gave up on {address}")
        report: Report = json.loads(found.read_text())
        return report


def failed(report: Report, category: Report) -> list[str]:
    """Return what a category found wrong, in Lighthouse's own names."""
    audits = report["audits"]
    return [
        each["id"]
        for each in category["auditRefs"]
        if each["weight"]
        and (audits[each["id"]]["score"] or 0) < 1
        and audits[each["id"]]["scoreDisplayMode"] not in {"notApplicable", "manual"}
    ]


if __name__ == "__main__":
    main()
