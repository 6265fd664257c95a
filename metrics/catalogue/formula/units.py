"""What unit a formula's result has; a formula that mixes units silently is refused.

A plain number suits every unit: it takes the one of its neighbor.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from metrics.catalogue.formula.parsing import FormulaError
from metrics.catalogue.formula.tree import (
    Call,
    Negative,
    Node,
    Not,
    Null,
    Number,
    Operation,
    Reference,
)
from metrics.catalogue.words import Unit

ANY, CONDITION = "any", "condition"
PLAIN = (ANY, Unit.INDEX, Unit.COUNT)  # what a unit can be multiplied with and divided by

UnitOf: TypeAlias = Callable[[Reference], str]


def unit_of(node: Node, of: UnitOf) -> str:
    """Return the unit of a formula's result, of tells the unit of a reference.

    Raises FormulaError where units don't go together.

    >>> from metrics.catalogue.formula.parsing import parsed
    >>> units = {"won": Unit.MONEY, "deals": Unit.COUNT}
    >>> unit_of(parsed("won / deals"), lambda reference: units[reference.key]).value
    'money'
    """
    match node:
        case Number() | Null():
            return ANY
        case Reference():
            return of(node)
        case Negative(operand):
            return _number(unit_of(operand, of))
        case Not(operand):
            return _condition(unit_of(operand, of))
        case Operation(sign, left, right):
            sides = unit_of(left, of), unit_of(right, of)
            return _at(node.column, lambda: _SIGNS[sign](*sides))
        case Call(name, arguments):
            units = [unit_of(each, of) for each in arguments]
            return _at(node.column, lambda: _call(name, units))


def _at(column: int, found: Callable[[], str]) -> str:
    """Return a unit, or raise FormulaError that says where units don't go together."""
    try:
        return found()
    except FormulaError as wrong:
        raise FormulaError(wrong.code, wrong.detail, wrong.column or column) from None


def _number(unit: str) -> str:
    if unit in {CONDITION, Unit.BAND}:
        raise FormulaError("not_a_number", unit)
    return unit


def _condition(unit: str) -> str:
    if unit not in {CONDITION, ANY}:
        raise FormulaError("not_a_condition", unit)
    return CONDITION


def _same(*units: str) -> str:
    """Return the one unit of all, where plain numbers suit any."""
    named = {_number(unit) for unit in units if unit != ANY}
    if len(named) > 1:
        raise FormulaError("different_units", ", ".join(sorted(named)))
    return named.pop() if named else ANY


def _compared(left: str, right: str) -> str:
    _same(left, right)
    return CONDITION


def _logic(left: str, right: str) -> str:
    return _condition(left) and _condition(right)


def _product(left: str, right: str) -> str:
    if _number(left) in PLAIN:
        return right if left == ANY or _number(right) not in PLAIN else _plain(left, right)
    if _number(right) in PLAIN:
        return left
    raise FormulaError("no_such_unit", f"{left} * {right}")


def _plain(left: str, right: str) -> str:
    return left if right in {ANY, left} else Unit.INDEX


def _quotient(left: str, right: str) -> str:
    if _number(left) == _number(right):
        return ANY if left == ANY else Unit.INDEX
    if right in PLAIN:
        return Unit.INDEX if left == ANY and right != ANY else left
    if (left, right) == (Unit.MONEY, Unit.DAYS):
        return Unit.MONEY_PER_DAY
    if left in PLAIN:
        return Unit.INDEX
    raise FormulaError("no_such_unit", f"{left} / {right}")


def _percent_of(left: str, right: str) -> str:
    _same(left, right)
    return Unit.PERCENT


_SIGNS: Mapping[str, Callable[[str, str], str]] = {
    "+": _same, "-": _same, "*": _product, "/": _quotient, "%of": _percent_of,
    "<": _compared, "<=": _compared, ">": _compared, ">=": _compared, "==": _compared,
    "!=": _compared, "and": _logic, "or": _logic,
}  # fmt: skip


def _call(name: str, units: list[str]) -> str:
    if name == "if":
        _condition(units[0])
        return _same(*units[1:])
    if name == "ratio":
        return _quotient(*units)
    if name == "pct_change":
        return _percent_of(*units)
    if name in {"log", "sqrt", "zscore_hist"}:
        _number(units[0])
        return Unit.INDEX
    if name == "round":
        _same(ANY, *units[1:2])
        return _number(units[0])
    if name == "weighted":
        for weight in units[1::2]:
            _number(weight)
        return _same(*units[::2])
    return _same(*units)
