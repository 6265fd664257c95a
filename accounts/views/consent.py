"""Pages about what people allow and forbid: lines are added, addresses are suppressed."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from accounts.actions.consent import add_line, suppress, take_back
from accounts.enums import ConsentSource
from accounts.forms.consent import ConsentForm, SuppressionForm
from accounts.models import ConsentEvent, Contact
from accounts.queries.consent import line_of, suppressions
from accounts.views.administration import above_administration
from accounts.views.contact import above_contact, contact_at
from accounts.views.dated import form_page, leave, sent

ASKED = ("action", "purpose", "channel")


@require_http_methods(["GET", "HEAD", "POST"])
def consent_add(request: Request, public_id: UUID) -> HttpResponse:
    """Write a line of a person's ledger; a link may say which."""
    contact = reachable_or_404(request, Contact.objects, public_id)
    now = timezone.localtime().replace(microsecond=0)
    asked = {name: request.GET[name] for name in ASKED if name in request.GET}
    form = ConsentForm(request.POST or None, initial={"occurred_at": now, **asked})

    def add(form: Any) -> None:
        row = ConsentEvent(contact=contact, **form.values())
        add_line(request.actor, row, source=ConsentSource.PERSON)

    if sent(request, form, add):
        return leave(request, contact_at(contact), _("The line is written, and stays."))
    page: dict[str, Any] = {"title": _("What did this person say?"), "submit": _("Write it down")}
    page |= {"eyebrow": contact.name, "trail": above_contact(contact)}
    return form_page(request, form, cancel_url=contact_at(contact), **page)


@require_POST
def consent_take_back(request: Request, public_id: UUID, place: int) -> HttpResponse:
    """Say that a line was written by mistake; a refusal stands."""
    contact = reachable_or_404(request, Contact.objects, public_id)
    row = line_of(request.actor, contact, place)
    if row is None:
        raise Http404
    try:
        take_back(row)
    except ValidationError as refused:
        return leave(request, contact_at(contact), refused.messages[0])
    return leave(request, contact_at(contact), _("The line counts no more."))


@require_http_methods(["GET", "HEAD", "POST"])
def address_suppress(request: Request, public_id: UUID) -> HttpResponse:
    """Never write to an address of a person again."""
    contact = reachable_or_404(request, Contact.objects, public_id)
    addresses = {"email": contact.email, "phone": contact.phone}
    form = SuppressionForm(request.POST or None, addresses=addresses)

    def stop(form: Any) -> None:
        said = {name: form.cleaned_data[name] for name in ("channel", "reason")}
        said["source"] = ConsentSource.PERSON
        suppress(form.address(), contact=contact, at=timezone.now(), **said)

    if sent(request, form, stop):
        return leave(request, contact_at(contact), _("This address is never written to again."))
    page: dict[str, Any] = {"title": _("Suppress an address"), "submit": _("Suppress it")}
    page |= {"eyebrow": contact.name, "trail": above_contact(contact)}
    page["lead"] = _("It stays suppressed when the person is erased, or comes back by a file.")
    return form_page(request, form, cancel_url=contact_at(contact), **page)


@require_safe
def suppression_list(request: Request) -> TemplateResponse:
    """Show the addresses that are never written to again, to administrators."""
    page = Paginator(suppressions(request.actor), settings.PAGE_SIZE)
    shown = page.get_page(request.GET.get("page"))
    context = {"page": shown, "trail": above_administration()}
    return page_or_part(request, "accounts/suppression_list.html", context, part="suppressions")
