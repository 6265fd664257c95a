"""Pages about what we sell, and about the roles that buying groups must have."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.days import day_of
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.dated import write
from accounts.forms.buying_group import NewRoleNeedForm, RoleNeedForm, SolutionForm
from accounts.models import Program, RoleNeed, Solution
from accounts.queries.buying_group import needs_of, owner_field, solutions
from accounts.queries.people import period_lines
from accounts.views.dated import correct_page, form_page, leave, sent
from accounts.views.trail import Trail


def above_solutions() -> Trail:
    """Return the pages above a solution."""
    return [(_("Solutions"), reverse("accounts:solution_list"))]


def page_of(owner: Solution | Program) -> str:
    """Return the page of a solution or program."""
    app = "accounts" if isinstance(owner, Solution) else "metrics"
    return reverse(f"{app}:{owner_field(owner)}_detail", args=[owner.public_id])


@require_safe
def solution_list(request: Request) -> TemplateResponse:
    """Show what we sell."""
    context = {
        "solutions": solutions(request.actor),
        "can_edit": OPERATIONS["program.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "accounts/solution_list.html", context)


@require_safe
def solution_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show a solution: which roles the groups that want it must have."""
    solution = get_object_or_404(Solution, public_id=public_id)
    context = {
        "solution": solution,
        "trail": above_solutions(),
        "needs": period_lines(needs_of(request.actor, solution), timezone.now()),
        "can_edit": OPERATIONS["program.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "accounts/solution_detail.html", context)


class SolutionPages(ScopedRows):
    """What the pages about one solution share. Solutions hang on no account."""

    model = Solution
    form_class: Any = SolutionForm

    @override
    def get_object(self, queryset: QuerySet[Any] | None = None) -> Solution:
        return get_object_or_404(Solution, public_id=self.kwargs["public_id"])

    @override
    def get_success_url(self) -> str:
        return page_of(self.object)

    @override
    def over_url(self) -> str:
        return reverse("accounts:solution_list")

    @override
    def trail(self) -> Trail:
        return above_solutions()


class SolutionCreate(SolutionPages, CreateView):  # type: ignore[type-arg]
    """Write down something that we sell."""

    title = gettext_lazy("New solution")
    done = gettext_lazy("The solution is written down. Say which roles its groups need.")


class SolutionEdit(SolutionPages, UpdateView):  # type: ignore[type-arg]
    """Change a solution."""

    title = gettext_lazy("Change the solution")


# Templates


def need_add(request: Request, owner: Solution | Program) -> HttpResponse:
    """Name a role that the groups of a solution or program need."""
    initial = {"first_day": day_of(timezone.now()), "people": 1, "weight": 1, "is_required": True}
    form = NewRoleNeedForm(request.POST or None, initial=initial)
    whose = {owner_field(owner): owner}

    def add(form: Any) -> None:
        values = form.values()
        rows = RoleNeed.objects.visible_to(request.actor).filter(role=values["role"], **whose)
        write(request.actor, RoleNeed(**values, **whose), rows)

    if sent(request, form, add):
        return leave(request, page_of(owner), _("The template names one role more."))
    page: dict[str, Any] = {"title": _("Add a role"), "submit": _("Add"), "eyebrow": owner.name}
    page |= {"trail": above_need(owner)}
    return form_page(request, form, cancel_url=page_of(owner), **page)


def need_edit(request: Request, owner: Solution | Program, role: str) -> HttpResponse:
    """Correct how much of a role is needed, and from when to when, or withdraw it."""
    rows = RoleNeed.objects.visible_to(request.actor)
    rows = rows.filter(role=role, **{owner_field(owner): owner})
    target = page_of(owner)
    page: dict[str, Any] = {"title": _("A role of the template"), "submit": _("Save")}
    page |= {"eyebrow": owner.name, "trail": above_need(owner), "cancel_url": target}
    return correct_page(request, rows, RoleNeedForm, target=target, **page)


def above_need(owner: Solution | Program) -> Trail:
    """Return the pages above one about a role of a template."""
    programs = (_("Programs"), reverse("metrics:program_list"))
    first = above_solutions() if isinstance(owner, Solution) else [programs]
    return [*first, (owner.name, page_of(owner))]


@require_http_methods(["GET", "HEAD", "POST"])
def solution_need_add(request: Request, public_id: UUID) -> HttpResponse:
    """Name a role that the groups of a solution need."""
    return need_add(request, get_object_or_404(Solution, public_id=public_id))


@require_http_methods(["GET", "HEAD", "POST"])
def solution_need_edit(request: Request, public_id: UUID, role: str) -> HttpResponse:
    """Correct a role that the groups of a solution need."""
    return need_edit(request, get_object_or_404(Solution, public_id=public_id), role)


@require_http_methods(["GET", "HEAD", "POST"])
def program_need_add(request: Request, public_id: UUID) -> HttpResponse:
    """Name a role that the groups of a program need."""
    return need_add(request, reachable_or_404(request, Program.objects, public_id))


@require_http_methods(["GET", "HEAD", "POST"])
def program_need_edit(request: Request, public_id: UUID, role: str) -> HttpResponse:
    """Correct a role that the groups of a program need."""
    return need_edit(request, reachable_or_404(request, Program.objects, public_id), role)
