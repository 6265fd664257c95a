"""What passed between us and an account: the page, and noting a meeting or a call."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from abmplanner.kit.back import way_back
from abmplanner.kit.history import void
from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.policy import OPERATIONS
from accounts.actions.touch import log
from accounts.filters.touch import AccountTouches
from accounts.forms.touch import TouchForm
from accounts.models import Account, Touch
from accounts.permissions.touch import may_withdraw, months_of
from accounts.queries.touch import campaigns_at, people_at, touches_of
from accounts.views.dated import form_page, leave, sent
from accounts.views.trail import above


def touches_at(account: Account) -> str:
    """Return the address of what passed between us and an account."""
    return reverse("accounts:touch_list", args=[account.public_id])


@require_safe
def touch_list(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what passed between us and an account, month by month."""
    actor = request.actor
    account = reachable_or_404(request, Account.objects, public_id)
    chosen = AccountTouches(
        request.GET,
        queryset=touches_of(actor, account),
        request=request,
        people=people_at(actor, account),
        campaigns=campaigns_at(actor, account),
    )
    page = Paginator(chosen.qs, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "account": account,
        "trail": above(account),
        "filter": chosen,
        "page": page,
        "months": months_of(actor, page.object_list),
        "is_narrowed": any(chosen.data.get(name) for name in chosen.NARROWING),
        "can_add": OPERATIONS["touch.add"].allows(actor),
    }
    return page_or_part(request, "accounts/touch_list.html", context, part="touch-list")


@require_http_methods(["GET", "HEAD", "POST"])
def touch_create(request: Request, public_id: UUID) -> HttpResponse:
    """Write down a meeting or a call that took place."""
    account = reachable_or_404(request, Account.objects, public_id)
    named = {"contact": request.GET.get("contact", "")}
    form = TouchForm(request.POST or None, actor=request.actor, account=account, initial=named)
    target = way_back(request, touches_at(account))
    if sent(request, form, lambda form: log(request.actor, [form.touch()])):
        return leave(request, target, _("It is written down."))
    page: dict[str, Any] = {
        "title": _("Note a meeting or a call"),
        "submit": _("Save"),
        "lead": account.name,
        "trail": [*above(account), (_("Touches"), touches_at(account))],
        "sent_to": request.get_full_path(),
        "template": "accounts/touch_form.html",
    }
    return form_page(request, form, cancel_url=target, **page)


@require_POST
def touch_withdraw(request: Request, public_id: UUID) -> HttpResponse:
    """Say that a touch never was; said twice, it is as if it were said once."""
    account = reachable_or_404(request, Account.objects, public_id)
    key = request.POST.get("touch", "")
    rows = Touch.objects.visible_to(request.actor).filter(account=account)
    touch = rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None
    if touch is None:
        raise Http404
    if not may_withdraw(request.actor, touch):
        raise PermissionDenied
    void(touch)
    said = _("Withdrawn: it is as if it had never been so.")
    return leave(request, touches_at(account), said)
