"""Values at the border of what a plan speaks of: refused with a reason, never with an error."""

import pytest
from django.test import Client

from accounts.models import Suppression
from tests.factories import TouchFactory, UserFactory
from tests.factories.dates import paris

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    """An administrator's client."""
    client.force_login(UserFactory(role="administrator"))
    return client


@pytest.mark.parametrize("since", ["0164-06-26T19:11:24-17:54", "9999-12-31T23:59:59-12:00"])
def test_an_instant_out_of_reach_narrows_nothing_and_says_so(
    administrator: Client, since: str
) -> None:
    for address, name in (("touches", "occurred_from"), ("sessions", "started_before")):
        answer = administrator.get(f"/api/v1/{address}/", {name: since})

        assert answer.status_code == 400
        assert answer.json()["fields"][0]["field"] == name


def test_an_instant_with_an_offset_is_the_same_instant(administrator: Client) -> None:
    TouchFactory(occurred_at=paris(2026, 3, 1, 12))

    for since, found in (("2026-03-01T12:00:00+01:00", 1), ("2026-03-01T12:00:01+01:00", 0)):
        answer = administrator.get("/api/v1/touches/", {"occurred_from": since})
        assert answer.json()["count"] == found


def test_an_address_is_suppressed_for_mail_where_no_channel_is_named(
    administrator: Client,
) -> None:
    sent = {"address": "ada@example.test", "reason": "objected"}

    answers = [
        administrator.post("/api/v1/suppressions/", sent, content_type="application/json")
        for _twice in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert Suppression.objects.unscoped("a test").get().channel == "email"
