"""Pages that compare the models of attribution side by side: for a deal, a campaign, a program."""

from typing import Any
from uuid import UUID

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from abmplanner.kit.days import A_DAY
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.period_form import PeriodForm
from accounts.models import Campaign, Opportunity, Program
from accounts.views.campaign import above_campaign
from accounts.views.opportunity import above_deal
from accounts.views.program import above_programs
from accounts.views.program import page_of as page_of_program
from metrics.catalogue.parameters import MODELS
from metrics.queries import credit
from metrics.queries.program import window_of
from metrics.queries.scope import Scope
from metrics.queries.window import Window

PAGE = "metrics/credit.html"


@require_safe
def deal_credit(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what each touch on a deal is credited with by every model."""
    rows = Opportunity.objects.select_related("account", "group")
    deal = reachable_or_404(request, rows, public_id)
    today = timezone.localdate()
    zone = Scope.of_accounts(request.actor, [deal.account_id]).zone
    window = Window(start=today, end=today + A_DAY, as_of=today, zone=zone)
    context = {
        "trail": above_deal(deal),
        "whose": deal.name,
        "of": "deal",
        "compared": credit.of_deal(request.actor, deal, window),
    }
    return TemplateResponse(request, PAGE, context | models())


@require_safe
def campaign_credit(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what a campaign is credited with of each deal that it touched, by every model."""
    rows = Campaign.objects.select_related("program")
    campaign = reachable_or_404(request, rows, public_id)
    month = campaign.program.fiscal_year_month if campaign.program else None
    time = PeriodForm(request.GET, fiscal_month=month) if month else PeriodForm(request.GET)
    window = window_of(time.chosen, Scope.of_campaign(request.actor, campaign))
    context = {
        "trail": above_campaign(campaign),
        "whose": campaign.name,
        "of": "campaign",
        "time": time,
        "compared": credit.of_campaign(request.actor, campaign, window),
    }
    return TemplateResponse(request, PAGE, context | models())


@require_safe
def program_credit(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what campaigns are credited with of the deals of a program, by every model."""
    program = reachable_or_404(request, Program.objects, public_id)
    time = PeriodForm(request.GET, fiscal_month=program.fiscal_year_month)
    scope = Scope.of_program(request.actor, program)
    window = window_of(time.chosen, scope)
    context = {
        "trail": [*above_programs(), (program.name, page_of_program(program))],
        "program": program,
        "whose": program.name,
        "of": "program",
        "time": time,
        "compared": credit.of_program(request.actor, scope, window),
        "gate": credit.gate_of(request.actor, scope, window),
    }
    return TemplateResponse(request, PAGE, context | models())


def models() -> dict[str, Any]:
    """Return the names of the models and of what else a page speaks of."""
    language = get_language() or "en"
    return {
        "title": _("Attribution, model by model"),
        "names": [words.to(language) for words in MODELS.values()],
        "settings_url": reverse("metrics:settings_list"),
    }
