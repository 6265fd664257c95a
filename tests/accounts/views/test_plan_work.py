"""Work on a plan: fields saved as typed, what is removed and comes back, places, quick actions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Action, Comment, Notification, Objective, Outbox, User
from metrics.models import Goal
from tests.factories import (
    ActionFactory,
    CommentFactory,
    GoalFactory,
    ObjectiveFactory,
    PlanFactory,
    UserFactory,
    VisitFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TYPING = {"x-as-typed": "1"}


def address(route: str, row: Any) -> str:
    """Return the address of a route about one row."""
    return reverse(f"accounts:{route}", args=[row.public_id])


def rows(model: Any) -> Any:
    """Return the rows of a model that nobody removed."""
    return model.objects.unscoped("a test").filter(removed_at=None)


# Saved as typed


def test_a_field_is_saved_alone_and_the_others_stay(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account, title="As it was", why="Long words")

    answer = browser_of(manager).post(
        address("objective_edit", objective), {"title": "Sharper", "version": 1}, headers=TYPING
    )

    assert answer.status_code == 200
    assert answer.json()["version"] == 2
    assert answer.json()["said"].startswith("Saved at ")
    after = Objective.objects.unscoped("a test").get()
    assert (after.title, after.why, after.kind) == ("Sharper", "Long words", objective.kind)


def test_a_field_that_breaks_a_rule_is_not_saved_and_says_why(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account, title="As it was")

    answer = browser_of(manager).post(
        address("objective_edit", objective), {"title": "", "version": 1}, headers=TYPING
    )

    assert (answer.status_code, answer.json()["said"]) == (422, "This field is required.")
    assert Objective.objects.unscoped("a test").get().title == "As it was"


def test_who_types_over_somebody_else_s_words_sees_both(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account, title="As it was")
    colleague = UserFactory(administrator=True, name="Grace")
    sent = {"title": "Theirs", "version": 1}
    browser_of(colleague).post(address("objective_edit", objective), sent, headers=TYPING)

    answer = browser_of(manager).post(
        address("objective_edit", objective), {"title": "Mine", "version": 1}, headers=TYPING
    )

    assert answer.status_code == 409
    assert answer.json()["theirs"] == {"title": "Theirs"}
    assert answer.json()["version"] == 2
    assert answer.json()["said"].startswith("Grace saved this")


def test_without_a_script_the_same_field_is_a_form(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    plan = PlanFactory(account=account, ambition="As it was")

    answer = browser_of(manager).post(
        address("plan_edit", plan), {"as_typed": "yes", "ambition": "More", "version": 1}
    )

    plan.refresh_from_db()
    assert answer.status_code == 302
    assert (plan.ambition, str(plan.ends_on)) == ("More", "2021-01-01")


def test_the_aim_of_a_goal_is_typed_in_place(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    goal = GoalFactory(account=account, target=50, baseline=10)

    answer = browser_of(manager).post(
        reverse("metrics:goal_edit", args=[goal.public_id]),
        {"target": "60", "version": 1},
        headers=TYPING,
    )

    goal.refresh_from_db()
    assert answer.status_code == 200, answer.content
    assert (goal.target, goal.baseline) == (60, 10)


# What is removed comes back


def test_an_objective_comes_back_with_all_that_went_with_it(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    kept = ActionFactory(objective=objective)
    gone = ActionFactory(objective=objective)
    goal = GoalFactory(account=account, objective=objective)
    said = CommentFactory(account=account, on="goal", subject=goal.public_id)
    browser = browser_of(manager)
    browser.post(address("action_delete", gone), {"version": 1})

    page = browser.post(address("objective_delete", objective), {"version": 1}, follow=True)

    assert [rows(model).count() for model in (Objective, Action, Goal, Comment)] == [0, 0, 0, 0]
    undo = address("objective_restore", objective)
    assert undo in page.content.decode()

    browser.post(undo)

    assert [list(rows(model)) for model in (Action, Goal, Comment)] == [[kept], [goal], [said]]
    assert rows(Objective).get().version == 3


def test_what_is_removed_is_on_no_page_and_not_in_the_api(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account, title="Seen no more")
    browser = browser_of(manager)
    browser.post(address("objective_delete", objective), {"version": 1})
    browser.get("/")  # the message that names nothing

    assert "Seen no more" not in browser.get(account.get_absolute_url()).content.decode()
    assert browser.get(address("objective_edit", objective)).status_code == 404
    assert browser.get(f"/api/v1/objectives/{objective.public_id}/").status_code == 404


def test_only_who_may_change_it_brings_it_back(
    browser_of: BrowserOf, manager: User, seller: User, account: Account, foreign: Account
) -> None:
    objective, other = ObjectiveFactory(account=account), ObjectiveFactory(account=foreign)
    browser_of(manager).post(address("objective_delete", objective), {"version": 1})

    refused = browser_of(seller).post(address("objective_restore", objective))
    unseen = browser_of(manager).post(address("objective_restore", other))

    assert (refused.status_code, unseen.status_code) == (403, 404)
    assert not rows(Objective).filter(pk=objective.pk).exists()


def test_one_brings_back_one_s_own_comment_alone(
    browser_of: BrowserOf, seller: User, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    comment = CommentFactory(account=account, author=seller, subject=objective.public_id)
    browser_of(seller).post(address("comment_delete", comment), {"version": 1})

    assert browser_of(manager).post(address("comment_restore", comment)).status_code == 403
    browser_of(seller).post(address("comment_restore", comment))

    assert rows(Comment).get() == comment


# Places


def test_actions_take_the_places_that_people_give_them(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    first, second, third = ActionFactory.create_batch(3, objective=objective)
    browser = browser_of(manager)

    answer = browser.post(address("action_move", third), {"to": "0"}, headers=TYPING)
    for action, way in [(first, "down"), (first, "99"), (second, "sideways"), (third, "up")]:
        browser.post(address("action_move", action), {"to": way})

    assert answer.json() == {"place": 0}
    assert list(rows(Action).order_by("position", "pk")) == [third, second, first]
    assert set(rows(Action).values_list("version", flat=True)) == {1}


# An action from anywhere


def test_an_action_is_planned_from_anywhere_in_two_steps(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    VisitFactory(user=manager, account=account)
    browser = browser_of(manager)

    where = browser.get(reverse("accounts:action_quick"))
    assert list(where.context_data["found"]) == [account]

    quick = f"{reverse('accounts:action_quick')}?account={account.public_id}"
    assert f'value="{objective.pk}" selected' in browser.get(quick).content.decode()
    browser.post(quick, {"title": "Call them", "objective": objective.pk})

    made = rows(Action).get()
    assert (made.title, made.objective, made.owner) == ("Call them", objective, manager)


@pytest.mark.parametrize("named", ["nonsense", "00000000-0000-4000-8000-00000000dead", "foreign"])
def test_an_account_out_of_reach_is_asked_for_again(
    browser_of: BrowserOf, manager: User, account: Account, foreign: Account, named: str
) -> None:
    objective = ObjectiveFactory(account=foreign)
    key = foreign.public_id if named == "foreign" else named
    browser = browser_of(manager)
    quick = f"{reverse('accounts:action_quick')}?account={key}"

    assert "account" not in browser.get(quick).context_data["form"].data
    browser.post(quick, {"title": "Call them", "objective": objective.pk})

    assert not rows(Action).exists()


def test_salespeople_plan_no_action(browser_of: BrowserOf, seller: User, account: Account) -> None:
    browser = browser_of(seller)

    assert browser.get(reverse("accounts:action_quick")).status_code == 403
    assert "data-quick" not in browser.get("/").content.decode()


# Comments that name somebody


def test_whoever_is_named_is_told_once_and_by_mail(
    browser_of: BrowserOf, manager: User, seller: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    said = {"text": "@Sam, can you call? Then @sam again, and me, @Ada."}

    browser_of(manager).post(address("objective_comment", objective), said)

    told = Notification.objects.unscoped("a test").get()
    assert (told.user, told.account, told.read_at) == (seller, account, None)
    queued = Outbox.objects.get()
    assert queued.recipient == seller.email
    assert mail.outbox == [] or seller.email in mail.outbox[0].to
    news, bell = browser_of(seller), {"hx-request": "true", "hx-target": "bell"}
    asks = news.get("/").content.decode()
    assert 'hx-trigger="load" hx-target="#bell"' in asks
    rung = news.get(reverse("accounts:news_list"), headers=bell).content.decode()
    assert "Notifications: 1 not read" in rung
    assert "Notifications: 1 not read" in news.get("/").content.decode()

    assert "can you call?" in news.get(reverse("accounts:news_list")).content.decode()
    news.post(reverse("accounts:news_read"))
    news.get(reverse("accounts:news_list"), headers=bell)
    assert "not read" not in news.get("/").content.decode()


def test_who_wants_no_mail_gets_none(
    browser_of: BrowserOf, manager: User, seller: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    answer = browser_of(seller).post(reverse("accounts:news_list"), {})

    browser_of(manager).post(address("objective_comment", objective), {"text": "@Sam?"})

    assert answer.status_code == 302
    assert Notification.objects.unscoped("a test").exists()
    assert not Outbox.objects.exists()


def test_who_may_not_see_the_account_can_t_be_named(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    UserFactory(name="Zoe Stranger", sales=True)

    answer = browser_of(manager).post(
        address("objective_comment", objective), {"text": "Ask @Zoe Stranger"}
    )

    assert answer.status_code == 422
    assert answer.context_data["form"].errors["text"] == [
        "Zoe Stranger may not see this account, so they can't be mentioned here."
    ]
    assert not rows(Comment).exists()


def test_an_at_that_names_nobody_is_only_a_word(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    said = {"text": "Mail a@sam.test @ noon, @nobody knows"}

    browser_of(manager).post(address("objective_comment", objective), said)

    assert rows(Comment).exists()
    assert not Notification.objects.unscoped("a test").exists()


def test_one_sees_one_s_own_news_alone(
    browser_of: BrowserOf, manager: User, seller: User, leader: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    browser_of(manager).post(address("objective_comment", objective), {"text": "@Sam: secret"})

    page = browser_of(leader).get(reverse("accounts:news_list")).content.decode()

    assert "secret" not in page
    assert "Nobody mentioned you yet" in page
