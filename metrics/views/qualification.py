"""Pages of a program's qualified accounts: the rule, what another would say, the journey."""

from typing import Any
from uuid import UUID

from django.conf import settings as configured
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.policy import OPERATIONS
from accounts.models import Program
from accounts.views.program import above_programs
from metrics.catalogue.parameters import PARAMETERS, ParameterGroup
from metrics.enums import JourneyStage
from metrics.forms.qualification import TrialForm
from metrics.queries.journey import journey_of_program
from metrics.queries.parameters import settings_for
from metrics.queries.qualified import outcomes, qualifications_of, with_crossings
from metrics.sentences.settings import lines_of

RULE = tuple(key for key, each in PARAMETERS.items() if each.group is ParameterGroup.QUALIFICATION)


LONGEST = 6  # digits of a page


@require_safe
def program_qualified(request: Request, public_id: UUID) -> TemplateResponse:
    """Show which accounts qualified, when and by what; the rule, and what another one would say."""
    program = reachable_or_404(request, Program.objects, public_id)
    now = timezone.now()
    settings = settings_for(program.pk, before=now)
    form = TrialForm(request.GET, values=settings.values)
    tried = form.tried()
    rows = qualifications_of(request.actor, program)
    page = Paginator(rows, configured.PAGE_SIZE).get_page(request.GET.get("page"))
    change = reverse("metrics:program_settings_create", args=[public_id])
    context: dict[str, Any] = {
        "program": program,
        "trail": trail_of(program),
        "settings": settings,
        "rule": lines_of(settings, RULE),
        "form": form,
        "outcomes": outcomes(request.actor, program, tried, now=now) if tried else None,
        "page": page,
        "crossings": with_crossings(request.actor, page.object_list),
        "change_url": change if OPERATIONS["program.edit"].allows(request.actor, program) else "",
    }
    return TemplateResponse(request, "metrics/program_qualified.html", context)


@require_safe
def program_journey(request: Request, public_id: UUID) -> TemplateResponse:
    """Show the accounts of a program by how far they are on their journey today."""
    program = reachable_or_404(request, Program.objects, public_id)
    named = request.GET.get("stage", "")
    stage = named if named in JourneyStage.values else ""
    size = configured.PAGE_SIZE
    number = request.GET.get("page", "1")
    place = int(number) if number.isdecimal() and 0 < len(number) <= LONGEST else 1
    found = journey_of_program(
        request.actor,
        program,
        timezone.localdate(),
        stage=stage,
        offset=(max(place, 1) - 1) * size,
        limit=size,
    )
    context = {
        "program": program,
        "trail": trail_of(program),
        "found": found,
        "stage": stage,
        "stages": [(key, JourneyStage(key).label, count) for key, count in found.counts],
        "page": Paginator(range(found.total), size).get_page(place),
    }
    return TemplateResponse(request, "metrics/program_journey.html", context)


def trail_of(program: Program) -> list[tuple[str, str]]:
    """Return the pages above those of a program's qualified accounts."""
    here = reverse("metrics:program_detail", args=[program.public_id])
    return [*above_programs(), (program.name, here)]
