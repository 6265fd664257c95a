"""PostgreSQL looks at large tables that it never saw, and each day at those cut by month."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from abmplanner.kit.statistics import look_at_new_tables

pytestmark = pytest.mark.django_db
ROWS = 30_000  # of 36 bytes and more: above what is worth a look


@pytest.fixture(autouse=True)
def apart(db: Any) -> Iterator[None]:
    """A place of its own, where no other table is."""
    ask("CREATE SCHEMA apart", "SET LOCAL search_path = apart")
    yield
    ask("SET LOCAL search_path = public")


def ask(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def fill(table: str) -> None:
    ask(f"INSERT INTO {table} SELECT n, 1 + n % 2 FROM generate_series(1, {ROWS}) n")


def rows_known(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return float(cursor.fetchone()[0])


def test_a_large_new_table_is_looked_at_once() -> None:
    ask("CREATE TABLE large (number int, half int)", "CREATE TABLE small (number int, half int)")
    fill("large")

    assert look_at_new_tables() == 1
    assert rows_known("large") == ROWS
    assert rows_known("small") == -1
    assert look_at_new_tables() == 0


def test_a_table_that_is_cut_is_looked_at_as_a_whole() -> None:
    ask(
        "CREATE TABLE cut (number int, half int) PARTITION BY LIST (half)",
        "CREATE TABLE cut_1 PARTITION OF cut FOR VALUES IN (1)",
        "CREATE TABLE cut_2 PARTITION OF cut FOR VALUES IN (2)",
    )
    assert look_at_new_tables() == 0
    fill("cut")

    assert look_at_new_tables() == 1
    assert rows_known("cut") == ROWS
