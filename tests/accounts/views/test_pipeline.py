"""The page of an account's deals: the board, the waterfall with its records, renewals, the file."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account, Program, Stage, User
from accounts.queries.pipeline import Step
from tests.factories import (
    AmountChangeFactory,
    ContractFactory,
    ContractTermsFactory,
    ForecastFactory,
    ObjectiveFactory,
    OpportunityFactory,
    PipelineFactory,
    PlanAssumptionFactory,
    StageChangeFactory,
    StageFactory,
    UserFactory,
)
from tests.factories.dates import paris

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
MARCH = {"period": "custom", "start": "2026-03-01", "end": "2026-03-31", "as_of": "2026-03-31"}


@pytest.fixture
def stages() -> tuple[Stage, Stage]:
    """An open stage, and the one in which deals are won."""
    pipeline = PipelineFactory()
    first = StageFactory(pipeline=pipeline, position=1, name_en="Proposal")
    return first, StageFactory(pipeline=pipeline, position=2, outcome="won")


@pytest.fixture
def deal(account: Account, stages: tuple[Stage, Stage]) -> Any:
    """A deal that was raised in March, is ten days late, and behind the plan."""
    row = OpportunityFactory(account=account, name="Retrofit", pipeline=stages[0].pipeline)
    StageChangeFactory(opportunity=row, stage=stages[0], occurred_at=paris(2026, 1, 30))
    AmountChangeFactory(opportunity=row, tcv=100, occurred_at=paris(2026, 1, 30))
    AmountChangeFactory(opportunity=row, tcv=150, occurred_at=paris(2026, 3, 9))
    ForecastFactory(
        opportunity=row,
        close_on=date(2026, 3, 21),
        category="commit",
        occurred_at=paris(2026, 2, 1),
    )
    ObjectiveFactory(account=account, opportunity=row, due_on=date(2026, 3, 11))
    return row


def page_of(account: Account) -> str:
    return reverse("accounts:opportunity_list", args=[account.public_id])


def test_the_board_says_how_each_deal_stands_on_the_day(
    browser_of: BrowserOf, manager: User, account: Account, deal: Any
) -> None:
    answer = browser_of(manager).get(page_of(account), MARCH)

    (column,) = answer.context_data["board"].columns
    (shown,) = column.deals
    assert (shown.deal, shown.days_in_stage, shown.is_stale) == (deal, 60, False)
    assert (shown.days_late, shown.days_behind, shown.days_ahead) == (10, 10, 0)
    assert (str(column.amount), column.unknown) == ("150.00", 0)
    text = answer.content.decode()
    assert "10 days late" in text
    assert "10 days after the plan’s day" in text
    assert answer.context_data["board"].sure.deals == [shown]


def test_the_page_is_as_it_was_on_an_earlier_day(
    browser_of: BrowserOf, manager: User, account: Account, deal: Any
) -> None:
    february = {"period": "month:2026-02", "as_of": "2026-02-28"}

    board = browser_of(manager).get(page_of(account), february).context_data["board"]

    assert [str(column.amount) for column in board.columns] == ["100.00"]
    assert board.all.deals[0].days_late == 0


def test_a_bar_opens_the_moves_behind_it(
    browser_of: BrowserOf, manager: User, account: Account, deal: Any
) -> None:
    browser = browser_of(manager)

    whole = browser.get(page_of(account), MARCH)
    opened = browser.get(page_of(account), {**MARCH, "step": "raised"})

    (link,) = [
        each["href"] for each in whole.context_data["steps"] if each["label"] == Step.RAISED.label
    ]
    assert "step=raised" in link
    assert link.endswith("#moves")
    assert [(move.deal, str(move.amount)) for move in opened.context_data["moves"]] == [
        (deal, "50.0000")
    ]
    assert 'aria-current="true"' in opened.content.decode()


def test_an_unknown_step_or_horizon_shows_the_page_as_usual(
    browser_of: BrowserOf, manager: User, account: Account, deal: Any
) -> None:
    answer = browser_of(manager).get(page_of(account), {**MARCH, "step": "x", "by": "y"})

    assert (answer.status_code, answer.context_data["part"]) == (200, None)
    assert answer.context_data["asked"].closing_by is None


def test_only_deals_expected_by_the_end_of_the_quarter(
    browser_of: BrowserOf, manager: User, account: Account, deal: Any
) -> None:
    ForecastFactory(opportunity=deal, close_on=date(2026, 4, 2), occurred_at=paris(2026, 3, 20))

    fall = (
        browser_of(manager).get(page_of(account), {**MARCH, "by": "quarter"}).context_data["fall"]
    )

    said = {part.step.value: str(part.amount) for part in fall.parts if part.moves}
    assert said == {"opening": "100.00", "raised": "50.00", "moved": "-150.00"}


def test_the_file_says_what_the_page_says(
    browser_of: BrowserOf, manager: User, account: Account, deal: Any
) -> None:
    url = reverse("accounts:opportunity_export", args=[account.public_id, "csv"])

    answer = browser_of(manager).get(url, MARCH)

    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row[0], row[2], row[3]) for row in rows[1:]] == [
        ("At the start", "Retrofit", "100.0000"),
        ("Raised", "Retrofit", "50.0000"),
        ("At the end", "Retrofit", "150.0000"),
    ]
    assert browser_of(manager).get(url.replace(".csv", ".pdf"), MARCH).status_code == 404


def test_what_comes_due_stands_against_the_accepted_share(
    browser_of: BrowserOf, manager: User, account: Account, program: Program
) -> None:
    kept, lost = ContractFactory(account=account), ContractFactory(account=account)
    for contract, acv in ((kept, 300), (lost, 100)):
        ContractTermsFactory(
            contract=contract, status="signed", due_on=date(2026, 6, 30), acv=acv, currency="EUR",
            occurred_at=paris(2025, 7, 1),
        )  # fmt: skip
    ContractTermsFactory(contract=lost, status="refused", occurred_at=paris(2026, 3, 2))
    PlanAssumptionFactory(
        program=program, account=None, key="accepted_runoff_rate", value="0.2",
        from_at=paris(2025, 1, 1),
    )  # fmt: skip

    found = browser_of(manager).get(page_of(account), MARCH).context_data["run_off"]

    assert (found.total, found.lost, found.ahead, found.rate) == (400, 100, 300, 100)
    assert (found.accepted, found.room, found.code) == (20, -20, "off_track")


def test_the_page_takes_the_same_statements_for_any_number_of_deals(
    browser_of: BrowserOf,
    manager: User,
    account: Account,
    stages: tuple[Stage, Stage],
    django_assert_max_num_queries: Any,
) -> None:
    now = timezone.now()
    for _each in range(12):
        row = OpportunityFactory(account=account, pipeline=stages[0].pipeline)
        StageChangeFactory(opportunity=row, stage=stages[0], occurred_at=now)
        AmountChangeFactory(opportunity=row, tcv=5, occurred_at=now)
    browser = browser_of(manager)

    with django_assert_max_num_queries(20):
        browser.get(page_of(account))


def test_whoever_sees_the_account_sees_its_deals(
    browser_of: BrowserOf, leader: User, seller: User, account: Account
) -> None:
    stranger = UserFactory(sales=True)

    codes = [
        browser_of(each).get(page_of(account)).status_code for each in (leader, seller, stranger)
    ]

    assert codes == [200, 200, 404]


def test_a_figure_opens_onto_its_deals_on_the_board(
    browser_of: BrowserOf, manager: User, account: Account, deal: Any, stages: Any
) -> None:
    unsure = OpportunityFactory(account=account, name="Unsure", pipeline=stages[0].pipeline)
    StageChangeFactory(opportunity=unsure, stage=stages[0], occurred_at=paris(2026, 1, 30))
    browser = browser_of(manager)

    whole = browser.get(page_of(account), MARCH)
    (link,) = [tile["href"] for tile in whole.context_data["tiles"] if "show=sure" in tile["href"]]
    opened = browser.get(f"{page_of(account)}{link.partition('#')[0]}").context_data

    assert link in whole.content.decode().replace("&amp;", "&")
    assert {each.deal for each in whole.context_data["shown"].all.deals} == {deal, unsure}
    assert [each.deal for each in opened["shown"].all.deals] == [deal]
    assert opened["board"].all.deals == whole.context_data["board"].all.deals
