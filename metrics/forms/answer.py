"""The question that an address puts: an indicator, of whom, at which time."""

from typing import Any

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import A_DAY
from abmplanner.kit.period import Span
from abmplanner.kit.period_form import PeriodForm
from metrics.queries.asking import Question, fiscal_month_of_scope

BY_YEAR = (Span.QUARTER, Span.YEAR)


def question_of(
    actor: Actor, key: str, address: Any, scope: str = ""
) -> tuple[Question, PeriodForm]:
    """Return the question that an address puts, and the form that puts it at another time.

    Quarters and years are fiscal ones, as the programs of whom it is about count them. What the
    address leaves open is the 90 days up to today.
    """
    whom = scope or address.get("scope") or "all"
    month = fiscal_month_of_scope(actor, whom) if address.get("period") in BY_YEAR else 1
    form = PeriodForm(address, fiscal_month=month)
    period = form.chosen
    question = Question(
        indicator=key,
        scope=whom,
        start=period.start or period.as_of,
        end=period.end or period.as_of + A_DAY,
        as_of=period.as_of,
        known_at=period.known_at,
        where=dict(_narrowings(address.getlist("where"))),
    )
    return question, form


def _narrowings(said: list[str]) -> list[tuple[str, str]]:
    """Return what narrows the number: where=type:expansion, as often as there are dimensions."""
    pairs = (each.partition(":") for each in said)
    return [(name, value) for name, colon, value in pairs if colon and name and value]
