"""The Data pages: files that come in, what became of their rows, what waits, and feeds."""

import json
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import UpdateView
from typing_extensions import override

from abmplanner.kit.api_fields import uuid_of
from abmplanner.kit.exports import export
from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.views import ScopedRows
from accounts.actions.import_run import note
from accounts.actions.job import FailedError
from accounts.enums import ImportKind, ImportState, Verdict
from accounts.forms.import_run import FeedForm, ReadingForm, UploadForm
from accounts.ingest.dialect import Dialect
from accounts.ingest.fields import FIELDS
from accounts.ingest.intake import choose, take_in
from accounts.ingest.mapping import Mapping, MappingError
from accounts.ingest.mappings import guessed
from accounts.ingest.preview import preview, stages_there, unknown_stages
from accounts.ingest.reasons import reason_words
from accounts.ingest.run import StartedError, start, start_retry, tried
from accounts.ingest.storing import UnreadableError
from accounts.ingest.undo import start_undo
from accounts.models import DataFeed, ImportRow, ImportRun
from accounts.queries.conflict import conflicts_of
from accounts.queries.exports import EXPORTS
from accounts.queries.import_run import (
    KEPT,
    counted,
    feeds_of,
    freshness,
    refusals,
    rows_of,
    runs_of,
    state_of,
    waiting_reasons,
    waiting_rows,
)
from accounts.views.trail import Trail

POST_TOO = ["GET", "HEAD", "POST"]
MOST_TRIED = 2_000  # rows that are tried while somebody waits
# No import takes them for columns of its own when the rows come back put right.
REFUSAL_HEADERS = (
    gettext_lazy("Import: line"),
    gettext_lazy("Import: verdict"),
    gettext_lazy("Import: reason"),
    gettext_lazy("Import: detail"),
)


def above_data() -> Trail:
    """Return the page above those of one import."""
    return [(_("Data"), reverse("accounts:import_list"))]


@require_safe
def import_list(request: Request) -> TemplateResponse:
    """Show the imports, what waits for its home, and which sources are complete since when."""
    page = Paginator(runs_of(request.actor), settings.PAGE_SIZE).get_page(request.GET.get("page"))
    reasons = waiting_reasons(request.actor)
    feeds = [
        {"row": feed, "freshness": freshness(feed), "of_account": feed.account_id is not None}
        for feed in feeds_of(request.actor)[: settings.PAGE_SIZE]
    ]
    context = {
        "page": page,
        "lines": [{"run": run, "state": state_of(run), "counts": counted(run)} for run in page],
        "feeds": [line for line in feeds if not line["of_account"]],
        "feeds_of_accounts": [line for line in feeds if line["of_account"]],
        "waiting": sum(reasons.values()),
        "otherwise": conflicts_of(request.actor).count(),
        "export_kinds": [each for each in ImportKind.choices if each[0] in EXPORTS],
    }
    return page_or_part(request, "accounts/import_list.html", context, part="import-list")


@require_http_methods(POST_TOO)
def import_create(request: Request) -> HttpResponse:
    """Take a file in, and lead to its preview."""
    asked = request.GET.get("as", "")
    initial: dict[str, Any] = {"kind": asked} if asked in ImportKind.values else {}
    again = read_again(request)
    if again is not None:
        initial = {"kind": again.kind, "program": again.program, "system": again.system}
    form = UploadForm(
        request.POST or None, request.FILES or None, actor=request.actor, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        run = taken_in(request, form, again)
        if run is not None:
            return redirect("accounts:import_preview", run.public_id)
    status = 422 if form.errors else 200
    context = {"form": form, "again": again, "trail": above_data()}
    return TemplateResponse(request, "accounts/import_create.html", context, status=status)


def read_again(request: Request) -> ImportRun | None:
    """Return the import whose rows are handed in again, put right: its file is read alike."""
    named = uuid_of(request.GET.get("again"))
    if named is None:
        return None
    return ImportRun.objects.visible_to(request.actor).filter(public_id=named).first()


def taken_in(request: Request, form: UploadForm, again: ImportRun | None) -> ImportRun | None:
    """Return the run made of the file handed in, or write on the form why there is none."""
    told = form.cleaned_data
    mapping = told["mapping"] or None
    if mapping is None and again is not None and again.kind == told["kind"]:
        mapping = mapping_of(again)
    try:
        return take_in(
            request.actor,
            told["file"].chunks(),
            file_name=told["file"].name,
            kind=told["kind"],
            mapping=mapping,
            system=told["system"].strip(),
            program=told["program"],
        )
    except (UnreadableError, MappingError) as error:
        form.add_error("file", str(error))
        return None


@require_http_methods(POST_TOO)
def import_preview(request: Request, public_id: UUID) -> HttpResponse:
    """Show how a file would be understood; take other choices; start the import."""
    run = reachable_or_404(request, ImportRun.objects, public_id)
    if run.state != ImportState.PREVIEW:
        return redirect("accounts:import_detail", public_id)
    dialect, mapping = Dialect.from_json(run.dialect), Mapping.from_json(run.mapping, run.kind)
    fitting = not mapping.problems(dialect)
    stages = stages_there(mapping) if run.kind == ImportKind.OPPORTUNITIES else []
    fresh = (
        unknown_stages(request.actor, run, dialect, mapping, stages)
        if run.kind == ImportKind.OPPORTUNITIES and fitting
        else []
    )
    form = ReadingForm(
        request.POST or None, dialect=dialect, mapping=mapping, stages=stages, stage_names=fresh
    )
    if request.method == "POST" and form.is_valid():
        return chosen(request, run, form)
    context = {
        "run": run,
        "form": form,
        "dialect": dialect,
        "doubts": [str(doubt) for doubt in dialect.doubts],
        "problems": mapping.problems(dialect),
        "preview": preview(request.actor, run, dialect, mapping) if fitting else None,
        "can_try": fitting and dialect.rows <= MOST_TRIED,
        "trail": above_data(),
    }
    status = 422 if form.errors else 200
    return page_or_part(
        request, "accounts/import_preview.html", context, part="import-preview", status=status
    )


def chosen(request: Request, run: ImportRun, form: ReadingForm) -> HttpResponse:
    """Write what was chosen, and start the import where that was asked and can be."""
    before = Dialect.from_json(run.dialect)
    mapping = form.mapped(run.mapping)
    dialect = choose(request.actor, run, form.choices())
    if dialect.columns != before.columns:
        mapping["columns"] = guessed(dialect.columns, run.kind)[1]
    note(request.actor, run, mapping=mapping)
    back = redirect("accounts:import_preview", run.public_id)
    if not {"start", "try"} & request.POST.keys():
        return back
    if Mapping.from_json(mapping, run.kind).problems(dialect):
        messages.error(request, _("The import can't start yet: see below."))
        return back
    if "try" in request.POST:
        return back if dialect.rows > MOST_TRIED else import_trial(request, run)
    with suppress(StartedError):  # by a second press: it is on its way
        start(request.actor, run)
    return redirect("accounts:import_detail", run.public_id)


def import_trial(request: Request, run: ImportRun) -> HttpResponse:
    """Show what a whole file would come to, after all of it was tried and taken back."""
    told = tried(request.actor, run)
    context = {
        "run": run,
        "counts": [(str(each), str(each.label), told[each]) for each in Verdict],
        "not_taken": [
            {**row, "words": reason_words(row["reason"]), "of": field_words(run.kind, row["field"])}
            for row in told["not_taken"]
        ],
        "trail": above_data(),
    }
    return TemplateResponse(request, "accounts/import_trial.html", context)


@require_POST
def import_start(request: Request, public_id: UUID) -> HttpResponse:
    """Start an import as it was tried."""
    run = reachable_or_404(request, ImportRun.objects, public_id)
    mapping, dialect = Mapping.from_json(run.mapping, run.kind), Dialect.from_json(run.dialect)
    if mapping.problems(dialect):
        messages.error(request, _("The import can't start yet: see below."))
        return redirect("accounts:import_preview", public_id)
    with suppress(StartedError):  # by a second press: it is on its way
        start(request.actor, run)
    return redirect("accounts:import_detail", public_id)


@require_safe
def import_detail(request: Request, public_id: UUID) -> HttpResponse:
    """Show how far an import has come, and what became of each row."""
    run = reachable_or_404(request, runs_of(request.actor), public_id)
    if run.state == ImportState.PREVIEW:
        return redirect("accounts:import_preview", public_id)
    verdict = request.GET.get("verdict", "")
    rows = rows_of(request.actor, run, verdict)
    page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "state": state_of(run),
        "counts": counted(run),
        "rows": sum(run.counts.values()),
        "dialect": Dialect.from_json(run.dialect),
        "page": page,
        "lines": verdict_lines(page),
        "verdict": verdict if verdict in Verdict.values else "",
        "verdict_word": Verdict(verdict).label if verdict in Verdict.values else "",
        "kept": rows_of(request.actor, run, KEPT).count() if run.state == ImportState.UNDONE else 0,
        "kept_only": verdict == KEPT,
        "trail": above_data(),
    }
    return page_or_part(request, "accounts/import_detail.html", context, part="row-list")


@require_POST
def import_undo(request: Request, public_id: UUID) -> HttpResponse:
    """Have an import undone."""
    run = reachable_or_404(request, ImportRun.objects, public_id)
    try:
        start_undo(request.actor, run)
    except FailedError as reason:
        messages.error(request, str(reason))
    return redirect("accounts:import_detail", public_id)


def verdict_lines(page: Any) -> list[dict[str, Any]]:
    """Return rows of imports with their reasons in words, and their cells in one line."""
    return [
        {
            "row": row,
            "reason": reason_words(row.kept_because or row.reason),
            "field": field_words(row.run.kind, row.field),
            "cells": " · ".join(str(cell) for cell in row.raw or [] if str(cell).strip())[:300],
        }
        for row in page
    ]


def field_words(kind: str, name: str) -> str:
    """Return the label of a field of that kind of record; a column's name as it is."""
    field = FIELDS[kind].get(name)
    return str(field.label) if field else name


@require_safe
def import_progress(request: Request, public_id: UUID) -> HttpResponse:
    """Show how far an import has come, and have the page read again once it is through."""
    run = reachable_or_404(request, runs_of(request.actor), public_id)
    context = {"run": run, "state": state_of(run)}
    response = TemplateResponse(request, "accounts/import_progress.html", context)
    if state_of(run) not in {ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING}:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def import_refusals(request: Request, public_id: UUID) -> HttpResponseBase:
    """Answer with the rows that were not taken, as a file to put right and hand in again."""
    run = reachable_or_404(request, ImportRun.objects, public_id)
    columns = Dialect.from_json(run.dialect).columns
    header = [*columns, *REFUSAL_HEADERS]
    rows = refusals(request.actor, run).iterator(chunk_size=2000)
    form = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    lines = (refused_line(row, len(columns)) for row in rows)
    return export(f"{run.file_name}-{_('not taken')}", header, lines, form)


def refused_line(row: ImportRow, width: int) -> list[Any]:
    """Return a row that was not taken: its cells, then why."""
    cells = list(row.raw or [])[:width]
    cells += [""] * (width - len(cells))
    reason = reason_words(row.reason)
    return [*cells, row.line, row.get_verdict_display(), reason, row.detail]


@require_safe
def import_mapping(request: Request, public_id: UUID) -> HttpResponse:
    """Answer with the mapping of an import as a file, for the next file of its kind."""
    run = reachable_or_404(request, ImportRun.objects, public_id)
    text = json.dumps(mapping_of(run), ensure_ascii=False, indent=4)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{run.kind}.json"'
    return answer


def mapping_of(run: ImportRun) -> dict[str, Any]:
    """Return how a file was read, as a mapping for the next one of its kind."""
    dialect = Dialect.from_json(run.dialect)
    told = {"format": 1, "kind": run.kind, "system": run.system, **run.mapping}
    told["dialect"] = {"date_order": str(dialect.date_order), "decimal": dialect.decimal}
    return told


@require_safe
def waiting_list(request: Request) -> TemplateResponse:
    """Show the rows that wait for their home, and why."""
    rows = waiting_rows(request.actor)
    page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    reasons = waiting_reasons(request.actor)
    context = {
        "page": page,
        "lines": verdict_lines(page),
        "reasons": [(reason_words(reason), number) for reason, number in reasons.items()],
        "trail": above_data(),
    }
    return page_or_part(request, "accounts/waiting_list.html", context, part="row-list")


@require_POST
def waiting_retry(request: Request) -> HttpResponse:
    """Have the rows that wait tried again."""
    start_retry(request.actor)
    messages.success(request, _("The waiting rows are being tried again."))
    return redirect("accounts:waiting_list")


class FeedEdit(ScopedRows, UpdateView):  # type: ignore[type-arg]
    """Say from when to when a source is complete."""

    model = DataFeed
    form_class: Any = FeedForm
    title = gettext_lazy("What is complete from when to when")

    @override
    def get_success_url(self) -> str:
        return reverse("accounts:import_list")

    @override
    def trail(self) -> Trail:
        return above_data()
