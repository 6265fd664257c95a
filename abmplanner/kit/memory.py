"""What a process remembers because it follows from its key alone, and so never grows wrong."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

ABSENT: Any = object()


class Memory(Generic[Key, Value]):
    """Remembered values, of which there are so many at most; when it is full, all are forgotten.

    Threads share it: each answers with what it read or found itself, for another may make all be
    forgotten at any moment.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.held: dict[Key, Value] = {}

    def all(
        self, keys: Iterable[Key], find: Callable[[list[Key]], Mapping[Key, Value]]
    ) -> dict[Key, Value]:
        """Return the values of these keys; what is not remembered is found, all together."""
        read = {key: self.held.get(key, ABSENT) for key in keys}
        missing = [key for key, value in read.items() if value is ABSENT]
        if not missing:
            return read
        found = find(missing)
        self.take(found)
        return read | dict(found)

    def one(self, key: Key, find: Callable[[], Value]) -> Value:
        """Return the value of one key, found unless it is remembered."""
        return self.all([key], lambda _missing: {key: find()})[key]

    def take(self, found: Mapping[Key, Value]) -> None:
        """Remember values, and nothing else where that would be too many."""
        if len(self.held) + len(found) > self.most:
            self.held = {}
        self.held.update(found)
