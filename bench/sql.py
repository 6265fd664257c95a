"""Statements as they were sent, and the same ones sent again with nothing around them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from metrics.queries.compiling import with_clocks
from metrics.queries.datasets.all import DATASETS
from metrics.queries.running import PlanKeeping
from metrics.queries.window import Window


@dataclass(frozen=True, slots=True)
class Sent:
    """A statement with its parameters, and how long the database took over it."""

    text: str
    parameters: Any
    seconds: float

    @property
    def reads(self) -> bool:
        """Whether it only reads."""
        return self.text.lstrip().upper().startswith(("SELECT", "WITH"))


@contextmanager
def listening() -> Iterator[list[Sent]]:
    """Note every statement that is sent inside."""
    sent: list[Sent] = []

    def note(execute: Callable[..., Any], text: str, parameters: Any, *rest: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(text, parameters, *rest)
        finally:
            sent.append(Sent(text, parameters, time.perf_counter() - began))

    with connection.execute_wrapper(note):
        yield sent


def reads_again(sent: list[Sent]) -> float:
    """Send what only reads once more, bare, fetching all rows; return the seconds it took."""
    began = time.perf_counter()
    with connection.connection.cursor() as cursor:
        for each in sent:
            if each.reads:
                cursor.execute(each.text, each.parameters)
                cursor.fetchall()
    return time.perf_counter() - began


def alone(sent: list[Sent]) -> list[Sent]:
    """Return what only reads as it takes when each is sent by itself, by the plans that are kept.

    Of statements that are under way together the time of one can't be seen.
    """
    found = []
    with PlanKeeping(connection.connection) as cursor:
        for each in sent:
            if each.reads:
                began = time.perf_counter()
                cursor.execute(each.text, each.parameters)
                cursor.fetchall()
                found.append(Sent(each.text, None, time.perf_counter() - began))
    return found


def copies_again(query: str, like: str) -> float:
    """COPY the rows of a query to a table like that one, bare; return the seconds it took."""
    with connection.connection.cursor() as cursor:
        with cursor.copy(f"COPY ({query}) TO STDOUT") as source:
            data = b"".join(bytes(piece) for piece in source)
        columns = ", ".join(f'"{c.name}"' for c in cursor.execute(f"{query} LIMIT 0").description)
        cursor.execute(f"CREATE TABLE bare (LIKE {like} INCLUDING ALL)")
        began = time.perf_counter()
        with cursor.copy(f"COPY bare ({columns}) FROM STDIN") as target:
            target.write(data)
        took = time.perf_counter() - began
        cursor.execute("DROP TABLE bare")
    return took


def bytes_of(table: str, after: int) -> int:
    """Return how many bytes the rows of a table after a key take there, compressed as they are.

    The table is asked itself: a query within the query would give its rows unpacked.
    """
    with connection.connection.cursor() as cursor:
        size = f"SELECT coalesce(sum(pg_column_size(t.*)), 0) FROM {table} t WHERE t.id > {after}"
        return int(cursor.execute(size).fetchone()[0])


def slowest(sent: list[Sent], window: Window, number: int = 5) -> list[dict[str, Any]]:
    """Return which statements took longest together, by the dataset that they ask of."""
    known = {with_clocks(each.rows, window): key for key, each in DATASETS.items()}
    names = {text: name_of(text, known) for text in {each.text for each in sent}}
    took: dict[str, list[float]] = {}
    for each in sent:
        took.setdefault(names[each.text], []).append(each.seconds)
    longest = sorted(took.items(), key=lambda item: -sum(item[1]))[:number]
    return [
        {"statement": name, "seconds": round(sum(times), 4), "times": len(times)}
        for name, times in longest
    ]


def name_of(text: str, known: dict[str, str]) -> str:
    """Return the key of the dataset that a statement asks of, or how it begins."""
    keys = [key for rows, key in known.items() if rows in text]
    return keys[0] if keys else " ".join(text.split())[:90]
