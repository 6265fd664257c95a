"""What the cache remembers during a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.core.cache import cache


@contextmanager
def nothing_remembered() -> Iterator[None]:
    """Begin with a cache of one's own, for emptying it would make tests beside this one forget."""
    before = cache.key_prefix
    cache.key_prefix = f"test-{uuid4().hex}"
    try:
        yield
    finally:
        cache.key_prefix = before
