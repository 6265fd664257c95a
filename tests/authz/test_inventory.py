"""Every route of the router is in the policy, every entry has its route, and all are called."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from abmplanner.policy import OPERATIONS, ROUTES
from abmplanner.routes import Address, addresses
from tests.authz.routes import METHODS, SAFE, Entry, entries

pytestmark = pytest.mark.xdist_group("inventory")

ROOT = Path(__file__).resolve().parents[2]
GUARDS = {"reachable_or_404", "seen_or_404", "ScopedRows", "SeenViewSet"}


def test_inventory_of_routes_is_whole() -> None:
    names = [address.name for address in addresses()]

    assert sorted(set(names) - ROUTES.keys()) == []
    assert sorted(ROUTES.keys() - set(names)) == []


def test_inventory_names_each_route_once() -> None:
    spelled = {(address.name, address.pattern) for address in addresses()}
    named = [(name, pattern) for name, pattern in spelled if not name or name.endswith(":")]

    assert named == []


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_inventory_of_methods_is_whole(entry: Entry) -> None:
    """A method that the view answers has its operation, and an operation has a view's method."""
    allowed = {m for m in METHODS if entry.route.operation(m) is not None}
    answered = entry.methods()

    if entry.route.change and not entry.is_theirs:
        assert answered - SAFE, f"{entry.name} changes nothing, and the policy says who may"
    if entry.route.view:
        assert answered & SAFE, f"{entry.name} shows nothing, and the policy says who may"
    assert answered <= allowed | {"OPTIONS"}


@pytest.mark.parametrize(
    "entry", [e for e in entries() if e.route.on], ids=lambda entry: entry.name
)
def test_inventory_of_rows_is_guarded(entry: Entry) -> None:
    """A view about one row finds it by the one door that looks at the actor first."""
    view = entry.address.view
    kind = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if kind is not None:
        assert GUARDS & {base.__name__ for base in kind.__mro__}
    else:
        assert GUARDS & names_in(inspect.unwrap(view)), f"{entry.name} finds its row by itself"


def names_in(function: Any) -> set[str]:
    """Return the names that a function uses, and those that its module's helpers use."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    helpers = [getattr(inspect.getmodule(function), name, None) for name in used]
    inner = [h for h in helpers if inspect.isfunction(h) and h.__module__ == function.__module__]
    return used | {name for helper in inner if helper is not function for name in names_in(helper)}


def test_every_operation_is_used() -> None:
    behind_routes = {
        name
        for route in ROUTES.values()
        for name in (route.view, route.change, *route.methods.values())
    }
    asked_in_code = {name for name in OPERATIONS if any(f'"{name}"' in text for text in texts())}

    assert sorted(OPERATIONS.keys() - behind_routes - asked_in_code) == []


def texts() -> Iterator[str]:
    """Yield the text of every module but the policy itself."""
    for app in ("abmplanner", "accounts", "metrics"):
        for path in (ROOT / app).rglob("*.py"):
            if path.name != "policy.py":
                yield path.read_text()


def test_an_address_is_read_off_the_router() -> None:
    found = {address.name: address for address in addresses()}

    assert isinstance(found["healthz"], Address)
    assert found["healthz"].parameters == ()
