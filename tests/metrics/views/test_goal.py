"""Pages of goals."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from metrics.models import Goal
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    GoalFactory,
    ObjectiveFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    ResponseFactory,
    UserFactory,
)
from tests.factories.dates import paris

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Any:
    person = UserFactory()
    client.force_login(person)
    return person


def sent(**changes: Any) -> dict[str, Any]:
    plain = {
        "type": "reach",
        "indicator_key": "close_rate",
        "baseline": "40",
        "target": "70",
        "starts_on": "2026-01-01",
        "due_on": "2026-12-31",
        "profile": "linear",
        "weight": "1",
    }
    return {**plain, **changes}


def test_goals_show_those_in_reach_and_no_others(client: Client, manager: Any) -> None:
    mine = GoalFactory(account=AccountFactory(team=[manager], name="Ours"))
    other = GoalFactory(account=AccountFactory(team=[UserFactory()], name="Theirs"))

    page = client.get(reverse("metrics:goal_list")).content.decode()

    assert str(mine.public_id) in page
    assert str(other.public_id) not in page
    assert "Theirs" not in page


def test_goal_is_added_to_an_account(client: Client, manager: Any) -> None:
    account = AccountFactory(team=[manager])
    objective = ObjectiveFactory(account=account)
    where = reverse("metrics:goal_create", args=[account.public_id])

    response = client.post(where, sent(objective=str(objective.public_id)))

    goal = Goal.objects.unscoped("test").get()
    assert response.status_code == 302
    assert (goal.account, goal.objective, goal.target) == (account, objective, Decimal(70))
    assert goal.saved_by == manager
