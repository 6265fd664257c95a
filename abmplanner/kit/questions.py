"""Questions whose statement is written once, and then asked again with other values.

Writing a statement takes Django longer than the database takes over most of them, and a page asks
the same ones every time. So what a page reads is a function that makes a queryset, of values or of
rows; it is called once for each actor, with stand-ins for its other arguments.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeAlias, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, ForeignObject, Lookup, Model
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.memory import Memory

Row = TypeVar("Row")
Made = TypeVar("Made", bound=Model)
Keys: TypeAlias = Sequence[int]
Words: TypeAlias = Sequence[str]

REMEMBERED = 4096  # statements, of some kilobytes each
FAR = 9_007_199_254_000_000  # from here on, numbers stand for others

STAND_INS: Mapping[Any, Callable[[int], Any]] = {
    int: lambda place: FAR + place,
    Keys: lambda place: [FAR + place],
    Words: lambda place: [f"\N{REPLACEMENT CHARACTER}{place}"],
    str: lambda place: f"\N{REPLACEMENT CHARACTER}{place}",
    date: lambda place: date(9999, 12, 1 + place),
    datetime: lambda place: datetime(9999, 12, 1 + place, tzinfo=UTC),
}


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup[Any]):
    """Whether a value is one of some, which are one parameter, however many they are."""

    lookup_name = "among"
    prepare_rhs = False

    @override
    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [list(value)]

    @override
    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, given = self.process_lhs(compiler, connection)
        right, values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*given, *values]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, and its parameters: those that stand for an argument are named in places."""

    text: str
    parameters: tuple[Any, ...]
    places: Mapping[int, str]
    converters: Mapping[int, tuple[list[Callable[..., Any]], Any]]

    def converted(self, rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
        """Return rows with values as their fields read them."""
        return map(self.read, rows) if self.converters else rows

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """Return a row with values as their fields read them."""
        values = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return values

    def with_values(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the parameters with values in the place of their stand-ins."""
        given = list(self.parameters)
        for place, name in self.places.items():
            given[place] = values[name]
        return given


class Question(Generic[Row]):
    """What a list reads, on somebody's behalf."""

    is_checked = False  # in tests: each statement is what it would be if it were written anew

    def __init__(self, row: Callable[..., Row], rows: Callable[..., Any]) -> None:
        self.row = row
        self.rows = rows
        self.statements: Memory[tuple[Any, ...], Statement | None] = Memory(REMEMBERED)
        _actor, *named = inspect.signature(rows, eval_str=True).parameters.values()
        self.stand_ins = {
            each.name: STAND_INS[each.annotation](place) for place, each in enumerate(named)
        }

    def __call__(self, actor: Actor, **values: Any) -> list[Row]:
        """Return the rows that the actor may see."""
        statement = self.statement_for(actor)
        if self.is_checked:
            self.check(actor, values, statement)
        if statement is None:
            return []
        with connection.cursor() as cursor:
            cursor.execute(statement.text, statement.with_values(values))
            found = cursor.fetchall()
        return [self.row(*each) for each in statement.converted(found)]

    def statement_for(self, actor: Actor) -> Statement | None:
        """Return the statement for an actor; None where they see nothing, whatever is there."""
        person = actor.person.pk if actor.person else None
        whose = (actor.kind, actor.role, person)
        return self.statements.one(whose, lambda: self.written(actor, self.stand_ins))

    def written(self, actor: Actor, values: Mapping[str, Any]) -> Statement | None:
        """Return the statement with these values, and where its stand-ins are."""
        compiler = self.rows(actor, **values).query.get_compiler(connection=connection)
        try:
            text, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        converters = compiler.get_converters(expression for expression, *_ in compiler.select)
        return Statement(text, tuple(parameters), dict(self.places_of(parameters)), converters)

    def places_of(self, parameters: Sequence[Any]) -> Iterator[tuple[int, str]]:
        """Yield where an argument's stand-in is among the parameters."""
        for place, parameter in enumerate(parameters):
            for name, stand_in in self.stand_ins.items():
                if parameter == stand_in:
                    yield place, name

    def check(self, actor: Actor, values: Mapping[str, Any], known: Statement | None) -> None:
        """Raise AssertionError where the remembered statement differs from one written now."""
        anew = self.written(actor, values)
        was = known and (known.text, known.with_values(values))
        if was != (anew and (anew.text, list(anew.parameters))):
            raise AssertionError(f"{self.rows.__name__} follows from more than its arguments.")


def instances(model: type[Made]) -> Callable[..., Made]:
    """Return what makes a row of a model of all its columns."""
    names = [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001 -- Django's own name

    def made(*values: Any) -> Made:
        return model.from_db(DEFAULT_DB_ALIAS, names, values)

    return made


def question(row: Callable[..., Row]) -> Callable[[Callable[..., Any]], Question[Row]]:
    """Make a question of a function from an actor and named values to a queryset of values."""
    return lambda rows: Question(row, rows)
