"""Words for codes: statuses, reasons, errors, and what is said of a number."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from typing_extensions import override

from abmplanner.kit.figures import figure, interval, number
from abmplanner.statuses import look
from metrics.calc.spread import Spread
from metrics.calc.status import Flag, GoalStatus, Method, Status
from metrics.catalogue.filters import FilterError
from metrics.catalogue.formula.parsing import FormulaError
from metrics.catalogue.indicator import Threshold
from metrics.catalogue.words import Family, SpreadOf
from metrics.queries.answer import Answer
from metrics.queries.asking import Asked, QuestionError
from metrics.queries.board import Section
from metrics.queries.compiling import ConditionError
from metrics.queries.opening import Record
from metrics.sentences.campaigns import FRUITLESS, LEFT_OUT_OF_CAMPAIGNS
from metrics.sentences.control import LEFT_OUT_OF_COMPARISONS, NO_CONTROL, OF_CONTROL
from metrics.sentences.custom import OF_ANSWERS, OF_PASSAGES, OF_RECORDS
from metrics.sentences.deals import LEFT_OUT_OF_DEALS
from metrics.sentences.every import SENTENCES
from metrics.sentences.figured import figured, likely
from metrics.sentences.networks import OF_FEW
from metrics.sentences.qualification import LEFT_OUT_OF_QUALIFICATION
from metrics.sentences.readings import OF_READINGS, UNREAD
from metrics.sentences.settings import definition_of, held_for, measured_by

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words
REASONS: Mapping[str, "Words"] = {
    "test": ngettext_lazy("test", "tests", "count"),
    "duplicate": ngettext_lazy("duplicate", "duplicates", "count"),
    "deleted": gettext_lazy("deleted in the source system"),
    "renewal": ngettext_lazy("renewal", "renewals", "count"),
    "error": gettext_lazy("entered by mistake"),
    "missing_amount": gettext_lazy("without an amount"),
    "missing_rate": gettext_lazy("without an exchange rate"),
    "other_category": gettext_lazy("of a category that this cost leaves aside"),
    "no_stage_history": gettext_lazy("in a stage without decided deals to learn from"),
    "unknown_date": gettext_lazy("of unknown date"),
    "not_delivered": gettext_lazy("not delivered"),
    "not_a_customer": gettext_lazy("not by a customer"),
    "superseded": gettext_lazy("replaced by a later answer of the same person"),
    "re_enrolled": gettext_lazy("back after a break"),
    "reactivated": gettext_lazy("back after a year or more"),
    "known_from_another_program": gettext_lazy("in another program before"),
    "missing_value": gettext_lazy("without a value"),
    "other_scale": gettext_lazy("on another scale"),
    "too_old": ngettext_lazy("value that is too old", "values that are too old", "count"),
    "lost": pgettext_lazy("deals left out", "lost"),
    "no_history": gettext_lazy("in a stage that too few deals left before"),
    "no_forecast": gettext_lazy("without a forecast now"),
    "no_accepted_rate": gettext_lazy("without an accepted run-off rate"),
    "machine": gettext_lazy("by a machine"),
    "repeated": ngettext_lazy("repetition", "repetitions", "count"),
    "message": ngettext_lazy("sponsored message", "sponsored messages", "count"),
    "no_message": gettext_lazy("without the name of their message"),
    "no_person": gettext_lazy("of nobody we know"),
    "unreliable_open": gettext_lazy("opened by a machine alone"),
    "no_role": gettext_lazy("without a role in a buying group"),
    "not_heard": gettext_lazy("of accounts whose meetings and e-mails nobody tells us"),
    "weak_relationship": gettext_lazy("with a weaker relationship"),
    "too_little_known": gettext_lazy("of whom too little is known"),
    "unknown_seniority": gettext_lazy("of unknown level"),
    "no_template": gettext_lazy("without a template of roles"),
    "no_decision_maker": gettext_lazy("without a decision maker"),
    "no_champion": gettext_lazy("without a champion"),
    "nobody": gettext_lazy("without a member"),
    "mailbox": gettext_lazy("by a shared mailbox"),
    "consented": gettext_lazy("with a consent that holds"),
    "informed": gettext_lazy("informed of a legitimate interest"),
    "expired": gettext_lazy("expired"),
    "pending": gettext_lazy("asked, not confirmed"),
    "not_informed": gettext_lazy("not informed yet"),
    "unproven": gettext_lazy("without proof"),
    "refused": gettext_lazy("refused"),
    "suppressed": ngettext_lazy("address suppressed", "addresses suppressed", "count"),
    "lapsed": gettext_lazy("without contact for three years"),
    "erased": gettext_lazy("erased"),
    "unknown": gettext_lazy("of whom nothing is known"),
    **LEFT_OUT_OF_CAMPAIGNS,
    **LEFT_OUT_OF_COMPARISONS,
    **LEFT_OUT_OF_DEALS,
    **LEFT_OUT_OF_QUALIFICATION,
    "own_manager": gettext_lazy("by the manager of who is rated"),
    "no_profile": gettext_lazy("without a known profile"),
    "not_team": gettext_lazy("by somebody not on the account's team then"),
    "not_at_account": gettext_lazy("with people who don't work at the account"),
    "little_known": ngettext_lazy(
        "account of which too little is known", "accounts of which too little is known", "count"
    ),
    "not_comparable": ngettext_lazy(
        "account of which too little is known at both ends",
        "accounts of which too little is known at both ends",
        "count",
    ),
}

UNITS: Mapping[str, Promise] = {
    "count": gettext_lazy("number"),
    "percent": gettext_lazy("percent"),
    "points": gettext_lazy("points"),
    "money": gettext_lazy("amount"),
    "money_per_day": gettext_lazy("amount a day"),
    "days": gettext_lazy("days"),
    "seconds": gettext_lazy("seconds"),
    "index": gettext_lazy("index"),
    "band": gettext_lazy("band"),
}

FAMILIES: Mapping[Family, Promise] = {
    Family.AWARENESS: gettext_lazy("Awareness and feeling"),
    Family.CAMPAIGN: gettext_lazy("Marketing and campaigns"),
    Family.PENETRATION: gettext_lazy("Reach inside accounts"),
    Family.ENGAGEMENT: gettext_lazy("Engagement of accounts"),
    Family.FINANCE: gettext_lazy("Finance"),
    Family.OVERALL: gettext_lazy("Overall"),
}

OF_A_GOAL: Mapping[GoalStatus, Promise] = {
    GoalStatus.NO_DATA: gettext_lazy("No data yet"),
    GoalStatus.INCONCLUSIVE: gettext_lazy("Inconclusive"),
}

NO_VALUE: Mapping[Status, "Words"] = {
    Status.SUPPRESSED: ngettext_lazy(
        "%(n)s answer only: too few to show a score without showing who said what.",
        "%(n)s answers only: too few to show a score without showing who said what.",
        "n",
    ),
    Status.NOT_APPLICABLE: gettext_lazy("This indicator says nothing about what was asked for."),
    Status.NOT_MEASURED: gettext_lazy(
        "Not measured: nothing was bringing these records during the whole period."
    ),
    Status.INCOMPLETE: gettext_lazy("None of the records could be used."),
    Status.IMMATURE: gettext_lazy("It is too early to tell."),
    Status.NO_DATA: gettext_lazy("Nothing to measure happened in the period."),
}

COUNTED: Mapping[str, "Words"] = {
    "answers": ngettext_lazy(
        "%(count)s customer answered", "%(count)s customers answered", "count"
    ),
    "promoters": ngettext_lazy("%(count)s promoter", "%(count)s promoters", "count"),
    "passives": ngettext_lazy("%(count)s passive", "%(count)s passives", "count"),
    "detractors": ngettext_lazy("%(count)s detractor", "%(count)s detractors", "count"),
}

OF_THEIR_OWN: Mapping[str, "Words"] = {
    **OF_READINGS,
    **OF_ANSWERS,
    **OF_PASSAGES,
    **OF_RECORDS,
}
"""Sentences of indicators that teams make, by how these are calculated."""

GENERAL = gettext_lazy("%(name)s: %(value)s.")
A_SHARE = gettext_lazy("%(name)s: %(value)s, %(numerator)s of %(denominator)s.")

QUESTION_ERRORS: Mapping[str, Promise] = {
    "unknown": gettext_lazy("There is no indicator “%(detail)s”."),
    "no_such_dimension": gettext_lazy("This indicator can't be narrowed by “%(detail)s”."),
    "not_a_scope": gettext_lazy(
        "Say account:ID, program:ID, campaign:ID, group:ID, source:NAME or all, not “%(detail)s”."
    ),
    "not_found": gettext_lazy("Nothing within your reach is called “%(detail)s”."),
    "ambiguous": gettext_lazy("Several are called “%(detail)s”: use the id."),
    "before_from": gettext_lazy("The period must end after it starts."),
    "too_long": gettext_lazy("A period is of %(detail)s years at most."),
    "out_of_range": gettext_lazy("Days lie between 1950 and 2200."),
}

FORMULA_ERRORS: Mapping[str, Promise] = {
    "syntax": gettext_lazy("The formula can't be read."),
    "too_long": gettext_lazy("A formula is of %(detail)s characters at most."),
    "too_many_nodes": gettext_lazy("A formula has %(detail)s parts at most."),
    "too_large": gettext_lazy("A number is %(detail)s at most."),
    "too_many_levels": gettext_lazy(
        "Formulas over formulas stand %(detail)s levels above one another at most."
    ),
    "too_many_windows": gettext_lazy(
        "The formula asks for more than %(detail)s periods, with all that it refers to."
    ),
    "too_deep": gettext_lazy("A formula is nested %(detail)s levels deep at most."),
    "reserved": gettext_lazy("“%(detail)s” is a word of formulas, not an indicator."),
    "arguments": gettext_lazy("“%(detail)s” takes another number of values."),
    "unknown_key": gettext_lazy("There is no indicator “%(detail)s”."),
    "no_dimension": gettext_lazy("“%(detail)s” can't be narrowed."),
    "name_the_dimension": gettext_lazy(
        "“%(detail)s” can be narrowed in several ways: write name=value."
    ),
    "no_such_dimension": gettext_lazy("“%(detail)s” is no way to narrow that indicator."),
    "only_in_a_goal": gettext_lazy("“@%(detail)s” is known inside a goal alone."),
    "needs_an_indicator": gettext_lazy("“%(detail)s” takes an indicator, not a calculation."),
    "circle": gettext_lazy("The formula leads back to itself: %(detail)s."),
    "different_units": gettext_lazy("These units can't be mixed: %(detail)s."),
    "not_a_condition": gettext_lazy("A condition is needed here, such as nps > 30."),
    "not_a_number": gettext_lazy("A number is needed here."),
    "no_such_unit": gettext_lazy("There is no unit for %(detail)s."),
    "other_unit": gettext_lazy("The formula's unit is %(detail)s."),
}

FILTER_ERRORS: Mapping[str, Promise] = {
    "too_many_conditions": gettext_lazy("A filter has %(detail)s conditions at most."),
    "too_deep": gettext_lazy("A filter is nested %(detail)s levels deep at most."),
    "not_a_filter": gettext_lazy("This is no filter: %(detail)s."),
    "unknown_op": gettext_lazy("There is no comparison “%(detail)s”."),
    "needs_a_list": gettext_lazy("“%(detail)s” needs a list of values."),
    "needs_two_ends": gettext_lazy("“%(detail)s” needs two ends."),
    "needs_one_value": gettext_lazy("“%(detail)s” needs one value."),
    "unknown_field": gettext_lazy("These records have no field “%(detail)s”."),
    "wrong_op": gettext_lazy("“%(detail)s” can't be compared like that."),
    "wrong_choice": gettext_lazy("“%(detail)s” is none of the values it may have."),
    "not_a_text": gettext_lazy("“%(detail)s” is not a text."),
    "not_a_truth": gettext_lazy("“%(detail)s” is neither true nor false."),
    "not_a_number": gettext_lazy("“%(detail)s” is not a number."),
    "not_a_day": gettext_lazy("“%(detail)s” is not a day."),
    "unknown_dataset": gettext_lazy("There are no records “%(detail)s”."),
    "unknown_aggregate": gettext_lazy("There is no such total: “%(detail)s”."),
    "needs_a_field": gettext_lazy("Say of which field: “%(detail)s”."),
    "wrong_field": gettext_lazy("“%(detail)s” can't be added up or counted."),
    "unknown_kind": gettext_lazy("There is no such way to take the period: “%(detail)s”."),
    "wrong_date": gettext_lazy("These records aren't dated by “%(detail)s”."),
    "not_of_records": gettext_lazy("These records can't be taken that way: “%(detail)s”."),
    "not_since": gettext_lazy(
        "Say either a day or a number of days, and only for what is counted up to a day."
    ),
    "wrong_days": gettext_lazy("Say how many days, as a whole number above zero: “%(detail)s”."),
    "unknown_question": gettext_lazy("There is no question “%(detail)s”."),
    "unknown_statistic": gettext_lazy("That can't be made of these answers: “%(detail)s”."),
    "wrong_scale": gettext_lazy("A scale goes from a worst to a best answer, 0 to 100 at most."),
    "wrong_top": gettext_lazy(
        "Say how many of the best answers, fewer than there are: not “%(detail)s”."
    ),
    "needs_choices": gettext_lazy("Choose the answers that are meant."),
    "all_choices": gettext_lazy("Choose some of the answers: all of them are always 100%%."),
    "wrong_answer": gettext_lazy("“%(detail)s” is no answer to this question."),
    "no_waves": gettext_lazy("This question is not asked in waves."),
    "unknown_survey": gettext_lazy("There is no survey “%(detail)s”."),
    "unknown_event": gettext_lazy("There is no event “%(detail)s”."),
    "same_event": gettext_lazy("Choose two different events."),
    "unknown_entity": gettext_lazy("Say of whom: the account, the person or the opportunity."),
    "not_of_entity": gettext_lazy("“%(detail)s” happens to somebody else than who was chosen."),
    "too_many_thresholds": gettext_lazy("An indicator has %(detail)s thresholds at most."),
    "same_threshold": gettext_lazy("The threshold %(detail)s is given twice."),
    "several_targets": gettext_lazy("One threshold alone is the target."),
    "needs_both_parts": gettext_lazy("Say what stands above the line, and what below."),
    "not_for_a_ratio": gettext_lazy("“%(detail)s” can't be divided: it does not add up."),
    "unknown_unit": gettext_lazy("Values can't be written in the unit “%(detail)s”."),
    "unknown_roll_up": gettext_lazy("Values can't be taken together by “%(detail)s”."),
    "wrong_age": gettext_lazy("Say in days, from 1 to 3,650, how old a value may become."),
    "unit_is_read": gettext_lazy("Values were written in another unit: make a new indicator."),
    "is_read": gettext_lazy("Values were written by hand: make a new indicator for another way."),
}


def status_words(status: str) -> str:
    """Return the words for a status of an answer."""
    return str(look(Status(status)).word)


def goal_status_words(status: str) -> str:
    """Return the words for the status of a goal, or the band of an account."""
    return str(OF_A_GOAL.get(GoalStatus(status)) or look(GoalStatus(status)).word)


def section_words(section: Section) -> str:
    """Return what a section of the board of goals is about."""
    if section.program:
        return _("Goals of %(program)s") % {"program": section.program.name}
    if section.family:
        return _("Goals: %(family)s") % {"family": FAMILIES[section.family]}
    return _("Other goals")


class Count(int):
    """A number that chooses between singular and plural, and is written as a figure."""

    @override
    def __str__(self) -> str:
        return number(int(self))


def counted(noun: str, count: float) -> str:
    """Return a number of things with their noun, in the reader's language."""
    return COUNTED[noun] % {"count": Count(count)}


def reason_words(reason: str, count: int = 1) -> str:
    """Return the words for the reason why a record was left out, or why several were."""
    return REASONS[reason] % {"count": count} if reason in REASONS else reason


def unit_words(unit: str, currency: str = "") -> str:
    """Return the words for a unit, and for money its currency."""
    return f"{UNITS[unit]} ({currency})" if currency else str(UNITS[unit])


def question_words(error: QuestionError) -> str:
    """Return what is wrong with a question, for the person who asked."""
    return str(QUESTION_ERRORS[error.code]) % {"detail": error.detail}


def formula_words(error: FormulaError) -> str:
    """Return what is wrong with a formula, and where."""
    words = str(FORMULA_ERRORS[error.code]) % {"detail": error.detail}
    if not error.column:
        return words
    return _("%(words)s (character %(column)s)") % {"words": words, "column": error.column}


def filter_words(error: FilterError | ConditionError) -> str:
    """Return what is wrong with a filter."""
    return str(FILTER_ERRORS[error.code]) % {"detail": error.detail}


def sentence(answer: Answer) -> str:
    """Return how a number came about, in the reader's language."""
    said = [_said(answer)]
    if answer.low is not None and answer.high is not None:
        ends = interval(answer.low, answer.high, answer.written_as, answer.currency)
        said.append(_("Likely between: %(ends)s (95%%).") % {"ends": ends})
    if answer.spread:
        said.append(spread_words(answer.spread, answer))
    if answer.is_thin and answer.value is not None:
        said.append(_("n = %(n)s is too small to conclude.") % {"n": number(answer.n or 0)})
    if answer.exclusions:
        said.append(left_out(answer.exclusions))
    if answer.status is Status.INCOMPLETE and answer.value is not None:
        said.append(_("It is incomplete: some records could not be used."))
    if answer.status is Status.IMMATURE and answer.value is not None:
        said.append(_("It is the number so far: the time to follow up is not over."))
    if answer.indicator.thresholds and answer.value is not None:
        said.append(threshold_words(answer))
    if Flag.PARTIAL in answer.flags:
        said.append(_("The period was not over."))
    if not answer.is_covered and answer.value is not None:
        said.append(_("Records were not being brought for all of the period."))
    return " ".join(said)


SPREADS: Mapping[SpreadOf, "Words"] = {
    SpreadOf.ACCOUNTS: gettext_lazy(
        "Of %(cases)s accounts, half are at %(median)s or above; the middle half lie between"
        " %(lower)s and %(upper)s."
    ),
    SpreadOf.CONTACTS: gettext_lazy(
        "Of %(cases)s contacts, half are at %(median)s or above; the middle half lie between"
        " %(lower)s and %(upper)s."
    ),
    SpreadOf.GROUPS: gettext_lazy(
        "Of %(cases)s buying groups, half are at %(median)s or above; the middle half lie between"
        " %(lower)s and %(upper)s."
    ),
}


def spread_words(spread: Spread, answer: Answer) -> str:
    """Return how the scores behind a mean lie: it says little where they lie far apart."""
    ends = {
        name: figure(value, answer.written_as)
        for name, value in (
            ("lower", spread.lower),
            ("median", spread.median),
            ("upper", spread.upper),
        )
    }
    of = answer.indicator.spread_of or SpreadOf.ACCOUNTS
    return str(SPREADS[of]) % {"cases": number(spread.cases), **ends}


def threshold_words(answer: Answer) -> str:
    """Return which threshold a number has come to, and how it stands to the one aimed at."""
    indicator, value = answer.indicator, float(answer.value or 0)

    def written(each: Threshold) -> str:
        number = figure(each.value, answer.written_as, answer.currency)
        name = each.name.to(get_language() or "en")
        return f"“{name}” ({number})" if name else number

    target = next((each for each in indicator.thresholds if each.is_target), None)
    reached = indicator.reached(value)
    if target is not None and indicator.reaches(value, target):
        return _("The target is reached: %(threshold)s.") % {"threshold": written(target)}
    said = [_("No threshold is reached.")]
    if reached is not None:
        said = [_("It reaches %(threshold)s.") % {"threshold": written(reached)}]
    if target is not None:
        said.append(_("The target is %(threshold)s.") % {"threshold": written(target)})
    return " ".join(said)


def left_out(exclusions: Mapping[str, int]) -> str:
    """Return how many records were left out, and why."""
    each = [f"{number(n)} {reason_words(reason, n)}" for reason, n in exclusions.items()]
    return _("Left out: %(reasons)s.") % {"reasons": ", ".join(each)}


def _said(answer: Answer) -> str:
    n, squares = answer.n or 0, answer.squares or 0
    numerator = answer.numerator or 0
    known = {
        "name": answer.indicator.name.to(get_language() or "en"),
        "value": figure(answer.value, answer.written_as, answer.currency),
        "n": Count(n),
        "numerator": Count(numerator),
        "denominator": Count(answer.denominator or 0),
        "answers": counted("answers", n),
        "promoters": counted("promoters", (squares + numerator) / 2),
        "detractors": counted("detractors", (squares - numerator) / 2),
        "passives": counted("passives", n - squares),
        "spent": figure(answer.numerator, answer.written_as, answer.currency),
    }
    if answer.status is Status.NO_DATA and numerator and answer.key in FRUITLESS:
        return FRUITLESS[answer.key] % known
    way = answer.indicator.calculation
    if way in OF_READINGS and answer.status is Status.NOT_MEASURED:
        return str(UNREAD)
    if answer.key in OF_CONTROL and answer.status is Status.NOT_MEASURED and not answer.denominator:
        return str(NO_CONTROL)
    if answer.key in OF_FEW and answer.status is Status.SUPPRESSED:
        return OF_FEW[answer.key] % known
    if answer.value is None:
        return NO_VALUE.get(answer.status, NO_VALUE[Status.NO_DATA]) % known
    is_share = answer.indicator.is_custom and answer.method == Method.WILSON
    plain = OF_THEIR_OWN.get(way) or (A_SHARE if is_share else GENERAL)
    return SENTENCES.get(answer.key, plain) % known


def record_words(record: Record) -> dict[str, Any]:
    """Return a record as JSON gives it, with the words for why it was left out."""
    words = reason_words(record.reason) if record.reason else None
    return record.as_json() | {"reason_words": words}


def explained(asked: Asked) -> dict[str, Any]:
    """Return the answer object with its sentence, its definition and the records behind it."""
    language, settings = get_language() or "en", held_for(asked)
    body = asked.as_json() | {
        "name": asked.answer.indicator.name.to(language),
        "definition": definition_of(asked, settings),
        "sentence": sentence(asked.answer),
        "formula": figured(asked.answer),
        "interval_words": likely(asked.answer),
        "measured_by": [
            {"key": line.key, "name": line.name, "value": line.value, "delivered": line.delivered}
            for line in measured_by(asked, settings)
        ],
    }
    if asked.opened is None:
        return body
    return body | {
        "made_of": list(asked.opened.made_of),
        "records": {
            "counted": asked.opened.counted,
            "left_out": asked.opened.left_out,
            "rows": [record_words(record) for record in asked.opened.rows],
        },
    }


def table(body: Mapping[str, Any]) -> str:
    """Return an answer object as lines of text, for a terminal."""
    lines = [f"{name:<20} {_line(value)}" for name, value in body.items() if name != "records"]
    for record in body.get("records", {}).get("rows", ()):
        mark = "+" if record["counted"] else "-"
        at = (record["at"] or "")[:10]
        why = record["reason_words"] or ""
        company = f" ({record['account']['name']})" if record["account"] else ""
        lines.append(f"  {mark} {at:<10}  {record['label']}{company}  {record['detail']}  {why}")
    return "\n".join(lines)


def _line(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_line(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
