"""Good rows, and how they are copied by plain SQL with something wrong in them."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import DatabaseError, connection, models, transaction

from abmplanner.checks import OUR_APPS, our_models
from abmplanner.kit.saving import AuditRow
from tests.factories.registry import factory_of

NOWHERE = str(2**62)


def plain_models() -> list[type[models.Model]]:
    """Return our models, without the tables of the audit."""
    return [model for model in our_models() if not issubclass(model, AuditRow)]


def audit_models() -> list[type[models.Model]]:
    """Return the tables of the audit."""
    return [model for model in our_models() if issubclass(model, AuditRow)]


def good_row(model: type[models.Model], given: Mapping[str, Any] | None = None) -> models.Model:
    """Return a row that breaks no rule."""
    row: models.Model = factory_of(model)(**(given or {}))
    return row


def refusal(sql: str, *values: Any) -> Any:
    """Return what the database says against a statement, or None where it agrees."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as refused:
        return refused.__cause__
    return None


def copy_with(row: models.Model, changes: Mapping[str, str], keep: set[str] | None = None) -> Any:
    """Return what the database says against a copy of a row that differs in these columns.

    Unique columns get fresh values, but those to keep and those changed.
    """
    table = row._meta.db_table
    fields = row._meta.local_concrete_fields
    columns = {
        field.column: changes.get(field.column, f'"{field.column}"' if kept(field, keep) else fresh)
        for field in fields
        if not field.primary_key and (fresh := fresh_value(field)) is not None
    }
    if unknown := changes.keys() - columns.keys():
        raise LookupError(f"{table} has no columns {sorted(unknown)}.")
    names = ", ".join(f'"{name}"' for name in columns)
    return refusal(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} "
        f"FROM {table} WHERE {row._meta.pk.column} = %s",
        row.pk,
    )


def change_in_place(row: models.Model, changes: Mapping[str, str]) -> Any:
    """Return what the database says against changing a row itself."""
    sets = ", ".join(f"{name} = {value}" for name, value in changes.items())
    return refusal(
        f"UPDATE {row._meta.db_table} SET {sets} WHERE {row._meta.pk.column} = %s", row.pk
    )


def kept(field: models.Field[Any, Any], keep: set[str] | None) -> bool:
    """Tell whether a copy keeps the value of a field."""
    return not field.unique or field.name in (keep or ())


def fresh_value(field: models.Field[Any, Any]) -> str:
    """Return SQL for a value that no other row has, or for none at all."""
    if field.null:
        return "NULL"
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    if isinstance(field, models.CharField):
        return f"'x' || left(md5(random()::text), {min(field.max_length or 9, 20) - 1})"
    return f'"{field.column}"'


def apart(row: models.Model, broken: Any = None) -> dict[str, str]:
    """Return changes that keep a copy out of its row's way under each rule but the broken one."""
    changes: dict[str, str] = {}
    spared = set(fields_of_rule(broken)) if broken else set()
    for rule in row._meta.constraints:
        if rule is not broken and isinstance(rule, models.UniqueConstraint):
            changes |= another_value(row, [n for n in fields_of_rule(rule) if n not in spared])
    if not isinstance(broken, ExclusionConstraint) and {"from_at", "to_at"} <= names_of(row):
        changes |= {
            "from_at": "from_at - interval '10 years'",
            "to_at": "from_at - interval '9 years'",
        }
    return changes


def names_of(row: models.Model) -> set[str]:
    """Return the names of a row's fields."""
    return {field.name for field in row._meta.local_concrete_fields}


def fields_of_rule(rule: Any) -> list[str]:
    """Return the names of the fields that a rule of unique values compares."""
    return [*getattr(rule, "fields", ()), *in_expressions(getattr(rule, "expressions", ()))]


def in_expressions(expressions: Any) -> list[str]:
    """Return the names of the fields in expressions, however deep."""
    names = []
    for expression in expressions:
        if isinstance(expression, models.F):
            names.append(expression.name)
        elif hasattr(expression, "get_source_expressions"):
            names += in_expressions(expression.get_source_expressions())
    return names


def another_value(row: models.Model, names: list[str]) -> dict[str, str]:
    """Return the change of one of these fields to a value that no row has."""
    fields: list[Any] = [row._meta.get_field(name) for name in names]
    for field in fields:
        column = f'"{field.column}"'
        if isinstance(field, models.DateTimeField | models.DateField):
            return {field.column: f"{column} + interval '1 day'"}
        if isinstance(field, models.IntegerField):
            return {field.column: f"{column} + 1"}
        if isinstance(field, models.CharField) and (field.max_length or 0) > 40:
            return {field.column: f"'x' || left({column}, 39)"}
    for field in fields:
        if field.is_relation and getattr(row, field.attname):
            return {field.column: str(good_row(field.related_model).pk)}
    return {}


def triggers_of(model: type[models.Model]) -> set[str]:
    """Return the names of the triggers that watch the rows of a model."""
    options: Any = model._meta
    return {trigger.name for trigger in getattr(options, "triggers", ())}


def foreign_keys(model: type[models.Model]) -> list[Any]:
    """Return the fields of a model that the database binds to another table."""
    fields = model._meta.local_concrete_fields
    return [field for field in fields if field.is_relation and field.db_constraint]


def installed_constraints(kinds: str) -> dict[str, str]:
    """Return the names of the constraints that the database holds on our tables."""
    tables = [m._meta.db_table for app in OUR_APPS for m in apps.get_app_config(app).get_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, conrelid::regclass::text FROM pg_constraint "
            "WHERE contype = ANY(%s) AND conrelid::regclass::text = ANY(%s)",
            [list(kinds), tables],
        )
        return dict(cursor.fetchall())


def rule_behind(refused: Any) -> str:
    """Return the rule that the database named; a part of a table stands for the whole table."""
    name: str = refused.diag.constraint_name
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT whole.relname FROM pg_inherits"
            " JOIN pg_class part ON part.oid = inhrelid"
            " JOIN pg_class whole ON whole.oid = inhparent"
            " WHERE part.relname = %s",
            [name],
        )
        found = cursor.fetchone()
    return found[0] if found else name
