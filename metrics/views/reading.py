"""Pages of values that a team tells itself: read, written, corrected, withdrawn."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from abmplanner.kit.back import way_back
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.policy import OPERATIONS
from accounts.models import Account
from accounts.views.dated import correct_row_page, form_page, leave, sent
from accounts.views.trail import Trail
from metrics.actions.reading import rewrite_reading, write_reading
from metrics.catalogue.words import Unit
from metrics.enums import TOLD
from metrics.forms.reading import ReadingForm
from metrics.models import CustomIndicator, IndicatorReading
from metrics.queries.reading import is_by_hand, reading_of_day, readings_of
from metrics.queries.scope import Scope
from metrics.views.indicator_set import trail_of


def named(request: Request, account: UUID, public_id: UUID) -> tuple[Account, CustomIndicator]:
    """Return the account and the indicator of an address, or answer 404.

    Only indicators whose values are told have such pages, and those of another account none here.
    """
    whose = reachable_or_404(request, Account.objects, account)
    indicator = reachable_or_404(request, CustomIndicator.objects, public_id)
    if indicator.kind not in TOLD or indicator.account_id not in {None, whose.pk}:
        raise Http404
    return whose, indicator


def readings_at(account: Account, indicator: CustomIndicator) -> str:
    """Return the address of the values of an account by an indicator."""
    return reverse("metrics:reading_list", args=[account.public_id, indicator.public_id])


def above_reading(account: Account, indicator: CustomIndicator) -> Trail:
    """Return the pages above one value."""
    here = reverse("metrics:indicator_set", args=[account.public_id])
    values = (indicator.name, readings_at(account, indicator))
    return [*trail_of(account), (_("Indicators"), here), values]


@require_safe
def reading_list(request: Request, account: UUID, public_id: UUID) -> TemplateResponse:
    """Show what was read of an account by an indicator, day by day."""
    whose, indicator = named(request, account, public_id)
    context = {
        "account": whose,
        "indicator": indicator,
        "lines": readings_of(request.actor, whose, indicator, timezone.localdate()),
        "is_by_hand": is_by_hand(indicator),
        "is_weighed": "weight" in ReadingForm(indicator=indicator).fields,
        "can_read": OPERATIONS["reading.add"].allows(request.actor),
        "can_import": OPERATIONS["data.import"].allows(request.actor),
        "trail": above_reading(whose, indicator)[:-1],
    }
    return TemplateResponse(request, "metrics/reading_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reading_create(request: Request, account: UUID, public_id: UUID) -> HttpResponse:
    """Write what an indicator is in an account, from a day on; sent twice, it is one."""
    whose, indicator = named(request, account, public_id)
    initial: dict[str, Any] = {"effective_on": timezone.localdate(), "weight": 1}
    if indicator.unit == Unit.MONEY:
        initial["currency"] = Scope.of_accounts(request.actor, [whose]).currency
    form = ReadingForm(request.POST or None, indicator=indicator, initial=initial)

    def write(form: Any) -> None:
        row = IndicatorReading(account=whose, indicator=indicator, **form.values())
        write_reading(request.actor, row)

    target = way_back(request, readings_at(whose, indicator))
    if sent(request, form, write):
        return leave(request, target, _("The value is written down."))
    page: dict[str, Any] = {
        "title": indicator.name,
        "eyebrow": whose.name,
        "submit": _("Save"),
        "cancel_url": target,
        "sent_to": request.get_full_path(),
        "trail": above_reading(whose, indicator),
    }
    return form_page(request, form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def reading_edit(request: Request, account: UUID, public_id: UUID, day: str) -> HttpResponse:
    """Correct the value of a day, or withdraw it; the new row says who did."""
    whose, indicator = named(request, account, public_id)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    target = readings_at(whose, indicator)
    page: dict[str, Any] = {
        "title": _("Correct the value"),
        "eyebrow": f"{whose.name} · {indicator.name}",
        "submit": _("Save"),
        "trail": above_reading(whose, indicator),
        "cancel_url": target,
        "save": rewrite_reading,
    }
    form_class: Any = partial(ReadingForm, indicator=indicator)
    row = reading_of_day(request.actor, whose, indicator, on)
    return correct_row_page(request, row, form_class, target=target, **page)
