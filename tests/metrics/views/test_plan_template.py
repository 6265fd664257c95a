"""What a plan starts from: templates that come along, the team's own, another account's plan."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Account, Action, Objective, PlanTemplate, User
from accounts.queries.plan_template import SHIPPED
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.words import Grain
from metrics.enums import GoalType
from metrics.models import Goal, IndicatorSet
from metrics.queries.suiting import can_be_aimed_at
from tests.factories import (
    AccountFactory,
    ActionFactory,
    GoalFactory,
    IndicatorSetFactory,
    ObjectiveFactory,
    PlanTemplateFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def start_at(account: Account) -> str:
    """Return where the plan of an account is started."""
    return reverse("metrics:plan_start", args=[account.public_id])


def plan_of(account: Account) -> list[tuple[str, list[str]]]:
    """Return the objectives of an account with their actions."""
    objectives = Objective.objects.unscoped("a test").filter(account=account).order_by("position")
    actions: Any = Action.objects.unscoped("a test")
    return [
        (row.title, list(actions.filter(objective=row).order_by("position").values_list("title")))
        for row in objectives
    ]


@pytest.mark.parametrize("start", SHIPPED, ids=lambda start: start.key)
def test_a_plan_starts_from_each_template_that_comes_along(
    browser_of: BrowserOf, manager: User, account: Account, start: Any
) -> None:
    answer = browser_of(manager).post(start_at(account), {"start": start.key})

    assert answer.url == account.get_absolute_url()
    made = plan_of(account)
    assert [(title, len(steps)) for title, steps in made] == [
        (str(aim.title), len(aim.steps)) for aim in start.aims
    ]
    assert set(Action.objects.unscoped("a test").values_list("owner", flat=True)) == {manager.pk}


def test_templates_come_along_in_french_too() -> None:
    with override("fr"):
        french = [str(start.name) for start in SHIPPED]

    assert french == [
        "Gagner une première affaire",
        "Protéger un renouvellement",
        "Nouer une relation avec les dirigeants",
        "Améliorer la satisfaction",
    ]


def test_a_plan_starts_beside_what_stands_there(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    ObjectiveFactory(account=account, title="Stands", position=3)
    template = PlanTemplateFactory()

    browser_of(manager).post(start_at(account), {"start": f"own-{template.public_id}"})

    assert plan_of(account) == [("Stands", []), ("Grow", [("Meet",)])]


def test_the_plan_of_another_account_is_copied_to_start_now(
    browser_of: BrowserOf, manager: User, account: Account, program: Any
) -> None:
    other = AccountFactory(name="Bosch", programs=[program])
    objective = ObjectiveFactory(account=other, title="Win the plant")
    ActionFactory(objective=objective, title="First", due_on=date(2020, 1, 1))
    browser = browser_of(manager)

    assert "Bosch" in browser.get(start_at(account), {"q": "bos"}).content.decode()
    browser.post(start_at(account), {"start": f"account-{other.public_id}"})

    assert plan_of(account) == [("Win the plant", [("First",)])]
    due = Action.objects.unscoped("a test").get(objective__account=account).due_on
    assert due is not None
    assert due > date(2020, 2, 1)


def test_neither_nonsense_nor_a_plan_out_of_reach_is_copied(
    browser_of: BrowserOf, manager: User, account: Account, foreign: Account
) -> None:
    ObjectiveFactory(account=foreign)
    browser = browser_of(manager)

    codes = [
        browser.post(start_at(account), {"start": key}).status_code
        for key in ("", "nonsense", "account-nonsense", f"account-{foreign.public_id}")
    ]

    assert codes == [422] * 4
    assert plan_of(account) == []


def test_a_plan_that_worked_is_kept_as_a_template_and_renamed(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account, title="Win the plant", why="It opens the rest")
    ActionFactory(objective=objective, title="Meet")
    browser = browser_of(manager)
    made = browser.post(
        reverse("metrics:template_create", args=[account.public_id]), {"name_fr": "Gagner"}
    )

    template = PlanTemplate.objects.get()
    edit = reverse("accounts:template_edit", args=[template.public_id])
    browser.post(edit, {"name_fr": "Gagner un site", "version": template.version})

    template.refresh_from_db()
    assert made.url == reverse("accounts:template_list")
    assert template.name_fr == "Gagner un site"
    assert template.content == [
        {
            "kind": "grow",
            "title": "Win the plant",
            "why": "It opens the rest",
            "steps": [{"title": "Meet", "days": None, "effect": ""}],
            "goals": [],
        }
    ]
    assert template.measured == {"indicators": [], "goals": []}
    assert "Gagner un site" in browser.get(start_at(account)).content.decode()


# ---- goals and indicators


def goals_of(account: Account) -> dict[str, Goal]:
    """Return the goals of an account by their indicator or, without one, their name."""
    rows = Goal.objects.unscoped("a test").filter(account=account)
    return {goal.indicator_key or goal.name: goal for goal in rows.select_related("objective")}


def measured_at(account: Account) -> list[str]:
    """Return what an account is measured by, in order."""
    rows = IndicatorSet.objects.unscoped("a test").filter(account=account).order_by("position")
    return list(rows.values_list("indicator_key", flat=True))


@pytest.fixture
def worked(program: Any, manager: User) -> Account:
    """An account whose plan worked: goals under an objective and beside, two indicators."""
    account = AccountFactory(name="Bosch", programs=[program])
    aim = ObjectiveFactory(account=account, title="Be recommended")
    day = date(2020, 1, 1)
    GoalFactory(
        account=account, objective=aim, indicator_key="nps", target=30, baseline=None,
        starts_on=day, due_on=day + timedelta(days=100), weight=2, is_critical=True,
        profile="milestones", profile_points=[["2020-01-31", 0.4]], owner=manager,
    )  # fmt: skip
    GoalFactory(
        account=account, objective=None, type="milestone", indicator_key="", target=None,
        baseline=None, name="The contract is signed", starts_on=day, due_on=day + timedelta(days=9),
    )  # fmt: skip
    GoalFactory(account=account, indicator_key="close_rate", where={"source": "web"})
    IndicatorSetFactory(account=account, indicator_key="nps", comment="They renew on it.")
    IndicatorSetFactory(account=account, indicator_key="close_rate")
    return account


def test_goals_of_templates_that_come_along_can_be_set_in_an_account() -> None:
    numbers = [number for start in SHIPPED for aim in start.aims for number in aim.numbers]
    keys = {number.indicator for number in numbers if number.type != GoalType.MILESTONE}
    keys |= {key for start in SHIPPED for key, _why in start.indicators}

    assert all(any(aim.numbers for aim in start.aims) for start in SHIPPED)
    assert [key for key in keys if not can_be_aimed_at(CATALOGUE[key], Grain.ACCOUNT)] == []


def test_what_a_plan_starts_from_is_shown_with_its_goals_before_anything_is_saved(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    answer = browser_of(manager).get(start_at(account), {"start": "renewal"})

    page = answer.content.decode()
    due = timezone.localdate() + timedelta(days=182)
    assert answer.status_code == 200
    assert "The contract is renewed" in page
    assert "Renewal revenue protected" in page
    assert f'name="goal-0-0-due_on" value="{due}"' in page
    assert plan_of(account) == []


def test_goals_come_along_with_the_target_and_the_day_that_are_typed(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    today = timezone.localdate()
    typed = {
        "start": "first-deal",
        "goal-0-0-due_on": today + timedelta(days=200),
        "goal-0-1-target": "250000",
        "goal-0-1-due_on": today + timedelta(days=90),
    }

    browser_of(manager).post(start_at(account), typed)

    goals = goals_of(account)
    deal = goals["new_pipeline_value"]
    assert set(goals) == {"The first contract is signed", "new_pipeline_value"}
    assert (deal.type, deal.target, deal.starts_on) == (GoalType.CUMULATE, 250_000, today)
    assert deal.due_on == today + timedelta(days=90)
    assert deal.objective is not None
    assert deal.objective.title == "Win a first project with one business unit"
    assert deal.owner == manager
    assert deal.approved_at is None


def test_a_goal_without_a_target_is_not_set_and_its_indicator_measured_all_the_same(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    IndicatorSetFactory(account=account, indicator_key="close_rate", position=4)

    browser_of(manager).post(start_at(account), {"start": "first-deal"})

    assert goals_of(account) == {}
    assert measured_at(account) == [
        "close_rate", "direct_interactions", "new_pipeline_value", "account_coverage"
    ]  # fmt: skip


def test_a_target_that_cannot_be_is_said_beside_it_and_nothing_is_saved(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    due = timezone.localdate() + timedelta(days=90)
    typed = {"start": "satisfaction", "goal-0-0-target": "900", "goal-0-0-due_on": due}

    answer = browser_of(manager).post(start_at(account), typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This indicator lies between -100 and 100." in page
    assert 'value="900"' in page
    assert plan_of(account) == []
    assert measured_at(account) == []


def test_the_plan_of_another_account_brings_goals_and_indicators(
    browser_of: BrowserOf, manager: User, account: Account, worked: Account
) -> None:
    browser, today = browser_of(manager), timezone.localdate()
    key = f"account-{worked.public_id}"
    page = browser.get(start_at(account), {"start": key}).content.decode()

    browser.post(
        start_at(account),
        {
            "start": key,
            "goal-0-0-target": "40",
            "goal-0-0-due_on": today + timedelta(days=100),
            "goal-none-0-due_on": today + timedelta(days=9),
        },
    )

    goals = goals_of(account)
    assert 'name="goal-0-0-target" value="30"' in page
    assert set(goals) == {"nps", "The contract is signed"}
    assert (goals["nps"].target, goals["nps"].weight, goals["nps"].is_critical) == (40, 2, True)
    assert goals["nps"].profile_points == [[str(today + timedelta(days=30)), 0.4]]
    assert goals["The contract is signed"].objective is None
    assert measured_at(account) == ["nps", "close_rate"]


@pytest.mark.parametrize(("kept", "target"), [("on", "30"), ("", "")])
def test_a_template_keeps_goals_and_targets_only_where_they_are_wanted(
    browser_of: BrowserOf, manager: User, worked: Account, kept: str, target: str
) -> None:
    browser_of(manager).post(
        reverse("metrics:template_create", args=[worked.public_id]),
        {"name_en": "Recommended", "with_targets": kept},
    )

    template = PlanTemplate.objects.get()
    [goal] = template.content[0]["goals"]
    assert (goal["indicator"], goal["target"], goal["days"]) == ("nps", target, 100)
    assert goal["points"] == [[30, 0.4]]
    assert [each["name"] for each in template.measured["goals"]] == ["The contract is signed"]
    assert template.measured["indicators"] == [
        {"key": "nps", "why": "They renew on it."},
        {"key": "close_rate", "why": ""},
    ]


def test_an_indicator_that_is_gone_is_left_out_and_named(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    template = PlanTemplateFactory(
        content=[
            {
                "kind": "grow",
                "title": "Grow",
                "steps": [],
                "goals": [{"indicator": "forgotten", "target": "3"}],
            }
        ]
    )
    browser, key = browser_of(manager), f"own-{template.public_id}"

    page = browser.get(start_at(account), {"start": key}).content.decode()
    browser.post(start_at(account), {"start": key})

    assert "Indicators that are not known any more are left out: forgotten" in page
    assert plan_of(account) == [("Grow", [])]
    assert measured_at(account) == []


@pytest.mark.parametrize("route", ["plan_start", "template_create"])
def test_who_does_not_plan_starts_nothing(
    browser_of: BrowserOf, seller: User, leader: User, account: Account, route: str
) -> None:
    address = reverse(f"metrics:{route}", args=[account.public_id])

    assert browser_of(seller).post(address, {"start": "renewal"}).status_code == 403
    assert browser_of(leader).get(address).status_code == 403
