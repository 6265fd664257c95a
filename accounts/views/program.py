"""Pages that change programs and the accounts in them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.days import day_of, first_instant
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.views import ScopedRows
from accounts.actions.program import enrol, found_program, move
from accounts.forms.program import EnrolmentForm, MoveForm, NewEnrolmentForm, ProgramForm
from accounts.models import Enrolment, Program
from accounts.queries.program import enrolled_now, not_enrolled
from accounts.views.dated import correct_page, form_page, leave, sent
from accounts.views.trail import Trail


def above_programs() -> Trail:
    """Return the pages above a program."""
    return [(_("Programs"), reverse("metrics:program_list"))]


def page_of(program: Program) -> str:
    """Return the address of a program's page."""
    return reverse("metrics:program_detail", args=[program.public_id])


class ProgramPages(ScopedRows):
    """What the pages about one program share."""

    model = Program
    form_class: Any = ProgramForm

    @override
    def get_success_url(self) -> str:
        return page_of(self.object)

    @override
    def over_url(self) -> str:
        return reverse("metrics:program_list")

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
def program_move(request: Request, public_id: UUID) -> HttpResponse:
    """Move accounts of a program to another one: those ticked on its page, or some that are found.

    What they were in ends on the day before; why stands with what begins.
    """
    program = reachable_or_404(request, Program.objects, public_id)
    today = day_of(timezone.now(), program.time_zone)
    ticked = request.POST.getlist("accounts") or request.GET.getlist("account")
    query = request.GET.get("q", "")[:200]
    form = MoveForm(request.POST or None, initial={"first_day": today, "accounts": ticked})
    chosen: Any = form.fields["accounts"]
    chosen.queryset = found = enrolled_now(request.actor, program, query, ticked)
    targets: Any = form.fields["target"]
    others = Program.objects.visible_to(request.actor).exclude(pk=program.pk)
    targets.queryset = others.order_by("name_en", "name_fr", "pk")
    counted = []

    def carry(form: Any) -> None:
        said = form.cleaned_data
        at = first_instant(said["first_day"], program.time_zone)
        named = {"tier": said["tier"], "reason": said["reason"], "at": at}
        counted.append(move(request.actor, program, said["target"], said["accounts"], **named))

    if sent(request, form, carry):
        said = ngettext(
            "%(count)s account has moved.", "%(count)s accounts have moved.", counted[0]
        )
        return leave(request, page_of(program), said % {"count": counted[0]})
    page: dict[str, Any] = {
        "title": _("Move accounts to another program"),
        "submit": _("Move"),
        "lead": program.name,
        "trail": [*above_programs(), (program.name, page_of(program))],
        "template": "accounts/program_move.html",
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
