"""How rows differ from what is stored."""

from collections.abc import Mapping
from typing import Any


def differences(row: Any, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of a row and is not so yet."""
    return {name: value for name, value in told.items() if getattr(row, name) != value}


def change(row: Any, differing: Mapping[str, Any]) -> None:
    """Make it so."""
    for name, value in differing.items():
        setattr(row, name, value)


def told(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return what a row of a file says of these fields, where it says anything."""
    return {name: values[name] for name in names if name in values}
