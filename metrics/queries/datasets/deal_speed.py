"""Deals by how fast they go, and whether marketing had an influence on them by their landmark."""

from metrics.catalogue.parameters import days
from metrics.catalogue.words import Words
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.deal_touches import is_heard, touches
from metrics.queries.datasets.opportunities import FIELDS, MATURING, SEEN
from metrics.queries.datasets.people import BY_PEOPLE, ENGAGEMENT, words

BEFORE = "%(p_influence_days)s * interval '1 day'"
LANDMARK = "%(p_landmark_days)s * interval '1 day'"

# Deals that were there in any of the windows, and old enough to stand on a side.
OF_WINDOW = f"""
    SELECT r.id, r.account, r.group_id, r.created_at, kin.accounts,
        r.created_at - {BEFORE} AS since, r.created_at + {LANDMARK} AS until
    FROM whole_deal r JOIN kin ON kin.root = r.account
    WHERE r.unfit = '' AND r.type <> 'renewal' AND r.created_at + {LANDMARK} <= %(as_of)s
        AND r.created_at < %(until)s
        AND (r.closed_at >= %(start)s OR (r.outcome = 'open' AND r.qualified_at < %(until)s))
        AND (r.closed_at IS NULL OR r.closed_at >= r.created_at + {LANDMARK})
"""

# From when to when each deal was closed; what is so since nobody knows when, always was.
SHUT = f"""
    shut AS (
        SELECT step.opportunity_id, range_agg(tstzrange(step.since, step.until)) AS spans
        FROM (
            SELECT c.opportunity_id, s.outcome, coalesce(c.occurred_at, '-infinity') AS since,
                lead(coalesce(c.occurred_at, '-infinity')) OVER (
                    PARTITION BY c.opportunity_id ORDER BY c.occurred_at NULLS FIRST, c.id
                ) AS until
            FROM accounts_stagechange c
            JOIN deal ON deal.id = c.opportunity_id
            JOIN accounts_stage s ON s.id = c.stage_id
            WHERE {SEEN}
        ) step
        WHERE step.outcome IN ('won', 'lost')
        GROUP BY step.opportunity_id
    )
"""

# Deals closed by mistake, or nobody knows when, stand on no side.
SIDE = f"""
    CASE WHEN r.unfit <> '' OR r.type = 'renewal' OR r.reason IN ('duplicate', 'error')
            OR r.created_at IS NULL OR (r.outcome <> 'open' AND r.closed_at IS NULL) THEN ''
        WHEN r.closed_at < r.created_at + {LANDMARK} THEN 'closed_early'
        WHEN r.created_at + {LANDMARK} > %(as_of)s THEN 'too_young'
        WHEN NOT {is_heard(f"r.created_at - {BEFORE}", f"r.created_at + {LANDMARK}")} THEN 'unheard'
        WHEN touched.deal IS NOT NULL THEN 'influenced'
        ELSE 'other' END
"""

OPEN_MEANWHILE = """
    coalesce(r.qualified_at < w.until AND NOT isempty(
        tstzmultirange(tstzrange(greatest(r.qualified_at, w.start), w.until))
        - coalesce(shut.spans, '{}')
    ), false)
"""

# An open deal of which nothing was told at the window's end for so long, and whose account nobody
# met or heard either.
LATELY = f"w.until - {days('stale_days')}"
STALE = f"""
    (r.outcome = 'open' AND NOT EXISTS (
        SELECT FROM accounts_stagechange c
        WHERE c.opportunity_id = r.id AND {SEEN} AND c.occurred_at >= {LATELY}
    ) AND NOT EXISTS (
        SELECT FROM accounts_amountchange c
        WHERE c.opportunity_id = r.id AND {SEEN} AND c.occurred_at >= {LATELY}
    ) AND NOT EXISTS (
        SELECT FROM accounts_forecast c
        WHERE c.opportunity_id = r.id AND {SEEN} AND c.occurred_at >= {LATELY}
    ) AND NOT EXISTS (
        SELECT FROM home JOIN accounts_touch t ON t.account_id = home.account_id
        WHERE home.root = r.account AND KNOWN(t) AND t.occurred_at >= {LATELY}
            AND t.occurred_at < w.until AND t.automation IN ({words(BY_PEOPLE)})
            AND t.type IN ({words(ENGAGEMENT)})
    ))
"""

# Days from creation to the end, without those in which the deal was closed before.
DAYS = """
    (
        SELECT (extract(epoch FROM r.closed_at - r.created_at)
            - coalesce(sum(extract(epoch FROM upper(gap) - lower(gap))), 0)) / 86400
        FROM unnest(
            coalesce(shut.spans, '{}') * tstzmultirange(tstzrange(r.created_at, r.closed_at))
        ) gap
        HAVING r.closed_at >= r.created_at
    )
"""

SIDES = ("influenced", "other", "closed_early", "too_young", "unheard", "")

DEAL_SPEED = Dataset(
    key="deal_speed",
    rests={**MATURING, "is_left_stale": ("speed_without_stale", "stale_days")},
    label=Words("Opportunities and their speed", "Opportunités et leur vitesse"),
    record_types=("opportunity",),
    tables=f"""
        {touches(OF_WINDOW, types=ENGAGEMENT, more="AND t.owner = 'marketing'")}, {SHUT},
        touched AS (SELECT DISTINCT deal FROM on_deal)
    """,
    rows=f"""
        SELECT r.*, w.number AS window_number, {SIDE} AS side,
            {OPEN_MEANWHILE} AS is_open_meanwhile,
            %(p_speed_without_stale)s::boolean AND {STALE} AS is_left_stale,
            (r.outcome = 'won')::int AS won,
            CASE WHEN r.closed_at IS NOT NULL AND r.created_at <= r.closed_at
                THEN {DAYS} END AS cycle_days,
            nullif(worth.tcv, 0) AS steady_tcv,
            nullif(worth.tcv, 0) * rate.rate AS steady_value
        FROM whole_deal r
        CROSS JOIN asked_window w
        CROSS JOIN heard_of_all
        LEFT JOIN heard_of ON heard_of.root = r.account
        LEFT JOIN touched ON touched.deal = r.id
        LEFT JOIN shut ON shut.opportunity_id = r.id
        LEFT JOIN worth ON worth.opportunity_id = r.id
        LEFT JOIN fx rate ON rate.currency = worth.currency AND rate.during @>
            ((w.until - interval '1 microsecond') AT TIME ZONE %(zone)s)::date
    """,
    by_window=True,
    fields=(
        *FIELDS,
        Field(
            name="side",
            type=FieldType.CHOICE,
            label=Words("", ""),
            choices=SIDES,
            inner=True,
        ),
        *(
            Field(name=name, type=FieldType.TRUTH, label=Words("", ""), inner=True)
            for name in ("is_open_meanwhile", "is_left_stale")
        ),
        *(
            Field(name=name, type=FieldType.NUMBER, label=Words("", ""), inner=True)
            for name in ("won", "cycle_days")
        ),
        *(
            Field(name=name, type=FieldType.MONEY, label=Words("", ""), inner=True)
            for name in ("steady_tcv", "steady_value")
        ),
    ),
    dates=("created_at", "closed_at"),
    amount="value",
)
