"""Only what is missing is looked for, and what is remembered never grows without end."""

from collections.abc import Mapping

from abmplanner.kit.memory import Memory


def doubled(keys: list[int]) -> Mapping[int, int]:
    """Return what is remembered of numbers in these tests."""
    return {key: 2 * key for key in keys}


def test_only_what_is_missing_is_looked_for_and_each_once() -> None:
    asked: list[list[int]] = []

    def found(keys: list[int]) -> Mapping[int, int]:
        asked.append(keys)
        return doubled(keys)

    memory: Memory[int, int] = Memory(10)

    assert memory.all([1, 2, 2], found) == {1: 2, 2: 4}
    assert memory.all([2, 3], found) == {2: 4, 3: 6}
    assert memory.one(3, lambda: 0) == 6
    assert asked == [[1, 2], [3]]


def test_nothing_that_was_asked_for_is_forgotten_on_the_way() -> None:
    memory: Memory[int, int] = Memory(3)
    memory.all([1, 2], doubled)

    assert memory.all([1, 2, 3, 4], doubled) == {1: 2, 2: 4, 3: 6, 4: 8}


def test_what_another_forgets_meanwhile_is_answered_all_the_same() -> None:
    memory: Memory[int, int] = Memory(2)
    memory.one(1, lambda: 2)

    def slow() -> int:
        memory.all([5, 6], doubled)  # another thread fills it
        return 14

    assert memory.one(7, slow) == 14
    assert memory.one(1, lambda: -1) == -1


def test_a_full_memory_forgets_all_but_what_was_asked_last() -> None:
    memory: Memory[int, str] = Memory(2)
    for key in range(3):
        memory.one(key, lambda: "said")

    assert list(memory.held) == [2]
