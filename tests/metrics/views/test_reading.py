"""Values of own indicators: written in two clicks, corrected, withdrawn, read day by day."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, User
from metrics.models import CustomIndicator, IndicatorReading
from tests.factories import (
    AccountFactory,
    CustomIndicatorFactory,
    IndicatorReadingFactory,
    IndicatorSetFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> CustomIndicator:
    return CustomIndicatorFactory(manual=True, key="own", name_en="Sponsors", name_fr="Parrains")


def address(route: str, account: Account, own: CustomIndicator, *more: Any) -> str:
    return reverse(f"metrics:reading_{route}", args=[account.public_id, own.public_id, *more])


def rows(**kept: Any) -> list[IndicatorReading]:
    found = IndicatorReading.objects.visible_to(SYSTEM).filter(**kept)
    return list(found.order_by("pk"))


def said(**changes: Any) -> dict[str, Any]:
    return {"value": "62.5", "weight": "3", "effective_on": "2026-03-10", **changes}


def test_a_value_is_written_in_two_clicks_from_the_indicators_of_an_account(
    browser_of: BrowserOf, manager: User, account: Account, own: CustomIndicator
) -> None:
    IndicatorSetFactory(account=account, indicator_key="own")
    browser = browser_of(manager)
    here = reverse("metrics:indicator_set", args=[account.public_id])
    form = f"{address('create', account, own)}?back={here}"

    assert form.replace("/", "%2F") in browser.get(here).content.decode().replace("/", "%2F")
    today = timezone.localdate()
    shown = browser.get(form).context_data["form"]
    assert (shown["effective_on"].value(), shown["weight"].value()) == (today, 1)
    sent = browser.post(form, said(effective_on=today.isoformat()))

    assert (sent.status_code, sent.url) == (302, here)
    (row,) = rows()
    assert (row.value, row.weight, row.recorded_by) == (Decimal("62.5"), 3, manager)
    assert "62.5%" in browser.get(here).content.decode()


def test_a_value_is_written_from_the_page_of_the_number(
    browser_of: BrowserOf, seller: User, account: Account, own: CustomIndicator
) -> None:
    number = reverse("metrics:answer_detail", args=["own"])
    page = browser_of(seller).get(number, {"scope": f"account:{account.public_id}"})

    told = page.context_data["told"]
    assert told["all"] == address("list", account, own)
    back = browser_of(seller).post(told["write"], said())
    assert back.url.startswith(number)
    assert len(rows()) == 1


def test_the_number_of_a_program_leads_to_no_form(
    browser_of: BrowserOf, manager: User, program: Any, own: CustomIndicator
) -> None:
    number = reverse("metrics:answer_detail", args=["own"])
    page = browser_of(manager).get(number, {"scope": f"program:{program.public_id}"})

    assert page.status_code == 200
    assert page.context_data["told"] == {}


def test_sent_twice_it_is_one_and_another_value_of_that_day_is_refused(
    browser_of: BrowserOf, manager: User, account: Account, own: CustomIndicator
) -> None:
    browser, form = browser_of(manager), address("create", account, own)

    for _ in range(2):
        assert browser.post(form, said()).status_code == 302
    other = browser.post(form, said(value="70"))

    assert other.status_code == 422
    assert "There is a value of that day already" in other.content.decode()
    assert len(rows()) == 1


@pytest.mark.parametrize(
    "change",
    [{"value": "101"}, {"value": "-1"}, {"value": "much"}, {"weight": "0"}, {"effective_on": ""},
     {"effective_on": "1812-01-01"}, {"evidence": "javascript:x"}],
)  # fmt: skip
def test_what_can_not_be_is_refused(
    browser_of: BrowserOf, manager: User, account: Account, own: CustomIndicator, change: Any
) -> None:
    answer = browser_of(manager).post(address("create", account, own), said(**change))

    assert answer.status_code == 422
    assert not rows()


def test_an_amount_is_told_in_its_currency(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    definition = {"unit": "money", "roll_up": "sum", "max_age_days": 30}
    own = CustomIndicatorFactory(manual=True, unit="money", definition=definition)
    browser, form = browser_of(manager), address("create", account, own)

    assert browser.get(form).context_data["form"]["currency"].value() == "EUR"
    browser.post(form, {"value": "1200", "currency": "USD", "effective_on": "2026-03-10"})

    (row,) = rows()
    assert (row.value, row.currency, row.weight) == (1200, "USD", 1)


def test_a_correction_takes_the_place_of_what_was_told(
    browser_of: BrowserOf, seller: User, account: Account, own: CustomIndicator
) -> None:
    first = IndicatorReadingFactory(indicator=own, account=account, source="scores.csv")
    browser, edit = browser_of(seller), address("edit", account, own, "2020-01-01")
    seen = browser.get(edit).context_data["form"].initial["seen"]

    same = browser.post(edit, said(value="50", weight="1", effective_on="2020-01-01", seen=seen))
    assert (same.status_code, len(rows())) == (302, 1)
    browser.post(edit, said(value="55", weight="1", effective_on="2020-01-02", seen=seen))

    (mended,) = rows(voided_at=None)
    assert (mended.replaces, mended.value, mended.source) == (first, 55, "")
    assert mended.effective_on == date(2020, 1, 2)
    assert browser.post(edit, said(seen=seen)).status_code == 404


def test_a_stale_correction_shows_both_and_a_withdrawn_value_is_gone(
    browser_of: BrowserOf, manager: User, account: Account, own: CustomIndicator
) -> None:
    IndicatorReadingFactory(indicator=own, account=account)
    browser, edit = browser_of(manager), address("edit", account, own, "2020-01-01")
    seen = browser.get(edit).context_data["form"].initial["seen"]
    browser.post(edit, said(value="55", effective_on="2020-01-01", seen=seen))

    stale = browser.post(edit, said(value="60", effective_on="2020-01-01", seen=seen))
    assert stale.status_code == 409
    now = browser.get(edit).context_data["form"].initial["seen"]
    gone = browser.post(edit, said(value="55", effective_on="2020-01-01", seen=now, withdraw="yes"))

    assert gone.status_code == 302
    assert not rows(voided_at=None)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_values_are_read_day_by_day(
    browser_of: BrowserOf, leader: User, account: Account, own: CustomIndicator, language: str
) -> None:
    IndicatorReadingFactory(
        indicator=own, account=account, value="62.5", note="Seen in a workshop", source="a.csv"
    )
    browser = browser_of(leader)
    with translation.override(language):
        page = browser.get(
            address("list", account, own), headers={"accept-language": language}
        ).content.decode()

    assert "Seen in a workshop" in page
    assert "a.csv" in page
    assert ("Too old" if language == "en" else "Trop ancienne") in page
    assert ("62.5%" if language == "en" else "62,5") in page
    assert "/2020-01-01/" not in page


def test_leadership_writes_none_and_others_accounts_are_out_of_reach(
    browser_of: BrowserOf, leader: User, manager: User, account: Account, own: CustomIndicator
) -> None:
    assert browser_of(leader).post(address("create", account, own), said()).status_code == 403
    theirs = AccountFactory()
    assert browser_of(manager).get(address("list", theirs, own)).status_code == 404
    computed = CustomIndicatorFactory(state="active")
    assert browser_of(manager).get(address("list", account, computed)).status_code == 404
    of_theirs = CustomIndicatorFactory(manual=True, account=theirs)
    assert browser_of(manager).get(address("list", account, of_theirs)).status_code == 404
    assert not rows()


def test_a_file_tells_the_values_of_a_series(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    series = CustomIndicatorFactory(manual=True, kind="series")

    page = browser_of(manager).get(address("list", account, series)).content.decode()

    assert "?kind=readings" in page
    assert "Write a value" not in page


def test_the_builder_makes_an_indicator_whose_values_are_told(
    browser_of: BrowserOf, manager: User
) -> None:
    browser, builder = browser_of(manager), reverse("metrics:indicator_create")
    sent = {
        "kind": "manual",
        "name_en": "Sponsor programme",
        "told_unit": "percent",
        "roll_up": "weighted_mean",
        "max_age_days": "120",
        "better": "up",
    }

    shown = browser.post(builder, {**sent, "adjust": "1"}).context_data["form"]
    assert [each.name for each in shown.told] == ["told_unit", "roll_up", "max_age_days"]
    assert (shown.parts, shown.is_formula) == ([], False)
    bad = browser.post(builder, {**sent, "max_age_days": ""})
    assert "max_age_days" in bad.context_data["form"].errors
    made = browser.post(builder, sent)

    assert made.status_code == 302
    row = CustomIndicator.objects.visible_to(SYSTEM).get()
    assert (row.key, row.unit) == ("sponsor_programme", "percent")
    assert row.definition == {"unit": "percent", "roll_up": "weighted_mean", "max_age_days": 120}
    page = browser.get(reverse("metrics:indicator_detail", args=[row.key])).content.decode()
    assert "A value holds for 120 days." in page


def test_a_unit_in_which_values_were_written_stays(
    browser_of: BrowserOf, manager: User, own: CustomIndicator
) -> None:
    IndicatorReadingFactory(indicator=own)
    browser, edit = browser_of(manager), reverse("metrics:indicator_edit", args=[own.public_id])
    sent = {
        "kind": "manual", "name_en": "Sponsors", "told_unit": "count", "roll_up": "sum",
        "max_age_days": "10", "better": "up", "version": str(own.version),
    }  # fmt: skip

    refused = browser.post(edit, sent)
    assert "Values were written in another unit" in refused.content.decode()
    assert browser.post(edit, {**sent, "told_unit": "percent"}).status_code == 302
    row = CustomIndicator.objects.visible_to(SYSTEM).get()
    assert row.definition_version == 2
    assert row.past_definitions["1"]["roll_up"] == "weighted_mean"
