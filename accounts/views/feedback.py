"""Pages on which sales says what it thinks of the marketing for an account."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.http import Request, page_or_part, reachable_or_404, version_missing
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.feedback import decline_request, give_feedback
from accounts.enums import ListPage
from accounts.forms.feedback import FeedbackForm, ReplyForm
from accounts.models import Account, Feedback, FeedbackReply, FeedbackRequest
from accounts.permissions.feedback import feedback_lines
from accounts.queries.desk import desk_of
from accounts.queries.feedback import (
    feedback_of,
    my_accounts,
    my_requests,
    open_request,
    question_of,
    rounds_of,
)
from accounts.views.dated import leave
from accounts.views.trail import Trail, above

MOST_REQUESTS = 50


@require_safe
def feedback_list(request: Request) -> TemplateResponse:
    """Show what a person is asked, what sales said lately, and the rounds for who keeps them."""
    today = timezone.localdate()
    rows = feedback_of(request.actor)
    page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.get("q", "")[:200]
    sees_rounds = OPERATIONS["round.view"].allows(request.actor)
    context = {
        "page": page,
        "lines": feedback_lines(request.actor, page.object_list),
        "requests": my_requests(request.actor, today)[:MOST_REQUESTS],
        "accounts": my_accounts(request.actor, query),
        "query": query,
        "desk": desk_of(request.actor, ListPage.FEEDBACK, request.GET),
        "rounds": rounds_of(request.actor, today) if sees_rounds else [],
        "sees_rounds": sees_rounds,
        "can_add": OPERATIONS["feedback.add"].allows(request.actor),
        "can_open": OPERATIONS["round.edit"].allows(request.actor),
    }
    return page_or_part(request, "accounts/feedback_list.html", context, part="feedback-list")


@require_safe
def feedback_thanks(request: Request) -> TemplateResponse:
    """Thank for a feedback, and lead to the next account that waits for one."""
    waiting = list(my_requests(request.actor, timezone.localdate())[:MOST_REQUESTS])
    context = {"next": waiting[0] if waiting else None, "waiting": waiting}
    return TemplateResponse(request, "accounts/feedback_thanks.html", context)


@require_POST
def request_decline(request: Request, public_id: UUID) -> HttpResponse:
    """Say that one can't say anything of an account."""
    asked = reachable_or_404(request, FeedbackRequest.objects, public_id)
    decline_request(request.actor, asked)
    return leave(request, reverse("accounts:feedback_thanks"))


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
    """Say what one thinks of the marketing for an account; where one was asked, it answers."""

    under = Account
    title = _("Your feedback")
    submit = _("Send")
    done = ""

    @property
    def asked(self) -> FeedbackRequest | None:
        """What the person is asked about the account."""
        if "_asked" not in self.__dict__:
            self._asked = open_request(self.actor, self.over, timezone.localdate())
        return self._asked

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"question": question_of(self.asked)}

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"asked": self.asked}

    @override
    def new_row(self) -> Feedback:
        return Feedback(public_id=self.once, account=self.over, author=self.actor.person)

    @override
    def save(self, form: Any) -> Feedback:
        return give_feedback(self.actor, form)

    @override
    def get_success_url(self) -> str:
        return reverse("accounts:feedback_thanks")

    @override
    def cancel_url(self) -> str:
        return str(self.over.get_absolute_url())


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


class FeedbackAnswer(ScopedRows, UpdateView):  # type: ignore[type-arg]
    """Tell the author of a feedback what becomes of it."""

    model = FeedbackReply
    under = Feedback
    under_field = "feedback"
    form_class: Any = ReplyForm
    template_name: Any = "accounts/feedback_reply.html"
    title = _("What becomes of it?")
    done = _("Your answer stands beside the feedback, where its author reads it.")

    @override
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.version is None and "once" not in request.POST and self.get_object().pk:
            return version_missing(request)
        return super().post(request, *args, **kwargs)

    @override
    def get_object(self, queryset: Any = None) -> FeedbackReply:
        rows = FeedbackReply.objects.visible_to(self.actor).filter(feedback=self.over)
        return rows.first() or self.new_row()

    @override
    def new_row(self) -> FeedbackReply:
        return FeedbackReply(public_id=self.once, feedback=self.over, author=self.actor.person)

    @override
    def get_success_url(self) -> str:
        return f"{reverse('metrics:account_voices', args=[self.over.account.public_id])}#feedback"

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = feedback_lines(self.actor, [self.over])
        return super().get_context_data(**kwargs) | {"said": lines[0]}

    @override
    def trail(self) -> Trail:
        return above(self.over.account)
