"""Every route by every method and everybody, on a row of theirs, of others and of none.

The routes come from the router, what must come back from the policy, and what is sent from the
factories: whoever adds a route adds its line to the policy and nothing here.
"""

import sys
from collections.abc import Callable

import pytest

from tests.authz.cells import Matrix
from tests.authz.routes import METHODS, Entry, entries

FEWEST_CELLS = 10_000

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]
by_route = pytest.mark.parametrize(
    "entry",
    [pytest.param(e, marks=pytest.mark.xdist_group(e.name)) for e in entries()],
    ids=lambda entry: entry.name,
)


@by_route
def test_matrix(matrix: Matrix, entry: Entry) -> None:
    found = matrix.of(entry)

    assert found.wrong.get("matrix", []) == []
    assert found.cells == matrix.planned(entry)
    assert found.called == set(METHODS)


@by_route
def test_canary(matrix: Matrix, entry: Entry) -> None:
    assert matrix.of(entry).wrong.get("canary", []) == []


@by_route
def test_notrace(matrix: Matrix, entry: Entry) -> None:
    assert matrix.of(entry).wrong.get("trace", []) == []


@by_route
def test_headers(matrix: Matrix, entry: Entry) -> None:
    assert matrix.of(entry).wrong.get("headers", []) == []


@by_route
def test_audit_diff(matrix: Matrix, entry: Entry) -> None:
    assert matrix.of(entry).wrong.get("audit", []) == []


def test_matrix_is_whole(matrix: Matrix, record_property: Callable[[str, object], None]) -> None:
    cells = {entry.name: matrix.planned(entry) for entry in entries()}

    record_property("cells", sum(cells.values()))
    sys.stdout.write(f"{sum(cells.values())} cells on {len(cells)} routes\n")

    assert [name for name, planned in cells.items() if not planned] == []
    assert sum(cells.values()) >= FEWEST_CELLS
