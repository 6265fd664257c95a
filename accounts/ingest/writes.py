"""Rows that lines of a file come to: written together by COPY, or each by the action of the form.

Together is how a file is written. What the database refuses there, and what has to see an earlier
line of the same chunk written, is written one by one: slower, and with the words of the form.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, repeat
from typing import Any, Protocol, TypeAlias, TypeVar

from django.db.models import ForeignKey
from django.db.models.functions import Now

from abmplanner.kit.actor import Actor
from abmplanner.kit.copying import copy_all, reserve
from abmplanner.kit.history import Recorded, correct, record
from abmplanner.kit.saving import Built, Versioned, save_row
from accounts.actions.bulk import is_new, save_all
from accounts.ingest.written import content

BLOCK = 200  # primary keys that are reserved at once
Row = TypeVar("Row")
Mark: TypeAlias = tuple[int, int, int]


class AloneError(Exception):
    """A line that can't be written together with the lines before it."""


class Writes(Protocol):
    """What lines come to, on its way to the database."""

    def add(self, row: Row, *, checked: bool = True, leaving: Sequence[str] = ()) -> Row:
        """Write a new row after its model's own checks, but for those of the fields left out."""

    def change(self, row: Any) -> None:
        """Save a row that is there, was locked and says otherwise now."""

    def correct(self, row: Recorded, **changes: Any) -> Any:
        """Replace a row of history by one that differs in these fields; return that one."""

    @property
    def mark(self) -> Mark:
        """How far things are."""

    def back_to(self, mark: Mark) -> None:
        """Forget what came after a mark."""


class Together:
    """Rows kept in hand until all lines are through. Their keys are known from the beginning."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now
        self.new: list[Any] = []
        self.changed: list[Any] = []
        self.void: list[Any] = []
        self.keys: dict[Any, Iterator[int]] = {}

    def add(self, row: Row, *, checked: bool = True, leaving: Sequence[str] = ()) -> Row:
        """Keep a new row; the database looks at its unique names and constraints later."""
        each: Any = row
        if checked:
            check(each, leaving)
        each.pk = self.next_key(type(each))
        self.new.append(each)
        return row

    def change(self, row: Any) -> None:
        """Keep a row that says otherwise now."""
        if is_new(row):
            raise AloneError
        check(row)
        self.changed.append(row)

    def correct(self, row: Recorded, **changes: Any) -> Any:
        """Keep a row of history that takes the place of another."""
        if is_new(row):
            raise AloneError
        model: Any = type(row)
        new = model(**content(row), replaces=row)
        for name, value in changes.items():
            setattr(new, name, value)
        self.add(new)
        self.void.append(row)
        return new

    def next_key(self, model: Any) -> int:
        """Return a primary key that nobody else is given."""
        if model not in self.keys:
            blocks = (reserve(model, BLOCK) for _ in repeat(None))
            self.keys[model] = chain.from_iterable(blocks)
        return next(self.keys[model])

    @property
    def mark(self) -> Mark:
        """How much is in hand."""
        return len(self.new), len(self.changed), len(self.void)

    def back_to(self, mark: Mark) -> None:
        """Let go of what came after a mark; a row without a key was never written."""
        for row in self.new[mark[0] :]:
            row.pk = None
        del self.new[mark[0] :], self.changed[mark[1] :], self.void[mark[2] :]

    def send(self) -> None:
        """Write all that is in hand, table by table, in the order in which tables came up."""
        for model, rows in by_table(self.void).items():
            alive = model.objects.visible_to(self.actor).filter(voided_at=None)
            alive.filter(pk__in=[row.pk for row in rows]).update(voided_at=Now())
        for model, rows in by_table(self.new).items():
            if issubclass(model, Versioned):
                save_all(self.actor, rows, now=self.now)
                continue
            if issubclass(model, Recorded):
                for row in rows:
                    row.recorded_by = self.actor.person
            copy_all(rows)
        latest = {(type(row), row.pk): row for row in self.changed}
        save_all(self.actor, list(latest.values()), now=self.now)
        self.new, self.changed, self.void = [], [], []


class OneByOne:
    """Rows written at once, by what saves them behind the forms."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.new: list[Any] = []

    def add(self, row: Row, *, checked: bool = True, leaving: Sequence[str] = ()) -> Row:
        """Write a new row."""
        each: Any = row
        if isinstance(each, Versioned):
            save_row(self.actor, Built(each))
        elif isinstance(each, Recorded):
            record(self.actor, each)
        else:
            if checked:
                each.full_clean(exclude=leaving)
            each.save(force_insert=True)
        self.new.append(each)
        return row

    def change(self, row: Any) -> None:
        """Save a row."""
        save_row(self.actor, Built(row), version=row.version)

    def correct(self, row: Recorded, **changes: Any) -> Any:
        """Replace a row of history."""
        new = correct(self.actor, row, **changes)
        self.new.append(new)
        return new

    @property
    def mark(self) -> Mark:
        """How much was written."""
        return len(self.new), 0, 0

    def back_to(self, mark: Mark) -> None:
        """Know that the database took back what came after a mark."""
        for row in self.new[mark[0] :]:
            row.pk = None
        del self.new[mark[0] :]


def check(row: Any, leaving: Sequence[str] = ()) -> None:
    """Apply what a model asks of one row by itself. Raises ValidationError."""
    keys = [
        field.name
        for field in row._meta.concrete_fields  # noqa: SLF001 -- Django's own name
        if isinstance(field, ForeignKey) and getattr(row, field.attname) is not None
    ]
    row.full_clean(exclude=[*keys, *leaving], validate_unique=False, validate_constraints=False)


def by_table(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """Return rows by their models."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[type(row)].append(row)
    return found
