"""What administrators and importers read: users, feeds, imports, jobs, pipelines, histories."""

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.enums import ImportKind, Verdict
from accounts.models import ImportRow, ImportRun, Job, User
from tests.callers import Caller, signed_in
from tests.factories import (
    AccountFactory,
    AmountChangeFactory,
    DataFeedFactory,
    OpportunityFactory,
    StageChangeFactory,
    StageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def a_run(person: Any) -> ImportRun:
    return ImportRun.objects.create(
        kind=ImportKind.ACCOUNTS, system="crm", file_name="a.csv", size=1, actor=person
    )


@pytest.fixture
def administrator() -> Caller:
    return signed_in(UserFactory(administrator=True, name="Ada"))


def test_only_an_administrator_reads_and_lets_in_people(administrator: Caller) -> None:
    new = {"name": "Bob", "email": "Bob@Example.org", "role": "sales"}

    made = administrator.post("users/", new)

    assert made.status_code == 201
    assert made.json()["email"] == "bob@example.org"
    assert not User.objects.get(name="Bob").has_usable_password()
    for person in (UserFactory(), UserFactory(leader=True), UserFactory(sales=True)):
        caller = signed_in(person)
        answers = [
            caller.get("users/"),
            caller.post("users/", new),
            caller.get(f"users/{person.public_id}/"),
            caller.patch(f"users/{person.public_id}/", {"role": "administrator"}, version=1),
        ]
        assert {answer.status_code for answer in answers} == {403}


def test_nobody_takes_their_own_rights_away() -> None:
    person = UserFactory(administrator=True)
    caller = signed_in(person)

    for wrong in ({"role": "sales"}, {"is_active": False}):
        assert caller.patch(f"users/{person.public_id}/", wrong, version=1).status_code == 400
    assert caller.patch(f"users/{person.public_id}/", {"name": "A"}, version=1).status_code == 200


def test_an_address_in_use_is_said_to_be() -> None:
    caller, taken = signed_in(UserFactory(administrator=True)), UserFactory()

    answer = caller.post("users/", {"name": "B", "email": taken.email.upper(), "role": "sales"})

    assert answer.status_code == 400


def test_a_feed_is_read_by_planners_and_written_by_administrators(administrator: Caller) -> None:
    feed = DataFeedFactory()
    new = {
        "record_type": "contact",
        "source": "crm",
        "covers_from": datetime(2026, 1, 1, tzinfo=UTC).isoformat(),
    }

    assert administrator.post("feeds/", new).status_code == 201
    assert administrator.post("feeds/", new).status_code == 400
    manager = signed_in(UserFactory())
    assert str(feed.public_id) in manager.ids("feeds/")
    assert manager.post("feeds/", new | {"source": "other"}).status_code == 403
    assert signed_in(UserFactory(sales=True)).get("feeds/").status_code == 403


def test_who_imported_reads_what_became_of_each_row() -> None:
    person = UserFactory()
    run, other = a_run(person), a_run(UserFactory())
    ImportRow.objects.create(run=run, line=2, verdict=Verdict.CREATED, record_id=1)
    ImportRow.objects.create(
        run=run, line=3, verdict=Verdict.WAITING, reason="no_account", raw={"company": "X"}
    )
    caller = signed_in(person)

    rows = caller.get(f"imports/{run.public_id}/rows/", {"verdict": "waiting", "waiting": "true"})

    assert caller.ids("imports/") == [str(run.public_id)]
    assert [row["line"] for row in rows.json()["results"]] == [3]
    assert "record_id" not in rows.json()["results"][0]
    assert caller.get(f"imports/{other.public_id}/rows/").status_code == 404
    assert caller.get(f"imports/{run.public_id}/rows/", {"run": "1"}).status_code == 400


def test_a_job_is_read_by_who_asked_for_it() -> None:
    person = UserFactory(sales=True)
    own = Job.objects.create(kind="measure", actor=person)
    Job.objects.create(kind="measure", actor=UserFactory())

    assert signed_in(person).ids("jobs/") == [str(own.public_id)]


def test_a_deal_tells_what_it_went_through() -> None:
    person = UserFactory(sales=True)
    deal = OpportunityFactory(account=AccountFactory(team=[person]))
    won = StageChangeFactory(opportunity=deal)
    StageChangeFactory(opportunity=deal, stage=won.stage, occurred_at=None)
    AmountChangeFactory(opportunity=deal)
    hidden = OpportunityFactory()
    caller = signed_in(person)

    told = caller.get(f"opportunities/{deal.public_id}/history/").json()

    assert [each["occurred_at"] for each in told["stages"]] == [None, "2020-01-01T00:00:00Z"]
    assert [each["tcv"] for each in told["amounts"]] == ["1000.0000"]
    assert told["forecasts"] == []
    assert caller.get(f"opportunities/{hidden.public_id}/history/").status_code == 404


def test_pipelines_come_with_their_stages_in_order() -> None:
    last = StageFactory(position=9)
    first = StageFactory(position=1, pipeline=last.pipeline)

    (pipeline,) = signed_in(UserFactory(sales=True)).get("pipelines/").json()["results"]

    assert [each["key"] for each in pipeline["stages"]] == [first.key, last.key]


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_lists_take_the_same_queries(
    administrator: Caller, rows: int, django_assert_num_queries: Any
) -> None:
    person = UserFactory(administrator=True, manager=UserFactory())
    for _row in range(rows):
        a_run(person)
        DataFeedFactory()
        StageFactory()
        UserFactory(manager=person)
        Job.objects.create(kind="measure", actor=person)

    for path, queries in {"imports": 4, "feeds": 4, "jobs": 4, "users": 4, "pipelines": 5}.items():
        with django_assert_num_queries(queries):
            answer = administrator.get(f"{path}/", {"page_size": 200})
        assert answer.json()["count"] >= rows
