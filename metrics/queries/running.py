"""Statements sent to the database: those of a few accounts by plans that their connection keeps.

Planning a statement over touches, which lie by month, takes longer than running it for one account;
for thousands it is nothing, and a plan of its own pays (decision 0030).
"""

from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.sql import Composable

from metrics.queries.compiling import Asked

FEW = 8  # accounts, up to which one plan serves whichever they are
MOST_KEPT = 40  # plans that a connection keeps; each takes a megabyte or two


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


def run(asked: Asked, statement: Composable, **more: Any) -> list[tuple[Any, ...]]:
    """Return all rows of a statement."""
    with _cursor(asked) as cursor:
        text = statement.as_string(connection.connection)
        cursor.execute(text, {**asked.parameters, **more})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _cursor(asked: Asked) -> Any:
    """Return a cursor that plans anew, or for a few accounts one that keeps its plans."""
    accounts = asked.scope.accounts
    if accounts is None or len(accounts) > FEW:
        return connection.cursor()
    connection.ensure_connection()
    held: Any = connection.connection
    held.prepare_threshold, held.prepared_max = 0, MOST_KEPT
    cursor: Any = PlanKeeping
    return connection._prepare_cursor(cursor(held))  # type: ignore[attr-defined]  # noqa: SLF001 -- what connection.cursor() does with a cursor of its own kind
