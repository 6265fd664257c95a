"""Comments: a thread below each plan, objective and goal; one changes one's own words."""

from typing import Any, ClassVar
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.removing import restore_row
from abmplanner.kit.views import ScopedRows
from accounts.actions.comment import say
from accounts.enums import CommentOn
from accounts.forms.plan import CommentForm
from accounts.models import Account, Comment, Objective, Plan
from accounts.queries.agreement import comments_on
from accounts.queries.mention import readers
from accounts.views.dated import leave
from accounts.views.trail import Trail, above

THREAD = "accounts/comment_thread.html"


def subject_at(comment: Comment) -> str:
    """Return the address of the page that shows what a comment is about."""
    if comment.on == CommentOn.GOAL:
        return reverse("metrics:goal_detail", args=[comment.subject])
    return str(comment.account.get_absolute_url())


def comment_at(comment: Comment) -> str:
    """Return the address of a comment."""
    return f"{subject_at(comment)}#comment-{comment.public_id}"


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
        return comment_at(self.object)

    @override
    def save(self, form: Any) -> Comment:
        return say(self.actor, form, version=self.version)

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
        people = readers(self.actor, self.account)
        said = comments_on(self.actor, self.account, people).get(self.over.public_id, [])
        context = {
            "comments": said,
            "people": people,
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


class CommentDelete(ScopedRows, DeleteView):  # type: ignore[type-arg]
    """Take one's own words back."""

    model = Comment
    form_class = Form
    template_name = "row_delete.html"
    title = _("Delete your comment?")
    done = _("Your comment is deleted.")
    undo_view = "accounts:comment_restore"

    @override
    def get_success_url(self) -> str:
        return f"{subject_at(self.object)}#comments-{self.object.subject}"

    @override
    def trail(self) -> Trail:
        return above(self.object.account)


@require_POST
def comment_restore(request: Request, public_id: UUID) -> HttpResponse:
    """Bring back one's own words."""
    rows = Comment.objects.with_removed().select_related("account")
    comment = reachable_or_404(request, rows, public_id)
    restore_row(request.actor, comment)
    return leave(request, comment_at(comment), gettext("It is back."))
