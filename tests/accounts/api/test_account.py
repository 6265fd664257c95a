"""Companies by the API."""

from typing import Any

import pytest

from tests.callers import signed_in
from tests.factories import AccountFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_who_writes_down_a_company_sees_it() -> None:
    caller = signed_in(UserFactory())

    made = caller.post("accounts/", {"name": "Umbrella", "domains": [" Umbrella.EXAMPLE "]})

    assert made.status_code == 201
    assert made.json()["domains"] == ["umbrella.example"]
    assert caller.ids("accounts/") == [made.json()["public_id"]]


def test_a_parent_out_of_reach_is_not_told() -> None:
    person = UserFactory()
    hidden, seen = AccountFactory(), AccountFactory(team=[person])
    of_hidden = AccountFactory(team=[person], parent=hidden)
    of_seen = AccountFactory(team=[person], parent=seen)
    caller = signed_in(person)

    rows = {row["public_id"]: row["parent"] for row in caller.get("accounts/").json()["results"]}

    assert rows[str(of_hidden.public_id)] is None
    assert rows[str(of_seen.public_id)] == str(seen.public_id)


def test_a_change_keeps_what_it_does_not_speak_of() -> None:
    person, hidden = UserFactory(), AccountFactory()
    account = AccountFactory(team=[person], parent=hidden, industry="Energy")

    changed = signed_in(person).patch(
        f"accounts/{account.public_id}/", {"name": "Été SA"}, version=1
    )

    account.refresh_from_db()
    assert changed.status_code == 200
    assert (account.name, account.search_key) == ("Été SA", "ete sa")
    assert (account.parent, account.industry) == (hidden, "Energy")


def test_a_company_with_people_cannot_be_deleted() -> None:
    person = UserFactory()
    account = AccountFactory(team=[person])

    answer = signed_in(person).delete(f"accounts/{account.public_id}/", version=1)

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "ETE"}, ["Été"]),
        ({"status": "customer"}, ["Zèbre"]),
        ({"sort": "-name"}, ["Zèbre", "Été"]),
    ],
)
def test_companies_are_found(asked: dict[str, Any], found: list[str]) -> None:
    person = UserFactory()
    AccountFactory(name="Été", team=[person])
    AccountFactory(name="Zèbre", status="customer", team=[person])

    rows = signed_in(person).get("accounts/", asked).json()["results"]

    assert [row["name"] for row in rows] == found


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_companies_take_the_same_queries(rows: int, django_assert_num_queries: Any) -> None:
    person = UserFactory()
    for _row in range(rows):
        AccountFactory(team=[person], owner=person)
    caller = signed_in(person)

    with django_assert_num_queries(4):
        answer = caller.get("accounts/", {"page_size": 200})

    assert answer.json()["count"] == rows
