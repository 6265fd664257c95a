"""Several rows of a list at once: what accounts are given, and what campaigns become."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from accounts.actions.campaign import turn
from accounts.models import (
    Account,
    Campaign,
    CampaignTarget,
    Enrolment,
    Favorite,
    Program,
    User,
)
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    CampaignTargetFactory,
    EnrolmentFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TOGETHER = "/accounts/together/"


@pytest.fixture
def other(program: Program) -> Account:
    """Another account of the program."""
    return AccountFactory(name="Bosch", programs=[program])


def typed(*accounts: Account, **more: Any) -> dict[str, Any]:
    """Return what the form sends about some accounts."""
    ids = [str(account.public_id) for account in accounts]
    return {"accounts": ids, "first_day": timezone.localdate(), **more}


def rows_of(model: Any, **which: Any) -> Any:
    """Return the rows of a model."""
    return model.objects.unscoped("a test looks at everything").filter(**which)


def owners(*accounts: Account) -> list[Any]:
    """Return who owns accounts now."""
    keys = [account.pk for account in accounts]
    return [row.owner for row in rows_of(Account, pk__in=keys).order_by("pk")]


def test_the_list_offers_ticks_to_those_who_plan_and_to_nobody_else(
    browser_of: BrowserOf, manager: User, seller: User, account: Account
) -> None:
    tick = f'form="together" name="account" value="{account.public_id}"'

    assert tick in browser_of(manager).get("/accounts/").content.decode()
    assert tick not in browser_of(seller).get("/accounts/").content.decode()


def test_those_ticked_are_shown_before_anything_is_done(
    browser_of: BrowserOf, manager: User, account: Account, other: Account, foreign: Account
) -> None:
    ids = [str(each.public_id) for each in (account, foreign)]

    answer = browser_of(manager).get(TOGETHER, {"account": ids, "back": "/accounts/?q=a"})

    shown = answer.context_data["form"].fields["accounts"].queryset
    assert list(shown) == [account]
    assert 'name="back" value="/accounts/?q=a"' in answer.content.decode()


def test_accounts_get_an_owner_a_program_a_campaign_and_a_place_at_hand(
    browser_of: BrowserOf, manager: User, seller: User, account: Account, other: Account
) -> None:
    target = ProgramAssignmentFactory(user=manager, program=ProgramFactory()).program
    campaign = CampaignFactory(program=target, kind="personalized")
    sent = typed(
        account,
        other,
        owner=str(seller.public_id),
        program=str(target.public_id),
        tier="A",
        campaign=str(campaign.public_id),
        at_hand="on",
        back="/accounts/?q=a",
    )

    answer = browser_of(manager).post(TOGETHER, sent)

    assert answer.url == "/accounts/?q=a"
    assert owners(account, other) == [seller, seller]
    assert [row.tier for row in rows_of(Enrolment, program=target)] == ["A", "A"]
    assert rows_of(CampaignTarget, campaign=campaign).count() == 2
    assert rows_of(Favorite, user=manager).count() == 2


def test_who_is_in_the_program_already_stays_as_they_are(
    browser_of: BrowserOf, manager: User, program: Program, account: Account, other: Account
) -> None:
    loose = AccountFactory(name="Loose", owner=manager, team=[manager])

    browser_of(manager).post(TOGETHER, typed(account, loose, program=str(program.public_id)))

    assert rows_of(Enrolment, account=account).count() == 1
    assert rows_of(Enrolment, account=loose, program=program).count() == 1


def test_all_or_nothing_is_done(
    browser_of: BrowserOf, manager: User, seller: User, program: Program, account: Account
) -> None:
    later = AccountFactory(name="Later", team=[manager])
    EnrolmentFactory(
        account=later, program=program, from_at=timezone.now() + timedelta(days=30), to_at=None
    )
    sent = typed(account, later, owner=str(seller.public_id), program=str(program.public_id))

    answer = browser_of(manager).post(TOGETHER, sent)

    assert answer.status_code == 422
    assert seller not in owners(account, later)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Say what is to be done with them."),
        ({"at_hand": "on", "first_day": ""}, "This field is required."),
        ({"owner": "00000000-0000-4000-8000-000000000000"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_done_is_said(
    browser_of: BrowserOf, manager: User, account: Account, more: Any, said: str
) -> None:
    answer = browser_of(manager).post(TOGETHER, {**typed(account), **more})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_an_account_out_of_reach_is_not_touched(
    browser_of: BrowserOf, manager: User, seller: User, foreign: Account
) -> None:
    sent = typed(foreign, owner=str(seller.public_id))

    assert browser_of(manager).post(TOGETHER, sent).status_code == 422
    assert owners(foreign) != [seller]


def test_who_does_not_plan_does_nothing_with_several(
    browser_of: BrowserOf, seller: User, leader: User, account: Account
) -> None:
    for person in (seller, leader):
        browser = browser_of(person)
        assert browser.get(TOGETHER).status_code == 403
        assert browser.post(TOGETHER, typed(account, at_hand="on")).status_code == 403


# ---- campaigns


@pytest.fixture
def campaigns(program: Program) -> list[Campaign]:
    """Three campaigns: one planned, one that runs, one that ended."""
    since = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [CampaignFactory(program=program, name=name) for name in ("One", "Two", "Three")]
    return [
        turn(SYSTEM, row, status=status, at=since)
        for row, status in zip(rows, ("planned", "active", "ended"), strict=True)
    ]


def states(campaigns: list[Campaign]) -> list[str]:
    """Return the status of campaigns, in their order."""
    keys = [row.pk for row in campaigns]
    return list(rows_of(Campaign, pk__in=keys).order_by("pk").values_list("status", flat=True))


def test_campaigns_that_may_go_there_are_turned_together(
    browser_of: BrowserOf, manager: User, campaigns: list[Campaign]
) -> None:
    ids = [str(row.public_id) for row in campaigns]

    answer = browser_of(manager).post(
        reverse("accounts:campaigns_turn"),
        {"campaign": ids, "to": "paused", "back": "/campaigns/?q=o"},
        follow=True,
    )

    assert states(campaigns) == ["planned", "paused", "ended"]
    assert answer.redirect_chain[0][0] == "/campaigns/?q=o"
    assert "1 campaign: Paused." in answer.content.decode()


def test_a_state_that_is_none_turns_nothing(
    browser_of: BrowserOf, manager: User, campaigns: list[Campaign]
) -> None:
    ids = [str(row.public_id) for row in campaigns]

    browser_of(manager).post(
        reverse("accounts:campaigns_turn"), {"campaign": ids, "to": "nonsense"}
    )

    assert states(campaigns) == ["planned", "active", "ended"]


def test_who_only_reads_turns_no_campaign_and_finds_no_ticks(
    browser_of: BrowserOf, leader: User, campaigns: list[Campaign]
) -> None:
    browser = browser_of(leader)
    sent = {"campaign": str(campaigns[1].public_id), "to": "paused"}

    assert browser.post(reverse("accounts:campaigns_turn"), sent).status_code == 403
    assert 'name="campaign"' not in browser.get("/campaigns/").content.decode()
    assert states(campaigns) == ["planned", "active", "ended"]


def test_the_file_of_campaigns_is_the_list_as_it_is_narrowed(
    browser_of: BrowserOf, manager: User, campaigns: list[Campaign]
) -> None:
    address = reverse("accounts:campaign_export", args=["csv"])

    answer = browser_of(manager).get(address, {"status": "active"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[:3] for row in rows[1:]] == [["Two", "Keystone", "Active"]]
    assert rows[1][-1] == str(timezone.localdate())
    assert (
        browser_of(manager).get(reverse("accounts:campaign_export", args=["exe"])).status_code
        == 404
    )


def test_accounts_of_campaigns_are_those_of_the_day_in_the_address(
    browser_of: BrowserOf, manager: User, campaigns: list[Campaign], account: Account
) -> None:
    now = timezone.now()
    CampaignTargetFactory(campaign=campaigns[1], account=account, from_at=now - timedelta(days=5))
    then = timezone.localdate() - timedelta(days=20)
    browser = browser_of(manager)

    def counts(**asked: Any) -> dict[str, int]:
        page = browser.get("/campaigns/", asked).context_data["page"]
        return {row.name: row.accounts_now for row in page}

    past = browser.get("/campaigns/", {"as_of": then}).content.decode()

    assert counts()["Two"] == 1
    assert counts(as_of=then)["Two"] == 0
    assert (
        f"{reverse('accounts:campaign_detail', args=[campaigns[1].public_id])}?as_of={then}" in past
    )
