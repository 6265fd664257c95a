"""Unsafe values refuse to start, and say why."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as running
from django.core.exceptions import ImproperlyConfigured

from abmplanner import safety

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "PRODUCTION": True,
    "DEBUG": False,
    "SECRET_KEY": "k" * 50,
    "ADDRESS_KEY": "a" * 50,
    "ALLOWED_HOSTS": ["plans.example.org"],
    "SITE_URL": "https://plans.example.org",
    "CELERY_BROKER_URL": "rediss://:word@broker.example.org/0",
    "CACHES": {"default": {"LOCATION": "rediss://:word@broker.example.org/1"}},
}


def test_safe_values_start() -> None:
    safety.refuse_unsafe_values(SAFE)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"DEBUG": True}, "DEBUG shows"),
        ({"SECRET_KEY": ""}, "SECRET_KEY must"),
        ({"SECRET_KEY": "k" * 49}, "SECRET_KEY must"),
        ({"SECRET_KEY": "django-insecure-" + "k" * 50}, "SECRET_KEY must"),
        ({"ADDRESS_KEY": ""}, "ADDRESS_KEY must"),
        ({"ADDRESS_KEY": "k" * 50}, "ADDRESS_KEY must"),
        ({"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS must"),
        ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS must"),
        ({"SITE_URL": "http://plans.example.org"}, "SITE_URL must"),
        ({"CELERY_BROKER_URL": "redis://broker.example.org/0"}, "CELERY_BROKER_URL is on"),
        ({"CACHES": {"default": {"LOCATION": "redis://10.0.0.7/1"}}}, "CACHE_URL is on"),
    ],
)
def test_each_unsafe_value_refuses_with_its_reason(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=reason):
        safety.refuse_unsafe_values({**SAFE, **change})


def test_a_laptop_may_run_without_them() -> None:
    unsafe = {**SAFE, "PRODUCTION": False, "DEBUG": True, "ALLOWED_HOSTS": ["*"]}

    safety.refuse_unsafe_values(unsafe)


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("redis+socket:///var/run/valkey.sock", False),
        ("unix:///var/run/valkey.sock?db=1", False),
        ("redis://localhost:6379/0", False),
        ("redis://127.0.0.1/0", False),
        ("redis://[::1]/0", False),
        ("redis://:word@broker.example.org/0", False),
        ("redis://broker.example.org/0", True),
        ("redis://name@broker.example.org/0", True),
        ("redis://10.0.0.7/0", True),
    ],
)
def test_a_broker_elsewhere_needs_a_password(address: str, is_open: bool) -> None:  # noqa: FBT001
    assert safety.is_open_to_a_network(address) is is_open


def test_the_process_does_not_start_and_names_all_reasons() -> None:
    environment = {
        **os.environ,
        "ABM_PROFILE": "production",
        "DEBUG": "1",
        "ALLOWED_HOSTS": "*",
        "SECRET_KEY": "",
        "ADDRESS_KEY": "",
    }

    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode
    names = ("SECRET_KEY", "ADDRESS_KEY", "ALLOWED_HOSTS", "SITE_URL")
    for reason in ("DEBUG shows", *(f"{name} must" for name in names)):
        assert reason in started.stderr


@pytest.mark.django_db(transaction=True)  # it closes the connection
def test_an_old_postgresql_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(safety.unsafe_database()) == []

    monkeypatch.setattr(safety, "OLDEST_POSTGRESQL", 99)

    [reason] = safety.unsafe_database()
    assert "99 or later" in reason


def test_a_broker_that_forgets_is_refused() -> None:
    """Both settings in one test: two at once on one broker would read each other's."""
    address = running.CELERY_BROKER_URL
    found = {}
    with redis.from_url(address.replace("redis+socket://", "unix://")) as broker:
        before = broker.config_get("appendonly")["appendonly"]
        try:
            for kept in ("yes", "no"):
                broker.config_set("appendonly", kept)
                found[kept] = len(list(safety.unsafe_broker(address)))
        finally:
            broker.config_set("appendonly", before)

    assert found == {"yes": 0, "no": 1}


def test_servers_that_do_not_answer_are_no_reason() -> None:
    assert list(safety.unsafe_broker("redis+socket:///nowhere/valkey.sock")) == []
