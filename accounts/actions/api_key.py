"""Keys of the API: made once, shown once, kept as a hash, given up at any time."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.utils import timezone

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Built, Source, save_row
from accounts.enums import KeyScope
from accounts.models import ApiKey

MARK = "abm"  # by which a key is known for one of ours, in a log or a repository
A_WHILE = timedelta(minutes=1)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_key(actor: Actor, source: Source[ApiKey]) -> tuple[ApiKey, str]:
    """Save a new key of the actor's; return it with its secret, which is kept nowhere.

    Who may write may read.
    """
    prefix, rest = secrets.token_hex(6), secrets.token_hex(32)
    secret = f"{MARK}_{prefix}_{rest}"
    key: Any = source.instance
    key.user, key.prefix, key.digest = actor.person, prefix, digest_of(secret)
    if KeyScope.WRITE in key.scopes:
        key.scopes = [KeyScope.READ, KeyScope.WRITE]
    return save_row(actor, source), secret


def revoke_key(actor: Actor, key: ApiKey, *, version: int | None) -> ApiKey:
    """End a key at once and for good; doing it twice changes nothing."""
    if key.revoked_at is not None:
        return key
    key.revoked_at = timezone.now()
    saved: ApiKey = save_row(actor, Built(key), version=version)
    return saved


def use_key(key: ApiKey) -> None:
    """Note that a key is in use; once a minute will do, so that reading stays reading."""
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at > A_WHILE:
        rows = ApiKey.objects.visible_to(Actor.of_key(key)).filter(pk=key.pk)
        rows.update(last_used_at=now)
