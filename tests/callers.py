"""Callers of the API."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework.test import APIClient

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Built
from accounts.actions.api_key import make_key
from accounts.enums import KeyScope
from accounts.models import ApiKey, User


class Caller(APIClient):
    """Speaks JSON, and sends the version it saw."""

    def get(self, path: str, data: Any = None, **extra: Any) -> Any:
        return super().get(f"/api/v1/{path}", data, **extra)

    def post(self, path: str, data: Any = None, **extra: Any) -> Any:
        return super().post(f"/api/v1/{path}", data or {}, format="json", **extra)

    def patch(self, path: str, data: Any = None, version: Any = None, **extra: Any) -> Any:
        headers = {} if version is None else {"HTTP_IF_MATCH": f'"{version}"'}
        return super().patch(f"/api/v1/{path}", data or {}, format="json", **headers, **extra)

    def delete(self, path: str, version: Any = None, **extra: Any) -> Any:
        headers = {} if version is None else {"HTTP_IF_MATCH": f'"{version}"'}
        return super().delete(f"/api/v1/{path}", **headers, **extra)

    def ids(self, path: str, data: Any = None) -> list[str]:
        """Return the public ids of a list."""
        answer = self.get(path, data)
        assert answer.status_code == 200, answer.content
        return [row["public_id"] for row in answer.json()["results"]]


def signed_in(person: User) -> Caller:
    """Return a caller signed in as a person."""
    caller = Caller()
    caller.force_login(person)
    return caller


def a_key(person: User, *scopes: KeyScope, **changes: Any) -> tuple[ApiKey, str]:
    """Return a key of a person with its secret."""
    given = {"scopes": [*scopes], "expires_at": timezone.now() + timedelta(days=1), **changes}
    row = ApiKey(name="A program", user=person, **given)
    return make_key(Actor.of_person(person), Built(row))


def with_key(person: User, *scopes: KeyScope, **changes: Any) -> Caller:
    """Return a caller that shows a key of a person."""
    _key, secret = a_key(person, *scopes, **changes)
    return with_secret(secret)


def with_secret(secret: str) -> Caller:
    """Return a caller that shows a secret."""
    caller = Caller()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return caller
