"""One question by the API: the command's answer, for what the caller may see."""

import json
from datetime import date
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command

from accounts.enums import RecordType
from accounts.models import Account
from tests.callers import Caller, signed_in, with_key
from tests.factories import (
    AccountFactory,
    AdDeliveryFactory,
    DataFeedFactory,
    ProgramAssignmentFactory,
    ResponseFactory,
    UserFactory,
)
from tests.factories.dates import paris

pytestmark = pytest.mark.django_db

MARCH = {"indicator": "nps", "from": "2026-03-01", "to": "2026-04-01", "as_of": "2026-03-31"}
SCORES = [10, 9, 9, 8, 7, 3]


@pytest.fixture
def person() -> Any:
    return UserFactory()


@pytest.fixture
def account(person: Any) -> Account:
    account = AccountFactory(team=[person])
    for record_type in (RecordType.RESPONSE, RecordType.INVITATION, RecordType.OPPORTUNITY):
        DataFeedFactory(record_type=record_type)
    for score in SCORES:
        ResponseFactory(account=account, score=score, responded_at=paris(2026, 3, 10))
    return account


@pytest.fixture
def caller(person: Any) -> Caller:
    return signed_in(person)


def of(account: Account, **more: Any) -> dict[str, Any]:
    return {**MARCH, "scope": f"account:{account.public_id}", **more}


def said(*arguments: str) -> Any:
    out = StringIO()
    call_command("measure", *arguments, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("explain", [False, True])
def test_the_answer_is_the_one_of_the_command(
    caller: Caller, account: Account, *, explain: bool
) -> None:
    options = [f"--{name.replace('_', '-')}={value}" for name, value in of(account).items()]

    answer = caller.get("measure/", of(account, explain=explain))

    assert answer.status_code == 200, answer.content
    assert answer.json() == said(*options, *(["--explain"] if explain else []))
    assert (answer.json()["value"], answer.json()["n"]) == (pytest.approx(100 / 3), 6)


def test_explained_it_opens_onto_its_records(caller: Caller, account: Account) -> None:
    told = caller.get("measure/", of(account, explain="true")).json()

    assert told["sentence"]
    assert told["records"]["counted"] == len(SCORES)


def test_all_is_all_that_the_caller_may_see(caller: Caller, account: Account) -> None:
    for _score in range(10):
        ResponseFactory(score=0, responded_at=paris(2026, 3, 10))

    told = caller.get("measure/", {**MARCH, "scope": "all"}).json()

    assert told["n"] == len(SCORES)


def test_a_program_is_measured(person: Any, caller: Caller) -> None:
    program = ProgramAssignmentFactory(user=person).program

    told = caller.get("measure/", {**MARCH, "scope": f"program:{program.public_id}"})

    assert told.status_code == 200
    assert told.json()["scope_name"] == program.name


def test_a_source_is_measured_of_what_the_caller_sees(caller: Caller, account: Account) -> None:
    AdDeliveryFactory(source="linkedin", account=account, day=date(2026, 3, 5))
    AdDeliveryFactory(source="linkedin", day=date(2026, 3, 5))
    asked = MARCH | {"indicator": "ad_impressions", "scope": "source:linkedin"}

    told = caller.get("measure/", asked).json()

    assert (told["value"], told["scope_name"]) == (1000, "linkedin")


def test_a_scope_out_of_reach_answers_as_one_that_does_not_exist(caller: Caller) -> None:
    hidden = AccountFactory(name="Hidden")
    AdDeliveryFactory(source="linkedin", account=hidden)
    scopes = [f"account:{hidden.public_id}", f"account:{uuid4()}", "account:Hidden", "account:None",
              "source:linkedin", "source:None"]  # fmt: skip

    answers = [caller.get("measure/", {**MARCH, "scope": scope}) for scope in scopes]

    assert {(answer.status_code, answer.content) for answer in answers} == {
        (404, answers[0].content)
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"indicator": "happiness"}, "indicator"),
        ({"indicator": ""}, "indicator"),
        ({"indicator": "nps\0"}, "indicator"),
        ({"scope": "everything"}, "scope"),
        ({"scope": "account:"}, "scope"),
        ({"scope": "account:\0"}, "scope"),
        ({"to": "2026-03-01"}, "to"),
        ({"to": "2026-02-01"}, "to"),
        ({"to": "2099-12-31"}, "to"),
        ({"from": "0001-01-01"}, "from"),
        ({"from": "yesterday"}, "from"),
        ({"to": "9999-12-31"}, "to"),
        ({"known_at": "12"}, "known_at"),
        ({"as_of": "2026-02-30"}, "as_of"),
        ({"explain": "perhaps"}, "explain"),
        ({"where": "type"}, "where.0"),
        ({"where": "planet:mars"}, "where"),
        ({"where": ["a:b"] * 9}, "where"),
        ({"scale": "log"}, "scale"),
        ({"indicator": ["nps", "close_rate"]}, "indicator"),
    ],
)
def test_what_cannot_be_answered_is_said(
    caller: Caller, account: Account, wrong: dict[str, Any], field: str
) -> None:
    answer = caller.get("measure/", of(account) | wrong)

    assert answer.status_code in {400, 404}
    if answer.status_code == 400:
        assert [each["field"] for each in answer.json()["fields"]] == [field]
        assert answer.json()["fields"][0]["detail"]


def test_a_number_is_narrowed_by_its_dimensions(caller: Caller, account: Account) -> None:
    asked = of(account, indicator="new_opportunities_count", where=["type:expansion"])

    told = caller.get("measure/", asked).json()

    assert told["where"] == {"type": "expansion"}
    assert (told["value"], told["status"]) == (0, "ok")


def test_only_who_may_read_asks(account: Account, person: Any) -> None:
    assert Caller().get("measure/", of(account)).status_code == 401
    assert with_key(person, "read").get("measure/", of(account)).status_code == 200
    assert signed_in(person).post("measure/", of(account)).status_code == 405


@pytest.mark.parametrize("accounts", [1, 3, 100])
def test_a_measure_of_all_takes_the_same_queries(
    person: Any, caller: Caller, accounts: int, django_assert_num_queries: Any
) -> None:
    DataFeedFactory(record_type=RecordType.RESPONSE)
    for _account in range(accounts):
        ResponseFactory(account__team=[person], responded_at=paris(2026, 3, 10))

    with django_assert_num_queries(6):
        told = caller.get("measure/", {**MARCH, "scope": "all"}).json()

    assert told["n"] == accounts
