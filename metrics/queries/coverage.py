"""Which records were being brought to us: the difference between zero and "not measured"."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from psycopg.sql import SQL

from metrics.catalogue.words import Grain
from metrics.queries.compiling import MOMENT, Asked, common_tables, with_clocks
from metrics.queries.datasets.dataset import Dataset
from metrics.queries.running import run


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether the feeds of one kind of record were live: for the whole window, and at the end."""

    whole: bool = False
    at_end: bool = False

    def __or__(self, other: "Coverage") -> "Coverage":
        """Return where either was live."""
        return Coverage(self.whole or other.whole, self.at_end or other.at_end)


LIVE = Coverage(whole=True, at_end=True)
OF_SOURCES = frozenset({"ad", "spend"})
"""What comes from the sources that a number may be of; all else reaches us by other ways."""


@dataclass(frozen=True, slots=True)
class Feed:
    """From when to when records of a kind were brought, for a program or, without one, for all."""

    record_type: str
    source: str
    program: int | None
    start: datetime
    end: datetime | None


def coverage(asked: Asked, record_types: Collection[str]) -> dict[int, dict[str, Coverage]]:
    """Return, for each target that exists, how each kind of record covers it.

    The targets are the accounts of the scope (those enrolled at some time from the window's start
    to the as-of instant, where it is a program), its programs, or 0 for all. A target is covered by
    the feeds of the installation and its own; a program, and all, also where each of its accounts
    is covered, by its own feeds or those of the programs it is in. A source is covered by the feeds
    of the installation, and its own records by those that have its name.
    """
    feeds = _feeds(asked, record_types)
    targets = _targets(asked)
    if asked.grain in {Grain.PROGRAM, Grain.SOURCE}:
        found = {
            target: {kind: _covered(asked, feeds, kind, target) for kind in record_types}
            for target in targets
        }
    else:  # no feed of the installation is of one of them alone
        of_each = {kind: _covered(asked, feeds, kind, 0) for kind in record_types}
        found = {target: dict(of_each) for target in targets}
    if asked.grain is Grain.SOURCE:
        return found
    narrow = sorted(
        kind for kind in record_types if any(found[target][kind] != LIVE for target in found)
    )
    for target, kind, covered in _by_account(asked, narrow) if narrow else ():
        if target in found:
            found[target][kind] |= covered
    return found


def _feeds(asked: Asked, record_types: Collection[str]) -> list[Feed]:
    """Return the feeds that aren't of one account: there are few."""
    statement = SQL(
        "SELECT record_type, source, program_id, covers_from, covers_to FROM accounts_datafeed"
        " WHERE account_id IS NULL AND record_type = ANY(%(types)s)"
        " AND recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')"
    )
    return [Feed(*row) for row in run(asked, statement, types=sorted(record_types))]


def _covered(asked: Asked, feeds: Iterable[Feed], kind: str, target: int) -> Coverage:
    """Return how the feeds of the installation, and the target's own, cover it."""
    programs = {
        Grain.PROGRAM: {target},
        Grain.ALL: set(asked.scope.programs),
    }.get(asked.grain, set[int]())
    is_named = asked.grain is Grain.SOURCE and kind in OF_SOURCES
    named = asked.scope.sources[target - 1] if is_named else None
    spans = [
        (feed.start, feed.end)
        for feed in feeds
        if feed.record_type == kind
        and (feed.program is None or feed.program in programs)
        and named in {None, feed.source}
    ]
    window = asked.window
    return Coverage(
        whole=_span(spans, window.start_at, window.until),
        at_end=_span(spans, window.as_of_at - MOMENT, window.as_of_at),
    )


def _span(
    spans: Iterable[tuple[datetime, datetime | None]], start: datetime, end: datetime
) -> bool:
    """Tell whether spans of time cover another one without a gap."""
    for since, until in sorted(spans, key=lambda span: span[0]):
        if since > start or start >= end:
            break
        start = end if until is None else max(start, until)
    return start >= end


def _targets(asked: Asked) -> list[int]:
    """Return who is asked about."""
    if asked.grain is Grain.ALL:
        return [0]
    named = {
        Grain.PROGRAM: asked.scope.programs,
        Grain.CAMPAIGN: asked.scope.campaigns,
        Grain.GROUP: asked.scope.groups,
        Grain.SOURCE: range(1, len(asked.scope.sources) + 1),
    }
    if asked.grain in named:
        return list(named[asked.grain])
    text = f" SELECT DISTINCT root FROM ({_members(asked)}) m ORDER BY root"
    return [root for (root,) in run(asked, common_tables(asked) + SQL(text))]


def _members(asked: Asked) -> str:
    """Return which accounts make up each target."""
    if asked.grain in LINKED:
        return LINKED[asked.grain]
    enrolled = f"SELECT {{target}} AS target, e.root FROM enrolled e WHERE {IN_WINDOW}"
    target = {Grain.ACCOUNT: "root", Grain.PROGRAM: "program_id", Grain.ALL: "0"}[asked.grain]
    if asked.scope.programs:
        return enrolled.format(target=target)
    return f"SELECT DISTINCT {target if target == '0' else 'root'} AS target, root FROM home"


LINKED = {
    Grain.CAMPAIGN: "SELECT DISTINCT t.campaign_id AS target, home.root"
    " FROM accounts_campaigntarget t JOIN home ON home.account_id = t.account_id"
    " WHERE KNOWN(t) AND t.campaign_id = ANY(%(campaigns)s)",
    Grain.GROUP: "SELECT g.id AS target, home.root"
    " FROM accounts_buyinggroup g JOIN home ON home.account_id = g.account_id"
    " WHERE g.id = ANY(%(groups)s)",
}
"""The accounts that a campaign aimed at, and the one of a buying group."""

A_TIME = "tstzrange(%(start)s, greatest(%(start)s, %(as_of)s))"
IN_WINDOW = f"e.during && tstzmultirange({A_TIME})"

# How many accounts of each target there are, and how many of them are covered.
BY_ACCOUNT = """
    , member AS MATERIALIZED ({members}),
    stays AS (
        SELECT DISTINCT home.root, e.program_id
        FROM accounts_enrolment e JOIN home ON home.account_id = e.account_id
        WHERE KNOWN(e) AND tstzrange(e.from_at, e.to_at) && {a_time}
    ),
    feed AS (
        SELECT record_type, program_id, account_id, tstzrange(covers_from, covers_to) AS span
        FROM accounts_datafeed
        WHERE record_type = ANY(%(types)s)
            AND recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
    ),
    own AS (
        SELECT home.root, feed.record_type, feed.span
        FROM feed JOIN home ON home.account_id = feed.account_id
        UNION ALL
        SELECT stays.root, feed.record_type, feed.span
        FROM feed JOIN stays ON stays.program_id = feed.program_id
    ),
    general AS (
        SELECT record_type, range_agg(span) AS spans FROM feed
        WHERE account_id IS NULL AND program_id IS NULL GROUP BY record_type
    ),
    covered AS (
        SELECT own.root, own.record_type,
            range_agg(own.span) + coalesce((
                SELECT g.spans FROM general g WHERE g.record_type = own.record_type
            ), '{{}}') AS spans
        FROM own GROUP BY own.root, own.record_type
    )
    SELECT member.target, covered.record_type, count(*),
        count(*) FILTER (WHERE covered.spans @> tstzrange(%(start)s, %(until)s)),
        count(*) FILTER (WHERE covered.spans @> %(just_before)s::timestamptz)
    FROM member JOIN covered ON covered.root = member.root
    GROUP BY member.target, covered.record_type
    UNION ALL
    SELECT target, '', count(*), 0, 0 FROM member GROUP BY target
"""


def _by_account(asked: Asked, kinds: Collection[str]) -> Iterator[tuple[int, str, Coverage]]:
    """Yield how each kind of record covers a target where all of its accounts are covered."""
    text = BY_ACCOUNT.format(members=_members(asked), a_time=A_TIME)
    statement = common_tables(asked) + SQL(with_clocks(text, asked.window))
    rows = run(asked, statement, types=sorted(kinds))
    members = {target: number for target, kind, number, *_none in rows if not kind}
    for target, kind, _number, whole, at_end in rows:
        if kind:
            everybody = members[target]
            yield target, kind, Coverage(whole=whole == everybody, at_end=at_end == everybody)


def in_use(asked: Asked, datasets: Iterable[Dataset]) -> frozenset[str]:
    """Return the keys of the datasets whose records people write down at all, by one statement."""
    told = sorted((each for each in datasets if each.used), key=lambda each: each.key)
    if not told:
        return frozenset()
    columns = ", ".join(f"EXISTS ({each.used})" for each in told)
    (found,) = run(asked, SQL(with_clocks(f"SELECT {columns}", asked.window)))
    return frozenset(each.key for each, is_used in zip(told, found, strict=True) if is_used)


PROGRAMS_EXIST = """
    SELECT {target}, min(e.from_at)
    FROM accounts_enrolment e JOIN everyone ON everyone.account_id = e.account_id
    WHERE KNOWN(e) {chosen} GROUP BY 1
"""


def programs_began(asked: Asked) -> dict[int, bool]:
    """Return whether each program, or under 0 any of them, existed before the window's end.

    A program exists from its first enrolment on.
    """
    by_program = asked.grain is Grain.PROGRAM
    chosen = "AND e.program_id = ANY(%(programs)s)" if asked.scope.programs else ""
    text = PROGRAMS_EXIST.format(target="e.program_id" if by_program else "0", chosen=chosen)
    rows = run(asked, common_tables(asked) + SQL(with_clocks(text, asked.window)))
    return {target: began < asked.window.until for target, began in rows}
