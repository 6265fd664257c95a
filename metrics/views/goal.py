"""Pages of goals: the board, one goal, and the forms that make and change one."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
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

from abmplanner.kit.actor import Actor
from abmplanner.kit.http import (
    Request,
    page_or_part,
    reachable_or_404,
    saved_meanwhile,
    version_missing,
    version_sent,
)
from abmplanner.kit.saves import saves
from abmplanner.kit.saving import Stale
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.enums import ListPage
from accounts.models import Account, Program
from accounts.queries.agreement import comments_on
from accounts.queries.desk import desk_of
from metrics.actions.goal import approve_goal, keep_goal
from metrics.charts.goal import goal_trend
from metrics.forms.board import BoardForm
from metrics.forms.goal import GoalForm
from metrics.models import Goal
from metrics.queries.board import Asked, GoalRow, board, goal_row, name_of
from metrics.queries.board_page import board_page
from metrics.queries.goal_preview import goal_preview
from metrics.queries.goal_trend import plan_of, series_of
from metrics.queries.indicators import known_indicators
from metrics.views.sheets import OFFERED, exported, goal_header, goal_lines


def asked_of(form: BoardForm) -> Asked:
    """Return what the address asks of the board; what it leaves open is as of today."""
    return Asked(
        as_of=form.chosen("as_of", timezone.localdate()),
        program=form.chosen("program"),
        owner=form.chosen("owner"),
        status=form.chosen("status", ""),
        start=form.chosen("start"),
        end=form.chosen("end"),
        group=form.chosen("group", "program"),
        sort=form.chosen("sort", "worst"),
    )


@require_safe
def goal_list(request: Request) -> TemplateResponse:
    """Show how the goals stand: a row per account, by program or by family of indicators."""
    form = BoardForm(request.GET, actor=request.actor)
    asked = asked_of(form)
    page, sections = board_page(request.actor, asked, request.GET.get("page"))
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "sections": sections,
        "desk": desk_of(request.actor, ListPage.GOALS, request.GET),
        "exports": OFFERED,
    }
    return page_or_part(request, "metrics/goal_list.html", context, part="goal-board")


@require_safe
def goal_export(request: Request, form: str) -> HttpResponse:
    """Give what the board shows as a file."""
    asked = asked_of(BoardForm(request.GET, actor=request.actor))
    lines = goal_lines(board(request.actor, asked), asked)
    answer: HttpResponse = exported(f"goals {asked.as_of}", goal_header(), lines, form)
    return answer


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
        goal: Goal = super().save(form)
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


class GoalEdit(GoalPages, UpdateView):  # type: ignore[type-arg]
    """Change a goal; what was approved stays in its history."""

    title = gettext_lazy("Change the goal")


class GoalDelete(ScopedRows, DeleteView):  # type: ignore[type-arg]
    """Delete a goal; its history of saves stays in the audit."""

    model = Goal
    template_name: Any = "row_delete.html"
    title = gettext_lazy("Delete the goal?")
    submit = gettext_lazy("Delete")
    done = gettext_lazy("The goal is deleted.")

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        indicator = known_indicators(self.actor).get(self.object.indicator_key)
        return super().get_context_data(what=name_of(self.object, indicator), **kwargs)

    @override
    def get_success_url(self) -> str:
        account = self.object.account
        return account.get_absolute_url() if account else reverse("metrics:goal_list")

    @override
    def cancel_url(self) -> str:
        return reverse("metrics:goal_detail", args=[self.object.public_id])

    @override
    def trail(self) -> list[tuple[str, str]]:
        return trail_of(self.object)


def trail_of(goal: Goal) -> list[tuple[str, str]]:
    """Return the pages above a goal."""
    above = [(_("Goals"), reverse("metrics:goal_list"))]
    if goal.account:
        above.append((goal.account.name, goal.account.get_absolute_url()))
    return above


@require_safe
def goal_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show one goal: how far, how sure, over time, and who saved what."""
    goal = reachable_or_404(request, Goal.objects, public_id)
    form = BoardForm(request.GET, actor=request.actor)
    asked = asked_of(form)
    row = goal_row(request.actor, goal, asked.as_of)
    context = {
        "goal": goal,
        "row": row,
        "asked": asked,
        "whose": str(goal.account or goal.program),
        "due": date_format(goal.due_on),
        "trend": trend_of(request.actor, row, asked.as_of),
        "saves": saves(goal),
        "comments": comments_on(request.actor, goal.account).get(goal.public_id, [])
        if goal.account
        else [],
        "can_comment": goal.account is not None and OPERATIONS["comment.add"].allows(request.actor),
        "trail": trail_of(goal),
        "may_edit": OPERATIONS["goal.edit"].allows(request.actor, goal),
        "may_approve": OPERATIONS["goal.approve"].allows(request.actor, goal),
    }
    return TemplateResponse(request, "metrics/goal_detail.html", context)


def trend_of(actor: Actor, row: GoalRow, as_of: date) -> dict[str, Any] | None:
    """Return the chart of a goal, None where nothing is measured of it."""
    if row.indicator is None:
        return None
    series = series_of(actor, row, as_of)
    return goal_trend(row.goal, series, plan_of(row.goal, [day for day, _answer in series]))


@require_POST
def goal_approve(request: Request, public_id: UUID) -> HttpResponse:
    """Approve a goal: its starting value is measured, and frozen with its interval."""
    goal = reachable_or_404(request, Goal.objects, public_id)
    version = version_sent(request)
    if version is None:
        return version_missing(request)
    try:
        approve_goal(request.actor, goal, version=version)
    except Stale as stale:
        return saved_meanwhile(request, stale.row)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, _("The goal is approved; its starting value is frozen."))
    return redirect("metrics:goal_detail", public_id)
