"""How strong the relationship with each contact is: one definition, for whatever needs it.

The arithmetic stands in SQL, for it decides which records count: a contact at fifty points fills a
slot, is a thread, is listed or left out. Its points and weights are settings of measures.
"""

from metrics.calc import scales
from metrics.catalogue.parameters import days, setting
from metrics.queries.datasets.people import BY_PEOPLE, PEOPLE, holds, words

KINDS = ", ".join(
    f"('{each.type}', '{each.direction}', {setting(each.points)}, {each.from_them},"
    f" {each.from_us},"
    f" {each.is_live}, {each.told_by_office})"
    for each in scales.EXCHANGES
)
TYPES = words(tuple(sorted({each.type for each in scales.EXCHANGES})))

WEIGHTS = ("frequency", "reciprocity", "depth", "breadth")
WHOLE = f"({' + '.join(setting(f'relationship_{each}') for each in WEIGHTS)})"

# What passed in a year with each of the people asked about, whoever they were merged with; each
# touch faded by its age. Grouped by account too, for who works at two: the planner knows how many
# people there are, and not how many different ones.
EXCHANGED = f"""
    kind(type, direction, points, from_them, from_us, is_live, told_by_office) AS (
        VALUES {KINDS}
    ),
    who AS (
        SELECT contact AS id, contact, account FROM eligible
        UNION ALL
        SELECT m.id, e.contact, e.account
        FROM merged_contact m JOIN eligible e ON e.contact = m.root
    ),
    exchanged AS MATERIALIZED (
        SELECT who.contact, who.account,
            sum(kind.points * faded.weight) AS points,
            coalesce(sum(kind.points * faded.weight) FILTER (WHERE kind.is_live), 0) AS live,
            sum(kind.from_them * faded.weight) AS from_them,
            sum(kind.from_us * faded.weight) AS from_us,
            count(DISTINCT t.user_id) AS people,
            bool_or(kind.told_by_office) AS told_by_office
        FROM who
        JOIN accounts_touch t ON t.contact_id = who.id
        JOIN kind ON kind.type = t.type AND kind.direction = t.direction
        CROSS JOIN LATERAL (
            SELECT t.quantity * power(2::float8, -extract(
                epoch FROM %(as_of)s::timestamptz - t.occurred_at
            )::float8 / 86400 / {setting("relationship_half_life")}) AS weight
        ) faded
        WHERE KNOWN(t) AND t.type IN ({TYPES}) AND t.automation IN ({words(BY_PEOPLE)})
            AND t.occurred_at >= %(as_of)s::timestamptz - {days("relationship_days")}
            AND t.occurred_at < %(as_of)s
            AND NOT (t.type = 'email_sent' AND t.stream IN ({words(scales.TO_MANY)}))
        GROUP BY who.contact, who.account
    )
"""

# The accounts of which our mailboxes and calendars tell: by a feed that is live at the as-of
# instant, or because they told something of one of its people.
HEARD = f"""
    live AS (
        SELECT f.account_id, f.program_id FROM accounts_datafeed f
        WHERE f.record_type IN ('email', 'sales_activity') AND f.covers_from <= %(just_before)s
            AND (f.covers_to IS NULL OR f.covers_to >= %(as_of)s)
            AND f.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
    ),
    heard AS MATERIALIZED (
        SELECT root AS account FROM home
        WHERE EXISTS (SELECT FROM live WHERE account_id IS NULL AND program_id IS NULL)
        UNION
        SELECT home.root FROM live JOIN home ON home.account_id = live.account_id
        UNION
        SELECT home.root FROM live
        JOIN accounts_enrolment e ON e.program_id = live.program_id
        JOIN home ON home.account_id = e.account_id
        WHERE {holds("e")}
        UNION
        SELECT account FROM exchanged WHERE told_by_office
    )
"""

# The people asked about, each with the strength of the relationship from 0 to 100: 0 where nothing
# passed, null where nobody would have told. Somebody of us was there, also where nobody is named.
BOND = f"""
    bond AS MATERIALIZED (
        SELECT e.*, CASE
            WHEN heard.account IS NULL THEN NULL
            WHEN x.contact IS NULL THEN 0
            WHEN x.from_them = 0 THEN least(score.points, {setting("relationship_one_way")})
            ELSE score.points END AS strength
        FROM eligible e
        LEFT JOIN heard ON heard.account = e.account
        LEFT JOIN exchanged x ON x.contact = e.contact AND x.account = e.account
        CROSS JOIN LATERAL (
            SELECT 100 * ({setting("relationship_frequency")}
                    * (1 - exp(-x.points / {setting("relationship_levelling")}))
                + {setting("relationship_reciprocity")} * coalesce(
                    2 * least(x.from_them, x.from_us) / nullif(x.from_them + x.from_us, 0), 0)
                + {setting("relationship_depth")} * coalesce(x.live / nullif(x.points, 0), 0)
                + {setting("relationship_breadth")} * least(1, greatest(x.people, 1)
                    / {setting("relationship_people")}))
                / nullif({WHOLE}, 0) AS points
        ) score
    )
"""

STRENGTH = f"{PEOPLE}, {EXCHANGED}, {HEARD}, {BOND}"
