"""Which column says what: a mapping, as stored with a run and as kept in files of JSON.

docs/importing.md describes the format. It is stable: a new version gets a new number.
"""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from django.utils.text import slugify
from django.utils.translation import gettext as _

from abmplanner.kit.words import fold
from accounts.enums import StageOutcome
from accounts.ingest.dialect import Dialect
from accounts.ingest.fields import FIELDS, NEEDED

FORMAT = 1
PARTS = {
    "format", "kind", "system", "dialect", "columns", "constants", "values", "multiply",
    "stage_dates", "pipeline", "leave_out",
}  # fmt: skip
PLAIN, AS_SEEN = b'a,;"\\x41\\u0041\xe9', 'a,;"\\x41\\u0041'
MOST_STAGES = 60
LAST_HEADER = 1_000


class MappingError(ValueError):
    """A mapping that can't be used; the message says why, to the person who wrote it."""


@dataclass(frozen=True, slots=True)
class StageSpec:
    """A stage that the mapping declares, to be made where the pipeline lacks it."""

    key: str
    name_en: str
    name_fr: str = ""
    outcome: str = StageOutcome.OPEN
    is_qualified: bool = False


@dataclass(frozen=True, slots=True)
class PipelineSpec:
    """The pipeline that the file's stages belong to; made where there is none of that name."""

    name_en: str = ""
    name_fr: str = ""
    stages: tuple[StageSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the columns of a file are understood.

    columns leads from our field to the file's column, constants to one value for all rows. values
    replaces what a cell says, field by field. multiply scales numbers, such as revenue in millions.
    stage_dates leads from a stage to the column of the date on which it was entered. leave_out is
    which texts of which columns say that a row is not meant: deleted in its system, say.
    """

    kind: str
    columns: MappingOf[str, str] = field(default_factory=dict)
    constants: MappingOf[str, str] = field(default_factory=dict)
    values: MappingOf[str, MappingOf[str, str]] = field(default_factory=dict)
    multiply: MappingOf[str, Decimal] = field(default_factory=dict)
    stage_dates: MappingOf[str, str] = field(default_factory=dict)
    leave_out: MappingOf[str, Sequence[str]] = field(default_factory=dict)
    pipeline: PipelineSpec | None = None
    system: str = ""
    dialect: MappingOf[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, stored: Any, kind: str) -> Self:
        """Return the mapping that some JSON describes, for that kind of record.

        Raises MappingError.
        """
        if not isinstance(stored, dict):
            raise MappingError(_("A mapping is an object of JSON."))
        if unknown := stored.keys() - PARTS:
            raise MappingError(_("Unknown in a mapping: %s.") % ", ".join(sorted(unknown)))
        values = stored.get("values", {})
        if not isinstance(values, dict):
            raise MappingError(_("“%s” leads from names to names.") % "values")
        if stored.get("format", FORMAT) != FORMAT:
            raise MappingError(_("This mapping is of another format than %s.") % FORMAT)
        if stored.get("kind", kind) != kind:
            raise MappingError(_("This mapping is for %s.") % stored["kind"])
        texts = {name: texts_of(stored, name) for name in ("columns", "constants", "stage_dates")}
        for name in (*texts["columns"], *texts["constants"], *values):
            require_field(name, kind)
        return cls(
            kind=kind,
            values={name: folded(each) for name, each in values.items()},
            leave_out=left_out(stored.get("leave_out", {})),
            multiply=factors(stored.get("multiply", {}), kind),
            pipeline=pipeline_of(stored.get("pipeline")),
            system=str(stored.get("system", "")),
            dialect=choices_of(stored.get("dialect", {})),
            **texts,
        )

    def problems(self, dialect: Dialect) -> list[str]:
        """Return what keeps the mapping from being used with a file, in words."""
        known = {column_key(name) for name in dialect.columns}
        named = (*self.columns.values(), *self.stage_dates.values(), *self.leave_out)
        missing = [name for name in named if column_key(name) not in known]
        said = [_("The file has no column “%s”.") % name for name in missing]
        told = self.columns.keys() | self.constants.keys()
        for group in NEEDED[self.kind]:
            if not told & set(group):
                labels = " / ".join(str(FIELDS[self.kind][name].label) for name in group)
                said.append(_("Say which column holds: %s.") % labels)
        return said

    def places(self, dialect: Dialect) -> dict[str, int]:
        """Return for each mapped field the place of its column."""
        at = positions(dialect.columns)
        return {name: at[column_key(column)] for name, column in self.columns.items()}

    def stage_places(self, dialect: Dialect) -> dict[str, int]:
        """Return for each dated stage the place of its column."""
        at = positions(dialect.columns)
        return {stage: at[column_key(column)] for stage, column in self.stage_dates.items()}

    def leaving(self, dialect: Dialect) -> dict[int, frozenset[str]]:
        """Return the places of the columns that say which rows are not meant, and their texts."""
        at = positions(dialect.columns)
        return {
            at[column_key(column)]: frozenset(map(fold, texts))
            for column, texts in self.leave_out.items()
        }


def column_key(name: str) -> str:
    """Return a column's name as names are compared: no case, no blanks around, no byte-order mark.

    >>> column_key('\\ufeff Close  Date ')
    'close date'
    """
    return " ".join(name.replace("\ufeff", "").casefold().split())


def positions(columns: Sequence[str]) -> dict[str, int]:
    """Return where each column stands; of two with one name, the first."""
    found: dict[str, int] = {}
    for place, name in enumerate(columns):
        found.setdefault(column_key(name), place)
    return found


def texts_of(stored: MappingOf[str, Any], part: str) -> dict[str, str]:
    """Return a part that leads from texts to texts. Raises MappingError."""
    given = stored.get(part, {})
    if not isinstance(given, dict):
        raise MappingError(_("“%s” leads from names to names.") % part)
    return {str(key): str(value) for key, value in given.items() if str(value) != ""}


def require_field(name: str, kind: str) -> None:
    """Raise MappingError for a field that this kind of record has not."""
    if name not in FIELDS[kind]:
        fields = ", ".join(FIELDS[kind])
        raise MappingError(
            _("There is no field “%(name)s”; there are: %(fields)s.")
            % {"name": name, "fields": fields}
        )


def folded(given: Any) -> dict[str, str]:
    """Return replacements of values as they are looked up: without case and accents."""
    if not isinstance(given, dict):
        raise MappingError(_("“%s” leads from names to names.") % "values")
    return {fold(str(key)): str(value) for key, value in given.items()}


def left_out(given: Any) -> dict[str, list[str]]:
    """Return which texts of which columns say that a row is not meant. Raises MappingError."""
    if not isinstance(given, dict) or not all(isinstance(each, list) for each in given.values()):
        raise MappingError(_("“%s” leads from columns to lists of texts.") % "leave_out")
    return {str(column): [str(each) for each in texts] for column, texts in given.items()}


def factors(given: Any, kind: str) -> dict[str, Decimal]:
    """Return what numbers are multiplied by. Raises MappingError."""
    if not isinstance(given, dict):
        raise MappingError(_("“%s” leads from names to names.") % "multiply")
    found = {}
    for name, value in given.items():
        require_field(name, kind)
        try:
            found[name] = Decimal(str(value))
        except InvalidOperation:
            found[name] = Decimal("NaN")
        if not found[name].is_finite():
            raise MappingError(_("“%s” is no number.") % value)
    return found


def choices_of(given: Any) -> dict[str, Any]:
    """Return how a mapping says its files are written. Raises MappingError."""
    if not isinstance(given, dict) or given.keys() - READABLE.keys():
        raise MappingError(_("A dialect may say: %s.") % ", ".join(sorted(READABLE)))
    if given.get("date_order", "dmy") not in ("dmy", "mdy"):
        raise MappingError(_("The order of dates is dmy or mdy."))
    if given.get("decimal", ".") not in (".", ","):
        raise MappingError(_("The decimal mark is a point or a comma."))
    for name, value in given.items():
        if not READABLE[name](value):
            raise MappingError(_("In a dialect, “%(name)s” can't be %(value)s.")
                               % {"name": name, "value": value})  # fmt: skip
    return given


def is_text(value: Any) -> bool:
    """Tell whether a value is a text."""
    return isinstance(value, str)


def is_encoding(value: Any) -> bool:
    """Tell whether a value names a way to write text in which our separators are what they seem."""
    if not is_text(value):
        return False
    try:
        return value.startswith("utf") or PLAIN.decode(value, "replace").startswith(AS_SEEN)
    except (LookupError, ValueError):
        return False


READABLE: MappingOf[str, Callable[[Any], bool]] = {
    "encoding": is_encoding,
    "separator": lambda value: is_text(value) and len(value) == 1 and value not in '\r\n"',
    "header": lambda value: type(value) is int and 1 <= value <= LAST_HEADER,
    "date_order": is_text,
    "decimal": is_text,
    "empty": lambda value: isinstance(value, list) and all(map(is_text, value)),
    "sheet": is_text,
}


def pipeline_of(given: Any) -> PipelineSpec | None:
    """Return the pipeline that a mapping declares, or None. Raises MappingError."""
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("stages", []), list):
        raise MappingError(_("A pipeline has a name and a list of stages."))
    stages = [stage_of(each) for each in given.get("stages", [])]
    if len({each.key for each in stages}) < len(stages) or len(stages) > MOST_STAGES:
        raise MappingError(_("Each stage of a pipeline has a key of its own."))
    name_en, name_fr = (str(given.get(name, ""))[:200] for name in ("name_en", "name_fr"))
    return PipelineSpec(name_en, name_fr, tuple(stages))


def stage_of(given: Any) -> StageSpec:
    """Return a stage that a mapping declares. Raises MappingError."""
    if not isinstance(given, dict):
        raise MappingError(_("A stage has key, name_en, name_fr, outcome and is_qualified."))
    name = str(given.get("name_en") or given.get("name_fr") or given.get("key") or "")
    key = str(given.get("key") or slugify(name))[:60]
    outcome = given.get("outcome", StageOutcome.OPEN)
    if not key or slugify(key) != key.casefold() or outcome not in StageOutcome.values:
        raise MappingError(_("A stage needs a key such as “closed-won”, and open, won or lost."))
    return StageSpec(
        key,
        str(given.get("name_en") or name)[:200],
        str(given.get("name_fr") or "")[:200],
        outcome,
        bool(given.get("is_qualified", False)),
    )
