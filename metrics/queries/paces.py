"""How fast deals left their stages before accounts came into programs: asked of all deals once.

It rests on every deal within reach, whichever accounts are asked about, like the chances of stages
(metrics.queries.chances), and is held the same way: as long as no statement has changed a deal, its
amounts, an account, an enrolment or a rate. Triggers count these in a sequence of its own.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from functools import cache
from typing import Any

from django.db import connection
from django.utils.module_loading import import_string
from psycopg.sql import SQL

from metrics.catalogue.words import Grain
from metrics.queries.compiling import Asked, common_tables, with_clocks
from metrics.queries.datasets.stages import CAME, PAST, PAST_ROWS
from metrics.queries.parameters import PACES, Settings
from metrics.queries.running import run
from metrics.queries.scope import Scope

MOST = 8  # instants and reaches held; each has every deal of an installation
CHANGES = "SELECT last_value FROM metrics_changes_of_paces"
QUIET = """
    SELECT current_setting('transaction_isolation') = 'read committed' AND NOT EXISTS (
        SELECT FROM pg_locks
        WHERE relation IN ('accounts_opportunity'::regclass, 'accounts_stagechange'::regclass,
                'accounts_stage'::regclass, 'accounts_amountchange'::regclass,
                'accounts_account'::regclass, 'accounts_enrolment'::regclass,
                'accounts_fxrate'::regclass)
            AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                'AccessExclusiveLock')
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
"""

# From when on each account asked about is compared with what was before, and in which segment.
ASKED_FOR = f"""
    , {CAME.format(home="home")}
    SELECT DISTINCT coalesce(came.at, w.start), company.segment
    FROM home
    JOIN accounts_account company ON company.id = home.root
    CROSS JOIN asked_window w
    LEFT JOIN came ON came.root = home.root
    WHERE EXISTS (SELECT FROM accounts_opportunity o WHERE o.account_id = home.account_id)
"""

_held: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()


def paces(asked: Asked, settings: Settings) -> dict[str, list[Any]]:
    """Return how fast deals left each stage before, as lists of equal length."""
    names = ("since", "segments", "stages", "types", "bands", "rates", "usual")
    found: dict[str, list[Any]] = {f"pace_{name}": [] for name in names}
    past = _past(asked, settings)
    own = with_clocks(ASKED_FOR, asked.window)
    pairs: list[tuple[Any, ...]] = run(asked, common_tables(asked) + SQL(own))
    for since, segment in pairs:
        for stage, kind, band, pace in past.cells(since.timestamp(), segment):
            row = (since, segment, stage, kind, band, pace.rate, pace.usual)
            for name, value in zip(names, row, strict=True):
                found[f"pace_{name}"].append(value)
    return found


def _past(asked: Asked, settings: Settings) -> Any:
    """Return what was before, held while nothing that it rests on changes."""
    from metrics.queries.chances import reach_of  # noqa: PLC0415 -- they name each other

    changes = _one(CHANGES)
    window = asked.window
    key = (
        connection.settings_dict["NAME"], window.as_of_at, window.known_until, window.zone.key,
        asked.scope.currency, reach_of(asked), settings.mark(PACES),
    )  # fmt: skip
    held = _held.get(key)
    if held is not None and held[0] == changes:
        return held[1]
    may_be_held = _one(QUIET)
    everything = replace(
        asked,
        scope=replace(
            Scope.everything(asked.actor), currency=asked.scope.currency, zone=asked.scope.zone
        ),
        grain=Grain.ALL,
    )
    text = f", {CAME.format(home='everyone')}, {PAST} {PAST_ROWS}"
    statement = common_tables(everything) + SQL(with_clocks(text, window))
    rows = run(everything, statement, **settings.of_statement())
    found = _calc("metrics.calc.paces.Past")(
        rows, days=settings["past_days"], exits=settings["past_exits"]
    )
    if may_be_held:
        _held[key] = (changes, found)
        _held.move_to_end(key)
        while len(_held) > MOST:
            _held.popitem(last=False)
    return found


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@cache
def _calc(path: str) -> Any:
    """Return a part of the arithmetic; it loads pandas, and so is found on first use."""
    return import_string(path)
