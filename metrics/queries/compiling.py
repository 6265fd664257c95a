"""Measures compiled to SQL: one grouped statement for a dataset and a grain, whatever is asked.

A dataset gives its rows; here each row is led to the target it counts for (its account, a program
the account was enrolled in at the record's instant, or all), and conditional aggregates are put
over the targets. The same conditions, put before the rows themselves, open a number.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connection
from psycopg.sql import SQL, Composable, Identifier, Literal

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import months_before
from abmplanner.policy import OPERATIONS
from accounts.models import Account, Campaign, Program
from accounts.queries.fx_rate import FX
from metrics.catalogue.filters import Condition, Filter, Group, Join, Op, conditions, every
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Grain, Kind
from metrics.queries.datasets.all import DATASETS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.scope import Scope
from metrics.queries.window import Window

DAY = re.compile(r"as_of|period\.|\d{4}-\d{2}-\d{2}")
ANY_WINDOW = Window(
    start=date(2000, 1, 1), end=date(2000, 1, 2), as_of=date(2000, 1, 1), zone=ZoneInfo("UTC")
)
MOMENT = timedelta(microseconds=1)
COUNTED = ""
RELATIVE = re.compile(
    r"(as_of|period\.start|period\.end|period\.until)(?:([+-])(\d{1,4})([dwmqy]))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """On whose behalf, of whom, for which time and at which grain a statement is written.

    together are all windows that one statement is asked for, where these are several that are seen
    from the same instant; window is one of them.
    """

    actor: Actor
    scope: Scope
    window: Window
    grain: Grain
    together: tuple[Window, ...] = ()

    @property
    def windows(self) -> tuple[Window, ...]:
        """All windows that are asked for, in the order of their numbers, which begin at one."""
        return self.together or (self.window,)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of every statement; start, until, finish are of the longest time."""
        window, scope = self.window, self.scope
        return {
            "start": min(each.start_at for each in self.windows),
            "until": max(each.until for each in self.windows),
            "finish": max(each.end_at for each in self.windows),
            "starts": [each.start_at for each in self.windows],
            "finishes": [each.end_at for each in self.windows],
            "untils": [each.until for each in self.windows],
            "as_of": window.as_of_at,
            "as_of_on": window.as_of,
            "just_before": window.as_of_at - MOMENT,
            "known_at": window.known_until,
            "zone": window.zone.key,
            "currency": scope.currency,
            "accounts": list(scope.accounts or ()),
            "programs": list(scope.programs),
            "campaigns": list(scope.campaigns),
            "groups": list(scope.groups),
            "sources": list(scope.sources),
            "reads_colleagues": OPERATIONS["feedback.by_marketer"].allows(self.actor),
            **reader_of(self.actor),
        }


def reader_of(actor: Actor) -> dict[str, Any]:
    """Return who reads, as a parameter: null for the system, nobody's key where there is none."""
    return {"reader": None if actor.is_system else actor.person.pk if actor.person else 0}


@dataclass(frozen=True, slots=True)
class Column:
    """A measure as it is asked for: narrowed to values of dimensions."""

    measure: Measure
    where: tuple[tuple[str, str], ...] = ()

    @property
    def about(self) -> Filter:
        """Return what the measure is about, narrowed."""
        narrowed = [Condition(name, Op.EQ, value) for name, value in self.where]
        return every(self.measure.where, *narrowed) if narrowed else self.measure.where

    @property
    def ladder(self) -> tuple[LeftOut, ...]:
        """Return why records are left out, without the reasons that yield to what is asked."""
        names = {name for name, _value in self.where}
        return tuple(
            each
            for each in self.measure.left_out
            if each.yields_to not in names and each.asked_by in {"", *names}
        )


# ---- the common tables -------------------------------------------------------------------------

A_WINDOW = """
    asked_window(number, start, until, finish) AS NOT MATERIALIZED (
        SELECT 1::bigint, %(start)s::timestamptz, %(until)s::timestamptz, %(finish)s::timestamptz
    )
"""

SEVERAL_WINDOWS = """
    asked_window(number, start, until, finish) AS NOT MATERIALIZED (
        SELECT number, start, until, finish
        FROM unnest(%(starts)s::timestamptz[], %(untils)s::timestamptz[],
            %(finishes)s::timestamptz[]) WITH ORDINALITY w(start, until, finish, number)
    )
"""

MERGED = """
    {name}_step(id, root) AS (
        SELECT id, merged_into_id FROM {table} WHERE merged_into_id IS NOT NULL
        UNION
        SELECT m.id, a.merged_into_id
        FROM {name}_step m JOIN {table} a ON a.id = m.root
        WHERE a.merged_into_id IS NOT NULL
    ),
    {name} AS (
        SELECT m.id, m.root FROM {name}_step m
        JOIN {table} a ON a.id = m.root AND a.merged_into_id IS NULL
    )
"""

# Joined, not filtered: a filter on what an account became would be taken for a rare one, and
# everything after it be planned for a handful of rows.
EVERYONE = """
    everyone AS (
        SELECT a.id AS account_id, coalesce(m.root, a.id) AS root
        FROM accounts_account a LEFT JOIN merged_account m ON m.id = a.id {seen}
    )
"""

SEEN_BY = "JOIN ({visible}) seen(id) ON seen.id = "

HOME = "home AS (SELECT account_id, root FROM everyone)"

# Accounts that are named are not looked for in their table: the planner then knows how many there
# are, and takes the indexes that lead from them to what hangs on them.
SOME_HOME = """
    home AS (
        SELECT a.id AS account_id, a.id AS root
        FROM unnest(%(accounts)s::bigint[]) a(id) {seen_itself}
        WHERE a.id NOT IN (SELECT id FROM merged_account)
        UNION ALL
        SELECT m.id, m.root FROM merged_account m {seen_root} WHERE m.root = ANY(%(accounts)s)
    )
"""

ENROLLED = """
    enrolled AS (
        SELECT home.root, {program} AS program_id,
            range_agg(tstzrange(e.from_at, e.to_at)) AS during
        FROM accounts_enrolment e JOIN home ON home.account_id = e.account_id
        WHERE KNOWN(e) AND e.program_id = ANY(%(programs)s)
        GROUP BY 1, 2
    )
"""


def common_tables(asked: Asked, dataset: Dataset | None = None) -> Composable:
    """Return the WITH clause that every statement begins with, and what a dataset adds to it."""
    seen = _seen_by(asked.actor)
    parts = [
        SEVERAL_WINDOWS if asked.together else A_WINDOW,
        MERGED.format(name="merged_account", table="accounts_account"),
        MERGED.format(name="merged_contact", table="accounts_contact"),
        EVERYONE.format(seen=seen and f"{seen}coalesce(m.root, a.id)"),
        HOME
        if asked.scope.accounts is None
        else SOME_HOME.format(
            seen_itself=seen and f"{seen}a.id", seen_root=seen and f"{seen}m.root"
        ),
        ENROLLED.format(program="e.program_id" if asked.grain is Grain.PROGRAM else "0"),
        FX,
    ]
    if dataset and dataset.unplaced:
        parts.append(f"campaign_in_reach(id) AS ({_in_reach(Campaign, asked.actor)})")
        parts.append(f"program_in_reach(id) AS ({_in_reach(Program, asked.actor)})")
    if dataset and dataset.tables:
        parts.append(dataset.tables)
    return SQL(with_clocks("WITH RECURSIVE " + ",".join(parts), asked.window))


def with_clocks(text: str, window: Window) -> str:
    """Return SQL in which KNOWN(x) says that row x of a history was known on the day of knowing."""
    known = r"\1.voided_at IS NULL"
    if window.known_at is not None:
        known = (
            r"(\1.recorded_at < %(known_at)s"
            r" AND (\1.voided_at IS NULL OR \1.voided_at >= %(known_at)s))"
        )
    return re.sub(r"KNOWN\((\w+)\)", known, text)


def _seen_by(actor: Actor) -> str:
    """Return the join with the accounts an actor may see, up to which column is compared.

    It is empty for one who sees them all.

    The parameters of the query are written in.
    """
    rows = Account.objects.visible_to(actor).order_by().values("pk")
    return SEEN_BY.format(visible=_in_reach(Account, actor)) if rows.query.where else ""


def _in_reach(model: type[Account | Campaign | Program], actor: Actor) -> str:
    """Return the statement of the keys of a model's rows that an actor may see."""
    rows = model.objects.visible_to(actor).order_by().values("pk")
    try:
        statement = rows.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint WHERE false"
    text: str = connection.ops.compose_sql(*statement)  # type: ignore[attr-defined]
    return text.replace("%", "%%")


# ---- conditions --------------------------------------------------------------------------------


class ConditionError(ValueError):
    """A filter that a dataset can't answer; code says why, detail names the field or the value."""

    def __init__(self, code: str, detail: object) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = str(detail)


def condition(chosen: Filter, dataset: Dataset, window: Window) -> Composable:
    """Return a filter as SQL over a row t: true or false, never unknown."""
    if isinstance(chosen, Condition):
        return SQL("(({}) IS TRUE)").format(_comparison(chosen, dataset, window))
    parts = [condition(part, dataset, window) for part in chosen.parts]
    if chosen.join is Join.NONE:
        return SQL("(NOT ({}))").format(SQL(" OR ").join(parts) if parts else SQL("false"))
    word, empty = (" AND ", "true") if chosen.join is Join.ALL else (" OR ", "false")
    return SQL("({})").format(SQL(word).join(parts) if parts else SQL(empty))


_SIGNS: Mapping[Op, str] = {
    Op.EQ: "=", Op.NE: "IS DISTINCT FROM", Op.LT: "<", Op.LTE: "<=", Op.GT: ">", Op.GTE: ">=",
}  # fmt: skip


def written_in(value: Any) -> Composable:
    """Return a value as SQL that stands among parameters: its percent signs mean themselves."""
    return SQL(Literal(value).as_string(None).replace("%", "%%"))


def _comparison(chosen: Condition, dataset: Dataset, window: Window) -> Composable:
    try:
        field = dataset.field(chosen.field)
    except KeyError:
        raise ConditionError("unknown_field", chosen.field) from None
    column = SQL("t.{}").format(Identifier(field.name))

    def literal(value: Any) -> Composable:
        return written_in(_value(value, field.type, window))

    match chosen.op:
        case Op.IS_NULL:
            return SQL("{} IS NULL" if chosen.value in {True, None} else "{} IS NOT NULL").format(
                column
            )
        case Op.IN | Op.NOT_IN:
            found = SQL("{} = ANY({})").format(
                column, written_in([_value(each, field.type, window) for each in chosen.value])
            )
            return found if chosen.op is Op.IN else SQL("(({}) IS NOT TRUE)").format(found)
        case Op.BETWEEN:
            low, high = chosen.value
            return SQL("{0} >= {1} AND {0} < {2}").format(column, literal(low), literal(high))
        case Op.CONTAINS:
            return SQL("position(lower({}) in lower({})) > 0").format(literal(chosen.value), column)
        case Op.LT | Op.LTE | Op.GT | Op.GTE if field.ranks:
            return SQL("{} = ANY({})").format(column, written_in(_ranked(chosen, field)))
        case Op.STARTS_WITH:
            return SQL("starts_with(lower({}), lower({}))").format(column, literal(chosen.value))
        case sign:
            return SQL("{} " + _SIGNS[sign] + " {}").format(column, literal(chosen.value))


def _ranked(chosen: Condition, field: Field) -> list[str]:
    """Return the words that stand on the asked side of a word, with it or without it."""
    if chosen.value not in field.ranks:
        raise ConditionError("wrong_choice", chosen.value)
    at = field.ranks.index(chosen.value)
    return list({
        Op.LT: field.ranks[:at], Op.LTE: field.ranks[: at + 1],
        Op.GT: field.ranks[at + 1 :], Op.GTE: field.ranks[at:],
    }[chosen.op])  # fmt: skip


def _value(given: Any, kind: FieldType, window: Window) -> Any:
    """Return the value of a condition as its field holds it."""
    readers: Mapping[FieldType, Callable[[], Any]] = {
        FieldType.NUMBER: lambda: _number(given),
        FieldType.MONEY: lambda: _number(given),
        FieldType.INSTANT: lambda: _instant(given, window),
        FieldType.TRUTH: lambda: _truth(given),
    }
    return readers.get(kind, lambda: _text(given))()


def _text(given: Any) -> str:
    if not isinstance(given, str) or "\x00" in given:
        raise ConditionError("not_a_text", given)
    return given


def _truth(given: Any) -> bool:
    if not isinstance(given, bool):
        raise ConditionError("not_a_truth", given)
    return given


def _number(given: Any) -> float | int:
    if isinstance(given, bool) or not isinstance(given, int | float) or abs(given) > LARGEST:
        raise ConditionError("not_a_number", given)
    return given


def _instant(given: Any, window: Window) -> datetime:
    """Return the local midnight of a day: 2026-03-31, as_of-90d or period.start."""
    relative = RELATIVE.fullmatch(given) if isinstance(given, str) else None
    try:
        day = _relative(relative, window) if relative else date.fromisoformat(given)
        return datetime.combine(day, time.min, tzinfo=window.zone)
    except (TypeError, ValueError, OverflowError):
        raise ConditionError("not_a_day", given) from None


def _relative(named: re.Match[str], window: Window) -> date:
    anchors = {
        "as_of": window.as_of,
        "period.start": window.start,
        "period.end": window.end,
        "period.until": min(window.as_of, window.end - timedelta(days=1)),
    }
    anchor, sign, number, unit = named.groups()
    steps = int(number or 0) * (-1 if sign == "+" else 1)
    if unit in MONTHS_IN:
        return months_before(anchors[anchor], steps * MONTHS_IN[unit])
    return anchors[anchor] - timedelta(days=steps * (7 if unit == "w" else 1))


LARGEST = 1e18
MONTHS_IN = {"m": 1, "q": 3, "y": 12}


# ---- rows led to their targets -----------------------------------------------------------------


def relation(asked: Asked, dataset: Dataset) -> Composable:
    """Return the rows of a dataset, each with target and window it counts for, as a subquery.

    Where one person's latest record counts alone, is_latest says which it is for the target.
    """
    rows = SQL(with_clocks(dataset.rows, asked.window))
    targets = {
        Grain.ACCOUNT: SQL("r.account"),
        Grain.PROGRAM: SQL("r.{}").format(Identifier(dataset.program))
        if dataset.program
        else SQL("e.program_id"),
        Grain.ALL: SQL("0"),
        Grain.CAMPAIGN: SQL("k.target"),
        Grain.GROUP: SQL("k.target"),
        Grain.SOURCE: SQL("k.target"),
    }
    target = targets[asked.grain]
    joined: Composable = SQL(with_clocks(dataset.by.get(asked.grain, ""), asked.window))
    during: Composable = SQL("'{(,)}'::tstzmultirange")
    if asked.scope.programs and dataset.unplaced:
        joined = SQL(OR_OF_PROGRAM).format(
            program=SQL("chosen" if asked.grain is Grain.PROGRAM else "0"),
            unplaced=Identifier(dataset.unplaced),
        )
        during = SQL("e.during")
    elif asked.scope.programs and not dataset.program:
        joined = SQL("JOIN enrolled e ON e.root = r.account")
        during = SQL("e.during")
    elif asked.scope.programs:
        joined = SQL(
            "JOIN (SELECT unnest(%(programs)s::bigint[]) AS chosen) p ON p.chosen = r.{}"
        ).format(Identifier(dataset.program))
    return SQL(
        "(SELECT r.*, {target} AS target, {during} AS during, w.number AS window_at,"
        " w.start AS window_start, w.until AS window_until, w.finish AS window_finish{latest}"
        " FROM ({rows} OFFSET 0) r JOIN asked_window w ON {of_window} {joined})"
    ).format(
        target=target,
        during=during,
        latest=_latest(dataset, target, during),
        rows=rows,
        of_window=SQL("w.number = r.window_number" if dataset.by_window else "true"),
        joined=joined,
    )


# The stays of accounts in programs; and the programs themselves, at all times, for records without
# an account. Keys below zero are of programs.
OR_OF_PROGRAM = """
    JOIN (
        SELECT root AS place, program_id, during FROM enrolled
        UNION ALL
        SELECT -chosen, {program}, '{{(,)}}'::tstzmultirange
        FROM unnest(%(programs)s::bigint[]) p(chosen)
    ) e ON e.place = coalesce(r.account, -r.{unplaced})
"""


def _latest(dataset: Dataset, target: Composable, during: Composable) -> Composable:
    if not dataset.person:
        return SQL("")
    at = Identifier(dataset.dates[0])
    return SQL(
        ", row_number() OVER (PARTITION BY w.number, {target}, r.{person}, (r.unfit = ''"
        " AND r.{at} >= w.start AND r.{at} < w.until AND {during} @> r.{at})"
        " ORDER BY r.{at} DESC, r.id DESC) = 1 AS is_latest"
    ).format(target=target, person=Identifier(dataset.person), at=at, during=during)


def in_time(measure: Measure) -> Composable:
    """Return the condition that a row lies in the window, and its account in the program then.

    A span of time, which its dataset has cut to the window, is met by the stay in the program.
    """
    if not measure.dated_by:
        return SQL("(t.during @> %(just_before)s)")
    at = Identifier(measure.dated_by)
    if measure.kind is Kind.OVERLAP:
        return SQL("((NOT isempty(t.{at}) AND t.during && t.{at}) IS TRUE)").format(at=at)
    if measure.is_ahead:
        return SQL(
            "((t.{at} >= t.window_start AND t.{at} < t.window_finish AND t.during @> t.{at})"
            " IS TRUE)"
        ).format(at=at)
    if measure.kind is Kind.CUMULATIVE:
        return SQL("((t.{at} < t.window_until AND t.during @> t.{at}) IS TRUE)").format(at=at)
    return SQL(
        "((t.{at} >= t.window_start AND t.{at} < t.window_until AND t.during @> t.{at}) IS TRUE)"
    ).format(at=at)


def undated(measure: Measure) -> Composable:
    """Return the condition that a row's instant is not known; then the as-of instant is taken."""
    return SQL("(t.{at} IS NULL AND t.during @> %(just_before)s)").format(
        at=Identifier(measure.dated_by)
    )


def counted(column: Column, dataset: Dataset, window: Window) -> Composable:
    """Return the condition that a row counts for a measure."""
    left_out = [condition(each.where, dataset, window) for each in column.ladder]
    parts = [in_time(column.measure), condition(column.about, dataset, window)]
    if left_out:
        parts.append(SQL("(NOT ({}))").format(SQL(" OR ").join(left_out)))
    return SQL(" AND ").join(parts)


def reason(column: Column, dataset: Dataset, window: Window) -> Composable:
    """Return why a row doesn't count, empty where it does, null where it isn't about it at all."""
    measure = column.measure
    about = condition(column.about, dataset, window)
    ladder = SQL(" ").join(
        SQL("WHEN {} THEN {}").format(condition(each.where, dataset, window), Literal(each.reason))
        for each in column.ladder
    )
    whole = SQL("CASE WHEN {about} AND {time} THEN CASE {ladder} ELSE {counted} END").format(
        about=about,
        time=in_time(measure),
        ladder=ladder if column.ladder else SQL("WHEN false THEN ''"),
        counted=Literal(COUNTED),
    )
    if measure.undated:
        left_anyway = SQL(" OR ").join(
            condition(each.where, dataset, window)
            for each in column.ladder
            if each.reason not in UNUSABLE
        )
        whole += SQL(" WHEN {about} AND {undated}{fit} THEN {reason}").format(
            about=about,
            undated=undated(measure),
            fit=SQL(" AND NOT ({})").format(left_anyway) if column.ladder else SQL(""),
            reason=Literal(measure.undated),
        )
    return whole + SQL(" END")


UNUSABLE = frozenset({"missing_amount", "missing_rate", "no_margin", "no_stage_history"})
"""Reasons that speak of an amount: whatever its instant, such a record would have counted."""


# ---- statements --------------------------------------------------------------------------------

_AGGREGATES: Mapping[Aggregate, str] = {
    Aggregate.COUNT: "count(*) FILTER (WHERE {where})",
    Aggregate.DISTINCT: "count(DISTINCT t.{field}) FILTER (WHERE {where})",
    Aggregate.SUM: "coalesce(sum(t.{field}) FILTER (WHERE {where}), 0)",
    Aggregate.MEAN: "coalesce(sum(t.{field}) FILTER (WHERE {where}), 0)",
    Aggregate.MIN: "min(t.{field}) FILTER (WHERE {where})",
    Aggregate.MAX: "max(t.{field}) FILTER (WHERE {where})",
    Aggregate.LAST: "(array_agg(t.{field} ORDER BY t.{at} DESC NULLS LAST, t.id DESC)"
    " FILTER (WHERE {where}))[1]",
    Aggregate.MEDIAN: "percentile_cont(0.5) WITHIN GROUP (ORDER BY t.{field}::float8)"
    " FILTER (WHERE {where} AND t.{field} IS NOT NULL)",
    Aggregate.LIST: "coalesce(array_agg(t.{field}::float8 ORDER BY t.id)"
    " FILTER (WHERE {where}), '{{}}')",
    Aggregate.BY_ACCOUNT: "(SELECT coalesce(array_agg(x.v ORDER BY a.account, x.place), '{{}}')"
    " FROM (SELECT u.account, count(*) AS number"
    " FROM unnest(array_agg(t.account) FILTER (WHERE {where})) u(account) GROUP BY u.account) a"
    " CROSS JOIN LATERAL (VALUES (1, a.account::float8), (2, a.number::float8)) x(place, v))",
}

NOTHING_BY_ACCOUNT = "'{{}}'::float8[]"  # of one account: how much accounts differ is not asked


def grouped(
    asked: Asked, dataset: Dataset, columns: Sequence[Column], opened: Sequence[Column]
) -> Composable:
    """Return the one statement that answers all columns of a dataset.

    It has a row for each window, by its number, and target. Beside the aggregates stand, for each
    way of dating, how many rows lie in the window at all: where there are some, the feed has
    evidently brought them; and for each opened column, how many records were left out for each
    reason.
    """
    # Days are literals; where a filter names none, the same text serves every window.
    window = asked.window if names_days((*columns, *opened)) else ANY_WINDOW
    return common_tables(asked, dataset) + SQL(
        " SELECT t.window_at, t.target, {selected} FROM {rows} t GROUP BY t.window_at, t.target"
    ).format(
        selected=SQL(_selected(dataset.key, tuple(columns), tuple(opened), window, asked.grain)),
        rows=relation(asked, dataset),
    )


@lru_cache(maxsize=256)
def _selected(
    dataset_key: str,
    columns: tuple[Column, ...],
    opened: tuple[Column, ...],
    window: Window,
    grain: Grain,
) -> str:
    """Return what a statement selects, as text."""
    dataset = DATASETS[dataset_key]
    aggregates = dict(_AGGREGATES)
    if grain is Grain.ACCOUNT:
        aggregates[Aggregate.BY_ACCOUNT] = NOTHING_BY_ACCOUNT
    selected = [
        SQL(aggregates[column.measure.aggregate]).format(
            where=counted(column, dataset, window),
            field=Identifier(column.measure.field or "id"),
            at=Identifier(dataset.dates[0]),
        )
        for column in columns
    ]
    selected += [
        SQL("count(*) FILTER (WHERE {})").format(in_time(by)) for by in ways_of_dating(columns)
    ]
    for column in opened:
        why = reason(column, dataset, window)
        selected += [
            SQL("count(*) FILTER (WHERE ({}) = {})").format(why, Literal(each))
            for each in reasons_of(column)
        ]
    return SQL(", ").join(selected).as_string(None)


def told(dataset: Dataset, columns: Iterable[Column]) -> list[Any]:
    """Return the values of the field a dataset is told that all columns keep to, none for all."""
    asked = [_kept_to(column, dataset.told) for column in columns]
    return sorted(set(asked)) if all(asked) else []


def _kept_to(column: Column, name: str) -> Any:
    """Return the value of a field that a column keeps to, empty where it keeps to none."""
    about = column.measure.where
    all_of = about.parts if isinstance(about, Group) and about.join is Join.ALL else (about,)
    kept = {
        each.field: each.value
        for each in all_of
        if isinstance(each, Condition) and each.op is Op.EQ
    }
    return dict(column.where).get(name) or kept.get(name, "")


def names_days(columns: Iterable[Column]) -> bool:
    """Tell whether any of the columns has filters that name days."""
    return any(
        is_relative(column.about) or any(is_relative(each.where) for each in column.ladder)
        for column in columns
    )


def is_relative(chosen: Filter) -> bool:
    """Tell whether a filter names days, which are read by the window and its time zone."""
    values = [each.value for each in conditions(chosen)]
    texts = [text for value in values for text in (value if isinstance(value, tuple) else [value])]
    return any(isinstance(text, str) and DAY.match(text) for text in texts)


def ways_of_dating(columns: Sequence[Column]) -> list[Measure]:
    """Return one measure for each instant that the columns go by."""
    return list({column.measure.dated_by: column.measure for column in columns}.values())


def reasons_of(column: Column) -> list[str]:
    """Return every reason for which a measure leaves records out."""
    reasons = [each.reason for each in column.ladder]
    if column.measure.undated:
        reasons.append(column.measure.undated)
    return list(dict.fromkeys(reasons))


def dataset_of(measure: Measure) -> Dataset:
    """Return the dataset of a measure."""
    return DATASETS[measure.dataset]
