"""Who calls the API: the bearer of a key, or a person signed in in the browser."""

import hashlib
import hmac
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from typing_extensions import override

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import ApiKey


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


class KeyAuthentication(BaseAuthentication):
    """Reads `Authorization: Bearer abm_PREFIX_SECRET`; a key reaches what its owner reaches."""

    @override
    def authenticate(self, request: Any) -> tuple[Any, ApiKey] | None:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() != "bearer":
            return None
        key = self.key_of(secret.strip())
        request._request.actor = Actor.of_key(key)  # noqa: SLF001 -- REST framework's own name
        return key.user, key

    def key_of(self, secret: str) -> ApiKey:
        """Return the living key with this secret, or raise AuthenticationFailed."""
        refused = AuthenticationFailed(_("This key is not valid."))
        prefix = secret.split("_")[1] if secret.count("_") == 2 else ""  # noqa: PLR2004 -- its parts
        living = ApiKey.objects.visible_to(SYSTEM).filter(
            prefix=prefix, revoked_at=None, expires_at__gt=Now(), user__is_active=True
        )
        key = living.select_related("user").first()
        if key is None or not hmac.compare_digest(key.digest, digest_of(secret)):
            raise refused
        ApiKey.objects.visible_to(SYSTEM).filter(pk=key.pk).update(last_used_at=Now())
        return key

    @override
    def authenticate_header(self, request: Any) -> str:
        return "Bearer"
