"""Deals by what marketing had to do with them: whose touch came first, and whether any was ours."""

from metrics.catalogue.words import Words
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.deal_touches import is_heard, touches
from metrics.queries.datasets.opportunities import BY_GROUP, FIELDS, MATURING

SOURCED = "%(p_sourced_days)s * interval '1 day'"
INFLUENCED = "%(p_influence_days)s * interval '1 day'"

# The deals that were created or won in any of the windows.
OF_WINDOW = f"""
    SELECT r.id, r.account, r.group_id, r.created_at, kin.accounts,
        r.created_at - {SOURCED} AS since,
        least(%(as_of)s, greatest(r.created_at, coalesce(
            r.closed_at,
            CASE %(p_influence_rule)s::text WHEN 'close' THEN %(as_of)s::timestamptz END,
            r.created_at
        ))) AS until
    FROM whole_deal r JOIN kin ON kin.root = r.account
    WHERE r.unfit = '' AND r.type <> 'renewal'
        AND ((r.created_at >= %(start)s AND r.created_at < %(until)s)
            OR (r.outcome = 'won' AND r.closed_at >= %(start)s AND r.closed_at < %(until)s))
"""

CLAIMED = f"""
    claimed AS (
        SELECT deal,
            CASE WHEN %(p_sourced_rule)s::text = 'before_sales' AND coalesce(
                min(occurred_at) FILTER (WHERE owner = 'marketing' AND occurred_at < created_at)
                    < coalesce(min(occurred_at) FILTER (
                        WHERE owner = 'sales' AND occurred_at < created_at
                    ), 'infinity'), false) THEN 'marketing'
            ELSE (array_agg(owner ORDER BY occurred_at, touch)
                FILTER (WHERE occurred_at < created_at))[1] END AS source,
            coalesce(bool_or(owner = 'marketing' AND occurred_at >= created_at - {INFLUENCED}
                AND occurred_at < created_at), false) AS before_creation,
            coalesce(bool_or(owner = 'marketing' AND occurred_at >= created_at - {INFLUENCED}),
                false) AS before_close
        FROM on_deal GROUP BY deal
    )
"""

# What is said of a deal where nothing may be: it counts nowhere, or nobody heard of its touches.
SAID = """
    CASE WHEN {{nothing}} THEN '' WHEN NOT {{heard}} THEN 'unheard' ELSE {said} END
"""


def listed(key: str) -> str:
    """Return words that are set, in small letters, as SQL."""
    return f"lower(%(p_{key})s::text[]::text)::text[]"


# What a CRM calls the source of a deal, by the words that are set for whose it is.
OF_CRM = f"""
    CASE WHEN btrim(r.source) = '' THEN 'unknown'
        WHEN lower(btrim(r.source)) = ANY({listed("crm_marketing")}) THEN 'marketing'
        WHEN lower(btrim(r.source)) = ANY({listed("crm_sdr")}) THEN 'sdr'
        WHEN lower(btrim(r.source)) = ANY({listed("crm_partner")}) THEN 'partner'
        ELSE 'sales' END
"""
WHOSE = f"""
    CASE WHEN %(p_sourced_rule)s::text = 'crm' THEN {OF_CRM}
        ELSE coalesce(claimed.source, 'unknown') END
"""
SOURCE = SAID.format(said=WHOSE)
TOUCHED = SAID.format(
    said=f"CASE WHEN {{touched}} OR ({WHOSE}) = 'marketing' THEN 'influenced' ELSE 'none' END"
)

NO_CREATION = "(r.unfit <> '' OR r.type = 'renewal' OR r.created_at IS NULL)"
NO_WIN = (
    f"({NO_CREATION} OR r.outcome <> 'won' OR r.closed_at IS NULL"
    " OR r.reason IN ('duplicate', 'error'))"
)
CREATED = {
    "nothing": NO_CREATION,
    "heard": is_heard(f"r.created_at - {SOURCED}", "r.created_at"),
}
WON = {"nothing": NO_WIN, "heard": is_heard(f"r.created_at - {SOURCED}", "r.closed_at")}

BY_CREATION = """
    CASE %(p_influence_rule)s::text WHEN 'close' THEN claimed.before_close
        ELSE claimed.before_creation END
"""

SOURCES = ("marketing", "sales", "sdr", "partner", "unknown", "unheard", "")
INFLUENCES = ("influenced", "none", "unheard", "")

INFLUENCE = Dataset(
    key="influence",
    rests=MATURING,
    label=Words("Opportunities and marketing", "Opportunités et marketing"),
    record_types=("opportunity",),
    tables=f"{touches(OF_WINDOW)}, {CLAIMED}",
    rows=f"""
        SELECT r.*,
            {SOURCE.format(**CREATED)} AS created_source,
            {TOUCHED.format(**CREATED, touched=BY_CREATION)} AS created_influence,
            {SOURCE.format(**WON)} AS won_source,
            {TOUCHED.format(**WON, touched="claimed.before_close")} AS won_influence
        FROM whole_deal r
        CROSS JOIN heard_of_all
        LEFT JOIN heard_of ON heard_of.root = r.account
        LEFT JOIN claimed ON claimed.deal = r.id
    """,
    fields=(
        *FIELDS,
        *(
            Field(
                name=name,
                type=FieldType.CHOICE,
                label=Words("", ""),
                choices=SOURCES if name.endswith("source") else INFLUENCES,
                inner=True,
            )
            for name in ("created_source", "created_influence", "won_source", "won_influence")
        ),
    ),
    dates=("created_at", "closed_at"),
    amount="value",
    by=BY_GROUP,
)
