"""Which records were being brought to us: the difference between zero and "not measured"."""

from collections.abc import Collection
from dataclasses import dataclass

from psycopg.sql import SQL

from metrics.catalogue.words import Grain
from metrics.queries.compiling import Asked, common_tables, run, with_clocks


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether the feeds of one kind of record were live: for the whole window, and at the end."""

    whole: bool = False
    at_end: bool = False


# Each account is covered by the feeds of the installation, its own, and those of its programs. A
# program, or all, by the feeds of the installation and its own, or because every account of it is.
STATEMENT = """
    , roots AS (SELECT DISTINCT root FROM home),
    member AS ({member}),
    stays AS (
        SELECT DISTINCT home.root, e.program_id
        FROM accounts_enrolment e JOIN home ON home.account_id = e.account_id
        WHERE KNOWN(e) AND tstzrange(e.from_at, e.to_at)
            && tstzrange(%(start)s, greatest(%(start)s, %(as_of)s))
    ),
    feed AS (
        SELECT record_type, program_id, account_id,
            tstzrange(covers_from, covers_to) AS span
        FROM accounts_datafeed
        WHERE record_type = ANY(%(types)s)
            AND recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
    ),
    spans AS (
        SELECT roots.root, feed.record_type, feed.span FROM roots CROSS JOIN feed
        WHERE feed.account_id IS NULL AND feed.program_id IS NULL
        UNION ALL
        SELECT home.root, feed.record_type, feed.span
        FROM feed JOIN home ON home.account_id = feed.account_id
        UNION ALL
        SELECT stays.root, feed.record_type, feed.span
        FROM feed JOIN stays ON stays.program_id = feed.program_id
    ),
    covered AS (
        SELECT root, record_type,
            range_agg(span) @> tstzrange(%(start)s, %(until)s) AS whole,
            range_agg(span) @> %(just_before)s::timestamptz AS at_end
        FROM spans GROUP BY root, record_type
    ),
    direct AS (
        SELECT target, record_type,
            range_agg(span) @> tstzrange(%(start)s, %(until)s) AS whole,
            range_agg(span) @> %(just_before)s::timestamptz AS at_end
        FROM ({direct}) d GROUP BY target, record_type
    )
    SELECT member.target, kind.record_type,
        coalesce(bool_or(direct.whole), false)
            OR (count(member.root) > 0 AND bool_and(coalesce(covered.whole, false))) AS whole,
        coalesce(bool_or(direct.at_end), false)
            OR (count(member.root) > 0 AND bool_and(coalesce(covered.at_end, false))) AS at_end
    FROM member CROSS JOIN unnest(%(types)s::text[]) AS kind(record_type)
    LEFT JOIN covered ON covered.root = member.root AND covered.record_type = kind.record_type
    LEFT JOIN direct ON direct.target = member.target AND direct.record_type = kind.record_type
    GROUP BY member.target, kind.record_type
"""

OF_ALL = "SELECT 0 AS target, record_type, span FROM feed WHERE account_id IS NULL"
OF_PROGRAMS = """
    SELECT p.id AS target, record_type, span FROM feed
    JOIN accounts_program p ON p.id = ANY(%(programs)s)
    WHERE account_id IS NULL AND (program_id IS NULL OR program_id = p.id)
"""
OF_INSTALLATION = f"{OF_ALL} AND program_id IS NULL"
OF_CHOSEN = f"{OF_ALL} AND (program_id IS NULL OR program_id = ANY(%(programs)s))"
NONE_DIRECT = f"{OF_ALL} AND false"

IN_WINDOW = "e.during && tstzmultirange(tstzrange(%(start)s, greatest(%(start)s, %(as_of)s)))"


def coverage(asked: Asked, record_types: Collection[str]) -> dict[int, dict[str, Coverage]]:
    """Return, for each target that exists, how each kind of record covers it.

    The targets are the accounts of the scope (those enrolled at some time from the window's start
    to the as-of instant, where it is a program), its programs, or 0 for all.
    """
    member, direct = _parts(asked)
    statement = common_tables(asked) + SQL(
        with_clocks(STATEMENT.format(member=member, direct=direct), asked.window)
    )
    found: dict[int, dict[str, Coverage]] = {}
    for target, kind, whole, at_end in run(asked, statement, types=sorted(record_types)):
        found.setdefault(target, {})[kind] = Coverage(whole, at_end)
    return found


def _parts(asked: Asked) -> tuple[str, str]:
    """Return which accounts make up each target, and which feeds are its own."""
    programs = bool(asked.scope.programs)
    if asked.grain is Grain.PROGRAM:
        return (
            f"""
                SELECT p.id AS target, e.root FROM accounts_program p
                LEFT JOIN enrolled e ON e.program_id = p.id AND {IN_WINDOW}
                WHERE p.id = ANY(%(programs)s)
            """,
            OF_PROGRAMS,
        )
    if asked.grain is Grain.ACCOUNT:
        enrolled = f"SELECT root AS target, root FROM enrolled e WHERE {IN_WINDOW}"
        return (enrolled if programs else "SELECT root AS target, root FROM roots"), NONE_DIRECT
    enrolled = f"SELECT 0 AS target, e.root FROM (SELECT 1) x LEFT JOIN enrolled e ON {IN_WINDOW}"
    everyone = "SELECT 0 AS target, roots.root FROM (SELECT 1) x LEFT JOIN roots ON true"
    return (enrolled, OF_CHOSEN) if programs else (everyone, OF_INSTALLATION)


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
