"""Pages of accounts that show facts and measures together: the portfolio, and the plan."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.paging import LongList
from abmplanner.kit.period import Period
from abmplanner.kit.period_form import PeriodForm
from abmplanner.policy import OPERATIONS
from accounts.actions.desk import note_visit
from accounts.enums import ListPage
from accounts.models import Account
from accounts.permissions.feedback import feedback_lines
from accounts.queries.agreement import agreement_of, comments_on
from accounts.queries.desk import desk_of, favorite_keys, filters_in
from accounts.queries.feedback import feedback_of
from accounts.queries.mention import readers
from accounts.queries.people import team_on
from accounts.views.trail import above_account
from metrics.filters.health import PortfolioChoices
from metrics.queries.account_plan import account_plan as plan_of
from metrics.queries.portfolio import Listed, in_parts, listed, portfolio
from metrics.views.sheets import (
    OFFERED,
    about,
    account_header,
    account_line,
    exported,
    untimely,
    words_of,
)

FEEDBACK_SHOWN = 5


@require_safe
def account_list(request: Request) -> TemplateResponse:
    """Show the portfolio: how each account stands, how fresh its plan is, what comes next."""
    actor, time = request.actor, PeriodForm(request.GET, has_period=False)
    chosen = chosen_in(request)
    name = f"accounts of {actor.label} by {filters_in(request.GET)}"
    found = LongList(listed(actor, chosen.qs), settings.PAGE_SIZE, name=name)
    page = found.get_page(request.GET.get("page"))
    accounts = [Listed(*each) for each in page.object_list]
    context = {
        "filter": chosen,
        "page": page,
        "rows": portfolio(actor, accounts, timezone.localdate(), **clocks(time.chosen)),
        "time": time,
        "period": time.chosen,
        "exports": OFFERED,
        "favorites": {each.pk for each in accounts if each.is_favorite},
        "desk": desk_of(actor, ListPage.ACCOUNTS, request.GET),
        "is_narrowed": any(chosen.data.get(name) for name in chosen.NARROWING),
        "can_edit": OPERATIONS["account.edit"].allows(actor),
    }
    return page_or_part(request, "metrics/account_list.html", context, part="account-list")


def chosen_in(request: Request) -> PortfolioChoices:
    """Return the accounts in reach that the address asks for, in its order."""
    rows = Account.objects.visible_to(request.actor).filter(merged_into=None)
    return PortfolioChoices(
        request.GET, queryset=rows.order_by("search_key", "pk"), request=request
    )


def clocks(period: Period) -> dict[str, Any]:
    """Return the day that is asked about and the day of knowing."""
    return {"as_of": period.as_of, "known_at": period.known_at}


@require_safe
def account_export(request: Request, form: str) -> HttpResponse:
    """Give the portfolio, as it is narrowed and ordered, as a file."""
    time, chosen = PeriodForm(request.GET, has_period=False), chosen_in(request)
    if time.errors:
        return untimely(request, time)
    period = time.chosen
    accounts = [Listed(*each) for each in listed(request.actor, chosen.qs)]
    rows = in_parts(request.actor, accounts, timezone.localdate(), **clocks(period))
    return exported(
        f"accounts {period.as_of}",
        account_header(),
        map(account_line, rows),
        form,
        about=about(request, _("Accounts"), period, words_of(chosen.form)),
    )


@require_safe
def account_plan(request: Request, public_id: UUID) -> HttpResponse:
    """Show the plan of one account, on one page; one that was merged leads to the other."""
    actor = request.actor
    rows = Account.objects.select_related("owner", "merged_into")
    account = reachable_or_404(request, rows, public_id)
    if account.merged_into is not None:
        return redirect(account.merged_into)
    today, time = timezone.localdate(), PeriodForm(request.GET, has_period=False)
    feedback = feedback_of(actor, account)[:FEEDBACK_SHOWN]
    people = readers(actor, account)
    note_visit(actor, account)
    context = {
        "account": account,
        "time": time,
        "period": time.chosen,
        "asked": clocks(time.chosen),
        "scope": f"account:{account.public_id}",
        "plan": plan_of(actor, account, today, **clocks(time.chosen)),
        "agreement": agreement_of(actor, account, today),
        "said": comments_on(actor, account, people),
        "people": people,
        "is_favorite": account.pk in favorite_keys(actor, [account]),
        "team": team_on(actor, account),
        "feedback": feedback_lines(actor, feedback),
        "can_edit": OPERATIONS["plan.edit"].allows(actor),
        "can_comment": OPERATIONS["comment.add"].allows(actor),
        "can_give_feedback": OPERATIONS["feedback.add"].allows(actor),
        "trail": above_account(),
    }
    return TemplateResponse(request, "metrics/account_plan.html", context)
