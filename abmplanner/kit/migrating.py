"""Migrations at a bearable price.

Django renders a changed model and all its neighbors anew after every single operation. A first
migration with ninety models and three hundred constraints, indexes and triggers takes a minute
that way, and a few seconds when each run of like operations counts as one:
`operations = together([...])`.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import AddField
from django.db.migrations.operations.models import CreateModel, IndexOperation
from typing_extensions import override

KINDS: tuple[type[Operation], ...] = (CreateModel, AddField, IndexOperation)


def together(operations: Iterable[Operation]) -> list[Operation]:
    """Return the operations with each run of new models, and each of rules for them, made one."""
    result: list[Operation] = []
    for kind, run in groupby(operations, kind_of):
        found = list(run)
        result += [Together(found)] if kind else found
    return result


def kind_of(operation: Operation) -> type[Operation] | None:
    """Return which operations one may be run together with, None for none."""
    return next((each for each in KINDS if isinstance(operation, each)), None)


class Together(Operation):
    """Several operations of one kind, none of which needs what the state was in between."""

    def __init__(self, operations: Sequence[Any]) -> None:
        self.operations = operations

    @override
    def state_forwards(self, app_label: str, state: Any) -> None:
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)  # rendered again, once, by whoever asks for it
        for each in self.operations:
            each.state_forwards(app_label, state)

    @override
    def database_forwards(self, app_label: str, *rest: Any) -> None:
        for each in self.operations:
            each.database_forwards(app_label, *rest)

    @override
    def database_backwards(self, app_label: str, *rest: Any) -> None:
        for each in reversed(self.operations):
            each.database_backwards(app_label, *rest)

    @override
    def describe(self) -> str:
        return "; ".join(each.describe() for each in self.operations)
