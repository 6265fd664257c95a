"""Pages about what platforms say of a campaign's ads."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.policy import OPERATIONS
from accounts.actions.ad_delivery import log_deliveries
from accounts.forms.campaign import DeliveryForm, NewDeliveryForm
from accounts.models import AdDelivery, Campaign
from accounts.queries.campaign import at_place, deliveries_of, reached
from accounts.views.campaign import above_campaign
from accounts.views.dated import correct_row_page, form_page, leave, sent
from accounts.views.trail import Trail


def deliveries_at(campaign: Campaign) -> str:
    """Return the address of what the platforms say of a campaign's ads."""
    return reverse("accounts:delivery_list", args=[campaign.public_id])


@require_safe
def delivery_list(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what the platforms say of a campaign's ads, day by day."""
    campaign = reachable_or_404(request, Campaign.objects, public_id)
    rows = deliveries_of(request.actor, campaign)
    context = {
        "campaign": campaign,
        "trail": above_campaign(campaign),
        "page": Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page")),
        "sums": reached(request.actor, campaign).deliveries,
        "can_edit": OPERATIONS["program.edit"].allows(request.actor),
    }
    return page_or_part(request, "accounts/delivery_list.html", context, part="delivery-list")


@require_http_methods(["GET", "HEAD", "POST"])
def delivery_edit(request: Request, public_id: UUID, place: int) -> HttpResponse:
    """Correct what a platform said of a day, or withdraw it."""
    campaign = reachable_or_404(request, Campaign.objects, public_id)
    rows = deliveries_of(request.actor, campaign).select_related("recorded_by")
    row, target = at_place(rows, place), deliveries_at(campaign)
    if row is None:
        raise Http404
    page: dict[str, Any] = {
        "title": _("Correct a delivery"),
        "lead": f"{row.get_format_display()} · {row.source}",
        "submit": _("Save"),
        "trail": above_deliveries(campaign),
        "cancel_url": target,
    }
    return correct_row_page(request, row, DeliveryForm, target=target, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def delivery_create(request: Request, public_id: UUID) -> HttpResponse:
    """Write down what a platform shows of a day; told again with other figures, it is corrected."""
    campaign = reachable_or_404(request, Campaign.objects, public_id)
    known = {"day": timezone.localdate(), "invalid_clicks": 0}
    form = NewDeliveryForm(request.POST or None, actor=request.actor, initial=known)

    def write(form: Any) -> None:
        log_deliveries(request.actor, [AdDelivery(campaign=campaign, **form.values())])

    target = deliveries_at(campaign)
    if sent(request, form, write):
        return leave(request, target, _("The day is written down."))
    page: dict[str, Any] = {"title": _("A day of ads"), "submit": _("Save"), "lead": campaign.name}
    return form_page(request, form, cancel_url=target, trail=above_deliveries(campaign), **page)


def above_deliveries(campaign: Campaign) -> Trail:
    """Return the pages above one about a day of ads."""
    return [*above_campaign(campaign), (_("Ads"), deliveries_at(campaign))]
