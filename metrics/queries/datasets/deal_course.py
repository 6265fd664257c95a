"""The course of deals through a window: what was foreseen of them, what became of it, and when."""

from metrics.catalogue.parameters import days
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.opportunities import NOT_MATURING, SORTS, TABLES
from metrics.queries.datasets.opportunities import ROWS as DEALS

# The row of a history that stands at an instant; what nobody dated came before all others.
STANDING = """
    LEFT JOIN LATERAL (
        SELECT {columns} FROM {table} c {joined}
        WHERE c.opportunity_id = r.id AND KNOWN(c)
            AND (c.occurred_at IS NULL OR c.occurred_at {until})
        ORDER BY c.occurred_at DESC NULLS LAST, c.id DESC LIMIT 1
    ) {name} ON {where}
"""

FORECAST = "c.close_on, c.amount, c.currency, c.category, c.occurred_at"
LAST_DAY = "((w.until - interval '1 microsecond') AT TIME ZONE %(zone)s)::date"


def _day(instant: str) -> str:
    return f"({instant} AT TIME ZONE %(zone)s)::date"


def _standing(name: str, table: str, columns: str, until: str, where: str = "true") -> str:
    return STANDING.format(
        name=name, table=table, columns=columns, until=until, joined="", where=where
    )


# When an account came into the programs that are asked about, within each window.
COMING = """
    coming AS (
        SELECT w.number, e.root, min(greatest(w.start, lower(stay))) AS at
        FROM enrolled e
        CROSS JOIN LATERAL unnest(e.during) stay
        JOIN asked_window w ON stay && tstzrange(w.start, w.until)
        GROUP BY w.number, e.root
    )
"""

# What was foreseen is asked at the window's start, or when the account came into the program. Where
# the seller told it on the day the deal was won, what stood a week before that counts.
ROWS = f"""
    SELECT r.id, r.public_id, r.title, r.account, r."account.country", r."account.industry",
        r."account.segment", r."account.status", r.type, r.outcome, r.reason, r.unfit, r.detail,
        w.number AS window_number,
        CASE WHEN life.is_dated THEN life.seen_at END AS seen_at,
        extract(epoch FROM greatest(interval '0', w.start - r.created_at)) / 86400 AS entered_days,
        extract(epoch FROM CASE WHEN life.is_over THEN r.closed_at ELSE w.until END - r.created_at)
            / 86400 AS lasted_days,
        CASE WHEN life.is_over AND r.outcome = 'won' THEN 1 ELSE 0 END AS is_won,
        CASE WHEN plan.is_foreseen THEN asked.at END AS foreseen_at,
        CASE WHEN r.outcome = 'won' AND r.closed_at >= w.start AND r.closed_at < w.until
            THEN r.closed_at END AS won_at,
        coalesce(r.outcome = 'won' AND r.closed_at >= w.start AND r.closed_at < w.until, false)
            AS is_won_within,
        plan.category = 'commit' AS is_sure,
        (plan.close_on >= {_day("w.start")} AND plan.close_on < {_day("w.until")}) AS is_within,
        plan.close_on >= {_day("w.until")} AS is_later,
        plan.close_on - lately.close_on AS days_pulled,
        worth.tcv * rate.rate AS worth_now,
        worth.tcv * rate.rate * (plan.close_on - lately.close_on) AS weighted_days,
        CASE WHEN worth.tcv IS NULL THEN 'missing_amount'
            WHEN rate.rate IS NULL THEN 'missing_rate' ELSE '' END AS lack_now,
        expected.amount * expected_rate.rate AS worth_foreseen,
        CASE WHEN expected.amount IS NULL THEN 'missing_amount'
            WHEN expected_rate.rate IS NULL THEN 'missing_rate' ELSE '' END AS lack_foreseen
    FROM ({DEALS} OFFSET 0) r
    CROSS JOIN asked_window w
    LEFT JOIN coming ON coming.number = w.number AND coming.root = r.account
    CROSS JOIN LATERAL (SELECT coalesce(coming.at, w.start) AS at) asked
    CROSS JOIN LATERAL (
        SELECT r.created_at IS NOT NULL AND (r.outcome = 'open' OR r.closed_at IS NOT NULL)
                AS is_dated,
            coalesce(r.closed_at < w.until, false) AS is_over,
            CASE WHEN r.closed_at < w.until THEN r.closed_at
                ELSE w.until - interval '1 microsecond' END AS seen_at
    ) life
    {
    STANDING.format(
        name="stage",
        columns="s.outcome",
        table="accounts_stagechange",
        joined="JOIN accounts_stage s ON s.id = c.stage_id",
        until="<= asked.at",
        where="true",
    )
}
    {_standing("stood", "accounts_forecast", FORECAST, "<= asked.at")}
    {
    _standing(
        "stood_before",
        "accounts_forecast",
        FORECAST,
        f"<= r.closed_at - {days('forecast_days')}",
        f"r.outcome = 'won' AND {_day('stood.occurred_at')} = {_day('r.closed_at')}",
    )
}
    {_standing("latest", "accounts_forecast", "c.close_on", "< %(as_of)s")}
    {_standing("then_worth", "accounts_amountchange", "c.tcv, c.currency", "<= asked.at")}
    CROSS JOIN LATERAL (
        SELECT chosen.*, chosen.close_on IS NOT NULL AND coalesce(stage.outcome, 'open') = 'open'
            AND coalesce(r.created_at <= asked.at, true) AS is_foreseen
        FROM (
            SELECT stood_before.close_on, stood_before.amount, stood_before.currency,
                stood_before.category
            WHERE r.outcome = 'won' AND {_day("stood.occurred_at")} = {_day("r.closed_at")}
            UNION ALL
            SELECT stood.close_on, stood.amount, stood.currency, stood.category
            WHERE (r.outcome = 'won' AND {_day("stood.occurred_at")} = {_day("r.closed_at")})
                IS NOT TRUE
        ) chosen
    ) plan
    CROSS JOIN LATERAL (
        SELECT CASE r.outcome WHEN 'won' THEN {_day("r.closed_at")}
            WHEN 'open' THEN latest.close_on END AS close_on
    ) lately
    CROSS JOIN LATERAL (
        SELECT coalesce(plan.amount, then_worth.tcv) AS amount,
            CASE WHEN plan.amount IS NULL THEN then_worth.currency ELSE plan.currency END
                AS currency
    ) expected
    LEFT JOIN worth ON worth.opportunity_id = r.id
    LEFT JOIN fx rate ON rate.currency = worth.currency AND rate.during @> {LAST_DAY}
    LEFT JOIN fx expected_rate ON expected_rate.currency = expected.currency
        AND expected_rate.during @> {LAST_DAY}
    WHERE NOT (life.is_dated AND r.created_at >= w.until)
        AND (r.closed_at IS NULL OR r.closed_at >= w.start)
"""

DEAL_COURSE = Dataset(
    key="deal_course",
    rests=NOT_MATURING,
    label=Words("Deals and what was foreseen of them", "Affaires et leurs prévisions"),
    record_types=("opportunity",),
    tables=f"{TABLES}, {COMING}",
    rows=ROWS,
    fields=(
        *ACCOUNT_FIELDS,
        *SORTS,
        Field(name="seen_at", type=FieldType.INSTANT, label=Words("Seen", "Vue le")),
        Field(name="foreseen_at", type=FieldType.INSTANT, label=Words("Foreseen", "Prévue le")),
        Field(name="won_at", type=FieldType.INSTANT, label=Words("Won", "Gagnée le")),
        Field(
            name="days_pulled",
            type=FieldType.NUMBER,
            label=Words("Days pulled in", "Jours gagnés"),
        ),
        *(
            Field(name=name, type=kind, label=Words("", ""), inner=True)
            for kind, names in (
                (FieldType.NUMBER, ("entered_days", "lasted_days", "is_won", "weighted_days")),
                (FieldType.TRUTH, ("is_won_within", "is_sure", "is_within", "is_later")),
                (FieldType.MONEY, ("worth_now", "worth_foreseen")),
                (FieldType.CHOICE, ("reason", "unfit", "lack_now", "lack_foreseen")),
            )
            for name in names
        ),
    ),
    dates=("foreseen_at", "seen_at", "won_at"),
    amount="worth_now",
    by_window=True,
)
