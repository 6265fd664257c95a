"""Ledgers of what programs and campaigns cost."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from abmplanner.kit.history import record
from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.period_form import PeriodForm
from abmplanner.policy import OPERATIONS
from accounts.forms.campaign import NewSpendForm, SpendForm
from accounts.models import Campaign, Program, Spend
from accounts.queries.campaign import spend_of, totals
from accounts.queries.history import holding_for
from accounts.views.campaign import above_campaign
from accounts.views.dated import correct_row_page, form_page, leave, sent
from accounts.views.program import above_programs
from accounts.views.program import page_of as program_page
from accounts.views.trail import Trail


def ledger_of(owner: Program | Campaign) -> str:
    """Return the address of the ledger of a program or of a campaign."""
    kind = "campaign" if isinstance(owner, Campaign) else "program"
    return reverse(f"accounts:{kind}_spend", args=[owner.public_id])


def above_ledger(owner: Program | Campaign) -> Trail:
    """Return the pages above the ledger of a program or of a campaign."""
    if isinstance(owner, Campaign):
        return above_campaign(owner)
    return [*above_programs(), (owner.name, program_page(owner))]


def above_spend(owner: Program | Campaign) -> Trail:
    """Return the pages above one line of a ledger."""
    return [*above_ledger(owner), (_("Spend"), ledger_of(owner))]


def ledger(request: Any, owner: Program | Campaign, add_url: str, **of: Any) -> TemplateResponse:
    """Show a ledger: the sums by currency, and line by line what was spent in a time."""
    time = PeriodForm(request.GET, any_time=gettext_lazy("All that was spent"))
    rows = spend_of(request.actor, period=time.chosen, **of)
    context = {
        "time": time,
        "owner": owner,
        "trail": above_ledger(owner),
        "sums": totals(rows),
        "page": Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page")),
        "of_program": isinstance(owner, Program),
        "can_edit": OPERATIONS["program.edit"].allows(request.actor),
        "add_url": add_url,
        "sees_rates": OPERATIONS["rate.view"].allows(request.actor),
    }
    return page_or_part(request, "accounts/spend_list.html", context, part="spend-list")


@require_safe
def program_spend(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what a program and its campaigns cost."""
    program = reachable_or_404(request, Program.objects, public_id)
    add_url = reverse("accounts:program_spend_create", args=[program.public_id])
    return ledger(request, program, add_url, program=program)


@require_safe
def campaign_spend(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what a campaign cost."""
    campaign = reachable_or_404(request, Campaign.objects, public_id)
    add_url = reverse("accounts:campaign_spend_create", args=[campaign.public_id])
    return ledger(request, campaign, add_url, campaign=campaign)


def add_spend(request: Any, owner: Program | Campaign, form: Any, **of: Any) -> HttpResponse:
    """Write a line into a ledger."""

    def write(form: Any) -> None:
        record(request.actor, Spend(**{**of, **form.values()}))

    target = ledger_of(owner)
    if sent(request, form, write):
        return leave(request, target, _("The amount is in the ledger."))
    page: dict[str, Any] = {"title": _("New spend"), "submit": _("Save"), "lead": owner.name}
    return form_page(request, form, cancel_url=target, trail=above_spend(owner), **page)


@require_http_methods(["GET", "HEAD", "POST"])
def program_spend_create(request: Request, public_id: UUID) -> HttpResponse:
    """Write down what was spent on a program, or on one of its campaigns."""
    program = reachable_or_404(request, Program.objects, public_id)
    form = NewSpendForm(request.POST or None, initial=drawn(program.currency))
    campaigns: Any = form.fields["campaign"]
    rows = Campaign.objects.visible_to(request.actor).filter(program=program)
    campaigns.queryset = rows.order_by("search_key", "pk")
    return add_spend(request, program, form, program=program)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_spend_create(request: Request, public_id: UUID) -> HttpResponse:
    """Write down what was spent on a campaign."""
    campaign = reachable_or_404(request, Campaign.objects.select_related("program"), public_id)
    currency = campaign.program.currency if campaign.program else "EUR"
    form = SpendForm(request.POST or None, initial=drawn(currency))
    return add_spend(request, campaign, form, campaign=campaign, program=campaign.program)


def drawn(currency: str) -> dict[str, Any]:
    """Return what a new line begins with."""
    return {"spent_on": timezone.localdate(), "currency": currency}


@require_http_methods(["GET", "HEAD", "POST"])
def spend_edit(request: Request, public_id: UUID) -> HttpResponse:
    """Correct a line of a ledger, or withdraw it."""
    rows = Spend.objects.select_related("campaign", "program", "account", "recorded_by")
    row = reachable_or_404(request, rows, public_id)
    owner = row.campaign or row.program
    target = ledger_of(owner) if owner else row.account.get_absolute_url()
    page: dict[str, Any] = {
        "title": _("Correct what was spent"),
        "submit": _("Save"),
        "trail": above_spend(owner) if owner else above_programs(),
        "cancel_url": target,
    }
    return correct_row_page(request, holding_for(row), SpendForm, target=target, **page)
