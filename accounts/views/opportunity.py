"""Pages about one deal: how it stands, and what it went through."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.days import day_of, first_instant
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.opportunity import save_deal
from accounts.actions.opportunity_history import add_event, rewrite_event, withdraw_event
from accounts.forms.opportunity import FORMS, NewOpportunityForm, OpportunityForm
from accounts.models import Account, Opportunity
from accounts.queries.history import at_place
from accounts.queries.opportunity import HISTORIES, events_of, history_of, story_of
from accounts.views.dated import correct_row_page, form_page, leave, sent
from accounts.views.trail import Trail, above

TITLES = {
    "stage": gettext_lazy("A stage that the deal entered"),
    "amount": gettext_lazy("What the deal is worth"),
    "forecast": gettext_lazy("What is expected of the deal"),
}


def deals_page(account: Account) -> str:
    """Return the address of the deals of an account."""
    return reverse("accounts:opportunity_list", args=[account.public_id])


def page_of(deal: Opportunity) -> str:
    """Return the address of a deal."""
    return reverse("accounts:opportunity_detail", args=[deal.public_id])


def above_deals(account: Account) -> Trail:
    """Return the pages above a deal."""
    return [*above(account), (_("Deals"), deals_page(account))]


def above_deal(deal: Opportunity) -> Trail:
    """Return the pages above one that belongs to a deal."""
    return [*above_deals(deal.account), (deal.name, page_of(deal))]


@require_safe
def opportunity_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show one deal: how it stands, and what it went through."""
    rows = Opportunity.objects.select_related("account", "stage", "owner", "group")
    deal = reachable_or_404(request, rows, public_id)
    history = history_of(request.actor, deal)
    context = {
        "deal": deal,
        "account": deal.account,
        "trail": above_deals(deal.account),
        "story": story_of(history),
        "kinds": [(kind, TITLES[kind]) for kind in HISTORIES],
        "can_edit": OPERATIONS["opportunity.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "accounts/opportunity_detail.html", context)


class OpportunityPages(ScopedRows):
    """What the pages about one deal share."""

    model = Opportunity
    form_class: Any = OpportunityForm

    @override
    def get_success_url(self) -> str:
        return page_of(self.object)

    @override
    def over_url(self) -> str:
        return deals_page(self.over)

    @override
    def trail(self) -> Trail:
        return above_deal(self.object) if self.object else above_deals(self.over)


class OpportunityCreate(OpportunityPages, CreateView):  # type: ignore[type-arg]
    """Write down a deal of an account."""

    under = Account
    form_class = NewOpportunityForm
    title = gettext_lazy("New deal")
    done = gettext_lazy("The deal is written down.")

    @override
    def save(self, form: Any) -> Opportunity:
        said = dict(form.cleaned_data)
        since = said.pop("since")
        said |= {"pipeline": said["stage"].pipeline}
        said |= {"stage_at": first_instant(since) if since else None}
        return save_deal(self.actor, form.instance, said)


class OpportunityEdit(OpportunityPages, UpdateView):  # type: ignore[type-arg]
    """Change what a deal is called and about."""

    title = gettext_lazy("Change the deal")


@require_http_methods(["GET", "HEAD", "POST"])
def deal_event_add(request: Request, public_id: UUID, history: str) -> HttpResponse:
    """Say which stage a deal entered, what it is worth, or what is expected of it."""
    deal = reachable_or_404(request, Opportunity.objects.select_related("account"), public_id)
    if history not in HISTORIES:
        raise Http404
    known = {"day": day_of(timezone.now()), "currency": deal.currency, "close_on": deal.close_on}
    form = FORMS[history](request.POST or None, initial=known)
    model = HISTORIES[history]

    def add(form: Any) -> None:
        add_event(request.actor, model(opportunity=deal, **form.values()))

    target = page_of(deal)
    if sent(request, form, add):
        return leave(request, target, _("Saved. What was so before stays in the history."))
    page: dict[str, Any] = {"title": TITLES[history], "submit": _("Save"), "eyebrow": deal.name}
    return form_page(request, form, cancel_url=target, trail=above_deal(deal), **page)


@require_http_methods(["GET", "HEAD", "POST"])
def deal_event_edit(request: Request, public_id: UUID, history: str, place: int) -> HttpResponse:
    """Correct what a deal went through, or withdraw it: the deal follows."""
    deal = reachable_or_404(request, Opportunity.objects.select_related("account"), public_id)
    if history not in HISTORIES:
        raise Http404
    page: dict[str, Any] = {
        "title": TITLES[history],
        "submit": _("Save"),
        "eyebrow": deal.name,
        "trail": above_deal(deal),
        "cancel_url": page_of(deal),
        "save": rewrite_event,
        "undo": withdraw_event,
    }
    row = at_place(events_of(request.actor, deal, history), place)
    return correct_row_page(request, row, FORMS[history], target=page_of(deal), **page)
