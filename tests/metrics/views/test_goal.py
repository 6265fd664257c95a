"""Pages of goals: who sees them, what they say, and that nothing typed is lost."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django.fixtures import DjangoAssertNumQueries

from abmplanner.kit.actor import SYSTEM, Actor
from metrics.actions.measurement import keep_accounts
from metrics.models import Goal
from metrics.queries import board_page
from metrics.queries.board import Asked
from metrics.templatetags.measures import projected_words
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    GoalFactory,
    ObjectiveFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    ResponseFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

QUERIES_OF_THE_BOARD = 18


@pytest.fixture
def manager(client: Client) -> Any:
    """An ABM manager, signed in."""
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def account(manager: Any) -> Any:
    """An account the manager works on."""
    return AccountFactory(team=[manager], name="Ours")


@pytest.fixture
def leader() -> Callable[[Any], Any]:
    """A leader of a program that an account is in."""

    def lead(account: Any) -> Any:
        person, program = UserFactory(leader=True), ProgramFactory()
        ProgramAssignmentFactory(user=person, program=program)
        account.enrolments.create(program=program, from_at=timezone.now() - timedelta(days=900))
        return person

    return lead


def typed(**changes: Any) -> dict[str, Any]:
    """Return what a person sends for a goal, differing in these fields."""
    plain = {
        "type": "reach",
        "indicator_key": "close_rate",
        "baseline": "40",
        "target": "70",
        "starts_on": "2026-01-01",
        "due_on": "2026-12-31",
        "profile": "linear",
        "weight": "1",
    }
    return {**plain, **changes}


def answers(account: Any, *scores: int) -> None:
    """Give an account answers of as many customers, over the last days, and a live feed."""
    DataFeedFactory(record_type="response")
    for days, score in enumerate(scores, start=1):
        at = timezone.now() - timedelta(days=days)
        ResponseFactory(account=account, score=score, responded_at=at)


def running(account: Any, **changes: Any) -> Goal:
    """Return a goal of an account whose period holds the last days."""
    today = timezone.localdate()
    plain = {
        "account": account,
        "starts_on": today - timedelta(days=200),
        "due_on": today + timedelta(days=100),
    }
    return GoalFactory(**{**plain, **changes})


def the_goal() -> Goal:
    return Goal.objects.unscoped("a test looks at what was written").get()


# The board


def test_board_shows_goals_in_reach_and_no_others(client: Client, account: Any) -> None:
    mine = running(account)
    other = running(AccountFactory(team=[UserFactory()], name="Theirs"))

    page = client.get(reverse("metrics:goal_list")).content.decode()

    assert str(mine.public_id) in page
    assert str(other.public_id) not in page
    assert "Theirs" not in page


def test_board_of_a_leader_counts_only_programs_they_lead(
    client: Client, account: Any, leader: Any
) -> None:
    other = AccountFactory(programs=[ProgramFactory(name_en="Elsewhere")], name="Theirs")
    answers(account, 10, 10, 10, 9, 9)
    running(account)
    running(other)
    client.force_login(leader(account))

    response = client.get(reverse("metrics:goal_list"), {"group": "program"})

    sections = response.context["sections"]
    assert [line.name for section in sections for line in section.lines] == ["Ours"]
    assert [section.standing.score for section in sections] == [1.2]
    assert "Elsewhere" not in response.content.decode()


@pytest.mark.parametrize("goals", [1, 3, 100])
def test_board_asks_as_often_for_a_hundred_goals_as_for_one(
    client: Client, manager: Any, django_assert_num_queries: DjangoAssertNumQueries, goals: int
) -> None:
    program = ProgramFactory()
    ProgramAssignmentFactory(user=manager, program=program)
    DataFeedFactory(record_type="response")
    today = timezone.localdate()
    for days, account in enumerate(AccountFactory.create_batch(goals, programs=[program])):
        start, objective = today - timedelta(days=200 - days), ObjectiveFactory(account=account)
        running(account, objective=objective, owner=manager, starts_on=start)

    unmeasured = goals > 1  # the page asks whether their day is being measured
    with django_assert_num_queries(QUERIES_OF_THE_BOARD + unmeasured):
        response = client.get(reverse("metrics:goal_list"))

    assert len(response.context["sections"][0].lines) == min(goals, 50)


def test_board_shows_what_is_kept_with_its_day_and_opens_it_as_it_was(
    client: Client, account: Any
) -> None:
    answers(account, 10, 10, 10, 9, 0, 10)
    running(account)
    yesterday = timezone.localdate() - timedelta(days=1)
    keep_accounts([account.pk], as_of=yesterday)

    page = client.get(reverse("metrics:goal_list"))
    address = re.search(r'href="(/measures/[^"]*)"', page.content.decode())
    assert address
    opened = client.get(unescape(address[1])).context["asked"]

    row = page.context["sections"][0].lines[0].goals[0]
    assert row.measured_on == opened.window.as_of == yesterday
    assert row.progress.answer.value == opened.answer.value == pytest.approx(66.667, abs=0.001)


def test_goal_that_is_set_is_kept_at_once(client: Client, account: Any) -> None:
    answers(account, 10, 10, 10, 9, 0, 10)
    today = timezone.localdate()
    where = reverse("metrics:goal_create", args=[account.public_id])
    days = {"starts_on": today - timedelta(days=90), "due_on": today + timedelta(days=9)}

    client.post(where, typed(indicator_key="nps", **days))

    goal = the_goal()
    windows = goal.account.measurements.unscoped("a test looks").values_list("window", flat=True)
    assert f"period:{goal.starts_on}:{goal.due_on + timedelta(days=1)}" in set(windows)


def test_board_shows_who_is_behind_first(client: Client, manager: Any) -> None:
    accounts = [AccountFactory(team=[manager], name=name) for name in ("Good", "Bad")]
    for account, score in zip(accounts, (10, 1), strict=True):
        answers(account, *[score] * 5)
        running(account)

    response = client.get(reverse("metrics:goal_list"))

    assert [line.name for line in response.context["sections"][0].lines] == ["Bad", "Good"]


def test_board_as_of_a_day_to_come_says_so_and_is_of_today(client: Client, account: Any) -> None:
    running(account)

    response = client.get(reverse("metrics:goal_list"), {"as_of": "2090-01-01"})

    assert response.context["asked"].as_of == timezone.localdate()
    assert "Nothing is known of a day to come" in response.content.decode()
    assert 'value="2090-01-01"' in response.content.decode()


def test_board_filtered_by_status_keeps_the_score_of_all(client: Client, account: Any) -> None:
    answers(account, 10, 10, 10, 10, 10)
    running(account)
    behind = running(account, indicator_key="nps_promoters", baseline=0, target=1000)

    page = client.get(reverse("metrics:goal_list"), {"status": "off_track"})

    line = page.context["sections"][0].lines[0]
    assert [row.goal for row in line.goals] == [behind]
    assert line.standing.score > 0.5


def test_board_marks_values_that_late_data_changed(client: Client, account: Any) -> None:
    answers(account, 10, 10, 10, 10, 10)
    running(account)
    yesterday = timezone.localdate() - timedelta(days=1)
    keep_accounts([account.pk], as_of=yesterday)
    before = client.get(reverse("metrics:goal_list")).content.decode()

    late = timezone.now() - timedelta(days=3)
    ResponseFactory(account=account, score=0, responded_at=late)
    keep_accounts([account.pk], as_of=yesterday)
    after = client.get(reverse("metrics:goal_list")).content.decode()

    day = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    assert "restated on" not in before
    assert f"restated on {day}" in " ".join(after.split())
    assert 'title="Late data changed this value after it was first measured."' in after


def table_in(sent: Any) -> tuple[dict[str, list[str]], list[dict[str, str]]]:
    """Return what stands above the table of a CSV file, and its lines by their titles."""
    text = b"".join(sent.streaming_content).decode().lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    top = rows.index([])
    lines = [dict(zip(rows[top + 1], row, strict=True)) for row in rows[top + 2 :]]
    return {label: said for label, *said in rows[:top]}, lines


def test_export_says_what_the_board_shows(client: Client, account: Any) -> None:
    answers(account, 10, 10, 10, 9, 0)
    goal = running(account)
    row = client.get(reverse("metrics:goal_list")).context["sections"][0].lines[0].goals[0]

    sent = client.get(reverse("metrics:goal_export", args=["csv"]))

    said, (cells,) = table_in(sent)
    assert said["As of"] == [timezone.localdate().isoformat()]
    assert cells["Account"] == "Ours"
    assert float(cells["Value"]) == pytest.approx(row.progress.answer.value)
    assert cells["Start"] == goal.starts_on.isoformat()


def test_export_in_a_form_nobody_writes_is_not_there(client: Client, manager: Any) -> None:
    assert client.get("/goals/export.exe").status_code == 404


# One goal


def test_goal_shows_its_value_as_its_records_open(client: Client, account: Any) -> None:
    answers(account, 10, 10, 10, 9, 0)
    goal = running(account)

    page = client.get(reverse("metrics:goal_detail", args=[goal.public_id]))
    address = re.search(r'href="(/measures/[^"]*)"', page.content.decode())
    assert address
    opened = client.get(unescape(address[1]))

    assert page.context["row"].progress.answer.value == opened.context["asked"].answer.value == 60


def test_goal_of_somebody_else_is_not_there(client: Client, manager: Any) -> None:
    goal = running(AccountFactory(team=[UserFactory()]))

    for name in ("goal_detail", "goal_edit", "goal_delete"):
        response = client.get(reverse(f"metrics:{name}", args=[goal.public_id]))
        assert response.status_code == 404


# Setting one


def test_goal_is_set_on_an_objective(client: Client, manager: Any, account: Any) -> None:
    objective = ObjectiveFactory(account=account)
    where = reverse("metrics:goal_create", args=[account.public_id])

    response = client.post(where, typed(objective=str(objective.public_id)))

    goal = the_goal()
    assert response.status_code == 302
    assert (goal.account, goal.objective, goal.target) == (account, objective, Decimal(70))
    assert goal.saved_by == manager


def test_goal_is_not_set_on_an_objective_of_another_account(client: Client, account: Any) -> None:
    objective = ObjectiveFactory(account=AccountFactory(team=[UserFactory()]))
    where = reverse("metrics:goal_create", args=[account.public_id])

    response = client.post(where, typed(objective=str(objective.public_id)))

    assert response.status_code == 422
    assert not Goal.objects.unscoped("nothing was written").exists()


def test_goal_with_a_mistake_keeps_what_was_typed(client: Client, account: Any) -> None:
    where = reverse("metrics:goal_create", args=[account.public_id])

    response = client.post(where, typed(target="170", due_on="2025-01-01", weight="3.5"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "This indicator lies between 0 and 100." in page
    assert 'value="170"' in page
    assert 'value="3.5"' in page


def test_goal_sent_twice_is_set_once(client: Client, account: Any) -> None:
    where = reverse("metrics:goal_create", args=[account.public_id])
    once = client.get(where).context["once"]

    for _time in range(2):
        assert client.post(where, typed(once=once)).status_code == 302

    assert the_goal().target == 70


def test_fields_of_another_type_are_let_go(client: Client, account: Any) -> None:
    where = reverse("metrics:goal_create", args=[account.public_id])

    client.post(where, typed(type="milestone", name="Contract signed", target_high="9"))

    goal = the_goal()
    assert (goal.indicator_key, goal.target, goal.target_high) == ("", None, None)
    assert goal.name == "Contract signed"


@pytest.mark.parametrize(
    ("profile", "extra", "kept"),
    [
        ("milestones", {"points": "2026-06-30 40 %\n2026-03-31: 10"},
         [["2026-03-31", 0.1], ["2026-06-30", 0.4]]),
        ("lagged", {"lag_days": "90"}, 90),
        ("linear", {"points": "2026-06-30 40", "lag_days": "9"}, []),
    ],
)  # fmt: skip
def test_profile_keeps_the_points_it_needs(
    client: Client, account: Any, profile: str, extra: dict[str, str], kept: Any
) -> None:
    where = reverse("metrics:goal_create", args=[account.public_id])

    assert client.post(where, typed(profile=profile, **extra)).status_code == 302

    assert the_goal().profile_points == kept


@pytest.mark.parametrize(
    "points", ["", "soon 40", "2027-06-30 40", "2026-06-30 140", "2026-03-31 50\n2026-06-30 40",
               "2026-06-30 nan", "2026-02-30 10"],
)  # fmt: skip
def test_points_that_say_nothing_are_refused(client: Client, account: Any, points: str) -> None:
    where = reverse("metrics:goal_create", args=[account.public_id])

    response = client.post(where, typed(profile="milestones", points=points))

    assert response.status_code == 422
    assert response.context["form"].errors["points"]


def test_goal_of_a_hundred_years_is_refused(client: Client, account: Any) -> None:
    where = reverse("metrics:goal_create", args=[account.public_id])

    response = client.post(where, typed(due_on="2090-01-01"))

    assert response.status_code == 422
    assert response.context["form"].errors["due_on"]


def test_starting_value_left_empty_is_what_was_measured(client: Client, account: Any) -> None:
    today = timezone.localdate()
    answers(account, 10, 10, 10, 9, 0)
    where = reverse("metrics:goal_create", args=[account.public_id])
    due = today + timedelta(days=60)

    client.post(
        where,
        typed(indicator_key="nps", baseline="", target="90", starts_on=str(today), due_on=str(due)),
    )

    assert the_goal().baseline == 60


def test_form_shows_what_is_measured_while_it_is_typed(client: Client, account: Any) -> None:
    today = timezone.localdate()
    answers(account, 10, 10, 10, 9, 0)
    where = reverse("metrics:goal_create", args=[account.public_id])
    start, due = today - timedelta(days=30), today + timedelta(days=60)
    said = typed(indicator_key="nps", starts_on=str(start), due_on=str(due), target="7", adjust="1")

    response = client.post(where, said, headers={"HX-Request": "true", "HX-Target": "goal-fields"})

    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["measured"].now.value == 60
    assert "+60" in page
    assert 'value="7"' in page
    assert "<html" not in page
    assert not Goal.objects.unscoped("nothing was written").exists()


def test_form_of_a_range_has_two_ends(client: Client, account: Any) -> None:
    where = reverse("metrics:goal_create", args=[account.public_id])

    page = client.post(where, typed(type="range", adjust="1"))

    assert {"target_high", "tolerance"} <= set(page.context["form"].shown)
    assert not {"baseline", "profile"} & set(page.context["form"].shown)


@pytest.mark.parametrize(("role", "status"), [("sales", 403), ("leader", 403), (None, 404)])
def test_goal_is_set_by_those_who_plan(
    client: Client, account: Any, leader: Any, role: str | None, status: int
) -> None:
    people = {
        "sales": lambda: UserFactory(sales=True),
        "leader": lambda: leader(account),
        None: UserFactory,
    }
    person = people[role]()
    if role == "sales":
        account.team.create(user=person, from_at=timezone.now() - timedelta(days=9))
    client.force_login(person)
    where = reverse("metrics:goal_create", args=[account.public_id])

    assert client.get(where).status_code == status
    assert client.post(where, typed()).status_code == status

    assert not Goal.objects.unscoped("a refusal leaves no trace").exists()


# Changing one


def test_stale_save_shows_both_versions_and_keeps_the_typing(client: Client, account: Any) -> None:
    goal = running(account)
    where = reverse("metrics:goal_edit", args=[goal.public_id])
    mine = typed(indicator_key="nps", starts_on=goal.starts_on, due_on=goal.due_on)
    client.post(where, {**mine, "target": "55", "version": "1"})

    response = client.post(where, {**mine, "target": "66", "version": "1"})

    page = response.content.decode()
    assert response.status_code == 409
    assert the_goal().target == 55
    assert 'value="66"' in page
    assert "55" in page


def test_change_without_the_version_seen_is_refused(client: Client, account: Any) -> None:
    goal = running(account)

    response = client.post(reverse("metrics:goal_edit", args=[goal.public_id]), typed())

    assert response.status_code == 428
    assert the_goal().target == goal.target


def test_adjusting_a_form_keeps_the_version_it_began_with(client: Client, account: Any) -> None:
    goal = running(account)
    where = reverse("metrics:goal_edit", args=[goal.public_id])
    Goal.objects.unscoped("somebody else saves").update(version=2)

    page = client.post(where, typed(adjust="1", version="1")).content.decode()

    assert 'name="version" value="1"' in page


def test_goal_is_deleted(client: Client, account: Any) -> None:
    goal = running(account)

    client.post(reverse("metrics:goal_delete", args=[goal.public_id]), {"version": "1"})

    assert the_goal().removed_at is not None
    assert client.get(reverse("metrics:goal_detail", args=[goal.public_id])).status_code == 404
    assert client.get(reverse("metrics:goal_list")).context["board"].summary.goals == 0


# Approving one


def test_approval_freezes_the_starting_value(client: Client, account: Any, leader: Any) -> None:
    today = timezone.localdate()
    answers(account, 10, 10, 10, 9, 0)
    goal = running(account, starts_on=today, baseline=None, target=90)
    person = leader(account)
    client.force_login(person)

    client.post(reverse("metrics:goal_approve", args=[goal.public_id]), {"version": "1"})

    approved = the_goal()
    assert (approved.baseline, approved.approved_by) == (60, person)
    assert approved.baseline_low < 60 < approved.baseline_high


def test_manager_may_not_approve(client: Client, account: Any) -> None:
    goal = running(account)

    response = client.post(reverse("metrics:goal_approve", args=[goal.public_id]))

    assert response.status_code == 403
    assert the_goal().approved_at is None


def test_what_an_approval_froze_is_not_changed(client: Client, account: Any) -> None:
    goal = running(account, approved_at=timezone.now())
    where = reverse("metrics:goal_edit", args=[goal.public_id])
    said = typed(baseline="1", starts_on="2020-01-01", due_on=goal.due_on, version="1", target="44",
                 reason="More is possible.")  # fmt: skip

    assert client.post(where, said).status_code == 302

    now = the_goal()
    assert (now.baseline, now.indicator_key, now.starts_on) == (10, "nps", goal.starts_on)
    assert now.target == 44


def test_saves_say_who_changed_what(client: Client, manager: Any, account: Any) -> None:
    goal = running(account)
    where = reverse("metrics:goal_edit", args=[goal.public_id])
    mine = typed(indicator_key="nps", starts_on=goal.starts_on, due_on=goal.due_on)
    client.post(where, {**mine, "baseline": "10", "target": "55", "version": "1"})

    page = client.get(reverse("metrics:goal_detail", args=[goal.public_id]))

    newest = page.context["saves"][0]
    assert newest.who == manager.name
    assert [(change.label, change.now) for change in newest.changes] == [("Target", "55")]


def test_plan_begins_at_the_start_and_ends_at_the_target(client: Client, account: Any) -> None:
    goal = running(account, starts_on=date(2026, 1, 1), due_on=date(2027, 12, 31))

    trend = client.get(reverse("metrics:goal_detail", args=[goal.public_id])).context["trend"]

    plan = trend["series"][1]["values"]
    assert plan[0] == pytest.approx(10, abs=0.1)
    assert plan[-1] == 30


def test_projection_ends_where_its_unit_does(client: Client, account: Any) -> None:
    answers(account, 10, 10, 10, 10, 10)
    goal = running(account)

    page = client.get(reverse("metrics:goal_detail", args=[goal.public_id]))

    assert page.context["row"].progress.projected > 100
    assert projected_words(page.context["row"]) == "+100"


def test_deleting_asks_by_the_name_that_people_know(client: Client, account: Any) -> None:
    goal = GoalFactory(account=account, indicator_key="nps")

    answer = client.get(reverse("metrics:goal_delete", args=[goal.public_id]))

    assert answer.context_data["what"] == "Net Promoter Score"
    assert "<strong>Net Promoter Score</strong>" in answer.content.decode()


def test_board_shows_a_page_of_accounts_and_speaks_of_all(
    client: Client, manager: Any, settings: Any
) -> None:
    settings.PAGE_SIZE = 2
    for name in ("Alpha", "Beta", "Gamma"):
        GoalFactory(account=AccountFactory(name=name, team=[manager]))

    first = client.get("/goals/", {"sort": "name"})
    second = client.get("/goals/", {"sort": "name", "page": 2})

    assert [line.name for section in first.context["sections"] for line in section.lines] == [
        "Alpha",
        "Beta",
    ]
    (rest,) = second.context["sections"]
    assert [line.name for line in rest.lines] == ["Gamma"]
    assert sum(rest.counts.values()) == 3
    sheet = b"".join(client.get("/goals/export.csv", {"sort": "name"}))
    assert all(name in sheet for name in (b"Alpha", b"Beta", b"Gamma"))


def test_a_number_on_the_board_is_the_same_on_the_goals_page_on_the_plan_and_in_the_api(
    client: Client, account: Any
) -> None:
    answers(account, 10, 10, 10, 10, 10)
    goal = running(account)
    yesterday = timezone.localdate() - timedelta(days=1)
    keep_accounts([account.pk], as_of=yesterday)
    ResponseFactory(account=account, score=0, responded_at=timezone.now() - timedelta(hours=1))

    (line,) = client.get(reverse("metrics:goal_list")).context["sections"][0].lines
    alone = client.get(reverse("metrics:goal_detail", args=[goal.public_id])).context["row"]
    plan = client.get(account.get_absolute_url()).context_data["plan"]
    told = client.get(f"/api/v1/goals/{goal.public_id}/progress/").json()

    rows = [*line.goals, alone, *plan.other_goals]
    assert {(row.progress.answer.value, row.measured_on) for row in rows} == {(100, yesterday)}
    assert (told["answer"]["value"], told["measured_on"]) == (100, yesterday.isoformat())
    assert plan.measured_on == yesterday


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A board that counts as large from one goal on, two accounts a page."""
    monkeypatch.setattr(board_page, "LARGE", 0)
    settings.PAGE_SIZE = 2


def names_on(client: Client, page: int) -> list[str]:
    shown = client.get("/goals/", {"sort": "name", "page": page}).context["sections"]
    return [line.name for section in shown for line in section.lines]


@pytest.mark.usefixtures("large")
def test_a_large_board_is_ordered_once_and_read_anew(
    client: Client, manager: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    goals = [
        GoalFactory(account=AccountFactory(name=name, team=[manager]))
        for name in ("Alpha", "Beta", "Gamma")
    ]
    weighed: list[Any] = []
    real = board_page.board

    def counted(*args: Any, **kwargs: Any) -> Any:
        weighed.append(args)
        return real(*args, **kwargs)

    monkeypatch.setattr(board_page, "board", counted)

    assert names_on(client, 1) == ["Alpha", "Beta"]
    assert names_on(client, 2) == ["Gamma"]
    assert len(weighed) == 1
    Goal.objects.unscoped("a test").filter(pk=goals[0].pk).delete()
    assert names_on(client, 1) == ["Beta", "Gamma"]
    assert len(weighed) == 2


@pytest.mark.usefixtures("large")
def test_a_remembered_order_shows_nothing_that_left_the_readers_reach(
    client: Client, manager: Any
) -> None:
    hidden = GoalFactory(account=AccountFactory(name="Foreign"))
    key = "board:of-a-test"
    mine = GoalFactory(account=AccountFactory(name="Mine", team=[manager]))
    board_page.remember(key, board_page.board(SYSTEM, an_ask()))

    shown = board_page.filled(Actor.of_person(manager), an_ask(), cache.get(f"{key}:1"))

    found = {row.goal for section in shown for line in section.lines for row in line.goals}
    assert mine in found
    assert hidden not in found


def an_ask() -> Asked:
    return Asked(as_of=timezone.localdate())
