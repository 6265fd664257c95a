"""Two addresses for machines: is the process alive, and can it do its work?"""

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection
from kombu.exceptions import OperationalError


@login_not_required
@require_safe
@never_cache
def healthz(_: HttpRequest) -> JsonResponse:
    """Answer as long as the process answers; a restart would help when it does not."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def readyz(_: HttpRequest) -> JsonResponse:
    """Answer 200 when database, cache and broker answer, and 503 with what does not."""
    parts = {"database": database_answers(), "cache": cache_answers(), "broker": broker_answers()}
    ready = all(parts.values())
    said = {name: "ok" if answers else "down" for name, answers in parts.items()}
    return JsonResponse(said, status=200 if ready else 503)


def database_answers() -> bool:
    """Tell whether the database runs a statement."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def cache_answers() -> bool:
    """Tell whether the cache answers."""
    try:
        cache.get("readyz")
    except redis.RedisError:
        return False
    return True


def broker_answers() -> bool:
    """Tell whether the broker takes a connection, asking once and not for long."""
    try:
        with Connection(settings.CELERY_BROKER_URL, connect_timeout=1) as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (OperationalError, OSError, redis.RedisError):
        return False
    return True
