"""The catalogue proves itself: one function per rule, and each yields what is wrong."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from metrics.calc.status import Form, Method
from metrics.catalogue.definitions import DEFINITIONS
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Grain, Kind, RollUp

KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
LEAST_CASES_OF_A_RATE = 5


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong with one indicator."""

    key: str
    message: str


def keys_are_plain_and_unique(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    """Report keys that a formula couldn't name, and keys that stand twice."""
    seen: set[str] = set()
    for indicator in indicators:
        if not KEY.fullmatch(indicator.key):
            yield Issue(indicator.key, "A key is small letters, digits and underscores.")
        if indicator.key in seen:
            yield Issue(indicator.key, "The key stands twice in the list.")
        seen.add(indicator.key)


def definitions_are_of_listed_keys(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    """Report definitions of a key that the list doesn't hold: nobody could ask for it."""
    listed = {indicator.key for indicator in indicators}
    for definition in DEFINITIONS:
        if definition.key not in listed:
            yield Issue(definition.key, "Defined, but not in the list of keys.")


def aliases_lead_somewhere(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    """Report aliases of nothing, of another alias, or with a calculation of their own."""
    by_key = {indicator.key: indicator for indicator in indicators}
    for indicator in indicators:
        if not indicator.alias_of:
            continue
        named = by_key.get(indicator.alias_of)
        if named is None or named.alias_of:
            yield Issue(indicator.key, "An alias names a key that has its own calculation.")
        if indicator.calculation:
            yield Issue(indicator.key, "An alias is read through the key that it names.")


def every_key_is_computed(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    """Report keys of the list that nothing defines."""
    for indicator in indicators:
        if not (indicator.alias_of or indicator.is_computed):
            yield Issue(indicator.key, "Listed, but nothing says how it is computed.")


def what_is_computed_says_what_it_means(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    """Report computed indicators that nobody could explain, or whose number opens onto nothing."""
    for indicator in indicators:
        if indicator.is_computed and not (indicator.meaning.en and indicator.meaning.fr):
            yield Issue(indicator.key, "The definition is missing in English or in French.")
        if indicator.is_computed and not (indicator.inputs and indicator.opens):
            yield Issue(indicator.key, "The number has no inputs, or opens onto no records.")


def ratios_need_cases(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    """Report each rate that would be shown as sure for a single case.

    A census of what there is leaves nothing to chance, however little there is.
    """
    for indicator in indicators:
        is_census = indicator.interval is Method.NONE and indicator.kind in CENSUS
        is_rate = indicator.is_computed and indicator.roll_up is RollUp.RATIO and not is_census
        if is_rate and indicator.least_cases < LEAST_CASES_OF_A_RATE:
            yield Issue(indicator.key, "A ratio of one case says nothing; raise least_cases.")


CENSUS = (Kind.STOCK, Kind.OVERLAP)

FORMS_OF_INTERVALS = {
    Method.WILSON: {Form.SHARE},
    Method.NPS: {Form.BALANCE},
    Method.POISSON: {Form.COUNT, Form.INDEX, Form.MEAN},
    Method.BOOTSTRAP: {Form.SHARE, Form.MEAN, Form.LEVEL},
    Method.NEWCOMBE: {Form.LEVEL},
    Method.NONE: {Form.COUNT, Form.SHARE, Form.TOTAL, Form.MEAN, Form.LEVEL},
}


def intervals_suit_their_form(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    """Report an interval that couldn't be found for a number of that form."""
    for indicator in indicators:
        suited = FORMS_OF_INTERVALS.get(indicator.interval, set())
        if indicator.is_computed and indicator.form not in suited:
            yield Issue(indicator.key, f"No {indicator.interval} interval of a {indicator.form}.")


def every_number_has_a_total(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    """Report indicators that can't be asked for all accounts together."""
    for indicator in indicators:
        if Grain.ALL not in indicator.grains:
            yield Issue(indicator.key, "Every indicator can be asked for all accounts.")


def distributions_say_of_whom(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    """Report a distribution that doesn't say whose scores it spreads, and a spread of no such."""
    for indicator in indicators:
        is_spread = indicator.roll_up is RollUp.DIST
        if indicator.is_computed and is_spread != (indicator.spread_of is not None):
            yield Issue(indicator.key, "A distribution says whose scores it spreads; nothing else.")


RULES: tuple[Callable[[Sequence[Indicator]], Iterator[Issue]], ...] = (
    keys_are_plain_and_unique,
    definitions_are_of_listed_keys,
    aliases_lead_somewhere,
    every_key_is_computed,
    what_is_computed_says_what_it_means,
    ratios_need_cases,
    intervals_suit_their_form,
    every_number_has_a_total,
    distributions_say_of_whom,
)


def issues(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    """Yield everything that any rule finds wrong."""
    for rule in RULES:
        yield from rule(indicators)
