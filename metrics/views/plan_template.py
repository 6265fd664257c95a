"""Pages where a plan starts from a template, and where one is kept as a template."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from django.views.generic import CreateView
from typing_extensions import override

from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.saving import save_row
from abmplanner.kit.words import fold
from accounts.models import Account, Objective, PlanTemplate
from accounts.queries.plan_template import starts, written, written_beside
from accounts.views.dated import leave
from accounts.views.plan_template import TemplatePages
from accounts.views.trail import above, plan_at
from metrics.actions.plan_template import Started, start_plan
from metrics.forms.plan_template import NewTemplateForm, NumbersForm, StartForm
from metrics.queries.indicators import known_indicators
from metrics.queries.plan_template import plan_as_start

SHOWN = 6


@require_http_methods(["GET", "HEAD", "POST"])
def plan_start(request: Request, public_id: UUID) -> HttpResponse:
    """Start the plan of an account from a template, or from the plan of another account.

    What is chosen is shown first, with the goals that come along: each is given its target here.
    """
    account = reachable_or_404(request, Account.objects, public_id)
    sent = request.POST if request.method == "POST" else None
    asked = sent or ({"start": request.GET["start"]} if "start" in request.GET else None)
    form = StartForm(asked, actor=request.actor)
    if not form.is_bound or not form.is_valid():
        return choosing(request, account, form)
    start, today = form.cleaned_data["start"], timezone.localdate()
    known = known_indicators(request.actor)
    numbers = NumbersForm(
        sent, start=start, account=account, actor=request.actor, today=today, known=known
    )
    if sent is not None and numbers.is_valid():
        done = start_plan(request.actor, account, start, numbers.chosen, today=today, known=known)
        return leave(request, plan_at(account), words_of(done))
    context = {
        "account": account,
        "start": start,
        "numbers": numbers,
        "is_sent": sent is not None,
        "measured": [known[key].name for key, _why in start.indicators if key in known],
        "trail": above(account),
    }
    status = 200 if sent is None else 422
    return TemplateResponse(request, "metrics/plan_start.html", context, status=status)


def choosing(request: Request, account: Account, form: StartForm) -> TemplateResponse:
    """Show what a plan may start from; what can't be found is said."""
    query = request.GET.get("q", "")[:100]
    context = {
        "account": account,
        "form": form,
        "starts": starts(request.actor),
        "others": others_like(request, account, query),
        "query": query,
        "trail": above(account),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "metrics/plan_choose.html", context, status=status)


def words_of(done: Started) -> str:
    """Return what a plan was given, as it is said."""
    objectives = ngettext("%(count)s objective", "%(count)s objectives", done.objectives)
    goals = ngettext("%(count)s goal", "%(count)s goals", done.goals)
    said = _("%(objectives)s and %(goals)s are in the plan. Make them yours: words, owners, days.")
    return said % {
        "objectives": objectives % {"count": done.objectives},
        "goals": goals % {"count": done.goals},
    }


def others_like(request: Request, account: Account, query: str) -> Any:
    """Return some other accounts with a plan, by name."""
    planned = Objective.objects.visible_to(request.actor).values("account")
    rows = Account.objects.visible_to(request.actor).filter(pk__in=planned, merged_into=None)
    rows = rows.filter(search_key__contains=fold(query)) if query else rows
    return rows.exclude(pk=account.pk).order_by("search_key", "pk")[:SHOWN]


class TemplateCreate(TemplatePages, CreateView):  # type: ignore[type-arg]
    """Keep the plan of an account as a template, without names and days."""

    under = Account
    form_class: Any = NewTemplateForm
    title = _("Keep this plan as a template")
    submit = _("Keep the template")
    done = _("The template is kept. The plan of any account may start from it.")

    @override
    def new_row(self) -> PlanTemplate:
        return PlanTemplate(public_id=self.once)

    @override
    def save(self, form: Any) -> PlanTemplate:
        start = plan_as_start(self.actor, self.over, with_targets=form.cleaned_data["with_targets"])
        form.instance.content = written(start.aims)
        form.instance.measured = written_beside(start)
        kept: PlanTemplate = save_row(self.actor, form)
        return kept
