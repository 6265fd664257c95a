"""Indicators of a question that people answered: a score, a mean, a share of the answers.

Of each person the latest answer to the question counts. Answers of customers are opinions: a number
of fewer than five of them is not shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from metrics.calc import scales
from metrics.calc.status import Form, Method
from metrics.catalogue.filters import (
    EVERYTHING,
    Condition,
    Filter,
    FilterError,
    Group,
    Join,
    Op,
    every,
    in_,
    is_,
    missing,
)
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind, RollUp, Unit, Words
from metrics.models import CustomIndicator

HIGHEST = 100
PROMOTERS, PASSIVES = 9, 7
LATEST = LeftOut("superseded", is_("is_latest", value=False))
LATEST_OF_WAVE = LeftOut("superseded", is_("is_latest_of_wave", value=False))
NOT_A_CUSTOMER = LeftOut("not_a_customer", is_("unfit", "not_a_customer"))


class Statistic(StrEnum):
    """What is made of the answers to a question."""

    NPS = "nps"
    MEAN = "mean"
    TOP = "top"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that is asked: its records, the field of its answers, and its scale.

    named are its answers where these are words. A scale that is_own stays with each answer, and has
    to be said; answers on another one are left out. has_waves: it can be asked of one wave alone.
    is_hidden: numbers of fewer than five answers are not shown.
    """

    label: Words
    dataset: str
    dated_by: str
    where: Filter = EVERYTHING
    field: str = "score"
    scale: tuple[int, int] = (1, 5)
    named: Mapping[int, Words] | None = None
    is_own: bool = False
    has_waves: bool = False
    is_hidden: bool = False
    left_out: tuple[LeftOut, ...] = (LATEST,)

    @property
    def statistics(self) -> tuple[Statistic, ...]:
        """What can be made of its answers."""
        if self.named:
            return (Statistic.CHOICE,)
        plain = (Statistic.MEAN, Statistic.TOP, Statistic.CHOICE)
        return (Statistic.NPS, *plain) if self.scale == (0, 10) and not self.is_own else plain


QUESTIONS: Mapping[str, Question] = {
    "recommend": Question(
        label=Words(
            "Customers: would they recommend us, 0 to 10",
            "Clients : nous recommanderaient-ils, de 0 à 10",
        ),
        dataset="responses",
        dated_by="responded_at",
        scale=(0, 10),
        has_waves=True,
        is_hidden=True,
        left_out=(NOT_A_CUSTOMER, LATEST),
    ),
    "account_activities": Question(
        label=Words(
            "People of the account: how they rate our activities",
            "Personnes du compte : leur note à nos activités",
        ),
        dataset="feedback",
        dated_by="said_at",
        where=every(is_("voice", "account"), is_("about", "activities")),
        is_own=True,
    ),
    "sales_activities": Question(
        label=Words(
            "Our sales: how they rate the ABM activities, 1 to 5",
            "Nos ventes : leur note aux activités ABM, de 1 à 5",
        ),
        dataset="feedback",
        dated_by="said_at",
        where=every(is_("voice", "sales"), is_("about", "activities")),
    ),
    "deal_moved": Question(
        label=Words(
            "Our sales: did a deal move thanks to it, yes or no",
            "Nos ventes : une affaire a-t-elle avancé grâce à cela, oui ou non",
        ),
        dataset="feedback",
        dated_by="said_at",
        where=every(is_("voice", "sales"), is_("about", "")),
        field="deal_moved",
        scale=(0, 1),
        named={1: Words("yes", "oui"), 0: Words("no", "non")},
    ),
}
"""The questions whose answers are kept. What is said of a colleague by name is none of them."""


def checked_survey(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition of a question with the parts that it needs, or raise FilterError."""
    name = str(definition.get("question"))
    if name not in QUESTIONS:
        raise FilterError("unknown_question", name)
    question = QUESTIONS[name]
    if definition.get("statistic") not in question.statistics:
        raise FilterError("unknown_statistic", definition.get("statistic"))
    statistic = Statistic(definition["statistic"])
    said: dict[str, Any] = {"question": name, "statistic": statistic.value}
    lowest, highest = _scale(question, definition)
    if question.is_own:
        said |= {"lowest": lowest, "highest": highest}
    if statistic is Statistic.TOP:
        said["top"] = _whole(definition.get("top"), 1, highest - lowest, "wrong_top")
    if statistic is Statistic.CHOICE:
        chosen = definition.get("choices")
        if not isinstance(chosen, list | tuple) or not chosen:
            raise FilterError("needs_choices", name)
        each = {_whole(one, lowest, highest, "wrong_answer") for one in chosen}
        if len(each) > highest - lowest:
            raise FilterError("all_choices", name)
        said["choices"] = sorted(each)
    if definition.get("survey"):
        if not question.has_waves:
            raise FilterError("no_waves", name)
        said["survey"] = _wave(definition["survey"])
    return said


def _scale(question: Question, definition: Mapping[str, Any]) -> tuple[int, int]:
    if not question.is_own:
        return question.scale
    lowest = _whole(definition.get("lowest", question.scale[0]), 0, HIGHEST - 1, "wrong_scale")
    highest = definition.get("highest", question.scale[1])
    return lowest, _whole(highest, lowest + 1, HIGHEST, "wrong_scale")


def _whole(given: Any, least: int, most: int, code: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise FilterError(code, given)
    return given


def _wave(given: Any) -> str:
    try:
        return str(UUID(str(given)))
    except ValueError:
        raise FilterError("unknown_survey", given) from None


def unit_of_survey(definition: Mapping[str, Any]) -> str:
    """Return what a number of answers is told in."""
    return {Statistic.NPS: Unit.POINTS, Statistic.MEAN: Unit.INDEX}.get(
        Statistic(definition["statistic"]), Unit.PERCENT
    )


def of_survey(row: CustomIndicator, described: Mapping[str, Any]) -> Indicator:
    """Return the indicator of a question that a row defines.

    Raises FilterError where the definition can't be right.
    """
    said = checked_survey(row.definition)
    question, statistic = QUESTIONS[said["question"]], Statistic(said["statistic"])
    cases = _cases(row.key, question, said)

    def part(name: str, *where: Filter, **more: Any) -> Measure:
        return replace(cases, key=f"{row.key}:{name}", where=every(cases.where, *where), **more)

    at_least = {name: Condition(question.field, Op.GTE, least)
                for name, least in (("promoters", PROMOTERS), ("others", PASSIVES))}  # fmt: skip
    taken: tuple[Measure, ...]
    if statistic is Statistic.NPS:
        taken = (
            part("promoters", at_least["promoters"]),
            part("passives", at_least["others"], Condition(question.field, Op.LT, PROMOTERS)),
            part("detractors", Condition(question.field, Op.LT, PASSIVES)),
        )
    elif statistic is Statistic.MEAN:
        taken = (part("value", aggregate=Aggregate.SUM, field=question.field), cases)
    elif statistic is Statistic.TOP:
        best = question.scale[1] if not question.is_own else said["highest"]
        taken = (part("part", Condition(question.field, Op.GT, best - said["top"])), cases)
    else:
        taken = (part("part", in_(question.field, *said["choices"])), cases)
    form, interval, calculation = MADE[statistic]
    if question.is_hidden and statistic is Statistic.MEAN:
        calculation = "metrics.calc.survey_scores.mean_of_opinions"
    return Indicator(
        **{**described, "unit": Unit(unit_of_survey(said))},
        kind=Kind.FLOW,
        roll_up=RollUp.POOL,
        interval=interval,
        form=form,
        inputs=tuple(measure.key for measure in taken),
        opens=cases.key,
        calculation=calculation,
        least_cases=scales.FEW_OPINIONS,
        hidden_below=scales.FEW_OPINIONS if question.is_hidden else 0,
        rests_on=("few_opinions",) if question.is_hidden else (),
        own=tuple(dict.fromkeys((*taken, cases))),
    )


MADE: Mapping[Statistic, tuple[Form, Method, str]] = {
    Statistic.NPS: (Form.BALANCE, Method.NPS, "metrics.calc.survey_scores.nps"),
    Statistic.MEAN: (Form.MEAN, Method.NONE, "metrics.calc.survey_scores.mean_score"),
    Statistic.TOP: (Form.SHARE, Method.WILSON, "metrics.calc.survey_scores.share_of_answers"),
    Statistic.CHOICE: (Form.SHARE, Method.WILSON, "metrics.calc.survey_scores.share_of_answers"),
}


def _cases(key: str, question: Question, said: Mapping[str, Any]) -> Measure:
    """Return the answers that count."""
    where, left_out = question.where, question.left_out
    if "survey" in said:
        where = every(where, is_("wave", said["survey"]))
        left_out = tuple(LATEST_OF_WAVE if each is LATEST else each for each in left_out)
    if question.is_own:
        is_on = every(is_("lowest", said["lowest"]), is_("highest", said["highest"]))
        left_out = (*left_out, LeftOut("other_scale", Group(Join.NONE, (is_on,))))
    if question.named:
        left_out = (*left_out, LeftOut("missing_value", missing(question.field)))
    return Measure(
        key=f"{key}:answers",
        dataset=question.dataset,
        kind=Kind.FLOW,
        dated_by=question.dated_by,
        where=where,
        left_out=left_out,
    )
