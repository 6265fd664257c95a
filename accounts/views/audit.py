"""Pages that say who changed what, and who can see what."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import DateField, DateTimeField, Field
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from accounts.forms.audit import AuditForm, name_of, written
from accounts.models import Account
from accounts.queries.access import acts, seers
from accounts.queries.audit import AuditEvent, audit_events
from accounts.views.administration import above_administration
from accounts.views.trail import above

SHOWN = 50
LONGEST = 120  # signs of a value; the whole of it stands in the row itself


@require_safe
def audit_list(request: Request) -> TemplateResponse:
    """Show who changed what, the newest first."""
    form = AuditForm(request.GET)
    form.is_valid()
    found = audit_events(form.wanted(), most=SHOWN + 1)
    shown = found[:SHOWN]
    context = {
        "form": form,
        "lines": [line(event) for event in shown],
        "older": written(shown[-1].place) if len(found) > SHOWN else "",
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "trail": above_administration(),
    }
    return page_or_part(request, "accounts/audit_list.html", context, part="audit-list")


@require_safe
def account_access(request: Request, public_id: UUID) -> TemplateResponse:
    """Show who can see an account, by what, and what each role may do with it."""
    account = reachable_or_404(request, Account.objects, public_id)
    context = {
        "account": account,
        "seers": seers(request.actor, account),
        "acts": list(acts()),
        "trail": above(account),
    }
    return TemplateResponse(request, "accounts/account_access.html", context)


def line(event: AuditEvent) -> dict[str, Any]:
    """Return an event as the page shows it."""
    return {
        "event": event,
        "kind": name_of(event.model),
        "act": acts_in_words()[event.act],
        "who": who(event),
        "changes": list(changes(event)),
    }


def acts_in_words() -> dict[str, str]:
    """Return what may happen to a row, in words."""
    return {"added": _("added"), "changed": _("changed"), "deleted": _("deleted")}


def who(event: AuditEvent) -> str:
    """Return who wrote, in words: a person, somebody's key or job, or nobody known."""
    name = event.who or _("somebody who left")
    kind = event.actor.partition(":")[0]
    if kind == "key":
        return _("A key of %(name)s") % {"name": name}
    if kind == "job" and event.person:
        return _("A job for %(name)s") % {"name": name}
    if event.person:
        return name
    return _("The system") if event.actor else _("Directly in the database")


def changes(event: AuditEvent) -> Iterator[dict[str, str]]:
    """Yield each field that the write changed, before and after, in words."""
    for each in event.differences:
        field = event.model._meta.get_field(each.field)  # noqa: SLF001 -- Django's own name
        before, after = said(field, each.before), said(field, each.after)
        if before or after:
            yield {"label": each.label, "before": before, "after": after}


def said(field: Field[Any, Any] | Any, value: Any) -> str:
    """Return what a field held, in words."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.is_relation:
        return f"#{value}"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, DateTimeField):
        instant = parse_datetime(str(value))
        return str(localize(localtime(instant))) if instant else str(value)
    if isinstance(field, DateField):
        return str(localize(parse_date(str(value))))
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
