"""Pages about programs, the accounts in them, and the people who keep them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.days import day_of
from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.program import enrol, found_program
from accounts.forms.program import EnrolmentForm, NewEnrolmentForm, ProgramForm
from accounts.models import Enrolment, Program
from accounts.queries.buying_group import needs_of
from accounts.queries.people import period_lines
from accounts.queries.program import enrolments_of, keepers_of, not_enrolled, programs_of
from accounts.views.dated import correct_page, form_page, leave, sent
from accounts.views.trail import Trail


def above_programs() -> Trail:
    """Return the pages above a program."""
    return [(_("Programs"), reverse("accounts:program_list"))]


def page_of(program: Program) -> str:
    """Return the address of a program's page."""
    return reverse("accounts:program_detail", args=[program.public_id])


@require_safe
def program_list(request: Request) -> TemplateResponse:
    """Show the programs within reach, with how many accounts are in each today."""
    context = {
        "programs": programs_of(request.actor),
        "can_edit": OPERATIONS["program.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "accounts/program_list.html", context)


@require_safe
def program_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show a program: the accounts in it, since when, and who keeps it."""
    program = reachable_or_404(request, Program.objects, public_id)
    rows = enrolments_of(request.actor, program)
    page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "program": program,
        "trail": above_programs(),
        "page": page,
        "lines": period_lines(page.object_list, timezone.now(), program.time_zone),
        "keepers": keepers_of(program),
        "needs": period_lines(needs_of(request.actor, program), timezone.now()),
        "can_edit": OPERATIONS["program.edit"].allows(request.actor),
    }
    return page_or_part(request, "accounts/program_detail.html", context, part="enrolment-list")


class ProgramPages(ScopedRows):
    """What the pages about one program share."""

    model = Program
    form_class: Any = ProgramForm

    @override
    def get_success_url(self) -> str:
        return page_of(self.object)

    @override
    def over_url(self) -> str:
        return reverse("accounts:program_list")

    @override
    def trail(self) -> Trail:
        return above_programs()


class ProgramCreate(ProgramPages, CreateView):  # type: ignore[type-arg]
    """Found a program."""

    title = gettext_lazy("New program")
    done = gettext_lazy("The program stands. Take accounts into it.")

    @override
    def save(self, form: Any) -> Program:
        return found_program(self.actor, form)


class ProgramEdit(ProgramPages, UpdateView):  # type: ignore[type-arg]
    """Change a program."""

    title = gettext_lazy("Change the program")


@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_create(request: Request, public_id: UUID) -> HttpResponse:
    """Take accounts into a program: search, choose some of those found, say from when."""
    program = reachable_or_404(request, Program.objects, public_id)
    query = request.GET.get("q", "")[:200]
    today = day_of(timezone.now(), program.time_zone)
    form = NewEnrolmentForm(
        request.POST or None, zone=program.time_zone, initial={"first_day": today}
    )
    chosen: Any = form.fields["accounts"]
    found = not_enrolled(request.actor, program, query, request.POST.getlist("accounts"))
    chosen.queryset = found
    counted = []

    def take_in(form: Any) -> None:
        values = form.values()
        accounts = form.cleaned_data["accounts"]
        counted.append(enrol(request.actor, program, accounts, **values))

    if sent(request, form, take_in):
        said = ngettext("%(count)s account is in.", "%(count)s accounts are in.", counted[0])
        return leave(request, page_of(program), said % {"count": counted[0]})
    page: dict[str, Any] = {
        "title": _("Take accounts in"),
        "submit": _("Take in"),
        "lead": program.name,
        "trail": [*above_programs(), (program.name, page_of(program))],
        "template": "accounts/enrolment_form.html",
        "query": query,
        "found": bool(found),
    }
    return form_page(request, form, cancel_url=page_of(program), **page)


@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_edit(request: Request, public_id: UUID, account: UUID) -> HttpResponse:
    """Correct since when, until when and how an account is in a program, or withdraw it."""
    program = reachable_or_404(request, Program.objects, public_id)
    rows = Enrolment.objects.visible_to(request.actor).select_related("account")
    rows = rows.filter(program=program, account__public_id=account)
    target = page_of(program)
    page: dict[str, Any] = {
        "title": _("In the program"),
        "trail": [*above_programs(), (program.name, target)],
        "cancel_url": target,
    }
    return correct_page(request, rows, EnrolmentForm, target=target, zone=program.time_zone, **page)
