"""The settings of measures that hold at an instant: the one way in which numbers read them.

Version 0 is what is delivered. A program inherits from the installation what it doesn't set.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account, Program
from metrics.catalogue.filters import conditions
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.measure import Measure
from metrics.catalogue.parameters import (
    BY_KIND,
    DEFAULTS,
    PARAMETERS,
    for_statement,
    model_of,
    named_in,
)
from metrics.models import ParameterSet
from metrics.queries.compiling import Asked
from metrics.queries.datasets.all import DATASETS
from metrics.queries.measures import MEASURES
from metrics.queries.scope import Scope

INSTALLATION = 0  # the key of what holds for every program
SETTINGS = "#settings"
"""The name under which a kept row has the versions of the settings of measures."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which settings hold, and their versions: of the installation, and of a program or 0.

    values are as they were set; what follows from the kind of the program is said by its key.
    """

    values: Mapping[str, Any] = field(default_factory=lambda: DEFAULTS, compare=False, hash=False)
    installation: int = 0
    program: int = 0
    kind: str = ""

    def __getitem__(self, key: str) -> Any:
        value = self.values[key]
        return model_of(self.kind) if value == BY_KIND else value

    @property
    def is_delivered(self) -> bool:
        """Tell whether nobody set anything."""
        return not (self.installation or self.program)

    @property
    def versions(self) -> tuple[int, int]:
        """The versions of the installation's settings and of the program's."""
        return self.installation, self.program

    def of_statement(self) -> dict[str, Any]:
        """Return the settings as the parameters of a statement."""
        return for_statement(self.values)

    def mark(self, keys: Collection[str]) -> str:
        """Return a short text that differs where any of these settings differs."""
        chosen = {key: self[key] for key in sorted(keys)}
        return hashlib.sha256(json.dumps(chosen).encode()).hexdigest()[:12]


DELIVERED = Settings()

# Of each scope the version that had begun and was known; of programs, their kind.
HOLDING = """
    SELECT coalesce(scope.id, 0), scope.kind, held.number, held.values
    FROM (
        SELECT NULL::bigint AS id, '' AS kind
        UNION ALL
        SELECT id, kind FROM accounts_program WHERE id = ANY(%(programs)s)
    ) scope
    LEFT JOIN LATERAL (
        SELECT s.number, s.values FROM metrics_parameterset s
        WHERE s.program_id IS NOT DISTINCT FROM scope.id AND s.from_at < %(before)s
            AND (%(known_at)s::timestamptz IS NULL AND s.voided_at IS NULL
                OR s.recorded_at < %(known_at)s
                    AND (s.voided_at IS NULL OR s.voided_at >= %(known_at)s))
        ORDER BY s.from_at DESC, s.number DESC LIMIT 1
    ) held ON true
"""


@dataclass(frozen=True, slots=True)
class _Held:
    """What a scope sets itself: the number of the version, 0 for none, and its values."""

    kind: str = ""
    number: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)


NOTHING = _Held()


def settings_of(
    programs: Sequence[int], *, before: datetime, known_at: datetime | None = None
) -> dict[int, Settings]:
    """Return the settings that held just before an instant, of programs and under 0 of all."""
    given: dict[str, Any] = {
        "programs": list(programs),
        "before": before,
        "known_at": known_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(HOLDING, given)
        rows = {
            program: _Held(kind, number or 0, _read(values))
            for program, kind, number, values in cursor.fetchall()
        }
    return {key: _settings(rows, key) for key in (INSTALLATION, *programs)}


def _read(values: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(values) if isinstance(values, str) else values or {}
    return found


def _settings(rows: Mapping[int, _Held], program: int) -> Settings:
    general = rows[INSTALLATION]
    own = rows.get(program, NOTHING) if program else NOTHING
    if not (general.number or own.number or own.kind):
        return DELIVERED
    values = dict(DEFAULTS)
    for said in (general.values, own.values):
        values |= {key: value for key, value in said.items() if key in PARAMETERS}
    return Settings(values, general.number, own.number, own.kind)


def settings_for(
    program: int | None, *, before: datetime, known_at: datetime | None = None
) -> Settings:
    """Return the settings that held just before an instant, of a program or of the installation."""
    programs = [program] if program else []
    return settings_of(programs, before=before, known_at=known_at)[program or INSTALLATION]


def grace_days(actor: Actor, account: Account, before: datetime) -> int:
    """Return how long past their due day an account's contracts wait for a signature."""
    scope = Scope.of_accounts(actor, [account])
    found: int = settings_for(scope.rules, before=before)["renewal_grace_days"]
    return found


def settings_asked(asked: Asked) -> Settings:
    """Return the settings that hold for what is asked: those of its as-of instant."""
    window = asked.window
    return settings_for(asked.scope.rules, before=window.as_of_at, known_at=window.known_until)


def programs_with_rules() -> frozenset[int]:
    """Return the programs that set anything themselves."""
    rows = ParameterSet.objects.visible_to(SYSTEM)
    return frozenset(rows.exclude(program=None).values_list("program", flat=True))


def versions_of(actor: Actor, program: Program | None) -> list[ParameterSet]:
    """Return every version of a scope's own settings, the newest first."""
    rows = ParameterSet.objects.visible_to(actor).filter(program=program)
    return list(rows.select_related("recorded_by").order_by("-number"))


# ---- what rests on them ------------------------------------------------------------------------


CHANCES = frozenset({"chance_days"})
"""The parameters that the chances of stages rest on."""

PACES = frozenset({"past_days", "past_exits", "middle_deal", "large_deal"})
"""The parameters that how fast deals left their stages before rests on."""


@cache
def parameters_of_dataset(key: str) -> frozenset[str]:
    """Return the parameters that the rows of a dataset rest on."""
    dataset = DATASETS[key]
    named = named_in(" ".join((dataset.tables, dataset.rows, *dataset.by.values())))
    if dataset.have_chances:
        named |= CHANCES
    return named | PACES if dataset.have_paces else named


def parameters_of_measure(measure: Measure) -> frozenset[str]:
    """Return the parameters that what a measure counts rests on, by the fields that it names."""
    rests = DATASETS[measure.dataset].rests
    asked = [measure.where, *(each.where for each in measure.left_out)]
    own = f"{measure.dataset}."
    told = (each.field for part in asked for each in conditions(part))
    named = {measure.field, measure.dated_by, *(each.removeprefix(own) for each in told)}
    through = {key for keys in rests.values() for key in keys}
    felt = {key for name, keys in rests.items() if name and name in named for key in keys}
    return parameters_of_dataset(measure.dataset) - (through - felt)


def parameters_of(indicator: Indicator) -> frozenset[str]:
    """Return the parameters that a number rests on: those of its records and its calculation."""
    return frozenset(_parameters(indicator))


def _parameters(indicator: Indicator) -> Iterator[str]:
    own = {measure.key: measure for measure in indicator.own}
    for key in (*indicator.inputs, indicator.opens):
        measure = own.get(key) or MEASURES.get(key)
        if measure is not None:
            yield from parameters_of_measure(measure)
    yield from (*indicator.takes, *indicator.rests_on)
