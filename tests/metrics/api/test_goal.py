"""Goals by the API: what may be aimed at, how it stands, and approval once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.enums import RecordType
from accounts.models import Account
from tests.callers import Caller, signed_in
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    GoalFactory,
    ObjectiveFactory,
    ProgramAssignmentFactory,
    ResponseFactory,
    UserFactory,
)
from tests.factories.dates import paris

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Any:
    return UserFactory()


@pytest.fixture
def account(person: Any) -> Account:
    return AccountFactory(team=[person])


@pytest.fixture
def caller(person: Any) -> Caller:
    return signed_in(person)


def body(account: Account, **more: Any) -> dict[str, Any]:
    return {
        "account": str(account.public_id),
        "indicator_key": "nps",
        "baseline": "10",
        "target": "30",
        "starts_on": "2026-01-01",
        "due_on": "2026-12-31",
        **more,
    }


def test_a_goal_is_set_and_read(caller: Caller, account: Account) -> None:
    objective = ObjectiveFactory(account=account)

    made = caller.post("goals/", body(account, objective=str(objective.public_id)))

    assert made.status_code == 201, made.content
    assert made.json()["indicator_version"] == 1
    assert caller.get(f"goals/{made.json()['public_id']}/").json() == made.json()


def test_a_goal_of_a_program_is_set(caller: Caller, person: Any, account: Account) -> None:
    program = ProgramAssignmentFactory(user=person).program
    said = body(account, program=str(program.public_id), indicator_key="close_rate")
    del said["account"]

    assert caller.post("goals/", said).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"indicator_key": "happiness"}, "indicator_key"),
        ({"indicator_key": ""}, "indicator_key"),
        ({"target": None}, ""),
        ({"target": "10"}, ""),
        ({"target": "200"}, "target"),
        ({"due_on": "2025-12-31"}, ""),
        ({"due_on": "2050-12-31"}, "due_on"),
        ({"where": {"planet": "mars"}}, "where"),
        ({"where": {"a": {"b": 1}}}, "where.a"),
        ({"where": [1]}, "where"),
        ({"profile_points": [["2026-06-30", 0.4]]}, "profile_points"),
        ({"profile": "milestones"}, "profile_points"),
        ({"profile": "milestones", "profile_points": [["2026-06-30", 2]]}, "profile_points"),
        ({"profile": "milestones", "profile_points": [["never", 0.4]]}, "profile_points"),
        ({"profile": "milestones", "profile_points": [[7, 0.4]]}, "profile_points"),
        ({"profile": "milestones", "profile_points": {"a": 1}}, "profile_points"),
        ({"profile": "lagged", "profile_points": True}, "profile_points"),
        ({"profile": "lagged", "profile_points": 4000}, "profile_points"),
        ({"weight": "0"}, ""),
        ({"weight": "1e400"}, "weight"),
        ({"type": "maintain_min"}, ""),
        ({"approved_at": "2026-01-01T00:00:00Z"}, "approved_at"),
        ({"objective": "own"}, "objective"),
    ],
)
def test_a_goal_that_means_nothing_is_refused(
    caller: Caller, account: Account, wrong: dict[str, Any], field: str
) -> None:
    answer = caller.post("goals/", body(account, **wrong))

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["fields"]] == [field]


@pytest.mark.parametrize(
    "way",
    [
        {"profile": "milestones", "profile_points": [["2026-06-30", 0.4], ["2026-09-30", 1]]},
        {"profile": "lagged", "profile_points": 60},
        {"type": "milestone", "name": "Signed", "indicator_key": "", "target": None},
        {"type": "range", "target": "20", "target_high": "40", "tolerance": "5"},
    ],
)
def test_goals_of_every_kind_are_set_and_stand(
    caller: Caller, account: Account, way: dict[str, Any]
) -> None:
    made = caller.post("goals/", body(account, **way))

    assert made.status_code == 201, made.content
    told = caller.get(f"goals/{made.json()['public_id']}/progress/", {"as_of": "2026-07-01"})
    assert told.status_code == 200


def test_a_goal_changes_and_stays_where_it_is(caller: Caller, account: Account) -> None:
    goal = GoalFactory(account=account)
    address = f"goals/{goal.public_id}/"

    assert caller.patch(address, {"target": "40"}, version=1).json()["target"] == "40.0000"
    assert caller.patch(address, {"target": "50"}, version=1).status_code == 409
    assert caller.patch(address, {"account": str(account.public_id)}, version=2).status_code == 400
    assert caller.delete(address, version=2).status_code == 204
    assert caller.get(address).status_code == 404


def test_progress_says_where_a_goal_stands(caller: Caller, account: Account) -> None:
    DataFeedFactory(record_type=RecordType.RESPONSE)
    goal = GoalFactory(account=account)
    for score in [10, 10, 10, 7, 0]:
        ResponseFactory(account=account, score=score, responded_at=paris(2026, 3, 1))

    told = caller.get(f"goals/{goal.public_id}/progress/", {"as_of": "2026-07-01"}).json()

    assert told["goal"] == str(goal.public_id)
    assert told["answer"]["n"] == 5
    assert told["attained"] == pytest.approx((told["answer"]["value"] - 10) / 20)


def test_goals_out_of_reach_are_not_told(caller: Caller, account: Account) -> None:
    own, hidden = GoalFactory(account=account), GoalFactory()

    standing = caller.get("goals/progress/").json()

    assert [row["goal"] for row in standing["results"]] == [str(own.public_id)]
    assert caller.get(f"goals/{hidden.public_id}/progress/").status_code == 404
    assert caller.post(f"goals/{hidden.public_id}/approve/").status_code == 404


def test_a_leader_approves_once_and_a_manager_not(caller: Caller, person: Any) -> None:
    program = ProgramAssignmentFactory(user=person).program
    leader = UserFactory(leader=True)
    ProgramAssignmentFactory(user=leader, program=program)
    goal = GoalFactory(account=AccountFactory(programs=[program]), baseline=Decimal(10))
    address = f"goals/{goal.public_id}/approve/"
    seen = {"HTTP_IF_MATCH": '"1"'}

    assert caller.post(address, **seen).status_code == 403
    assert signed_in(leader).post(address).status_code == 428
    first = signed_in(leader).post(address, **seen)
    assert first.status_code == 200, first.content
    assert first.json()["approved_at"]
    second = signed_in(leader).post(address, HTTP_IF_MATCH='"2"')
    assert second.json() == first.json()


@pytest.mark.parametrize("asked", ["0001-01-01", "9999-12-31", "x", ""])
def test_progress_of_a_day_out_of_reach_is_refused(
    caller: Caller, account: Account, asked: str
) -> None:
    goal = GoalFactory(account=account)

    for path in ("goals/progress/", f"goals/{goal.public_id}/progress/"):
        answer = caller.get(path, {"as_of": asked})
        assert answer.status_code == 400
        assert [each["field"] for each in answer.json()["fields"]] == ["as_of"]


def test_goals_are_narrowed(caller: Caller, account: Account) -> None:
    early = GoalFactory(account=account, due_on=date(2026, 6, 30))
    GoalFactory(account=account)

    found = caller.ids("goals/", {"due_before": "2026-12-01", "is_approved": "false"})

    assert found == [str(early.public_id)]


@pytest.mark.parametrize("rows", [1, 3, 100])
@pytest.mark.parametrize(("path", "queries"), [("goals/", 4), ("goals/progress/", 12)])
def test_goals_take_the_same_queries(
    caller: Caller,
    person: Any,
    rows: int,
    path: str,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    DataFeedFactory(record_type=RecordType.RESPONSE)
    for _row in range(rows):
        GoalFactory(account=AccountFactory(team=[person]))

    with django_assert_num_queries(queries):
        answer = caller.get(path, {"page_size": 200})

    assert answer.json()["count"] == rows
