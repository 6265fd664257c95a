"""What is there already of the things that lines speak of, looked up once for a whole chunk."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.actions.bulk import locked
from accounts.enums import Verdict
from accounts.ingest.matching import held_keys
from accounts.ingest.records import Batch, Record
from accounts.models import ExternalId

Row = TypeVar("Row")


class Held(Generic[Row]):
    """Rows that lines may mean, by what tells them apart; those made for earlier lines too.

    A row that another one took the place of is not there any more, nor one that was let go of.
    """

    def __init__(self, rows: Iterable[Row], key: Callable[[Row], Any]) -> None:
        self.key = key
        self.rows: dict[Any, list[Row]] = defaultdict(list)
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Let later lines find a row."""
        self.rows[self.key(row)].append(row)

    def of(self, *key: Any) -> list[Row]:
        """Return the rows of a key."""
        rows: list[Any] = [row for row in self.rows.get(key, ()) if row.pk]  # type: ignore[attr-defined]  # of a model
        replaced = {getattr(row, "replaces_id", None) for row in rows}
        return [row for row in rows if row.pk not in replaced]

    def first(self, *key: Any) -> Row | None:
        """Return the first row of a key."""
        return next(iter(self.of(*key)), None)


class Keyed(Generic[Row]):
    """Records that lines mean by a key of the file's system, or else by name within their home."""

    def __init__(
        self,
        batch: Batch,
        kind: str,
        rows: Any,
        *,
        keys: Iterable[str],
        named: Q,
        home: Callable[[Any], Any] = attrgetter("account_id"),
        fold: Callable[[str], str] = str.casefold,
    ) -> None:
        self.batch, self.kind, self.home, self.fold = batch, kind, home, fold
        self.keys = held_keys(batch, kind, keys)
        rows = rows.annotate(small_name=Lower("name"))
        found = locked(rows.filter(Q(pk__in=set(self.keys.values())) | named))
        batch.recall(found)
        self.by_id = {row.pk: row for row in found}
        self.names: Held[Any] = Held(found, lambda row: (home(row), fold(row.name)))
        same = ExternalId.objects.visible_to(batch.actor).filter(system=batch.system, kind=kind)
        same = same.filter(**{f"{kind}__in": self.by_id})
        self.keyed = set(same.values_list(kind, flat=True)) if self.by_id else set()

    def meant(self, key: str, home: Any, name: str) -> Sequence[Row]:
        """Return the row of a key, else those of a name: without any key, where a key is told."""
        row = self.by_id.get(self.keys.get(key, 0)) if key else None
        if row is not None and row.pk and self.home(row) == home:
            return [row]
        same = self.names.of(home, self.fold(name)) if name else []
        return [each for each in same if not key or each.pk not in self.keyed]

    def add(self, row: Any) -> None:
        """Let later lines find a new row."""
        self.by_id[row.pk] = row
        self.names.add(row)

    def keep_key(self, line: Record) -> None:
        """Write the key of a row that was taken, unless it is there."""
        key = line.get("key")
        if not key or line.target is None or line.verdict == Verdict.REJECTED or key in self.keys:
            return
        said = {"system": self.batch.system, "kind": self.kind, "value": key}
        self.batch.writes.add(ExternalId(**said, **{self.kind: line.target}), checked=False)
        self.keys[key] = line.target.pk
        self.keyed.add(line.target.pk)
        if line.verdict == Verdict.UNCHANGED:
            line.verdict = Verdict.UPDATED


def spelled(names: Iterable[str]) -> Q:
    """Return the condition for rows of a Keyed that have one of these names, whatever its case."""
    wanted = {name for name in names if name}
    return Q(name__in=wanted) | Q(small_name__in={name.lower() for name in wanted})


def titled(rows: Any, titles: Iterable[str]) -> Any:
    """Return the rows of these titles, whatever their case."""
    wanted = {title for title in titles if title}
    rows = rows.annotate(small_title=Lower("title"))
    return rows.filter(Q(title__in=wanted) | Q(small_title__in={each.lower() for each in wanted}))
