"""What a formula is made of, once it is parsed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    value: float


@dataclass(frozen=True, slots=True)
class Null:
    """No value."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A value of a dimension of an indicator; the name is empty where there is just one."""

    dimension: str
    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """An indicator, perhaps narrowed to a value of its dimensions, perhaps of another window.

    shift is prev, start, baseline, target, or a number of days, weeks, months, quarters or years.
    column is where it stands in the text, and no part of what it means; so it is below.
    """

    key: str
    picks: tuple[Pick, ...] = ()
    shift: str = ""
    column: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """An operand with its sign turned."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    """A condition turned."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Operation:
    """Two operands joined by a sign of arithmetic, of comparison, or by a word of logic."""

    sign: str
    left: "Node"
    right: "Node"
    column: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the list, with its arguments."""

    name: str
    arguments: tuple["Node", ...]
    column: int = field(default=0, compare=False, repr=False)


Node: TypeAlias = Number | Null | Reference | Negative | Not | Operation | Call


def parts(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node."""
    match node:
        case Negative(operand) | Not(operand):
            return (operand,)
        case Operation(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def references(node: Node) -> Iterator[Reference]:
    """Yield every reference of a formula, in reading order, as often as it stands there."""
    if isinstance(node, Reference):
        yield node
    for part in parts(node):
        yield from references(part)
