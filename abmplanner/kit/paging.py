"""Pages of lists that may be long."""

from array import array
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from typing_extensions import override

from abmplanner.kit.actor import SYSTEM

LONG = 1000  # rows, from which on their number is remembered
FAR = 2000  # rows before a page, from which on deciding over all at once is quicker
A_MINUTE = 60


class LongList(Paginator[Any]):
    """Pages of scoped rows that tell when they were saved; name says whose, and narrowed how.

    How many rows a long list has is remembered for a minute, for counting them takes longer than
    showing a page; a short one is counted each time. A page near the beginning of a list in the
    order of an index is read row by row, and ends when it is full. Any other page of a long list
    needs the place of every row, which is remembered for a minute or until one of them is saved;
    its own rows are read anew, within the reader's reach.
    """

    def __init__(self, rows: Any, per_page: int, *, name: str) -> None:
        super().__init__(rows, per_page)
        self.rows: Any = rows
        self.key = sha256(name.encode()).hexdigest()

    @cached_property
    @override
    def count(self) -> int:
        remembered: int | None = cache.get(f"count:{self.key}")
        if remembered is not None:
            return remembered
        counted: int = self.rows.count()
        if counted >= LONG:
            cache.set(f"count:{self.key}", counted, A_MINUTE)
        return counted

    @override
    def page(self, number: int | str) -> Page[Any]:
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page
        place = slice(first, first + self.per_page)
        if first < FAR and self.is_in_order_of_an_index():
            found = self.rows.row_by_row()[place]
        elif self.count < LONG:
            found = self.rows[place]
        else:
            found = self.rows.row_by_row().filter(pk__in=list(self.order[place]))
        return Page(found, valid, self)

    @cached_property
    def order(self) -> "array[int]":
        """The keys of all rows, in their order."""
        every = self.rows.model.objects.visible_to(SYSTEM).order_by("-saved_at")
        newest = every.values_list("saved_at", flat=True).first()
        key = f"order:{self.key}:{newest and newest.timestamp()}"
        remembered: array[int] | None = cache.get(key)
        if remembered is not None:
            return remembered
        found = array("q", self.rows.values_list("pk", flat=True))
        cache.set(key, found, A_MINUTE)
        return found

    def is_in_order_of_an_index(self) -> bool:
        """Tell whether the first column that the rows are ordered by begins an index."""
        rows = self.rows
        leading = [str(name).removeprefix("-") for name in rows.query.order_by[:1]]
        begun = {index.fields[0] for index in rows.model._meta.indexes if index.fields}  # noqa: SLF001 -- Django's own name
        return begun.issuperset(leading) and bool(leading)
