"""Touches, visits and deliveries come in by the thousand, once each, within reach alone."""

from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.touch import identify
from accounts.enums import KeyScope
from accounts.models import Account, AdDelivery, Campaign, Touch, User, WebSession
from tests.callers import Caller, signed_in, with_key
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    ContactFactory,
    TouchFactory,
    UserFactory,
    VisitorFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return UserFactory()


@pytest.fixture
def account(manager: User) -> Account:
    return AccountFactory(team=[manager])


@pytest.fixture
def campaign() -> Campaign:
    """A campaign of no program, which every manager sees."""
    return CampaignFactory()


@pytest.fixture
def caller(manager: User) -> Caller:
    return signed_in(manager)


def a_touch(account: Account | None, key: str, /, **values: Any) -> dict[str, Any]:
    """Return a touch as a program tells it."""
    told = {
        "type": "email_clicked",
        "occurred_at": "2026-03-14T09:00:00+01:00",
        "source": "mail",
        "source_key": key,
        **values,
    }
    return told | ({"account": str(account.public_id)} if account else {})


def rows_of(model: Any) -> Any:
    """Return every row of a model."""
    return model.objects.unscoped("a test looks at everything")


def test_a_batch_tells_what_was_new_known_and_refused(caller: Caller, account: Account) -> None:
    TouchFactory(account=account, source="mail", source_key="before")
    stranger = AccountFactory()
    batch = [
        a_touch(account, "a"),
        a_touch(account, "before"),
        a_touch(account, "b", type="smoke_signal"),
        a_touch(stranger, "c"),
        a_touch(account, "a"),
        a_touch(account, "d", quantity=0),
        "no row",
        a_touch(None, "e"),
    ]

    answer = caller.post("touches/", {"rows": batch})

    said = answer.json()
    assert answer.status_code == 200
    assert (said["new"], said["known"]) == (1, 2)
    refused = {
        each["row"]: [(wrong["field"], wrong["code"]) for wrong in each["fields"]]
        for each in said["refused"]
    }
    assert refused == {
        2: [("type", "invalid_choice")],
        3: [("account", "does_not_exist")],
        5: [("quantity", "min_value")],
        6: [("", "invalid")],
        7: [("account", "invalid")],
    }
    assert rows_of(Touch).count() == 2


def test_an_account_out_of_reach_is_refused_as_one_that_does_not_exist(
    caller: Caller, account: Account
) -> None:
    absent = a_touch(None, "b", account="00000000-0000-4000-8000-00000000dead")
    answer = caller.post(
        "touches/", {"rows": [a_touch(AccountFactory(), "a"), absent, a_touch(account, "c")]}
    )

    hidden, missing = answer.json()["refused"]
    assert hidden["fields"] == missing["fields"]


def test_a_batch_in_which_every_row_is_wrong_is_refused(caller: Caller) -> None:
    answer = caller.post("touches/", {"rows": [a_touch(AccountFactory(), "a")]})

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["fields"]] == ["rows.0.account"]


@pytest.mark.parametrize("body", [{}, {"rows": []}, {"rows": "all"}, {"rows": [{}] * 5_001}])
def test_a_batch_is_a_list_of_at_most_five_thousand(caller: Caller, body: Any) -> None:
    assert caller.post("touches/", body).status_code == 400


def test_five_thousand_touches_take_few_statements(
    caller: Caller, account: Account, campaign: Campaign, django_assert_max_num_queries: Any
) -> None:
    people = ContactFactory.create_batch(20, account=account)
    batch = [
        a_touch(
            account,
            f"k{number}",
            contact=str(people[number % 20].public_id),
            campaign=str(campaign.public_id),
            visitor=f"v{number % 500}",
        )
        for number in range(5_000)
    ]

    with django_assert_max_num_queries(30):
        answer = caller.post("touches/", {"rows": batch})

    assert answer.json() == {"new": 5_000, "known": 0, "otherwise": [], "refused": []}


def test_a_person_belongs_to_the_account(caller: Caller, account: Account) -> None:
    other = ContactFactory(account=AccountFactory(team=[User.objects.first()]))
    batch = [a_touch(account, "a", contact=str(other.public_id)), a_touch(account, "b")]

    refused = caller.post("touches/", {"rows": batch}).json()["refused"]

    assert [each["fields"][0]["field"] for each in refused] == ["contact"]


def test_a_visitor_who_is_identified_says_the_account(caller: Caller, account: Account) -> None:
    visitor, stranger = VisitorFactory(source="site"), VisitorFactory(source="site")
    identify(SYSTEM, visitor, account)
    identify(SYSTEM, stranger, AccountFactory())
    batch = [
        a_touch(None, "a", source="site", visitor=visitor.key),
        a_touch(None, "b", source="site", visitor=stranger.key),
    ]

    answer = caller.post("touches/", {"rows": batch}).json()

    assert rows_of(Touch).get().account == account
    assert [each["row"] for each in answer["refused"]] == [1]


def test_touches_are_read_within_reach_and_narrowed(caller: Caller, account: Account) -> None:
    TouchFactory(account=account, type="meeting_held")
    TouchFactory(account=account)
    TouchFactory()

    every = caller.get("touches/").json()
    meetings = caller.get("touches/", {"type": "meeting_held"}).json()

    assert (every["count"], meetings["count"]) == (2, 1)
    assert meetings["results"][0]["account"] == str(account.public_id)


def test_a_key_that_only_reads_writes_nothing(manager: User, account: Account) -> None:
    batch = {"rows": [a_touch(account, "a")]}

    assert with_key(manager, KeyScope.READ).post("touches/", batch).status_code == 403
    assert with_key(manager, KeyScope.READ, KeyScope.WRITE).post("touches/", batch).json() == {
        "new": 1,
        "known": 0,
        "otherwise": [],
        "refused": [],
    }


def test_visits_come_in_once_and_make_their_visitors(caller: Caller, account: Account) -> None:
    visit = {"source": "site", "started_at": "2026-03-14T09:00:00Z", "visitor": "v1"}
    batch = [
        {**visit, "key": "a"},
        {**visit, "key": "b", "account": str(account.public_id), "duration_s": 40, "engaged_s": 30},
        {**visit, "key": "c", "duration_s": 10, "engaged_s": 30},
    ]

    first = caller.post("sessions/", {"rows": batch}).json()
    again = caller.post("sessions/", {"rows": batch[::-1]}).json()

    assert (first["new"], first["known"]) == (2, 0)
    assert (again["new"], again["known"]) == (0, 2)
    assert [each["fields"][0]["field"] for each in first["refused"]] == ["engaged_s"]
    assert rows_of(WebSession).values("visitor").distinct().count() == 1
    assert [row["key"] for row in caller.get("sessions/").json()["results"]] == ["b"]


def test_a_delivery_that_settles_is_corrected(caller: Caller, campaign: Campaign) -> None:
    told = {"day": "2026-03-14", "source": "linkedin", "format": "sponsored", "clicks": 4}
    told["campaign"] = str(campaign.public_id)

    answers = [
        caller.post("ad-deliveries/", {"rows": [{**told, "impressions": seen}]}).json()["new"]
        for seen in (900, 900, 950)
    ]

    assert answers == [1, 0, 1]
    assert rows_of(AdDelivery).count() == 2
    shown = caller.get("ad-deliveries/").json()["results"]
    assert [row["impressions"] for row in shown] == [950]


def test_no_more_clicks_are_invalid_than_there_were(caller: Caller, campaign: Campaign) -> None:
    told = {"day": "2026-03-14", "source": "linkedin", "format": "sponsored", "invalid_clicks": 4}
    row = {**told, "campaign": str(campaign.public_id), "clicks": 3}

    answer = caller.post("ad-deliveries/", {"rows": [row]})

    assert answer.json()["fields"][0]["field"] == "rows.0.invalid_clicks"
