"""What pages about rows of history share: writing a new one, correcting one, withdrawing it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseLocation

from accounts.actions.dated import Changed, newest, rewrite, withdraw
from accounts.forms.dated import HistoryForm
from accounts.queries.history import holding_for

TEMPLATE = "row_form.html"
LONGEST_NUMBER = 18  # digits: what the key of a row holds


def form_page(request: Any, form: Any, status: int = 0, **context: Any) -> TemplateResponse:
    """Show a form: 200 when asked for, 422 when what was sent breaks a rule."""
    template = context.pop("template", TEMPLATE)
    status = status or (422 if form.is_bound and not form.is_valid() else 200)
    page = {"form": form, **context}
    return TemplateResponse(request, template, page, status=status)


def leave(request: Any, target: str, said: Any = "") -> HttpResponse:
    """Lead to where the change is seen, and say what happened."""
    if said:
        messages.success(request, str(said))
    if request.htmx:
        return HttpResponseLocation(target, target="#main", select="#main", swap="outerHTML")
    return redirect(target)


def sent(request: Any, form: Any, write: Callable[[Any], Any]) -> bool:
    """Tell whether a form was sent and could be written; else it says what stands in the way."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        write(form)
    except ValidationError as refused:
        form.add_error(None, ValidationError(refused.messages))
    except IntegrityError:
        form.add_error(None, _("This contradicts what is stored already."))
    return bool(form.is_valid())


def correct_page(
    request: Any, rows: Any, form_class: type[HistoryForm], *, target: str, **page: Any
) -> HttpResponse:
    """Correct the row of some dated ones that the address names, or else the newest of them.

    One that was corrected since stands for the row that took its place.
    """
    named = request.GET.get("row", "")
    if named.isascii() and named.isdigit() and len(named) <= LONGEST_NUMBER:
        row = holding_for(rows.filter(pk=named).first())
    else:
        row = newest(rows)
    page["sent_to"] = request.get_full_path()
    return correct_row_page(request, row, form_class, target=target, **page)


def correct_row_page(
    request: Any,
    row: Any,
    form_class: type[HistoryForm],
    *,
    target: str,
    zone: str = "",
    save: Callable[..., Any] = rewrite,
    undo: Callable[..., Any] = withdraw,
    **page: Any,
) -> HttpResponse:
    """Correct one row of history, or withdraw it: it was never so. None answers 404.

    The form carries when the row was recorded that the person saw. Without that the answer is
    428; where the row was corrected since it is 409, with what holds now beside what was typed.
    save and undo are given where more than the row changes.
    """
    if row is None:
        raise Http404
    if request.method != "POST":
        return form_page(request, form_class(row=row, zone=zone), can_withdraw=True, **page)
    form = form_class(request.POST, row=row, zone=zone)
    if not form.is_valid():
        return form_page(request, form, can_withdraw=True, **page)
    seen = form.cleaned_data["seen"]
    if seen is None:
        return TemplateResponse(request, "428.html", status=428)
    try:
        if "withdraw" in request.POST:
            undo(request.actor, row, seen=seen)
            return leave(request, target, _("Withdrawn: it is as if it had never been so."))
        save(request.actor, row, seen=seen, values=form.values())
    except Changed:
        return changed_page(request, form, form_class, row, **page)
    except ValidationError as refused:
        form.add_error(None, ValidationError(refused.messages))
        return form_page(request, form, can_withdraw=True, **page)
    return leave(request, target, _("Saved. What was so before stays in the history."))


def changed_page(
    request: Any, form: HistoryForm, form_class: type[HistoryForm], row: Any, **page: Any
) -> TemplateResponse:
    """Show what holds now beside what was typed; saving again corrects what holds now."""
    conflict = {
        "differences": differences(form, form_class(row=row, zone=form.zone)),
        "saved_by": str(row.recorded_by or ""),
        "saved_at": row.recorded_at,
    }
    again = form_class(row=row, zone=form.zone, initial=form.cleaned_data | {"seen": ""})
    again.initial["seen"] = row.recorded_at.isoformat()
    return form_page(request, again, 409, conflict=conflict, can_withdraw=True, **page)


def differences(form: HistoryForm, now: HistoryForm) -> list[dict[str, Any]]:
    """Return what holds now and what was typed, for each field that differs."""
    pairs = (
        (field.label, now.initial.get(field.name), form.cleaned_data.get(field.name))
        for field in form.visible_fields()
    )
    return [
        {"label": label, "saved": localize(held or ""), "typed": localize(typed or "")}
        for label, held, typed in pairs
        if (held or "") != (typed or "")
    ]
