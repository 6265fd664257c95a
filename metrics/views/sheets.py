"""What a page shows, as the rows of a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from django.forms import Form
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from abmplanner.kit.exports import FORMATS, About, export
from abmplanner.kit.http import Request
from abmplanner.kit.period import Period
from metrics import phrases
from metrics.queries.account_set import SetRow
from metrics.queries.answer import Answer
from metrics.queries.board import Asked, GoalRow, Line, Section
from metrics.queries.opening import Record
from metrics.queries.portfolio import PortfolioRow

NAMES = {"xlsx": "XLSX", "csv": "CSV"}
OFFERED = [(form, NAMES[form]) for form in ("xlsx", "csv") if form in FORMATS]


def exported(
    name: str,
    header: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    form: str,
    *,
    about: About = (),
) -> HttpResponse:
    """Answer with a file in that form; a form that we don't write is not there."""
    if form not in FORMATS:
        raise Http404
    return cast("HttpResponse", export(name, header, rows, form, about=about))


def about(
    request: Request, what: str, period: Period, narrowing: Iterable[tuple[str, str]] = ()
) -> list[tuple[Any, ...]]:
    """Return what stands above a table: what it is, of which time, how narrowed, by whom, when."""
    lines: list[tuple[Any, ...]] = [(what,)]
    if period.start and period.last_day:
        lines.append((_("Period"), period.start, period.last_day))
    lines.append((_("As of"), period.as_of))
    if period.known_at:
        lines.append((_("As known on"), period.known_at))
    return [*lines, *narrowing, (_("Written by"), request.actor.label, timezone.now())]


def words_of(form: Form) -> Iterator[tuple[str, str]]:
    """Yield what a form of a list was given, with its labels, as words."""
    form.is_valid()
    for name, field in form.fields.items():
        if value := form.cleaned_data.get(name):
            words = dict(getattr(field, "choices", ())).get(value, value)
            yield str(field.label or name), str(words)


def untimely(request: Request, *forms: Form) -> TemplateResponse:
    """Refuse a file where what is asked for can't be read: it would not be what is meant."""
    said = [
        f"{form.fields[name].label or name}: {' '.join(map(str, wrong))}"
        for form in forms
        for name, wrong in form.errors.items()
    ]
    context = {"message": " ".join(said)}
    return TemplateResponse(request, "metrics/answer_refused.html", context, status=400)


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


def account_header() -> list[str]:
    """Return the titles of the columns of accounts."""
    return [
        _("Account"), _("Status"), _("Industry"), _("Programs"), _("Owner"), _("Goals"),
        _("Status of the goals"), _("Score (%)"), _("Coverage (%)"), _("Measured"),
        _("Next action"), _("Due"), _("Plan saved"), _("Last news"), _("Health"), _("Change"),
    ]  # fmt: skip


def account_line(row: PortfolioRow) -> list[Any]:
    """Return an account of the portfolio as a line of a file."""
    standing, action, health = row.standing, row.next_action, row.health
    return [
        row.account.name, row.account.status_word, row.account.industry,
        [each.name for each in row.enrolments], row.account.owner or "", row.goals,
        phrases.goal_status_words(standing.band) if standing else "",
        percent(standing.score if standing else None),
        percent(standing.coverage if standing else None), row.measured_on,
        action.title if action else "", action.due_on if action else None, row.planned_at,
        row.heard_at, health.score if health else None, health.change if health else None,
    ]  # fmt: skip


def history_header() -> list[str]:
    """Return the titles of the columns of what was measured day by day."""
    return [
        _("Measured"), _("Value"), _("Low (95%)"), _("High (95%)"), _("n"), _("Numerator"),
        _("Denominator"), _("Unit"), _("Currency"), _("Number"), _("Plan"), _("Pace"),
        _("Projection"), _("Projection, low"), _("Projection, high"),
    ]  # fmt: skip


def history_lines(
    series: Iterable[tuple[date, Answer]],
    plan: Mapping[date, float],
    paces: Mapping[date, Mapping[str, Any]],
) -> Iterator[list[Any]]:
    """Yield a line for each day that was measured, beside what the plan expected by then.

    So stand its pace on that day and where it was heading.
    """
    for day, answer in series:
        paced = paces.get(day, {})
        yield [day, *figures_of(answer), plan.get(day), *(paced.get(name) for name in PACED)]


PACED = ("pace", "projected", "projected_low", "projected_high")


def figures_of(answer: Answer) -> list[Any]:
    """Return an answer as cells."""
    return [
        answer.value, answer.low, answer.high, answer.n, answer.numerator, answer.denominator,
        answer.unit, answer.currency, phrases.status_words(answer.status),
    ]  # fmt: skip


def set_header() -> list[str]:
    """Return the titles of the columns of an account's indicators."""
    return [
        _("Indicator"), _("Key"), _("Value"), _("Low (95%)"), _("High (95%)"), _("n"),
        _("Numerator"), _("Denominator"), _("Unit"), _("Currency"), _("Number"), _("Comment"),
    ]  # fmt: skip


def set_lines(rows: Iterable[SetRow]) -> Iterator[list[Any]]:
    """Yield a line for each indicator of an account; one that can't be asked for has no figures."""
    for each in rows:
        figures = figures_of(each.answer) if each.answer else [None] * 9
        yield [each.name, each.row.indicator_key, *figures, each.row.comment]


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
