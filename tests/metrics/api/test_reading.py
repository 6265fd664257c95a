"""Values of own indicators through the API: added, read, corrected, withdrawn, and measured."""

from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from metrics.models import CustomIndicator
from tests.callers import Caller, signed_in
from tests.factories import (
    AccountFactory,
    CustomIndicatorFactory,
    IndicatorReadingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PATH = "indicator-readings/"


@pytest.fixture
def person() -> Any:
    return UserFactory()


@pytest.fixture
def caller(person: Any) -> Caller:
    return signed_in(person)


@pytest.fixture
def account(person: Any) -> Any:
    return AccountFactory(team=[person])


def told(account: Any, **changes: Any) -> dict[str, Any]:
    plain = {"indicator": "own", "account": str(account.public_id), "value": "62.5"}
    return {**plain, "effective_on": "2026-03-10", **changes}


def test_a_value_is_told_and_measured(caller: Caller, person: Any, account: Any) -> None:
    CustomIndicatorFactory(manual=True, key="own")

    made = caller.post(PATH, told(account, weight="2", note="Workshop"))

    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["indicator"], row["value"], row["weight"]) == ("own", "62.5000", "2.0000")
    assert row["recorded_by"] == str(person.public_id)
    asked = {"indicator": "own", "scope": f"account:{account.public_id}", "as_of": "2026-03-31",
             "from": "2026-03-01", "to": "2026-03-31"}  # fmt: skip
    assert caller.get("measure/", asked).json()["value"] == 62.5
    listed = caller.get(PATH, {"indicator": "own"}).json()["results"]
    assert [each["id"] for each in listed] == [row["id"]]
    assert caller.get(PATH, {"indicator": "other"}).json()["results"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"indicator": "nps"}, "indicator"),
        ({"indicator": 5}, "indicator"),
        ({"indicator": "computed"}, "indicator"),
        ({"value": "101"}, "value"),
        ({"currency": "EUR"}, "currency"),
        ({"weight": "0"}, ""),
        ({"effective_on": "1812-01-01"}, "effective_on"),
        ({"source": "a.csv"}, "source"),
    ],
)
def test_what_can_not_be_is_refused(
    caller: Caller, account: Any, change: dict[str, Any], field: str
) -> None:
    CustomIndicatorFactory(manual=True, key="own")
    CustomIndicatorFactory(key="computed", state="active")

    answer = caller.post(PATH, told(account, **change))

    assert answer.status_code == 400, answer.content
    assert field in {each["field"] or "" for each in answer.json()["fields"]}


def test_another_value_of_that_day_is_to_be_corrected(caller: Caller, account: Any) -> None:
    CustomIndicatorFactory(manual=True, key="own")
    first = caller.post(PATH, told(account)).json()

    again = caller.post(PATH, told(account, value="70"))
    assert again.status_code == 400, again.content
    mended = caller.post(f"{PATH}{first['id']}/correct/", {"value": "70"})
    assert (mended.status_code, mended.json()["value"]) == (200, "70.0000")
    assert caller.post(f"{PATH}{mended.json()['id']}/withdraw/").status_code == 204
    assert caller.get(PATH).json()["results"] == []


def test_values_of_others_are_out_of_reach(caller: Caller) -> None:
    theirs = IndicatorReadingFactory()

    assert caller.get(PATH).json()["results"] == []
    assert caller.post(f"{PATH}{theirs.pk}/withdraw/").status_code == 404


def test_an_indicator_whose_values_are_told_is_made_as_by_the_builder(caller: Caller) -> None:
    definition = {"unit": "money", "roll_up": "sum", "max_age_days": 30}
    sent = {"kind": "series", "name_en": "Budget", "definition": definition}

    made = caller.post("custom-indicators/", sent)
    bad = caller.post("custom-indicators/", {**sent, "definition": {**definition, "unit": "band"}})

    assert made.status_code == 201, made.content
    assert (made.json()["unit"], made.json()["definition"]) == ("money", definition)
    assert bad.json()["fields"][0]["field"] == "definition.unit"
    row = CustomIndicator.objects.visible_to(SYSTEM).get()
    IndicatorReadingFactory(indicator=row, currency="EUR")
    address = f"custom-indicators/{row.public_id}/"
    change = {"definition": {**definition, "unit": "count"}}
    refused = caller.patch(address, change, version=row.version)
    assert refused.status_code == 400, refused.content
