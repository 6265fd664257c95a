"""Deals as they were: stage, outcome and amount rebuilt from their histories as of an instant."""

from collections.abc import Mapping

from metrics.catalogue.parameters import days
from metrics.catalogue.words import Grain, Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType

# What happened before the as-of instant, and what is so since nobody knows when.
SEEN = "KNOWN(c) AND (c.occurred_at IS NULL OR c.occurred_at < %(as_of)s)"

# A deal that was split off another one; root is the deal that was there first.
SPLIT = """
    split_step(id, root) AS (
        SELECT id, split_from_id FROM accounts_opportunity WHERE split_from_id IS NOT NULL
        UNION
        SELECT s.id, o.split_from_id
        FROM split_step s JOIN accounts_opportunity o ON o.id = s.root
        WHERE o.split_from_id IS NOT NULL
    ),
    split AS (
        SELECT s.id, s.root FROM split_step s
        JOIN accounts_opportunity whole ON whole.id = s.root AND whole.split_from_id IS NULL
    )
"""

# The life of each deal in one pass over its changes of stage, newest first. A deal with a change
# that nobody dated was created nobody knows when, unless its creation is told apart, without a
# stage. It closed at the first of the last run of changes with the outcome that it has now.
LIFE = f"""
    {{name}} AS (
        SELECT run.opportunity_id, count(run.occurred_at) AS dated,
            CASE WHEN bool_or(run.occurred_at IS NULL) AND NOT bool_or(run.stage_id IS NULL)
                THEN NULL ELSE min(run.occurred_at) END AS created_at,
            CASE WHEN bool_or(run.occurred_at IS NULL) FILTER (WHERE run.is_qualified) THEN NULL
                ELSE min(run.occurred_at) FILTER (WHERE run.is_qualified) END AS qualified_at,
            CASE WHEN bool_or(run.occurred_at IS NULL) FILTER (WHERE run.otherwise = 0) THEN NULL
                ELSE min(run.occurred_at) FILTER (WHERE run.otherwise = 0) END AS turned_at,
            max(run.stage_id) FILTER (WHERE run.place = 1) AS stage_id,
            max(run.reason) FILTER (WHERE run.place = 1) AS reason,
            max(run.position) FILTER (WHERE run.outcome = 'open') AS farthest
        FROM (
            SELECT step.*,
                count(*) FILTER (WHERE step.outcome IS DISTINCT FROM step.outcome_now)
                    OVER newest AS otherwise
            FROM (
                SELECT c.id, c.opportunity_id, c.occurred_at, c.stage_id, c.reason, s.outcome,
                    s.is_qualified, s.position,
                    first_value(s.outcome) OVER newest AS outcome_now,
                    row_number() OVER newest AS place
                FROM accounts_stagechange c
                JOIN {{deals}} ON deal.id = c.opportunity_id
                LEFT JOIN accounts_stage s ON s.id = c.stage_id
                WHERE {SEEN}
                WINDOW newest AS (
                    PARTITION BY c.opportunity_id
                    ORDER BY c.stage_id IS NULL, c.occurred_at DESC NULLS LAST, c.id DESC
                )
            ) step
            WINDOW newest AS (
                PARTITION BY step.opportunity_id
                ORDER BY step.stage_id IS NULL, step.occurred_at DESC NULLS LAST, step.id DESC
            )
        ) run
        GROUP BY run.opportunity_id
    )
"""

# The deals of accounts, and those they were split off, wherever these are.
DEALS = """
    deal AS (
        SELECT o.id FROM accounts_opportunity o JOIN {home} h ON h.account_id = o.account_id
        UNION
        SELECT split.root FROM split
        JOIN accounts_opportunity o ON o.id = split.id
        JOIN {home} h ON h.account_id = o.account_id
    )
"""

AMOUNTS = f"""
    worth AS (
        SELECT DISTINCT ON (c.opportunity_id) c.opportunity_id, c.tcv, c.acv, c.currency
        FROM accounts_amountchange c JOIN deal ON deal.id = c.opportunity_id
        WHERE {SEEN}
        ORDER BY c.opportunity_id, c.occurred_at DESC NULLS LAST, c.id DESC
    ),
    began AS (
        SELECT DISTINCT ON (c.opportunity_id) c.opportunity_id, c.tcv, c.acv, c.currency
        FROM accounts_amountchange c JOIN deal ON deal.id = c.opportunity_id
        WHERE {SEEN}
        ORDER BY c.opportunity_id, c.occurred_at ASC NULLS FIRST, c.id ASC
    )
"""


def tables(home: str = "home") -> str:
    """Return what deals were, of the accounts in a table like home."""
    deals, life = DEALS.format(home=home), LIFE.format(name="life", deals="deal")
    return f"{SPLIT}, {deals}, {life}, {AMOUNTS}"


TABLES = tables()

# The parts of a split deal keep the creation date of the whole.
STATE = """
    LEFT JOIN split part ON part.id = o.id
    LEFT JOIN life ON life.opportunity_id = o.id
    LEFT JOIN life first_life ON first_life.opportunity_id = coalesce(part.root, o.id)
    LEFT JOIN accounts_stage state ON state.id = life.stage_id
    CROSS JOIN LATERAL (
        SELECT first_life.created_at, life.qualified_at,
            CASE WHEN state.outcome IN ('won', 'lost') THEN life.turned_at END AS closed_at
    ) is_
    LEFT JOIN worth ON worth.opportunity_id = o.id
    LEFT JOIN began ON began.opportunity_id = o.id
    LEFT JOIN fx rate ON rate.currency = worth.currency AND rate.during @>
        coalesce((is_.closed_at AT TIME ZONE %(zone)s)::date, %(as_of_on)s)
    LEFT JOIN fx first_rate ON first_rate.currency = began.currency
        AND first_rate.during @> (is_.created_at AT TIME ZONE %(zone)s)::date
"""

# A deal is there from its first dated change; one that nobody dated, from the day we heard of it.
EXISTED = """
    o.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
    AND (
        life.dated > 0
        OR (o.recorded_at < %(as_of)s AND (
            life.opportunity_id IS NOT NULL
            OR NOT EXISTS (
                SELECT FROM accounts_stagechange c WHERE c.opportunity_id = o.id AND KNOWN(c)
            )
        ))
    )
"""

COLUMNS = f"""
    o.id, o.public_id, o.name AS title, {ACCOUNT_COLUMNS},
    o.type, o.source, o.product, o.group_id, o.owner_name AS owner,
    coalesce(part.root, o.id) AS deal,
    state.id AS stage_id, state.key AS stage, coalesce(state.outcome, 'open') AS outcome,
    coalesce(life.reason, '') AS reason, state.pipeline_id, state.position,
    coalesce(state.key, '') AS detail,
    is_.created_at, is_.qualified_at, is_.closed_at,
    worth.tcv, worth.acv, began.tcv AS first_tcv, began.acv AS first_acv,
    worth.tcv * rate.rate AS value, worth.acv * rate.rate AS value_acv,
    began.tcv * first_rate.rate AS first_value, began.acv * first_rate.rate AS first_value_acv,
    (coalesce(state.outcome, 'open') = 'open'
        AND is_.created_at >= %(as_of)s - {days("deal_days")}) AS maturing,
    CASE WHEN o.is_test THEN 'test'
        WHEN o.merged_into_id IS NOT NULL THEN 'duplicate'
        WHEN o.deleted_at < %(as_of)s THEN 'deleted' ELSE '' END AS unfit
"""

ROWS = f"""
    SELECT {COLUMNS}
    FROM accounts_opportunity o
    JOIN home ON home.account_id = o.account_id
    JOIN accounts_account company ON company.id = home.root
    {STATE}
    WHERE {EXISTED}
"""

SORTS = (
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
)
"""Of which type a deal is, and what became of it."""

FIELDS = (
    *ACCOUNT_FIELDS,
    *SORTS,
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

BY_GROUP = {
    Grain.GROUP: "JOIN (SELECT unnest(%(groups)s::bigint[]) AS target) k ON k.target = r.group_id"
}

MATURING: Mapping[str, tuple[str, ...]] = {"maturing": ("deal_days",)}
NOT_MATURING: Mapping[str, tuple[str, ...]] = {"": ("deal_days",)}
"""Deals tell whether their time is over; not every dataset of them asks."""


OPPORTUNITIES = Dataset(
    key="opportunities",
    rests=MATURING,
    label=Words("Opportunities", "Opportunités"),
    record_types=("opportunity",),
    tables=TABLES,
    rows=ROWS,
    fields=FIELDS,
    dates=("created_at", "qualified_at", "closed_at"),
    amount="value",
    by=BY_GROUP,
)

# Of the deals decided in the days before that count, two years, how many of those that reached a
# stage were won. Whoever won without stopping at a stage passed it all the same.
CHANCES = f"""
    every_deal AS (
        SELECT o.id, o.pipeline_id FROM accounts_opportunity o
        JOIN everyone ON everyone.account_id = o.account_id
        WHERE o.type <> 'renewal' AND NOT o.is_test AND o.merged_into_id IS NULL
            AND (o.deleted_at IS NULL OR o.deleted_at >= %(as_of)s)
            AND o.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
            AND o.id IN (
                SELECT c.opportunity_id
                FROM accounts_stagechange c JOIN accounts_stage s ON s.id = c.stage_id
                WHERE KNOWN(c) AND s.outcome IN ('won', 'lost') AND c.occurred_at < %(as_of)s
                    AND c.occurred_at >= %(as_of)s - {days("chance_days")}
            )
    ),
    {LIFE.format(name="every_life", deals="every_deal deal")},
    past AS MATERIALIZED (
        SELECT d.pipeline_id, s.outcome, l.farthest, count(*) AS deals
        FROM every_life l JOIN every_deal d ON d.id = l.opportunity_id
        JOIN accounts_stage s ON s.id = l.stage_id AND s.outcome IN ('won', 'lost')
        WHERE l.reason NOT IN ('duplicate', 'error')
            AND l.turned_at >= %(as_of)s - {days("chance_days")}
        GROUP BY d.pipeline_id, s.outcome, l.farthest
    ),
    chance AS (
        SELECT s.id AS stage_id,
            coalesce(sum(deals) FILTER (WHERE past.outcome = 'won'), 0) / sum(deals) AS rate
        FROM accounts_stage s JOIN past ON past.pipeline_id = s.pipeline_id
            AND (past.outcome = 'won' OR past.farthest >= s.position)
        WHERE s.outcome = 'open'
        GROUP BY s.id
    )
"""

# The few chances that came of it, handed over: they are the same for whoever asks.
CHANCE = """
    chance AS (
        SELECT stage_id, rate
        FROM unnest(%(stages)s::bigint[], %(rates)s::numeric[]) given(stage_id, rate)
    )
"""

WEIGHTED_OPPORTUNITIES = Dataset(
    key="weighted_opportunities",
    rests=MATURING,
    label=Words("Opportunities and their chances", "Opportunités et leurs chances"),
    record_types=("opportunity",),
    tables=f"{TABLES}, {CHANCE}",
    have_chances=True,
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
    by=BY_GROUP,
)

# One row for each stage that a deal entered, and each other stage of its pipeline it may reach.
STEPS = f"""
    SELECT r.id, r.public_id, r.title, r.account, r."account.country", r."account.industry",
        r."account.segment", r."account.status", r.type, r.outcome, r.value, r.unfit, r.reason,
        came.key AS stage_from, aim.key AS stage_to, came.at AS entered_at,
        got.at AS reached_at, (got.at IS NOT NULL) AS reached,
        (got.at IS NULL AND r.outcome = 'open'
            AND came.at >= %(as_of)s - {days("deal_days")}) AS maturing,
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
            AND c.occurred_at < came.at + {days("deal_days")}
            AND (s.id = aim.id OR (aim.outcome <> 'lost' AND s.outcome <> 'lost'
                AND s.position >= aim.position))
    ) got
"""

STAGE_STEPS = Dataset(
    key="stage_steps",
    label=Words("Steps from stage to stage", "Passages d'une étape à l'autre"),
    record_types=("opportunity",),
    tables=TABLES,
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
