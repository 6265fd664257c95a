"""Statements sent to the database: those of a few accounts by plans that their connection keeps.

Planning a statement over touches, which lie by month, takes longer than running it for one account;
for thousands it is nothing, and a plan of its own pays (decision 0030). Statements of a few
accounts are under way while the answers of others are reckoned (decision 0040).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.sql import Composable

from metrics.queries.compiling import Asked

FEW = 8  # accounts, up to which one plan serves whichever they are
MOST_KEPT = 80  # plans that a connection keeps; each takes a megabyte or two


class PlanKeeping(ServerBindingCursor):
    """A cursor whose connection keeps the plans of what it runs.

    It has a name, for the audit puts a statement of its own before whatever comes without one, and
    two statements have no plan.
    """

    name = "plan_keeping"

    def execute(self, query: str, *args: Any, **kwargs: Any) -> Any:
        """Run a statement, and remember it."""
        found = super().execute(query, *args, **kwargs)  # type: ignore[misc]
        self._query = SimpleNamespace(query=query.encode())  # where Django's log looks for it
        return found


Row = tuple[Any, ...]


def run(asked: Asked, statement: Composable, **more: Any) -> list[Row]:
    """Return all rows of a statement."""
    return send(asked, statement, **more)()


def send(asked: Asked, statement: Composable, **more: Any) -> Callable[[], list[Row]]:
    """Send a statement, and return what reads its rows, once.

    Within under_way the database may still be at it; elsewhere the rows are here, and those of many
    accounts are not held twice.
    """
    cursor = _cursor(asked)
    cursor.execute(statement.as_string(connection.connection), {**asked.parameters, **more})

    def read() -> list[Row]:
        with cursor:
            rows: list[Row] = cursor.fetchall()
        return rows

    return read


def under_way(asked: Asked) -> AbstractContextManager[Any]:
    """Return a context in which statements that were sent go on while their senders do.

    Only those of a few accounts do: of many, each takes longer than what is reckoned beside it.
    """
    if not _is_of_few(asked):
        return nullcontext()
    connection.ensure_connection()
    held: Any = connection.connection
    return nullcontext() if held.pgconn.pipeline_status else held.pipeline()


def _is_of_few(asked: Asked) -> bool:
    accounts = asked.scope.accounts
    return accounts is not None and len(accounts) <= FEW


def _cursor(asked: Asked) -> Any:
    """Return a cursor that plans anew, or for a few accounts one that keeps its plans."""
    if not _is_of_few(asked):
        return connection.cursor()
    connection.ensure_connection()
    held: Any = connection.connection
    held.prepare_threshold, held.prepared_max = 0, MOST_KEPT
    cursor: Any = PlanKeeping
    return connection._prepare_cursor(cursor(held))  # type: ignore[attr-defined]  # noqa: SLF001 -- what connection.cursor() does with a cursor of its own kind
