"""Settings of measures through the API: what there is to set, what holds, versions, a new one."""

from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.enums import KeyScope
from accounts.models import Program
from metrics.catalogue.parameters import DEFAULTS, PARAMETERS
from metrics.models import ParameterSet
from tests.callers import Caller, signed_in, with_key
from tests.factories import (
    ParameterSetFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PATH = "parameter-sets/"
SENT = {"from_at": "2026-03-01T00:00:00Z", "note": "Tried out", "values": {"mqa_days": 60}}


@pytest.fixture
def boss() -> Caller:
    return signed_in(UserFactory(administrator=True))


@pytest.fixture
def program() -> Any:
    return ProgramFactory()


@pytest.fixture
def keeper(program: Program) -> Caller:
    """Somebody who keeps the program."""
    person = UserFactory()
    ProgramAssignmentFactory(user=person, program=program)
    return signed_in(person)


def listed(caller: Caller, **asked: Any) -> dict[str, Any]:
    """Return all parameters by key."""
    found, page = {}, 1
    while True:
        body = caller.get("parameters/", {**asked, "page": page, "page_size": 100}).json()
        found |= {row["key"]: row for row in body["results"]}
        if not body["next"]:
            return found
        page += 1


def test_everything_that_is_set_is_told_with_its_limits_and_what_holds(boss: Caller) -> None:
    ParameterSetFactory(number=1, values={"mqa_days": 45})

    told = listed(boss)

    assert list(told) == list(PARAMETERS)
    assert (told["mqa_days"]["value"], told["mqa_days"]["delivered"]) == (45, 90)
    assert (told["mqa_days"]["least"], told["mqa_days"]["unit_en"]) == (1, "days")
    assert told["mqa_days"]["source"] == "Demandbase, journey stages"
    assert told["cost_basis"]["choices"] == ["media", "direct", "full"]
    assert told["mqa_demo_links"]["value"] == ["demo"]
    early = listed(boss, at="2019-01-01T00:00:00Z")
    assert early["mqa_days"]["value"] == 90


def test_a_new_version_says_what_it_changes_and_keeps_the_rest(boss: Caller) -> None:
    ParameterSetFactory(number=1, values={"mqa_people": 4})

    made = boss.post(PATH, {**SENT, "seen": 1})

    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["number"], body["program"]) == (2, None)
    assert body["values"] == {"mqa_people": 4, "mqa_days": 60}
    assert body["note"] == "Tried out"
    rows = boss.get(PATH).json()["results"]
    assert [row["number"] for row in rows] == [2, 1]
    assert boss.get(f"{PATH}{body['public_id']}/").json() == body
    assert listed(boss)["mqa_days"]["value"] == 60


def test_a_program_has_its_own(boss: Caller, keeper: Caller, program: Program) -> None:
    ParameterSetFactory(number=1, values={"mqa_people": 4})

    made = keeper.post(PATH, {**SENT, "program": str(program.public_id)})

    assert made.status_code == 201, made.content
    assert made.json()["values"] == {"mqa_days": 60}
    told = listed(keeper, program=str(program.public_id))
    assert (told["mqa_days"]["value"], told["mqa_people"]["value"]) == (60, 4)
    assert listed(boss)["mqa_days"]["value"] == 90
    own = keeper.get(PATH, {"program": str(program.public_id)}).json()["results"]
    assert [row["number"] for row in own] == [1]
    general = boss.get(PATH, {"installation": "true"}).json()["results"]
    assert [row["program"] for row in general] == [None]


def test_who_may_not_is_refused(keeper: Caller, program: Program) -> None:
    other = ProgramFactory()

    assert keeper.post(PATH, SENT).status_code == 403
    assert keeper.post(PATH, {**SENT, "program": str(other.public_id)}).status_code == 400
    reading = with_key(UserFactory(administrator=True), KeyScope.READ)
    assert reading.post(PATH, SENT).status_code == 403
    assert signed_in(UserFactory(sales=True)).post(PATH, SENT).status_code == 403
    assert not ParameterSet.objects.visible_to(SYSTEM).exists()


@pytest.mark.parametrize(
    "values",
    [
        {"mqa_days": 0},
        {"mqa_days": "many"},
        {"unheard_of": 1},
        {"cost_basis": "most"},
        {"health_green_from": 10},
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_saved(boss: Caller, values: Any) -> None:
    answer = boss.post(PATH, {**SENT, "values": values})

    assert answer.status_code == 400
    assert "values" in {(each["field"] or "").split(".")[0] for each in answer.json()["fields"]}
    assert not ParameterSet.objects.visible_to(SYSTEM).exists()


def test_a_version_made_from_an_older_one_is_refused(boss: Caller) -> None:
    ParameterSetFactory(number=3)

    assert boss.post(PATH, {**SENT, "seen": 2}).status_code == 400
    assert boss.post(PATH, {**SENT, "seen": 3}).status_code == 201


def test_what_is_set_is_measured_by(boss: Caller) -> None:
    boss.post(PATH, {**SENT, "values": {"mqa_days": 60}})
    asked = {"indicator": "mqa_open", "scope": "all", "period": "last_90_days", "explain": "true"}

    told = boss.get("measure/", asked).json()

    line = next(each for each in told["measured_by"] if each["key"] == "mqa_days")
    assert (line["value"], line["delivered"]) == ("60 days", "90 days")
    assert told["settings"] == {"installation": 1, "program": 0}
    assert DEFAULTS["mqa_days"] == 90
