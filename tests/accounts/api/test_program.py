"""Programs, and who is in them: history that is written, ended and never edited."""

from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account, Enrolment, Program
from tests.callers import signed_in
from tests.factories import (
    AccountFactory,
    EnrolmentFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NEW = {"name_en": "Key accounts", "kind": "high_touch", "time_zone": "Europe/Paris"}


@pytest.fixture
def manager() -> Any:
    return UserFactory()


@pytest.fixture
def program(manager: Any) -> Program:
    return ProgramAssignmentFactory(user=manager).program


@pytest.fixture
def account(manager: Any) -> Account:
    return AccountFactory(team=[manager])


def body(account: Account, program: Program, **more: Any) -> dict[str, Any]:
    return {"account": str(account.public_id), "program": str(program.public_id), **more}


def test_who_founds_a_program_keeps_it(manager: Any) -> None:
    caller = signed_in(manager)

    made = caller.post("programs/", NEW)

    assert made.status_code == 201
    assert caller.ids("programs/") == [made.json()["public_id"]]
    assert made.json()["name"] == "Key accounts"


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Europe/Atlantis"},
        {"currency": "eur"},
        {"fiscal_year_month": 13},
        {"name_en": ""},
    ],
)
def test_a_program_follows_the_rules_of_the_database(manager: Any, wrong: dict[str, Any]) -> None:
    answer = signed_in(manager).post("programs/", NEW | wrong)

    assert answer.status_code == 400
    assert not Program.objects.visible_to(SYSTEM).exists()


def test_an_account_is_enrolled_and_leaves(
    manager: Any, account: Account, program: Program
) -> None:
    caller = signed_in(manager)

    made = caller.post(
        "enrolments/", body(account, program, tier="A", from_at="2026-01-01T00:00:00Z")
    )
    ended = caller.post("enrolments/end/", body(account, program, to_at="2026-03-01T00:00:00Z"))

    assert (made.status_code, ended.status_code) == (201, 200)
    assert ended.json()["to_at"] == "2026-03-01T00:00:00Z"
    rows = caller.get("enrolments/").json()["results"]
    assert [(row["tier"], row["to_at"]) for row in rows] == [("A", "2026-03-01T00:00:00Z")]
    kept = Enrolment.objects.visible_to(Actor.of_person(manager)).order_by("pk")
    assert [row.voided_at is None for row in kept] == [False, True]
    assert kept[1].replaces == kept[0]


def test_an_account_is_in_a_program_once_at_a_time(
    manager: Any, account: Account, program: Program
) -> None:
    EnrolmentFactory(account=account, program=program)

    again = signed_in(manager).post(
        "enrolments/", body(account, program, from_at="2026-01-01T00:00:00Z")
    )

    assert again.status_code == 400
    assert again.json()["fields"][0]["detail"].startswith("This account is in the program")


def test_what_does_not_last_cannot_end(manager: Any, account: Account, program: Program) -> None:
    EnrolmentFactory(account=account, program=program)
    caller = signed_in(manager)
    before = body(account, program, to_at="2019-01-01T00:00:00Z")

    assert caller.post("enrolments/end/", before).status_code == 400
    caller.post("enrolments/end/", body(account, program, to_at="2026-01-01T00:00:00Z"))
    twice = caller.post("enrolments/end/", body(account, program, to_at="2026-02-01T00:00:00Z"))
    assert twice.status_code == 400


def test_neither_account_nor_program_out_of_reach_is_enrolled(
    manager: Any, account: Account, program: Program
) -> None:
    caller, when = signed_in(manager), {"from_at": "2026-01-01T00:00:00Z"}

    answers = [
        caller.post("enrolments/", body(AccountFactory(), program, **when)),
        caller.post("enrolments/", body(account, ProgramFactory(), **when)),
    ]

    fields = [answer.json()["fields"] for answer in answers]
    assert [each["field"] for (each,) in fields] == ["account", "program"]
    assert {each["code"] for (each,) in fields} == {"does_not_exist"}


def test_enrolments_are_narrowed_to_those_of_today(
    manager: Any, account: Account, program: Program
) -> None:
    EnrolmentFactory(account=account, program=program)
    caller = signed_in(manager)

    assert caller.get("enrolments/", {"current": "true"}).json()["count"] == 1
    assert caller.get("enrolments/", {"current": "false"}).json()["count"] == 0
    assert caller.ids("accounts/", {"program": str(program.public_id)}) == [str(account.public_id)]


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_enrolments_take_the_same_queries(
    manager: Any, account: Account, rows: int, django_assert_num_queries: Any
) -> None:
    for _row in range(rows):
        EnrolmentFactory(account=account)
    caller = signed_in(manager)

    with django_assert_num_queries(4):
        answer = caller.get("enrolments/", {"page_size": 200})

    assert answer.json()["count"] == rows
