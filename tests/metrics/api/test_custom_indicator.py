"""Indicators of teams, made by the API as by the builder."""

from typing import Any

import pytest

from metrics.models import CustomIndicator
from tests.callers import Caller, signed_in, with_key
from tests.factories import (
    AccountFactory,
    CustomIndicatorFactory,
    DataFeedFactory,
    ProgramFactory,
    UserFactory,
)
from tests.metrics.queries.stories import Pipe

pytestmark = pytest.mark.django_db

EXPANSIONS = {"all": [{"field": "type", "op": "eq", "value": "expansion"}]}
RECORDS = {"dataset": "opportunities", "filter": EXPANSIONS, "aggregate": "count", "kind": "flow"}
WON = {"all": [{"field": "outcome", "op": "eq", "value": "won"}]}
WON_AMOUNT = {
    "dataset": "opportunities",
    "filter": WON,
    "aggregate": "sum",
    "field": "value",
    "kind": "flow",
    "dated_by": "closed_at",
}


@pytest.fixture
def person() -> Any:
    return UserFactory()


@pytest.fixture
def caller(person: Any) -> Caller:
    return signed_in(person)


def of_records(**changes: Any) -> dict[str, Any]:
    """Return an indicator of records whose definition differs in these parts."""
    definition = {**RECORDS, **changes}
    return {"kind": "aggregate", "name_en": "Big expansions", "definition": definition}


def as_formula(text: str) -> dict[str, Any]:
    return {"kind": "formula", "name_en": "Answers", "definition": {"formula": text}}


def problems(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 400, answer.content
    return [(each["field"], each["code"]) for each in answer.json()["fields"]]


def written() -> Any:
    return CustomIndicator.objects.unscoped("a test looks at what was written")


def test_an_indicator_of_records_is_made_as_by_the_builder(caller: Caller) -> None:
    made = caller.post("custom-indicators/", of_records())

    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["key"], told["unit"], told["state"]) == ("big_expansions", "count", "draft")
    assert told["definition"] == RECORDS | {"field": "", "dated_by": "created_at"}
    assert made["ETag"] == '"1"'
    assert caller.get(f"custom-indicators/{told['public_id']}/").json() == told


def test_a_formula_takes_its_unit_from_what_it_refers_to(caller: Caller) -> None:
    counted = caller.post("custom-indicators/", as_formula("nps_promoters + nps_detractors"))
    index = caller.post("custom-indicators/", as_formula("ratio(nps_promoters, nps_passives)"))

    assert (counted.json()["unit"], index.json()["unit"]) == ("count", "index")
    assert [counted.json()["key"], index.json()["key"]] == ["answers", "answers_2"]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"dataset": "users"}, "dataset", "invalid_choice"),
        ({"dataset": None}, "dataset", "null"),
        ({"aggregate": "drop table"}, "aggregate", "invalid_choice"),
        ({"kind": "ever"}, "kind", "invalid_choice"),
        ({"kind": "overlap"}, "kind", "not_of_records"),
        ({"aggregate": "sum"}, "field", "needs_a_field"),
        ({"aggregate": "sum", "field": "type"}, "field", "wrong_field"),
        ({"aggregate": "sum", "field": "tcv"}, "filter", "unknown_field"),
        ({"dated_by": "recorded_at"}, "dated_by", "wrong_date"),
        ({"filter": {"some": []}}, "filter", "not_a_filter"),
        ({"formula": "nps"}, "formula", "not_writable"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_by_its_part(
    caller: Caller, change: dict[str, Any], field: str, code: str
) -> None:
    answer = caller.post("custom-indicators/", of_records(**change))

    assert problems(answer) == [(f"definition.{field}", code)]
    assert not written().exists()


@pytest.mark.parametrize(
    ("field", "op", "value", "code"),
    [
        ("type", "eq", "huge", "wrong_choice"),
        ("type", "in", "new", "needs_a_list"),
        ("type", "contains", "n", "wrong_op"),
        ("unfit", "eq", "test", "unknown_field"),
        ("value", "gte", "many", "not_a_number"),
        ("value", "gte", True, "not_a_number"),
        ("value", "gte", 1e300, "not_a_number"),
        ("value", "between", [1], "needs_two_ends"),
        ("source", "eq", 5, "not_a_text"),
        ("created_at", "gte", "soon", "not_a_day"),
    ],
)
def test_a_condition_that_cannot_be_is_refused(
    caller: Caller, field: str, op: str, value: Any, code: str
) -> None:
    chosen = {"all": [{"field": field, "op": op, "value": value}]}

    answer = caller.post("custom-indicators/", of_records(filter=chosen))

    assert problems(answer) == [("definition.filter", code)]


def test_a_condition_is_one_that_the_builder_can_show(caller: Caller) -> None:
    chosen = {"all": [{"field": "source", "op": "in", "value": ["fair", "web, mail"]}]}

    answer = caller.post("custom-indicators/", of_records(filter=chosen))

    assert problems(answer) == [("definition.filter", "invalid")]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("nps_promoters + ", "syntax", "character 16"),
        ("nps + close_rate", "different_units", "These units can"),
        ("nothing * 2", "unknown_key", "There is no indicator “nothing”."),
        ("nps > 3", "not_a_number", "A number is needed"),
        ("", "blank", ""),
    ],
)
def test_a_formula_says_what_is_wrong_and_where(
    caller: Caller, text: str, code: str, said: str
) -> None:
    answer = caller.post("custom-indicators/", as_formula(text))

    assert problems(answer) == [("definition.formula", code)]
    assert said in answer.json()["fields"][0]["detail"]
    assert not written().exists()


def test_a_formula_that_leads_back_to_itself_is_refused(caller: Caller) -> None:
    first = CustomIndicatorFactory(state="active", unit="count")
    second = CustomIndicatorFactory(
        state="active", unit="count", definition={"formula": f"{first.key} + nps_promoters"}
    )

    answer = caller.patch(
        f"custom-indicators/{first.public_id}/",
        {"definition": {"formula": f"{second.key} + nps_promoters"}},
        version=1,
    )

    assert problems(answer) == [("definition.formula", "circle")]


def test_an_indicator_has_a_name_and_one_scope(caller: Caller, person: Any) -> None:
    account = AccountFactory(team=[person])
    nameless = caller.post("custom-indicators/", of_records() | {"name_en": ""})
    hidden = caller.post(
        "custom-indicators/", of_records() | {"program": str(ProgramFactory().public_id)}
    )
    own = caller.post("custom-indicators/", of_records() | {"account": str(account.public_id)})

    assert [each for each, _code in problems(nameless)] == [""]
    assert problems(hidden) == [("program", "does_not_exist")]
    assert own.status_code == 201


def test_an_indicator_goes_from_draft_to_active_to_retired(caller: Caller) -> None:
    row = CustomIndicatorFactory(state="draft")
    address = f"custom-indicators/{row.public_id}/"

    for version, state in enumerate(("active", "retired", "active"), start=1):
        told = caller.patch(address, {"state": state}, version=version).json()
        assert (told["state"], told["version"]) == (state, version + 1)

    assert problems(caller.patch(address, {"state": "draft"}, version=4)) == [("state", "invalid")]
    assert problems(caller.post("custom-indicators/", of_records() | {"state": "active"})) == [
        ("state", "not_writable")
    ]


def test_an_active_indicator_keeps_what_it_meant_before(caller: Caller) -> None:
    row = CustomIndicatorFactory(state="active", unit="count")
    before, address = row.definition, f"custom-indicators/{row.public_id}/"

    renamed = caller.patch(address, {"name_en": "Other", "definition": before}, version=1)
    changed = caller.patch(address, {"definition": {"formula": "nps_promoters"}}, version=2)

    assert [each.json()["definition_version"] for each in (renamed, changed)] == [1, 2]
    row.refresh_from_db()
    assert row.past_definitions == {"1": before}


def test_a_stale_change_answers_both_versions_and_writes_nothing(caller: Caller) -> None:
    address = f"custom-indicators/{CustomIndicatorFactory(state='active').public_id}/"
    saved = caller.patch(address, {"name_en": "First"}, version=1).json()

    answer = caller.patch(address, {"definition": {"formula": "nps_promoters"}}, version=1)

    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert answer.json()["now"] == saved == caller.get(address).json()
    assert caller.patch(address, {"name_en": "Second"}).status_code == 428


def test_who_may_not_make_an_indicator_makes_none(person: Any) -> None:
    row = CustomIndicatorFactory()
    reader, sales = with_key(person, "read"), signed_in(UserFactory(sales=True))

    for caller in (reader, sales):
        assert caller.post("custom-indicators/", of_records()).status_code == 403
        address = f"custom-indicators/{row.public_id}/"
        assert caller.patch(address, {"name_en": "Mine"}, version=1).status_code == 403
    assert written().get().name_en == row.name_en


def test_an_indicator_out_of_reach_is_not_there(caller: Caller) -> None:
    row = CustomIndicatorFactory(account=AccountFactory(team=[UserFactory()]), state="active")
    address = f"custom-indicators/{row.public_id}/"

    assert caller.patch(address, {"name_en": "Mine"}, version=1).status_code == 404


def test_a_deal_told_by_the_api_is_measured_as_it_was_on_each_day(
    caller: Caller, person: Any
) -> None:
    DataFeedFactory()
    account, pipe = AccountFactory(team=[person]), Pipe()
    offer, won = (str(pipe.stages[name].public_id) for name in ("offer", "won"))
    deal = caller.post(
        "opportunities/",
        {
            "account": str(account.public_id),
            "name": "Renewal",
            "pipeline": str(pipe.pipeline.public_id),
            "created_at": "2026-01-10T09:00:00Z",
            "stage": offer,
            "stage_at": "2026-01-20T09:00:00Z",
            "tcv": "500",
            "currency": "EUR",
            "amount_at": "2026-01-20T09:00:00Z",
        },
    ).json()
    closed_at = "2026-03-15T09:00:00Z"
    signed = {"stage": won, "stage_at": closed_at, "tcv": "480", "amount_at": closed_at}
    caller.patch(f"opportunities/{deal['public_id']}/", signed, version=1)
    indicator = {"kind": "aggregate", "name_en": "Won amount", "definition": WON_AMOUNT}
    made = caller.post("custom-indicators/", indicator).json()
    caller.patch(f"custom-indicators/{made['public_id']}/", {"state": "active"}, version=1)

    def measured(as_of: str) -> Any:
        of = {"scope": f"account:{account.public_id}", "from": "2026-01-01", "to": "2026-04-01"}
        asked = {"indicator": made["key"], "as_of": as_of, **of}
        return caller.get("measure/", asked).json()["value"]

    assert made["unit"] == "money"
    assert (measured("2026-03-14"), measured("2026-03-31")) == (0, 480)


def test_a_ratio_is_made_of_two_definitions_of_records(caller: Caller) -> None:
    whole = {"dataset": "opportunities", "aggregate": "count", "kind": "flow"}
    said = {"numerator": RECORDS, "denominator": whole}
    body = {"kind": "ratio", "name_en": "Share of expansions", "definition": said}

    made = caller.post("custom-indicators/", body)
    refused = caller.post("custom-indicators/", {**body, "definition": {"numerator": RECORDS}})
    wrong = {**said, "denominator": {**whole, "aggregate": "avg", "field": "value"}}
    undivided = caller.post("custom-indicators/", {**body, "definition": wrong})

    assert (made.status_code, made.json()["unit"]) == (201, "percent")
    assert refused.status_code == undivided.status_code == 400
