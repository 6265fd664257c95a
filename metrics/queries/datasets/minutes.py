"""How much attention accounts gave us lately, and how far they are on their journey."""

from metrics.calc import scales
from metrics.catalogue.parameters import TYPES, setting
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.opportunities import ROWS, TABLES
from metrics.queries.datasets.people import BY_PEOPLE, TOUCH_FEEDS, words

STAGES = ("none", "aware", "engaged", "qualified", "opportunity", "customer")
OPENED = "email_opened"

# What people of the account, and visitors found to be of it, did in the days that count; how often
# each did it on a day, up to what counts. Opening a mail is a sign, of no minutes.
ATTENTION = f"""
    minute(type, minutes) AS (
        SELECT * FROM unnest(%(p_minute_types)s::text[], %(p_minutes)s::float8[])
    ),
    spent AS (
        SELECT home.root, t.type, coalesce(minute.minutes, 0) AS minutes,
            coalesce(twin.root, t.contact_id, l.contact_id) AS contact,
            least(%(p_most_a_day)s, sum(t.quantity)) AS times
        FROM home
        JOIN accounts_touch t ON t.account_id = home.account_id
        LEFT JOIN minute ON minute.type = t.type
        LEFT JOIN accounts_visitorlink l ON l.visitor_id = t.visitor_id AND KNOWN(l)
        LEFT JOIN merged_contact twin ON twin.id = coalesce(t.contact_id, l.contact_id)
        WHERE KNOWN(t) AND t.automation IN ({words(BY_PEOPLE)})
            AND t.type IN ({words((*TYPES, OPENED))})
            AND (t.direction = 'inbound' OR t.type IN ({words(scales.SPOKEN)}))
            AND t.occurred_at >= %(as_of)s - %(p_engaged_days)s * interval '1 day'
            AND t.occurred_at < %(as_of)s
        GROUP BY home.root, t.type, minute.minutes, contact,
            coalesce('c' || coalesce(twin.root, t.contact_id, l.contact_id), 'v' || t.visitor_id,
                't' || t.id),
            (t.occurred_at AT TIME ZONE %(zone)s)::date
    ),
    attention AS (
        SELECT root, sum(minutes * times) AS minutes,
            count(DISTINCT contact) FILTER (WHERE minutes > 0) AS people
        FROM spent GROUP BY root
    )
"""

# Who is qualified, has an open opportunity or a contract in force at the as-of instant. Of an
# account without any contract told, its status says whether it is a customer.
LATER = f"""
    is_qualified AS (
        SELECT home.root, max(q.qualified_at) AS since
        FROM metrics_qualification q JOIN home ON home.account_id = q.account_id
        WHERE KNOWN(q) AND q.qualified_at < %(as_of)s
            AND (q.ended_at IS NULL OR q.ended_at >= %(as_of)s)
        GROUP BY home.root
    ),
    in_hand AS (
        SELECT d.account AS root, min(d.created_at) AS since FROM ({ROWS}) d
        WHERE d.outcome = 'open' AND d.unfit = '' AND d.type <> 'renewal'
            AND (d.created_at IS NULL OR d.created_at < %(as_of)s)
        GROUP BY d.account
    ),
    told AS (
        SELECT DISTINCT ON (c.id) home.root, t.status, t.starts_on, t.due_on
        FROM accounts_contract c
        JOIN home ON home.account_id = c.account_id
        JOIN accounts_contractterms t ON t.contract_id = c.id
        WHERE KNOWN(t) AND t.occurred_at < %(as_of)s
        ORDER BY c.id, t.occurred_at DESC, t.id DESC
    ),
    customer AS (
        SELECT root, bool_or(status = 'signed' AND coalesce(starts_on, %(as_of_on)s) <= %(as_of_on)s
            AND coalesce(due_on + {setting("renewal_grace_days")}::int, %(as_of_on)s)
                >= %(as_of_on)s) AS is_now
        FROM told GROUP BY root
    )
"""

ATTENTIONS = Dataset(
    key="attention",
    label=Words("Attention of accounts", "Attention des comptes"),
    record_types=TOUCH_FEEDS,
    tables=f"{ATTENTION}, {TABLES}, {LATER}",
    rows=f"""
        SELECT company.id, company.public_id, company.name AS title, {ACCOUNT_COLUMNS},
            stage.stage AS detail, stage.stage, coalesce(attention.minutes, 0) AS minutes,
            coalesce(attention.people, 0) AS people,
            is_qualified.since AS qualified_at, %(as_of)s::timestamptz AS since, '' AS unfit
        FROM accounts_account company
        JOIN (SELECT DISTINCT root FROM home) home ON home.root = company.id
        LEFT JOIN attention ON attention.root = company.id
        LEFT JOIN is_qualified ON is_qualified.root = company.id
        LEFT JOIN in_hand ON in_hand.root = company.id
        LEFT JOIN customer ON customer.root = company.id
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN coalesce(customer.is_now, company.status = 'customer') THEN 'customer'
                WHEN in_hand.root IS NOT NULL THEN 'opportunity'
                WHEN is_qualified.root IS NOT NULL THEN 'qualified'
                WHEN attention.minutes >= %(p_engaged_minutes)s THEN 'engaged'
                WHEN attention.root IS NOT NULL THEN 'aware' ELSE 'none' END AS stage
        ) stage
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(
            name="stage",
            type=FieldType.CHOICE,
            label=Words("Stage of the journey", "Étape du parcours"),
            choices=STAGES,
        ),
        Field(
            name="minutes",
            type=FieldType.NUMBER,
            label=Words("Minutes of attention", "Minutes d'attention"),
        ),
        Field(name="people", type=FieldType.NUMBER, label=Words("People", "Personnes")),
    ),
    dates=("since",),
)
