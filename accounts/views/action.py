"""Pages about what we do for an objective."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.views import ScopedRows
from accounts.forms.action import ActionForm, ActionStateForm, NewActionForm
from accounts.models import Action, Objective
from accounts.queries.plan import action_line
from accounts.views.trail import Trail, above, plan_at


class ActionPages(ScopedRows):
    """What the pages about one action share: where they lead back to."""

    model = Action
    form_class: Any = ActionForm

    @override
    def get_success_url(self) -> str:
        return plan_at(self.object.objective.account, self.object)

    @override
    def over_url(self) -> str:
        return plan_at(self.over.account, self.over)

    @override
    def trail(self) -> Trail:
        objective = self.over or self.object.objective
        return above(objective.account)


class ActionCreate(ActionPages, CreateView):  # type: ignore[type-arg]
    """Plan an action for an objective."""

    under = Objective
    under_field = "objective"
    form_class = NewActionForm
    title = _("New action")
    submit = _("Add the action")
    done = _("The action is planned.")


class ActionEdit(ActionPages, UpdateView):  # type: ignore[type-arg]
    """Change an action, say what came of it."""

    title = _("Change the action")
    delete_view = "accounts:action_delete"


class ActionState(ActionPages, UpdateView):  # type: ignore[type-arg]
    """Say that an action is done, or is not after all, in one click on the plan.

    htmx gets the action's row alone, in its new state and with the way back.
    """

    form_class = ActionStateForm
    title = _("Where does the action stand?")

    done = ""

    @override
    def saved(self) -> HttpResponse:
        if self.request.htmx.target == f"action-{self.object.public_id}":
            context = {"line": action_line(self.object, timezone.localdate()), "can_edit": True}
            return TemplateResponse(self.request, "accounts/action_row.html", context)
        state = self.object.get_state_display()
        said = gettext("“%(action)s” is now: %(state)s.")
        messages.success(self.request, said % {"action": self.object.title, "state": state})
        return super().saved()


class ActionDelete(ActionPages, DeleteView):  # type: ignore[type-arg]
    """Delete an action."""

    form_class = Form
    template_name = "row_delete.html"
    title = _("Delete the action?")
    done = _("The action is deleted.")

    @override
    def get_success_url(self) -> str:
        return plan_at(self.object.objective.account, self.object.objective)
