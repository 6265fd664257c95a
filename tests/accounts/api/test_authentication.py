"""Who calls: a key within its scopes and its life, or a person signed in."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.actions.api_key import digest_of, revoke_key
from accounts.enums import KeyScope
from accounts.models import ApiKey, Contact
from tests.callers import Caller, a_key, signed_in, with_key, with_secret
from tests.factories import AccountFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.django_db

READ, WRITE = KeyScope.READ, KeyScope.WRITE


def test_nobody_gets_nothing() -> None:
    AccountFactory()

    answer = Caller().get("accounts/")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "not_authenticated"


def test_a_key_reaches_what_its_owner_reaches() -> None:
    person = UserFactory()
    own = AccountFactory(team=[person])
    AccountFactory(team=[UserFactory()])

    assert with_key(person, READ).ids("accounts/") == [str(own.public_id)]


def test_a_key_that_reads_may_not_write() -> None:
    person = UserFactory()
    contact = ContactFactory(account=AccountFactory(team=[person]))

    answer = with_key(person, READ).patch(
        f"contacts/{contact.public_id}/", {"name": "Other"}, version=1
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert Contact.objects.visible_to(SYSTEM).get().name == contact.name


def test_a_key_that_writes_reads_too() -> None:
    person = UserFactory()
    contact = ContactFactory(account=AccountFactory(team=[person]))
    caller = with_key(person, WRITE)

    assert caller.ids("contacts/") == [str(contact.public_id)]
    changed = caller.patch(f"contacts/{contact.public_id}/", {"name": "Other"}, version=1)
    assert changed.status_code == 200


def test_only_a_hash_of_the_secret_is_kept() -> None:
    key, secret = a_key(UserFactory(), READ)
    columns = ApiKey.objects.visible_to(SYSTEM).values_list().get()

    assert secret.startswith(f"abm_{key.prefix}_")
    assert key.digest == digest_of(secret)
    assert not [each for each in columns if secret.rpartition("_")[2] in str(each)]


def test_a_key_dies_with_its_day_its_owner_or_by_hand() -> None:
    person = UserFactory()
    late = timezone.now() - timedelta(seconds=1)
    revoked, its_secret = a_key(person, READ)
    revoke_key(Actor.of_person(person), revoked, version=revoked.version)
    callers = [
        with_key(person, READ, expires_at=late),
        with_secret(its_secret),
        with_key(UserFactory(is_active=False), READ),
    ]

    answers = [caller.get("accounts/") for caller in callers]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize(
    "secret",
    ["", "abm", "abm_x", "abm__", "abm_%s_", "abm_%s_wrong", "x_%s_%s", "abm_\0_é", "é" * 99],
)
def test_what_is_no_key_is_refused(secret: str) -> None:
    key, _secret = a_key(UserFactory(), READ)
    said = secret.replace("%s", key.prefix)

    assert with_secret(said).get("accounts/").status_code == 401


def test_use_is_noted() -> None:
    key, secret = a_key(UserFactory(), READ)

    with_secret(secret).get("accounts/")

    assert ApiKey.objects.visible_to(SYSTEM).get(pk=key.pk).last_used_at is not None


def test_a_person_signed_in_needs_the_token_against_forgery() -> None:
    person = UserFactory()
    contact = ContactFactory(account=AccountFactory(team=[person]))
    forged = APIClient(enforce_csrf_checks=True)
    forged.force_login(person)

    answer = forged.delete(f"/api/v1/contacts/{contact.public_id}/", HTTP_IF_MATCH='"1"')

    assert answer.status_code == 403
    assert Contact.objects.visible_to(SYSTEM).exists()


def test_a_caller_is_told_to_wait(settings: object, one_minute: None) -> None:
    settings.API_REQUESTS_A_MINUTE = 3  # type: ignore[attr-defined]
    caller, other = signed_in(UserFactory()), signed_in(UserFactory())

    answers = [caller.get("accounts/") for _request in range(6)]

    last = answers[-1]
    assert (last.status_code, last.json()["code"]) == (429, "throttled")
    assert 0 < int(last["Retry-After"]) <= 60
    assert other.get("accounts/").status_code == 200
