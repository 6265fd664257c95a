"""Writing beside bare statements: a file of contacts imported, touches logged and sent."""

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
from django.test import Client

from abmplanner.demo.cast import ANA
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.api_batch import MOST
from abmplanner.kit.saving import Built
from accounts.actions.api_key import make_key
from accounts.actions.touch import log
from accounts.enums import KeyScope, TouchType
from accounts.models import Account, ApiKey, Contact, Touch, User
from bench.measuring import account_keys
from bench.memory import most_resident, resident_anew
from bench.results import Figure
from bench.sql import copies_again

AT_ONCE = 1000  # rows in a bare statement
IN_MEMORY = 100_000  # rows that are inserted again
HOST = "localhost"


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
        before = resident_anew()
        began = time.perf_counter()
        call_command("import", str(file), "--as", "contacts", "--format", "json", stdout=printed)
        took = time.perf_counter() - began
        more = most_resident() - before
    told = json.loads(printed.getvalue())
    if told["created"] != number:
        raise RuntimeError(f"The import took {told['created']} of {number} rows: {told}")
    bare = inserts_again("accounts_contact", last, number)
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
    yield Figure(
        what=f"memory of importing {number:,} contacts, above the start",
        measured=more,
        unit="MiB",
        bar=200,
        details={"start_mib": before},
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
    yield from beside_bare("touches logged", written, time.perf_counter() - began, last)


def sending(number: int) -> Iterator[Figure]:
    """Send touches to the API, in batches as large as it takes, with a key as programs do."""
    person = User.objects.get(email=ANA.email)
    expires = datetime.now(UTC) + timedelta(days=1)
    key = ApiKey(name="bench", user=person, scopes=[KeyScope.WRITE], expires_at=expires)
    _key, secret = make_key(Actor.of_person(person), Built(key))
    client = Client(SERVER_NAME=HOST, headers={"Authorization": f"Bearer {secret}"})
    named = Account.objects.visible_to(Actor.of_person(person)).order_by("pk")
    accounts = [str(each) for each in named.values_list("public_id", flat=True)[:AT_ONCE]]
    last, took, written = newest(Touch), 0.0, 0
    start = datetime.now(UTC) - timedelta(days=20)
    for first in range(0, number, MOST):
        batch = [
            {
                "account": accounts[row % len(accounts)],
                "type": TouchType.PAGE_VIEW,
                "occurred_at": (start + timedelta(seconds=row)).isoformat(),
                "source": "bench",
                "source_key": f"sent-{last}-{row}",
            }
            for row in range(first, min(first + MOST, number))
        ]
        body = json.dumps({"rows": batch})
        began = time.perf_counter()
        answer = client.post("/api/v1/touches/", body, content_type="application/json")
        took += time.perf_counter() - began
        written += answer.json()["new"]
    if written != number:
        raise RuntimeError(f"The API took {written} of {number} rows: {answer.content!r}")
    yield from beside_bare("touches sent to the API", written, took, last)


def beside_bare(what: str, written: int, took: float, last: int) -> Iterator[Figure]:
    """Tell how long touches took, beside bare statements that write the same rows."""
    copied = copies_again(f"SELECT * FROM accounts_touch WHERE id > {last}", "accounts_touch")
    inserted = inserts_again("accounts_touch", last, written)
    details = {"rows": written, "seconds": took, "bare_copy": copied, "bare_insert": inserted}
    yield Figure(
        what=f"{what}, to a bare bulk insert",
        measured=took / inserted,
        unit="×",
        bar=3,
        details=details,
    )
    yield Figure(what=f"{what}, to a bare COPY", measured=took / copied, unit="×")
    yield Figure(
        what=f"{what} in a second", measured=written / took, unit="", bar=2000, at_least=True
    )


def newest(model: Any) -> int:
    """Return the highest primary key of a table."""
    last = model.objects.visible_to(SYSTEM).order_by("-pk").values_list("pk", flat=True).first()
    return last or 0


def inserts_again(table: str, last: int, number: int) -> float:
    """INSERT so many rows from a key on into a table like that one, bare; return the seconds.

    Of very many rows the first stand for all, so that they fit into memory.
    """
    with connection.connection.cursor() as cursor:
        rows: Sequence[Any] = cursor.execute(
            f"SELECT * FROM {table} WHERE id > {last} ORDER BY id LIMIT {IN_MEMORY}"
        ).fetchall()
        columns = ", ".join(f'"{column.name}"' for column in cursor.description)
        cursor.execute(f"CREATE TABLE bare (LIKE {table} INCLUDING ALL)")
        one = f"({', '.join(['%s'] * len(rows[0]))})"
        began = time.perf_counter()
        for first in range(0, len(rows), AT_ONCE):
            # Bound row by row: a statement of many thousand parameters costs more to bind than run.
            some = ", ".join(cursor.mogrify(one, row) for row in rows[first : first + AT_ONCE])
            cursor.execute(f"INSERT INTO bare ({columns}) VALUES {some}")
        took = time.perf_counter() - began
        cursor.execute("DROP TABLE bare")
    return took * number / len(rows)
