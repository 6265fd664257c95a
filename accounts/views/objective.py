"""Pages about what we want in an account."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DeleteView, UpdateView
from django_htmx.http import HttpResponseLocation
from typing_extensions import override

from abmplanner.kit.http import reachable_or_404
from abmplanner.kit.views import ScopedRows
from accounts.actions.objective import move_objective
from accounts.forms.objective import NewObjectiveForm, ObjectiveForm, ObjectiveStateForm
from accounts.models import Account, Comment, Objective
from accounts.views.trail import Trail, above, plan_at

LAST_PLACE = 32_767
STEPS = {"up": -1, "down": 1}


class ObjectivePages(ScopedRows):
    """What the pages about one objective share: where they lead back to."""

    model = Objective
    form_class: Any = ObjectiveForm
    template_name: Any = "accounts/objective_form.html"

    @override
    def get_success_url(self) -> str:
        return plan_at(self.object.account, self.object)

    @override
    def trail(self) -> Trail:
        return above(self.over or self.object.account)


class ObjectiveCreate(ObjectivePages, CreateView):  # type: ignore[type-arg]
    """Say what we want in an account; it takes the last place in the plan."""

    under = Account
    form_class = NewObjectiveForm
    title = _("New objective")
    submit = _("Add the objective")
    done = _("The objective stands. Put a number to it: add a goal.")

    @override
    def new_row(self) -> Objective:
        return Objective(public_id=self.once, account=self.over, position=LAST_PLACE)


class ObjectiveEdit(ObjectivePages, UpdateView):  # type: ignore[type-arg]
    """Change an objective."""

    title = _("Change the objective")
    delete_view = "accounts:objective_delete"


class ObjectiveState(ObjectivePages, UpdateView):  # type: ignore[type-arg]
    """Say where an objective stands, in one click on the plan."""

    form_class = ObjectiveStateForm
    template_name = "row_form.html"
    title = _("Where does the objective stand?")


class ObjectiveDelete(ObjectivePages, DeleteView):  # type: ignore[type-arg]
    """Delete an objective with its goals and actions."""

    form_class = Form
    template_name = "row_delete.html"
    title = _("Delete the objective?")
    done = _("The objective is deleted.")

    @override
    def get_success_url(self) -> str:
        return plan_at(self.object.account)

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        said = Comment.objects.visible_to(self.actor).filter(subject=self.object.public_id).count()
        also = [(said, Comment._meta.verbose_name_plural)] if said else []  # noqa: SLF001 -- Django's own
        return context | {"goes_too": [*context["goes_too"], *also]}


@require_POST
def objective_move(request: Any, public_id: UUID) -> HttpResponse:
    """Move an objective one place up or down in the plan."""
    objective = reachable_or_404(request, Objective.objects, public_id)
    steps = STEPS.get(request.POST.get("to", ""), 0)
    move_objective(request.actor, objective, steps=steps)
    target = plan_at(objective.account, objective)
    if request.htmx:
        return HttpResponseLocation(target, target="#main", select="#main", swap="outerHTML")
    return redirect(target)
