"""How rows differ from what is stored."""

from collections.abc import Mapping
from hashlib import sha256
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


def key_made_of(*parts: Any) -> str:
    """Return a key for a row that has none in its source, so that the same row is known again."""
    return "=" + sha256(repr(parts).encode()).hexdigest()[:40]
