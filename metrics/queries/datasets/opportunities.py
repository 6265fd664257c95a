"""Deals as they were: stage, outcome and amount rebuilt from their histories as of an instant."""

from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType

# What happened before the as-of instant, and what is so since nobody knows when.
SEEN = "KNOWN(c) AND (c.occurred_at IS NULL OR c.occurred_at < %(as_of)s)"

SPLIT = """
    split(id, root) AS (
        SELECT id, split_from_id FROM accounts_opportunity WHERE split_from_id IS NOT NULL
        UNION
        SELECT s.id, o.split_from_id
        FROM split s JOIN accounts_opportunity o ON o.id = s.root
        WHERE o.split_from_id IS NOT NULL
    )
"""

# The parts of a split deal keep the creation date of the whole. A deal with a change of stage that
# nobody dated was created nobody knows when, unless its creation is told apart, without a stage.
STATE = f"""
    LEFT JOIN LATERAL (
        SELECT s.root FROM split s
        JOIN accounts_opportunity whole ON whole.id = s.root AND whole.split_from_id IS NULL
        WHERE s.id = o.id
    ) part ON o.split_from_id IS NOT NULL
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN bool_or(c.occurred_at IS NULL) AND NOT bool_or(c.stage_id IS NULL) THEN NULL
            ELSE min(c.occurred_at)
        END AS at
        FROM accounts_stagechange c
        WHERE c.opportunity_id = coalesce(part.root, o.id) AND {SEEN}
    ) created
    CROSS JOIN LATERAL (
        SELECT CASE WHEN bool_or(c.occurred_at IS NULL) THEN NULL ELSE min(c.occurred_at) END AS at
        FROM accounts_stagechange c JOIN accounts_stage s ON s.id = c.stage_id
        WHERE c.opportunity_id = o.id AND s.is_qualified AND {SEEN}
    ) qualified
    LEFT JOIN LATERAL (
        SELECT s.id, s.key, s.position, s.pipeline_id, s.outcome, c.reason
        FROM accounts_stagechange c JOIN accounts_stage s ON s.id = c.stage_id
        WHERE c.opportunity_id = o.id AND {SEEN}
        ORDER BY c.occurred_at DESC NULLS LAST, c.id DESC
        LIMIT 1
    ) state ON true
    LEFT JOIN LATERAL (
        SELECT CASE WHEN bool_or(x.occurred_at IS NULL) THEN NULL ELSE min(x.occurred_at) END AS at
        FROM (
            SELECT c.occurred_at, count(*) FILTER (WHERE s.outcome <> state.outcome) OVER (
                ORDER BY c.occurred_at DESC NULLS LAST, c.id DESC
            ) AS otherwise
            FROM accounts_stagechange c JOIN accounts_stage s ON s.id = c.stage_id
            WHERE c.opportunity_id = o.id AND {SEEN}
        ) x
        WHERE x.otherwise = 0
    ) closed ON state.outcome IN ('won', 'lost')
"""

AMOUNTS = f"""
    LEFT JOIN LATERAL (
        SELECT c.tcv, c.acv, c.currency FROM accounts_amountchange c
        WHERE c.opportunity_id = o.id AND {SEEN}
        ORDER BY c.occurred_at DESC NULLS LAST, c.id DESC
        LIMIT 1
    ) worth ON true
    LEFT JOIN LATERAL (
        SELECT c.tcv, c.acv, c.currency FROM accounts_amountchange c
        WHERE c.opportunity_id = o.id AND {SEEN}
        ORDER BY c.occurred_at ASC NULLS FIRST, c.id ASC
        LIMIT 1
    ) began ON true
    LEFT JOIN fx rate ON rate.currency = worth.currency AND rate.during @>
        coalesce((closed.at AT TIME ZONE %(zone)s)::date, %(as_of_on)s)
    LEFT JOIN fx first_rate ON first_rate.currency = began.currency
        AND first_rate.during @> (created.at AT TIME ZONE %(zone)s)::date
"""

# A deal is there from its first dated change; one that nobody dated, from the day we heard of it.
EXISTED = """
    o.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
    AND (
        EXISTS (
            SELECT FROM accounts_stagechange c
            WHERE c.opportunity_id = o.id AND KNOWN(c) AND c.occurred_at < %(as_of)s
        )
        OR (o.recorded_at < %(as_of)s AND NOT EXISTS (
            SELECT FROM accounts_stagechange c
            WHERE c.opportunity_id = o.id AND KNOWN(c)
            HAVING bool_and(c.occurred_at IS NOT NULL)
        ))
    )
"""

COLUMNS = f"""
    o.id, o.public_id, o.name AS title, {ACCOUNT_COLUMNS},
    o.type, o.source, o.product, o.owner_name AS owner, coalesce(part.root, o.id) AS deal,
    state.id AS stage_id, state.key AS stage, coalesce(state.outcome, 'open') AS outcome,
    coalesce(state.reason, '') AS reason, state.pipeline_id, state.position,
    coalesce(state.key, '') AS detail,
    created.at AS created_at, qualified.at AS qualified_at, closed.at AS closed_at,
    worth.tcv, worth.acv, began.tcv AS first_tcv, began.acv AS first_acv,
    worth.tcv * rate.rate AS value, worth.acv * rate.rate AS value_acv,
    began.tcv * first_rate.rate AS first_value, began.acv * first_rate.rate AS first_value_acv,
    (coalesce(state.outcome, 'open') = 'open'
        AND created.at >= %(as_of)s - interval '180 days') AS maturing,
    CASE WHEN o.is_test THEN 'test'
        WHEN o.merged_into_id IS NOT NULL THEN 'duplicate'
        WHEN o.deleted_at < %(as_of)s THEN 'deleted' ELSE '' END AS unfit
"""

ROWS = f"""
    SELECT {COLUMNS}
    FROM accounts_opportunity o
    JOIN home ON home.account_id = o.account_id
    JOIN accounts_account company ON company.id = home.root
    {STATE} {AMOUNTS}
    WHERE {EXISTED}
"""

FIELDS = (
    *ACCOUNT_FIELDS,
    Field(
        name="type",
        type=FieldType.CHOICE,
        label=Words("Type", "Type"),
        choices=("new", "expansion", "renewal"),
    ),
    Field(
        name="outcome",
        type=FieldType.CHOICE,
        label=Words("Outcome", "Issue"),
        choices=("open", "won", "lost"),
    ),
    Field(
        name="reason",
        type=FieldType.CHOICE,
        label=Words("Reason of closing", "Motif de clôture"),
        choices=("decided", "no_decision", "duplicate", "error"),
    ),
    Field(name="stage", type=FieldType.TEXT, label=Words("Stage", "Étape")),
    Field(name="source", type=FieldType.TEXT, label=Words("Source", "Source")),
    Field(name="product", type=FieldType.TEXT, label=Words("Product", "Produit")),
    Field(name="owner", type=FieldType.TEXT, label=Words("Owner", "Responsable")),
    Field(name="value", type=FieldType.MONEY, label=Words("Total value", "Valeur totale")),
    Field(name="value_acv", type=FieldType.MONEY, label=Words("Annual value", "Valeur annuelle")),
    Field(
        name="first_value",
        type=FieldType.MONEY,
        label=Words("Total value at creation", "Valeur totale à la création"),
    ),
    Field(
        name="first_value_acv",
        type=FieldType.MONEY,
        label=Words("Annual value at creation", "Valeur annuelle à la création"),
    ),
    Field(name="created_at", type=FieldType.INSTANT, label=Words("Created", "Créée le")),
    Field(
        name="qualified_at",
        type=FieldType.INSTANT,
        label=Words("Accepted by sales", "Acceptée par les ventes le"),
    ),
    Field(name="closed_at", type=FieldType.INSTANT, label=Words("Closed", "Close le")),
    Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    Field(name="deal", type=FieldType.KEY, label=Words("", ""), inner=True),
    Field(name="tcv", type=FieldType.MONEY, label=Words("", ""), inner=True),
    Field(name="acv", type=FieldType.MONEY, label=Words("", ""), inner=True),
    Field(name="first_tcv", type=FieldType.MONEY, label=Words("", ""), inner=True),
    Field(name="first_acv", type=FieldType.MONEY, label=Words("", ""), inner=True),
    Field(name="maturing", type=FieldType.TRUTH, label=Words("", ""), inner=True),
)

OPPORTUNITIES = Dataset(
    key="opportunities",
    label=Words("Opportunities", "Opportunités"),
    record_type="opportunity",
    tables=f"{SPLIT}",
    rows=ROWS,
    fields=FIELDS,
    dates=("created_at", "qualified_at", "closed_at"),
    amount="value",
)

# Of the deals decided in the two years before, how many of those that reached a stage were won.
# Whoever won without stopping at a stage passed it all the same.
CHANCE = f"""
    past AS MATERIALIZED (
        SELECT o.id, state.pipeline_id, state.outcome, (
            SELECT max(s.position)
            FROM accounts_stagechange c JOIN accounts_stage s ON s.id = c.stage_id
            WHERE c.opportunity_id = o.id AND s.outcome = 'open' AND {SEEN}
        ) AS farthest
        FROM accounts_opportunity o
        JOIN everyone ON everyone.account_id = o.account_id
        {STATE}
        WHERE state.outcome IN ('won', 'lost') AND state.reason NOT IN ('duplicate', 'error')
            AND closed.at >= %(as_of)s - interval '730 days' AND o.type <> 'renewal'
            AND NOT o.is_test AND o.merged_into_id IS NULL
            AND (o.deleted_at IS NULL OR o.deleted_at >= %(as_of)s)
            AND o.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
    ),
    chance AS (
        SELECT s.id AS stage_id,
            count(*) FILTER (WHERE past.outcome = 'won')::numeric / count(*) AS rate
        FROM accounts_stage s JOIN past ON past.pipeline_id = s.pipeline_id
            AND (past.outcome = 'won' OR past.farthest >= s.position)
        WHERE s.outcome = 'open'
        GROUP BY s.id
    )
"""

WEIGHTED_OPPORTUNITIES = Dataset(
    key="weighted_opportunities",
    label=Words("Opportunities and their chances", "Opportunités et leurs chances"),
    record_type="opportunity",
    tables=f"{SPLIT}, {CHANCE}",
    rows=f"""
        SELECT r.*, chance.rate AS chance, r.value * chance.rate AS weighted,
            r.value_acv * chance.rate AS weighted_acv
        FROM ({ROWS} OFFSET 0) r
        LEFT JOIN chance ON chance.stage_id = r.stage_id
    """,
    fields=(
        *FIELDS,
        Field(
            name="chance",
            type=FieldType.NUMBER,
            label=Words("Chance of its stage", "Chance de son étape"),
        ),
        Field(
            name="weighted",
            type=FieldType.MONEY,
            label=Words("Weighted total value", "Valeur totale pondérée"),
        ),
        Field(
            name="weighted_acv",
            type=FieldType.MONEY,
            label=Words("Weighted annual value", "Valeur annuelle pondérée"),
        ),
    ),
    dates=("created_at",),
    amount="weighted",
)

# One row for each stage that a deal entered, and each other stage of its pipeline it may reach.
STEPS = f"""
    SELECT r.id, r.public_id, r.title, r.account, r."account.country", r."account.industry",
        r."account.segment", r."account.status", r.type, r.outcome, r.value, r.unfit, r.reason,
        came.key AS stage_from, aim.key AS stage_to, came.at AS entered_at,
        got.at AS reached_at, (got.at IS NOT NULL) AS reached,
        (got.at IS NULL AND r.outcome = 'open'
            AND came.at >= %(as_of)s - interval '180 days') AS maturing,
        came.key || ' → ' || aim.key AS detail
    FROM ({ROWS} OFFSET 0) r
    CROSS JOIN LATERAL (
        SELECT s.id, s.key, s.pipeline_id,
            CASE WHEN bool_or(c.occurred_at IS NULL) THEN NULL ELSE min(c.occurred_at) END AS at
        FROM accounts_stagechange c JOIN accounts_stage s ON s.id = c.stage_id
        WHERE c.opportunity_id = r.id AND {SEEN}
        GROUP BY s.id, s.key, s.pipeline_id
    ) came
    JOIN accounts_stage aim ON aim.pipeline_id = came.pipeline_id AND aim.id <> came.id
    CROSS JOIN LATERAL (
        SELECT min(c.occurred_at) AS at
        FROM accounts_stagechange c JOIN accounts_stage s ON s.id = c.stage_id
        WHERE c.opportunity_id = r.id AND {SEEN} AND c.occurred_at >= came.at
            AND c.occurred_at < came.at + interval '180 days'
            AND (s.id = aim.id OR (aim.outcome <> 'lost' AND s.outcome <> 'lost'
                AND s.position >= aim.position))
    ) got
"""

STAGE_STEPS = Dataset(
    key="stage_steps",
    label=Words("Steps from stage to stage", "Passages d'une étape à l'autre"),
    record_type="opportunity",
    tables=f"{SPLIT}",
    rows=STEPS,
    fields=(
        *ACCOUNT_FIELDS,
        Field(
            name="type",
            type=FieldType.CHOICE,
            label=Words("Type", "Type"),
            choices=("new", "expansion", "renewal"),
        ),
        Field(name="stage_from", type=FieldType.TEXT, label=Words("From stage", "De l'étape")),
        Field(name="stage_to", type=FieldType.TEXT, label=Words("To stage", "À l'étape")),
        Field(name="reached", type=FieldType.TRUTH, label=Words("Reached", "Atteinte")),
        Field(name="entered_at", type=FieldType.INSTANT, label=Words("Entered", "Entrée le")),
        Field(name="outcome", type=FieldType.CHOICE, label=Words("", ""), inner=True),
        Field(name="reason", type=FieldType.CHOICE, label=Words("", ""), inner=True),
        Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
        Field(name="maturing", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    ),
    dates=("entered_at",),
    amount="value",
)
