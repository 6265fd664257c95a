"""Pages about campaigns: the list, one campaign, its states, its accounts, its ads."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.back import way_back
from abmplanner.kit.days import day_of, first_instant
from abmplanner.kit.exports import FORMATS, export
from abmplanner.kit.forms import as_days
from abmplanner.kit.history import lasting
from abmplanner.kit.http import (
    Request,
    by_version,
    page_or_part,
    reachable_or_404,
    version_seen,
)
from abmplanner.kit.period_form import PeriodForm as TimeForm
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.campaign import (
    NEXT,
    aim,
    found_campaign,
    rewrite_period,
    turn,
    turn_all,
    withdraw_period,
)
from accounts.enums import CampaignStatus, ListPage
from accounts.filters.campaign import CampaignChoices
from accounts.forms.campaign import (
    CampaignForm,
    NewCampaignForm,
    NewTargetForm,
    PeriodForm,
    TargetSearch,
    TurnForm,
    zone_of,
)
from accounts.forms.dated import DatedForm
from accounts.models import Campaign, CampaignTarget
from accounts.queries.campaign import (
    at_place,
    campaigns_of,
    first_of,
    not_aimed_at,
    periods_of,
    reached,
    spend_of,
    targets_of,
    totals,
)
from accounts.queries.control import controls_of
from accounts.queries.desk import desk_of
from accounts.queries.moment import Moment
from accounts.queries.people import period_lines
from accounts.queries.program import as_uuid
from accounts.views.dated import correct_page, correct_row_page, form_page, leave, sent
from accounts.views.trail import Trail

PAGE_SIZES = (25, 50, 100, 200)
ACTS = {  # what the button says that leads from one status to another
    ("planned", "active"): pgettext_lazy("act", "Start"),
    ("active", "paused"): pgettext_lazy("act", "Pause"),
    ("paused", "active"): pgettext_lazy("act", "Resume"),
    ("ended", "active"): pgettext_lazy("act", "Take up again"),
}
TOGETHER = (
    ("active", pgettext_lazy("act", "Start those ticked")),
    ("paused", pgettext_lazy("act", "Pause those ticked")),
    ("ended", pgettext_lazy("act", "End those ticked")),
)
SINCE_IT_BEGAN = gettext_lazy("Since it began")
ICONS = {"active": "player-play", "paused": "hourglass", "ended": "ban"}


def above_campaigns() -> Trail:
    """Return the pages above a campaign."""
    return [(_("Campaigns"), reverse("accounts:campaign_list"))]


def above_campaign(campaign: Campaign) -> Trail:
    """Return the pages above one that belongs to a campaign."""
    return [*above_campaigns(), (campaign.name, page_of(campaign))]


def page_of(campaign: Campaign) -> str:
    """Return the address of a campaign's page."""
    return reverse("accounts:campaign_detail", args=[campaign.public_id])


def page_size(request: Any) -> int:
    """Return how many rows the reader wants on a page."""
    asked = request.GET.get("size", "")
    sizes = {str(size): size for size in PAGE_SIZES}
    return sizes.get(asked, settings.PAGE_SIZE)


@require_safe
def campaign_list(request: Request) -> TemplateResponse:
    """Show the campaigns within reach, narrowed as the reader likes."""
    time = TimeForm(request.GET, has_period=False)
    chosen = chosen_in(request, time)
    page = Paginator(chosen.qs, page_size(request)).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "time": time,
        "period": time.chosen,
        "exports": [(form, form.upper()) for form in FORMATS],
        "acts": [(to, label, ICONS[to]) for to, label in TOGETHER],
        "page": page,
        "sizes": PAGE_SIZES,
        "is_narrowed": any(chosen.data.get(name) for name in chosen.NARROWING),
        "desk": desk_of(request.actor, ListPage.CAMPAIGNS, request.GET),
        "can_edit": OPERATIONS["program.edit"].allows(request.actor),
    }
    return page_or_part(request, "accounts/campaign_list.html", context, part="campaign-list")


@require_safe
def campaign_export(request: Request, form: str) -> HttpResponseBase:
    """Give the campaigns, as the list is narrowed and ordered, as a file."""
    if form not in FORMATS:
        raise Http404
    time = TimeForm(request.GET, has_period=False)
    chosen = chosen_in(request, time)
    header = [
        _("Campaign"), _("Program"), _("Status"), _("Kind"), _("Channel"), _("Starts"), _("Ends"),
        _("Accounts"), _("As of"),
    ]  # fmt: skip
    lines = (
        [
            each.name, str(each.program or ""), each.get_status_display(), each.get_kind_display(),
            each.get_channel_display(), day_in(each, each.starts_at), day_in(each, each.ends_at),
            each.accounts_now, time.chosen.as_of,
        ]
        for each in chosen.qs
    )  # fmt: skip
    return export(_("Campaigns"), header, lines, form)


def chosen_in(request: Request, time: TimeForm) -> CampaignChoices:
    """Return the campaigns that an address asks for, in its order."""
    rows = campaigns_of(request.actor, Moment.of(time.chosen))
    return CampaignChoices(request.GET, queryset=rows, request=request)


def day_in(campaign: Campaign, at: datetime | None) -> date | None:
    """Return the day of an instant by the clock of a campaign."""
    return day_of(at, zone_of(campaign)) if at else None


@require_POST
def campaigns_turn(request: Request) -> HttpResponse:
    """Start, pause or end those campaigns that are ticked and may go there; all or none."""
    wanted = request.POST.get("to", "")
    ids = list(filter(None, map(as_uuid, request.POST.getlist("campaign"))))
    rows = campaigns_of(request.actor).filter(public_id__in=ids)
    able = [row for row in rows if wanted in NEXT[row.status]]
    if not all(OPERATIONS["program.edit"].allows(request.actor, row) for row in able):
        raise PermissionDenied
    turn_all(request.actor, able, wanted)
    words = ngettext("%(count)s campaign: %(state)s.", "%(count)s campaigns: %(state)s.", len(able))
    state = dict(CampaignStatus.choices).get(wanted, "")
    back = way_back(request, reverse("accounts:campaign_list"))
    return leave(request, back, words % {"count": len(able), "state": state})


@require_safe
def campaign_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show a campaign: how it stands, whom it aims at, what it cost and what it reached."""
    actor = request.actor
    rows = Campaign.objects.select_related("program", "parent")
    campaign = reachable_or_404(request, rows, public_id)
    page = Paginator(targets_of(actor, campaign), settings.PAGE_SIZE)
    shown = page.get_page(request.GET.get("page"))
    now, zone = timezone.now(), zone_of(campaign)
    time = TimeForm(request.GET, any_time=SINCE_IT_BEGAN)
    period = time.chosen
    context = {
        "campaign": campaign,
        "time": time,
        "period": period,
        "trail": above_campaigns(),
        "acts": acts_on(campaign),
        "page": shown,
        "lines": period_lines(shown.object_list, now, zone),
        "periods": period_lines(periods_of(actor, campaign), now, zone),
        "costs": totals(spend_of(actor, campaign=campaign, period=period)),
        "reached": reached(actor, campaign, period),
        "controls": controls_of(actor, campaign).filter(lasting()).count(),
        "can_edit": OPERATIONS["program.edit"].allows(actor),
    }
    return page_or_part(request, "accounts/campaign_detail.html", context, part="target-list")


def acts_on(campaign: Campaign) -> list[dict[str, Any]]:
    """Return what may be done with a campaign where it stands, in one click each."""
    return [
        {
            "to": to,
            "label": ACTS.get((campaign.status, to), pgettext("act", "End")),
            "icon": ICONS[to],
        }
        for to in NEXT[campaign.status]
    ]


class CampaignPages(ScopedRows):
    """What the pages about one campaign share."""

    model = Campaign
    form_class: Any = CampaignForm
    template_name: Any = "accounts/campaign_form.html"

    @override
    def get_success_url(self) -> str:
        return page_of(self.object)

    @override
    def over_url(self) -> str:
        return reverse("accounts:campaign_list")

    @override
    def trail(self) -> Trail:
        row = getattr(self, "object", None)
        return above_campaign(row) if row else above_campaigns()


class CampaignCreate(CampaignPages, CreateView):  # type: ignore[type-arg]
    """Plan a campaign."""

    form_class = NewCampaignForm
    title = gettext_lazy("New campaign")
    done = gettext_lazy("The campaign stands. Put accounts on its list.")

    @override
    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "since": timezone.localdate()}

    @override
    def save(self, form: Any) -> Campaign:
        return found_campaign(self.actor, form, **form.state())

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as refused:
            form.add_error("since", ValidationError(refused.messages))
            return self.form_invalid(form)


class CampaignEdit(CampaignPages, UpdateView):  # type: ignore[type-arg]
    """Change a campaign."""

    title = gettext_lazy("Change the campaign")


@require_POST
@by_version
def campaign_state(request: Request, public_id: UUID) -> HttpResponse:
    """Start, pause, resume or end a campaign from now on, in one click."""
    campaign = reachable_or_404(request, Campaign.objects, public_id)
    wanted, version = request.POST.get("to", ""), version_seen(request)
    if wanted not in NEXT[campaign.status] and campaign.version == version:
        return TemplateResponse(request, "400.html", status=400)
    turn(request.actor, campaign, status=wanted, version=version)
    messages.success(request, CampaignStatus(wanted).label)
    return leave(request, page_of(campaign))


@require_http_methods(["GET", "HEAD", "POST"])
def period_create(request: Request, public_id: UUID) -> HttpResponse:
    """Say of which kind a campaign is, and in which status, since a day."""
    campaign = reachable_or_404(request, Campaign.objects.select_related("program"), public_id)
    zone = zone_of(campaign)
    known = {
        "kind": campaign.kind,
        "status": campaign.status,
        "since": day_of(timezone.now(), zone),
    }
    form = TurnForm(request.POST or None, initial=known)
    as_days(form.fields)

    def write(form: Any) -> None:
        said = form.cleaned_data
        at = first_instant(said["since"], zone)
        turn(request.actor, campaign, kind=said["kind"], status=said["status"], at=at)

    target = page_of(campaign)
    if sent(request, form, write):
        return leave(request, target, _("Saved. What was so before stays in the history."))
    page: dict[str, Any] = {"title": _("New state"), "submit": _("Save")}
    return form_page(request, form, cancel_url=target, trail=above_campaign(campaign), **page)


@require_http_methods(["GET", "HEAD", "POST"])
def period_edit(request: Request, public_id: UUID, place: int) -> HttpResponse:
    """Correct how a campaign stood for a time, or withdraw it."""
    campaign = reachable_or_404(request, Campaign.objects.select_related("program"), public_id)
    rows = periods_of(request.actor, campaign).select_related("campaign", "recorded_by")
    target = page_of(campaign)
    page: dict[str, Any] = {
        "title": _("How the campaign stood"),
        "submit": _("Save"),
        "trail": above_campaign(campaign),
        "cancel_url": target,
        "save": rewrite_period,
        "undo": withdraw_period,
    }
    row, zone = at_place(rows, place), zone_of(campaign)
    return correct_row_page(request, row, PeriodForm, target=target, zone=zone, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def target_create(request: Request, public_id: UUID) -> HttpResponse:
    """Put accounts on a campaign's list: some of those found, or all of them."""
    campaign = reachable_or_404(request, Campaign.objects.select_related("program"), public_id)
    zone = zone_of(campaign)
    search = TargetSearch(request.GET, actor=request.actor)
    asked = search.cleaned_data if search.is_valid() else {}
    narrowed = {"query": asked.get("q", ""), "program": asked.get("program")}
    found = not_aimed_at(request.actor, campaign, **narrowed)
    typed = request.POST.getlist("accounts")
    form = NewTargetForm(
        request.POST or None, zone=zone, initial={"first_day": day_of(timezone.now(), zone)}
    )
    chosen: Any = form.fields["accounts"]
    shown = not_aimed_at(request.actor, campaign, chosen=typed) if typed else first_of(found)
    chosen.queryset = shown
    counted = []

    def put(form: Any) -> None:
        accounts = found if form.cleaned_data["everyone"] else form.cleaned_data["accounts"]
        counted.append(aim(request.actor, campaign, accounts, **form.values()))

    if sent(request, form, put):
        said = ngettext(
            "%(count)s account is new on the list.",
            "%(count)s accounts are new on the list.",
            counted[0],
        )
        return leave(request, page_of(campaign), said % {"count": counted[0]})
    page: dict[str, Any] = {
        "title": _("Put accounts on the list"),
        "submit": _("Put on the list"),
        "lead": campaign.name,
        "trail": above_campaign(campaign),
        "template": "accounts/target_form.html",
        "search": search,
        "count": found.count(),
    }
    return form_page(request, form, cancel_url=page_of(campaign), **page)


@require_http_methods(["GET", "HEAD", "POST"])
def target_edit(request: Request, public_id: UUID, account: UUID) -> HttpResponse:
    """Take an account off a campaign's list from a day on, correct it, or withdraw it."""
    campaign = reachable_or_404(request, Campaign.objects.select_related("program"), public_id)
    rows = CampaignTarget.objects.visible_to(request.actor).select_related("account", "recorded_by")
    rows = rows.filter(campaign=campaign, account__public_id=account)
    target = page_of(campaign)
    page: dict[str, Any] = {
        "title": _("On the campaign's list"),
        "lead": _("To take the account off the list, write the last day on which it is on it."),
        "submit": _("Save"),
        "trail": above_campaign(campaign),
        "cancel_url": target,
    }
    return correct_page(request, rows, DatedForm, target=target, zone=zone_of(campaign), **page)
