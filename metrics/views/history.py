"""Pages about what happened on an account: since a review, and over all time."""

from uuid import UUID

from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from accounts.models import Account
from accounts.views.trail import above
from metrics.forms.timeline import TimelineForm
from metrics.queries.plan_changes import plan_changes as changes_since
from metrics.queries.timeline import timeline_page


@require_safe
def plan_changes(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what changed since a review of the plan; the plan's page takes a part of it."""
    account = reachable_or_404(request, Account.objects, public_id)
    today = timezone.localdate()
    since = request.GET.get("since", "")
    context = {
        "account": account,
        "changes": changes_since(request.actor, account, since=since, today=today),
        "asked": {"as_of": today},
        "trail": above(account),
    }
    return page_or_part(request, "metrics/plan_changes.html", context, part="plan-changes")


@require_safe
def timeline(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what happened on an account, the latest first."""
    account = reachable_or_404(request, Account.objects, public_id)
    form = TimelineForm(request.GET)
    page, lines = timeline_page(
        request.actor,
        account,
        **form.said(),
        today=timezone.localdate(),
        number=request.GET.get("page"),
    )
    context = {
        "account": account,
        "form": form,
        "page": page,
        "lines": lines,
        "trail": above(account),
    }
    return page_or_part(request, "metrics/timeline.html", context, part="happened")
