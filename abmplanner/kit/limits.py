"""How often somebody may ask: counted in the shared cache, for all processes together."""

import time

from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

MINUTE = 60


def within_limit(name: str, limit: int) -> bool:
    """Count one more of that name in this minute; tell whether it is within the limit.

    The count is one atomic step, so that no number of processes lets more through. A limit of 0 is
    none.
    """
    if not limit:
        return True
    counter = f"{name}:{int(time.time() // MINUTE)}"
    cache.add(counter, 0, timeout=2 * MINUTE)
    return bool(cache.incr(counter) <= limit)


def seconds_left() -> float:
    """Return after how many seconds the next minute begins."""
    return MINUTE - time.time() % MINUTE


def address_of(request: object) -> str:
    """Return the address that a request came from, as the API's throttle reads it."""
    return str(BaseThrottle().get_ident(request))  # type: ignore[arg-type]  # reads META alone
