"""Whom campaigns engaged: attention before and after they first reached each account."""

from metrics.calc import scales
from metrics.catalogue.parameters import TYPES
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS
from metrics.queries.datasets.campaigns import (
    BY_CAMPAIGN,
    CAMPAIGN_FIELDS,
    LISTED,
    REACHED,
    THE_WINDOW,
)
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.people import BY_PEOPLE, words

ON_SITE = ("page_view", "form_view", "form_submitted", "download")
SPAN = "%(p_campaign_days)s * interval '1 day'"
LONG = "%(p_engaged_days)s * interval '1 day'"

AIMED_IN_WINDOW = f"""
    NOT isempty(e.span * tstzmultirange(tstzrange(e.starts_at, e.ends_at) * {THE_WINDOW}))
"""

# The pairs of a campaign and an account that it aimed at, each with the instant of its first reach
# in any of the windows.
COHORT = f"""
    treated AS MATERIALIZED (
        SELECT reached.campaign_id, reached.account, reached.at, c.starts_at, c.ends_at, l.span,
            least(reached.at + {SPAN}, %(as_of)s) AS until, reached.at + {SPAN} > %(as_of)s AS early
        FROM reached
        JOIN listed l ON l.campaign_id = reached.campaign_id AND l.account = reached.account
        JOIN accounts_campaign c ON c.id = reached.campaign_id
        WHERE reached.at >= %(start)s AND reached.at < %(until)s
            AND (%(campaigns)s::bigint[] = '{{}}' OR c.id = ANY(%(campaigns)s))
    )
"""

# The accounts that are held out of a campaign. Nobody reached them: in each window they are seen
# from the middle of the instants at which the campaign reached the others, and where it reached one
# of them after all, that one tells nothing. They stand in the cohort by the window's number, those
# treated by 0.
COMPARED = f"""
    held_out AS (
        SELECT k.campaign_id, home.root AS account,
            range_agg(tstzrange(k.from_at, k.to_at)) AS span
        FROM accounts_controlaccount k JOIN home ON home.account_id = k.account_id
        WHERE KNOWN(k) AND k.campaign_id IS NOT NULL
            AND (%(campaigns)s::bigint[] = '{{}}' OR k.campaign_id = ANY(%(campaigns)s))
        GROUP BY k.campaign_id, home.root
    ),
    middle AS (
        SELECT w.number, e.campaign_id, e.starts_at, e.ends_at,
            percentile_disc(0.5) WITHIN GROUP (ORDER BY e.at) AS at
        FROM treated e
        JOIN asked_window w ON e.at >= w.start AND e.at < w.until AND {AIMED_IN_WINDOW}
        WHERE e.campaign_id IN (SELECT campaign_id FROM held_out)
        GROUP BY w.number, e.campaign_id, e.starts_at, e.ends_at
    ),
    cohort AS MATERIALIZED (
        SELECT 0::bigint AS arm, treated.*, false AS was_reached FROM treated
        UNION ALL
        SELECT m.number, m.campaign_id, h.account, m.at, m.starts_at, m.ends_at, h.span,
            least(m.at + {SPAN}, %(as_of)s), m.at + {SPAN} > %(as_of)s,
            coalesce(r.at < m.at + {SPAN}, false)
        FROM middle m
        JOIN held_out h ON h.campaign_id = m.campaign_id AND h.span @> m.at
        LEFT JOIN reached r ON r.campaign_id = m.campaign_id AND r.account = h.account
    )
"""

# What people of these accounts did, whoever they are now known to be; a touch of nobody is
# somebody's of its own. Often enough on a day, it counts no more; each of the times that are
# compared counts by itself.
ATTENTION = f"""
    minute(type, minutes) AS (
        SELECT * FROM unnest(%(p_minute_types)s::text[], %(p_minutes)s::float8[])
    ),
    done AS MATERIALIZED (
        SELECT home.root AS account, t.occurred_at AS at, t.type, t.quantity, t.campaign_id,
            minute.minutes, coalesce(twin.root, t.contact_id, v.contact_id) AS contact,
            coalesce('c' || coalesce(twin.root, t.contact_id, v.contact_id),
                'v' || t.visitor_id, 't' || t.id) AS person,
            (t.occurred_at AT TIME ZONE %(zone)s)::date AS day
        FROM (SELECT DISTINCT account FROM cohort) c
        JOIN home ON home.root = c.account
        JOIN accounts_touch t ON t.account_id = home.account_id
        JOIN minute ON minute.type = t.type
        LEFT JOIN accounts_visitorlink v ON v.visitor_id = t.visitor_id AND KNOWN(v)
        LEFT JOIN merged_contact twin ON twin.id = coalesce(t.contact_id, v.contact_id)
        WHERE KNOWN(t) AND t.automation IN ({words(BY_PEOPLE)})
            AND t.type IN ({words(tuple(TYPES))})
            AND (t.direction = 'inbound' OR t.type IN ({words(scales.SPOKEN)}))
            AND (t.owner = 'marketing' OR %(p_campaign_counts_sales)s)
            AND t.occurred_at >= %(start)s::timestamptz - greatest({LONG}, {SPAN})
            AND t.occurred_at < %(as_of)s
    ),
    often AS (
        SELECT c.arm, c.campaign_id, c.account, d.contact, d.person, d.minutes,
            sum(d.quantity) FILTER (WHERE d.at >= c.at AND d.at < c.until) AS after,
            sum(d.quantity) FILTER (
                WHERE d.at >= c.at AND d.at < c.until AND d.campaign_id = c.campaign_id
            ) AS own,
            sum(d.quantity) FILTER (WHERE d.at >= c.at - {SPAN} AND d.at < c.at) AS before,
            sum(d.quantity) FILTER (WHERE d.at >= c.at - {LONG} AND d.at < c.at) AS earlier,
            sum(d.quantity) FILTER (
                WHERE d.at >= %(as_of)s::timestamptz - {LONG}
            ) AS lately
        FROM cohort c JOIN done d ON d.account = c.account
        GROUP BY c.arm, c.campaign_id, c.account, d.contact, d.person, d.type, d.minutes, d.day
    ),
    given AS (
        SELECT arm, campaign_id, account, contact, person,
            {
    ", ".join(
        f"coalesce(sum(minutes * least(%(p_most_a_day)s, {each})) FILTER (WHERE {each} > 0)"
        f", 0) AS {each}"
        for each in ("after", "own", "before", "earlier", "lately")
    )
}
        FROM often GROUP BY arm, campaign_id, account, contact, person
    ),
    given_by_all AS (
        SELECT arm, campaign_id, account, sum(after) AS after, sum(own) AS own,
            sum(before) AS before, sum(earlier) AS earlier, sum(lately) AS lately
        FROM given GROUP BY arm, campaign_id, account
    )
"""

OF_VISITS = """
    f.record_type = 'web' AND f.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
"""

# Whose visits of our site are told to us, and when; and who of the cohort is known to have come.
VISITS_TOLD = f"""
    visits_of_all AS (
        SELECT coalesce(range_agg(tstzrange(f.covers_from, f.covers_to)), '{{}}') AS spans
        FROM accounts_datafeed f
        WHERE f.account_id IS NULL AND f.program_id IS NULL AND {OF_VISITS}
    ),
    visits_of AS (
        SELECT root, range_agg(span) AS spans
        FROM (
            SELECT home.root, tstzrange(f.covers_from, f.covers_to) AS span
            FROM accounts_datafeed f JOIN home ON home.account_id = f.account_id
            WHERE {OF_VISITS}
            UNION ALL
            SELECT home.root, tstzrange(f.covers_from, f.covers_to) * tstzrange(e.from_at, e.to_at)
            FROM accounts_datafeed f
            JOIN accounts_enrolment e ON e.program_id = f.program_id AND KNOWN(e)
            JOIN home ON home.account_id = e.account_id
            WHERE {OF_VISITS}
        ) own
        GROUP BY root
    ),
    came AS (
        SELECT DISTINCT c.arm, c.campaign_id, c.account
        FROM cohort c
        JOIN home ON home.root = c.account
        JOIN accounts_touch t ON t.account_id = home.account_id
        WHERE KNOWN(t) AND t.type IN ({words(ON_SITE)})
            AND t.occurred_at >= c.at AND t.occurred_at < c.until
            AND t.occurred_at >= %(start)s AND t.occurred_at < %(as_of)s
    )
"""

CASES = """
    engagement_case AS (
        SELECT c.*, coalesce(g.after, 0) >= %(p_campaign_minutes)s
                AND coalesce(g.after, 0) >= %(p_campaign_uplift)s * coalesce(g.before, 0)
                AS is_engaged,
            coalesce(g.own, 0) >= %(p_campaign_minutes)s AS is_engaged_by_it,
            coalesce(g.lately, 0) >= %(p_engaged_minutes)s
                AND coalesce(g.earlier, 0) < %(p_engaged_minutes)s AS is_newly_engaged,
            came.account IS NOT NULL OR everywhere.spans + coalesce(here.spans, '{}')
                @> tstzrange(c.at, c.until) AS is_told,
            round(coalesce(g.before, 0))::text || ' → ' || round(coalesce(g.after, 0)) AS minutes
        FROM cohort c
        CROSS JOIN visits_of_all everywhere
        LEFT JOIN visits_of here ON here.root = c.account
        LEFT JOIN given_by_all g ON g.arm = c.arm AND g.campaign_id = c.campaign_id
            AND g.account = c.account
        LEFT JOIN came ON came.arm = c.arm AND came.campaign_id = c.campaign_id
            AND came.account = c.account
    )
"""

TABLES = f"{LISTED}, {REACHED}, {COHORT}, {COMPARED}, {ATTENTION}, {VISITS_TOLD}, {CASES}"

OF_WINDOW = f"""
    JOIN asked_window w ON CASE WHEN e.arm > 0 THEN w.number = e.arm ELSE {AIMED_IN_WINDOW} END
"""

FIELDS = (
    *CAMPAIGN_FIELDS,
    Field(name="early", type=FieldType.TRUTH, label=Words("Too early", "Trop tôt"), inner=True),
    Field(name="is_engaged", type=FieldType.TRUTH, label=Words("Engaged", "Engagé")),
    Field(
        name="is_engaged_by_it",
        type=FieldType.TRUTH,
        label=Words("Engaged by the campaign itself", "Engagé par la campagne elle-même"),
    ),
    Field(
        name="is_newly_engaged",
        type=FieldType.TRUTH,
        label=Words("Newly engaged", "Nouvellement engagé"),
    ),
    Field(name="is_told", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    Field(name="is_held_out", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    Field(name="was_reached", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    Field(
        name="reached_at",
        type=FieldType.INSTANT,
        label=Words("First reached", "Touché pour la première fois"),
    ),
)

CAMPAIGN_ENGAGEMENT = Dataset(
    key="campaign_engagement",
    label=Words("Accounts engaged after campaigns", "Comptes engagés après les campagnes"),
    record_types=("email", "ad"),
    tables=TABLES,
    rows=f"""
        SELECT row_number() OVER (ORDER BY e.arm, e.campaign_id, e.account) AS id, c.public_id,
            c.name AS title, w.number AS window_number, {ACCOUNT_COLUMNS}, c.id AS campaign,
            c.channel, e.minutes AS detail, e.at AS reached_at, e.early, e.is_engaged,
            e.is_engaged_by_it, e.is_newly_engaged, e.is_told, e.arm > 0 AS is_held_out,
            e.was_reached, '' AS unfit
        FROM engagement_case e
        JOIN accounts_campaign c ON c.id = e.campaign_id
        JOIN accounts_account company ON company.id = e.account
        {OF_WINDOW}
    """,
    by_window=True,
    fields=FIELDS,
    dates=("reached_at",),
    by=BY_CAMPAIGN,
)

# Who gave their attention after a campaign, of the accounts that it engaged.
ENGAGED_PEOPLE = Dataset(
    key="engaged_people",
    label=Words("People engaged after campaigns", "Personnes engagées après les campagnes"),
    record_types=("email", "ad"),
    tables=TABLES,
    rows=f"""
        SELECT row_number() OVER (ORDER BY e.campaign_id, e.account, g.person) AS id, p.public_id,
            coalesce(p.name, '') AS title, w.number AS window_number, {ACCOUNT_COLUMNS},
            c.id AS campaign, c.channel, p.id AS person, round(g.after)::text AS detail,
            e.at AS reached_at, e.early, e.is_engaged, e.is_engaged_by_it, e.is_newly_engaged,
            e.is_told, false AS is_held_out, false AS was_reached, '' AS unfit
        FROM engagement_case e
        JOIN given g ON g.arm = e.arm AND g.campaign_id = e.campaign_id AND g.account = e.account
            AND g.after > 0
        JOIN accounts_campaign c ON c.id = e.campaign_id
        JOIN accounts_account company ON company.id = e.account
        LEFT JOIN accounts_contact p ON p.id = g.contact
        {OF_WINDOW}
        WHERE e.arm = 0
    """,
    by_window=True,
    fields=(
        *FIELDS,
        Field(name="person", type=FieldType.KEY, label=Words("Person", "Personne")),
    ),
    dates=("reached_at",),
    by=BY_CAMPAIGN,
)
