"""What a dataset is: a relation over scope, window and two clocks, and what may be said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from metrics.catalogue.filters import Op
from metrics.catalogue.words import Grain, Words


class FieldType(StrEnum):
    """What a field holds."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    INSTANT = "instant"
    TRUTH = "truth"
    KEY = "key"  # whom or what: may be counted, never shown
    SPAN = "span"  # from when to when: may meet a period, never compared


_ORDER = frozenset({Op.LT, Op.LTE, Op.GT, Op.GTE, Op.BETWEEN, Op.IS_NULL})
_SAME = frozenset({Op.EQ, Op.NE, Op.IN, Op.NOT_IN, Op.IS_NULL})

OPS: Mapping[FieldType, frozenset[Op]] = {
    FieldType.TEXT: _SAME | {Op.CONTAINS, Op.STARTS_WITH},
    FieldType.CHOICE: _SAME,
    FieldType.NUMBER: _ORDER | _SAME,
    FieldType.MONEY: _ORDER | _SAME,
    FieldType.INSTANT: _ORDER,
    FieldType.TRUTH: frozenset({Op.EQ, Op.NE}),
    FieldType.KEY: frozenset({Op.IS_NULL}),
    FieldType.SPAN: frozenset(),
}
"""What may be asked of a field of each type."""

RANKED = frozenset({Op.LT, Op.LTE, Op.GT, Op.GTE})
"""What may be asked besides of words that stand above one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that is known of each record.

    An inner field is for our own measures; a team's filters and aggregates can't name it. choices
    are the words it may hold, where they are few and fixed; ranks are those of them that stand
    above one another, from the lowest up.
    """

    name: str
    type: FieldType
    label: Words
    choices: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    inner: bool = False

    @property
    def ops(self) -> frozenset[Op]:
        """What may be asked of the field."""
        return OPS[self.type] | (RANKED if self.ranks else frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A relation, not a table: one row for each record that existed, as it was then.

    rows is a SELECT over the common tables `home` and `everyone` (account_id, root: the accounts
    asked about, and all the actor may see), `merged_contact` (id, root), `fx` (currency, during,
    rate) and `asked_window` (number, start, until, finish), and those of its own in tables. Its
    parameters are as_of, known_at, zone, as_of_on and currency, start, before which no window
    begins, and since, the same unless something is counted from the beginning of time on;
    and who reads: reader, null for the system, and whether they read what colleagues are rated.
    KNOWN(x) in it is the condition that row x of a history was known. It gives the columns id,
    public_id, account, title, detail, unfit and the fields: account is the one the record counts
    for, unfit why it counts for nobody, empty where it may count. Where a window decides more than
    which rows lie in it, there are rows for each (by_window), with its number as window_number.

    record_types are the feeds that bring the records: any of them is enough. Where used is given,
    it is a SELECT that finds something as soon as people write such records down at all; from then
    on none is a known zero, and no feed needs to say so. program names the column of a relation
    that knows its program by itself; else a record counts for a program where the account was
    enrolled at its instant. person names the column within which only the latest fit record of a
    window counts, by the first of dates; the compiler adds is_latest. dates are the instants that
    measures may go by, or spans cut to the window; amount is what a record is worth, where it is
    worth something. Records that are_opinions of people are named to those alone who may read whose
    they are. by joins the rows (r) with what else a number may be of (k.target): a campaign, a
    buying group, a source. Where some records are of no account, unplaced names the column of the
    program that these count for; rows keep to campaign_in_reach or program_in_reach (id) for them.

    Rows that look at the window's own start are asked for one window alone, never for several.

    Of the parameters that its text names, rests has those that matter through some fields alone: a
    measure that names none of these fields doesn't rest on them. Those under an empty name matter
    to no field, but stand in a part that is shared.

    told names a field whose values the rows may be told before they are made, where all that is
    asked keeps to some: the parameter told, empty for all. Rows that have_chances are given the
    chance of each stage, as the two lists stages and rates; those that have_paces, how fast deals
    left each stage before, as the lists of metrics.queries.paces.
    """

    key: str
    label: Words
    record_types: tuple[str, ...]
    rows: str
    fields: tuple[Field, ...]
    dates: tuple[str, ...]
    tables: str = ""
    program: str = ""
    person: str = ""
    amount: str = ""
    are_opinions: bool = False
    have_chances: bool = False
    have_paces: bool = False
    used: str = ""
    told: str = ""
    unplaced: str = ""
    by_window: bool = False
    alone: bool = False
    by: Mapping[Grain, str] = field(default_factory=dict)
    rests: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def field(self, name: str) -> Field:
        """Return the field of a name, with or without the dataset's own name before it."""
        bare = name.removeprefix(f"{self.key}.")
        for each in self.fields:
            if each.name == bare:
                return each
        raise KeyError(name)
