"""What a page shows at a time is what its files and the API say of that time."""

import csv
import io
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from metrics.actions.measurement import keep_accounts
from metrics.models import IndicatorSet
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    GoalFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    ResponseFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

KEYS = ("nps", "nps_promoters")
AGO = (0, 1, 12, 40)
PERIODS = ("", "last_90_days", "quarter", "year", "month")


@pytest.fixture
def manager(client: Client) -> Any:
    """An ABM manager of a program whose year begins in April, signed in."""
    person, program = UserFactory(), ProgramFactory(fiscal_year_month=4)
    ProgramAssignmentFactory(user=person, program=program)
    client.force_login(person)
    return person


@pytest.fixture
def account(manager: Any) -> Any:
    """An account with answers over two months, two goals, and what was kept on some days."""
    today = timezone.localdate()
    program = manager.assignments.get().program
    account = AccountFactory(programs=[program], name="Ours")
    DataFeedFactory(record_type="response")
    for days in range(1, 60, 4):
        at = timezone.now() - timedelta(days=days)
        ResponseFactory(account=account, score=days % 11, responded_at=at)
    for place, key in enumerate(KEYS):
        IndicatorSet.objects.create(account=account, indicator_key=key, position=place)
        GoalFactory(
            account=account,
            indicator_key=key,
            starts_on=today - timedelta(days=100),
            due_on=today + timedelta(days=100),
        )
    for days in AGO[1:]:
        keep_accounts([account.pk], as_of=today - timedelta(days=days))
    return account


def address(ago: int, period: str) -> dict[str, str]:
    """Return what an address says of a time."""
    today = timezone.localdate()
    named = f"month:{today - timedelta(days=31):%Y-%m}" if period == "month" else period
    said = {"as_of": str(today - timedelta(days=ago)), "period": named}
    return {name: value for name, value in said.items() if value}


def lines_of(sent: Any, form: str) -> list[dict[str, Any]]:
    """Return the lines of a file below what is said about it, by their titles."""
    body = b"".join(sent.streaming_content)
    if form == "xlsx":
        rows = [list(row) for row in load_workbook(BytesIO(body)).active.values]
    else:
        rows = [
            [float(cell) if is_number(cell) else cell or None for cell in row] or [None]
            for row in csv.reader(io.StringIO(body.decode().lstrip("\ufeff"), newline=""))
        ]
    top = next(place for place, row in enumerate(rows) if not any(row))
    return [dict(zip(rows[top + 1], row, strict=True)) for row in rows[top + 2 :]]


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("ago", AGO)
@pytest.mark.parametrize("group", ["account", "program", "family"])
def test_goals_have_one_value_on_page_in_files_and_in_the_api(
    client: Client, account: Any, ago: int, group: str
) -> None:
    said = address(ago, "") | {"group": group}

    page = client.get(reverse("metrics:goal_list"), said)
    told = client.get("/api/v1/goals/progress/", {"as_of": said["as_of"]}).json()["results"]

    rows = page.context["board"].rows
    shown = {str(row.goal.public_id): row for row in rows}
    assert len(shown) == len(KEYS)
    for each in told:
        row = shown[each["goal"]]
        assert each["answer"]["value"] == row.progress.answer.value
        assert each["measured_on"] == str(row.measured_on)
        assert (each["status"], each["attained"]) == (row.progress.status, row.progress.attained)
    for form in ("csv", "xlsx"):
        sent = client.get(reverse("metrics:goal_export", args=[form]), said)
        lines = lines_of(sent, form)
        by_key = {line["Indicator"]: line for line in lines}
        for row in rows:
            line = by_key[row.goal.indicator_key]
            assert line["Value"] == pytest.approx(row.progress.answer.value)
            assert line["Measured"] == str(row.measured_on)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("ago", AGO[::2])
def test_indicators_have_one_value_on_page_in_files_opened_and_in_the_api(
    client: Client, account: Any, ago: int, period: str
) -> None:
    said = address(ago, period)
    scope = f"account:{account.public_id}"

    page = client.get(reverse("metrics:indicator_set", args=[account.public_id]), said)

    files = {
        form: lines_of(
            client.get(
                reverse("metrics:indicator_set_export", args=[account.public_id, form]), said
            ),
            form,
        )
        for form in ("csv", "xlsx")
    }
    for place, each in enumerate(page.context["rows"]):
        key = each.row.indicator_key
        opened = client.get(reverse("metrics:answer_detail", args=[key]), said | {"scope": scope})
        asked = {"period": "last_90_days", **said, "indicator": key, "scope": scope}
        told = client.get("/api/v1/measure/", asked).json()
        assert opened.context["asked"].answer.value == each.answer.value == told["value"]
        window = opened.context["asked"].window
        assert [told["from"], told["to"]] == [str(window.start), str(window.end)]
        for lines in files.values():
            assert lines[place]["Value"] == pytest.approx(each.answer.value)


@pytest.mark.parametrize("ago", AGO)
def test_accounts_have_one_score_on_the_list_in_files_and_on_the_board(
    client: Client, account: Any, ago: int
) -> None:
    said = address(ago, "")

    row = client.get(reverse("metrics:account_list"), said).context["rows"][0]
    line = client.get(reverse("metrics:goal_list"), said).context["sections"][0].lines[0]

    assert row.standing == line.standing
    for form in ("csv", "xlsx"):
        sent = client.get(reverse("metrics:account_export", args=[form]), said)
        (written,) = lines_of(sent, form)
        score = row.standing.score
        wanted = None if score is None else pytest.approx(100 * score, abs=0.01)
        assert written["Score (%)"] == wanted


@pytest.mark.parametrize(
    ("route", "args"),
    [
        ("metrics:goal_export", ["csv"]),
        ("metrics:account_export", ["xlsx"]),
        ("metrics:indicator_set_export", ["account", "csv"]),
    ],
)
def test_no_file_is_written_of_a_time_that_cannot_be_read(
    client: Client, account: Any, route: str, args: list[str]
) -> None:
    where = reverse(route, args=[account.public_id if a == "account" else a for a in args])

    refused = client.get(where, {"as_of": "2090-01-01"})

    assert refused.status_code == 400
    assert "Nothing is known of a day to come" in refused.content.decode()


def test_period_narrows_the_board_to_goals_that_ran_in_it(client: Client, account: Any) -> None:
    GoalFactory(account=account, starts_on=date(2019, 1, 1), due_on=date(2019, 12, 31))

    page = client.get(reverse("metrics:goal_list"), {"period": "month:2019-06"})

    assert [row.goal.due_on.year for row in page.context["board"].rows] == [2019]


def test_board_finds_goals_by_what_they_are_called(client: Client, account: Any) -> None:
    found = [
        [
            row.goal.indicator_key
            for row in client.get("/goals/", {"q": words}).context["board"].rows
        ]
        for words in ("ours", "PROMOTERS", "nobody at all")
    ]

    assert [sorted(each) for each in found] == [["nps", "nps_promoters"], ["nps_promoters"], []]


def test_links_between_pages_of_numbers_keep_the_time(client: Client, account: Any) -> None:
    day = str(timezone.localdate() - timedelta(days=12))
    home = account.get_absolute_url()
    said = {
        reverse("metrics:goal_list"): f"?period=year&amp;as_of={day}",
        reverse("metrics:indicator_set", args=[account.public_id]): f"?period=year&amp;as_of={day}",
        reverse("metrics:account_list"): f"?as_of={day}",
    }

    for page, time in said.items():
        shown = client.get(page, {"period": "year", "as_of": day}).content.decode()
        assert f'href="{home}{time}"' in shown
