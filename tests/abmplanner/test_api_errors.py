"""What went wrong below /api/ is a problem in JSON, wherever it went wrong."""

import logging
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client

from accounts.api.account import AccountViewSet
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(client: Client) -> Client:
    """Somebody signed in, who is answered as on a site in use."""
    client.force_login(UserFactory())
    client.raise_request_exception = False
    return client


def failing(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise failure

    monkeypatch.setattr(AccountViewSet, "get_queryset", fail)


def told(answer: Any) -> dict[str, Any]:
    assert answer["Content-Type"] == "application/json"
    body: dict[str, Any] = answer.json()
    assert set(body) == {"code", "detail", "fields"}
    assert body["detail"]
    assert body["fields"] == []
    return body


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_nobody_expected_is_a_problem_and_says_nothing_of_its_cause(
    caller: Client, monkeypatch: pytest.MonkeyPatch, caplog: Any, method: str
) -> None:
    failing(monkeypatch, RuntimeError("the secret cause"))
    monkeypatch.setattr(AccountViewSet, "create", AccountViewSet.list)

    with caplog.at_level(logging.CRITICAL, "django.request"):
        answer = getattr(caller, method)("/api/v1/accounts/")

    assert (answer.status_code, told(answer)["code"]) == (500, "error")
    assert b"secret" not in answer.content
    assert answer["X-Request-ID"]


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [(SuspiciousOperation(), 400, "parse_error"), (PermissionDenied(), 403, "permission_denied")],
)
def test_what_django_refuses_is_a_problem(
    caller: Client, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int, code: str
) -> None:
    failing(monkeypatch, failure)

    answer = caller.get("/api/v1/accounts/")

    assert (answer.status_code, told(answer)["code"]) == (status, code)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v2/accounts/", "/api/v1/nothing/"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_is_not_there_is_a_problem(caller: Client, path: str, method: str) -> None:
    answer = getattr(caller, method)(path)

    assert (answer.status_code, told(answer)["code"]) == (404, "not_found")


def test_a_host_that_is_not_ours_is_a_problem(caller: Client) -> None:
    answer = caller.get("/api/v1/accounts/", HTTP_HOST="else.where")

    assert (answer.status_code, told(answer)["code"]) == (400, "parse_error")


def test_a_page_that_is_not_there_stays_a_page(caller: Client) -> None:
    for path in ("/nothing/", "/apis/", "/apiary"):
        answer = caller.get(path)
        assert answer.status_code == 404
        assert answer["Content-Type"].startswith("text/html")
