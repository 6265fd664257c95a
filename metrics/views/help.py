"""Pages of help: what each family of calculations takes, does and promises, with figures."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from abmplanner.kit.figures import figure
from abmplanner.kit.http import Request
from accounts.enums import RecordType
from accounts.models import Program
from metrics.calc.status import Method, Status
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.help.page import Page
from metrics.catalogue.help.pages import PAGES, told_on
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.parameters import PARAMETERS
from metrics.catalogue.words import Kind, RollUp, Words
from metrics.phrases import NO_VALUE, Count, status_words
from metrics.queries.freshness import Source, record_types, sources_of
from metrics.queries.parameters import (
    Settings,
    parameters_of,
    programs_with_rules,
    settings_for,
)
from metrics.queries.worked import worked
from metrics.sentences.settings import Line, lines_of, setting_words

SETTING = re.compile(r"{(#?)(\w+)}")
FEW = 4  # answers: of so few no score is shown


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator that heads a row of the matrix, with the others of the row."""

    indicator: Indicator
    parts: Sequence[Indicator]

    @property
    def meaning(self) -> Words:
        """What it means, also where it is read through another."""
        return CATALOGUE.resolved(self.indicator.key).meaning


@dataclass(frozen=True, slots=True)
class Records:
    """A kind of record that the page's indicators rest on, and what brings it here."""

    name: str
    sources: Sequence[Source]


@require_safe
def help_list(request: Request) -> TemplateResponse:
    """Show the pages of help, and how any number is read."""
    pages = list(PAGES.values())
    context = {
        "families": [page for page in pages if page.family],
        "others": [page for page in pages if not page.family],
        "statuses": [(each, status_words(each), said_of(each)) for each in Status],
        "kinds": list(Kind),
        "roll_ups": list(RollUp),
        "methods": [each for each in Method if each is not Method.NONE],
    }
    return TemplateResponse(request, "metrics/help_list.html", context)


@require_safe
def help_detail(request: Request, key: str) -> TemplateResponse:
    """Show what a family of calculations takes, does and promises, with worked examples."""
    page = PAGES.get(key)
    if page is None:
        raise Http404
    settings = settings_for(None, before=timezone.now())
    programs = Program.objects.visible_to(request.actor).filter(pk__in=programs_with_rules())
    keys = list(PAGES)
    place = keys.index(key)
    context = {
        "page": page,
        "rows": rows_of(page),
        "records": records_of(request, page),
        "inputs": [filled(each, settings) for each in page.inputs],
        "steps": [filled(each, settings) for each in page.steps],
        "guarantees": [filled(each, settings) for each in page.guarantees],
        "examples": [worked(each, settings) for each in page.examples],
        "settings": settings_of(page, settings),
        "programs": programs.order_by("pk"),
        "sources": [filled(each, settings) for each in page.sources],
        "more": [PAGES[each] for each in page.more],
        "before": PAGES[keys[place - 1]] if place else None,
        "after": PAGES[keys[place + 1]] if place + 1 < len(keys) else None,
        "trail": [(_("Help"), reverse("metrics:help_list"))],
    }
    return TemplateResponse(request, "metrics/help_detail.html", context)


def said_of(status: Status) -> str:
    """Return what an answer without a value says of itself, as of few answers."""
    few = {"n": Count(FEW)}
    return str(NO_VALUE[status] % few) if status in NO_VALUE else ""


def filled(words: Words, settings: Settings) -> str:
    """Return a text in the reader's language, with the settings that hold where it names them.

    With a sign before its name, as {#quality_level}, a setting is written without its unit.
    """

    def value(named: re.Match[str]) -> str:
        is_bare, key = named.groups()
        if is_bare:
            return figure(settings[key], "count")
        return setting_words(PARAMETERS[key], settings[key])

    return SETTING.sub(value, words.to(get_language() or "en"))


def rows_of(page: Page) -> list[Row]:
    """Return the indicators that a page tells of, row by row of the matrix."""
    if page.keys:
        return [Row(each, ()) for each in told_on(page)]
    rows: dict[Any, list[Indicator]] = {}
    for each in told_on(page):
        rows.setdefault(each.row, []).append(each)
    return [Row(headline, parts) for headline, *parts in rows.values()]


def records_of(request: Request, page: Page) -> list[Records]:
    """Return the kinds of record behind a page's indicators, with what brings them here."""
    computed = [CATALOGUE.resolved(each.key) for each in told_on(page)]
    types = {kind for each in computed for kind in record_types(each, CATALOGUE)}
    found: dict[str, list[Source]] = {str(RecordType(each).label): [] for each in sorted(types)}
    for source in sources_of(request.actor, types) if types else ():
        found[source.kind].append(source)
    return [Records(name, sources) for name, sources in found.items()]


def settings_of(page: Page, settings: Settings) -> list[Line]:
    """Return the settings that a page's numbers rest on, in the order of all settings."""
    rests_on = set[str]()
    for each in told_on(page):
        rests_on |= parameters_of(CATALOGUE.resolved(each.key))
    return lines_of(settings, parameters(rests_on, page))


def parameters(rests_on: Iterable[str], page: Page) -> list[str]:
    """Return the keys of these settings and of a page's groups, as they are listed."""
    named = set(rests_on)
    return [key for key, each in PARAMETERS.items() if key in named or each.group in page.groups]
