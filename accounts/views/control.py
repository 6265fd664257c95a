"""Pages of control groups: the accounts that a campaign or a program is compared with."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from abmplanner.kit.days import day_of
from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.policy import OPERATIONS
from accounts.actions.control import hold_out
from accounts.forms.campaign import ControlForm, NewControlForm, TargetSearch, zone_of
from accounts.models import Campaign, Program
from accounts.queries.campaign import first_of
from accounts.queries.control import controls_of, could_be_held_out
from accounts.queries.people import period_lines
from accounts.views.campaign import above_campaign
from accounts.views.dated import correct_page, form_page, leave, sent
from accounts.views.program import above_programs, page_of
from accounts.views.trail import Trail

OWNERS: dict[str, Any] = {"campaign": Campaign, "program": Program}


def zone_in(owner: Campaign | Program) -> str:
    """Return the time zone in which days of a control group are meant."""
    return owner.time_zone if isinstance(owner, Program) else zone_of(owner)


def above_owner(owner: Campaign | Program) -> Trail:
    """Return the pages above a control group."""
    if isinstance(owner, Campaign):
        return above_campaign(owner)
    return [*above_programs(), (owner.name, page_of(owner))]


def group_at(owner: Campaign | Program) -> str:
    """Return the address of a control group."""
    kind = "program" if isinstance(owner, Program) else "campaign"
    return reverse(f"accounts:{kind}_controls", args=[owner.public_id])


@require_safe
def control_list(request: Request, public_id: UUID, of: str) -> TemplateResponse:
    """Show which accounts a campaign or a program is compared with, since when, and how chosen."""
    owner = reachable_or_404(request, OWNERS[of].objects, public_id)
    page = Paginator(controls_of(request.actor, owner), settings.PAGE_SIZE)
    shown = page.get_page(request.GET.get("page"))
    context = {
        "owner": owner,
        "trail": above_owner(owner),
        "page": shown,
        "lines": period_lines(shown.object_list, timezone.now(), zone_in(owner)),
        "add_url": reverse(f"accounts:{of}_control_create", args=[public_id]),
        "edit_route": f"accounts:{of}_control_edit",
        "can_edit": OPERATIONS["program.edit"].allows(request.actor),
    }
    return page_or_part(request, "accounts/control_list.html", context, part="control-list")


@require_http_methods(["GET", "HEAD", "POST"])
def control_create(request: Request, public_id: UUID, of: str) -> HttpResponse:
    """Hold accounts out of a campaign or a program: some of those found, or all of them."""
    owner = reachable_or_404(request, OWNERS[of].objects, public_id)
    zone = zone_in(owner)
    search = TargetSearch(request.GET, actor=request.actor)
    asked = search.cleaned_data if search.is_valid() else {}
    narrowed = {"query": asked.get("q", ""), "program": asked.get("program")}
    found = could_be_held_out(request.actor, owner, **narrowed)
    typed = request.POST.getlist("accounts")
    form = NewControlForm(
        request.POST or None, zone=zone, initial={"first_day": day_of(timezone.now(), zone)}
    )
    offered: Any = form.fields["accounts"]
    offered.queryset = (
        could_be_held_out(request.actor, owner, chosen=typed) if typed else first_of(found)
    )
    counted = []

    def put(form: Any) -> None:
        accounts = found if form.cleaned_data["everyone"] else form.cleaned_data["accounts"]
        counted.append(hold_out(request.actor, owner, accounts, **form.values()))

    target = group_at(owner)
    if sent(request, form, put):
        said = ngettext(
            "%(count)s account is new in the control group.",
            "%(count)s accounts are new in the control group.",
            counted[0],
        )
        return leave(request, target, said % {"count": counted[0]})
    page: dict[str, Any] = {
        "title": _("Hold accounts out"),
        "submit": _("Hold out"),
        "lead": owner.name,
        "trail": [*above_owner(owner), (_("Control group"), target)],
        "template": "accounts/target_form.html",
        "search": search,
        "count": found.count(),
    }
    return form_page(request, form, cancel_url=target, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def control_edit(request: Request, public_id: UUID, account: UUID, of: str) -> HttpResponse:
    """Take an account out of a control group from a day on, correct it, or withdraw it."""
    owner = reachable_or_404(request, OWNERS[of].objects, public_id)
    rows = controls_of(request.actor, owner).select_related("account", "recorded_by")
    target = group_at(owner)
    page: dict[str, Any] = {
        "title": _("In the control group"),
        "lead": _("To take the account out, write the last day on which it is in it."),
        "submit": _("Save"),
        "trail": [*above_owner(owner), (_("Control group"), target)],
        "cancel_url": target,
    }
    rows = rows.filter(account__public_id=account)
    return correct_page(request, rows, ControlForm, target=target, zone=zone_in(owner), **page)
