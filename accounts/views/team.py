"""Pages about who of us works on an account, from when to when."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from abmplanner.kit.days import day_of
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.policy import OPERATIONS
from accounts.actions.dated import write
from accounts.forms.team import NewTeamMemberForm, TeamMemberForm
from accounts.models import Account, TeamMember
from accounts.queries.people import period_lines, team_history
from accounts.views.dated import correct_page, form_page, leave, sent
from accounts.views.trail import Trail, above


def above_team(account: Account) -> Trail:
    """Return the pages above one about a member of the team."""
    return [*above(account), (_("Team"), reverse("accounts:team_list", args=[account.public_id]))]


@require_safe
def team_list(request: Request, public_id: UUID) -> TemplateResponse:
    """Show who is, was and will be on the account's team."""
    account = reachable_or_404(request, Account.objects, public_id)
    context = {
        "account": account,
        "trail": above(account),
        "lines": period_lines(team_history(request.actor, account), timezone.now()),
        "can_edit": OPERATIONS["account.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "accounts/team_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def team_join(request: Request, public_id: UUID) -> HttpResponse:
    """Put somebody on the account's team."""
    account = reachable_or_404(request, Account.objects, public_id)
    today = day_of(timezone.now())
    form = NewTeamMemberForm(request.POST or None, initial={"first_day": today})

    def join(form: Any) -> None:
        rows = TeamMember.objects.visible_to(request.actor).filter(account=account)
        values = form.values()
        same = rows.filter(user=values["user"], position=values["position"])
        write(request.actor, TeamMember(account=account, **values), same)

    target = reverse("accounts:team_list", args=[account.public_id])
    if sent(request, form, join):
        return leave(request, target, _("The team is complete by one more."))
    page: dict[str, Any] = {"title": _("Add to the team"), "submit": _("Add")}
    return form_page(request, form, cancel_url=target, trail=above_team(account), **page)


@require_http_methods(["GET", "HEAD", "POST"])
def team_edit(request: Request, public_id: UUID, user: UUID) -> HttpResponse:
    """Correct what somebody does on the team and until when, or withdraw it."""
    account = reachable_or_404(request, Account.objects, public_id)
    rows = TeamMember.objects.visible_to(request.actor).select_related("user")
    rows = rows.filter(account=account, user__public_id=user)
    target = reverse("accounts:team_list", args=[account.public_id])
    page: dict[str, Any] = {"title": _("On the team"), "trail": above_team(account)}
    return correct_page(request, rows, TeamMemberForm, target=target, cancel_url=target, **page)
