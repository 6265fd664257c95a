"""What holds of every resource of facts: reach, versions, closed bodies, bounded work."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from abmplanner.api import router
from abmplanner.kit.actor import SYSTEM
from accounts.api.history import LedgerViewSet
from accounts.models import Account, Opportunity
from tests.callers import Caller, signed_in
from tests.factories import (
    AccountFactory,
    ActionFactory,
    BuyingGroupFactory,
    ContactFactory,
    FeedbackFactory,
    ObjectiveFactory,
    OpportunityFactory,
    PipelineFactory,
    ProgramFactory,
    ResponseFactory,
    SurveyFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.factories.agreement import (
    ContractFactory,
    ReviewFactory,
)
from tests.factories.voice import FeedbackReplyFactory

pytestmark = pytest.mark.django_db


@dataclass
class Resource:
    """A list of the API: how a row of an account is made, and what a new one says."""

    path: str
    make: Callable[[Account], Any]
    body: Callable[[Account], dict[str, Any]]
    change: dict[str, Any]
    relations: tuple[str, ...]

    def __str__(self) -> str:
        return self.path


RESOURCES = [
    Resource(
        "contacts/",
        lambda account: ContactFactory(account=account),
        lambda account: {"account": str(account.public_id), "name": "Ada"},
        {"title": "Director"},
        ("account",),
    ),
    Resource(
        "opportunities/",
        lambda account: OpportunityFactory(account=account),
        lambda account: {
            "account": str(account.public_id),
            "name": "Renewal",
            "pipeline": str(PipelineFactory().public_id),
        },
        {"name": "Larger"},
        ("account", "pipeline", "group", "owner"),
    ),
    Resource(
        "objectives/",
        lambda account: ObjectiveFactory(account=account),
        lambda account: {"account": str(account.public_id), "kind": "grow", "title": "Grow"},
        {"why": "They buy elsewhere."},
        ("account", "opportunity", "group", "contact", "owner"),
    ),
    Resource(
        "actions/",
        lambda account: ActionFactory(objective__account=account),
        lambda account: {
            "objective": str(ObjectiveFactory(account=account).public_id),
            "title": "Workshop",
        },
        {"outcome": "They came."},
        ("objective", "owner"),
    ),
    Resource(
        "reviews/",
        lambda account: ReviewFactory(account=account),
        lambda account: {
            "account": str(account.public_id),
            "reviewed_on": "2026-03-01",
            "summary": "On course",
        },
        {"decisions": "Go on"},
        ("account",),
    ),
    Resource(
        "contracts/",
        lambda account: ContractFactory(account=account),
        lambda account: {"account": str(account.public_id), "name": "Maintenance"},
        {"name": "Service"},
        ("account", "solution", "renewal_of"),
    ),
    Resource(
        "responses/",
        lambda account: ResponseFactory(account=account),
        lambda account: {
            "account": str(account.public_id),
            "score": 9,
            "responded_at": "2026-03-01T09:00:00Z",
        },
        {"comment": "Quick to answer"},
        ("account", "survey", "contact"),
    ),
    Resource(
        "feedback-replies/",
        lambda account: FeedbackReplyFactory(feedback__account=account),
        lambda account: {
            "feedback": str(FeedbackFactory(account=account).public_id),
            "outcome": "doing",
            "text": "We call them first.",
        },
        {"text": "We called them first."},
        ("feedback",),
    ),
    Resource(
        "groups/",
        lambda account: BuyingGroupFactory(account=account),
        lambda account: {"account": str(account.public_id), "name": "Cabin"},
        {"need": "A new cabin"},
        ("account", "solution"),
    ),
]

# Resources that are made, seen or written in a way of their own, with what tries them.
ELSEWHERE = {
    "accounts": "test_account.py",
    "campaigns": "test_campaign.py",
    "comments": "test_agreement.py",
    "custom-indicators": "metrics",
    "favorites": "test_office.py",
    "feedback": "test_feedback.py",
    "feedback-requests": "test_feedback.py",
    "feedback-rounds": "test_feedback.py",
    "feeds": "test_office.py",
    "goals": "metrics",
    "imports": "test_import_run.py",
    "indicator-sets": "metrics",
    "indicators": "metrics",
    "jobs": "test_office.py",
    "measurements": "metrics",
    "parameter-sets": "metrics",
    "parameters": "metrics",
    "pipelines": "test_opportunity.py",
    "plans": "test_agreement.py",
    "profile-answers": "test_agreement.py",
    "programs": "test_program.py",
    "rates": "test_fx_rate.py",
    "relationships": "test_people.py",
    "saved-views": "test_agreement.py",
    "sessions": "test_touch.py",
    "solutions": "test_people.py",
    "surveys": "test_office.py",
    "touches": "test_touch.py",
    "users": "test_office.py",
    "visitors": "test_visitor.py",
}


def test_each_resource_of_the_router_is_tried() -> None:
    found = {path: view for path, view, _name in router.registry}
    here = {each.path.strip("/") for each in RESOURCES}
    dated = {path for path, view in found.items() if issubclass(view, LedgerViewSet)}

    assert found.keys() == here | dated | ELSEWHERE.keys()


WRITTEN = [pytest.param(each, id=each.path.strip("/")) for each in RESOURCES]


@pytest.fixture
def manager() -> Any:
    return UserFactory()


@pytest.fixture
def account(manager: Any) -> Account:
    return AccountFactory(team=[manager])


@pytest.fixture
def foreign() -> Account:
    return AccountFactory(team=[UserFactory()])


@pytest.fixture
def caller(manager: Any) -> Caller:
    return signed_in(manager)


@pytest.mark.parametrize("resource", WRITTEN)
def test_a_list_holds_what_is_within_reach_and_nothing_else(
    caller: Caller, resource: Resource, account: Account, foreign: Account
) -> None:
    own = resource.make(account)
    resource.make(foreign)

    assert caller.ids(resource.path) == [str(own.public_id)]


@pytest.mark.parametrize("resource", WRITTEN)
@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_a_row_out_of_reach_answers_as_one_that_does_not_exist(
    caller: Caller, resource: Resource, foreign: Account, method: str
) -> None:
    hidden = resource.make(foreign)

    answers = [
        getattr(caller, method)(f"{resource.path}{public_id}/")
        for public_id in (hidden.public_id, uuid4(), "no-id")
    ]

    assert {(answer.status_code, answer.content) for answer in answers} in (
        {(404, answers[0].content)},
        {(405, answers[0].content)},
    )


@pytest.mark.parametrize("resource", WRITTEN)
def test_a_new_row_is_saved_and_answered_as_it_is_read(
    caller: Caller, manager: Any, resource: Resource, account: Account
) -> None:
    answer = caller.post(resource.path, resource.body(account))

    assert answer.status_code == 201, answer.content
    made = answer.json()
    read = caller.get(f"{resource.path}{made['public_id']}/")
    assert read.json() == made
    assert read["ETag"] == answer["ETag"] == '"1"'


@pytest.mark.parametrize("resource", WRITTEN)
def test_a_change_raises_the_version(caller: Caller, resource: Resource, account: Account) -> None:
    row = resource.make(account)
    before = caller.get(f"{resource.path}{row.public_id}/").json()

    answer = caller.patch(f"{resource.path}{row.public_id}/", resource.change, version=1)

    assert answer.status_code == 200, answer.content
    after = answer.json()
    assert after.pop("version") == before.pop("version") + 1
    after.pop("saved_at"), before.pop("saved_at")
    assert after == before | resource.change


@pytest.mark.parametrize("resource", WRITTEN)
def test_a_stale_change_answers_both_versions_and_writes_nothing(
    caller: Caller, manager: Any, resource: Resource, account: Account
) -> None:
    address = f"{resource.path}{resource.make(account).public_id}/"
    saved = caller.patch(address, resource.change, version=1).json()
    (name,) = resource.change

    answer = caller.patch(address, {name: "mine"}, version=1)

    assert answer.status_code == 409
    told = answer.json()
    assert told["code"] == "stale"
    assert told["now"] == saved
    assert told["yours"] == {name: "mine"}
    assert told["saved_by"] == manager.name
    assert told["saved_at"] == saved["saved_at"]
    assert caller.get(address).json() == saved


@pytest.mark.parametrize("resource", WRITTEN)
@pytest.mark.parametrize("said", [None, "", "*", "one", "-1", "9" * 40, "1.0"])
def test_a_change_without_its_version_answers_428(
    caller: Caller, resource: Resource, account: Account, said: Any
) -> None:
    row = resource.make(account)

    answer = caller.patch(f"{resource.path}{row.public_id}/", resource.change, version=said)

    assert (answer.status_code, answer.json()["code"]) == (428, "version_missing")


@pytest.mark.parametrize("resource", WRITTEN)
@pytest.mark.parametrize(
    "name", ["version", "public_id", "id", "saved_by", "recorded_at", "owner_id"]
)
def test_fields_that_cannot_be_written_are_refused(
    caller: Caller, resource: Resource, account: Account, name: str
) -> None:
    row = resource.make(account)
    body = {**resource.body(account), name: 7}

    new = caller.post(resource.path, body)
    changed = caller.patch(f"{resource.path}{row.public_id}/", {name: 7}, version=1)

    for answer in (new, changed):
        assert answer.status_code == 400
        assert [each["field"] for each in answer.json()["fields"]] == [name]
        assert answer.json()["fields"][0]["code"] == "not_writable"


@pytest.mark.parametrize("resource", WRITTEN)
def test_a_relation_out_of_reach_answers_as_one_that_does_not_exist(
    caller: Caller, resource: Resource, account: Account, foreign: Account
) -> None:
    hidden = {
        "account": foreign,
        "contact": ContactFactory(account=foreign),
        "feedback": FeedbackFactory(account=foreign),
        "objective": ObjectiveFactory(account=foreign),
        "opportunity": OpportunityFactory(account=foreign),
        "owner": UserFactory(is_active=False),
        "survey": SurveyFactory(program=ProgramFactory()),
    }
    for name in set(resource.relations) & set(hidden):
        body = resource.body(account)
        offered = [str(hidden[name].public_id), str(uuid4()), "x", 7, ["a"], {"a": 1}, True]
        answers = [caller.post(resource.path, {**body, name: value}) for value in offered]

        assert {answer.status_code for answer in answers} == {400}
        assert len({answer.content for answer in answers}) == 1, name
    assert not Opportunity.objects.visible_to(SYSTEM).filter(name="Renewal").exists()


@pytest.mark.parametrize("resource", WRITTEN)
@pytest.mark.parametrize("rows", [1, 3, 100])
def test_a_list_takes_the_same_queries_for_any_number_of_rows(
    caller: Caller,
    resource: Resource,
    account: Account,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for _row in range(rows):
        resource.make(account)

    with django_assert_num_queries(4):  # session, person, count, rows
        answer = caller.get(resource.path, {"page_size": 200})

    assert len(answer.json()["results"]) == rows


@pytest.mark.parametrize("resource", WRITTEN)
def test_sales_reads_and_may_not_write(resource: Resource, foreign: Account) -> None:
    person = UserFactory(sales=True)
    TeamMemberFactory(account=foreign, user=person)
    row, caller = resource.make(foreign), signed_in(person)

    assert caller.ids(resource.path) == [str(row.public_id)]
    assert caller.post(resource.path, resource.body(foreign)).status_code == 403
    address = f"{resource.path}{row.public_id}/"
    assert caller.patch(address, resource.change, version=1).status_code == 403
    assert caller.delete(address, version=1).status_code in {403, 405}
