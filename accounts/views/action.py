"""Pages about what we do for an objective."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.removing import restore_row
from abmplanner.kit.typed import SavedAsTyped
from abmplanner.kit.views import ScopedRows
from abmplanner.kit.words import fold
from accounts.actions.objective import move_action
from accounts.forms.action import ActionForm, ActionStateForm, NewActionForm, QuickActionForm
from accounts.models import Account, Action, Objective
from accounts.queries.desk import recent_accounts
from accounts.queries.plan import action_line
from accounts.views.dated import leave
from accounts.views.placed import moved
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


SHOWN = 8


class ActionQuick(ActionPages, CreateView):  # type: ignore[type-arg]
    """Plan an action from anywhere: choose the account, say what, for which objective."""

    form_class = QuickActionForm
    title = _("New action")
    submit = _("Add the action")
    done = _("The action is planned.")

    @property
    def template_name(self) -> str:  # type: ignore[override]  # the account comes first
        """The form where an account is chosen, else the search for one."""
        return "accounts/action_quick.html" if self.account else "accounts/action_where.html"

    @cached_property
    def account(self) -> Account | None:
        """The account that the address names."""
        rows = Account.objects.visible_to(self.actor).filter(merged_into=None)
        try:
            named = self.request.GET.get("account", "")
            return rows.filter(public_id=named).first() if named else None
        except ValidationError:
            return None

    @override
    def new_row(self) -> Action:
        return Action(public_id=self.once, owner=self.actor.person)

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"account": self.account}

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "")[:100]
        found = accounts_like(self.actor, query) if self.account is None else []
        context = {"account": self.account, "query": query, "found": found}
        address = self.request.get_full_path()
        return super().get_context_data(**kwargs) | context | {"sent_to": address}

    @override
    def over_url(self) -> str:
        return self.account.get_absolute_url() if self.account else "/"

    @override
    def trail(self) -> Trail:
        return above(self.account) if self.account else []


def accounts_like(actor: Actor, query: str) -> Any:
    """Return some accounts by name; without a name, those that the actor looked at last."""
    if not query:
        return recent_accounts(actor)
    rows = Account.objects.visible_to(actor).filter(merged_into=None)
    return rows.filter(search_key__contains=fold(query)).order_by("search_key", "pk")[:SHOWN]


class ActionEdit(SavedAsTyped, ActionPages, UpdateView):  # type: ignore[type-arg]
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
    """Remove an action, which can be undone."""

    form_class = Form
    template_name = "row_delete.html"
    title = _("Remove the action?")
    done = _("The action is removed.")
    undo_view = "accounts:action_restore"

    @override
    def get_success_url(self) -> str:
        return plan_at(self.object.objective.account, self.object.objective)


WITH_ACCOUNT = Action.objects.select_related("objective__account")


@require_POST
def action_move(request: Request, public_id: UUID) -> HttpResponse:
    """Move an action in its objective: up, down, or to a place."""
    action = reachable_or_404(request, WITH_ACCOUNT, public_id)
    place = move_action(request.actor, action, to=request.POST.get("to", ""))
    return moved(request, place, plan_at(action.objective.account, action))


@require_POST
def action_restore(request: Request, public_id: UUID) -> HttpResponse:
    """Bring a removed action back."""
    action = reachable_or_404(request, WITH_ACCOUNT.with_removed(), public_id)
    restore_row(request.actor, action)
    return leave(request, plan_at(action.objective.account, action), gettext("It is back."))
