"""Pages of a round of feedback: opening it, asking, seeing who has answered, reminding."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.http import (
    Request,
    by_version,
    page_or_part,
    reachable_or_404,
    version_seen,
)
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.feedback import ask_colleagues, close_round, remind_colleagues
from accounts.forms.feedback import RoundForm
from accounts.models import FeedbackRound
from accounts.queries.feedback import pairs_of, request_lines, requests_of, waiting
from accounts.views.dated import leave
from accounts.views.trail import Trail

SHOWN = 500


def round_at(row: FeedbackRound) -> str:
    """Return the address of a round."""
    return reverse("accounts:round_detail", args=[row.public_id])


def above_round(row: FeedbackRound | None = None) -> Trail:
    """Return the pages above one that belongs to a round."""
    above = [(_("Feedback"), reverse("accounts:feedback_list"))]
    return [*above, (row.name, round_at(row))] if row else above


class RoundPages(ScopedRows):
    """What the pages on which a round is written share."""

    model = FeedbackRound
    form_class: Any = RoundForm

    @override
    def get_success_url(self) -> str:
        return round_at(self.object)

    @override
    def over_url(self) -> str:
        return reverse("accounts:feedback_list")

    @override
    def trail(self) -> Trail:
        return above_round(self.object if self.object and self.object.pk else None)


class RoundCreate(RoundPages, CreateView):  # type: ignore[type-arg]
    """Open a round."""

    title = gettext_lazy("New round")
    done = gettext_lazy("The round stands. Choose whom to ask about which account.")

    @override
    def get_success_url(self) -> str:
        return reverse("accounts:round_ask", args=[self.object.public_id])


class RoundEdit(RoundPages, UpdateView):  # type: ignore[type-arg]
    """Change a round."""

    title = gettext_lazy("Change the round")


@require_safe
def round_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show a round: who is asked about which account, and who has answered."""
    row = reachable_or_404(request, FeedbackRound.objects.select_related("program"), public_id)
    today = timezone.localdate()
    rows = requests_of(request.actor, row)
    context = {
        "round": row,
        "trail": above_round(),
        "lines": request_lines(rows[:SHOWN], today),
        "silent": waiting(rows, today).values("person").distinct().count(),
        "is_open": row.is_open(today),
        "is_over": row.is_over(today),
        "can_edit": OPERATIONS["round.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "accounts/round_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_ask(request: Request, public_id: UUID) -> HttpResponse:
    """Choose whom to ask about which account: the salespeople of the teams."""
    row = reachable_or_404(request, FeedbackRound.objects, public_id)
    if row.is_over(timezone.localdate()):
        return leave(request, round_at(row), _("The round is closed."))
    query = request.GET.get("q", "")[:100]
    pairs = pairs_of(request.actor, row, query)
    if request.method == "POST":
        wanted = set(request.POST.getlist("pair"))
        count = ask_colleagues(request.actor, row, [each for each in pairs if each.key in wanted])
        said = ngettext("%(count)s request is out.", "%(count)s requests are out.", count)
        return leave(request, round_at(row), said % {"count": count})
    context = {"round": row, "trail": above_round(row), "pairs": pairs[:SHOWN], "query": query}
    return page_or_part(request, "accounts/round_ask.html", context, part="pair-list")


@require_POST
def round_remind(request: Request, public_id: UUID) -> HttpResponse:
    """Remind everybody who has not answered."""
    row = reachable_or_404(request, FeedbackRound.objects, public_id)
    count = remind_colleagues(request.actor, row, timezone.localdate())
    said = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", count)
    return leave(request, round_at(row), said % {"count": count})


@require_POST
@by_version
def round_close(request: Request, public_id: UUID) -> HttpResponse:
    """Ask no more, before the day that was named."""
    row = reachable_or_404(request, FeedbackRound.objects, public_id)
    close_round(request.actor, row, version=version_seen(request))
    return leave(request, round_at(row), _("The round is closed."))
