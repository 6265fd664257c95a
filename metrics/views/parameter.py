"""Pages of the settings of measures: what holds, since when and by whom, and changing it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.policy import OPERATIONS
from accounts.models import Program
from accounts.views.administration import above_administration
from accounts.views.program import above_programs
from metrics.actions.parameter import set_parameters
from metrics.catalogue.parameters import GROUP_NAMES, PARAMETERS
from metrics.forms.parameter import ParameterForm
from metrics.models import ParameterSet
from metrics.queries.parameters import Settings, settings_for, versions_of
from metrics.sentences.settings import Line, lines_of, setting_words


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the settings, with what it sets otherwise than the defaults."""

    row: ParameterSet
    changes: tuple[tuple[str, str], ...]


@require_safe
def settings_list(request: Request) -> TemplateResponse:
    """Show the settings of the installation, and every version they had."""
    may = OPERATIONS["setting.edit"].allows(request.actor)
    trail = above_administration() if may else []
    return _shown(request, None, trail, reverse("metrics:settings_create") if may else "")


@require_safe
def program_settings(request: Request, public_id: UUID) -> TemplateResponse:
    """Show the settings of a program, and every version they had."""
    program = reachable_or_404(request, Program.objects, public_id)
    may = OPERATIONS["program.edit"].allows(request.actor, program)
    change = reverse("metrics:program_settings_create", args=[public_id]) if may else ""
    return _shown(request, program, _above(program), change)


def _shown(
    request: Request, program: Program | None, trail: list[tuple[str, str]], change: str
) -> TemplateResponse:
    settings = _now(program)
    context = {
        "program": program,
        "groups": list(groups_of(settings)),
        "versions": [
            Version(row, tuple(_changes(row.values))) for row in versions_of(request.actor, program)
        ],
        "settings": settings,
        "change_url": change,
        "trail": trail,
    }
    return TemplateResponse(request, "metrics/settings_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def settings_create(request: Request) -> HttpResponse:
    """Set what is measured by, for the installation."""
    here = reverse("metrics:settings_list")
    trail = [*above_administration(), (_("Settings of measures"), here)]
    return _change(request, None, here, trail)


@require_http_methods(["GET", "HEAD", "POST"])
def program_settings_create(request: Request, public_id: UUID) -> HttpResponse:
    """Set what is measured by, for a program."""
    program = reachable_or_404(request, Program.objects, public_id)
    here = reverse("metrics:program_settings", args=[public_id])
    trail = [*_above(program), (_("Settings of measures"), here)]
    return _change(request, program, here, trail)


def _change(
    request: Request, program: Program | None, here: str, trail: list[tuple[str, str]]
) -> HttpResponse:
    newest = next(iter(versions_of(request.actor, program)), None)
    form = ParameterForm(
        request.POST if request.method == "POST" else None,
        values=_now(program).values,
        seen=newest.number if newest else 0,
    )
    if form.is_bound and form.is_valid():
        zone = program.time_zone if program else timezone.get_default_timezone_name()
        try:
            set_parameters(
                request.actor,
                form.values(),
                program=program,
                from_at=form.from_at(zone),
                note=form.cleaned_data["note"],
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The settings are saved as a new version."))
            return redirect(here)
    context = {"form": form, "program": program, "trail": trail, "cancel_url": here}
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "metrics/settings_form.html", context, status=status)


def groups_of(settings: Settings) -> Iterator[tuple[str, list[Line]]]:
    """Yield the name of each group of settings with its lines."""
    language = get_language() or "en"
    for group, words in GROUP_NAMES.items():
        keys = [key for key, each in PARAMETERS.items() if each.group is group]
        yield words.to(language), lines_of(settings, keys)


def _changes(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    language = get_language() or "en"
    for key, value in values.items():
        if key in PARAMETERS:
            yield PARAMETERS[key].words.to(language), setting_words(PARAMETERS[key], value)


def _now(program: Program | None) -> Settings:
    return settings_for(program.pk if program else None, before=timezone.now())


def _above(program: Program) -> list[tuple[str, str]]:
    here = reverse("metrics:program_detail", args=[program.public_id])
    return [*above_programs(), (program.name, here)]
