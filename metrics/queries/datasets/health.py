"""What the health of accounts is made of, as of an instant; and of both ends of a window.

Each part is what is measured; what it is worth in points is told by metrics.calc.health. A part
that nothing tells of is null, and its weight drops out.
"""

import re
from collections.abc import Iterator, Mapping

from metrics.calc import scales
from metrics.catalogue.parameters import TYPES, days, setting
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.contracts import DUE
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.groups import GROUP_ROLES, NEEDS, OPEN, SLOTS
from metrics.queries.datasets.opportunities import DEALS, EXISTED, LIFE, SPLIT
from metrics.queries.datasets.people import BY_PEOPLE, ENGAGEMENT, TOUCH_FEEDS, holds, words
from metrics.queries.datasets.relationships import PART, RELATIONSHIPS, RESTS
from metrics.queries.datasets.strength import STRENGTH

PARTS = tuple(part.key for part in scales.HEALTH)
YEAR, HALF, QUARTER = (
    f"%(as_of)s::timestamptz - {days(f'health_{span}_days')}"
    for span in ("year", "half", "quarter")
)

# Which kinds of record were being brought of which accounts.
TOLD = f"""
    feed_live AS (
        SELECT f.record_type, f.account_id, f.program_id FROM accounts_datafeed f
        WHERE f.record_type IN ({words((*TOUCH_FEEDS, "opportunity"))})
            AND f.covers_from <= %(just_before)s
            AND (f.covers_to IS NULL OR f.covers_to >= %(as_of)s)
            AND f.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
    ),
    told_of AS (
        SELECT root AS account, everywhere.record_type
        FROM home CROSS JOIN (
            SELECT record_type FROM feed_live WHERE account_id IS NULL AND program_id IS NULL
        ) everywhere
        UNION
        SELECT home.root, feed_live.record_type
        FROM feed_live JOIN home ON home.account_id = feed_live.account_id
        UNION
        SELECT home.root, feed_live.record_type
        FROM feed_live
        JOIN accounts_enrolment e ON e.program_id = feed_live.program_id
        JOIN home ON home.account_id = e.account_id
        WHERE {holds("e")}
    )
"""

# The latest answer of each customer within the days that count, a year; of few nothing is
# told.
VOICES = f"""
    customer_voice AS (
        SELECT account, 100 * avg(points)::float8 AS nps FROM (
            SELECT DISTINCT ON (home.root, coalesce(twin.root, r.contact_id, -r.id))
                home.root AS account,
                CASE WHEN r.score >= 9 THEN 1 WHEN r.score >= 7 THEN 0 ELSE -1 END AS points
            FROM accounts_response r
            JOIN home ON home.account_id = r.account_id
            LEFT JOIN merged_contact twin ON twin.id = r.contact_id
            WHERE KNOWN(r) AND r.respondent_kind = 'customer'
                AND r.responded_at >= {YEAR} AND r.responded_at < %(as_of)s
            ORDER BY home.root, coalesce(twin.root, r.contact_id, -r.id), r.responded_at DESC,
                r.id DESC
        ) latest
        GROUP BY account HAVING count(*) >= {setting("few_opinions")}
    )
"""

# The minutes of people's attention lately, and in the days before that it is compared with.
ATTENTION = f"""
    worth_minutes(type, minutes) AS (
        SELECT * FROM unnest(%(p_minute_types)s::text[], %(p_minutes)s::float8[])
    ),
    passed AS MATERIALIZED (
        SELECT home.root AS account, t.type, t.quantity, t.automation, t.direction, t.occurred_at,
            coalesce('c' || coalesce(twin.root, t.contact_id, l.contact_id), 'v' || t.visitor_id,
                't' || t.id) AS somebody
        FROM home
        JOIN accounts_touch t ON t.account_id = home.account_id
        LEFT JOIN accounts_visitorlink l ON l.visitor_id = t.visitor_id AND KNOWN(l)
        LEFT JOIN merged_contact twin ON twin.id = coalesce(t.contact_id, l.contact_id)
        WHERE KNOWN(t) AND t.occurred_at >= {HALF} AND t.occurred_at < %(as_of)s
    ),
    attention_of AS (
        SELECT account, is_new, minutes * least(%(p_most_a_day)s, sum(quantity)) AS minutes FROM (
            SELECT passed.account, passed.somebody, passed.type, passed.quantity, w.minutes,
                passed.occurred_at >= {QUARTER} AS is_new,
                (passed.occurred_at AT TIME ZONE %(zone)s)::date AS on_day
            FROM passed JOIN worth_minutes w ON w.type = passed.type
            WHERE passed.automation IN ({words(BY_PEOPLE)})
                AND passed.type IN ({words(tuple(TYPES))})
                AND (passed.direction = 'inbound' OR passed.type IN ({words(scales.SPOKEN)}))
        ) counted
        GROUP BY account, is_new, somebody, type, minutes, on_day
    ),
    attention_trend AS (
        SELECT account, 100 * (
            coalesce(sum(minutes) FILTER (WHERE is_new), 0)
                / nullif(sum(minutes) FILTER (WHERE NOT is_new), 0) - 1
        )::float8 AS percent
        FROM attention_of GROUP BY account
    ),
    heard_of AS (
        SELECT account FROM passed
        UNION
        SELECT account FROM told_of WHERE record_type IN ({words(TOUCH_FEEDS)})
    )
"""

PEOPLE = f"""
    seats_filled AS (
        SELECT seat.account,
            100 * (sum(seat.worth_contactable) / nullif(sum(seat.worth), 0))::float8 AS percent
        FROM ({GROUP_ROLES.rows}) seat GROUP BY seat.account
    ),
    bonds_held AS (
        SELECT b.account, sum(b.power * b.strength) / sum(b.power) AS points
        FROM ({RELATIONSHIPS.rows}) b WHERE b.has_role AND b.strength IS NOT NULL
        GROUP BY b.account
    ),
    high_person AS (
        SELECT e.account, e.contact, EXISTS (
            SELECT FROM (
                SELECT e.contact AS id UNION ALL
                SELECT m.id FROM merged_contact m WHERE m.root = e.contact
            ) known_as
            JOIN accounts_touch t ON t.contact_id = known_as.id
            WHERE KNOWN(t) AND t.occurred_at >= {HALF} AND t.occurred_at < %(as_of)s
                AND t.type IN ({words(ENGAGEMENT)}) AND t.automation IN ({words(BY_PEOPLE)})
        ) AS is_present
        FROM eligible e WHERE e.seniority IN ('executive', 'vice_president')
    ),
    high_people AS (
        SELECT known_people.account, coalesce(high.present, 0) AS present
        FROM (SELECT DISTINCT account FROM eligible) known_people
        JOIN heard_of ON heard_of.account = known_people.account
        LEFT JOIN (
            SELECT account, count(*) FILTER (WHERE is_present) AS present
            FROM high_person GROUP BY account
        ) high ON high.account = known_people.account
    )
"""

# Whether business goes on: opportunities that are open, and contracts that were renewed when due.
BUSINESS = f"""
    deal_open AS (
        SELECT home.root AS account, max(CASE
            WHEN o.is_test OR o.merged_into_id IS NOT NULL OR o.deleted_at < %(as_of)s
                OR o.type = 'renewal' OR coalesce(state.outcome, 'open') <> 'open' THEN 0
            WHEN life.qualified_at IS NOT NULL THEN {setting("health_qualified")}
            ELSE {setting("health_open")} END) AS points
        FROM accounts_opportunity o
        JOIN home ON home.account_id = o.account_id
        LEFT JOIN life ON life.opportunity_id = o.id
        LEFT JOIN accounts_stage state ON state.id = life.stage_id
        WHERE {EXISTED}
        GROUP BY home.root
    ),
    going_on AS (
        SELECT coalesce(d.account, t.account) AS account, coalesce(d.points, 0) AS points
        FROM deal_open d
        FULL JOIN (SELECT account FROM told_of WHERE record_type = 'opportunity') t
            ON t.account = d.account
    ),
    kept_when_due AS (
        SELECT account, 100 * avg((outcome = 'renewed')::int)::float8 AS points
        FROM due GROUP BY account
    ),
    in_business AS (
        SELECT here.account, (
            coalesce(going_on.points, 0) + coalesce(kept_when_due.points, 0)
        ) / nullif(
            (going_on.points IS NOT NULL)::int + (kept_when_due.points IS NOT NULL)::int, 0
        )::float8 AS points
        FROM (SELECT DISTINCT root AS account FROM home) here
        LEFT JOIN going_on ON going_on.account = here.account
        LEFT JOIN kept_when_due ON kept_when_due.account = here.account
    )
"""

JUDGED = f"""
    judged_lately AS (
        SELECT DISTINCT ON (home.root) home.root AS account, j.rating
        FROM accounts_accountjudgement j JOIN home ON home.account_id = j.account_id
        WHERE KNOWN(j) AND j.occurred_at >= {QUARTER} AND j.occurred_at < %(as_of)s
            AND (j.expires_on IS NULL OR j.expires_on >= %(as_of_on)s)
        ORDER BY home.root, j.occurred_at DESC, j.id DESC
    )
"""

STATE = """
    health_state AS MATERIALIZED (
        SELECT here.account, v.nps, a.percent AS engagement, s.percent AS coverage,
            b.points AS depth, h.present AS executives, g.points AS commercial,
            j.rating AS judgement, NULL::float8 AS signals
        FROM (SELECT DISTINCT root AS account FROM home) here
        LEFT JOIN customer_voice v ON v.account = here.account
        LEFT JOIN attention_trend a ON a.account = here.account
        LEFT JOIN seats_filled s ON s.account = here.account
        LEFT JOIN bonds_held b ON b.account = here.account
        LEFT JOIN high_people h ON h.account = here.account
        LEFT JOIN in_business g ON g.account = here.account
        LEFT JOIN judged_lately j ON j.account = here.account
    )
"""

# Health is the account's own: the same from whichever program it is looked at.
TABLES = (
    ", ".join(
        (
            STRENGTH,
            OPEN,
            PART,
            NEEDS,
            SLOTS,
            SPLIT,
            DEALS.format(home="home"),
            LIFE.format(name="life", deals="deal"),
            DUE.replace("%(start)s", f"({YEAR})").replace("%(finish)s", "%(as_of)s"),
            TOLD,
            VOICES,
            ATTENTION,
            PEOPLE,
            BUSINESS,
            JUDGED,
            STATE,
        )
    )
    .replace("ANY(%(programs)s)", "ANY('{}'::bigint[])")
    .replace("%(programs)s::bigint[]", "'{}'::bigint[]")
)


def weight(*states: str) -> str:
    """Return the weight of the parts that are known in all of these states, as SQL."""
    return " + ".join(
        f"%(p_health_weight_{part})s * ("
        + " AND ".join(f"{state}.{part} IS NOT NULL" for state in states)
        + ")::int"
        for part in PARTS
    )


WHOLE = " + ".join(f"%(p_health_weight_{part})s" for part in PARTS)


def numbers(*names: str) -> Iterator[Field]:
    """Yield the parts as fields, named as they are."""
    for name in names:
        yield Field(name=name, type=FieldType.NUMBER, label=Words("", ""), inner=True)


APART: Mapping[str, tuple[str, ...]] = {
    "": (
        *(each for name, keys in RESTS.items() if name not in {"strength", "power"} for each in keys
          if each not in RESTS["strength"]),
        "covered_from",
    )
}  # fmt: skip
"""What its parts say of people that health doesn't ask for."""

HEALTH = Dataset(
    key="health",
    rests=APART,
    label=Words("Health of accounts", "Santé des comptes"),
    record_types=(),
    tables=TABLES,
    rows=f"""
        SELECT company.id, company.public_id, company.name AS title, {ACCOUNT_COLUMNS},
            {", ".join(f"h.{part}" for part in PARTS)},
            100 * ({weight("h")}) >= {setting("health_least")} * ({WHOLE}) AS is_known,
            '' AS detail, %(as_of)s::timestamptz AS since, '' AS unfit
        FROM health_state h JOIN accounts_account company ON company.id = h.account
    """,
    fields=(
        *ACCOUNT_FIELDS,
        *numbers(*PARTS),
        Field(name="is_known", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    ),
    dates=("since",),
    used="SELECT",
)


def parts_of(tables: str) -> Iterator[str]:
    """Yield the names of the tables that a WITH clause makes.

    >>> list(parts_of("one AS (SELECT (1)), two(a, b) AS MATERIALIZED (SELECT 2, f(3))"))
    ['one', 'two']
    """
    depth, part = 0, ""
    for letter in [*tables, ","]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            yield re.sub(r"--[^\n]*", "", part).split("(")[0].split()[0]
            part = ""
        else:
            part += letter


def seen_from(tables: str, instant: str, suffix: str) -> str:
    """Return tables as they are seen from another instant, under names with a suffix.

    Names of columns, which stand behind a point or after AS, stay as they are.

    >>> seen_from("one AS (SELECT x.one FROM t x WHERE at < %(as_of)s)", "%(start)s", "_then")
    'one_then AS (SELECT x.one FROM t x WHERE at < %(start)s)'
    """
    names = "|".join(dict.fromkeys(parts_of(tables)))
    moved = re.sub(rf"(?<![.\w'])(?<!AS )({names})(?![\w'])", rf"\1{suffix}", tables)
    moment = f"({instant}::timestamptz - interval '1 microsecond')"
    return (
        moved.replace("%(just_before)s", moment)
        .replace("%(as_of_on)s", f"({moment} AT TIME ZONE %(zone)s)::date")
        .replace("%(as_of)s", instant)
    )


THEN, NOW = "_then", "_now"
CHANGE_PARTS = tuple(f"{part}{when}" for part in PARTS for when in (THEN, NOW))
COMMON = " + ".join(f"(was.{part} IS NOT NULL AND is_.{part} IS NOT NULL)::int" for part in PARTS)

# The same at both ends of the window. An account counts for a program that it is in at the end.
HEALTH_CHANGES = Dataset(
    key="health_changes",
    rests=APART,
    label=Words("Changes in the health of accounts", "Changements dans la santé des comptes"),
    record_types=(),
    tables=f"{seen_from(TABLES, '%(start)s', THEN)}, {seen_from(TABLES, '%(until)s', NOW)}",
    rows=f"""
        SELECT company.id, company.public_id, company.name AS title, {ACCOUNT_COLUMNS},
            {", ".join(f"was.{part} AS {part}{THEN}, is_.{part} AS {part}{NOW}" for part in PARTS)},
            {COMMON} >= {setting("health_least_parts")}
                AND 100 * ({weight("was", "is_")}) >= {setting("health_least_common")} * ({WHOLE})
                AS is_comparable,
            '' AS detail, %(until)s::timestamptz - interval '1 microsecond' AS since, '' AS unfit
        FROM health_state{NOW} is_
        JOIN health_state{THEN} was ON was.account = is_.account
        JOIN accounts_account company ON company.id = is_.account
    """,
    fields=(
        *ACCOUNT_FIELDS,
        *numbers(*CHANGE_PARTS),
        Field(name="is_comparable", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    ),
    dates=("since",),
    used="SELECT",
    alone=True,
)
