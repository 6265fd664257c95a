"""A number, opened onto its sentence, its formula and its records."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from abmplanner.kit.actor import Actor
from abmplanner.kit.back import way_back
from abmplanner.kit.days import A_DAY
from abmplanner.kit.http import Request, page_or_part
from abmplanner.policy import OPERATIONS
from metrics import phrases
from metrics.catalogue.words import Grain
from metrics.forms.answer import question_of
from metrics.models import CustomIndicator
from metrics.queries.asking import Asked, QuestionError, answered
from metrics.queries.engine import live_answers
from metrics.queries.freshness import Source, record_types, sources_of
from metrics.queries.indicators import known_indicators
from metrics.queries.opening import Opened, named, records
from metrics.queries.readers import readers
from metrics.queries.reading import is_by_hand, is_told, told_indicators
from metrics.sentences.figured import figured
from metrics.sentences.settings import definition_of, held_for, measured_by
from metrics.views.components import a_year, components_of
from metrics.views.sheets import OFFERED, about, exported, record_header, record_line, untimely

ROWS = 50
MOST_EXPORTED = 100_000


@require_safe
def answer_detail(request: Request, key: str) -> HttpResponse:
    """Show what a number says, how it comes about, and the records behind it."""
    question, form = question_of(request.actor, key, request.GET)
    try:
        asked = answered(request.actor, question)
    except QuestionError as wrong:
        return refused(request, wrong)
    opened, page = opened_page(request.actor, asked, request.GET.get("page", "1"))
    settings = held_for(asked)
    context = {
        "asked": asked,
        "form": form,
        "indicator": asked.answer.indicator,
        "opened": opened,
        "page": page,
        "made_of": made_of(request.actor, asked, opened),
        "formula": formula_of(request.actor, asked),
        **components_of(request.actor, asked),
        "a_year": a_year(asked),
        "definition": definition_of(asked, settings),
        "measured_by": measured_by(asked, settings),
        "sources": sources(request.actor, asked),
        "readers": known_readers(request.actor, asked),
        "back": way_back(request, ""),
        "title": asked.answer.indicator.name.to(get_language() or "en"),
        "whose": asked.target.name or _("All your accounts"),
        "trail": trail(request),
        "exports": [] if opened.made_of else OFFERED,
        "with_amounts": any(record.amount is not None for record in opened.rows),
        "last_day": asked.window.end - A_DAY,
        "period": form.chosen,
        "reasons": asked.answer.exclusions.items(),
        "told": told_of(request, asked),
    }
    status = 400 if form.errors else 200
    return page_or_part(
        request, "metrics/answer_detail.html", context, part="records", status=status
    )


@require_safe
def answer_export(request: Request, key: str, form: str) -> HttpResponse:
    """Give the records behind a number as a file, those left out too."""
    question, form_of_time = question_of(request.actor, key, request.GET)
    if form_of_time.errors:
        return untimely(request, form_of_time)
    try:
        asked = answered(request.actor, question)
    except QuestionError as wrong:
        return refused(request, wrong)
    opened = rows_of(request.actor, asked, 1, limit=MOST_EXPORTED)
    name = f"{key} {asked.window.start} {asked.window.as_of}"
    lines = (record_line(record) for record in named(opened.rows))
    what = f"{asked.answer.indicator.name.to(get_language() or 'en')} · {asked.target.name}"
    said = [
        *about(request, what.rstrip(" ·"), form_of_time.chosen, asked.question.where.items()),
        *number_lines(asked),
    ]
    return exported(name, record_header(), lines, form, about=said)


def number_lines(asked: Asked) -> list[tuple[Any, ...]]:
    """Return what stands above the records in a file: the number, and how it came about."""
    answer, settings = asked.answer, held_for(asked)
    unit = answer.currency or answer.unit
    lines: list[tuple[Any, ...]] = [
        (_("Value"), answer.value, unit),
        (_("Status"), phrases.status_words(answer.status)),
        (_("In words"), phrases.sentence(answer)),
        (_("Formula"), figured(answer)),
        (_("Definition"), definition_of(asked, settings), answer.version),
    ]
    if answer.low is not None and answer.high is not None:
        lines.insert(1, (_("Interval (95%)"), answer.low, answer.high))
    reasons = answer.exclusions.items()
    lines += [(_("Left out"), phrases.reason_words(reason, n), n) for reason, n in reasons]
    return lines + [
        (_("Measured by"), line.name, line.value) for line in measured_by(asked, settings)
    ]


def trail(request: Request) -> list[tuple[str, str]]:
    """Return the way back: where the reader came from, and the catalogue where nobody knows."""
    if address := way_back(request, ""):
        return [(_("Back"), address)]
    return [(_("Indicators"), reverse("metrics:indicator_list"))]


def refused(request: Request, wrong: QuestionError) -> HttpResponse:
    """Answer a question that can't be read: out of reach is as if it were not there."""
    if wrong.code == "not_found" or wrong.field == "indicator":
        raise Http404
    context = {"message": phrases.question_words(wrong)}
    return TemplateResponse(request, "metrics/answer_refused.html", context, status=400)


def opened_page(actor: Actor, asked: Asked, number: str) -> tuple[Opened, Page[Any]]:
    """Return the records of one page; a page beyond the last is the last."""
    asked_for = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1  # noqa: PLR2004 -- far beyond the last page
    opened = rows_of(actor, asked, asked_for)
    pages: Paginator[Any] = Paginator(range(opened.counted + opened.left_out), ROWS)
    page = pages.get_page(asked_for)
    if page.number != asked_for:
        opened = rows_of(actor, asked, page.number)
    page.object_list = named(opened.rows)
    return opened, page


def rows_of(actor: Actor, asked: Asked, number: int, limit: int = ROWS) -> Opened:
    """Return the records behind an answer, so many from the given page on."""
    return records(
        actor,
        asked.answer.key,
        scope=asked.target.scope,
        window=asked.window,
        grain=asked.target.grain,
        where=asked.question.where,
        offset=(max(number, 1) - 1) * ROWS,
        limit=limit,
    )


def made_of(actor: Actor, asked: Asked, opened: Opened) -> list[Any]:
    """Return the answers that a formula is made of: each opens in its turn."""
    if not opened.made_of:
        return []
    answers = live_answers(
        actor, opened.made_of, scope=asked.target.scope, window=asked.window,
        grain=asked.target.grain,
    )  # fmt: skip
    return list(answers.row(asked.target.pk).values())


def formula_of(actor: Actor, asked: Asked) -> str:
    """Return the text of the formula behind an answer, empty where it counts records."""
    rows = CustomIndicator.objects.visible_to(actor).filter(key=asked.answer.key)
    definition = rows.values_list("definition", flat=True).first() or {}
    return str(definition.get("formula", ""))


def told_of(request: Request, asked: Asked) -> dict[str, str]:
    """Return where the values of an account that people or files tell are read, and written."""
    if not is_told(asked.answer.indicator) or asked.target.grain is not Grain.ACCOUNT:
        return {}
    row = told_indicators(request.actor).get(asked.answer.key)
    if row is None:
        return {}
    address = [asked.question.scope.partition(":")[2], row.public_id]
    found = {"all": reverse("metrics:reading_list", args=address)}
    if is_by_hand(row) and OPERATIONS["reading.add"].allows(request.actor):
        back = urlencode({"back": request.get_full_path()})
        found["write"] = f"{reverse('metrics:reading_create', args=address)}?{back}"
    return found


def sources(actor: Actor, asked: Asked) -> list[Source]:
    """Return what brings the records behind an answer."""
    types = record_types(asked.answer.indicator, known_indicators(actor))
    whose = {Grain.ACCOUNT: "account", Grain.PROGRAM: "program"}.get(asked.target.grain)
    return sources_of(actor, types, **({whose: asked.target.pk} if whose else {}))


def known_readers(actor: Actor, asked: Asked) -> Any:
    """Return who may see the number; a total over all is each reader's own."""
    if asked.target.grain is Grain.ACCOUNT:
        return readers(actor, account=asked.target.pk)
    if asked.target.grain is Grain.PROGRAM:
        return readers(actor, program=asked.target.pk)
    return []
