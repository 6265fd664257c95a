"""Actions: planned, done in one click and undone, by those who plan."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Action, User
from tests.factories import ActionFactory, ObjectiveFactory

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def address(route: str, row: Any) -> str:
    """Return the address of a route about one row."""
    return reverse(f"accounts:{route}", args=[row.public_id])


def only_action() -> Action:
    """Return the one action there is."""
    return Action.objects.unscoped("a test looks at everything").get()


def test_a_manager_plans_an_action(
    browser_of: BrowserOf, manager: User, seller: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    typed = {"title": "Invite the CIO", "owner": seller.pk, "due_on": "2026-12-01"}

    response = browser_of(manager).post(address("action_create", objective), typed)

    made = only_action()
    assert (made.objective, made.owner, made.state) == (objective, seller, "planned")
    assert response.url.endswith(f"#action-{made.public_id}")


def test_an_action_is_done_in_one_click_and_undone_in_another(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    action = ActionFactory(objective=ObjectiveFactory(account=account))
    browser = browser_of(manager)

    browser.post(address("action_state", action), {"state": "done", "version": 1})
    done = only_action().state
    browser.post(address("action_state", action), {"state": "planned", "version": 2})

    assert (done, only_action().state) == ("done", "planned")


def test_htmx_gets_the_row_alone_in_its_new_state(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    action = ActionFactory(objective=ObjectiveFactory(account=account))
    row = f"action-{action.public_id}"

    response = browser_of(manager).post(
        address("action_state", action),
        {"state": "done", "version": 1},
        headers={"hx-request": "true", "hx-target": row},
    )

    page = response.content.decode()
    assert page.strip().startswith("<li")
    assert f'id="{row}"' in page
    assert 'name="version" value="2"' in page
    assert "tick-done" in page


def test_ticking_what_somebody_changed_meanwhile_is_a_conflict(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    action = ActionFactory(objective=ObjectiveFactory(account=account))
    browser = browser_of(manager)
    browser.post(address("action_state", action), {"state": "dropped", "version": 1})

    response = browser.post(address("action_state", action), {"state": "done", "version": 1})

    assert response.status_code == 409
    assert response.context_data["conflict"]["differences"] == [
        {"label": "State", "saved": "Dropped", "typed": "Done"}
    ]


def test_evidence_is_a_link_to_a_page_and_nothing_else(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    action = ActionFactory(objective=ObjectiveFactory(account=account))
    typed = {"title": "Done", "state": "done", "version": 1}

    bad = browser_of(manager).post(
        address("action_edit", action), typed | {"evidence": "javascript:alert(1)"}
    )
    good = browser_of(manager).post(
        address("action_edit", action), typed | {"evidence": "example.com/minutes"}
    )

    assert (bad.status_code, good.status_code) == (422, 302)
    assert only_action().evidence == "https://example.com/minutes"


def test_actions_are_not_for_those_who_only_read(
    browser_of: BrowserOf, seller: User, leader: User, account: Account, foreign: Account
) -> None:
    action = ActionFactory(objective=ObjectiveFactory(account=account))
    hidden = ActionFactory(objective=ObjectiveFactory(account=foreign))
    sent = {"state": "done", "version": 1}

    codes = [
        browser_of(person).post(address("action_state", row), sent).status_code
        for person in (seller, leader)
        for row in (action, hidden)
    ]

    assert codes == [403, 404, 403, 404]


def test_an_action_is_deleted_after_asking(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    action = ActionFactory(objective=ObjectiveFactory(account=account))

    browser_of(manager).post(address("action_delete", action), {"version": 1})

    assert not Action.objects.unscoped("a test").filter(removed_at=None).exists()


def test_the_form_goes_where_it_came_from(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    action = ActionFactory(objective=ObjectiveFactory(account=account), title="Invite the CIO")
    url = reverse("accounts:action_edit", args=[action.public_id])

    page = browser_of(manager).get(url).content.decode()

    assert f'hx-post="{url}"' in page
