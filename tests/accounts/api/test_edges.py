"""Values that no table can hold, addresses that lead nowhere: an answer, and never a failure."""

from typing import Any
from uuid import uuid4

import pytest

from tests.callers import Caller, signed_in
from tests.factories import AccountFactory, UserFactory

pytestmark = pytest.mark.django_db

HOSTILE = ["\0", "a\0b", 2**63, -(2**63) - 1, 10**400, -1, 1e308, "", [], {}, None, True, "1e400"]
LISTS = [
    "accounts/",
    "contacts/",
    "opportunities/",
    "pipelines/",
    "programs/",
    "enrolments/",
    "objectives/",
    "actions/",
    "feedback/",
    "surveys/",
    "responses/",
    "feeds/",
    "imports/",
    "jobs/",
    "users/",
]
LOOKUPS = [
    "name__contains",
    "owner__password",
    "owner__email__startswith",
    "_connector",
    "pk",
    "id",
    "account__name",
    "saved_by",
    "ordering",
    "fields",
    "format",
    "é",
    "\0",
    "__",
]


@pytest.fixture
def caller() -> Caller:
    return signed_in(UserFactory(administrator=True))


def body_of(raw: str) -> dict[str, Any]:
    return {"content_type": "application/json", "data": raw}


@pytest.mark.parametrize("path", LISTS)
def test_unknown_parameters_are_refused_and_not_ignored(caller: Caller, path: str) -> None:
    for name in LOOKUPS:
        answer = caller.get(path, {name: "x"})

        assert answer.status_code == 400, name
        assert [each["code"] for each in answer.json()["fields"]] == ["unknown"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "said", ["password", "owner__password", "-owner__email", "?", "pk", "-", "\0"]
)
def test_a_list_is_ordered_by_named_columns_alone(caller: Caller, path: str, said: str) -> None:
    assert caller.get(path, {"sort": said}).status_code == 400


@pytest.mark.parametrize("path", LISTS)
def test_commas_alone_order_nothing(caller: Caller, path: str) -> None:
    for said in (",", ",,,", ""):
        assert caller.get(path, {"sort": said}).status_code in {200, 400}


@pytest.mark.parametrize("path", LISTS)
def test_no_value_of_a_parameter_fails(caller: Caller, path: str) -> None:
    names = ["q", "account", "program", "owner", "status", "kind", "sort", "page", "page_size"]
    names += ["given_from", "due_before", "email", "current", "responded_before", "is_active"]
    for name in names:
        for value in [*HOSTILE, "0001-01-01", "9999-12-31", "99999-01-01", "9" * 5000]:
            assert caller.get(path, {name: [str(value)] * 2}).status_code < 500, (name, value)


@pytest.mark.parametrize("path", [each for each in LISTS if each not in {"imports/", "jobs/"}])
def test_no_value_of_a_field_fails(caller: Caller, path: str) -> None:
    names = "name account domains employees revenue parent status score responded_at due_on"
    names += " from_at to_at covers_from program record_type time_zone email position title kind"
    for name in names.split():
        for value in [*HOSTILE, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "0000-00-00"]:
            assert caller.post(path, {name: value}).status_code < 500, (name, value)


BODIES = {
    "half a character": '{"name": "\\ud800"}',
    "half a character in a name": '{"\\udfff": 1}',
    "NUL": '{"name": "a\\u0000b"}',
    "beyond all floats": '{"employees": 1e400}',
    "no number": '{"employees": NaN}',
    "endless": '{"employees": Infinity}',
    "many digits": f'{{"employees": {"9" * 5000}}}',
    "deep": '{"domains": ' + "[" * 40 + "]" * 40 + "}",
    "very deep": "[" * 100_000,
    "cut off": '{"name": "a',
    "nothing": "",
    "Latin": b'{"name": "\xe9"}',
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_stored_is_refused(caller: Caller, name: str) -> None:
    answer = caller.generic(
        "POST", "/api/v1/accounts/", BODIES[name], content_type="application/json"
    )

    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_body_may_not_be_endless(caller: Caller, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = caller.post("accounts/", {"name": "a" * 2000})

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded", ""]
)
def test_only_json_is_read(caller: Caller, kind: str) -> None:
    answer = caller.generic("POST", "/api/v1/accounts/", "name=a", content_type=kind)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_json_is_answered_whatever_is_liked(caller: Caller) -> None:
    answer = caller.get("accounts/", HTTP_ACCEPT="text/html, image/*;q=0.5")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "path", ["", "nothing/", "accounts", "accounts/a/b/", "schema", "accounts//"]
)
def test_an_address_that_leads_nowhere_answers_in_json(caller: Caller, path: str) -> None:
    answer = caller.get(path)

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize("method", ["PUT", "OPTIONS", "TRACE", "DELETE", "PATCH", "BREW"])
def test_a_method_that_a_list_has_not_answers_405(caller: Caller, method: str) -> None:
    answer = caller.generic(method, "/api/v1/accounts/")

    assert answer.status_code == 405
    assert answer.json()["code"] == "method_not_allowed"


def test_too_far_a_page_is_not_there(caller: Caller) -> None:
    AccountFactory()

    for page in ["2", "9" * 30, "0", "-1", "x"]:
        assert caller.get("accounts/", {"page": page}).status_code == 404


@pytest.mark.parametrize("size", ["0", "201", "-1", "x", "", "9" * 5000, "١"])
def test_a_page_has_a_size_within_bounds(caller: Caller, size: str) -> None:
    assert caller.get("accounts/", {"page_size": size}).status_code == 400


def test_a_failure_of_ours_says_what_is_wrong_with_each_field(caller: Caller) -> None:
    answer = caller.post(
        "accounts/", {"domains": ["a.example", "not a domain"], "parent": str(uuid4())}
    )

    told = answer.json()
    assert (told["code"], answer.status_code) == ("invalid", 400)
    assert {each["field"]: each["code"] for each in told["fields"]} == {
        "name": "required",
        "domains": "invalid",
        "parent": "does_not_exist",
    }
