"""Objectives: written, changed, moved and deleted by those who plan, seen by those who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Action, Objective, User
from tests.factories import (
    ActionFactory,
    GoalFactory,
    ObjectiveFactory,
    OpportunityFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TYPED = {"title": "Win the retrofit", "kind": "win_deal", "state": "active"}


def address(route: str, row: Any) -> str:
    """Return the address of a route about one row."""
    return reverse(f"accounts:{route}", args=[row.public_id])


def objectives() -> Any:
    """Return every objective that nobody removed."""
    return Objective.objects.unscoped("a test looks at everything").filter(removed_at=None)


def test_a_manager_adds_an_objective_and_comes_back_to_it_in_the_plan(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    ObjectiveFactory(account=account)

    response = browser_of(manager).post(address("objective_create", account), TYPED)

    made = objectives().get(title="Win the retrofit")
    assert (made.account, made.saved_by, made.version) == (account, manager, 1)
    assert response.url == f"{account.get_absolute_url()}#objective-{made.public_id}"


def test_a_form_sent_twice_makes_one_objective(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    browser = browser_of(manager)
    page = browser.get(address("objective_create", account))
    sent = TYPED | {"once": page.context_data["once"]}

    first = browser.post(address("objective_create", account), sent)
    second = browser.post(address("objective_create", account), sent)

    assert objectives().count() == 1
    assert first.url == second.url


def test_the_id_of_a_form_is_of_no_use_to_anybody_else(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    page = browser_of(manager).get(address("objective_create", account))
    sent = TYPED | {"once": page.context_data["once"]}
    browser_of(manager).post(address("objective_create", account), sent)

    browser_of(UserFactory(administrator=True)).post(address("objective_create", account), sent)

    assert objectives().count() == 2


@pytest.mark.parametrize("route", ["objective_create", "objective_edit", "objective_delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_sees_a_plan_but_does_not_write_it_is_refused(
    browser_of: BrowserOf,
    seller: User,
    leader: User,
    account: Account,
    route: str,
    method: str,
) -> None:
    objective = ObjectiveFactory(account=account)
    row = account if route == "objective_create" else objective

    codes = [
        getattr(browser_of(person), method)(address(route, row)).status_code
        for person in (seller, leader)
    ]

    assert codes == [403, 403]
    assert list(objectives()) == [objective]


@pytest.mark.parametrize("route", ["objective_create", "objective_edit", "objective_delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_plan_out_of_reach_is_not_there(
    browser_of: BrowserOf, manager: User, foreign: Account, route: str, method: str
) -> None:
    objective = ObjectiveFactory(account=foreign)
    row = foreign if route == "objective_create" else objective

    response = getattr(browser_of(manager), method)(address(route, row))

    assert response.status_code == 404


def test_a_stale_save_shows_both_versions_and_keeps_what_was_typed(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account, title="As it was")
    colleague = UserFactory(administrator=True, name="Grace")
    mine, theirs = browser_of(manager), browser_of(colleague)
    version = mine.get(address("objective_edit", objective)).context_data["version"]
    theirs.post(
        address("objective_edit", objective), TYPED | {"title": "Theirs", "version": version}
    )

    typed = TYPED | {"title": "Mine", "why": "Long <b>words</b>", "version": version}
    response = mine.post(address("objective_edit", objective), typed)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert "Long &lt;b&gt;words&lt;/b&gt;" in page
    assert "Grace" in page
    assert objectives().get().title == "Theirs"

    again = mine.post(
        address("objective_edit", objective), typed | {"version": response.context_data["version"]}
    )

    assert again.status_code == 302
    assert objectives().get().title == "Mine"


def test_the_same_person_in_two_tabs_is_warned_too(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    browser = browser_of(manager)
    browser.post(address("objective_edit", objective), TYPED | {"version": 1})

    response = browser.post(address("objective_edit", objective), TYPED | {"version": 1})

    assert response.status_code == 409


@pytest.mark.parametrize("version", [None, "", "x", "-1", "9" * 30, "\u0661"])
@pytest.mark.parametrize("route", ["objective_edit", "objective_state", "objective_delete"])
def test_a_change_without_the_version_seen_is_not_saved(
    browser_of: BrowserOf, manager: User, account: Account, route: str, version: str | None
) -> None:
    objective = ObjectiveFactory(account=account, title="As it was")
    sent = TYPED if version is None else TYPED | {"version": version}

    response = browser_of(manager).post(address(route, objective), sent)

    assert response.status_code == 428
    assert objectives().get().title == "As it was"


def test_what_breaks_a_rule_is_said_and_what_was_typed_stays(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    typed = TYPED | {"title": "Kept words", "starts_on": "2026-05-02", "due_on": "2026-05-01"}

    response = browser_of(manager).post(address("objective_create", account), typed)

    assert response.status_code == 422
    assert response.context_data["form"].non_field_errors() == [
        "An objective is due after it starts."
    ]
    assert 'value="Kept words"' in response.content.decode()
    assert not objectives().exists()


@pytest.mark.parametrize("day", ["0001-01-01", "2999-01-01"])
def test_a_day_no_plan_speaks_of_is_refused(
    browser_of: BrowserOf, manager: User, account: Account, day: str
) -> None:
    response = browser_of(manager).post(
        address("objective_create", account), TYPED | {"due_on": day}
    )

    assert response.context_data["form"].errors == {"due_on": ["Choose a day from 1950 to 2099."]}


def test_choices_hold_the_account_s_own_deals_and_people_alone(
    browser_of: BrowserOf, manager: User, seller: User, account: Account, foreign: Account
) -> None:
    own = OpportunityFactory(account=account)
    OpportunityFactory(account=foreign)

    form = browser_of(manager).get(address("objective_create", account)).context_data["form"]

    assert list(form.fields["opportunity"].queryset) == [own]
    assert set(form.fields["owner"].queryset) == {manager, seller}


def test_a_deal_of_another_account_is_refused(
    browser_of: BrowserOf, manager: User, account: Account, foreign: Account
) -> None:
    deal = OpportunityFactory(account=foreign)

    response = browser_of(manager).post(
        address("objective_create", account), TYPED | {"opportunity": deal.pk}
    )

    assert "opportunity" in response.context_data["form"].errors


def test_objectives_move_in_the_plan_and_stay_at_its_ends(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    first, second, third = ObjectiveFactory.create_batch(3, account=account)
    browser = browser_of(manager)

    for objective, way in [(third, "up"), (first, "up"), (second, "down"), (first, "sideways")]:
        browser.post(address("objective_move", objective), {"to": way})

    assert list(objectives().order_by("position", "pk")) == [first, third, second]
    assert set(objectives().values_list("version", flat=True)) == {1}


def test_moving_an_objective_is_for_those_who_plan(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    browser = browser_of(seller)

    assert browser.post(address("objective_move", objective), {"to": "up"}).status_code == 403
    assert browser.get(address("objective_move", objective)).status_code == 405


def test_an_objective_changes_its_state_in_one_click(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account, title="As it was")

    browser_of(manager).post(
        address("objective_state", objective), {"state": "attained", "version": 1}
    )

    after = objectives().get()
    assert (after.state, after.title, after.version) == ("attained", "As it was", 2)


def test_deleting_says_what_goes_too_and_takes_it_along(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective, other = ObjectiveFactory.create_batch(2, account=account)
    ActionFactory.create_batch(2, objective=objective)
    kept = ActionFactory(objective=other)
    GoalFactory(account=account, objective=objective)
    browser = browser_of(manager)

    page = browser.get(address("objective_delete", objective))
    response = browser.post(address("objective_delete", objective), {"version": 1})

    assert page.context_data["goes_too"] == [(2, "actions"), (1, "goals")]
    assert response.url == account.get_absolute_url()
    assert list(objectives()) == [other]
    assert list(Action.objects.unscoped("a test").filter(removed_at=None)) == [kept]


def test_what_somebody_changed_meanwhile_is_not_deleted(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    browser = browser_of(manager)
    browser.post(address("objective_edit", objective), TYPED | {"version": 1})

    response = browser.post(address("objective_delete", objective), {"version": 1})

    assert response.status_code == 409
    assert response.context_data["version"] == 2
    assert objectives().exists()


def test_htmx_is_led_back_to_the_plan_without_leaving_it(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    response = browser_of(manager).post(
        address("objective_create", account), TYPED, headers={"hx-request": "true"}
    )

    assert response.status_code == 200
    assert account.get_absolute_url() in response.headers["HX-Location"]
