"""Pages of lists that may be long."""

from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from typing_extensions import override

LONG = 1000  # rows, from which on their number is remembered
FAR = 2000  # rows before a page, from which on deciding over all at once is quicker
A_MINUTE = 60


class LongList(Paginator[Any]):
    """Pages of scoped rows; name says whose list it is, and narrowed how.

    How many rows a long list has is remembered for a minute, for counting them takes longer than
    showing a page; a short one is counted each time. A page near the beginning of a list in the
    order of an index is read row by row, and ends when it is full.
    """

    def __init__(self, rows: Any, per_page: int, *, name: str) -> None:
        super().__init__(rows, per_page)
        self.rows: Any = rows
        self.key = f"count:{sha256(name.encode()).hexdigest()}"

    @cached_property
    @override
    def count(self) -> int:
        remembered: int | None = cache.get(self.key)
        if remembered is not None:
            return remembered
        counted: int = self.rows.count()
        if counted >= LONG:
            cache.set(self.key, counted, A_MINUTE)
        return counted

    @override
    def page(self, number: int | str) -> Page[Any]:
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page
        rows = self.rows
        if first < FAR and self.is_in_order_of_an_index():
            rows = rows.row_by_row()
        return Page(rows[first : first + self.per_page], valid, self)

    def is_in_order_of_an_index(self) -> bool:
        """Tell whether the first column that the rows are ordered by begins an index."""
        rows = self.rows
        leading = [str(name).removeprefix("-") for name in rows.query.order_by[:1]]
        begun = {index.fields[0] for index in rows.model._meta.indexes if index.fields}  # noqa: SLF001 -- Django's own name
        return begun.issuperset(leading) and bool(leading)
