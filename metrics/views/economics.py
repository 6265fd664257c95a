"""Pages of what a program brings, how fast its deals go, and on whom its media spend falls."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.period_form import PeriodForm
from accounts.models import Program
from accounts.views.program import above_programs
from metrics.queries.economics import (
    BESIDE,
    CLAIMS,
    LEVERS,
    PACE,
    RATIO,
    SIDES,
    allocation_of,
    by_key,
    levers_of,
    returns_of,
    speeds_of,
)
from metrics.queries.program import Measured
from metrics.views.sheets import OFFERED, about, exported, untimely

ROWS: dict[str, str | Promise] = {
    "velocity": gettext_lazy("Speed of all"),
    "one": gettext_lazy("Speed of each"),
    "n": gettext_lazy("Opportunities open"),
    "win_rate": gettext_lazy("Win rate"),
    "avg_value": gettext_lazy("Size"),
    "cycle_days": gettext_lazy("Length"),
}


@require_safe
def program_returns(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what a program brings for what it costs: three claims, each with how strong it is."""
    program, time = asked(request, public_id)
    measured = returns_of(request.actor, program, time.chosen)
    answers, language = by_key(measured, program), get_language() or "en"
    context = around(program, time, measured) | {
        "claims": [(answers[key], words.to(language)) for key, words in CLAIMS.items()],
        "beside": [answers[key] for key in BESIDE],
    }
    return TemplateResponse(request, "metrics/program_returns.html", context)


@require_safe
def program_speed(request: Request, public_id: UUID) -> TemplateResponse:
    """Show how fast the deals of a program go: against before, forecasts, and the others."""
    program, time = asked(request, public_id)
    measured = speeds_of(request.actor, program, time.chosen)
    answers = by_key(measured, program)
    context = around(program, time, measured) | {
        "paces": [answers[key] for key in PACE],
        "sides": [(ROWS[name], *(answers[key] for key in pair)) for name, pair in SIDES.items()],
        "ratio": answers[RATIO],
        "share": answers["velocity_influenced_share"],
        "levers": list(zip((ROWS[each] for each in LEVERS), levers_of(answers), strict=False)),
    }
    return TemplateResponse(request, "metrics/program_speed.html", context)


@require_safe
def program_allocation(request: Request, public_id: UUID) -> TemplateResponse:
    """Show on which accounts the media spend of a program falls, to the cent."""
    program, time = asked(request, public_id)
    context = around(program, time) | {
        "found": allocation_of(request.actor, program, time.chosen),
        "exports": OFFERED,
    }
    return TemplateResponse(request, "metrics/program_allocation.html", context)


@require_safe
def program_allocation_export(request: Request, public_id: UUID, form: str) -> HttpResponse:
    """Give on which accounts the media spend of a program falls as a file."""
    program, time = asked(request, public_id)
    if time.errors:
        return untimely(request, time)
    found = allocation_of(request.actor, program, time.chosen)
    header = [_("Account"), _("Media spend"), _("Currency"), _("Clicks"), _("Cost per click")]
    what = f"{_('Media spend by account')} · {program.name}"
    said = about(request, what, time.chosen)
    return exported(f"{program.name} {time.chosen.as_of}", header, lines(found), form, about=said)


def lines(found: Any) -> Iterator[list[Any]]:
    """Yield a line for each account, and one for what falls on none."""
    for share in found.shares:
        yield [share.name, share.spent, found.currency, share.clicks, share.each.value]
    yield [_("On no account"), found.unallocated, found.currency, None, None]
    yield [_("All"), found.total, found.currency, None, None]


def asked(request: Request, public_id: UUID) -> tuple[Program, PeriodForm]:
    """Return the program of an address, and the time that it asks for."""
    program = reachable_or_404(request, Program.objects, public_id)
    return program, PeriodForm(request.GET, fiscal_month=program.fiscal_year_month)


def around(program: Program, time: PeriodForm, measured: Measured | None = None) -> dict[str, Any]:
    """Return what the pages share."""
    here = reverse("metrics:program_detail", args=[program.public_id])
    return {
        "program": program,
        "trail": [*above_programs(), (program.name, here)],
        "time": time,
        "period": time.chosen,
        "scope": f"program:{program.public_id}",
        "measured": measured,
    }
