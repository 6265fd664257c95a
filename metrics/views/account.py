"""Pages of accounts that show facts and measures together: the portfolio, and the plan."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.paging import LongList
from abmplanner.policy import OPERATIONS
from accounts.enums import ListPage
from accounts.filters.account import AccountChoices
from accounts.models import Account
from accounts.permissions.feedback import feedback_lines
from accounts.queries.agreement import agreement_of, comments_on
from accounts.queries.desk import desk_of, favorite_keys, filters_in
from accounts.queries.feedback import feedback_of
from accounts.queries.people import team_on
from accounts.views.trail import above_account
from metrics.queries.account_plan import account_plan as plan_of
from metrics.queries.portfolio import portfolio

FEEDBACK_SHOWN = 5


@require_safe
def account_list(request: Request) -> TemplateResponse:
    """Show the portfolio: how each account stands, how fresh its plan is, what comes next."""
    actor = request.actor
    rows = Account.objects.visible_to(actor).filter(merged_into=None).select_related("owner")
    chosen = AccountChoices(
        request.GET, queryset=rows.order_by("search_key", "pk"), request=request
    )
    name = f"accounts of {actor.label} by {filters_in(request.GET)}"
    page = LongList(chosen.qs, settings.PAGE_SIZE, name=name).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "rows": portfolio(actor, page.object_list, timezone.localdate()),
        "favorites": favorite_keys(actor, page.object_list),
        "desk": desk_of(actor, ListPage.ACCOUNTS, request.GET),
        "is_narrowed": any(chosen.data.get(name) for name in chosen.NARROWING),
        "can_edit": OPERATIONS["account.edit"].allows(actor),
    }
    return page_or_part(request, "metrics/account_list.html", context, part="account-list")


@require_safe
def account_plan(request: Request, public_id: UUID) -> HttpResponse:
    """Show the plan of one account, on one page; one that was merged leads to the other."""
    actor = request.actor
    rows = Account.objects.select_related("owner", "merged_into")
    account = reachable_or_404(request, rows, public_id)
    if account.merged_into is not None:
        return redirect(account.merged_into)
    today = timezone.localdate()
    feedback = feedback_of(actor, account)[:FEEDBACK_SHOWN]
    context = {
        "account": account,
        "asked": {"as_of": today},
        "scope": f"account:{account.public_id}",
        "plan": plan_of(actor, account, today),
        "agreement": agreement_of(actor, account, today),
        "said": comments_on(actor, account),
        "is_favorite": account.pk in favorite_keys(actor, [account]),
        "team": team_on(actor, account),
        "feedback": feedback_lines(actor, feedback),
        "can_edit": OPERATIONS["plan.edit"].allows(actor),
        "can_comment": OPERATIONS["comment.add"].allows(actor),
        "can_give_feedback": OPERATIONS["feedback.add"].allows(actor),
        "trail": above_account(),
    }
    return TemplateResponse(request, "metrics/account_plan.html", context)
