"""What a campaign came to, in numbers; the campaign's page takes a part of it."""

from uuid import UUID

from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.period_form import PeriodForm
from abmplanner.policy import OPERATIONS
from accounts.models import Campaign
from accounts.views.campaign import SINCE_IT_BEGAN, above_campaign
from metrics.queries.board import Asked, board
from metrics.queries.campaign_measures import campaign_measures
from metrics.queries.goal_trend import trends_of


@require_safe
def campaign_numbers(request: Request, public_id: UUID) -> TemplateResponse:
    """Show whom a campaign reached, who answered and who was engaged, in a time."""
    campaign = reachable_or_404(request, Campaign.objects.select_related("program"), public_id)
    time = PeriodForm(request.GET, any_time=SINCE_IT_BEGAN)
    context = {
        "campaign": campaign,
        "trail": above_campaign(campaign),
        "time": time,
        "measured": campaign_measures(request.actor, campaign, time.chosen),
    }
    return page_or_part(request, "metrics/campaign_numbers.html", context, part="campaign-numbers")


@require_safe
def campaign_goals(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what a campaign should reach, and how it stands; its page takes a part of it."""
    actor = request.actor
    campaign = reachable_or_404(request, Campaign.objects.select_related("program"), public_id)
    time = PeriodForm(request.GET, has_period=False)
    asked = Asked(as_of=time.chosen.as_of, known_at=time.chosen.known_at, campaign=campaign)
    lines = [line for section in board(actor, asked).sections for line in section.lines]
    rows = [row for line in lines for row in line.goals]
    whole = Campaign.objects.visible_to(actor).filter(pk=campaign.pk).read_whole_by(actor)
    context = {
        "campaign": campaign,
        "trail": above_campaign(campaign),
        "time": time,
        "period": time.chosen,
        "asked": asked,
        "rows": rows,
        "trends": trends_of(actor, rows, as_of=asked.as_of, known_at=asked.known_at),
        "standing": lines[0].standing if lines else None,
        "can_edit": OPERATIONS["goal.edit"].allows(actor) and whole.exists(),
    }
    return page_or_part(request, "metrics/campaign_goals.html", context, part="campaign-goals")
