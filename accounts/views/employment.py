"""Pages about where a person worked from when to when."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from abmplanner.kit.days import day_of
from abmplanner.kit.http import Request, reachable_or_404
from accounts.actions.dated import write
from accounts.forms.account_name import typed
from accounts.forms.employment import EmploymentForm, NewEmploymentForm
from accounts.models import Contact, Employment
from accounts.queries.history import holding_for
from accounts.views.contact import above_contact, contact_at
from accounts.views.dated import correct_row_page, form_page, leave, sent


def about(contact: Contact, title: str) -> dict[str, Any]:
    """Return what the pages about an employment share."""
    return {
        "title": title,
        "submit": _("Save"),
        "eyebrow": contact.name,
        "trail": above_contact(contact),
        "cancel_url": f"{contact_at(contact)}#employments",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def employment_add(request: Request, public_id: UUID) -> HttpResponse:
    """Say where a person worked; said twice, it is one."""
    contact = reachable_or_404(request, Contact.objects.select_related("account"), public_id)
    known = {
        "where": typed(contact.account),
        "title": contact.title,
        "first_day": day_of(timezone.now()),
    }
    form = NewEmploymentForm(request.POST or None, actor=request.actor, initial=known)

    def add(form: Any) -> None:
        said = form.values()
        rows = Employment.objects.visible_to(request.actor).filter(contact=contact)
        same = rows.filter(account=said["account"], title=said["title"])
        write(request.actor, Employment(contact=contact, **said), same)

    page = about(contact, _("Where they worked"))
    if sent(request, form, add):
        return leave(request, page["cancel_url"], _("It is written down where they worked."))
    return form_page(request, form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def employment_edit(request: Request, public_id: UUID, row: int) -> HttpResponse:
    """Correct as what and from when to when a person worked somewhere, or withdraw it."""
    contact = reachable_or_404(request, Contact.objects.select_related("account"), public_id)
    rows = Employment.objects.visible_to(request.actor).filter(contact=contact)
    found = rows.select_related("account", "recorded_by").filter(pk=row).first()
    page = about(contact, _("Where they worked"))
    page["lead"] = found.account.name if found else ""
    target = page["cancel_url"]
    return correct_row_page(request, holding_for(found), EmploymentForm, target=target, **page)
