"""What a formula refers to: keys that exist, dimensions that they have, and no circle."""

from collections.abc import Callable, Iterable, Mapping

from metrics.catalogue.formula.parsing import FormulaError
from metrics.catalogue.formula.tree import Call, Node, Reference, parts, references
from metrics.catalogue.indicator import Indicator

OF_A_GOAL = frozenset({"baseline", "target"})


def check(node: Node, indicator: Callable[[str], Indicator], *, in_goal: bool = False) -> None:
    """Raise FormulaError where a reference leads nowhere.

    indicator returns the one of a key, or raises KeyError.
    """
    for reference in references(node):
        try:
            found = indicator(reference.key)
        except KeyError:
            raise FormulaError("unknown_key", reference.key, reference.column) from None
        dimensions_of(reference, found)
        if reference.shift in OF_A_GOAL and not in_goal:
            raise FormulaError("only_in_a_goal", reference.shift, reference.column)
    for call in _calls(node):
        if call.name == "zscore_hist" and not isinstance(call.arguments[0], Reference):
            raise FormulaError("needs_an_indicator", call.name, call.column)


def dimensions_of(reference: Reference, indicator: Indicator) -> dict[str, str]:
    """Return the values that a reference picks, by dimension.

    A value without a name is of the indicator's only dimension.
    """
    picked: dict[str, str] = {}
    for pick in reference.picks:
        name = pick.dimension
        if not name:
            if len(indicator.dimensions) != 1:
                code = "name_the_dimension" if indicator.dimensions else "no_dimension"
                raise FormulaError(code, reference.key, reference.column)
            name = indicator.dimensions[0]
        if name not in indicator.dimensions or name in picked:
            raise FormulaError("no_such_dimension", f"{reference.key}[{name}]", reference.column)
        picked[name] = pick.value
    return picked


def in_order(formulas: Mapping[str, Node], asked: Iterable[str]) -> list[str]:
    """Return the keys of the formulas that are asked for and those they need, needed ones first.

    Raises FormulaError where a formula leads back to itself.

    >>> from metrics.catalogue.formula.parsing import parsed
    >>> in_order({"a": parsed("b + 1"), "b": parsed("nps")}, ["a"])
    ['b', 'a']
    >>> in_order({"k1": parsed("k2 + 1"), "k2": parsed("k1")}, ["k1"])
    Traceback (most recent call last):
    metrics.catalogue.formula.parsing.FormulaError: circle k1, k2, k1
    """
    order: list[str] = []
    for key in asked:
        _visit(key, formulas, order, ())
    return order


def levels(key: str, formulas: Mapping[str, Node]) -> int:
    """Return how many formulas stand above one another at most, from a key down.

    >>> from metrics.catalogue.formula.parsing import parsed
    >>> levels("a", {"a": parsed("b + c"), "b": parsed("c"), "c": parsed("nps")})
    3
    """
    found: dict[str, int] = {}
    for each in in_order(formulas, [key]):
        below = (found.get(reference.key, 0) for reference in references(formulas[each]))
        found[each] = 1 + max(below, default=0)
    return found.get(key, 0)


def _visit(key: str, formulas: Mapping[str, Node], order: list[str], path: tuple[str, ...]) -> None:
    if key in path:
        raise FormulaError("circle", ", ".join((*path[path.index(key) :], key)))
    if key in order or key not in formulas:
        return
    for reference in references(formulas[key]):
        _visit(reference.key, formulas, order, (*path, key))
    order.append(key)


def _calls(node: Node) -> Iterable[Call]:
    if isinstance(node, Call):
        yield node
    for part in parts(node):
        yield from _calls(part)
