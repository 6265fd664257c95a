"""Campaigns, the accounts they aim at and what they cost, through the API."""

from typing import Any

import pytest

from accounts.models import Account, Campaign, CampaignTarget, Program, Spend, User
from tests.callers import Caller, signed_in
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    CampaignTargetFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    SpendFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return UserFactory()


@pytest.fixture
def program(manager: User) -> Program:
    return ProgramAssignmentFactory(user=manager).program


@pytest.fixture
def account(manager: User) -> Account:
    return AccountFactory(team=[manager])


@pytest.fixture
def campaign(program: Program) -> Campaign:
    return CampaignFactory(program=program)


@pytest.fixture
def caller(manager: User) -> Caller:
    return signed_in(manager)


def test_a_campaign_is_made_with_its_first_period_and_turns(
    caller: Caller, program: Program
) -> None:
    body = {"name": "Spring", "program": str(program.public_id), "channel": "email"}
    made = caller.post(
        "campaigns/",
        {**body, "kind": "personalized", "status": "active", "since": "2026-01-05T00:00:00Z"},
    )
    path = f"campaigns/{made.json()['public_id']}/"
    turned = caller.patch(
        path, {"status": "paused", "since": "2026-02-01T00:00:00Z"}, version=made.json()["version"]
    )

    assert (made.status_code, turned.status_code) == (201, 200)
    assert (made.json()["kind"], made.json()["status"]) == ("personalized", "active")
    assert (turned.json()["kind"], turned.json()["status"]) == ("personalized", "paused")
    assert [(row["status"], row["to_at"]) for row in caller.get(f"{path}history/").json()] == [
        ("active", "2026-02-01T00:00:00Z"),
        ("paused", None),
    ]


def test_a_campaign_is_changed_by_the_version_seen(caller: Caller, campaign: Campaign) -> None:
    path = f"campaigns/{campaign.public_id}/"

    renamed = caller.patch(path, {"name": "Autumn", "status": "planned"}, version=campaign.version)
    stale = caller.patch(path, {"status": "ended"}, version=campaign.version)

    assert (renamed.json()["name"], renamed.json()["status"]) == ("Autumn", "planned")
    assert (stale.status_code, stale.json()["now"]["name"]) == (409, "Autumn")
    assert [row["status"] for row in caller.get(f"{path}history/").json()] == ["planned"]
    assert caller.delete(path, version=renamed.json()["version"]).status_code == 405


def test_campaigns_are_those_of_one_s_programs_and_accounts(
    caller: Caller, campaign: Campaign, account: Account
) -> None:
    aimed = CampaignTargetFactory(campaign__program=ProgramFactory(), account=account).campaign
    of_nobody = CampaignFactory()
    CampaignTargetFactory(campaign__program=ProgramFactory())

    assert set(caller.ids("campaigns/")) == {
        str(row.public_id) for row in (campaign, aimed, of_nobody)
    }


def test_sales_sees_the_campaigns_that_aim_at_its_accounts_and_changes_none(
    account: Account, campaign: Campaign
) -> None:
    seller = UserFactory(sales=True)
    own = AccountFactory(team=[seller])
    aimed = CampaignTargetFactory(campaign__program=ProgramFactory(), account=own).campaign
    caller = signed_in(seller)

    assert caller.ids("campaigns/") == [str(aimed.public_id)]
    path = f"campaigns/{aimed.public_id}/"
    assert caller.patch(path, {"status": "ended"}, version=aimed.version).status_code == 403


def test_an_account_is_put_on_a_list_and_leaves_it(
    caller: Caller, campaign: Campaign, account: Account
) -> None:
    both = {"campaign": str(campaign.public_id), "account": str(account.public_id)}

    made = caller.post("targets/", {**both, "from_at": "2026-01-01T00:00:00Z"})
    twice = caller.post("targets/", {**both, "from_at": "2026-02-01T00:00:00Z"})
    ended = caller.post("targets/end/", {**both, "to_at": "2026-03-01T00:00:00Z"})
    again = caller.post("targets/end/", {**both, "to_at": "2026-03-01T00:00:00Z"})

    assert [each.status_code for each in (made, twice, ended, again)] == [201, 400, 200, 400]
    rows = CampaignTarget.objects.unscoped("a test").order_by("pk")
    assert [row.voided_at is None for row in rows] == [False, True]


def a_cost(campaign: Campaign, /, **values: Any) -> dict[str, Any]:
    """Return what was spent as a program tells it."""
    told = {"spent_on": "2026-03-14", "amount": "120.50", "currency": "EUR", "category": "media"}
    return {**told, "campaign": str(campaign.public_id), **values}


def test_spending_is_corrected_by_a_row_of_its_own(caller: Caller, campaign: Campaign) -> None:
    made = caller.post("spend/", a_cost(campaign)).json()

    answer = caller.post(f"spend/{made['public_id']}/correct/", {"amount": "-20.00"})

    assert answer.status_code == 200
    assert caller.ids("spend/") == [answer.json()["public_id"]]
    old, new = Spend.objects.unscoped("a test").order_by("pk")
    assert new.replaces == old
    assert (old.voided_at is None, str(new.amount), new.category) == (False, "-20.0000", "media")
    gone = caller.post(f"spend/{made['public_id']}/correct/", {"amount": "-30.00"})
    assert (gone.status_code, gone.json()["now"]) == (409, answer.json())


def test_spending_is_withdrawn(caller: Caller, campaign: Campaign) -> None:
    row = SpendFactory(campaign=campaign)

    assert caller.post(f"spend/{row.public_id}/withdraw/").status_code == 204
    assert caller.ids("spend/") == []


@pytest.mark.parametrize(
    "wrong", [{"amount": "0"}, {"currency": "euro"}, {"campaign": None}, {"category": "bribes"}]
)
def test_spending_follows_the_rules_of_the_database(
    caller: Caller, campaign: Campaign, wrong: dict[str, Any]
) -> None:
    assert caller.post("spend/", a_cost(campaign, **wrong)).status_code == 400


def test_spending_out_of_reach_is_not_seen(caller: Caller) -> None:
    row = SpendFactory(campaign__program=ProgramFactory())

    assert caller.ids("spend/") == []
    assert caller.post(f"spend/{row.public_id}/withdraw/").status_code == 404
