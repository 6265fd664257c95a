"""What a page shows, as the rows of a file."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from abmplanner.kit.exports import FORMATS, export
from metrics import phrases
from metrics.queries.board import Asked, GoalRow, Line, Section
from metrics.queries.opening import Record

NAMES = {"xlsx": "XLSX", "csv": "CSV"}
OFFERED = [(form, NAMES[form]) for form in ("xlsx", "csv") if form in FORMATS]


def exported(name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]], form: str) -> Any:
    """Answer with a file in that form; a form that we don't write is not there."""
    if form not in FORMATS:
        raise Http404
    return export(name, header, rows, form)


def goal_header() -> list[str]:
    """Return the titles of the columns of goals."""
    return [
        _("Part"), _("Account"), _("Objective"), _("Goal"), _("Indicator"), _("Type"),
        _("Start"), _("Due"), _("Starting value"), _("Target"), _("Upper end"), _("Value"),
        _("Low (95%)"), _("High (95%)"), _("n"), _("Unit"), _("Currency"), _("Number"),
        _("Status"), _("Attained (%)"), _("Expected (%)"), _("Pace"), _("Weight"), _("Critical"),
        _("Score of the account (%)"), _("Coverage (%)"), _("Owner"), _("Measured"),
        _("Data until"), _("As of"),
    ]  # fmt: skip


def goal_lines(sections: Iterable[Section], asked: Asked) -> Iterator[list[Any]]:
    """Yield a line for each goal of the board, in its order."""
    for section in sections:
        for line in section.lines:
            for row in line.goals:
                yield _goal(phrases.section_words(section), line, row, asked)


def _goal(part: str, line: Line, row: GoalRow, asked: Asked) -> list[Any]:
    goal, progress = row.goal, row.progress
    answer, standing = progress.answer, line.standing
    return [
        part, line.name, goal.objective.title if goal.objective else "", row.name,
        goal.indicator_key, goal.get_type_display(), goal.starts_on, goal.due_on, goal.baseline,
        goal.target, goal.target_high, answer.value if answer else None,
        answer.low if answer else None, answer.high if answer else None,
        answer.n if answer else None, answer.unit if answer else "",
        answer.currency if answer else "",
        phrases.status_words(answer.status) if answer else "",
        phrases.goal_status_words(progress.status),
        percent(progress.attained), percent(progress.expected), progress.pace, goal.weight,
        goal.is_critical, percent(standing.score if standing else None),
        percent(standing.coverage if standing else None), goal.owner.name if goal.owner else "",
        row.measured_on, row.fresh_on, asked.as_of,
    ]  # fmt: skip


def percent(share: float | None) -> float | None:
    """Return a share of 0 to 1 in percent, as exact as a reader needs it."""
    return None if share is None else round(100 * share, 2)


def record_header() -> list[str]:
    """Return the titles of the columns of records."""
    return [
        _("Record"), _("Detail"), _("Account"), _("When"), _("Amount"), _("Currency"),
        _("Counted"), _("Left out because"),
    ]  # fmt: skip


def record_line(record: Record) -> list[Any]:
    """Return a record as a line of a file."""
    return [
        record.label, record.detail, record.account_name, record.at, record.amount,
        record.currency, _("yes") if record.is_counted else _("no"),
        phrases.reason_words(record.reason) if record.reason else "",
    ]  # fmt: skip
