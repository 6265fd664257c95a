"""Long tables, cut by month: one part of the table for each month of occurred_at.

A question about a quarter reads three parts whatever the table holds, and a month that is too old
goes in a moment. PostgreSQL does the work; here are the migration that makes such a table and the
function that makes its parts. There is no part for "all other months": it would have to be emptied
by hand before a month of it could get a part of its own, so a writer that forgets to ask fails.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, migrations, transaction
from django.db.models import BigIntegerField, Func, Value
from typing_extensions import override

LOCK = 5_310_042  # of this module alone, among the advisory locks of the database


class NextNumber(Func):
    """The next number of a sequence; identity columns can't be cut before PostgreSQL 17."""

    function = "nextval"

    def __init__(self, sequence: Any, **kwargs: Any) -> None:
        given = sequence if isinstance(sequence, Value) else Value(sequence)
        super().__init__(given, output_field=BigIntegerField(), **kwargs)


class CreateByMonth(migrations.CreateModel):
    """Create a model whose table is cut by the month of occurred_at."""

    @override
    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        model = states[1].apps.get_model(app_label, self.name)
        table = schema_editor.quote_name(model._meta.db_table)  # noqa: SLF001 -- Django's own name
        sequence = schema_editor.quote_name(f"{model._meta.db_table}_id")  # noqa: SLF001
        whole = schema_editor.sql_create_table
        schema_editor.execute(f"CREATE SEQUENCE {sequence}")
        schema_editor.sql_create_table = (
            "CREATE TABLE %(table)s (%(definition)s, PRIMARY KEY (id, occurred_at))"
            " PARTITION BY RANGE (occurred_at)"
        )
        try:
            model._meta.pk.primary_key = False  # noqa: SLF001 -- the pair is the key
            super().database_forwards(app_label, schema_editor, *states)
        finally:
            model._meta.pk.primary_key = True  # noqa: SLF001
            schema_editor.sql_create_table = whole
        schema_editor.execute(f"ALTER SEQUENCE {sequence} OWNED BY {table}.id")


def month_of(instant: datetime) -> date:
    """Return the first day of the month an instant lies in, by the clock of Greenwich."""
    return instant.astimezone(UTC).date().replace(day=1)


def month_after(month: date) -> date:
    """Return the first day of the next month."""
    return (month + timedelta(days=32)).replace(day=1)


def make_months(table: str, instants: Iterable[datetime]) -> int:
    """Make the missing parts of a table for these instants; return how many were made.

    A part is made beside the table and then joined to it, so that readers don't wait. Of two
    writers who miss the same month one waits for the other.
    """
    wanted = {month_of(each) for each in instants}
    missing = wanted - months(table)
    if not missing:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        missing = wanted - months(table)
        for month in sorted(missing):
            part = f"{table}_{month:%Y_%m}"
            bounds = [datetime(m.year, m.month, 1, tzinfo=UTC) for m in (month, month_after(month))]
            cursor.execute(
                f'CREATE TABLE "{part}" (LIKE "{table}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS)'
            )
            cursor.execute(
                f'ALTER TABLE "{table}" ATTACH PARTITION "{part}" FOR VALUES FROM (%s) TO (%s)',
                bounds,
            )
    return len(missing)


def months(table: str) -> set[date]:
    """Return the months that have a part in a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT right(child.relname, 7) FROM pg_inherits"
            " JOIN pg_class child ON child.oid = inhrelid"
            " WHERE inhparent = %s::regclass",
            [table],
        )
        return {date(int(name[:4]), int(name[5:]), 1) for (name,) in cursor}
