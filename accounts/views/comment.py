"""Comments: a thread below each plan, objective and goal; one changes one's own words."""

from typing import Any, ClassVar

from django.forms import Form
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.views import ScopedRows
from accounts.enums import CommentOn
from accounts.forms.plan import CommentForm
from accounts.models import Account, Comment, Objective, Plan
from accounts.queries.agreement import comments_on
from accounts.views.trail import Trail, above

THREAD = "accounts/comment_thread.html"


def subject_at(comment: Comment) -> str:
    """Return the address of the page that shows what a comment is about."""
    if comment.on == CommentOn.GOAL:
        return reverse("metrics:goal_detail", args=[comment.subject])
    return str(comment.account.get_absolute_url())


class CommentPages(ScopedRows):
    """What the pages about one comment share."""

    model = Comment
    form_class: Any = CommentForm

    @property
    def account(self) -> Account:
        """The account that is spoken of."""
        account: Account = self.object.account if self.object else self.over.account
        return account

    @override
    def get_success_url(self) -> str:
        return f"{subject_at(self.object)}#comment-{self.object.public_id}"

    @override
    def trail(self) -> Trail:
        return above(self.account)


class CommentCreate(CommentPages, CreateView):  # type: ignore[type-arg]
    """Say something about the row of the address; htmx takes the thread in the answer."""

    on: ClassVar[CommentOn]
    title = _("Comment")
    submit = _("Say it")
    done = ""

    @override
    def new_row(self) -> Comment:
        if self.over.account is None:  # the goal of a program hangs on no account
            raise Http404
        return Comment(
            public_id=self.once,
            account=self.over.account,
            on=self.on,
            subject=self.over.public_id,
            author=self.actor.person,
        )

    @override
    def saved(self) -> HttpResponse:
        if self.request.htmx.target != f"comments-{self.over.public_id}":
            return super().saved()
        said = comments_on(self.actor, self.account).get(self.over.public_id, [])
        context = {
            "comments": said,
            "subject": self.over.public_id,
            "comment_url": self.request.path,
            "can_comment": True,
            "is_open": True,
        }
        return TemplateResponse(self.request, THREAD, context)

    @override
    def over_url(self) -> str:
        return str(self.over.account.get_absolute_url())


class PlanComment(CommentCreate):
    """Say something about a plan."""

    under = Plan
    on = CommentOn.PLAN


class ObjectiveComment(CommentCreate):
    """Say something about an objective."""

    under = Objective
    on = CommentOn.OBJECTIVE


class CommentEdit(CommentPages, UpdateView):  # type: ignore[type-arg]
    """Change one's own words."""

    title = _("Change your comment")
    delete_view = "accounts:comment_delete"


class CommentDelete(CommentPages, DeleteView):  # type: ignore[type-arg]
    """Take one's own words back."""

    form_class = Form
    template_name = "row_delete.html"
    title = _("Delete your comment?")
    done = _("Your comment is deleted.")

    @override
    def get_success_url(self) -> str:
        return f"{subject_at(self.object)}#comments-{self.object.subject}"
