"""When the demo's history was written down: as it happened, not on the day it is told.

So that "as known on" has something to say: rows of history that were just written are recorded at
the instant they tell of; what was corrected, three weeks later; an end, when it came.
"""

from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection
from psycopg.sql import SQL, Identifier, Literal

from abmplanner.kit.history import Logged

HAPPENED = ("occurred_at", "from_at", "started_at", "day", "spent_on", "read_on", "effective_on")
"""Columns that say when something was, of which a history has one."""

CORRECTED_AFTER = 21  # days

# An end comes as a row that replaces the one without it: it was known when it came.
DATE_BACK = """
    WITH dated AS (
        SELECT row.id, least(row.recorded_at, CASE
            WHEN {ended} THEN {until}
            WHEN {replaces} IS NOT NULL THEN {at} + {days} * interval '1 day'
            ELSE {at}
        END) AS known_at
        FROM {table} row
        WHERE row.recorded_at >= transaction_timestamp() AND {at} IS NOT NULL
    )
    UPDATE {table} row SET recorded_at = dated.known_at
    FROM dated WHERE dated.id = row.id AND dated.known_at < row.recorded_at
"""

# What a row replaces is held for wrong from the instant at which that row was recorded.
VOIDED = """
    UPDATE {table} row SET voided_at = newer.recorded_at
    FROM {table} newer
    WHERE newer.replaces_id = row.id AND row.voided_at >= transaction_timestamp()
        AND newer.recorded_at < row.voided_at
"""

# A visitor was found to be whom they are at their first visit.
FOUND = """
    UPDATE accounts_visitorlink link SET recorded_at = first.at
    FROM (SELECT visitor_id, min(started_at) AS at FROM accounts_websession GROUP BY 1) first
    WHERE first.visitor_id = link.visitor_id AND link.recorded_at >= transaction_timestamp()
        AND first.at < link.recorded_at
"""


def date_back() -> None:
    """Record the histories that this transaction wrote as if it had been when they happened."""
    histories = [model for model in apps.get_models() if issubclass(model, Logged)]
    labels = [f"{model._meta.label}:never_edited" for model in histories]  # noqa: SLF001
    with pgtrigger.ignore(*labels), connection.cursor() as cursor:
        for model in histories:
            for statement in statements(model):
                cursor.execute(statement)
        cursor.execute(FOUND)


def statements(model: Any) -> list[Any]:
    """Return what dates the rows of a history back, nothing where it doesn't say when it was."""
    columns = {each.column for each in model._meta.concrete_fields}  # noqa: SLF001
    when = next((name for name in HAPPENED if name in columns), None)
    if when is None:
        return []
    at = SQL("row.{}::timestamptz").format(Identifier(when))
    replaces = SQL("row.replaces_id" if "replaces_id" in columns else "NULL::bigint")
    ends = "to_at" in columns and "replaces_id" in columns
    ended = "row.replaces_id IS NOT NULL AND row.to_at IS NOT NULL" if ends else "false"
    named = {
        "table": Identifier(model._meta.db_table),  # noqa: SLF001
        "at": at,
        "replaces": replaces,
        "ended": SQL(ended),
        "until": SQL("row.to_at" if ends else "NULL::timestamptz"),
        "days": Literal(CORRECTED_AFTER),
    }
    found = [SQL(DATE_BACK).format(**named)]
    if "replaces_id" in columns:
        found.append(SQL(VOIDED).format(table=named["table"]))
    return found
