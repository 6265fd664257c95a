"""The first rows of a file as they would be understood, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.formats import date_format, localize
from django.utils.text import capfirst

from abmplanner.kit.actor import Actor
from abmplanner.kit.words import fold
from accounts.actions.import_run import Parts
from accounts.ingest.cells import Moment
from accounts.ingest.dialect import Dialect
from accounts.ingest.fields import FIELDS
from accounts.ingest.mapping import Mapping as ColumnMapping
from accounts.ingest.readers import rows
from accounts.ingest.reasons import reason_words
from accounts.ingest.records import Reading, Record
from accounts.models import ImportRun, Pipeline, Stage

SHOWN = 8  # rows
MOST_STAGES = 40
MOST_READ = 200_000  # rows looked at for the names of stages


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """What one cell would become; problem says in words what is wrong with it."""

    label: str
    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What one row would become; problem says why it would be rejected, where no cell says it."""

    line: int
    cells: Sequence[PreviewCell]
    problem: str = ""

    @property
    def is_rejected(self) -> bool:
        """Tell whether the row can't be taken as it is."""
        return bool(self.problem) or any(cell.problem for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows under the names of our fields."""

    labels: Sequence[str]
    rows: Sequence[PreviewRow]


def preview(actor: Actor, run: ImportRun, dialect: Dialect, mapping: ColumnMapping) -> Preview:
    """Return the first rows of a run as they would be understood, with every mapped field."""
    reading = Reading.of(dialect, mapping)
    read = islice(rows(Parts(run, actor), dialect), SHOWN)
    records = [reading.record(row.line, row.cells, row.problem) for row in read]
    fields = FIELDS[mapping.kind]
    names = [name for name in fields if name in mapping.columns or name in mapping.constants]
    dated = list(mapping.stage_dates)
    labels = [capfirst(str(fields[name].label)) for name in names] + dated
    return Preview(labels, [shown(record, names, dated, labels) for record in records])


def shown(
    record: Record, names: Sequence[str], dated: Sequence[str], labels: Sequence[str]
) -> PreviewRow:
    """Return a record as a row of the preview."""
    values: list[tuple[str, Any]] = [(name, record.values.get(name)) for name in names]
    values += [("", record.reached.get(stage)) for stage in dated]
    cells = []
    for label, (name, value) in zip(labels, values, strict=True):
        wrong = bool(record.field) and record.field == name and value is None
        text = record.detail if wrong else as_text(value)
        cells.append(PreviewCell(label, text, reason_words(record.reason) if wrong else ""))
    said = any(cell.problem for cell in cells)
    return PreviewRow(
        record.line, cells, reason_words(record.reason) if record.reason and not said else ""
    )


def as_text(value: Any) -> str:
    """Return a value as people read it."""
    if value is None:
        return ""
    if isinstance(value, Moment):
        return date_format(value.day, "DATE_FORMAT")
    if isinstance(value, list):
        return ", ".join(value)
    if hasattr(value, "normalize"):
        return str(localize(value.normalize() if value % 1 else int(value)))
    return str(value)


def unknown_stages(
    actor: Actor, run: ImportRun, dialect: Dialect, mapping: ColumnMapping, stages: Sequence[Stage]
) -> list[str]:
    """Return the stages that the file names and that neither we nor the mapping know."""
    place = mapping.places(dialect).get("stage")
    if place is None:
        return []
    known = {fold(name) for stage in stages for name in (stage.key, stage.name_en, stage.name_fr)}
    known |= declared(mapping)
    found: dict[str, str] = {}
    for row in islice(rows(Parts(run, actor), dialect), MOST_READ):
        text = str(row.cells[place]).strip() if place < len(row.cells) else ""
        if text and text not in dialect.empty and fold(text) not in known:
            found.setdefault(fold(text), text[:60])
            if len(found) >= MOST_STAGES:
                break
    return list(found.values())


def declared(mapping: ColumnMapping) -> set[str]:
    """Return the stages that a mapping explains, as they are compared."""
    values: Mapping[str, str] = mapping.values.get("stage", {})
    stages = mapping.pipeline.stages if mapping.pipeline else ()
    named = {fold(name) for each in stages for name in (each.key, each.name_en, each.name_fr)}
    return named | set(values)


def stages_there(mapping: ColumnMapping) -> list[Stage]:
    """Return the stages of the pipeline that the file's deals will go to."""
    names = {mapping.pipeline.name_en, mapping.pipeline.name_fr} - {""} if mapping.pipeline else ()
    pipelines = Pipeline.objects.order_by("-is_default", "pk")
    if names:
        pipelines = pipelines.filter(name_en__in=names)
    pipeline = pipelines.first()
    return list(pipeline.stages.order_by("position")) if pipeline else []
