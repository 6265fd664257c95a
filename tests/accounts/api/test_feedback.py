"""Feedback by the API: given by who sees the account, corrected by its author alone."""

from typing import Any

import pytest

from tests.callers import signed_in
from tests.factories import AccountFactory, FeedbackFactory, TeamMemberFactory, UserFactory
from tests.factories.voice import FeedbackRequestFactory

pytestmark = pytest.mark.django_db


def test_the_author_is_who_gives_it() -> None:
    person = UserFactory(sales=True)
    account = AccountFactory(team=[person])

    made = signed_in(person).post(
        "feedback/", {"account": str(account.public_id), "activities_rating": 4}
    )

    assert made.status_code == 201
    assert made.json()["author"] == str(person.public_id)


@pytest.mark.parametrize(
    "wrong", [{}, {"activities_rating": 6}, {"author": "x"}, {"deal_moved": "?"}]
)
def test_feedback_says_something_sensible(wrong: dict[str, Any]) -> None:
    person = UserFactory(sales=True)
    account = AccountFactory(team=[person])

    answer = signed_in(person).post("feedback/", {"account": str(account.public_id), **wrong})

    assert answer.status_code == 400


def test_only_its_author_corrects_it() -> None:
    author, colleague = UserFactory(sales=True), UserFactory()
    given = FeedbackFactory(account=AccountFactory(team=[author, colleague]), author=author)
    address, better = f"feedback/{given.public_id}/", {"activities_rating": 5}

    assert signed_in(colleague).patch(address, better, version=1).status_code == 403
    assert signed_in(author).patch(address, better, version=1).status_code == 200


def test_the_rating_of_a_colleague_is_read_by_few() -> None:
    author, chief, other = UserFactory(sales=True), UserFactory(), UserFactory()
    marketer = UserFactory(manager=chief)
    account = AccountFactory(team=[author, chief, other, marketer])
    FeedbackFactory(account=account, author=author, marketer=marketer, marketer_rating=2)

    told = {
        person: signed_in(person).get("feedback/").json()["results"][0]["marketer_rating"]
        for person in (author, marketer, chief, other, UserFactory(administrator=True))
    }

    assert list(told.values()) == [2, 2, 2, None, None]


def test_a_marketer_who_does_not_work_there_is_not_rated() -> None:
    person, stranger = UserFactory(sales=True), UserFactory()
    account = AccountFactory(team=[person])
    said = {"account": str(account.public_id), "marketer": str(stranger.public_id)}

    answer = signed_in(person).post("feedback/", {**said, "marketer_rating": 1})

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["fields"]] == ["marketer"]


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_feedback_takes_the_same_queries(rows: int, django_assert_num_queries: Any) -> None:
    person, marketer = UserFactory(), UserFactory(manager=UserFactory())
    account = AccountFactory(team=[person])
    TeamMemberFactory(account=account, user=marketer)
    for _row in range(rows):
        FeedbackFactory(account=account, marketer=marketer, marketer_rating=3)
    caller = signed_in(person)

    with django_assert_num_queries(4):
        answer = caller.get("feedback/", {"page_size": 200})

    assert answer.json()["count"] == rows


def test_a_round_is_opened_and_changed_by_the_version_that_was_seen() -> None:
    caller = signed_in(UserFactory())
    body = {"name_en": "Autumn", "opens_on": "2026-10-01", "closes_on": "2026-10-31"}

    made = caller.post("feedback-rounds/", body)
    address = f"feedback-rounds/{made.json()['public_id']}/"
    answers = [
        caller.patch(address, {"closes_on": "2026-11-15"}, version=version)
        for version in (None, 1, 1)
    ]

    assert made.status_code == 201, made.content
    assert [answer.status_code for answer in answers] == [428, 200, 409]
    assert caller.get(address).json()["closes_on"] == "2026-11-15"


def test_requests_are_read_within_reach_and_never_written() -> None:
    manager = UserFactory()
    own = FeedbackRequestFactory(account=AccountFactory(team=[manager]))
    foreign = FeedbackRequestFactory()
    caller = signed_in(manager)
    address = f"feedback-requests/{own.public_id}/"

    assert caller.ids("feedback-requests/") == [str(own.public_id)]
    assert caller.get(address).json()["account"] == str(own.account.public_id)
    assert caller.get(f"feedback-requests/{foreign.public_id}/").status_code == 404
    assert caller.post("feedback-requests/", {}).status_code == 405
    assert caller.patch(address, {}, version=1).status_code == 405
