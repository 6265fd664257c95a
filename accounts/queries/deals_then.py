"""Deals as they stood: parts of statements that read the histories as of an instant.

The rules are those of the measuring engine: a row without a date came before all others, one that
was withdrawn never was, and an amount is worth what the rate of its day makes of it.
"""

# A deal is there from its first dated change; one that nobody dated, from the day we heard of it.
DEALS = """
    deal AS (
        SELECT o.id, o.deleted_at, least(
            life.first_at,
            CASE WHEN life.undated > 0 OR life.changes = 0 THEN o.recorded_at END
        ) AS known_from
        FROM accounts_opportunity o
        JOIN unnest(%(wanted)s::bigint[]) wanted(id) ON wanted.id = o.id
        CROSS JOIN LATERAL (
            SELECT min(c.occurred_at) AS first_at, count(*) AS changes,
                count(*) FILTER (WHERE c.occurred_at IS NULL) AS undated
            FROM accounts_stagechange c
            WHERE c.opportunity_id = o.id AND c.voided_at IS NULL
        ) life
    )
"""

# The row of a history that stands at a point.
STANDING = """
    LEFT JOIN LATERAL (
        SELECT {columns} FROM {table} c {joined}
        WHERE c.opportunity_id = point.id AND c.voided_at IS NULL
            AND (c.occurred_at IS NULL OR c.occurred_at < point.seen)
        ORDER BY c.occurred_at DESC NULLS LAST, c.id DESC LIMIT 1
    ) {name} ON true
"""

STAGE = STANDING.format(
    name="stage",
    columns="s.id, s.outcome, c.reason, c.occurred_at AS entered_at",
    table="accounts_stagechange",
    joined="JOIN accounts_stage s ON s.id = c.stage_id",
)
WORTH = STANDING.format(
    name="worth", columns="c.tcv, c.currency", table="accounts_amountchange", joined=""
)
EXPECTED = STANDING.format(
    name="expected",
    columns="c.close_on, c.category, c.amount, c.currency",
    table="accounts_forecast",
    joined="",
)
