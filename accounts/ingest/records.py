"""A row of a file as what it says of one record, or as the reason why it can't be understood."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

from django.utils.translation import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.words import fold
from accounts.actions import import_run
from accounts.enums import Verdict
from accounts.ingest import cells
from accounts.ingest.cells import Moment, WrongError
from accounts.ingest.dialect import Dialect, Form
from accounts.ingest.field import Type
from accounts.ingest.fields import FIELDS, NEEDED, SYNONYMS
from accounts.ingest.mapping import Mapping as ColumnMapping
from accounts.ingest.readers import Cell
from accounts.ingest.writes import OneByOne, Writes
from accounts.models import ImportRun

Reader: TypeAlias = Callable[[str, Cell, str, "Reading"], Any]
MOST = 2**31 - 1  # what a whole number may be
MOST_DIGITS = 14  # of an amount, before the point
RATE_DIGITS = 10  # of an exchange rate, before the point
YES = {"true", "yes", "y", "1", "oui", "o", "vrai", "x"}
NO = {"false", "no", "n", "0", "non", "faux"}


@dataclass(slots=True)
class Record:
    """What one row says, and what became of it.

    values holds only what the row says: an empty cell says nothing, and takes nothing away.
    """

    line: int
    cells: Sequence[Cell]
    values: dict[str, Any] = field(default_factory=dict)
    reached: dict[str, Moment] = field(default_factory=dict)
    verdict: str = ""
    reason: str = ""
    field: str = ""
    detail: str = ""
    record_id: int | None = None
    target: Any = None

    def reject(self, reason: str, *, field: str = "", detail: str = "") -> None:
        """Refuse the row, for a reason."""
        self.verdict, self.reason, self.field, self.detail = Verdict.REJECTED, reason, field, detail

    def wait(self, reason: str, detail: str = "") -> None:
        """Let the row wait until the record that it hangs on is there."""
        self.verdict, self.reason, self.detail = Verdict.WAITING, reason, detail

    def forget(self) -> None:
        """Undo what was decided, because the database refused some row beside this one."""
        self.verdict = self.reason = self.field = self.detail = ""
        self.target = self.record_id = None

    @property
    def is_open(self) -> bool:
        """Tell whether nothing was decided about the row yet."""
        return not self.verdict

    def get(self, name: str, default: Any = "") -> Any:
        """Return what the row says of a field."""
        return self.values.get(name, default)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one file are understood: its dialect and mapping, put to use once."""

    kind: str
    dialect: Dialect
    mapping: ColumnMapping
    places: Mapping[str, int]
    stage_places: Mapping[str, int]
    leaving: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, dialect: Dialect, mapping: ColumnMapping) -> "Reading":
        """Return the reading of files that are written and mapped like this."""
        places = mapping.places(dialect)
        stages, leaving = mapping.stage_places(dialect), mapping.leaving(dialect)
        return cls(mapping.kind, dialect, mapping, places, stages, leaving)

    def record(self, line: int, row: Sequence[Cell], problem: str = "") -> Record:
        """Return what a row says; it is rejected where a cell can't be what it has to be."""
        record = Record(line, row)
        problem = problem or self.shape_problem(row) or self.left_out(row)
        if problem:
            record.reject(problem)
            return record
        for name in (*self.mapping.constants, *self.places):
            self.read(record, name)
        for stage, place in self.stage_places.items():
            self.read_stage_date(record, stage, place)
        if record.is_open:
            self.require(record)
        return record

    def left_out(self, row: Sequence[Cell]) -> str:
        """Return the code for a row that the mapping says is not meant."""
        for place, texts in self.leaving.items():
            if place < len(row) and fold(str(row[place])) in texts:
                return "left_out"
        return ""

    def shape_problem(self, row: Sequence[Cell]) -> str:
        """Return the code for a row whose number of cells is not that of the header."""
        width = len(self.dialect.columns)
        if self.dialect.form is Form.CSV and len(row) == 1 and width > 1:
            return "one_cell"
        if any(str(cell).strip() for cell in row[max(width, self.dialect.width) :]):
            return "too_many_cells"
        return ""

    def read(self, record: Record, name: str) -> None:
        """Take one field into the record, from its column or else from the mapping's constants."""
        cell: Cell = ""
        place = self.places.get(name)
        if place is not None and place < len(record.cells):
            cell = record.cells[place]
        text = ""
        try:
            text, cell = self.text(name, cell)
            if text:
                field = FIELDS[self.kind][name]
                record.values[name] = READERS[field.type](name, cell, text, self)
        except WrongError as wrong:
            record.reject(wrong.code, field=name, detail=(text or str(cell))[:200])

    def text(self, name: str, cell: Cell) -> tuple[str, Cell]:
        """Return what a cell says once values were replaced, as text and as a cell."""
        text = cells.text_of(cell, self.dialect)
        replaced = self.mapping.values.get(name, {}).get(fold(text)) if text else None
        if replaced is None and not text:
            replaced = self.mapping.constants.get(name, "")
        return (text, cell) if replaced is None else (replaced, replaced)

    def read_stage_date(self, record: Record, stage: str, place: int) -> None:
        """Take the date on which a stage was entered into the record."""
        cell = record.cells[place] if place < len(record.cells) else ""
        try:
            if text := cells.text_of(cell, self.dialect):
                record.reached[stage] = cells.moment(text, self.dialect)
        except WrongError as wrong:
            record.reject(
                wrong.code, field=self.mapping.stage_dates[stage][:60], detail=str(cell)[:200]
            )

    def require(self, record: Record) -> None:
        """Reject a record that lacks what each of its kind needs, but for its home: it may wait."""
        for group in NEEDED[self.kind]:
            if not (record.values.keys() & set(group)) and not HOMES & set(group):
                record.reject("needed", field=group[0])


HOMES = {"account", "account_key", "account_domain"}


def read_text(name: str, _cell: Cell, text: str, reading: Reading) -> str:
    """Return a text of one line."""
    line = " ".join(text.split())
    if len(line) > FIELDS[reading.kind][name].most:
        raise WrongError("too_long")
    return line


def read_long(name: str, _cell: Cell, text: str, reading: Reading) -> str:
    """Return a text of any number of lines, cut where it is too long."""
    return text[: FIELDS[reading.kind][name].most]


def read_email(_name: str, _cell: Cell, text: str, _reading: Reading) -> str:
    """Return an e-mail address."""
    return cells.email(text)


def read_domains(_name: str, _cell: Cell, text: str, _reading: Reading) -> list[str]:
    """Return domains, of which a cell may hold several."""
    return [cells.domain(each) for each in text.replace(";", " ").replace(",", " ").split()][:20]


def read_amount(name: str, cell: Cell, text: str, reading: Reading) -> Decimal:
    """Return an amount that is not below zero."""
    amount = read_signed(name, cell, text, reading)
    if amount < 0:
        raise WrongError("below_zero")
    return amount


def read_whole(name: str, cell: Cell, text: str, reading: Reading) -> int:
    """Return a whole number that is not below zero."""
    number = read_amount(name, cell, text, reading)
    if number != number.to_integral_value():
        raise WrongError("not_a_whole_number")
    if number > MOST:
        raise WrongError("number_too_large")
    return int(number)


def read_currency(_name: str, _cell: Cell, text: str, _reading: Reading) -> str:
    """Return a currency by its ISO code, or by its sign where only one has it."""
    code = {"€": "EUR", "$": "USD", "US$": "USD", "£": "GBP"}.get(text, text.upper())
    if len(code) != 3 or not code.isascii() or not code.isalpha():  # noqa: PLR2004 -- ISO 4217
        raise WrongError("not_a_currency")
    return code


def read_day(_name: str, _cell: Cell, text: str, reading: Reading) -> Moment:
    """Return a day, with its time where there is one."""
    return cells.moment(text, reading.dialect)


def read_choice(name: str, _cell: Cell, text: str, reading: Reading) -> str:
    """Return one of the values of a closed list."""
    choices = FIELDS[reading.kind][name].choices
    known = {**SYNONYMS.get(name, {}), **words_of(choices)}
    value = known.get(fold(text))
    if value not in choices.values:
        raise WrongError("not_a_choice")
    return str(value)


def read_truth(_name: str, _cell: Cell, text: str, _reading: Reading) -> bool:
    """Return whether something is so."""
    if (word := fold(text)) not in YES | NO:
        raise WrongError("not_yes_or_no")
    return word in YES


def read_signed(name: str, cell: Cell, text: str, reading: Reading) -> Decimal:
    """Return an amount that may be below zero."""
    amount = cells.number(cell, text, reading.dialect) * reading.mapping.multiply.get(name, 1)
    if amount.adjusted() >= MOST_DIGITS:
        raise WrongError("number_too_large")
    return amount.quantize(Decimal("0.0001"))


def read_rate(_name: str, cell: Cell, text: str, reading: Reading) -> Decimal:
    """Return a number above zero with many decimals."""
    rate = cells.number(cell, text, reading.dialect)
    if rate <= 0:
        raise WrongError("not_above_zero")
    if rate.adjusted() >= RATE_DIGITS:
        raise WrongError("number_too_large")
    return rate.quantize(Decimal("1e-8"))


@lru_cache
def words_of(choices: Any) -> dict[str, str]:
    """Return the values of a closed list by all their names: codes, English words, French words."""
    found = {fold(str(value)): value for value in choices.values}
    for language in ("en", "fr"):
        with override(language):
            found |= {fold(str(label)): value for value, label in choices.choices}
    return found


READERS: Mapping[Type, Reader] = {
    Type.TEXT: read_text,
    Type.LONG: read_long,
    Type.EMAIL: read_email,
    Type.DOMAINS: read_domains,
    Type.WHOLE: read_whole,
    Type.AMOUNT: read_amount,
    Type.CURRENCY: read_currency,
    Type.DAY: read_day,
    Type.CHOICE: read_choice,
    Type.TRUTH: read_truth,
    Type.SIGNED: read_signed,
    Type.RATE: read_rate,
}


@dataclass(slots=True)
class Batch:
    """Some rows of one run, while they are written: on whose behalf, and when.

    told leads from a record to the line of this run that spoke of it first. is_apart tells that
    the rows are written one by one, because the database refused them together.
    """

    run: ImportRun
    actor: Actor
    reading: Reading
    now: datetime
    told: dict[Any, int] = field(default_factory=dict)
    first_event: datetime | None = None
    last_event: datetime | None = None
    is_apart: bool = False
    writes: Writes = field(init=False)

    def __post_init__(self) -> None:
        self.writes = OneByOne(self.actor)

    @property
    def system(self) -> str:
        """The name of the system that the file comes from."""
        return self.run.system

    @property
    def zone(self) -> str:
        """The time zone in which the file's days begin."""
        return self.run.program.time_zone if self.run.program else ""

    def recall(self, rows: Iterable[Any]) -> None:
        """Look up which of these rows of ours earlier lines of the run spoke of."""
        if keys := {row.pk for row in rows if row.pk}:
            self.told.update(import_run.told_before(self.actor, self.run, keys))

    def saw(self, moments: Iterable[Moment]) -> None:
        """Remember when the first and the last event of the file were."""
        for moment in moments:
            begins, ends = moment.begins(self.zone), moment.ends(self.zone)
            self.first_event = min(self.first_event or begins, begins)
            self.last_event = max(self.last_event or ends, ends)

    def settle(self, record: Record, row: Any, *, changed: bool) -> bool:
        """Decide about a record whose row was found; tell whether to go on and change it.

        A file speaks once of a record: what a later line says otherwise is rejected, so that the
        order of lines does not matter the second time.
        """
        before = self.told.setdefault(identity(row), record.line)
        if changed and before != record.line:
            record.reject("told_before", detail=str(before))
            return False
        record.target = row
        record.verdict = Verdict.UPDATED if changed else Verdict.UNCHANGED
        return changed

    def create(self, record: Record, row: Any) -> None:
        """Decide that a record is new."""
        self.told[identity(row)] = record.line
        record.target = row
        record.verdict = Verdict.CREATED


def identity(row: Any) -> Any:
    """Return what tells a row from others, before and after it has a key."""
    return row.pk or row.public_id
