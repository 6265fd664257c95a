"""Pages about keys of the API: yours, and for an administrator everybody's."""

from typing import Any

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.http import Request, page_or_part
from abmplanner.kit.views import ScopedRows
from accounts.actions.api_key import make_key, revoke_key
from accounts.forms.api_key import ApiKeyForm, RevokeForm
from accounts.models import ApiKey
from accounts.views.trail import Trail

MOST_SHOWN = 200


@require_safe
def api_key_list(request: Request) -> TemplateResponse:
    """Show the keys within reach, those that live first."""
    keys = ApiKey.objects.visible_to(request.actor).select_related("user")
    living_first = F("revoked_at").asc(nulls_first=True), "-created_at", "-pk"
    shown = keys.order_by(*living_first)[:MOST_SHOWN]
    context = {"keys": shown, "now": timezone.now()}
    return TemplateResponse(request, "accounts/api_key_list.html", context)


def above_key() -> Trail:
    """Return the pages above a key."""
    return [(str(_("API keys")), reverse("accounts:api_key_list"))]


class ApiKeyCreate(ScopedRows, CreateView):  # type: ignore[type-arg]
    """Make a key; the answer shows its secret, and nothing ever does again.

    Whoever sits at an open screen may not take a key along: the password is asked for once more.
    """

    model = ApiKey
    form_class = ApiKeyForm
    title = _("New API key")
    submit = _("Make the key")

    @override
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_reauthentication_required(request, app="allauth.account"):
            back = urlencode({REDIRECT_FIELD_NAME: request.path})
            return redirect(f"{reverse('account_reauthenticate')}?{back}")
        return super().dispatch(request, *args, **kwargs)

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        self.object, secret = make_key(self.actor, form)
        context = {
            "key": self.object,
            "secret": secret,
            "api_url": self.request.build_absolute_uri("/api/v1/accounts/"),
            "trail": above_key(),
        }
        return page_or_part(self.request, "accounts/api_key_made.html", context, part="row-form")

    @override
    def get_success_url(self) -> str:
        return reverse("accounts:api_key_list")

    @override
    def over_url(self) -> str:
        return reverse("accounts:api_key_list")

    @override
    def trail(self) -> Trail:
        return above_key()


class ApiKeyRevoke(ScopedRows, UpdateView):  # type: ignore[type-arg]
    """Give up a key at once and for good."""

    model = ApiKey
    form_class = RevokeForm
    template_name = "accounts/api_key_revoke.html"
    title = _("Revoke the key")
    done = _("The key is revoked: nothing opens with it any more.")

    @override
    def save(self, form: Any) -> ApiKey:
        return revoke_key(self.actor, self.object, version=self.version)

    @override
    def get_success_url(self) -> str:
        return reverse("accounts:api_key_list")

    @override
    def trail(self) -> Trail:
        return above_key()
