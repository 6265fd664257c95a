"""Qualified accounts, what became of them, and opportunities that were qualified by marketing."""

from metrics.catalogue.words import Grain, Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.opportunities import (
    EXISTED,
    FIELDS,
    LIFE,
    MATURING,
    ROWS,
    SPLIT,
    TABLES,
)
from metrics.queries.datasets.people import ANSWERING, BY_PEOPLE, TOUCH_FEEDS, words


def listed_at(instant: str) -> str:
    """Return the join with the campaigns that had the account on their list at an instant."""
    return f"""
        JOIN (
            SELECT DISTINCT t.campaign_id AS target, aim.root,
                tstzrange(t.from_at, t.to_at) AS stay
            FROM accounts_campaigntarget t JOIN everyone aim ON aim.account_id = t.account_id
            WHERE KNOWN(t) AND t.campaign_id = ANY(%(campaigns)s)
        ) k ON k.root = r.account AND k.stay @> r.{instant}
    """


# Whoever qualified for two programs at once qualified once; an account that was merged into another
# since is found anew by the next job, and until then counts for what it became.
QUALIFIED = """
    SELECT q.id, q.account_id, home.root, q.program_id AS program, q.qualified_at, q.reason,
        q.minutes, q.people, CASE WHEN q.ended_at < %(as_of)s THEN q.ended_at END AS ended_at
    FROM metrics_qualification q JOIN home ON home.account_id = q.account_id
    WHERE KNOWN(q) AND q.qualified_at < %(as_of)s
"""

QUALIFIED_COLUMNS = f"""
    q.id, company.public_id, company.name AS title, {ACCOUNT_COLUMNS}, q.program,
    q.reason AS detail, q.reason, q.qualified_at, q.ended_at, q.minutes, q.people,
    q.ended_at IS NULL AS is_open,
    concat(q.root, ' ', extract(epoch FROM q.qualified_at)) AS event
"""

QUALIFIED_FIELDS = (
    *ACCOUNT_FIELDS,
    Field(name="program", type=FieldType.KEY, label=Words("Program", "Programme")),
    Field(name="event", type=FieldType.KEY, label=Words("", ""), inner=True),
    Field(
        name="reason",
        type=FieldType.CHOICE,
        label=Words("Qualified by", "Qualifié par"),
        choices=("depth", "meeting", "demo"),
    ),
    Field(name="minutes", type=FieldType.NUMBER, label=Words("Minutes", "Minutes")),
    Field(name="people", type=FieldType.NUMBER, label=Words("People", "Personnes")),
    Field(name="is_open", type=FieldType.TRUTH, label=Words("Still qualified", "Encore qualifié")),
    Field(name="qualified_at", type=FieldType.INSTANT, label=Words("Qualified", "Qualifié le")),
    Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
)

QUALIFICATIONS = Dataset(
    key="qualifications",
    label=Words("Qualified accounts", "Comptes qualifiés"),
    record_types=TOUCH_FEEDS,
    rows=f"""
        SELECT {QUALIFIED_COLUMNS}, '' AS unfit
        FROM ({QUALIFIED}) q JOIN accounts_account company ON company.id = q.root
    """,
    fields=QUALIFIED_FIELDS,
    dates=("qualified_at",),
    program="program",
    by={Grain.CAMPAIGN: listed_at("qualified_at")},
)

# When the account's next opportunity began, new or expansion, from the day it qualified on. Its
# deals closed as duplicates or by mistake never were.
NEXT_DEAL = f"""
    {SPLIT},
    own_deal AS (
        SELECT o.id, home.root, o.split_from_id FROM accounts_opportunity o
        JOIN home ON home.account_id = o.account_id
        WHERE o.type <> 'renewal' AND NOT o.is_test AND o.merged_into_id IS NULL
            AND (o.deleted_at IS NULL OR o.deleted_at >= %(as_of)s)
            AND o.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
            AND home.root IN (
                SELECT home.root FROM metrics_qualification q
                JOIN home ON home.account_id = q.account_id WHERE KNOWN(q)
            )
    ),
    deal AS (
        SELECT id FROM own_deal
        UNION
        SELECT split.root FROM split JOIN own_deal ON own_deal.id = split.id
    ),
    {LIFE.format(name="life", deals="deal")},
    begun AS (
        SELECT own_deal.root, whole.created_at
        FROM own_deal
        JOIN accounts_opportunity o ON o.id = own_deal.id
        LEFT JOIN life ON life.opportunity_id = o.id
        LEFT JOIN split ON split.id = o.id
        JOIN life whole ON whole.opportunity_id = coalesce(split.root, o.id)
        WHERE coalesce(life.reason, '') NOT IN ('duplicate', 'error')
            AND whole.created_at IS NOT NULL AND {EXISTED}
    )
"""

# Joined, not asked of each account: thousands of them would each look through all deals.
CONVERTED = f"""
    qualified AS MATERIALIZED ({QUALIFIED}),
    converted AS (
        SELECT DISTINCT q.id FROM qualified q
        JOIN begun ON begun.root = q.root AND begun.created_at >= q.qualified_at
            AND begun.created_at < q.qualified_at + %(p_conversion_days)s * interval '1 day'
    )
"""

QUALIFIED_COHORT = Dataset(
    key="qualified_cohort",
    label=Words("Qualified accounts and their opportunities", "Comptes qualifiés et opportunités"),
    record_types=TOUCH_FEEDS,
    tables=f"{NEXT_DEAL}, {CONVERTED}",
    rows=f"""
        SELECT {QUALIFIED_COLUMNS}, converted.id IS NOT NULL AS is_converted,
            q.qualified_at + %(p_conversion_days)s * interval '1 day' > %(as_of)s AS maturing,
            '' AS unfit
        FROM qualified q
        JOIN accounts_account company ON company.id = q.root
        LEFT JOIN converted ON converted.id = q.id
    """,
    fields=(
        *QUALIFIED_FIELDS,
        Field(
            name="is_converted",
            type=FieldType.TRUTH,
            label=Words("Became an opportunity", "Devenu une opportunité"),
        ),
        Field(name="maturing", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    ),
    dates=("qualified_at",),
    program="program",
)

# Before its creation the account was qualified; or, by the other rule, somebody on the deal had
# answered marketing: a member of its group then, or where it has none anybody of the account.
BY_MARKETING = f"""
    whole AS MATERIALIZED ({ROWS}),
    held AS (
        SELECT home.root, q.qualified_at, q.ended_at
        FROM metrics_qualification q JOIN home ON home.account_id = q.account_id WHERE KNOWN(q)
    ),
    by_marketing AS (
        SELECT d.id FROM whole d
        JOIN held ON held.root = d.account AND held.qualified_at < d.created_at
            AND coalesce(held.ended_at, 'infinity')
                > d.created_at - %(p_mqo_days)s * interval '1 day'
        WHERE %(p_mqo_rule)s = 'mqa' AND d.qualified_at IS NOT NULL
        UNION
        SELECT d.id FROM whole d
        JOIN home ON home.root = d.account
        JOIN accounts_touch t ON t.account_id = home.account_id AND KNOWN(t)
            AND t.owner = 'marketing' AND t.occurred_at < d.created_at
            AND t.occurred_at >= d.created_at - %(p_mqo_days)s * interval '1 day'
            AND t.type IN ({words(ANSWERING)}) AND t.automation IN ({words(BY_PEOPLE)})
        LEFT JOIN merged_contact twin ON twin.id = t.contact_id
        WHERE %(p_mqo_rule)s = 'response' AND d.qualified_at IS NOT NULL
            AND (d.group_id IS NULL OR EXISTS (
                SELECT FROM accounts_membership m
                LEFT JOIN merged_contact same ON same.id = m.contact_id
                WHERE m.group_id = d.group_id AND KNOWN(m)
                    AND coalesce(same.root, m.contact_id) = coalesce(twin.root, t.contact_id)
                    AND tstzrange(m.from_at, m.to_at) @> t.occurred_at
            ))
    )
"""

# What it was worth when it was qualified, at that day's rate.
WORTH_THEN = """
    that_day AS (
        SELECT DISTINCT ON (c.opportunity_id) c.opportunity_id, c.tcv, c.currency
        FROM accounts_amountchange c JOIN whole d ON d.id = c.opportunity_id
        WHERE KNOWN(c) AND d.qualified_at IS NOT NULL
            AND (c.occurred_at IS NULL OR c.occurred_at <= d.qualified_at)
        ORDER BY c.opportunity_id, c.occurred_at DESC NULLS LAST, c.id DESC
    )
"""

MARKETING_DEALS = Dataset(
    key="marketing_deals",
    rests=MATURING,
    label=Words("Opportunities qualified by marketing", "Opportunités qualifiées par le marketing"),
    record_types=("opportunity",),
    tables=f"{TABLES}, {BY_MARKETING}, {WORTH_THEN}",
    rows="""
        SELECT d.*, that_day.tcv AS tcv_then, that_day.tcv * then_rate.rate AS value_then,
            by_marketing.id IS NOT NULL AS is_by_marketing
        FROM whole d
        LEFT JOIN by_marketing ON by_marketing.id = d.id
        LEFT JOIN that_day ON that_day.opportunity_id = d.id
        LEFT JOIN fx then_rate ON then_rate.currency = that_day.currency
            AND then_rate.during @> (d.qualified_at AT TIME ZONE %(zone)s)::date
    """,
    fields=(
        *FIELDS,
        Field(name="is_by_marketing", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(name="tcv_then", type=FieldType.MONEY, label=Words("", ""), inner=True),
        Field(name="value_then", type=FieldType.MONEY, label=Words("", ""), inner=True),
    ),
    dates=("qualified_at", "created_at"),
    amount="value_then",
    by={Grain.CAMPAIGN: listed_at("qualified_at")},
)
