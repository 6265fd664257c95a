"""The catalogue, the sets of accounts, what teams made, and what was kept."""

from datetime import date
from typing import Any

import pytest

from abmplanner.kit.actor import Actor
from metrics.models import Measurement
from metrics.queries.indicators import known_indicators
from tests.callers import signed_in
from tests.factories import (
    AccountFactory,
    CustomIndicatorFactory,
    IndicatorSetFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_the_catalogue_is_read_by_everybody() -> None:
    caller = signed_in(UserFactory(sales=True))

    everything = caller.get("indicators/").json()
    computed = caller.get("indicators/", {"family": "finance"}).json()
    one = caller.get("indicators/close_rate/").json()

    assert everything["count"] > computed["count"] > 0
    assert {row["family"] for row in computed["results"]} == {"finance"}
    assert one["name_fr"]
    assert one in computed["results"]


@pytest.mark.parametrize("key", ["happiness", "a" * 200, "Close_Rate", "1", "é"])
def test_an_unknown_indicator_is_not_there(key: str) -> None:
    assert signed_in(UserFactory()).get(f"indicators/{key}/").status_code == 404


@pytest.mark.parametrize("wrong", [{"family": "royal"}, {"row": "1"}])
def test_the_catalogue_is_narrowed_by_what_it_has(wrong: dict[str, str]) -> None:
    assert signed_in(UserFactory()).get("indicators/", wrong).status_code == 400


def test_a_custom_indicator_is_read_where_it_may_be() -> None:
    person = UserFactory()
    account = AccountFactory(team=[person])
    own = CustomIndicatorFactory(account=account, state="active")
    common = CustomIndicatorFactory()
    hidden = CustomIndicatorFactory(account=AccountFactory(), state="active")
    caller = signed_in(person)

    assert set(caller.ids("custom-indicators/")) == {str(own.public_id), str(common.public_id)}
    assert caller.get(f"custom-indicators/{hidden.public_id}/").status_code == 404
    assert caller.get(f"indicators/{own.key}/").status_code == 200
    assert caller.get(f"indicators/{hidden.key}/").status_code == 404
    assert caller.delete(f"custom-indicators/{own.public_id}/", version=1).status_code == 405


def test_a_set_is_chosen_and_changed() -> None:
    person = UserFactory()
    account = AccountFactory(team=[person])
    caller = signed_in(person)
    said = {"account": str(account.public_id), "indicator_key": "nps"}

    made = caller.post("indicator-sets/", said)

    assert made.status_code == 201
    assert caller.post("indicator-sets/", said).status_code == 400
    assert caller.post("indicator-sets/", said | {"indicator_key": "joy"}).status_code == 400
    address = f"indicator-sets/{made.json()['public_id']}/"
    assert caller.patch(address, {"comment": "They said so"}, version=1).status_code == 200
    assert caller.patch(address, {"indicator_key": "nps"}, version=2).status_code == 400
    assert caller.delete(address, version=2).status_code == 204


def kept(account: Any = None, day: int = 1, **answers: Any) -> Measurement:
    return Measurement.objects.create(
        scope="account" if account else "all",
        account=account,
        window="trailing_90d",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 4, day),
        as_of=date(2026, 3, day),
        answers=answers
        or {"close_rate": {"numerator": 3, "denominator": 4, "n": 4, "status": "ok"}},
    )


def test_what_was_kept_opens_to_the_same_answer() -> None:
    person = UserFactory()
    account = AccountFactory(team=[person])
    kept(account)
    kept(AccountFactory())
    kept(account, day=2, gone={"status": "no_data"})

    told = signed_in(person).get("measurements/", {"sort": "as_of"}).json()["results"]

    assert [row["account"] for row in told] == [str(account.public_id)] * 2
    answer = told[0]["answers"]["close_rate"]
    assert (answer["value"], answer["interval"]["method"]) == (75, "wilson")
    assert told[1]["answers"] == {}


def test_only_who_sees_all_reads_what_is_of_all() -> None:
    kept()

    assert signed_in(UserFactory()).get("measurements/").json()["count"] == 0
    assert signed_in(UserFactory(administrator=True)).get("measurements/").json()["count"] == 1


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_lists_take_the_same_queries(rows: int, django_assert_num_queries: Any) -> None:
    person = UserFactory()
    for _row in range(rows):
        account = AccountFactory(team=[person])
        CustomIndicatorFactory(account=account, state="active")
        IndicatorSetFactory(account=account)
        kept(account)
    caller = signed_in(person)
    known_indicators(Actor.of_person(person))  # read once, and remembered until one is saved

    paths = {"indicators": 3, "custom-indicators": 4, "indicator-sets": 4, "measurements": 5}
    for path, queries in paths.items():
        with django_assert_num_queries(queries):
            answer = caller.get(f"{path}/", {"page_size": 200})
        assert answer.json()["count"] >= rows
