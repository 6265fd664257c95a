"""Pages of buying groups, which show facts and measures together: all of an account, and one."""

from uuid import UUID

from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.period_form import PeriodForm
from abmplanner.policy import OPERATIONS
from accounts.models import Account, BuyingGroup
from accounts.queries.buying_group import outlined, outlines
from accounts.queries.group_history import history_of
from accounts.queries.moment import Moment
from accounts.queries.seat_suggestions import suggestions
from accounts.queries.stakeholders import company_of
from accounts.views.buying_group import above_groups
from accounts.views.trail import above
from metrics.queries.group_measures import measures_of


@require_safe
def group_list(request: Request, public_id: UUID) -> TemplateResponse:
    """Show the buying groups of an account: which roles are held, and which places are empty."""
    actor = request.actor
    account = reachable_or_404(request, Account.objects, public_id)
    time = PeriodForm(request.GET, has_period=False)
    moment = Moment.of(time.chosen)
    company = company_of(actor, account, moment)
    found = outlines(actor, account, moment, company.absent)
    open_now = [each for each in found if each.is_open]
    groups = [each.group for each in open_now]
    context = {
        "account": account,
        "trail": above(account),
        "time": time,
        "open": open_now,
        "closed": [each for each in found if not each.is_open],
        "suggestions": {each.group.pk: suggestions(each, company.people) for each in open_now},
        "measures": measures_of(actor, account, groups, time.chosen.as_of, time.chosen.known_at),
        "here": request.get_full_path(),
        "can_edit": OPERATIONS["contact.edit"].allows(actor),
    }
    return TemplateResponse(request, "metrics/group_list.html", context)


@require_safe
def group_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show one buying group: who holds which role on a day, and what it went through."""
    actor = request.actor
    group = reachable_or_404(request, BuyingGroup.objects.select_related("solution"), public_id)
    account = group.account
    time = PeriodForm(request.GET, has_period=False)
    moment = Moment.of(time.chosen)
    company = company_of(actor, account, moment)
    [outline] = outlined(actor, account, [group], moment, company.absent)
    asked = [group] if outline.is_open else []
    measures = measures_of(actor, account, asked, time.chosen.as_of, time.chosen.known_at)
    context = {
        "account": account,
        "group": group,
        "trail": above_groups(account),
        "time": time,
        "outline": outline,
        "found": suggestions(outline, company.people),
        "measured": measures.get(group.pk),
        "history": history_of(actor, group, moment),
        "here": request.get_full_path(),
        "can_edit": OPERATIONS["contact.edit"].allows(actor),
    }
    return TemplateResponse(request, "metrics/group_detail.html", context)
