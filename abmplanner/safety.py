"""What must hold before this site serves anybody; if not, it says why and does not start."""

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

OLDEST_POSTGRESQL = 15
SHORTEST_KEY = 50  # characters, as Django's own check asks


def refuse_unsafe_values(values: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured with every reason not to run with these settings."""
    refuse(unsafe_values(values))


def require_safe_engines() -> None:
    """Raise ImproperlyConfigured when a running server would lose or leak work.

    A server that does not answer is no reason: it may come back, and nothing is served before.
    """
    reasons = [*unsafe_database()]
    if settings.PRODUCTION:
        reasons += unsafe_broker(settings.CELERY_BROKER_URL)
    refuse(iter(reasons))


def refuse(reasons: Iterator[str]) -> None:
    """Raise ImproperlyConfigured when there is any reason."""
    if found := list(reasons):
        raise ImproperlyConfigured("abmplanner does not start:\n- " + "\n- ".join(found))


def unsafe_values(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with settings for production; a laptop may run with less."""
    if not values["PRODUCTION"]:
        return
    if values["DEBUG"]:
        yield "DEBUG shows code and settings to anybody: leave it out."
    if len(values["SECRET_KEY"]) < SHORTEST_KEY or "insecure" in values["SECRET_KEY"]:
        yield f"SECRET_KEY must be a random text of at least {SHORTEST_KEY} characters."
    if len(values["ADDRESS_KEY"]) < SHORTEST_KEY or values["ADDRESS_KEY"] == values["SECRET_KEY"]:
        yield f"ADDRESS_KEY must be a random text of its own, of {SHORTEST_KEY} characters."
    if not values["ALLOWED_HOSTS"] or any("*" in host for host in values["ALLOWED_HOSTS"]):
        yield "ALLOWED_HOSTS must list the names of this site, and * is none."
    if not values["SITE_URL"].startswith("https://"):
        yield "SITE_URL must be the site's address and begin with https://."
    for name, address in (
        ("CELERY_BROKER_URL", values["CELERY_BROKER_URL"]),
        ("CACHE_URL", values["CACHES"]["default"]["LOCATION"]),
    ):
        if is_open_to_a_network(address):
            yield f"{name} is on the network without a password: put one into the address."


def is_open_to_a_network(address: str) -> bool:
    """Tell whether an address names another machine and no password."""
    parts = urlsplit(address)
    if not parts.hostname or parts.password or parts.hostname == "localhost":
        return False
    try:
        return not ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return True


def unsafe_database() -> Iterator[str]:
    """Yield what is wrong with the running database server."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0]) // 10_000
    except DatabaseError:
        return
    finally:
        close_connections()
    if version < OLDEST_POSTGRESQL:
        yield f"PostgreSQL {version} is too old: {OLDEST_POSTGRESQL} or later is needed."


def close_connections() -> None:
    """End this process's connections and the pool that holds them.

    A process that is forked later must find none: its children would share the line.
    """
    wrapper: Any = connection
    wrapper.close()
    if wrapper.settings_dict["OPTIONS"].get("pool"):
        wrapper.close_pool()


def unsafe_broker(address: str) -> Iterator[str]:
    """Yield what is wrong with the running broker."""
    address = address.replace("redis+socket://", "unix://")
    try:
        with redis.from_url(address, socket_connect_timeout=2) as client:
            kept = client.info("persistence").get("aof_enabled")
    except redis.RedisError:
        return
    if kept == 0:
        yield "The broker forgets its messages when it stops: set appendonly yes."
