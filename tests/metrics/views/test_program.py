"""Pages of programs with their numbers: the list, one program, several side by side."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Program, User
from accounts.queries.campaign import spend_of
from accounts.queries.spend import ledger
from metrics.actions.measurement import keep_programs
from tests.factories import (
    CampaignFactory,
    DataFeedFactory,
    EnrolmentFactory,
    FxRateFactory,
    GoalFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    SpendFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def detail(program: Program) -> str:
    return reverse("metrics:program_detail", args=[program.public_id])


def test_the_list_counts_accounts_goals_and_spend(
    browser_of: BrowserOf, manager: User, program: Program, account: Account
) -> None:
    GoalFactory(account=account)
    SpendFactory(program=program, amount=Decimal("12.34"), spent_on=timezone.localdate())

    (line,) = browser_of(manager).get(reverse("metrics:program_list")).context_data["lines"]

    assert (line.program, line.program.accounts_now, line.goals, line.attained) == (
        program,
        1,
        1,
        0,
    )
    assert (line.spend.amount, line.spend.currency) == (Decimal("12.34"), "EUR")


def test_the_file_of_the_list_says_the_same(
    browser_of: BrowserOf, manager: User, program: Program, account: Account
) -> None:
    SpendFactory(program=program, amount=Decimal("12.34"), spent_on=timezone.localdate())

    answer = browser_of(manager).get(reverse("metrics:program_export", args=["csv"]))

    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[-1][:3] == ["Keystone", "High-touch", "1"]
    assert rows[-1][5:7] == ["12.34", "EUR"]


def test_the_ledger_adds_up_to_the_cent_and_says_what_no_rate_converts(program: Program) -> None:
    FxRateFactory(base="USD", quote="EUR", from_on=date(2026, 2, 1), rate=Decimal("0.91"))
    campaign = CampaignFactory(program=program)
    for day, amount, currency in (
        (date(2026, 1, 9), "10.01", "EUR"),
        (date(2026, 2, 3), "33.33", "USD"),
        (date(2026, 2, 5), "-1.11", "EUR"),
        (date(2026, 3, 1), "5.00", "CHF"),
        (date(2026, 1, 3), "5.00", "USD"),
    ):
        line = {"spent_on": day, "amount": Decimal(amount), "currency": currency}
        SpendFactory(program=program, campaign=campaign, **line)

    found = ledger(spend_of(SYSTEM, program=program), "EUR", date(2026, 1, 1), date(2026, 3, 31))

    assert [(month.first.month, str(month.amount), month.unknown) for month in found.months] == [
        (1, "10.01", 1),
        (2, "29.22", 0),  # 33.33 at 0.91 is 30.3303, less 1.11
        (3, "0.00", 1),
    ]
    assert (found.amount, found.unknown) == (Decimal("39.23"), 2)


def test_a_program_shows_its_indicators_and_each_opens(
    browser_of: BrowserOf, manager: User, program: Program, account: Account
) -> None:
    answer = browser_of(manager).get(detail(program))

    rows = answer.context_data["measured"].rows
    assert rows
    assert all(list(row.answers) == [program.pk] for row in rows)
    assert f"scope=program%3A{program.public_id}" in answer.content.decode()


def test_programs_stand_side_by_side_by_the_same_indicators(
    browser_of: BrowserOf, manager: User, program: Program, account: Account
) -> None:
    other = ProgramAssignmentFactory(user=manager, program=ProgramFactory(currency="USD")).program
    hidden = ProgramFactory()
    asked = {"program": [str(program.public_id), str(other.public_id)], "family": "penetration"}
    browser = browser_of(manager)

    answer = browser.get(reverse("metrics:program_compare"), asked)

    found = answer.context_data["compared"]
    assert set(found.programs) == {program, other}
    assert hidden not in found.programs
    assert found.is_converted
    assert {row.indicator.family.value for row in found.rows} == {"penetration"}
    assert all(
        [cell.program for cell in cells] == list(found.programs) for _row, cells in found.lines
    )


def test_a_comparison_of_nothing_known_is_of_all_in_reach(
    browser_of: BrowserOf, manager: User, program: Program
) -> None:
    asked = {"program": "nonsense", "family": "nonsense"}

    answer = browser_of(manager).get(reverse("metrics:program_compare"), asked)

    assert (answer.status_code, answer.context_data["compared"].programs) == (200, [program])


def test_sales_sees_no_program(browser_of: BrowserOf, seller: User, program: Program) -> None:
    browser = browser_of(seller)

    assert browser.get(detail(program)).status_code == 404
    assert browser.get(reverse("metrics:program_list")).context_data["lines"] == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_no_more_statements_for_more_programs(
    client: Client, django_assert_max_num_queries: Any, rows: int
) -> None:
    ProgramFactory.create_batch(rows)
    client.force_login(UserFactory(administrator=True))

    with django_assert_max_num_queries(20):
        client.get(reverse("metrics:program_list"))


@pytest.mark.parametrize("rows", [1, 60])
def test_a_program_takes_no_more_statements_for_more_accounts(
    client: Client, django_assert_max_num_queries: Any, program: Program, rows: int
) -> None:
    EnrolmentFactory.create_batch(rows, program=program)
    client.force_login(UserFactory(administrator=True))

    with django_assert_max_num_queries(50):
        client.get(detail(program))


def test_a_large_program_shows_what_was_kept_of_it(
    browser_of: BrowserOf,
    manager: User,
    program: Program,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    DataFeedFactory()
    GoalFactory(program=program, account=None, indicator_key="new_pipeline_value")
    keep_programs(as_of=yesterday)
    browser = browser_of(manager)

    def shown(**asked: str) -> Any:
        return browser.get(detail(program), asked).context_data["measured"]

    live = shown(as_of=yesterday.isoformat())
    monkeypatch.setattr("metrics.queries.program.MOST_LIVE", 0)
    kept = shown()
    other = shown(period="custom", start="2026-01-05", end="2026-01-19")

    assert (live.is_kept, kept.kept_on, other.kept_on) == (False, yesterday, None)
    assert values(kept) == values(live)
    assert any(value is not None for value in values(kept).values())
    assert not any(values(other).values())


def values(measured: Any) -> dict[str, Any]:
    return {
        row.indicator.key: answer.value for row in measured.rows for answer in row.answers.values()
    }


def test_the_list_stands_as_of_the_day_in_the_address_and_so_does_its_file(
    browser_of: BrowserOf, manager: User, program: Program
) -> None:
    now = timezone.now()
    EnrolmentFactory(program=program, from_at=now - timedelta(days=300), to_at=None)
    EnrolmentFactory(program=program, from_at=now - timedelta(days=10), to_at=None)
    then = timezone.localdate() - timedelta(days=40)
    SpendFactory(program=program, amount=Decimal(9), spent_on=then + timedelta(days=20))
    browser = browser_of(manager)

    (today,) = browser.get(reverse("metrics:program_list")).context_data["lines"]
    answer = browser.get(reverse("metrics:program_list"), {"as_of": then})
    (past,) = answer.context_data["lines"]
    file = browser.get(reverse("metrics:program_export", args=["csv"]), {"as_of": then})

    assert (today.program.accounts_now, past.program.accounts_now) == (2, 1)
    assert past.spend.amount == 0
    assert f"{detail(program)}?as_of={then}" in answer.content.decode()
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[-1][:3] == ["Keystone", "High-touch", "1"]
    assert ["As of", str(then)] in [row[:2] for row in rows]


def test_a_day_to_come_gives_no_file_of_programs(browser_of: BrowserOf, manager: User) -> None:
    asked = {"as_of": timezone.localdate() + timedelta(days=3)}

    answer = browser_of(manager).get(reverse("metrics:program_export", args=["csv"]), asked)

    assert answer.status_code == 400


def test_figures_of_a_program_open_onto_its_own_goals_campaigns_and_ledger(
    browser_of: BrowserOf, manager: User, program: Program, account: Account
) -> None:
    GoalFactory(account=account)
    SpendFactory(program=program, amount=Decimal(7), spent_on=timezone.localdate())
    browser, then = browser_of(manager), timezone.localdate() - timedelta(days=3)

    answer = browser.get(detail(program), {"as_of": then})

    page = answer.content.decode()
    assert f"/goals/?program={program.public_id}&amp;group=program&amp;as_of={then}" in page
    assert f"/campaigns/?program={program.public_id}" in page
    links = answer.context_data["chart"]["links"]
    assert len(links) == len(answer.context_data["chart"]["labels"])
    ledger_url = reverse("accounts:program_spend", args=[program.public_id])
    assert links[-1] == f"{ledger_url}?period=month:{then:%Y-%m}"
    assert browser.get(links[-1]).status_code == 200


def test_a_ledger_shows_what_was_spent_in_a_month(
    browser_of: BrowserOf, manager: User, program: Program
) -> None:
    for day, amount in ((date(2026, 3, 31), 5), (date(2026, 4, 1), 7), (date(2026, 4, 30), 11)):
        SpendFactory(program=program, amount=Decimal(amount), spent_on=day)
    address = reverse("accounts:program_spend", args=[program.public_id])
    browser = browser_of(manager)

    april = browser.get(address, {"period": "month:2026-04"}).context_data
    early = browser.get(address, {"as_of": "2026-04-02"}).context_data
    empty = browser.get(address, {"period": "month:2026-02"}).content.decode()

    assert dict(april["sums"]) == {"EUR": 18}
    assert dict(early["sums"]) == {"EUR": 12}
    assert "Nothing was spent in this time" in empty
