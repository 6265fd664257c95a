"""Worked examples of the help: what the very calculations say of what is given there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.module_loading import import_string

from metrics.calc.status import Status
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.formula.parsing import parsed
from metrics.catalogue.formula.tree import references
from metrics.catalogue.help.page import (
    AnyExample,
    Example,
    FormulaExample,
    Given,
    GoalExample,
    JourneyExample,
    Shown,
)
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.parameters import MODELS
from metrics.catalogue.words import Words
from metrics.queries.answer import MONEY, Answer
from metrics.queries.parameters import DELIVERED, Settings

CURRENCY = "EUR"
A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is given, with the figures to show of it."""

    words: Words
    figures: tuple[Any, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class ShareOut:
    """A deal shared out over its touches: of each touch its percent by model, and marketing's."""

    models: tuple[Words, ...]
    steps: tuple[tuple[Words, bool, tuple[float, ...]], ...]
    marketing: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """A worked example: what is given, and what came out by one of the ways."""

    key: str
    name: Words
    told: Words
    given: tuple[Line, ...]
    indicator: Indicator | None = None
    answer: Answer | None = None
    formula: str = ""
    value: float | None = None
    unit: str = ""
    goal: Mapping[str, Any] = field(default_factory=dict)
    shared: ShareOut | None = None


def worked(example: AnyExample, settings: Settings = DELIVERED) -> Worked:
    """Return an example with what its calculation says by these settings."""
    match example:
        case Example():
            return _number(example, settings)
        case FormulaExample():
            return _formula(example)
        case GoalExample():
            return _goal(example)
        case JourneyExample():
            return _journey(example, settings)


def indicator_of(example: Example) -> Indicator:
    """Return the indicator that an example is of."""
    return CATALOGUE.resolved(example.of) if isinstance(example.of, str) else example.of


def _number(example: Example, settings: Settings) -> Worked:
    indicator = indicator_of(example)
    cells = {str(place): [each.value] for place, each in enumerate(example.given)}
    columns = _calc("metrics.calc.columns.columns")([0], cells)
    taken = {key: settings[key] for key in indicator.takes}
    frame = _calc(indicator.calculation)(*columns.values(), **taken)
    if indicator.hidden_below:
        frame = _calc("metrics.calc.answers.hidden_below")(frame, indicator.hidden_below)
    return Worked(
        key=indicator.key,
        name=indicator.name,
        told=example.told,
        given=_lines(example.given),
        indicator=indicator,
        answer=_answer(indicator, _calc("metrics.calc.columns.rows")(frame)[0]),
    )


def _answer(indicator: Indicator, row: Mapping[str, Any]) -> Answer:
    is_money = indicator.unit in MONEY
    currency = CURRENCY if is_money else ""

    def out(number: Any) -> Any:
        return _calc("metrics.calc.money.quantized")(number, currency) if is_money else number

    return Answer(
        indicator=indicator,
        status=Status(row["status"]),
        value=out(row["value"]),
        numerator=row["numerator"],
        denominator=row["denominator"],
        n=row["n"],
        low=out(row["ci_low"]),
        high=out(row["ci_high"]),
        method=row["ci_method"],
        squares=row["squares"],
        spread=row.get("spread"),
        currency=currency,
    )


def _lines(given: Iterable[Given]) -> tuple[Line, ...]:
    return tuple(
        Line(each.words, _figures(each), each.unit) for each in given if each.shown is not Shown.NOT
    )


def _figures(given: Given) -> tuple[Any, ...]:
    every = given.value if isinstance(given.value, list) else [given.value]
    match given.shown:
        case Shown.NUMBER:
            return (len(every),)
        case Shown.SUM:
            return (sum(every),)
    return tuple(every)


def _formula(example: FormulaExample) -> Worked:
    tree = parsed(example.formula)
    values = {name: [each.value] for name, each in example.given.items()}
    columns = _calc("metrics.calc.columns.columns")([0], values)
    named = {reference: columns[reference.key] for reference in references(tree)}
    index = next(iter(columns.values())).index
    given = _calc("metrics.catalogue.formula.evaluation.Given")(index, named, {})
    result = _calc("metrics.catalogue.formula.evaluation.evaluated")(tree, given)
    return Worked(
        key="formula",
        name=example.name,
        told=example.told,
        given=_lines(example.given.values()),
        formula=example.formula,
        value=float(result.iloc[0]),
        unit=example.unit,
    )


def _goal(example: GoalExample) -> Worked:
    rows = _calc("pandas.DataFrame")([dict(example.goal)])
    row = _calc("metrics.calc.pace.paced")(rows).iloc[0].to_dict()
    percent = {name: 100 * row[name] for name in ("attained", "expected", "pace")}
    plain = {name: example.goal[name] for name in ("baseline", "target", "value")}
    return Worked(
        key=f"goal-{example.goal['value']:.0f}",
        name=example.name,
        told=example.told,
        given=(),
        unit=example.unit,
        goal=row | percent | plain,
    )


def _journey(example: JourneyExample, settings: Settings) -> Worked:
    def column(values: Iterable[float]) -> Any:
        return _calc("numpy.array")(list(values), dtype="float64")

    steps = example.steps
    journeys = _calc("metrics.calc.attribution.Journeys")(
        deal=column([0] * len(steps)).astype(int),
        second=column(A_DAY * step.day for step in steps),
        minutes=column([1] * len(steps)),
        created=column([A_DAY * example.created]),
        won=column([A_DAY * example.won]),
        lead=column([A_DAY * example.lead]),
    )
    amounts, shares, marketing = column([100 * example.amount]), [], []
    for model in example.models:
        found = _calc("metrics.calc.attribution.weights")(
            journeys, model, decay_days=settings["decay_days"]
        )
        cents = _calc("metrics.calc.attribution.cents")(journeys.deal, found, amounts)
        shares.append([100 * float(each) for each in found])
        ours = sum(cent for cent, step in zip(cents, steps, strict=True) if step.is_marketing)
        marketing.append(_calc("metrics.calc.money.quantized")(float(ours) / 100, CURRENCY))
    by_step = zip(steps, zip(*shares, strict=True), strict=True)
    return Worked(
        key="journey",
        name=example.name,
        told=example.told,
        given=(Line(Words("amount", "montant"), (example.amount,), "money"),),
        shared=ShareOut(
            tuple(MODELS[model] for model in example.models),
            tuple((step.words, step.is_marketing, parts) for step, parts in by_step),
            tuple(marketing),
        ),
    )


@cache
def _calc(path: str) -> Callable[..., Any]:
    """Return a part of the arithmetic; it loads pandas, and so is found on first use."""
    found: Callable[..., Any] = import_string(path)
    return found
