"""Pages about the health of an account: its parts, and what is held against the numbers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from abmplanner.kit.history import record
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.period_form import PeriodForm
from abmplanner.policy import OPERATIONS
from accounts.models import Account
from accounts.queries.history import at_place
from accounts.views.dated import correct_row_page, form_page, leave, sent
from accounts.views.trail import Trail, above
from metrics.forms.health import HealthOverrideForm
from metrics.models import HealthOverride
from metrics.queries.health import BANDS, CHANGE, SCORE, health_of
from metrics.queries.opening import address_of

USUAL_DAYS = timedelta(days=90)


def health_at(account: Account) -> str:
    """Return the address of an account's health."""
    return reverse("metrics:account_health", args=[account.public_id])


@require_safe
def account_health(request: Request, public_id: UUID) -> TemplateResponse:
    """Show how well an account is: its score, what it is made of, and what is held against it."""
    account = reachable_or_404(request, Account.objects, public_id)
    time = PeriodForm(request.GET, has_period=False)
    asked: Any = {"as_of": time.chosen.as_of, "known_at": time.chosen.known_at}
    health = health_of(request.actor, account, timezone.localdate(), **asked)
    scope, window = f"account:{account.public_id}", health.window
    opened = {
        key: address_of(key, scope, start=window.start, end=window.end, **asked)
        for key in (SCORE, CHANGE, BANDS)
    }
    context = {
        "account": account,
        "trail": above(account),
        "time": time,
        "health": health,
        "score_url": opened[SCORE],
        "change_url": opened[CHANGE],
        "bands_url": opened[BANDS],
        "can_override": OPERATIONS["health.override"].allows(request.actor),
    }
    return TemplateResponse(request, "metrics/health.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def health_override(request: Request, public_id: UUID) -> HttpResponse:
    """Hold an account's health for another than the numbers say; sent twice, it is once."""
    account = reachable_or_404(request, Account.objects, public_id)
    today = timezone.localdate()
    initial = {"day": today, "expires_on": today + USUAL_DAYS}
    form = HealthOverrideForm(request.POST or None, initial=initial)

    def write(form: Any) -> None:
        said = {**form.values(), "account": account}
        own = HealthOverride.objects.visible_to(request.actor)
        own = own.filter(recorded_by=request.actor.person, voided_at=None)
        if not own.filter(**said).exists():
            record(request.actor, HealthOverride(**said))

    target = health_at(account)
    if sent(request, form, write):
        return leave(request, target, _("It is written down, and shown beside the number."))
    page: dict[str, Any] = {"title": _("Say how well the account is"), "submit": _("Save")}
    return form_page(request, form, cancel_url=target, trail=above_override(account), **page)


def above_override(account: Account) -> Trail:
    """Return the pages above an override."""
    return [*above(account), (_("Health"), health_at(account))]


@require_http_methods(["GET", "HEAD", "POST"])
def health_override_edit(request: Request, public_id: UUID, place: int) -> HttpResponse:
    """Correct what is held against the numbers, or withdraw it."""
    account = reachable_or_404(request, Account.objects, public_id)
    rows = HealthOverride.objects.visible_to(request.actor).filter(account=account)
    target = health_at(account)
    page: dict[str, Any] = {
        "title": _("Correct what you said"),
        "submit": _("Save"),
        "trail": above_override(account),
        "cancel_url": target,
    }
    row = at_place(rows, place)
    return correct_row_page(request, row, HealthOverrideForm, target=target, **page)
