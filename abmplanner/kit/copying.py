"""Rows written by COPY: past the ORM's checks, under every rule and trigger of the database."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import NOT_PROVIDED, Field, JSONField, Model
from django.db.models.expressions import DatabaseDefault
from psycopg.sql import SQL, Identifier

from abmplanner.kit.words import DerivedField

Values = tuple[Any, ...]


def copy_all(rows: Sequence[Model]) -> None:
    """Write new rows of one model and number them, as bulk_create does, many times as fast.

    A row that was given a number of reserve keeps it. What these rows leave to the database's own
    defaults has to be the same for all of them; what they refer to has to be written before.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = [field for field in model._meta.concrete_fields if _is_given(rows[0], field)]  # noqa: SLF001 -- Django's own name
    unnumbered = [row for row in rows if not isinstance(row.pk, int)]
    for row, number in zip(unnumbered, reserve(model, len(unnumbered)), strict=True):
        row.pk = number
    values = [_reader(field) for field in columns]
    _copy(model, columns, (tuple(value(row) for value in values) for row in rows))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 -- as a saved row has it


def copy_rows(model: type[Model], names: Sequence[str], rows: Iterable[Values]) -> int:
    """Write rows that give these columns, in their order; return how many they were.

    Derived columns follow from those given, and what else a row must have is its field's default.
    What is made anew for each row, such as a public id, has to be given.
    """
    derived, constant = _the_rest(model, names)
    places = [names.index(field.of) for field in derived]
    fixed = tuple(field.get_db_prep_save(field.get_default(), connection) for field in constant)
    given = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in names]  # noqa: SLF001 -- Django's own name

    def whole(row: Values) -> Values:
        follows = (
            field.derive(row[place])[: field.max_length]
            for field, place in zip(derived, places, strict=True)
        )
        return (*row, *follows, *fixed)

    return _copy(model, [*given, *derived, *constant], map(whole, rows))


def reserve(model: type[Model], number: int) -> Sequence[int]:
    """Return that many primary keys of a table which nobody else will be given, rising."""
    if not number:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(line) FROM pg_get_serial_sequence(%s, 'id') AS line,"
            " generate_series(1, %s)",
            [model._meta.db_table, number],  # noqa: SLF001 -- Django's own name
        )
        return [key for (key,) in cursor.fetchall()]


def _copy(model: type[Model], fields: Sequence["Field[Any, Any]"], rows: Iterable[Values]) -> int:
    """Send rows to a model's table; return how many they were. Raises Django's database errors."""
    statement = SQL("COPY {} ({}) FROM STDIN").format(
        Identifier(model._meta.db_table),  # noqa: SLF001 -- Django's own name
        SQL(", ").join(Identifier(field.column or "") for field in fields),
    )
    number = 0
    with connection.cursor() as cursor, connection.wrap_database_errors:
        # Django tells the audit with each statement on whose behalf it is, but for COPY.
        cursor.execute("VALUES (NULL)")
        with cursor.copy(statement) as copy:
            for number, row in enumerate(rows, start=1):  # noqa: B007 -- counted to the last
                copy.write_row(row)
    return number


def _is_given(row: Model, field: "Field[Any, Any]") -> bool:
    """Tell whether a row says what stands in a column, or leaves it to the database."""
    return field.primary_key or not isinstance(getattr(row, field.attname), DatabaseDefault)


def _reader(field: "Field[Any, Any]") -> Callable[[Model], Any]:
    """Return what reads a column of a row, as the driver takes it."""
    if isinstance(field, DerivedField):
        return lambda row: field.pre_save(row, add=True)
    value = attrgetter(field.attname)
    if isinstance(field, JSONField):
        return lambda row: field.get_db_prep_save(value(row), connection)
    if isinstance(field, ArrayField):
        return lambda row: None if (given := value(row)) is None else list(given)
    return value


def _the_rest(
    model: type[Model], names: Sequence[str]
) -> tuple[list[DerivedField], list["Field[Any, Any]"]]:
    """Return the columns not given that a row must have: those that follow, and the others."""
    derived: list[DerivedField] = []
    constant: list[Field[Any, Any]] = []
    for field in model._meta.concrete_fields:  # noqa: SLF001 -- Django's own name
        if {field.name, field.attname}.intersection(names) or field.null or field.primary_key:
            continue
        if isinstance(field, DerivedField):
            derived.append(field)
        elif field.db_default is NOT_PROVIDED:
            constant.append(field)
    return derived, constant
