"""Which records were being brought to us: the difference between zero and "not measured"."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.sql import SQL

from metrics.catalogue.words import Grain
from metrics.queries.compiling import MOMENT, Asked, common_tables, with_clocks
from metrics.queries.datasets.dataset import Dataset
from metrics.queries.running import run


@dataclass(frozen=True, slots=True)
class Coverage:
    """The targets of which feeds of one kind were live: for the whole window, and at the end."""

    whole: frozenset[int] = frozenset()
    at_end: frozenset[int] = frozenset()

    def __or__(self, other: "Coverage") -> "Coverage":
        """Return where either was live."""
        return Coverage(self.whole | other.whole, self.at_end | other.at_end)


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


def coverage(asked: Asked, record_types: Collection[str]) -> tuple[list[int], dict[str, Coverage]]:
    """Return the targets that exist, and which of them each kind of record covers.

    The targets are the accounts of the scope (those enrolled at some time from the window's start
    to the as-of instant, where it is a program), its programs, or 0 for all. A target is covered by
    the feeds of the installation and its own; a program, and all, also where each of its accounts
    is covered, by its own feeds or those of the programs it is in. A source is covered by the feeds
    of the installation, and its own records by those that have its name.
    """
    targets, feeds = _targets(asked), _feeds(asked, record_types)
    found = {kind: _by_feeds(asked, feeds, kind, targets) for kind in record_types}
    if asked.grain is Grain.SOURCE:
        return targets, found
    live = Coverage(frozenset(targets), frozenset(targets))
    narrow = sorted(kind for kind in record_types if found[kind] != live)
    for kind, covered in _by_account(asked, narrow) if narrow else ():
        found[kind] |= covered
    return targets, found


def _feeds(asked: Asked, record_types: Collection[str]) -> list[Feed]:
    """Return the feeds that aren't of one account: there are few."""
    statement = SQL(
        "SELECT record_type, source, program_id, covers_from, covers_to FROM accounts_datafeed"
        " WHERE account_id IS NULL AND record_type = ANY(%(types)s)"
        " AND recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')"
    )
    return [Feed(*row) for row in run(asked, statement, types=sorted(record_types))]


def _by_feeds(asked: Asked, feeds: Iterable[Feed], kind: str, targets: Sequence[int]) -> Coverage:
    """Return the targets that the feeds of the installation, and their own, cover."""
    alone = asked.grain in {Grain.PROGRAM, Grain.SOURCE}  # no feed here is of one of the others
    everybody = [[target] for target in targets] if alone else [targets]
    whole, at_end = set[int](), set[int]()
    for some in everybody:
        spans = _spans(asked, feeds, kind, some[0] if alone else 0)
        for covered, time in zip((whole, at_end), _times(asked), strict=True):
            if _span(spans, *time):
                covered.update(some)
    return Coverage(frozenset(whole), frozenset(at_end))


def _times(asked: Asked) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]]:
    """Return the whole of the window, and its end."""
    window = asked.window
    return (window.start_at, window.until), (window.as_of_at - MOMENT, window.as_of_at)


def _spans(
    asked: Asked, feeds: Iterable[Feed], kind: str, target: int
) -> list[tuple[datetime, datetime | None]]:
    """Return when the feeds of the installation, and a target's own, were live."""
    programs = {
        Grain.PROGRAM: {target},
        Grain.ALL: set(asked.scope.programs),
    }.get(asked.grain, set[int]())
    is_named = asked.grain is Grain.SOURCE and kind in OF_SOURCES
    named = asked.scope.sources[target - 1] if is_named else None
    return [
        (feed.start, feed.end)
        for feed in feeds
        if feed.record_type == kind
        and (feed.program is None or feed.program in programs)
        and named in {None, feed.source}
    ]


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

# The targets of which all accounts are covered by each kind of record.
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
            range_agg(own.span) + coalesce(general.spans, '{{}}') AS spans
        FROM own LEFT JOIN general ON general.record_type = own.record_type
        GROUP BY own.root, own.record_type, general.spans
    ),
    told AS (
        SELECT member.target, covered.record_type,
            count(*) FILTER (WHERE covered.spans @> tstzrange(%(start)s, %(until)s)) AS whole,
            count(*) FILTER (WHERE covered.spans @> %(just_before)s::timestamptz) AS at_end
        FROM member JOIN covered ON covered.root = member.root
        GROUP BY member.target, covered.record_type
    ),
    size AS (SELECT target, count(*) AS accounts FROM member GROUP BY target)
    SELECT told.record_type,
        array_agg(told.target) FILTER (WHERE told.whole = size.accounts),
        array_agg(told.target) FILTER (WHERE told.at_end = size.accounts)
    FROM told JOIN size ON size.target = told.target
    GROUP BY told.record_type
"""


def _by_account(asked: Asked, kinds: Collection[str]) -> Iterator[tuple[str, Coverage]]:
    """Yield for each kind of record the targets of which all accounts are covered."""
    text = BY_ACCOUNT.format(members=_members(asked), a_time=A_TIME)
    statement = common_tables(asked) + SQL(with_clocks(text, asked.window))
    for kind, whole, at_end in run(asked, statement, types=sorted(kinds)):
        yield kind, Coverage(frozenset(whole or ()), frozenset(at_end or ()))


def in_use(asked: Asked, datasets: Iterable[Dataset]) -> frozenset[str]:
    """Return the keys of the datasets whose records people write down at all, by one statement."""
    told = sorted((each for each in datasets if each.used), key=lambda each: each.key)
    if not told:
        return frozenset()
    columns = ", ".join(f"EXISTS ({each.used})" for each in told)
    (found,) = run(asked, SQL(with_clocks(f"SELECT {columns}", asked.window)))
    return frozenset(each.key for each, is_used in zip(told, found, strict=True) if is_used)


ANY_BEGAN = """
    SELECT 0, true WHERE EXISTS (
        SELECT FROM accounts_enrolment e JOIN everyone ON everyone.account_id = e.account_id
        WHERE KNOWN(e) AND e.from_at < %(until)s {chosen}
    )
"""
EACH_BEGAN = """
    SELECT e.program_id, bool_or(e.from_at < %(until)s)
    FROM accounts_enrolment e JOIN everyone ON everyone.account_id = e.account_id
    WHERE KNOWN(e) {chosen} GROUP BY 1
"""


def programs_began(asked: Asked) -> dict[int, bool]:
    """Return whether each program, or under 0 any of them, existed before the window's end.

    A program exists from its first enrolment on.
    """
    chosen = "AND e.program_id = ANY(%(programs)s)" if asked.scope.programs else ""
    text = EACH_BEGAN if asked.grain is Grain.PROGRAM else ANY_BEGAN
    told = with_clocks(text.format(chosen=chosen), asked.window)
    return dict(run(asked, common_tables(asked) + SQL(told)))
