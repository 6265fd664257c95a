"""The page of events that sources told again and otherwise, and what is chosen of each."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.policy import OPERATIONS
from accounts.actions.conflict import settle
from accounts.models import EventConflict
from accounts.queries.conflict import conflicts_of, described
from accounts.views.import_run import above_data


@require_safe
def conflict_list(request: Request) -> TemplateResponse:
    """Show what we hold of events beside what was told of them."""
    settled = request.GET.get("settled") == "1"
    rows = conflicts_of(request.actor, settled=settled)
    page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "conflicts": described(request.actor, page),
        "settled": settled,
        "can_settle": OPERATIONS["data.import"].allows(request.actor),
        "trail": above_data(),
    }
    return page_or_part(request, "accounts/conflict_list.html", context, part="conflict-list")


@require_POST
def conflict_settle(request: Request, public_id: UUID) -> HttpResponse:
    """Keep what we hold of an event, or take what was told."""
    conflict = reachable_or_404(request, EventConflict.objects, public_id)
    held = settle(request.actor, conflict, take="take" in request.POST)
    said = _("What was told is taken over.") if held.is_taken else _("What we hold is kept.")
    messages.success(request, said)
    return redirect("accounts:conflict_list")
