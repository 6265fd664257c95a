"""Pages of goals for many accounts: how they are chosen, what is proposed, and setting them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from accounts.models import Account
from metrics.actions.goal_batch import open_batch, set_goals, undo_goals
from metrics.enums import ProposalReason, ProposalVerdict
from metrics.filters.segment import SegmentChoices
from metrics.forms.goal_batch import GoalBatchForm
from metrics.models import GoalBatch
from metrics.queries.goal_batch import batches_of, counts_of, proposals_of, state_of
from metrics.queries.indicators import known_indicators

A_YEAR = timedelta(days=364)
BATCHES_SHOWN = 10
POST_TOO = ["GET", "HEAD", "POST"]


def above_batches() -> list[tuple[str, str]]:
    """Return the page above those of goals for many accounts."""
    return [(_("Goals"), reverse("metrics:goal_list"))]


def chosen_in(request: Request) -> SegmentChoices:
    """Return the accounts in reach that the address asks for."""
    rows = Account.objects.visible_to(request.actor).filter(merged_into=None)
    return SegmentChoices(request.GET, queryset=rows.order_by("search_key", "pk"), request=request)


@require_http_methods(POST_TOO)
def goal_batch_create(request: Request) -> HttpResponse:
    """Choose accounts and say by which rule each gets a goal; lead to what is proposed."""
    chosen = chosen_in(request)
    today = timezone.localdate()
    form = GoalBatchForm(
        request.POST or None,
        actor=request.actor,
        instance=GoalBatch(segment=chosen.segment),
        indicators=known_indicators(request.actor),
        initial={"starts_on": today, "due_on": today + A_YEAR},
    )
    accounts = chosen.qs.count()
    if request.method == "POST" and form.is_valid():
        if accounts:
            batch = open_batch(request.actor, form.instance, chosen.qs)
            return redirect("metrics:goal_batch_detail", batch.public_id)
        form.add_error(None, _("No account is chosen: widen the choice above."))
    context = {
        "chosen": chosen,
        "accounts": accounts,
        "form": form,
        "batches": batches_of(request.actor)[:BATCHES_SHOWN],
        "known": known_indicators(request.actor),
        "trail": above_batches(),
    }
    status = 422 if form.errors else 200
    return page_or_part(
        request, "metrics/goal_batch_form.html", context, part="goal-batch", status=status
    )


@require_safe
def goal_batch_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what is proposed for each account, or became of it, and why some are left out."""
    actor = request.actor
    batch = reachable_or_404(request, batches_of(actor), public_id)
    asked = {name: request.GET.get(name, "") for name in ("verdict", "reason")}
    page = Paginator(proposals_of(actor, batch, **asked), settings.PAGE_SIZE)
    indicator = known_indicators(actor).get(batch.indicator_key)
    context: dict[str, Any] = {
        **asked,
        "batch": batch,
        "state": state_of(batch),
        "counts": counts_of(actor, batch),
        "indicator": indicator,
        "page": page.get_page(request.GET.get("page")),
        "narrowed": words_asked(**asked),
        "trail": [*above_batches(), (_("Goals for many accounts"), reverse(BULK))],
    }
    return page_or_part(request, "metrics/goal_batch_detail.html", context, part="proposal-list")


BULK = "metrics:goal_batch_create"


def words_asked(verdict: str, reason: str) -> str:
    """Return what the list is narrowed to, in words."""
    if reason in ProposalReason.values:
        return str(ProposalReason(reason).label)
    return str(ProposalVerdict(verdict).label) if verdict in ProposalVerdict.values else ""


@require_safe
def goal_batch_progress(request: Request, public_id: UUID) -> HttpResponse:
    """Show how far a batch has come, and have the page read again once it is through."""
    batch = reachable_or_404(request, batches_of(request.actor), public_id)
    context = {"batch": batch, "state": state_of(batch)}
    response = TemplateResponse(request, "metrics/goal_batch_progress.html", context)
    if state_of(batch) != "running":
        response["HX-Refresh"] = "true"
    return response


@require_POST
def goal_batch_set(request: Request, public_id: UUID) -> HttpResponse:
    """Have the goals set that are proposed."""
    set_goals(request.actor, reachable_or_404(request, GoalBatch.objects, public_id))
    return redirect("metrics:goal_batch_detail", public_id)


@require_POST
def goal_batch_undo(request: Request, public_id: UUID) -> HttpResponse:
    """Have the goals taken back that were set."""
    undo_goals(request.actor, reachable_or_404(request, GoalBatch.objects, public_id))
    return redirect("metrics:goal_batch_detail", public_id)
