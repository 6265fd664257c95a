"""What one of us keeps at hand: favorites in one click, views of lists under a name."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import CreateView, DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.back import way_back
from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.saving import save_row
from abmplanner.kit.views import ScopedRows
from accounts.actions.desk import mark_read, set_favorite
from accounts.forms.desk import MailsForm, NewSavedViewForm, SavedViewForm
from accounts.models import Account, SavedView
from accounts.queries.desk import LISTS, address_of, news_of, unread, views_of
from accounts.views.comment import comment_at
from accounts.views.dated import leave
from accounts.views.trail import Trail


@require_POST
def favorite_set(request: Request, public_id: UUID) -> HttpResponse:
    """Take an account to hand, or let go of it; htmx takes the star in the answer."""
    account = reachable_or_404(request, Account.objects, public_id)
    wanted = request.POST.get("favorite") == "yes"
    set_favorite(request.actor, account, wanted=wanted)
    if not request.htmx:
        return redirect(way_back(request, account.get_absolute_url()))
    star = {"account": account, "is_favorite": wanted, "swap": True}
    return TemplateResponse(request, "accounts/favorite.html", star)


@require_safe
def view_list(request: Request) -> TemplateResponse:
    """Show one's own views of lists."""
    shown = [view for view in views_of(request.actor) if view.page in LISTS]
    views = [(view, address_of(view)) for view in shown]
    return TemplateResponse(request, "accounts/view_list.html", {"views": views})


class SavedViewPages(ScopedRows):
    """What the pages about one view share."""

    model = SavedView
    form_class: Any = SavedViewForm

    @override
    def get_success_url(self) -> str:
        return reverse("accounts:view_list")

    @override
    def over_url(self) -> str:
        return reverse("accounts:view_list")

    @override
    def trail(self) -> Trail:
        return [(_("My views"), reverse("accounts:view_list"))]


class SavedViewCreate(SavedViewPages, CreateView):  # type: ignore[type-arg]
    """Keep what narrows and orders a list now, under a name, and show it so."""

    form_class = NewSavedViewForm
    title = gettext_lazy("Keep this view")
    submit = gettext_lazy("Keep it")
    done = gettext_lazy("The view is kept; it stands above the list.")

    @override
    def new_row(self) -> SavedView:
        return SavedView(public_id=self.once, user=self.actor.person)

    @override
    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        return {"page": asked.get("page", "accounts"), "query": asked.get("query", "")}

    @override
    def get_success_url(self) -> str:
        return address_of(self.object)


class SavedViewEdit(SavedViewPages, UpdateView):  # type: ignore[type-arg]
    """Give a view another name."""

    title = gettext_lazy("Rename the view")
    delete_view = "accounts:view_delete"


class SavedViewDelete(SavedViewPages, DeleteView):  # type: ignore[type-arg]
    """Let go of a view."""

    form_class = Form
    template_name = "row_delete.html"
    title = gettext_lazy("Delete the view?")
    done = gettext_lazy("The view is deleted; the list stays as it is.")


# What one is told


def sent(request: Request) -> QueryDict | None:
    """Return what a form sent; a box without a tick sends nothing."""
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "HEAD", "POST"])
def news_list(request: Request) -> HttpResponse:
    """Show what one was told, and whether a mail tells of it too; sent, that choice is saved."""
    if request.htmx.target == "bell":
        count = {"unread": unread(request.actor)}
        return TemplateResponse(request, "accounts/news_list.html#bell", count)
    person = request.actor.person
    form = MailsForm(sent(request), instance=person, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        save_row(request.actor, form, version=person.version)
        return leave(request, reverse("accounts:news_list"), _("Your choice is kept."))
    page = Paginator(news_of(request.actor), settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(row, comment_at(row.comment)) for row in page],
        "form": form,
        "has_unread": any(row.read_at is None for row in page),
    }
    return page_or_part(request, "accounts/news_list.html", context, part="news-list")


@require_POST
def news_read(request: Request) -> HttpResponse:
    """Say that one read all they were told."""
    mark_read(request.actor)
    return leave(request, reverse("accounts:news_list"))
