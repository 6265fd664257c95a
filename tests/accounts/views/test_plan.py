"""The agreement: who writes, signs, reviews and comments the plan of an account."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import known
from accounts.actions.plan import sign_plan
from accounts.models import (
    Account,
    Comment,
    Objective,
    Plan,
    ProfileAnswer,
    Review,
    Signature,
    User,
)
from accounts.queries.agreement import agreement_of, plan_on
from tests.factories import ContactFactory, GoalFactory, ObjectiveFactory, UserFactory
from tests.factories.agreement import (
    CommentFactory,
    PlanFactory,
    ProfileAnswerFactory,
    ReviewFactory,
)
from tests.factories.group import BuyingGroupFactory

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)


@pytest.fixture
def plan(account: Account) -> Plan:
    """The plan of this year."""
    made: Plan = PlanFactory(
        account=account,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        ambition="First choice for retrofits",
    )
    made.refresh_from_db()
    return made


def address(route: str, row: Any) -> str:
    return reverse(f"accounts:{route}", args=[row.public_id])


def rows(model: Any) -> Any:
    return model.objects.visible_to(SYSTEM)


def signed(plan: Plan) -> list[tuple[str, int, str]]:
    kept = rows(Signature).filter(known(), plan=plan).order_by("party")
    return [(row.party, row.plan_version, row.recorded_by.name) for row in kept]


# The plan


def test_a_manager_writes_the_plan_and_names_its_last_day(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    sent = {"ambition": "Lead", "starts_on": "2026-01-01", "last_day": "2026-12-31"}

    response = browser_of(manager).post(address("plan_create", account), sent)

    made = rows(Plan).get()
    assert (made.starts_on, made.ends_on, made.ambition) == (
        date(2026, 1, 1),
        date(2027, 1, 1),
        "Lead",
    )
    assert response.url == f"{account.get_absolute_url()}#agreement"


def test_a_plan_does_not_end_before_it_starts(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    sent = {"starts_on": "2026-01-01", "last_day": "2025-12-31"}

    response = browser_of(manager).post(address("plan_create", account), sent)

    assert response.status_code == 422
    assert "The end must come after the start." in response.content.decode()


def test_the_plan_of_the_day_comes_before_the_next_and_the_last(account: Account) -> None:
    last, now, coming, later = (
        PlanFactory(account=account, starts_on=date(y, 1, 1), ends_on=date(y + 1, 1, 1))
        for y in (2025, 2026, 2027, 2028)
    )

    assert plan_on(SYSTEM, account, TODAY) == now
    now.delete()
    assert plan_on(SYSTEM, account, TODAY) == coming
    coming.delete()
    later.delete()
    assert plan_on(SYSTEM, account, TODAY) == last


def test_a_plan_that_was_saved_is_fresh(
    browser_of: BrowserOf, plan: Plan, manager: User, account: Account
) -> None:
    page = browser_of(manager).get(account.get_absolute_url())

    assert page.context_data["plan"].planned_at == plan.saved_at


# Signatures


def test_each_signs_for_those_whom_their_role_speaks_for(
    browser_of: BrowserOf, plan: Plan, manager: User, seller: User, leader: User
) -> None:
    for person in (manager, seller, leader):
        browser_of(person).post(address("plan_sign", plan), {"version": plan.version})

    assert signed(plan) == [("abm", 1, "Ada"), ("leadership", 1, "Lena"), ("sales", 1, "Sam")]


def test_an_administrator_signs_for_nobody(browser_of: BrowserOf, plan: Plan) -> None:
    browser = browser_of(UserFactory(administrator=True))

    response = browser.post(address("plan_sign", plan), {"version": plan.version})

    assert (response.status_code, signed(plan)) == (403, [])


def test_nobody_signs_what_they_did_not_read(
    browser_of: BrowserOf, plan: Plan, manager: User
) -> None:
    browser = browser_of(manager)
    Plan.objects.visible_to(SYSTEM).update(version=2)

    answers = [
        browser.post(address("plan_sign", plan), said).status_code for said in ({}, {"version": 1})
    ]

    assert (answers, signed(plan)) == ([428, 409], [])


def test_a_change_after_signing_shows_until_they_sign_again(
    browser_of: BrowserOf, plan: Plan, seller: User, manager: User, account: Account
) -> None:
    sell, plan_it = browser_of(seller), browser_of(manager)
    sell.post(address("plan_sign", plan), {"version": 1})
    changed = {"ambition": "More", "starts_on": "2026-01-01", "last_day": "2026-12-31"}
    plan_it.post(address("plan_edit", plan), changed | {"version": 1})

    before = sell.get(account.get_absolute_url()).content.decode()
    sell.post(address("plan_sign", plan), {"version": 2})
    after = sell.get(account.get_absolute_url()).content.decode()

    assert "Changed since signed" in before
    assert "Sign for Sales" in before
    assert "Changed since signed" not in after
    assert "Sign for Sales" not in after
    again = rows(Signature).get(voided_at=None)
    assert (again.plan_version, again.replaces.plan_version) == (2, 1)


def test_signing_the_same_version_again_changes_nothing(plan: Plan, seller: User) -> None:
    actor = Actor.of_person(seller)

    first, second = sign_plan(actor, plan, version=1), sign_plan(actor, plan, version=1)

    assert first == second


def test_a_signature_is_read_as_it_was_known(plan: Plan, seller: User) -> None:
    actor = Actor.of_person(seller)
    first = sign_plan(actor, plan, version=1)
    Plan.objects.visible_to(SYSTEM).update(version=2)
    second = sign_plan(actor, plan, version=2)

    def versions(at: Any) -> list[int]:
        return list(rows(Signature).filter(known(at)).values_list("plan_version", flat=True))

    assert versions(None) == [2]
    assert versions(first.recorded_at + timedelta(microseconds=1)) == [1]
    assert versions(second.recorded_at + timedelta(microseconds=1)) == [2]


# Reviews


def test_a_review_shows_on_the_plan_how_long_ago_it_was(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    browser = browser_of(manager)
    day = timezone.localdate() - timedelta(days=12)
    sent = {"reviewed_on": day.isoformat(), "summary": "On course", "decisions": "Go on"}

    response = browser.post(address("review_create", account), sent)

    assert response.url == address("review_list", account)
    assert "reviewed 12 days ago" in browser.get(account.get_absolute_url()).content.decode()
    page = browser.get(response.url).content.decode()
    assert "On course" in page
    assert "Go on" in page


@pytest.mark.parametrize("count", [1, 3, 60])
def test_reviews_are_listed_in_few_statements(
    browser_of: BrowserOf,
    manager: User,
    account: Account,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    ReviewFactory.create_batch(count, account=account)
    browser = browser_of(manager)

    with django_assert_max_num_queries(6):
        response = browser.get(address("review_list", account))

    assert len(response.context_data["page"].object_list) == min(count, 50)


def test_sales_reads_reviews_and_writes_none(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    browser = browser_of(seller)

    assert browser.get(address("review_list", account)).status_code == 200
    assert browser.post(address("review_create", account), {}).status_code == 403
    assert not rows(Review).exists()


# Comments


def test_leadership_comments_on_an_objective_and_is_led_to_it(
    browser_of: BrowserOf, leader: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)

    response = browser_of(leader).post(address("objective_comment", objective), {"text": "Why?"})

    said = rows(Comment).get()
    assert (said.author, said.subject, said.account) == (leader, objective.public_id, account)
    assert response.url == f"{account.get_absolute_url()}#comment-{said.public_id}"


def test_htmx_takes_the_thread_as_the_page_would_show_it(
    browser_of: BrowserOf, leader: User, account: Account, plan: Plan
) -> None:
    browser = browser_of(leader)
    target = f"comments-{plan.public_id}"
    headers = {"HX-Request": "true", "HX-Target": target}

    part = browser.post(address("plan_comment", plan), {"text": "Bold."}, headers=headers)

    assert part.status_code == 200
    assert part.content.decode().strip().startswith(f'<details class="thread" id="{target}" open')
    assert "Bold." in part.content.decode()
    assert "Bold." in browser.get(account.get_absolute_url()).content.decode()


def test_a_goal_has_a_thread_and_a_goal_of_a_program_has_none(
    browser_of: BrowserOf, leader: User, account: Account, program: Any
) -> None:
    browser = browser_of(leader)
    goal = GoalFactory(account=account)
    common = GoalFactory(account=None, program=program)

    def say(row: Any) -> Any:
        route = reverse("metrics:goal_comment", args=[row.public_id])
        return browser.post(route, {"text": "Too low."})

    assert "Too low." in browser.get(say(goal).url).content.decode()
    assert say(common).status_code == 404


def test_one_changes_and_deletes_ones_own_words_and_no_others(
    browser_of: BrowserOf, seller: User, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    own = CommentFactory(account=account, subject=objective.public_id, author=seller)
    other = CommentFactory(account=account, subject=objective.public_id, author=manager)
    browser = browser_of(seller)

    changed = browser.post(address("comment_edit", own), {"text": "Sorry.", "version": 1})
    refused = browser.post(address("comment_edit", other), {"text": "No.", "version": 1})
    browser.post(address("comment_delete", own), {"version": 2})

    assert (changed.status_code, refused.status_code) == (302, 403)
    assert list(rows(Comment)) == [other]


def test_a_stranger_finds_no_thread(browser_of: BrowserOf, account: Account, plan: Plan) -> None:
    stranger = UserFactory(sales=True)

    assert (
        browser_of(stranger).post(address("plan_comment", plan), {"text": "Hm"}).status_code == 404
    )


# The profile


def test_a_heading_is_filled_in_changed_and_emptied(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    browser = browser_of(manager)
    ProfileAnswerFactory(account=account)
    sent = {"topic": "threats", "text": "A rival is inside."}

    made = browser.post(address("profile_create", account), sent)
    twice = browser.post(address("profile_create", account), sent)

    threat = rows(ProfileAnswer).get(topic="threats")
    assert (made.url, twice.status_code) == (
        f"{address('account_profile', account)}#topic-threats",
        422,
    )
    browser.post(address("profile_edit", threat), {"text": "Two rivals.", "version": 1})
    assert "Two rivals." in browser.get(address("account_profile", account)).content.decode()
    browser.post(address("profile_delete", threat), {"version": 2})
    assert not rows(ProfileAnswer).filter(topic="threats").exists()


# What an objective is about


def test_an_objective_is_about_people_and_groups_of_its_account_alone(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    group, person = BuyingGroupFactory(account=account), ContactFactory(account=account)
    BuyingGroupFactory()
    ContactFactory()
    browser = browser_of(manager)

    form = browser.get(address("objective_create", account)).context_data["form"]
    sent = {"title": "Know them", "kind": "build_relationship"}
    browser.post(
        address("objective_create", account), sent | {"group": group.pk, "contact": person.pk}
    )

    assert list(form.fields["group"].queryset) == [group]
    assert list(form.fields["contact"].queryset) == [person]
    made = rows(Objective).get()
    assert (made.group, made.contact) == (group, person)


def test_the_agreement_of_an_account_without_a_plan_says_so(account: Account, leader: User) -> None:
    agreement = agreement_of(Actor.of_person(leader), account, TODAY)

    assert (agreement.plan, agreement.reviewed_on, agreement.is_mine_to_sign) == (None, None, False)
