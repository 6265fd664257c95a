"""The grammar of formulas, parsed by lark into the classes of tree; within limits.

The tree is built while the text is read, from its leaves up, so that no text, however nested, can
exhaust the stack; and it is refused as soon as it passes a limit.
"""

from functools import cache
from typing import Any, TypeVar, cast

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from metrics.catalogue.formula.tree import (
    Call,
    Negative,
    Node,
    Not,
    Null,
    Number,
    Operation,
    Pick,
    Reference,
    parts,
)

MOST_CHARACTERS = 2_000
MOST_NODES = 200
MOST_DEPTH = 32
LARGEST = 1e18

FUNCTIONS = {  # how many arguments: at least, at most
    "if": (3, 3),
    "coalesce": (1, MOST_NODES),
    "min": (1, MOST_NODES),
    "max": (1, MOST_NODES),
    "abs": (1, 1),
    "round": (1, 2),
    "clamp": (3, 3),
    "ratio": (2, 2),
    "pct_change": (2, 2),
    "log": (1, 1),
    "sqrt": (1, 1),
    "weighted": (2, MOST_NODES),
    "zscore_hist": (1, 1),
}
RESERVED = frozenset(FUNCTIONS) | {"and", "or", "not", "null"}

GRAMMAR = r"""
?start: or_
?or_: and_ | or_ OR and_ -> operation
?and_: not_ | and_ AND not_ -> operation
?not_: compared | "not" not_ -> negated
?compared: sum | sum COMPARISON sum -> operation
?sum: term | sum SIGN term -> operation
?term: unary | term FACTOR unary -> operation
?unary: atom | "-" unary -> negative
?atom: NUMBER -> number
     | "null" -> null
     | reference
     | FUNCTION "(" [or_ ("," or_)*] ")" -> call
     | "(" or_ ")"
reference: NAME ["[" pick ("," pick)* "]"] ["@" SHIFT]
pick: NAME "=" value | value
?value: NAME | SHIFT -> word
OR: "or"
AND: "and"
COMPARISON: "<=" | ">=" | "==" | "!=" | "<" | ">"
SIGN: "+" | "-"
FACTOR: "*" | "/" | "%of"
FUNCTION.2: /(@@)(?=\s*\()/
SHIFT.1: /(prev|start|baseline|target)(?![a-z0-9_])|[0-9]+[dwmqy](?![a-z0-9_])/
NAME: /[a-z][a-z0-9_]{0,63}(?![a-z0-9_])/
NUMBER: /[0-9]+(\.[0-9]+)?/
%ignore /[ \t\r\n]+/
""".replace("@@", "|".join(FUNCTIONS))


class FormulaError(ValueError):
    """A formula that can't be read or can't be right; code says why, column where.

    Columns are counted from one through all lines of the text; zero is nowhere. detail names what
    the message needs: a key, a limit, a unit.
    """

    def __init__(self, code: str, detail: object = "", column: int = 0) -> None:
        super().__init__(f"{code} {detail} at column {column}" if column else f"{code} {detail}")
        self.code = code
        self.detail = str(detail)
        self.column = column


def parsed(text: str) -> Node:
    """Return the tree of a formula, or raise FormulaError.

    >>> parsed("ad_ctr[linkedin]@prev")
    Reference(key='ad_ctr', picks=(Pick(dimension='', value='linkedin'),), shift='prev')
    >>> parsed("a + ")
    Traceback (most recent call last):
    metrics.catalogue.formula.parsing.FormulaError: syntax  at column 5
    """
    if len(text) > MOST_CHARACTERS:
        raise FormulaError("too_long", MOST_CHARACTERS)
    try:
        return cast("Node", _parser().parse(text))
    except UnexpectedToken as error:
        at_end = error.token.type == "$END"
        at = len(text) if at_end else error.pos_in_stream or 0
        raise FormulaError("syntax", "", at + 1) from None
    except UnexpectedCharacters as error:
        raise FormulaError("syntax", "", (error.pos_in_stream or 0) + 1) from None
    except VisitError as error:
        if isinstance(error.orig_exc, FormulaError):
            raise error.orig_exc from None
        raise
    except UnexpectedInput:
        raise FormulaError("syntax") from None


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_Tree())


Built = TypeVar("Built", bound=Node)


@v_args(inline=True)
class _Tree(Transformer[Token, Any]):
    """Builds the tree from its leaves up, and counts while it does."""

    def __init__(self) -> None:
        super().__init__(visit_tokens=False)

    def number(self, text: Token) -> Number:
        if float(text) > LARGEST:
            raise FormulaError("too_large", f"{LARGEST:.0e}", _column(text))
        return Number(float(text))

    def null(self) -> Null:
        return Null()

    def word(self, text: Token) -> Token:
        return text

    def pick(self, first: Token, second: Token | None = None) -> Pick:
        return Pick("", str(first)) if second is None else Pick(str(first), str(second))

    def reference(self, key: Token, *rest: Pick | Token | None) -> Reference:
        if key in RESERVED:
            raise FormulaError("reserved", key, _column(key))
        picks = tuple(part for part in rest if isinstance(part, Pick))
        shift = next((str(part) for part in rest if isinstance(part, Token)), "")
        return Reference(str(key), picks, shift, _column(key))

    def operation(self, left: Node, sign: Token, right: Node) -> Node:
        return self._within_limits(Operation(str(sign), left, right, _column(sign)))

    def negative(self, operand: Node) -> Node:
        return self._within_limits(Negative(operand))

    def negated(self, operand: Node) -> Node:
        return self._within_limits(Not(operand))

    def call(self, name: Token, *arguments: Node | None) -> Node:
        given = tuple(each for each in arguments if each is not None)
        least, most = FUNCTIONS[str(name)]
        pairs_are_whole = name != "weighted" or len(given) % 2 == 0
        if not least <= len(given) <= most or not pairs_are_whole:
            raise FormulaError("arguments", name, _column(name))
        return self._within_limits(Call(str(name), given, _column(name)))

    def _within_limits(self, node: Built) -> Built:
        if size(node) > MOST_NODES:
            raise FormulaError("too_many_nodes", MOST_NODES)
        if depth(node) > MOST_DEPTH:
            raise FormulaError("too_deep", MOST_DEPTH)
        return node


def _column(token: Token) -> int:
    """Return where a word stands in the text, counted from one."""
    return (token.start_pos or 0) + 1


def size(node: Node) -> int:
    """Return how many nodes a tree has."""
    return 1 + sum(size(part) for part in parts(node))


def depth(node: Node) -> int:
    """Return how many nodes stand above one another at most."""
    return 1 + max((depth(part) for part in parts(node)), default=0)
