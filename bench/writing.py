"""Writing: a file of contacts imported, and touches logged, beside bare statements."""

import csv
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from abmplanner.kit.actor import SYSTEM
from accounts.actions.touch import log
from accounts.enums import TouchType
from accounts.models import Account, Contact, Touch
from bench.measuring import account_keys
from bench.results import Figure
from bench.sql import copies_again

AT_ONCE = 1000  # rows in a bare statement


def importing(number: int) -> Iterator[Figure]:
    """Import a file of contacts by the command that people use."""
    accounts = list(Account.objects.visible_to(SYSTEM).order_by("pk")[:AT_ONCE])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "contacts.csv"
        with file.open("w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["name", "email", "account", "title"])
            for row in range(number):
                home = accounts[row % len(accounts)]
                address = f"new.{row}@{home.domains[0]}"
                writer.writerow([f"Person {row}", address, home.name, "Engineer"])
        last = newest(Contact)
        printed = StringIO()
        began = time.perf_counter()
        call_command("import", str(file), "--as", "contacts", "--format", "json", stdout=printed)
        took = time.perf_counter() - began
    told = json.loads(printed.getvalue())
    if told["created"] != number:
        raise RuntimeError(f"The import took {told['created']} of {number} rows: {told}")
    bare = inserts_again(f"SELECT * FROM accounts_contact WHERE id > {last}", "accounts_contact")
    details = {"rows": number, "seconds": took, "bare_insert": bare}
    yield Figure(
        what="contacts imported, to a bare bulk insert",
        measured=took / bare,
        unit="×",
        bar=5,
        details=details,
    )
    yield Figure(
        what="100,000 contacts imported, at this rate",
        measured=took / number * 100_000,
        unit="s",
        bar=90,
        details=details,
    )


def logging(number: int) -> Iterator[Figure]:
    """Write touches through the one action that writes them."""
    accounts = account_keys()
    start = datetime.now(UTC) - timedelta(days=20)
    last = newest(Touch)
    began = time.perf_counter()
    written = log(
        SYSTEM,
        (
            Touch(
                account_id=accounts[row % len(accounts)],
                type=TouchType.PAGE_VIEW,
                occurred_at=start + timedelta(seconds=row),
                source="bench",
                source_key=f"{last}-{row}",
            )
            for row in range(number)
        ),
    )
    took = time.perf_counter() - began
    new = f"SELECT * FROM accounts_touch WHERE id > {last}"
    copied, inserted = copies_again(new, "accounts_touch"), inserts_again(new, "accounts_touch")
    details = {"rows": written, "seconds": took, "bare_copy": copied, "bare_insert": inserted}
    yield Figure(
        what="touches logged, to a bare bulk insert",
        measured=took / inserted,
        unit="×",
        bar=3,
        details=details,
    )
    yield Figure(what="touches logged, to a bare COPY", measured=took / copied, unit="×")
    yield Figure(
        what="touches logged in a second",
        measured=written / took,
        unit="",
        bar=2000,
        at_least=True,
    )


def newest(model: Any) -> int:
    """Return the highest primary key of a table."""
    last = model.objects.visible_to(SYSTEM).order_by("-pk").values_list("pk", flat=True).first()
    return last or 0


def inserts_again(query: str, like: str) -> float:
    """INSERT the rows of a query into a table like that one, bare; return the seconds it took."""
    with connection.connection.cursor() as cursor:
        rows: Sequence[Any] = cursor.execute(query).fetchall()
        columns = ", ".join(f'"{column.name}"' for column in cursor.description)
        cursor.execute(f"CREATE TABLE bare (LIKE {like} INCLUDING ALL)")
        one = f"({', '.join(['%s'] * len(rows[0]))})"
        began = time.perf_counter()
        for first in range(0, len(rows), AT_ONCE):
            # Bound row by row: a statement of many thousand parameters costs more to bind than run.
            some = ", ".join(cursor.mogrify(one, row) for row in rows[first : first + AT_ONCE])
            cursor.execute(f"INSERT INTO bare ({columns}) VALUES {some}")
        took = time.perf_counter() - began
        cursor.execute("DROP TABLE bare")
    return took
