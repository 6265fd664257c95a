"""Rows written by COPY: past the ORM, under every rule of the database."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model
from psycopg.sql import SQL, Identifier

from abmplanner.kit.words import DerivedField

Values = tuple[Any, ...]


def copy_rows(model: type[Model], names: Sequence[str], rows: Iterable[Values]) -> int:
    """Write rows that give these columns, in their order; return how many they were.

    Derived columns follow from those given, and what else a row must have is its field's default.
    What is made anew for each row, such as a public id, has to be given.
    """
    derived, constant = _the_rest(model, names)
    places = [names.index(field.of) for field in derived]
    fixed = tuple(field.get_db_prep_save(field.get_default(), connection) for field in constant)
    given = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in names]  # noqa: SLF001 -- Django's own name
    columns = [field.column or "" for field in (*given, *derived, *constant)]
    statement = SQL("COPY {} ({}) FROM STDIN").format(
        Identifier(model._meta.db_table),  # noqa: SLF001
        SQL(", ").join(map(Identifier, columns)),
    )
    number = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for number, row in enumerate(rows, start=1):  # noqa: B007 -- counted to the last
            follows = (
                field.derive(row[place])[: field.max_length]
                for field, place in zip(derived, places, strict=True)
            )
            copy.write_row((*row, *follows, *fixed))
    return number


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


def reserve(model: type[Model], number: int) -> range:
    """Return that many primary keys of a table which nobody else will be given."""
    if not number:
        return range(0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(line, nextval(line) + %s) FROM pg_get_serial_sequence(%s, 'id') AS line",
            [number - 1, model._meta.db_table],  # noqa: SLF001 -- Django's own name
        )
        last = cursor.fetchone()[0]
    return range(last - number + 1, last + 1)
