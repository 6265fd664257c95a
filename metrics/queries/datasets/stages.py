"""Deals in their stages: how long in each, and when they left it for a later one."""

from metrics.catalogue.parameters import setting
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.opportunities import NOT_MATURING, SEEN, TABLES
from metrics.queries.datasets.opportunities import ROWS as DEALS

# The changes of stage of each deal, oldest first, and the farthest place in the order that it had
# reached before. A deal that was lost has reached nothing by it.
RUN = f"""
    {{run}} AS MATERIALIZED (
        SELECT c.opportunity_id, c.id, c.occurred_at AS at, s.id AS stage_id, s.key, s.outcome,
            s.pipeline_id, s.position, coalesce(
                lead(c.occurred_at) OVER course, %(as_of)s::timestamptz
            ) AS until,
            max(s.position) FILTER (WHERE s.outcome <> 'lost')
                OVER (course ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached,
            bool_or(c.occurred_at IS NULL) OVER (PARTITION BY c.opportunity_id) AS is_undated
        FROM accounts_stagechange c
        JOIN {{deals}} ON deal.id = c.opportunity_id
        JOIN accounts_stage s ON s.id = c.stage_id
        WHERE {SEEN} {{more}}
        WINDOW course AS (
            PARTITION BY c.opportunity_id ORDER BY c.occurred_at NULLS FIRST, c.id
        )
    ),
    {{run}}_left AS (
        SELECT run.opportunity_id, run.at, left_stage.id AS stage_id, left_stage.key,
            coalesce(
                sum(extract(epoch FROM least(before.until, run.at) - before.at)), 0
            ) / 86400 AS days
        FROM {{run}} run
        JOIN accounts_stage left_stage ON left_stage.pipeline_id = run.pipeline_id
            AND left_stage.outcome = 'open' AND left_stage.position >= run.reached
            AND left_stage.position < run.position
        LEFT JOIN {{run}} before ON before.opportunity_id = run.opportunity_id
            AND before.stage_id = left_stage.id AND before.at < run.at
        WHERE run.outcome <> 'lost' AND NOT run.is_undated
        GROUP BY run.opportunity_id, run.id, run.at, left_stage.id, left_stage.key
    )
"""

# The day on which an account first came into a program: before it there was no ABM.
CAME = """
    came AS (
        SELECT {home}.root, date_trunc('day', min(e.from_at), %(zone)s) AS at
        FROM accounts_enrolment e JOIN {home} ON {home}.account_id = e.account_id
        WHERE KNOWN(e) AND e.from_at < %(as_of)s
        GROUP BY {home}.root
    )
"""

BAND = f"""
    CASE WHEN {{value}} < {setting("middle_deal")} THEN 'small'
        WHEN {{value}} < {setting("large_deal")} THEN 'middle'
        WHEN {{value}} IS NOT NULL THEN 'large' ELSE '' END
"""

# Everything that the deals of before say: how long they were in a stage, and when they left one.
# What they did later is not looked at; one that turned out to be a mistake says nothing.
PAST = f"""
    past_deal AS MATERIALIZED (
        SELECT o.id, o.type, company.segment, coalesce(came.at, 'infinity') AS until
        FROM accounts_opportunity o
        JOIN everyone ON everyone.account_id = o.account_id
        JOIN accounts_account company ON company.id = everyone.root
        LEFT JOIN came ON came.root = everyone.root
        WHERE o.type <> 'renewal' AND NOT o.is_test AND o.merged_into_id IS NULL
            AND (o.deleted_at IS NULL OR o.deleted_at >= %(as_of)s)
            AND o.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
            AND o.id NOT IN (
                SELECT last.opportunity_id FROM (
                    SELECT DISTINCT ON (c.opportunity_id) c.opportunity_id, c.reason
                    FROM accounts_stagechange c
                    WHERE {SEEN} AND c.stage_id IS NOT NULL AND c.opportunity_id IN (
                        SELECT opportunity_id FROM accounts_stagechange
                        WHERE reason IN ('duplicate', 'error')
                    )
                    ORDER BY c.opportunity_id, c.occurred_at DESC NULLS LAST, c.id DESC
                ) last
                WHERE last.reason IN ('duplicate', 'error')
            )
    ),
    {
    RUN.format(
        run="past_run",
        deals="past_deal deal",
        more="AND (c.occurred_at IS NULL OR c.occurred_at < deal.until)",
    )
},
    past_worth AS (
        SELECT DISTINCT ON (c.opportunity_id) c.opportunity_id, c.tcv, c.currency
        FROM accounts_amountchange c
        WHERE {SEEN} AND c.opportunity_id IN (SELECT opportunity_id FROM past_run)
        ORDER BY c.opportunity_id, c.occurred_at DESC NULLS LAST, c.id DESC
    ),
    past_kind AS MATERIALIZED (
        SELECT d.id, d.type, d.segment, d.until, {
    BAND.format(value="worth.tcv * rate.rate")
} AS band
        FROM past_deal d
        LEFT JOIN past_worth worth ON worth.opportunity_id = d.id
        LEFT JOIN fx rate ON rate.currency = worth.currency AND rate.during @> %(as_of_on)s::date
        WHERE d.id IN (SELECT opportunity_id FROM past_run)
    )
"""

PAST_ROWS = """
    SELECT false, d.segment, run.stage_id, d.type, d.band, extract(epoch FROM run.at)::float8,
        extract(epoch FROM least(run.until, d.until))::float8
    FROM past_run run JOIN past_kind d ON d.id = run.opportunity_id
    WHERE run.outcome = 'open' AND NOT run.is_undated AND run.at < least(run.until, d.until)
    UNION ALL
    SELECT true, d.segment, gone.stage_id, d.type, d.band, extract(epoch FROM gone.at)::float8,
        gone.days::float8
    FROM past_run_left gone JOIN past_kind d ON d.id = gone.opportunity_id
"""

# Spans are cut where the account came into a program or left it, so that each part counts or not.
PARTS = """
    edges AS (
        SELECT e.root, array_agg(side.at) AS sides
        FROM enrolled e
        CROSS JOIN LATERAL unnest(e.during) stay
        CROSS JOIN LATERAL (VALUES (lower(stay)), (upper(stay))) side(at)
        WHERE side.at IS NOT NULL
        GROUP BY e.root
    ),
    span AS (
        SELECT run.id, run.opportunity_id, run.stage_id, run.key, w.number,
            greatest(run.at, w.start) AS at, least(run.until, w.until) AS until
        FROM run JOIN asked_window w ON run.at < w.until AND run.until > w.start
        WHERE run.outcome = 'open' AND NOT run.is_undated
            AND greatest(run.at, w.start) < least(run.until, w.until)
    ),
    part AS (
        SELECT span.opportunity_id, span.number, span.stage_id, span.key, cut.at, false AS is_left,
            true AS is_span, extract(epoch FROM cut.until - cut.at) / 86400 AS days
        FROM span
        JOIN accounts_opportunity o ON o.id = span.opportunity_id
        JOIN home ON home.account_id = o.account_id
        LEFT JOIN edges ON edges.root = home.root
        CROSS JOIN LATERAL (
            SELECT edge.at, lead(edge.at) OVER (ORDER BY edge.at) AS until FROM (
                SELECT span.at UNION SELECT span.until
                UNION SELECT side FROM unnest(edges.sides) side
                WHERE side > span.at AND side < span.until
            ) edge
        ) cut
        WHERE cut.until > cut.at
        UNION ALL
        SELECT gone.opportunity_id, w.number, gone.stage_id, gone.key, gone.at, true, false,
            gone.days
        FROM run_left gone JOIN asked_window w ON gone.at >= w.start AND gone.at < w.until
        UNION ALL
        SELECT DISTINCT run.opportunity_id, w.number, NULL::bigint, '', NULL::timestamptz, true,
            true, NULL::numeric
        FROM run CROSS JOIN asked_window w WHERE run.is_undated
    )
"""

ROWS = f"""
    SELECT r.id, r.public_id, r.title, r.account, r."account.country", r."account.industry",
        r."account.segment", r."account.status", r.type, r.unfit, r.reason,
        part.number AS window_number, part.key AS detail, part.at, part.is_left, part.is_span,
        part.days, part.days * cell.rate AS expected, cell.usual - part.days AS saved, cell.rate,
        r.value, r.id AS deal_id
    FROM ({DEALS} OFFSET 0) r
    JOIN part ON part.opportunity_id = r.id
    JOIN asked_window w ON w.number = part.number
    LEFT JOIN came ON came.root = r.account
    LEFT JOIN worth ON worth.opportunity_id = r.id
    LEFT JOIN fx today ON today.currency = worth.currency AND today.during @> %(as_of_on)s::date
    LEFT JOIN unnest(
        %(pace_since)s::timestamptz[], %(pace_segments)s::text[], %(pace_stages)s::bigint[],
        %(pace_types)s::text[], %(pace_bands)s::text[], %(pace_rates)s::float8[],
        %(pace_usual)s::float8[]
    ) cell(since, segment, stage_id, type, band, rate, usual)
        ON cell.stage_id = part.stage_id AND cell.since = coalesce(came.at, w.start)
        AND cell.segment = r."account.segment" AND cell.type = r.type
        AND cell.band = {BAND.format(value="worth.tcv * today.rate")}
"""

STAGE_PACES = Dataset(
    key="stage_paces",
    rests=NOT_MATURING,
    label=Words("Days in stages and steps out of them", "Jours par étape et étapes franchies"),
    record_types=("opportunity",),
    tables=", ".join(
        (
            TABLES,
            RUN.format(run="run", deals="deal", more=""),
            CAME.format(home="home"),
            PARTS,
        )
    ),
    rows=ROWS,
    fields=(
        *ACCOUNT_FIELDS,
        Field(
            name="type",
            type=FieldType.CHOICE,
            label=Words("Type", "Type"),
            choices=("new", "expansion", "renewal"),
        ),
        Field(name="at", type=FieldType.INSTANT, label=Words("When", "Date")),
        Field(name="days", type=FieldType.NUMBER, label=Words("Days", "Jours")),
        *(
            Field(name=name, type=kind, label=Words("", ""), inner=True)
            for kind, names in (
                (FieldType.NUMBER, ("expected", "saved", "rate")),
                (FieldType.TRUTH, ("is_left", "is_span")),
                (FieldType.CHOICE, ("reason", "unfit")),
                (FieldType.KEY, ("deal_id",)),
            )
            for name in names
        ),
    ),
    dates=("at",),
    amount="value",
    by_window=True,
    have_paces=True,
)
