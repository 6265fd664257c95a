"""The bars of speed: `make bench ACCOUNTS=300` fills a database of that size and measures there.

Each figure stands beside bare statements or a bare page of the same run, for seconds say little on
a machine that others use. docs/bench.md says what is measured.
"""

import argparse
import os
import platform
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import django

PER_ACCOUNT = 333  # touches
MOST = 100_000  # rows of a file, and touches logged
PARTS = ("keep", "live", "pages", "import", "kinds", "log", "send")
MOST_OF_A_KIND = 10_000  # rows of a file of each kind


def size_of(text: str) -> int:
    """Return a whole number above zero."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError("must be a whole number above zero")
    return int(text)


def wished() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--accounts", type=size_of, default=300)
    parser.add_argument("--touches", type=size_of, help=f"default: {PER_ACCOUNT} an account")
    parser.add_argument("--rows", type=size_of, help=f"to write; default: at most {MOST:,}")
    parser.add_argument("--only", nargs="+", choices=PARTS)
    parser.add_argument(
        "--here", action="store_true", help="in the database of DATABASE_URL, filled by the demo"
    )
    given = parser.parse_args()
    given.touches = given.touches or given.accounts * PER_ACCOUNT
    given.rows = given.rows or min(MOST, given.touches // 10)
    return given


def main() -> None:
    """Fill a scratch database, measure, print and keep."""
    asked = wished()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "abmplanner.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    from bench.kinds import kinds  # noqa: PLC0415
    from bench.measuring import account_keys, keeping, live  # noqa: PLC0415
    from bench.pages import pages  # noqa: PLC0415
    from bench.real import scratch_database  # noqa: PLC0415
    from bench.results import Figure, keep  # noqa: PLC0415
    from bench.writing import importing, logging, sending  # noqa: PLC0415

    parts: dict[str, Any] = {
        "keep": keeping,
        "live": live,
        "pages": pages,
        "import": lambda: importing(asked.rows),
        "kinds": lambda: kinds(min(MOST_OF_A_KIND, asked.rows)),
        "log": lambda: logging(asked.rows),
        "send": lambda: sending(asked.rows),
    }
    figures: list[Figure] = []
    with nullcontext() if asked.here else scratch_database():
        if not asked.here:
            call_command("demo", accounts=asked.accounts, touches=asked.touches)
        accounts = len(account_keys())
        for name, measure in parts.items():
            if asked.only and name not in asked.only:
                continue
            began = time.monotonic()
            for figure in measure():
                print(figure, flush=True)
                figures.append(figure)
            print(f"    ({name}: {time.monotonic() - began:.1f} s)", flush=True)
    about = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "accounts": accounts,
        "processors": os.cpu_count(),
        "python": platform.python_version(),
    }
    path = keep(f"{accounts}-{datetime.now(UTC):%Y%m%d-%H%M%S}", about, figures)
    missed = sum(figure.verdict == "missed" for figure in figures)
    print(f"{len(figures)} figures, {missed} missed their bar; kept in {path}")


if __name__ == "__main__":
    main()
