"""Pages on which sales says what it thinks of the marketing for an account."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.forms import Form
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.http import Request, page_or_part
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.enums import ListPage
from accounts.forms.feedback import FeedbackForm
from accounts.models import Account, Feedback
from accounts.permissions.feedback import feedback_lines
from accounts.queries.desk import desk_of
from accounts.queries.feedback import feedback_of, my_accounts
from accounts.views.trail import Trail, above


@require_safe
def feedback_list(request: Request) -> TemplateResponse:
    """Show what sales said lately, and the accounts a person may speak about."""
    rows = feedback_of(request.actor)
    page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.get("q", "")[:200]
    context = {
        "page": page,
        "lines": feedback_lines(request.actor, page.object_list),
        "accounts": my_accounts(request.actor, query),
        "query": query,
        "desk": desk_of(request.actor, ListPage.FEEDBACK, request.GET),
        "can_add": OPERATIONS["feedback.add"].allows(request.actor),
    }
    return page_or_part(request, "accounts/feedback_list.html", context, part="feedback-list")


class FeedbackPages(ScopedRows):
    """What the pages about one feedback share."""

    model = Feedback
    form_class: Any = FeedbackForm
    template_name: Any = "accounts/feedback_form.html"

    @override
    def get_success_url(self) -> str:
        return f"{self.object.account.get_absolute_url()}#feedback"

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.over or self.object.account
        return super().get_context_data(**kwargs) | {"account": account}

    @override
    def trail(self) -> Trail:
        return above(self.over or self.object.account)


class FeedbackCreate(FeedbackPages, CreateView):  # type: ignore[type-arg]
    """Say what one thinks of the marketing for an account."""

    under = Account
    title = _("Your feedback")
    submit = _("Send")
    done = _("Thank you. Your feedback is with the account's plan.")

    @override
    def new_row(self) -> Feedback:
        return Feedback(public_id=self.once, account=self.over, author=self.actor.person)


class FeedbackEdit(FeedbackPages, UpdateView):  # type: ignore[type-arg]
    """Change one's own feedback."""

    title = _("Change your feedback")
    delete_view = "accounts:feedback_delete"


class FeedbackDelete(FeedbackPages, DeleteView):  # type: ignore[type-arg]
    """Take one's own feedback back."""

    form_class = Form
    template_name = "row_delete.html"
    title = _("Take your feedback back?")
    done = _("Your feedback is deleted.")

    @override
    def get_success_url(self) -> str:
        return reverse("metrics:account_plan", args=[self.object.account.public_id])
