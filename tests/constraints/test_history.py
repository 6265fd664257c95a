"""Rows of history and of the audit stay as they were written, whoever tries."""

from typing import Any

import pytest
from django.db import connection

from tests.constraints.breaking import audit_models, good_row, plain_models, refusal, triggers_of

pytestmark = pytest.mark.django_db

AUDIT_TRIGGERS = {"insert_insert", "update_update", "delete_delete"}
GOING_ALONG = {"comments_go_along", "comments_come_back", "settled"}  # these refuse nothing
KNOWN = {"never_edited", "never_deleted", "never_changed", "append_only", "refusal_stands"}
REFUSED = "P0001"  # raised by a trigger


def refusing(model: Any) -> set[str]:
    """Return the names of the triggers of a model that refuse something."""
    return triggers_of(model) - AUDIT_TRIGGERS - GOING_ALONG


def models_with(*triggers: str) -> list[Any]:
    """Return the models that have one of these triggers."""
    return [m for m in (*plain_models(), *audit_models()) if refusing(m) & set(triggers)]


def columns(changing: set[str]) -> list[Any]:
    """Return the columns of the rows of history that never change."""
    models = models_with("never_edited", "never_changed")
    fields = [field for model in models for field in model._meta.local_concrete_fields]
    return [field for field in fields if field.name not in changing]


def attempt(statement: str, model: Any, row: Any) -> Any:
    """Return what the database says against a statement on the row of a model."""
    table, key = model._meta.db_table, model._meta.pk.column
    return refusal(statement.format(table=table) + f" WHERE {key} = %s", row.pk)


def test_each_trigger_is_known_here() -> None:
    found = {name for m in (*plain_models(), *audit_models()) for name in refusing(m)}

    assert found == KNOWN


def test_each_trigger_is_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%%'")
        installed = {name for (name,) in cursor.fetchall()}
    models = (*plain_models(), *audit_models())

    needed = {t.get_pgid(m) for m in models for t in getattr(m._meta, "triggers", [])}

    assert needed - installed == set()


@pytest.mark.parametrize("field", columns({"voided_at"}), ids=str)
def test_a_column_of_history_never_changes(field: Any) -> None:
    row = good_row(field.model)
    nothing = f'(SELECT "{field.column}" FROM {field.model._meta.db_table} LIMIT 0)'
    value = nothing if has_value(row, field) else GIVEN[kind(field)]

    refused = attempt(f'UPDATE {{table}} SET "{field.column}" = {value}', field.model, row)

    assert refused is not None
    assert refused.sqlstate == REFUSED


GIVEN = {
    "DateTimeField": "now()",
    "DateField": "now()",
    "CharField": "'x'",
    "DecimalField": "1",
    "BigIntegerField": "1",
    "PositiveIntegerField": "1",
    "PositiveSmallIntegerField": "1",
    "ForeignKey": "1",
    "OneToOneField": "1",
}


def kind(field: Any) -> str:
    """Return what kind of field it is."""
    return type(field).__name__


def has_value(row: Any, field: Any) -> bool:
    """Tell whether a row holds something there, so that nothing would be a change."""
    row.refresh_from_db()
    return getattr(row, field.attname) is not None


@pytest.mark.parametrize("model", models_with("never_edited"), ids=lambda m: m._meta.label)
def test_a_row_of_history_is_withdrawn(model: Any) -> None:
    row = good_row(model)

    assert attempt("UPDATE {table} SET voided_at = now()", model, row) is None


@pytest.mark.parametrize(
    "model", models_with("never_deleted", "never_changed"), ids=lambda m: m._meta.label
)
def test_a_row_of_history_is_never_deleted(model: Any) -> None:
    refused = attempt("DELETE FROM {table}", model, good_row(model))

    assert refused is not None
    assert refused.sqlstate == REFUSED


@pytest.mark.parametrize("model", audit_models(), ids=lambda m: m._meta.label)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET pgh_label = 'x'", "DELETE FROM {table}"])
def test_a_row_of_the_audit_is_never_touched(model: Any, statement: str) -> None:
    good_row(model.pgh_tracked_model)
    event = model.objects.unscoped("a test").latest("pgh_id")

    refused = attempt(statement, model, event)

    assert refused is not None
    assert refused.sqlstate == REFUSED


def test_each_dated_table_and_each_table_of_the_audit_is_protected() -> None:
    dated = {m for m in plain_models() if {"recorded_at", "replaces"} <= names(m)}

    assert dated - set(models_with("never_edited")) == set()
    assert set(audit_models()) - set(models_with("append_only")) == set()


def names(model: Any) -> set[str]:
    """Return the names of a model's fields."""
    return {field.name for field in model._meta.fields}
