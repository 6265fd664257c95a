"""The second factor where it is forced: without one, a person reaches only the page that sets it.

Somebody who has one was asked for it when they signed in, so only those who have none are stopped.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

SETS_IT = "mfa_activate_totp"
OPEN = {
    SETS_IT,
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "language",
    "healthz",
    "readyz",
    "accounts:survey_answer",  # by a personal link, whoever is signed in
    "accounts:survey_stop",
}


class SecondFactorMiddleware:
    """Lead a person whose role needs a second factor to the page where they set it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; the work is done once the view is known."""
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, *_path: Any) -> HttpResponse | None:
        """Stop whoever lacks the factor; a program that calls the API gets 403."""
        if request.resolver_match.view_name in OPEN or not lacks_it(request):
            return None
        if getattr(view, "csrf_exempt", False):
            said = _("Set up your second factor first.")
            answer = {"code": "second_factor_missing", "detail": said, "fields": []}
            return JsonResponse(answer, status=403)
        return redirect(SETS_IT)


def lacks_it(request: Any) -> bool:
    """Tell whether the signed-in person needs a second factor and has none."""
    if not settings.MFA_FORCED or not request.user.is_authenticated:
        return False
    if request.user.role not in settings.MFA_FORCED_ROLES:
        return False
    records = get_authentication_records(request, request.user)
    if any(record["method"] == "mfa" for record in records):
        return False
    return not Authenticator.objects.filter(
        user=request.user, type=Authenticator.Type.TOTP
    ).exists()
