"""The indicators an actor can ask for: ours, and those that teams made."""

import logging
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import datetime
from typing import Any, NamedTuple

from abmplanner.kit.actor import Actor
from abmplanner.kit.memory import Memory
from abmplanner.kit.questions import question
from metrics.catalogue.catalogue import CATALOGUE, Catalogue
from metrics.catalogue.filters import FilterError
from metrics.catalogue.formula.parsing import FormulaError
from metrics.enums import CustomKind, IndicatorState
from metrics.models import CustomIndicator
from metrics.queries.custom import compiled

logger = logging.getLogger(__name__)

KNOWN: Memory[tuple["CustomVersion", ...], Catalogue] = Memory(64)  # by the rows they follow from


def known_indicators(actor: Actor) -> Catalogue:
    """Return the catalogue with the active custom indicators that the actor may use.

    Retired ones are known by their key, so that old goals go on, but not listed; and so are earlier
    definitions, by past_key. One whose definition leads nowhere any more is left aside.
    """
    versions = tuple(custom_versions(actor))
    if not versions:
        return CATALOGUE
    return KNOWN.one(versions, lambda: with_custom(CATALOGUE, _rows(actor)))


class CustomVersion(NamedTuple):
    """Which state of its row an indicator follows from."""

    pk: int
    version: int
    saved_at: datetime


@question(CustomVersion)
def custom_versions(actor: Actor) -> Any:
    """Return the versions of the custom indicators that the actor may use."""
    return _rows(actor).values_list(*CustomVersion._fields)


def _rows(actor: Actor) -> Any:
    rows = CustomIndicator.objects.visible_to(actor).exclude(state=IndicatorState.DRAFT)
    return rows.order_by("pk")


def with_custom(known: Catalogue, rows: Iterable[CustomIndicator]) -> Catalogue:
    """Return a catalogue with custom indicators added, those they refer to first."""
    every = [each for row in rows for each in (row, *_past(row))]
    of_records = [row for row in every if row.kind != CustomKind.FORMULA]
    known = _added(known, of_records)
    waiting = [row for row in every if row.kind == CustomKind.FORMULA]
    while waiting:
        grown = _added(known, waiting, is_last_try=False)
        left = [row for row in waiting if row.key not in grown]
        if len(left) == len(waiting):
            logger.warning("Custom indicators refer to nothing known: %s", [r.key for r in left])
            return grown
        known, waiting = grown, left
    return known


def past_key(key: str, version: int) -> str:
    """Return the key by which an earlier definition of a custom indicator is known."""
    return f"{key}#{version}"


def _past(row: CustomIndicator) -> Iterator[CustomIndicator]:
    """Yield a custom indicator as it was defined before, under the keys of its versions."""
    for version, definition in (row.past_definitions or {}).items():
        past = copy(row)
        past.key = past_key(row.key, int(version))
        past.definition, past.definition_version = definition, int(version)
        past.state = IndicatorState.RETIRED
        yield past


def _added(
    known: Catalogue, rows: Iterable[CustomIndicator], *, is_last_try: bool = True
) -> Catalogue:
    listed: list[Any] = []
    unlisted: list[Any] = []
    for row in rows:
        try:
            *inner, indicator = compiled(row, known)
        except (FilterError, FormulaError, ValueError) as error:
            if is_last_try:
                logger.warning("Custom indicator %s can't be measured: %s", row.key, error)
            continue
        unlisted += inner
        (listed if row.state != IndicatorState.RETIRED else unlisted).append(indicator)
    return known.extended(listed, unlisted)
