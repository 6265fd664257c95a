"""A number, opened onto its sentence, its formula and its records."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from abmplanner.kit.actor import Actor
from abmplanner.kit.back import way_back
from abmplanner.kit.http import Request, page_or_part
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
from metrics.views.sheets import OFFERED, exported, record_header, record_line

ROWS = 50
MOST_EXPORTED = 100_000


@require_safe
def answer_detail(request: Request, key: str) -> HttpResponse:
    """Show what a number says, how it comes about, and the records behind it."""
    question, form = question_of(key, request.GET)
    try:
        asked = answered(request.actor, question)
    except QuestionError as wrong:
        return refused(request, wrong)
    opened, page = opened_page(request.actor, asked, request.GET.get("page", "1"))
    context = {
        "asked": asked,
        "form": form,
        "indicator": asked.answer.indicator,
        "opened": opened,
        "page": page,
        "made_of": made_of(request.actor, asked, opened),
        "formula": formula_of(request.actor, asked),
        "sources": sources(request.actor, asked),
        "readers": known_readers(request.actor, asked),
        "back": way_back(request, ""),
        "title": asked.answer.indicator.name.to(get_language() or "en"),
        "whose": asked.target.name or _("All your accounts"),
        "trail": trail(request),
        "exports": [] if opened.made_of else OFFERED,
        "with_amounts": any(record.amount is not None for record in opened.rows),
        "last_day": asked.window.end - timedelta(days=1),
        "reasons": asked.answer.exclusions.items(),
    }
    status = 400 if form.errors else 200
    return page_or_part(
        request, "metrics/answer_detail.html", context, part="records", status=status
    )


@require_safe
def answer_export(request: Request, key: str, form: str) -> HttpResponse:
    """Give the records behind a number as a file, those left out too."""
    question, _form = question_of(key, request.GET)
    try:
        asked = answered(request.actor, question)
    except QuestionError as wrong:
        return refused(request, wrong)
    opened = rows_of(request.actor, asked, 1, limit=MOST_EXPORTED)
    name = f"{key} {asked.window.start} {asked.window.as_of}"
    lines = (record_line(record) for record in named(opened.rows))
    answer: HttpResponse = exported(name, record_header(), lines, form)
    return answer


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
