"""Goals of campaigns: set on the campaign's page, measured at its grain, kept, rolled up."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.enums import RecordType
from accounts.models import Account, Campaign, User
from metrics.actions.goal import approve_goal
from metrics.actions.measurement import keep_campaigns
from metrics.calc.status import GoalStatus
from metrics.enums import ScopeKind
from metrics.models import Goal, Measurement
from metrics.queries.board import Asked, board
from tests.callers import signed_in
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    CampaignTargetFactory,
    DataFeedFactory,
    EnrolmentFactory,
    GoalFactory,
    TeamMemberFactory,
    TouchFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
KEY = "campaign_responded_accounts"


@pytest.fixture
def campaign(account: Account, program: Any) -> Campaign:
    """A campaign that aims at two accounts since eighty days; one of them answered it."""
    now = timezone.now()
    found: Campaign = CampaignFactory(
        name="Spring", program=program, starts_at=now - timedelta(days=80)
    )
    other = AccountFactory(name="Globex")
    EnrolmentFactory(account=other, program=program)
    DataFeedFactory(record_type=RecordType.EVENT)
    DataFeedFactory(record_type=RecordType.CAMPAIGN)
    for each in (account, other):
        CampaignTargetFactory(campaign=found, account=each, from_at=now - timedelta(days=80))
    TouchFactory(
        account=account,
        campaign=found,
        type="webinar_attended",
        occurred_at=now - timedelta(days=20),
    )
    return found


@pytest.fixture
def goal(campaign: Campaign) -> Goal:
    """Four accounts should have answered within a hundred days, of which fifty are over."""
    today = timezone.localdate()
    made: Goal = GoalFactory(
        account=None,
        campaign=campaign,
        indicator_key=KEY,
        type="cumulate",
        baseline=None,
        target=Decimal(4),
        starts_on=today - timedelta(days=49),
        due_on=today + timedelta(days=50),
    )
    return made


def test_a_goal_is_set_on_the_page_of_a_campaign_with_an_indicator_of_campaigns(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    today = timezone.localdate()
    browser = browser_of(manager)
    address = reverse("metrics:campaign_goal_create", args=[campaign.public_id])
    said = {
        "type": "cumulate",
        "indicator_key": KEY,
        "starts_on": today.isoformat(),
        "due_on": (today + timedelta(days=90)).isoformat(),
        "target": "4",
    }

    form = browser.get(address).content.decode()
    answer = browser.post(address, said)

    made = Goal.objects.visible_to(SYSTEM).get()
    assert f'value="{KEY}"' in form
    assert 'value="close_rate"' not in form  # not measured of a campaign
    assert (answer.status_code, made.campaign, made.scope) == (302, campaign, ScopeKind.CAMPAIGN)


def test_the_goal_is_measured_over_all_accounts_of_the_campaign_and_kept(
    campaign: Campaign, goal: Goal
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)

    written = keep_campaigns(as_of=yesterday)
    again = keep_campaigns(as_of=yesterday)

    row = Measurement.objects.visible_to(SYSTEM).get()
    assert (written, again) == (1, 0)
    assert (row.scope, row.campaign, list(row.answers)) == (ScopeKind.CAMPAIGN, campaign, [KEY])
    assert row.answers[KEY]["numerator"] == 1


def test_the_page_of_the_campaign_shows_the_goal_with_its_standing(
    browser_of: BrowserOf, manager: User, campaign: Campaign, goal: Goal
) -> None:
    keep_campaigns(as_of=timezone.localdate() - timedelta(days=1))
    browser = browser_of(manager)

    page = browser.get(reverse("metrics:campaign_goals", args=[campaign.public_id]))

    words = page.content.decode()
    row = page.context["rows"][0]
    assert (row.progress.attained, row.progress.status) == (0.25, GoalStatus.INCONCLUSIVE)
    assert page.context["standing"].band == GoalStatus.OFF_TRACK
    for said in ("Inconclusive", "not distinguishable from plan", "1 of 1 goal measured"):
        assert said in words
    assert f"campaign%3A{campaign.public_id}" in words or f"campaign:{campaign.public_id}" in words
    campaign_page = browser.get(reverse("accounts:campaign_detail", args=[campaign.public_id]))
    assert reverse("metrics:campaign_goals", args=[campaign.public_id]) in (
        campaign_page.content.decode()
    )


def test_the_goal_stands_on_the_board_under_its_campaign_and_in_its_program(
    manager: User, campaign: Campaign, goal: Goal
) -> None:
    actor, today = Actor.of_person(manager), timezone.localdate()

    of_accounts = board(actor, Asked(as_of=today)).sections
    of_programs = board(actor, Asked(as_of=today, group="program")).sections
    found = board(actor, Asked(as_of=today, words="sprin")).sections

    for sections in (of_accounts, of_programs, found):
        assert [line.of for section in sections for line in section.lines] == [campaign]
        assert sections[0].lines[0].standing is not None
    assert of_programs[0].program == campaign.program


def test_the_goal_has_a_page_a_history_and_a_place_in_the_search(
    browser_of: BrowserOf, manager: User, campaign: Campaign, goal: Goal
) -> None:
    keep_campaigns(as_of=timezone.localdate() - timedelta(days=1))
    browser = browser_of(manager)

    page = browser.get(reverse("metrics:goal_detail", args=[goal.public_id]))
    file = browser.get(reverse("metrics:goal_history", args=[goal.public_id, "csv"]))
    found = browser.get(reverse("metrics:search"), {"q": "responded to the campaign"})

    assert "Spring" in page.content.decode()
    assert page.context["trend"]["series"][0]["values"]
    assert file.status_code == 200
    assert str(goal.public_id) in found.content.decode()


def test_who_sees_a_campaign_by_one_account_alone_sees_no_goal_of_it(
    browser_of: BrowserOf, account: Account, campaign: Campaign, goal: Goal
) -> None:
    seller = UserFactory(role="sales")
    outsider = UserFactory(role="abm_manager")
    for person in (seller, outsider):
        TeamMemberFactory(account=account, user=person)
    keep_campaigns(as_of=timezone.localdate() - timedelta(days=1))

    for person in (seller, outsider):
        actor = Actor.of_person(person)
        browser = browser_of(person)
        assert list(Campaign.objects.visible_to(actor)) == [campaign]
        assert not Goal.objects.visible_to(actor).exists()
        assert not Measurement.objects.visible_to(actor).exists()
        page = browser.get(reverse("metrics:campaign_goals", args=[campaign.public_id]))
        assert page.context["rows"] == []
        assert not page.context["can_edit"]
    address = reverse("metrics:campaign_goal_create", args=[campaign.public_id])
    assert browser_of(outsider).get(address).status_code == 404


def test_an_approved_goal_of_a_campaign_keeps_where_it_began(
    campaign: Campaign, goal: Goal
) -> None:
    goal.type, goal.target = "reach", Decimal(5)
    goal.save()

    approved = approve_goal(SYSTEM, goal)

    assert approved.baseline == 0
    assert approved.approved_at is not None


def test_a_campaign_takes_a_goal_through_the_api(manager: User, campaign: Campaign) -> None:
    today, caller = timezone.localdate(), signed_in(manager)
    said = {
        "campaign": str(campaign.public_id),
        "type": "cumulate",
        "indicator_key": KEY,
        "starts_on": today.isoformat(),
        "due_on": (today + timedelta(days=90)).isoformat(),
        "target": "4",
    }

    made = caller.post("goals/", said)
    listed = caller.get(f"goals/?campaign={campaign.public_id}")
    wrong = caller.post("goals/", {**said, "indicator_key": "close_rate"})

    assert (made.status_code, made.json()["campaign"]) == (201, str(campaign.public_id))
    assert [each["public_id"] for each in listed.json()["results"]] == [made.json()["public_id"]]
    assert wrong.status_code == 400
    assert [each["field"] for each in wrong.json()["fields"]] == ["indicator_key"]
