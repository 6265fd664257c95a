"""Keys on their page: the secret once, then never again."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from accounts.enums import KeyScope
from accounts.models import ApiKey
from tests.callers import a_key, with_secret
from tests.factories import UserFactory
from tests.factories.user import PASSWORD

pytestmark = pytest.mark.django_db

SECRET = re.compile(r"abm_[0-9a-f]{12}_[0-9a-f]{64}")


@pytest.fixture
def person() -> Any:
    return UserFactory(sales=True)


@pytest.fixture
def recent(client: Client, person: Any) -> Client:
    """A browser whose person typed the password a moment ago."""
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def new(client: Client, **more: Any) -> Any:
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    said = {"name": "Export", "may": "read", "last_day": day, **more}
    return client.post(reverse("accounts:api_key_create"), said)


def test_the_secret_is_shown_once_and_opens(recent: Client, person: Any) -> None:
    made = new(recent)
    (secret,) = SECRET.findall(made.text)

    assert made.status_code == 200
    assert with_secret(secret).get("accounts/").status_code == 200
    later = recent.get(reverse("accounts:api_key_list")).text
    assert secret not in later
    assert secret.split("_")[1] in later
    assert ApiKey.objects.visible_to(SYSTEM).get().user == person


def test_htmx_gets_the_part_with_the_secret(recent: Client) -> None:
    day = timezone.localdate().isoformat()
    made = recent.post(
        reverse("accounts:api_key_create"),
        {"name": "Export", "may": "write", "last_day": day},
        headers={"HX-Request": "true", "HX-Target": "row-form"},
    )

    assert SECRET.search(made.text)
    assert "<html" not in made.text
    assert ApiKey.objects.visible_to(SYSTEM).get().scopes == [KeyScope.READ, KeyScope.WRITE]


def test_a_form_sent_twice_makes_one_key(recent: Client) -> None:
    page = recent.get(reverse("accounts:api_key_create")).text
    once = re.findall(r'name="once" value="([^"]+)"', page)[0]

    first, second = new(recent, once=once), new(recent, once=once)

    assert SECRET.search(first.text)
    assert second.status_code == 302
    assert ApiKey.objects.visible_to(SYSTEM).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"may": "rule"},
        {"name": ""},
        {"last_day": "2019-01-01"},
        {"last_day": "2099-01-01"},
        {"last_day": ""},
    ],
)
def test_a_key_lives_within_bounds(recent: Client, wrong: dict[str, str]) -> None:
    assert new(recent, **wrong).status_code == 422
    assert not ApiKey.objects.visible_to(SYSTEM).exists()


def test_a_key_is_made_only_after_the_password(client: Client, person: Any) -> None:
    client.force_login(person)

    answer = new(client)

    assert answer.status_code == 302
    assert reverse("account_reauthenticate") in answer["Location"]
    assert not ApiKey.objects.visible_to(SYSTEM).exists()


def test_a_revoked_key_opens_nothing(client: Client, person: Any) -> None:
    key, secret = a_key(person, KeyScope.READ)
    client.force_login(person)
    address = reverse("accounts:api_key_revoke", args=[key.public_id])

    assert client.post(address).status_code == 428
    assert client.post(address, {"version": key.version}).status_code == 302
    assert with_secret(secret).get("accounts/").status_code == 401


def test_keys_of_others_are_out_of_reach(client: Client, person: Any) -> None:
    key, _secret = a_key(UserFactory(), KeyScope.READ)
    client.force_login(person)

    assert key.prefix not in client.get(reverse("accounts:api_key_list")).text
    address = reverse("accounts:api_key_revoke", args=[key.public_id])
    assert client.post(address, {"version": 1}).status_code == 404


def test_an_administrator_sees_and_revokes_all(client: Client, person: Any) -> None:
    key, _secret = a_key(person, KeyScope.READ)
    client.force_login(UserFactory(administrator=True))

    assert key.prefix in client.get(reverse("accounts:api_key_list")).text
    address = reverse("accounts:api_key_revoke", args=[key.public_id])
    assert client.post(address, {"version": key.version}).status_code == 302
    key.refresh_from_db()
    assert key.revoked_at is not None


@pytest.mark.parametrize("keys", [1, 3, 100])
def test_the_list_takes_the_same_queries(
    client: Client, person: Any, keys: int, django_assert_num_queries: Any
) -> None:
    client.force_login(person)
    for _key in range(keys):
        a_key(person, KeyScope.READ)

    with django_assert_num_queries(3):
        page = client.get(reverse("accounts:api_key_list"))

    assert page.text.count("abm_") == keys
