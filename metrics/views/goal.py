"""Pages of goals: the board, one goal, and the forms that make and change one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.http import (
    Request,
    by_version,
    page_or_part,
    reachable_or_404,
    version_seen,
)
from abmplanner.kit.period import Period
from abmplanner.kit.period_form import PeriodForm
from abmplanner.kit.removing import restore_row
from abmplanner.kit.saves import saves
from abmplanner.kit.typed import SavedAsTyped
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.enums import ListPage
from accounts.models import Account, Campaign, Program
from accounts.queries.agreement import comments_on
from accounts.queries.desk import desk_of
from accounts.queries.mention import readers
from accounts.views.campaign import above_campaign
from metrics.actions.goal import approve_goal, keep_goal, save_goal
from metrics.charts.goal import goal_trend
from metrics.forms.board import GROUPS, BoardForm
from metrics.forms.goal import GoalForm
from metrics.models import Goal
from metrics.queries.board import (
    Asked,
    GoalRow,
    board,
    goal_row,
    name_of,
    target_changes,
)
from metrics.queries.board_page import board_page
from metrics.queries.goal_preview import goal_preview
from metrics.queries.goal_trend import (
    Series,
    opened_on,
    paces_of,
    plan_of,
    projection_of,
    series_of,
    trends_of,
)
from metrics.queries.indicators import known_indicators
from metrics.queries.measuring import measuring_of
from metrics.views.sheets import (
    OFFERED,
    about,
    exported,
    goal_header,
    goal_lines,
    history_header,
    history_lines,
    untimely,
    words_of,
)


def time_of(request: Request) -> PeriodForm:
    """Return the form of the time that a page of goals shows: each goal has a period of its own."""
    return PeriodForm(request.GET, any_time=gettext_lazy("Each goal's own period"))


def asked_of(form: BoardForm, period: Period) -> Asked:
    """Return what the address asks of the board; what it leaves open is as of today."""
    return Asked(
        as_of=period.as_of,
        known_at=period.known_at,
        words=form.chosen("q", ""),
        program=form.chosen("program"),
        owner=form.chosen("owner"),
        status=form.chosen("status", ""),
        start=period.start,
        end=period.last_day,
        due_from=form.chosen("due_from"),
        due_until=form.chosen("due_until"),
        group=form.chosen("group", "account"),
        sort=form.chosen("sort", "worst"),
    )


@require_safe
def goal_list(request: Request) -> TemplateResponse:
    """Show how the goals stand: a row per account, by program or by family of indicators."""
    actor, time = request.actor, time_of(request)
    form = BoardForm(request.GET, actor=actor)
    asked = asked_of(form, time.chosen)
    shown = board_page(actor, asked, request.GET.get("page"))
    context = {
        "form": form,
        "time": time,
        "period": time.chosen,
        "asked": asked,
        "board": shown,
        "sections": shown.sections,
        "trends": trends_of(actor, shown.rows, since=asked.start, **clocks(asked)),
        "groups": GROUPS,
        "job": measuring_of(asked.as_of) if shown.summary.unmeasured else None,
        "may_measure": OPERATIONS["measure.keep"].allows(actor),
        "desk": desk_of(actor, ListPage.GOALS, request.GET),
        "exports": OFFERED,
        "may_set": OPERATIONS["goal.edit"].allows(actor),
    }
    return page_or_part(request, "metrics/goal_list.html", context, part="goal-board")


def clocks(asked: Asked) -> dict[str, Any]:
    """Return the day that is asked about and the day of knowing."""
    return {"as_of": asked.as_of, "known_at": asked.known_at}


@require_safe
def goal_export(request: Request, form: str) -> HttpResponse:
    """Give what the board shows as a file."""
    narrowing, time = BoardForm(request.GET, actor=request.actor), time_of(request)
    if time.errors or not narrowing.is_valid():
        return untimely(request, time, narrowing)
    asked = asked_of(narrowing, time.chosen)
    return exported(
        f"goals {asked.as_of}",
        goal_header(),
        goal_lines(board(request.actor, asked).sections, asked),
        form,
        about=about(request, _("Goals"), time.chosen, words_of(narrowing)),
    )


class GoalPages(ScopedRows):
    """What the pages that make and change a goal share.

    Sent with adjust, the form comes back unsaved: with the fields that its type has, and with what
    the indicator measures today. A script does so as choices are made, a button without one.
    """

    model = Goal
    form_class: Any = GoalForm
    template_name: Any = "metrics/goal_form.html"

    @property
    def is_adjusting(self) -> bool:
        """Tell whether the form is only to be shown again."""
        return "adjust" in self.request.POST

    @override
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_adjusting:
            shown: HttpResponse = self.get(request, *args, **kwargs)  # type: ignore[attr-defined]
            return shown
        return super().post(request, *args, **kwargs)

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"indicators": known_indicators(self.actor)}
        if self.is_adjusting:
            kwargs |= {"data": None, "files": None}
        return kwargs

    def get_initial(self) -> dict[str, Any]:
        """Return what was typed so far, or what the address says already."""
        if self.is_adjusting:
            boxes = {name: name in self.request.POST for name in BOXES}
            return boxes | {n: self.request.POST[n] for n in TYPED if n in self.request.POST}
        said = {name: self.request.GET[name] for name in TYPED if name in self.request.GET}
        return self.usual() | said

    def usual(self) -> dict[str, Any]:
        """Return what a new goal begins with; one that stands has its own."""
        return {}

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        goal = context["form"].as_shown()
        found = goal_preview(self.actor, goal, timezone.localdate()) if goal else None
        return context | {"measured": found}

    @override
    def save(self, form: Any) -> Goal:
        reason = form.cleaned_data.get("reason", "")
        goal = save_goal(self.actor, form, version=self.version, reason=reason)
        keep_goal(goal)
        return goal

    @override
    def get_success_url(self) -> str:
        return reverse("metrics:goal_detail", args=[self.object.public_id])

    @override
    def trail(self) -> list[tuple[str, str]]:
        return trail_of(self.object or self.new_row())

    @override
    def render_to_response(self, context: Any, **kwargs: Any) -> Any:
        part = FIELDS if self.request.htmx.target == FIELDS else "row-form"
        return page_or_part(self.request, self.template_name, context, part=part, **kwargs)


A_YEAR = timedelta(days=364)
FIELDS = "goal-fields"
TYPED = GoalForm.Meta.fields
BOXES = ("is_critical", "is_done")


class NewGoal(GoalPages):
    """What the pages that make a goal share: it begins today and takes a year."""

    done: Any = gettext_lazy("The goal is set.")

    @override
    def usual(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {"starts_on": today, "due_on": today + A_YEAR, "owner": self.actor.person}


class GoalCreate(NewGoal, CreateView):  # type: ignore[type-arg]
    """Add a goal to an account, perhaps to one of its objectives."""

    under = Account
    title = gettext_lazy("New goal")


class ProgramGoalCreate(NewGoal, CreateView):  # type: ignore[type-arg]
    """Add a goal to a program as a whole."""

    under = Program
    under_field = "program"
    title = gettext_lazy("New goal of the program")

    @override
    def over_url(self) -> str:
        return reverse("metrics:goal_list")


class CampaignGoalCreate(NewGoal, CreateView):  # type: ignore[type-arg]
    """Add a goal to a campaign, of which the actor reads the whole."""

    under = Campaign
    under_field = "campaign"
    title = gettext_lazy("New goal of the campaign")

    @override
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = reachable_or_404(request, Campaign.objects, kwargs["public_id"])
        rows = Campaign.objects.visible_to(request.actor).filter(pk=seen.pk)
        if not rows.read_whole_by(request.actor).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @override
    def over_url(self) -> str:
        return reverse("accounts:campaign_detail", args=[self.over.public_id])


class GoalEdit(SavedAsTyped, GoalPages, UpdateView):  # type: ignore[type-arg]
    """Change a goal; what was approved stays in its history."""

    title = gettext_lazy("Change the goal")


class GoalDelete(ScopedRows, DeleteView):  # type: ignore[type-arg]
    """Remove a goal, which can be undone; its history of saves stays in the audit."""

    model = Goal
    template_name: Any = "row_delete.html"
    title = gettext_lazy("Remove the goal?")
    submit = gettext_lazy("Remove")
    done = gettext_lazy("The goal is removed.")
    undo_view = "metrics:goal_restore"

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        indicator = known_indicators(self.actor).get(self.object.indicator_key)
        return super().get_context_data(what=name_of(self.object, indicator), **kwargs)

    @override
    def get_success_url(self) -> str:
        if campaign := self.object.campaign:
            return reverse("accounts:campaign_detail", args=[campaign.public_id])
        account = self.object.account
        return account.get_absolute_url() if account else reverse("metrics:goal_list")

    @override
    def cancel_url(self) -> str:
        return reverse("metrics:goal_detail", args=[self.object.public_id])

    @override
    def trail(self) -> list[tuple[str, str]]:
        return trail_of(self.object)


@require_POST
def goal_restore(request: Request, public_id: UUID) -> HttpResponse:
    """Bring a removed goal back."""
    goal = reachable_or_404(request, Goal.objects.with_removed(), public_id)
    restore_row(request.actor, goal)
    messages.success(request, _("It is back."))
    return redirect("metrics:goal_detail", public_id)


def trail_of(goal: Goal) -> list[tuple[str, str]]:
    """Return the pages above a goal."""
    if goal.campaign:
        return [(str(name), url) for name, url in above_campaign(goal.campaign)]
    above = [(_("Goals"), reverse("metrics:goal_list"))]
    if goal.account:
        above.append((goal.account.name, goal.account.get_absolute_url()))
    return above


@require_safe
def goal_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show one goal: how far, how sure, over time, and who saved what."""
    goal = reachable_or_404(request, Goal.objects, public_id)
    time = time_of(request)
    period = time.chosen
    asked = Asked(as_of=period.as_of, known_at=period.known_at)
    row = goal_row(request.actor, goal, **clocks(asked))
    series = series_of(request.actor, row, since=period.start, **clocks(asked))
    people = readers(request.actor, goal.account) if goal.account else []
    said = comments_on(request.actor, goal.account, people) if goal.account else {}
    context = {
        "goal": goal,
        "row": row,
        "time": time,
        "period": period,
        "asked": asked,
        "whose": row.whose,
        "due": date_format(goal.due_on),
        "trend": trend_of(request, row, series) if series else None,
        "points": series,
        "job": measuring_of(asked.as_of) if row.is_unmeasured else None,
        "may_measure": OPERATIONS["measure.keep"].allows(request.actor),
        "exports": OFFERED,
        "changes": target_changes(request.actor, goal),
        "saves": saves(goal),
        "comments": said.get(goal.public_id, []),
        "people": people,
        "can_comment": goal.account is not None and OPERATIONS["comment.add"].allows(request.actor),
        "trail": trail_of(goal),
        "may_edit": OPERATIONS["goal.edit"].allows(request.actor, goal),
        "may_approve": OPERATIONS["goal.approve"].allows(request.actor, goal),
    }
    return TemplateResponse(request, "metrics/goal_detail.html", context)


def trend_of(request: Request, row: GoalRow, series: Series) -> dict[str, Any]:
    """Return the chart of a goal, each of whose points opens onto its records."""
    days = [day for day, _answer in series]
    links = opened_on(row, days, back=request.get_full_path())
    plan = plan_of(row.goal, days)
    return goal_trend(row.goal, series, plan, projection_of(row, series, plan), links)


@require_safe
def goal_history(request: Request, public_id: UUID, form: str) -> HttpResponse:
    """Give what was measured of a goal, day by day, as a file."""
    goal = reachable_or_404(request, Goal.objects, public_id)
    time = time_of(request)
    if time.errors:
        return untimely(request, time)
    period = time.chosen
    at: dict[str, Any] = {"as_of": period.as_of, "known_at": period.known_at}
    row = goal_row(request.actor, goal, **at)
    series = series_of(request.actor, row, since=period.start, **at)
    plan = dict(plan_of(goal, [day for day, _answer in series]))
    return exported(
        f"{row.name} {period.as_of}",
        history_header(),
        history_lines(series, plan, paces_of(goal, series)),
        form,
        about=about(request, f"{row.name} · {row.whose}", period),
    )


@require_POST
@by_version
def goal_approve(request: Request, public_id: UUID) -> HttpResponse:
    """Approve a goal: its starting value is measured, and frozen with its interval."""
    goal = reachable_or_404(request, Goal.objects, public_id)
    try:
        approve_goal(request.actor, goal, version=version_seen(request))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, _("The goal is approved; its starting value is frozen."))
    return redirect("metrics:goal_detail", public_id)
