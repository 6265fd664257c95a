"""The administrator's pages about people of ours."""

from typing import Any
from uuid import UUID

from allauth.account.forms import ResetPasswordForm
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.days import day_of
from abmplanner.kit.exports import FORMATS, export
from abmplanner.kit.http import Request, page_or_part
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.dated import write
from accounts.actions.user import let_in
from accounts.filters.user import UserChoices
from accounts.forms.program import AssignmentForm, NewAssignmentForm
from accounts.forms.user import NewUserForm, UserForm
from accounts.models import Program, ProgramAssignment, User
from accounts.queries.administration import people
from accounts.queries.people import period_lines
from accounts.queries.program import as_uuid, assignments_of
from accounts.views.administration import above_administration
from accounts.views.dated import correct_page, form_page, leave, sent
from accounts.views.trail import Trail


def above_users() -> Trail:
    """Return the pages above one about a user."""
    return [*above_administration(), (_("People of ours"), reverse("accounts:user_list"))]


@require_safe
def user_list(request: Request) -> TemplateResponse:
    """Show who may sign in, and as what."""
    chosen = chosen_in(request)
    page = Paginator(chosen.qs, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter": chosen,
        "trail": above_administration(),
        "can_edit": OPERATIONS["user.edit"].allows(request.actor),
    }
    return page_or_part(request, "accounts/user_list.html", context, part="user-list")


def chosen_in(request: Request) -> UserChoices:
    """Return the people that the address asks for, in its order."""
    rows = people().select_related("manager").order_by("-is_active", "name", "pk")
    return UserChoices(request.GET, queryset=rows, request=request)


@require_safe
def user_export(request: Request, form: str) -> HttpResponseBase:
    """Give the people of ours, as the list is narrowed and ordered, as a file."""
    if form not in FORMATS:
        raise Http404
    header = [
        _("Name"), _("E-mail"), _("Role"), _("Manager"), _("Language"), _("Programs"), _("Teams"),
        _("Last sign-in"), _("May sign in"),
    ]  # fmt: skip
    lines = (
        [
            each.name, each.email, each.get_role_display(), str(each.manager or ""), each.language,
            each.programs_now, each.accounts_now, each.last_login, each.is_active,
        ]
        for each in chosen_in(request).qs
    )  # fmt: skip
    return export(_("People of ours"), header, lines, form)


@require_POST
def user_state(request: Request) -> HttpResponse:
    """Let those ticked sign in, or no longer; what they wrote stays."""
    may = request.POST.get("to") == "active"
    ids = list(filter(None, map(as_uuid, request.POST.getlist("person"))))
    chosen = User.objects.filter(public_id__in=ids)
    count = let_in(request.actor, chosen, may=may)
    if may:
        said = ngettext("%(count)s person may sign in.", "%(count)s people may sign in.", count)
    else:
        said = ngettext(
            "%(count)s person may no longer sign in.",
            "%(count)s people may no longer sign in.",
            count,
        )
    return leave(request, reverse("accounts:user_list"), said % {"count": count})


@require_POST
def user_invite(request: Request, public_id: UUID) -> HttpResponse:
    """Send a person the link by which they choose a password."""
    person = get_object_or_404(User, public_id=public_id, is_active=True)
    invite(request, person)
    target = reverse("accounts:user_edit", args=[person.public_id])
    return leave(
        request, target, _("The invitation is on its way to %(email)s.") % {"email": person.email}
    )


def invite(request: Any, person: User) -> None:
    """Send a person the mail with the link by which they choose a password."""
    form = ResetPasswordForm({"email": person.email})
    if form.is_valid():
        form.save(request)


class UserPages(ScopedRows):
    """What the pages about one user share. Users hang on no account: the policy alone decides."""

    model = User
    form_class: Any = UserForm
    context_object_name: Any = "person"  # “user” is who is signed in

    @override
    def get_object(self, queryset: QuerySet[Any] | None = None) -> User:
        return get_object_or_404(User, public_id=self.kwargs["public_id"])

    @override
    def get_success_url(self) -> str:
        return reverse("accounts:user_edit", args=[self.object.public_id])

    @override
    def cancel_url(self) -> str:
        return reverse("accounts:user_list")

    @override
    def trail(self) -> Trail:
        return above_users()


class UserCreate(UserPages, CreateView):  # type: ignore[type-arg]
    """Let a person in."""

    form_class = NewUserForm
    title = gettext_lazy("New person")
    submit = gettext_lazy("Let in")
    done = gettext_lazy(
        "They are invited by e-mail, and choose a password themselves. Say below which programs"
        " they keep."
    )

    @override
    def save(self, form: Any) -> User:
        person: User = super().save(form)
        invite(self.request, person)
        return person


class UserEdit(UserPages, UpdateView):  # type: ignore[type-arg]
    """Change a person's role, or whether they may sign in; say which programs they keep."""

    template_name = "accounts/user_edit.html"
    title = gettext_lazy("Change the person")

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"lines": period_lines(assignments_of(self.object), timezone.now())}


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_create(request: Request, public_id: UUID) -> HttpResponse:
    """Let a person keep or lead a program."""
    person = get_object_or_404(User, public_id=public_id)
    form = NewAssignmentForm(request.POST or None, initial={"first_day": day_of(timezone.now())})
    programs: Any = form.fields["program"]
    programs.queryset = Program.objects.visible_to(request.actor).order_by("pk")

    def assign(form: Any) -> None:
        values = form.values()
        rows = ProgramAssignment.objects.filter(user=person, program=values["program"])
        write(request.actor, ProgramAssignment(user=person, **values), rows)

    target = reverse("accounts:user_edit", args=[person.public_id])
    if sent(request, form, assign):
        return leave(request, target, _("They keep one more program."))
    page: dict[str, Any] = {
        "title": _("Assign a program"),
        "submit": _("Assign"),
        "lead": person.name,
        "trail": [*above_users(), (person.name, target)],
    }
    return form_page(request, form, cancel_url=target, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_edit(request: Request, public_id: UUID, program: UUID) -> HttpResponse:
    """Correct since when and until when a person keeps a program, or withdraw it."""
    person = get_object_or_404(User, public_id=public_id)
    rows = ProgramAssignment.objects.filter(user=person, program__public_id=program)
    target = reverse("accounts:user_edit", args=[person.public_id])
    page: dict[str, Any] = {
        "title": _("Keeps a program"),
        "lead": person.name,
        "trail": [*above_users(), (person.name, target)],
        "cancel_url": target,
    }
    return correct_page(request, rows, AssignmentForm, target=target, **page)
