"""Who calls the API: the bearer of a key, or a person signed in in the browser."""

import hmac
from typing import Any

import pghistory
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS
from typing_extensions import override

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.actions.api_key import digest_of, use_key
from accounts.models import ApiKey


class KeyAuthentication(BaseAuthentication):
    """Reads `Authorization: Bearer abm_PREFIX_SECRET`; a key reaches what its owner reaches."""

    @override
    def authenticate(self, request: Any) -> tuple[Any, ApiKey] | None:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() != "bearer":
            return None
        key = self.key_of(secret.strip())
        actor = request._request.actor = Actor.of_key(key)  # noqa: SLF001 -- theirs
        if request.method not in SAFE_METHODS:
            pghistory.context(actor=actor.label, person=key.user_id)
        return key.user, key

    def key_of(self, secret: str) -> ApiKey:
        """Return the living key with this secret, or raise AuthenticationFailed."""
        refused = AuthenticationFailed(_("This key is not valid."))
        _mark, _bar, parts = secret.partition("_")
        prefix = parts.partition("_")[0]
        if not (prefix.isascii() and prefix.isalnum()):
            raise refused
        living = ApiKey.objects.visible_to(SYSTEM).filter(
            prefix=prefix, revoked_at=None, expires_at__gt=Now(), user__is_active=True
        )
        key = living.select_related("user").first()
        if key is None or not hmac.compare_digest(key.digest, digest_of(secret)):
            raise refused
        use_key(key)
        return key

    @override
    def authenticate_header(self, request: Any) -> str:
        return "Bearer"


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # theirs
    """How the API's description speaks of keys."""

    target_class = KeyAuthentication
    name = "key"

    @override
    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "abm_PREFIX_SECRET"}
