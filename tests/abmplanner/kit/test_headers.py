"""Every answer carries the headers, whatever its status."""

from typing import Any

import pytest
from django.test import Client

from abmplanner import health

pytestmark = pytest.mark.django_db
ALWAYS = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


@pytest.fixture
def visitor() -> Client:
    """A browser that shows a server error instead of raising it in the test."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def assert_headers(response: Any, status: int) -> None:
    assert response.status_code == status
    assert set(response.headers) >= ALWAYS
    assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("address", "status"), [("/healthz", 200), ("/", 302), ("/no/such/page", 404)]
)
def test_what_is_read(visitor: Client, address: str, status: int) -> None:
    assert_headers(visitor.get(address), status)


def test_a_form_without_its_token(visitor: Client) -> None:
    assert_headers(visitor.post("/login/", {"login": "a@example.org", "password": "x"}), 403)


def test_a_method_that_is_not_offered(visitor: Client) -> None:
    visitor.handler.enforce_csrf_checks = False

    assert_headers(visitor.delete("/healthz"), 405)


def test_a_host_that_is_not_ours(visitor: Client) -> None:
    assert_headers(visitor.get("/healthz", headers={"host": "evil.example.org"}), 400)


def test_a_server_error(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> bool:
        raise RuntimeError("secret")

    monkeypatch.setattr(health, "database_answers", fail)

    response = visitor.get("/readyz")

    assert_headers(response, 500)
    assert b"secret" not in response.content


def test_production_speaks_of_tls_only(visitor: Client, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000

    for address, host in (("/healthz", "localhost"), ("/healthz", "evil.example.org")):
        response = visitor.get(address, secure=True, headers={"host": host})

        assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_page_is_compressed_for_a_browser_that_asks(client: Client) -> None:
    plain = client.get("/login/")
    packed = client.get("/login/", headers={"accept-encoding": "gzip"})

    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
