"""Pages about what we want in an account."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.removing import restore_row
from abmplanner.kit.typed import SavedAsTyped
from abmplanner.kit.views import ScopedRows
from accounts.actions.objective import move_objective
from accounts.forms.objective import NewObjectiveForm, ObjectiveForm, ObjectiveStateForm
from accounts.models import Account, Comment, Objective
from accounts.models.objective import LAST_PLACE
from accounts.views.dated import leave
from accounts.views.placed import moved
from accounts.views.trail import Trail, above, plan_at


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


class ObjectiveEdit(SavedAsTyped, ObjectivePages, UpdateView):  # type: ignore[type-arg]
    """Change an objective."""

    title = _("Change the objective")
    delete_view = "accounts:objective_delete"


class ObjectiveState(ObjectivePages, UpdateView):  # type: ignore[type-arg]
    """Say where an objective stands, in one click on the plan."""

    form_class = ObjectiveStateForm
    template_name = "row_form.html"
    title = _("Where does the objective stand?")


class ObjectiveDelete(ObjectivePages, DeleteView):  # type: ignore[type-arg]
    """Remove an objective with its goals and actions, which can be undone."""

    form_class = Form
    template_name = "row_delete.html"
    title = _("Remove the objective?")
    done = _("The objective is removed, with its goals and actions.")
    undo_view = "accounts:objective_restore"

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
def objective_move(request: Request, public_id: UUID) -> HttpResponse:
    """Move an objective in the plan: up, down, or to a place."""
    objective = reachable_or_404(request, Objective.objects, public_id)
    place = move_objective(request.actor, objective, to=request.POST.get("to", ""))
    return moved(request, place, plan_at(objective.account, objective))


@require_POST
def objective_restore(request: Request, public_id: UUID) -> HttpResponse:
    """Bring a removed objective back, with what went with it."""
    rows = Objective.objects.with_removed().select_related("account")
    objective = reachable_or_404(request, rows, public_id)
    restore_row(request.actor, objective)
    return leave(request, plan_at(objective.account, objective), gettext("It is back."))
