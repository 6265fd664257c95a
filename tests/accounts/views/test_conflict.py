"""The page of events told otherwise."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM
from accounts.enums import Role
from accounts.models import EventConflict, WebSession
from tests.factories import AccountFactory, EventConflictFactory, UserFactory, WebSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def conflict() -> Any:
    manager = UserFactory()
    visit = WebSessionFactory(account=AccountFactory(team=[manager]), key="s1")
    made = EventConflictFactory(key=visit.key, source=visit.source, account=visit.account)
    made.manager = manager
    return made


def settled(client: Client, conflict: Any, **choice: str) -> Any:
    return client.post(reverse("accounts:conflict_settle", args=[conflict.public_id]), choice)


def test_a_manager_sees_both_and_takes_what_was_told(client: Client, conflict: Any) -> None:
    client.force_login(conflict.manager)
    assert reverse("accounts:conflict_list") in client.get(reverse("accounts:import_list")).text
    (shown,) = client.get(reverse("accounts:conflict_list")).context_data["conflicts"]
    assert [(each.held, each.told) for each in shown.differences] == [("60", "90")]

    settled(client, conflict, take="")

    assert WebSession.objects.visible_to(SYSTEM).get(voided_at=None).duration_s == 90
    page = client.get(reverse("accounts:conflict_list"))
    assert page.context_data["conflicts"] == []
    assert "Taken over" in client.get(f"{reverse('accounts:conflict_list')}?settled=1").text


def test_whoever_reads_does_not_choose(client: Client, conflict: Any) -> None:
    leader = UserFactory(role=Role.LEADERSHIP)
    client.force_login(leader)

    assert settled(client, conflict, take="").status_code == 404
    client.force_login(UserFactory())
    assert client.get(reverse("accounts:conflict_list")).context_data["conflicts"] == []
    assert EventConflict.objects.visible_to(SYSTEM).get().settled_at is None
