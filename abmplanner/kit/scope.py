"""The scope guard: rows that hang on an account can't be read until somebody said for whom."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q, sql
from django.db.models.sql.compiler import SQLCompiler
from typing_extensions import override

from abmplanner.kit.actor import Actor

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)

_checking_rules: ContextVar[bool] = ContextVar("checking_rules", default=False)


class UnscopedError(RuntimeError):
    """A queryset of scoped rows was about to run on nobody's behalf."""


@contextmanager
def checking_rules() -> Iterator[None]:
    """Let a model's own rules look at every row: a name is taken, whoever may see its owner."""
    token = _checking_rules.set(True)
    try:
        yield
    finally:
        _checking_rules.reset(token)


class ScopedQuery(sql.Query):
    """SQL that can't be written until somebody said on whose behalf."""

    scope = ""
    is_row_by_row = False
    holds_removed = False

    @override
    def get_compiler(self, *args: Any, **kwargs: Any) -> SQLCompiler:
        self.require_scope()
        compiler: SQLCompiler = super().get_compiler(*args, **kwargs)
        return compiler

    def require_scope(self) -> None:
        """Raise UnscopedError unless visible_to or unscoped was called."""
        if not self.scope and not _checking_rules.get():
            name = self.model.__name__ if self.model else "rows"
            raise UnscopedError(f"{name}: call visible_to(actor) or unscoped(reason) first.")


class ScopedQuerySet(models.QuerySet[Row_co]):
    """Rows that hang on an account. In tests and in production, it refuses to run unscoped.

    update and delete change the query's class before they compile it; hence they ask first. A row
    that Django reaches from a row in hand (a foreign key forward, refresh_from_db) comes with
    hints that name this row: it was visible, so the way on is open.
    """

    query: ScopedQuery

    def __init__(
        self,
        model: Any = None,
        query: Any = None,
        using: str | None = None,
        hints: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(model, query or ScopedQuery(model), using, hints)
        if query is None and hints and "instance" in hints:
            self.query.scope = "reached from a row in hand"

    def unscoped(self, reason: str) -> Self:
        """Return all rows, for work that is on nobody's behalf; the reason is for the reader."""
        chosen = self.all()
        chosen.query.scope = reason
        return chosen

    def row_by_row(self) -> Self:
        """Return the same rows, for a statement that looks at few of them.

        A page in the order of an index is one, and what hangs on a page of accounts; the planner
        can't always tell. What decides over a row is then asked of it alone, not of all beforehand.
        """
        chosen = self.all()
        chosen.query.is_row_by_row = True
        return chosen

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows that the actor may see; each model says what that means."""
        return self.filter(self.reach(actor)).unscoped("narrowed to what the actor may see")

    def reach(self, actor: Actor) -> Q:
        """Return the condition on a row that makes it visible to the actor."""
        raise NotImplementedError(f"{type(self).__name__} must say who may see its rows.")

    @override
    def update(self, **values: Any) -> int:
        self.query.require_scope()
        return super().update(**values)

    @override
    def delete(self) -> tuple[int, dict[str, int]]:
        self.query.require_scope()
        with checking_rules():
            return super().delete()

    @override
    def raw(self, *args: Any, **kwargs: Any) -> Any:
        self.query.require_scope()
        return super().raw(*args, **kwargs)


class ScopedModel(models.Model):
    """A row that the scope guard watches.

    Its own rules (unique names, existing parents, what hangs on it when it is deleted) are checked
    against every row of the table.
    """

    objects: Any

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @override
    def clean_fields(self, exclude: Any = None) -> None:
        with checking_rules():
            super().clean_fields(exclude)

    @override
    def validate_unique(self, exclude: Any = None) -> None:
        with checking_rules():
            super().validate_unique(exclude)

    @override
    def validate_constraints(self, exclude: Any = None) -> None:
        with checking_rules():
            super().validate_constraints(exclude)

    @override
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with checking_rules():
            return super().delete(*args, **kwargs)
