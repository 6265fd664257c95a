"""Pages of programs that show facts and measures together: the list, one program, several."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from abmplanner.kit.history import lasting
from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.period import Period
from abmplanner.kit.period_form import PeriodForm
from abmplanner.policy import OPERATIONS
from accounts.models import Program
from accounts.queries.buying_group import needs_of
from accounts.queries.campaign import campaigns_of, spend_of
from accounts.queries.control import controls_of
from accounts.queries.people import period_lines
from accounts.queries.program import enrolments_of, keepers_of, passages_of
from accounts.queries.spend import ledger
from accounts.views.program import above_programs
from metrics.charts.spend import spend_by_month
from metrics.forms.program import CompareForm
from metrics.queries.program import comparison, measured_of, program_line, program_lines
from metrics.views.sheets import OFFERED, about, exported, untimely

CAMPAIGNS_SHOWN = 8
YEAR = timedelta(days=364)


@require_safe
def program_list(request: Request) -> TemplateResponse:
    """Show the programs within reach: their accounts, how their goals stand, what they cost."""
    time = PeriodForm(request.GET, has_period=False)
    context = {
        "lines": program_lines(request.actor, time.chosen),
        "time": time,
        "period": time.chosen,
        "exports": OFFERED,
        "can_edit": OPERATIONS["program.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "metrics/program_list.html", context)


@require_safe
def program_export(request: Request, form: str) -> HttpResponse:
    """Give the programs within reach, as their list shows them, as a file."""
    header = [
        _("Program"), _("Kind"), _("Accounts"), _("Goals"), _("Goals attained"),
        _("Spend of the year so far"), _("Currency"), _("Lines without a rate"),
    ]  # fmt: skip
    time = PeriodForm(request.GET, has_period=False)
    if time.errors:
        return untimely(request, time)
    return exported(
        f"{_('Programs')} {time.chosen.as_of}",
        header,
        map(program_cells, program_lines(request.actor, time.chosen)),
        form,
        about=about(request, _("Programs"), time.chosen),
    )


def program_cells(line: Any) -> list[Any]:
    """Return a program at a glance as a line of a file."""
    program, spend = line.program, line.spend
    return [
        program.name, program.get_kind_display(), program.accounts_now, line.goals, line.attained,
        spend.amount, spend.currency, spend.unknown,
    ]  # fmt: skip


@require_safe
def program_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show a program: how it stands, its indicators, accounts and moves, campaigns and spend."""
    actor = request.actor
    program = reachable_or_404(request, Program.objects, public_id)
    time = PeriodForm(request.GET, fiscal_month=program.fiscal_year_month)
    query = request.GET.get("q", "")[:200]
    rows = enrolments_of(actor, program, query)
    page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "program": program,
        "trail": above_programs(),
        "page": page,
        "query": query,
        "lines": period_lines(page.object_list, timezone.now(), program.time_zone),
        "can_edit": OPERATIONS["program.edit"].allows(actor),
    }
    if request.htmx.target != "enrolment-list":
        context |= around(request, program, time)
    return page_or_part(request, "metrics/program_detail.html", context, part="enrolment-list")


def around(request: Request, program: Program, time: PeriodForm) -> dict[str, Any]:
    """Return what the page of a program shows around its accounts."""
    actor, period = request.actor, time.chosen
    spend_url = reverse("accounts:program_spend", args=[program.public_id])
    of_program = [("program", program.public_id), ("group", "program")]
    spent = ledger(
        spend_of(actor, program=program), program.currency, period.as_of - YEAR, period.as_of
    )
    return {
        "time": time,
        "period": period,
        "scope": f"program:{program.public_id}",
        "goals_url": f"{reverse('metrics:goal_list')}?{urlencode([*of_program, *period.said])}",
        "campaigns_url": f"{reverse('accounts:campaign_list')}?program={program.public_id}",
        "spend_url": spend_url,
        "line": program_line(actor, program, period),
        "measured": measured_of(actor, program, period),
        "passages": passages_of(actor, program),
        "campaigns": campaigns_of(actor).filter(program=program)[:CAMPAIGNS_SHOWN],
        "spent": spent,
        "chart": spend_by_month(spent, spend_url),
        "keepers": keepers_of(program),
        "controls": controls_of(actor, program).filter(lasting()).count(),
        "needs": period_lines(needs_of(actor, program), timezone.now()),
    }


@require_safe
def program_compare(request: Request) -> TemplateResponse:
    """Show programs side by side, by the same indicators, for one period."""
    time, form = PeriodForm(request.GET), CompareForm(request.GET, actor=request.actor)
    context = {
        "trail": above_programs(),
        "time": time,
        "period": time.chosen,
        "form": form,
        "exports": OFFERED,
        "compared": compared(request, form, time.chosen),
    }
    return TemplateResponse(request, "metrics/program_compare.html", context)


def compared(request: Request, form: CompareForm, period: Period) -> Any:
    """Return the comparison that an address asks for."""
    return comparison(request.actor, form.programs(), form.chosen_family(), period)


@require_safe
def program_compare_export(request: Request, form: str) -> HttpResponse:
    """Give the comparison as a file: a line for each indicator and program."""
    chosen = CompareForm(request.GET, actor=request.actor)
    found = compared(request, chosen, PeriodForm(request.GET).chosen)
    header = [
        _("Indicator"), _("Key"), _("Program"), _("Value"), _("Unit"), _("Currency"),
        _("Low (95%)"), _("High (95%)"), _("n"), _("Status"),
    ]  # fmt: skip
    lines = (
        [
            row.name, row.indicator.key, cell.program.name, cell.answer.value, cell.answer.unit,
            cell.answer.currency, cell.answer.low, cell.answer.high, cell.answer.n,
            cell.answer.status.value,
        ]
        for row, cells in found.lines
        for cell in cells
    )  # fmt: skip
    answer: HttpResponse = exported(_("Comparison of programs"), header, lines, form)
    return answer
