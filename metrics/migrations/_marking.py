"""Triggers that mark facts told late: one for each statement that writes a table.

A mark is (dataset, rows changed, account, program, earliest instant, operations, which changes
matter), of SQL over the rows: n as they are now, o as they were before an update.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from django.db.migrations import RunSQL

Mark: TypeAlias = tuple[str, str, str, str, str, str, str]

LONG_AGO = "timestamptz '1900-01-01'"
NOBODY = "NULL::bigint"
NEW, BOTH = "changed n", "changed n JOIN former o ON o.id = n.id"

ROWS = {
    "INSERT": "NEW TABLE AS changed",
    "UPDATE": "NEW TABLE AS changed OLD TABLE AS former",
    "DELETE": "OLD TABLE AS changed",
}

MAKE = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM metrics_measurement) THEN
        INSERT INTO metrics_dirtymark (account_id, program_id, dataset, earliest_at)
        SELECT {account}, {program}, '{dataset}', min(coalesce({earliest}, {long_ago}))
        FROM {rows} WHERE {matters} GROUP BY 1, 2;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {operation} ON {table}
REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
UNMAKE = "DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"


def triggers(prefix: str, marks: Iterable[tuple[str, Mark]]) -> Iterator[RunSQL]:
    """Yield what makes the triggers of some tables, and takes them away again.

    Each is named by the prefix, its table and its operation.
    """
    for table, (dataset, rows, account, program, earliest, operations, matters) in marks:
        for operation in operations.split():
            name = f"{prefix}_{table.removeprefix('accounts_')}_{operation.lower()}"
            make = MAKE.format(
                name=name,
                table=table,
                operation=operation,
                tables=ROWS[operation],
                dataset=dataset,
                rows=rows,
                account=account,
                program=program,
                earliest=earliest,
                matters=matters,
                long_ago=LONG_AGO,
            )
            yield RunSQL(make, UNMAKE.format(name=name, table=table))
