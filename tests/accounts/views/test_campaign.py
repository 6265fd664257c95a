"""Campaigns on their pages: planned, started and ended, aimed at accounts, paid for, corrected."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.history import known
from accounts.actions.campaign import turn
from accounts.models import (
    Account,
    AdDelivery,
    Campaign,
    CampaignPeriod,
    CampaignTarget,
    FxRate,
    Program,
    Spend,
    User,
)
from tests.factories import (
    AccountFactory,
    AdDeliveryFactory,
    CampaignFactory,
    CampaignTargetFactory,
    FxRateFactory,
    ProgramFactory,
    SpendFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(program: Program) -> Campaign:
    """A campaign that runs since January."""
    row = CampaignFactory(program=program, name="Spring")
    return turn(SYSTEM, row, status="active", at=datetime(2026, 1, 1, tzinfo=UTC))


def at(route: str, row: Any, *more: Any) -> str:
    """Return the address of a page about a row."""
    return reverse(f"accounts:{route}", args=[row.public_id, *more])


def rows_of(model: Any, **which: Any) -> Any:
    """Return the rows of a model, in the order in which they were written."""
    return model.objects.unscoped("a test looks at everything").filter(**which).order_by("pk")


def test_a_campaign_is_planned_with_its_first_state(
    browser_of: BrowserOf, manager: User, program: Program
) -> None:
    typed = {
        "name": "Autumn",
        "program": program.pk,
        "channel": "email",
        "kind": "personalized",
        "status": "active",
        "since": "2026-03-01",
        "starts_on": "2026-03-01",
        "ends_on": "2026-03-31",
    }

    response = browser_of(manager).post(reverse("accounts:campaign_create"), typed)

    campaign = rows_of(Campaign).get()
    assert response.url == at("campaign_detail", campaign)
    assert (campaign.kind, campaign.status) == ("personalized", "active")
    assert campaign.starts_at == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert campaign.ends_at == datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert rows_of(CampaignPeriod).get().from_at == datetime(2026, 2, 28, 23, tzinfo=UTC)


def test_a_state_that_is_still_to_come_is_refused_and_nothing_is_saved(
    browser_of: BrowserOf, manager: User, program: Program
) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=2)).isoformat()
    typed = {"name": "Autumn", "channel": "email", "kind": "general", "status": "active"}

    response = browser_of(manager).post(
        reverse("accounts:campaign_create"), {**typed, "since": tomorrow}
    )

    assert response.status_code == 422
    assert not rows_of(Campaign).exists()


def test_the_list_is_narrowed_searched_and_cut_into_pages(
    browser_of: BrowserOf, manager: User, program: Program, campaign: Campaign
) -> None:
    CampaignFactory.create_batch(30, program=program, channel="ads")
    CampaignFactory(program=ProgramFactory(), name="Spring elsewhere")
    browser, url = browser_of(manager), reverse("accounts:campaign_list")

    def shown(**asked: Any) -> list[str]:
        return [row.name for row in browser.get(url, asked).context_data["page"]]

    assert len(shown()) == 31
    assert len(shown(size="25")) == 25
    assert len(shown(size="1000000")) == 31
    assert shown(q="SPRING") == ["Spring"]
    assert shown(status="active") == ["Spring"]
    assert len(shown(channel="ads", kind="general", program=str(program.public_id))) == 30
    assert shown(status="ended") == []


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_the_list_takes_the_same_queries_for_any_number(
    client: Client, settings: Any, django_assert_num_queries: Any, rows: int
) -> None:
    settings.PAGE_SIZE = 100
    for target in CampaignTargetFactory.create_batch(rows):
        target.campaign.program = ProgramFactory()
    client.force_login(UserFactory(administrator=True))

    with django_assert_num_queries(6):
        client.get(reverse("accounts:campaign_list"))


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_a_campaign_takes_the_same_queries_for_any_number_of_accounts(
    client: Client, django_assert_num_queries: Any, campaign: Campaign, rows: int
) -> None:
    CampaignTargetFactory.create_batch(rows, campaign=campaign)
    client.force_login(UserFactory(administrator=True))

    with django_assert_num_queries(10):
        client.get(at("campaign_detail", campaign))


def test_a_campaign_is_paused_and_resumed_in_one_click_each(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    browser = browser_of(manager)

    for to in ("paused", "active"):
        campaign.refresh_from_db()
        browser.post(at("campaign_state", campaign), {"to": to, "version": campaign.version})

    rows = rows_of(CampaignPeriod, voided_at=None).order_by("from_at")
    assert [row.status for row in rows] == ["active", "paused", "active"]
    campaign.refresh_from_db()
    assert campaign.status == "active"


def test_a_click_on_what_somebody_else_changed_says_so(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    seen = campaign.version
    turn(SYSTEM, campaign, status="ended")

    stale = browser_of(manager).post(
        at("campaign_state", campaign), {"to": "paused", "version": seen}
    )
    blind = browser_of(manager).post(at("campaign_state", campaign), {"to": "paused"})

    assert (stale.status_code, blind.status_code) == (409, 428)
    campaign.refresh_from_db()
    assert campaign.status == "ended"


def test_a_campaign_does_not_go_where_it_cannot(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    for to in ("planned", "active", "nowhere"):
        sent = {"to": to, "version": campaign.version}
        assert browser_of(manager).post(at("campaign_state", campaign), sent).status_code == 400


def test_a_kind_changes_from_a_day_on(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    typed = {"kind": "personalized", "status": "active", "since": "2026-03-01"}

    browser_of(manager).post(at("period_create", campaign), typed)

    old, new = rows_of(CampaignPeriod, voided_at=None).order_by("from_at")
    assert old.to_at == new.from_at == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert new.kind == "personalized"


def test_a_past_state_is_corrected_and_its_own_days_keep_their_instants(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    end = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
    turn(SYSTEM, campaign, status="ended", at=end)
    browser, url = browser_of(manager), at("period_edit", campaign, 1)
    form = browser.get(url).context_data["form"]
    typed = {
        "seen": form.initial["seen"],
        "kind": "personalized",
        "status": "paused",
        "first_day": "2026-02-01",
        "last_day": form.initial["last_day"].isoformat(),
    }

    response = browser.post(url, typed)

    assert response.status_code == 302
    first = rows_of(CampaignPeriod, voided_at=None).order_by("from_at").first()
    assert (first.kind, first.status, first.to_at) == ("personalized", "paused", end)
    assert first.from_at == datetime(2026, 1, 31, 23, tzinfo=UTC)
    assert browser.post(url, typed).status_code == 409


def test_a_withdrawn_state_leaves_the_one_before(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    turn(SYSTEM, campaign, status="ended")
    browser, url = browser_of(manager), at("period_edit", campaign, 2)
    form = browser.get(url).context_data["form"]

    typed = {name: form.initial[name] for name in ("seen", "kind", "status", "first_day")}
    browser.post(url, {**typed, "withdraw": "yes"})

    campaign.refresh_from_db()
    assert campaign.status == "active"


def test_a_whole_program_is_put_on_the_list_at_once(
    browser_of: BrowserOf, manager: User, program: Program, campaign: Campaign, account: Account
) -> None:
    AccountFactory.create_batch(60, programs=[program])
    outside = AccountFactory(team=[manager])
    url = f"{at('target_create', campaign)}?program={program.public_id}"

    form = browser_of(manager).get(url).context_data["form"]
    shown = len(form.fields["accounts"].queryset)
    response = browser_of(manager).post(url, {"everyone": "on", "first_day": "2026-03-01"})

    assert shown == 50
    assert response.status_code == 302
    aimed = rows_of(CampaignTarget, campaign=campaign)
    assert aimed.count() == 61
    assert not aimed.filter(account=outside).exists()


def test_one_account_is_put_on_the_list_and_taken_off_it(
    browser_of: BrowserOf, manager: User, campaign: Campaign, account: Account, foreign: Account
) -> None:
    browser, url = browser_of(manager), at("target_create", campaign)
    typed = {"first_day": "2026-03-01"}

    none = browser.post(url, typed)
    hidden = browser.post(url, {**typed, "accounts": [str(foreign.public_id)]})
    browser.post(url, {**typed, "accounts": [str(account.public_id)]})
    edit = at("target_edit", campaign, account.public_id)
    seen = browser.get(edit).context_data["form"].initial["seen"]
    browser.post(edit, {**typed, "seen": seen, "last_day": "2026-03-31"})

    assert (none.status_code, hidden.status_code) == (422, 422)
    old, new = rows_of(CampaignTarget)
    assert (old.voided_at is None, new.account) == (False, account)
    assert new.to_at == datetime(2026, 3, 31, 22, tzinfo=UTC)


# What it cost


def test_what_was_spent_is_written_down_corrected_and_withdrawn(
    browser_of: BrowserOf, manager: User, program: Program, campaign: Campaign
) -> None:
    browser = browser_of(manager)
    typed = {
        "campaign": str(campaign.public_id),
        "spent_on": "2026-03-01",
        "amount": "120.50",
        "currency": "EUR",
        "category": "media",
        "is_billed_by_click": "on",
    }
    browser.post(at("program_spend_create", program), typed)
    row = rows_of(Spend).get()
    edit = at("spend_edit", row)
    seen = browser.get(edit).context_data["form"].initial["seen"]

    browser.post(edit, {**typed, "amount": "-20", "seen": seen})
    stale = browser.post(edit, {**typed, "amount": "30", "seen": seen})

    row.refresh_from_db()
    new = rows_of(Spend, voided_at=None).get()
    assert (row.campaign, row.program, row.is_billed_by_click) == (campaign, program, True)
    assert (new.amount, new.replaces) == (Decimal(-20), row)
    assert rows_of(Spend).filter(known(row.voided_at)).get().amount == Decimal("120.5")
    assert stale.status_code == 409
    browser.post(at("spend_edit", new), {**typed, "seen": new.recorded_at, "withdraw": "yes"})
    assert not rows_of(Spend, voided_at=None).exists()
    assert browser.get(edit).status_code == 404


def test_the_ledger_never_adds_two_currencies(
    browser_of: BrowserOf, manager: User, program: Program, campaign: Campaign
) -> None:
    SpendFactory(campaign=campaign, amount=100)
    SpendFactory(campaign=campaign, amount=-30)
    SpendFactory(campaign=None, program=program, amount=7, currency="USD")
    SpendFactory(campaign__program=ProgramFactory(), amount=5_000)
    browser = browser_of(manager)

    of_program = browser.get(at("program_spend", program)).context_data["sums"]
    of_campaign = browser.get(at("campaign_spend", campaign)).context_data["sums"]

    assert of_program == [("EUR", 70), ("USD", 7)]
    assert of_campaign == [("EUR", 70)]


@pytest.mark.parametrize(
    "wrong", [{"amount": "0"}, {"currency": "eur"}, {"spent_on": "2126-01-01"}]
)
def test_a_line_without_sense_is_refused(
    browser_of: BrowserOf, manager: User, campaign: Campaign, wrong: dict[str, str]
) -> None:
    typed = {"spent_on": "2026-03-01", "amount": "5", "currency": "EUR", "category": "media"}

    response = browser_of(manager).post(at("campaign_spend_create", campaign), typed | wrong)

    assert response.status_code == 422
    assert not rows_of(Spend).exists()


# Ads


def test_a_delivery_is_corrected_at_its_place(
    browser_of: BrowserOf, manager: User, campaign: Campaign
) -> None:
    days = [date(2026, 3, day) for day in (1, 2)]
    first, second = (AdDeliveryFactory(campaign=campaign, account=None, day=day) for day in days)
    browser = browser_of(manager)
    shown = browser.get(at("delivery_list", campaign)).context_data["page"]
    url = at("delivery_edit", campaign, 2)
    seen = browser.get(url).context_data["form"].initial["seen"]
    typed = {"seen": seen, "impressions": "2000", "clicks": "12", "invalid_clicks": "2"}

    wrong = browser.post(url, {**typed, "invalid_clicks": "13"})
    browser.post(url, typed)

    assert [row.day for row in shown] == days[::-1]
    assert wrong.status_code == 422
    new = rows_of(AdDelivery, voided_at=None).get(day=days[1])
    assert (new.replaces, new.impressions, new.invalid_clicks) == (second, 2000, 2)
    assert rows_of(AdDelivery, day=days[0]).get() == first
    assert browser.get(at("delivery_edit", campaign, 3)).status_code == 404


# Who may


def test_campaigns_are_read_by_those_in_reach_and_changed_by_those_who_plan(
    browser_of: BrowserOf, leader: User, seller: User, campaign: Campaign, account: Account
) -> None:
    read = ["campaign_detail", "delivery_list", "campaign_spend"]
    change = ["campaign_edit", "period_create", "target_create", "campaign_spend_create"]

    def codes(person: User) -> set[tuple[int, int]]:
        browser = browser_of(person)
        return {
            (browser.get(at(one, campaign)).status_code, browser.get(at(two, campaign)).status_code)
            for one in read
            for two in change
        }

    assert codes(leader) == {(200, 403)}
    assert codes(seller) == {(404, 404)}
    CampaignTargetFactory(campaign=campaign, account=account)
    assert codes(seller) == {(200, 403)}


# Exchange rates


def test_an_administrator_keeps_the_rates_and_managers_read_them(
    browser_of: BrowserOf, manager: User
) -> None:
    browser = browser_of(UserFactory(administrator=True))
    typed = {"base": "USD", "quote": "EUR", "rate": "0.92", "from_on": "2026-03-01"}

    made = browser.post(reverse("accounts:rate_create"), typed)
    twice = browser.post(reverse("accounts:rate_create"), typed)
    rate = FxRate.objects.get()
    edit = reverse("accounts:rate_edit", args=[rate.pk])
    blind = browser.post(edit, {**typed, "rate": "0.93"})
    saved = browser.post(edit, {**typed, "rate": "0.93", "version": rate.version})
    stale = browser.post(edit, {**typed, "rate": "0.94", "version": rate.version})

    codes = [each.status_code for each in (made, twice, blind, saved, stale)]
    assert codes == [302, 422, 428, 302, 409]
    rate.refresh_from_db()
    assert rate.rate == Decimal("0.93")
    reader, seller = browser_of(manager), browser_of(UserFactory(role="sales"))
    assert reader.get(reverse("accounts:rate_list")).status_code == 200
    assert reader.post(reverse("accounts:rate_create"), typed).status_code == 403
    assert seller.get(reverse("accounts:rate_list")).status_code == 403


def test_the_rates_are_narrowed_by_currency(browser_of: BrowserOf) -> None:
    FxRateFactory(base="USD", quote="EUR")
    FxRateFactory(base="GBP", quote="EUR")
    browser = browser_of(UserFactory(administrator=True))

    page = browser.get(reverse("accounts:rate_list"), {"base": "gbp"}).context_data["page"]

    assert [row.base for row in page] == ["GBP"]
