"""The picker of indicators: what is usual for the account's program first, then by family."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Family, Grain
from metrics.phrases import FAMILIES
from metrics.queries.suiting import can_be_aimed_at

Option: TypeAlias = tuple[str, str]
Choices: TypeAlias = list[tuple[str | Promise, str | Promise | list[Option]]]


def choices_of(
    indicators: Iterable[Indicator], marks: set[str], *, grain: Grain = Grain.ACCOUNT
) -> Choices:
    """Return the indicators that can be chosen, as groups of a select."""
    offered = [each for each in indicators if can_be_aimed_at(each, grain)]
    usual = [each for each in offered if each.headline and marks & set(each.marks)]
    rest = [each for each in offered if each not in usual]
    groups = [
        (_("Usual in this kind of program"), usual),
        (_("Made by your team"), [each for each in rest if each.is_custom]),
        *((label, list(_of(rest, family))) for family, label in FAMILIES.items()),
    ]
    return [("", _("Choose an indicator")), *((label, named(of)) for label, of in groups if of)]


def named(indicators: Iterable[Indicator]) -> list[Option]:
    """Return keys with their names in the reader's language."""
    language = get_language() or "en"
    return [(each.key, each.name.to(language)) for each in indicators]


def _of(indicators: Iterable[Indicator], family: Family) -> Iterator[Indicator]:
    return (each for each in indicators if each.family is family and not each.is_custom)
