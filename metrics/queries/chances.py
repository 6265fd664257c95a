"""The chance of winning from each stage: asked of all deals once, and used until one changes.

It rests on every deal of the days that are set, two years, whichever accounts are asked about, so
it would cost one account as much as thirty thousand. What was reckoned is held by each process. It
is used again for the same instant, day of knowing, days and accounts in reach, and as long as no
statement has changed a deal, a stage or their histories: triggers count these in a sequence, which
stands apart from transactions. While another transaction, or this one, is still changing them,
nothing is held, since what it wrote may not have been seen, or may yet be undone.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import MD5, Cast
from psycopg.sql import SQL

from accounts.models import Account
from metrics.catalogue.words import Grain, Kind
from metrics.queries.compiling import Asked, Column, common_tables, told, with_clocks
from metrics.queries.datasets.dataset import Dataset
from metrics.queries.datasets.opportunities import CHANCES
from metrics.queries.paces import paces
from metrics.queries.parameters import Settings, parameters_of_dataset, settings_asked
from metrics.queries.running import run
from metrics.queries.scope import Scope

Chances = tuple[tuple[int, Any], ...]
MOST = 64  # instants and reaches held
BEGINNING = "-infinity"  # of time

CHANGES = "SELECT last_value FROM metrics_changes_of_deals"

# A transaction that writes to a table keeps this lock on it to its end. Sent after CHANGES: whoever
# is not seen here has ended, or counts on from there.
QUIET = """
    SELECT current_setting('transaction_isolation') = 'read committed' AND NOT EXISTS (
        SELECT FROM pg_locks
        WHERE relation IN ('accounts_opportunity'::regclass, 'accounts_stagechange'::regclass,
                'accounts_stage'::regclass)
            AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                'AccessExclusiveLock')
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
"""

_held: OrderedDict[Hashable, tuple[int, Chances]] = OrderedDict()


def given(
    asked: Asked,
    dataset: Dataset,
    columns: Sequence[Column],
    settings: Callable[[Asked], Settings] = settings_asked,
) -> dict[str, Any]:
    """Return the parameters that a statement over a dataset takes beside those of every one.

    settings finds the settings of measures, where its rows rest on any.
    """
    is_endless = any(column.measure.kind is Kind.CUMULATIVE for column in columns)
    more: dict[str, Any] = {
        "told": told(dataset, columns),
        "since": BEGINNING if is_endless else asked.parameters["start"],
    }
    if parameters_of_dataset(dataset.key):
        more |= settings(asked).of_statement()
    if dataset.have_chances:
        found = chances(asked, settings(asked))
        more["stages"] = [stage for stage, _rate in found]
        more["rates"] = [rate for _stage, rate in found]
    if dataset.have_paces:
        more |= paces(asked, settings(asked))
    return more


def chances(asked: Asked, settings: Settings) -> Chances:
    """Return each open stage that deals were decided from, with the share of them that was won."""
    changes = _one(CHANGES)
    window = asked.window
    key = (
        connection.settings_dict["NAME"], window.as_of_at, window.known_until, reach_of(asked),
        settings["chance_days"],
    )  # fmt: skip
    held = _held.get(key)
    if held is not None and held[0] == changes:
        return held[1]
    may_be_held = _one(QUIET)
    found = _reckoned(asked, settings)
    if may_be_held:
        _held[key] = (changes, found)
        _held.move_to_end(key)
        while len(_held) > MOST:
            _held.popitem(last=False)
    return found


def _reckoned(asked: Asked, settings: Settings) -> Chances:
    everything = replace(asked, scope=Scope.everything(asked.actor), grain=Grain.ALL)
    own = with_clocks(f", {CHANCES} SELECT stage_id, rate FROM chance", asked.window)
    statement = common_tables(everything) + SQL(own)
    return tuple(
        (stage, rate) for stage, rate in run(everything, statement, **settings.of_statement())
    )


def reach_of(asked: Asked) -> str:
    """Return what stands for the accounts in an actor's reach; empty where these are all."""
    rows = Account.objects.visible_to(asked.actor).order_by()
    if not rows.query.where:
        return ""
    keys = StringAgg(Cast("pk", TextField()), ",", order_by="pk")
    found: str | None = rows.aggregate(reach=MD5(keys))["reach"]
    return found or "none"


def _one(statement: str, parameters: Mapping[str, Any] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0]
