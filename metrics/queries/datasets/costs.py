"""What programs cost: each line of spend, and its parts where several programs share it.

A line counts for the program that it names, or its campaign's. One that names neither is shared by
the programs that had accounts in it on its day: those the account was enrolled in, or by how many
accounts of the campaign's list each had enrolled. So an account's day is the unit, months add up
to their quarter, and the parts to the line, to the cent. What no program had a part in counts for
none, and for all.
"""

from metrics.catalogue.words import Grain, Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType

CATEGORIES = ("media", "content", "event", "agency", "tool", "people")
MEDIA, DIRECT = CATEGORIES[:1], CATEGORIES[:4]
"""What is counted on the bases media and direct; full counts all."""


def among(column: str, categories: tuple[str, ...]) -> str:
    """Return the condition that a column is one of these categories."""
    return f"{column} IN ({', '.join(repr(each) for each in categories)})"


# Lines within reach that were spent before the as-of instant: a day is taken at its noon.
LINES = """
    line AS MATERIALIZED (
        SELECT s.*, c.name AS campaign_name, coalesce(s.program_id, c.program_id) AS owner,
            noon.at, round(s.amount * rate.rate, 2) AS worth
        FROM (
            SELECT s.*, home.root
            FROM accounts_spend s JOIN home ON home.account_id = s.account_id
            UNION ALL
            SELECT s.*, NULL
            FROM accounts_spend s
            LEFT JOIN program_in_reach p ON p.id = s.program_id
            LEFT JOIN campaign_in_reach c ON c.id = s.campaign_id
            WHERE s.account_id IS NULL AND %(accounts)s::bigint[] = '{}'
                AND (p.id IS NOT NULL OR (s.program_id IS NULL AND c.id IS NOT NULL))
        ) s
        LEFT JOIN accounts_campaign c ON c.id = s.campaign_id
        LEFT JOIN fx rate ON rate.currency = s.currency AND rate.during @> s.spent_on
        CROSS JOIN LATERAL (SELECT (s.spent_on + time '12:00') AT TIME ZONE %(zone)s AS at) noon
        WHERE KNOWN(s) AND noon.at < %(as_of)s
    )
"""

# Of each line that names no program, how many accounts each program had in it on its day.
WEIGHTS = """
    for_account AS (
        SELECT id, at, root FROM line WHERE owner IS NULL AND root IS NOT NULL
        UNION
        SELECT line.id, line.at, aim.root
        FROM line
        JOIN accounts_campaigntarget t ON t.campaign_id = line.campaign_id AND KNOWN(t)
            AND tstzrange(t.from_at, t.to_at) @> line.at
        JOIN everyone aim ON aim.account_id = t.account_id
        WHERE line.owner IS NULL AND line.root IS NULL
    ),
    weight AS (
        SELECT f.id, e.program_id AS program, count(DISTINCT f.root) AS accounts
        FROM for_account f
        JOIN everyone kin ON kin.root = f.root
        JOIN accounts_enrolment e ON e.account_id = kin.account_id AND KNOWN(e)
            AND tstzrange(e.from_at, e.to_at) @> f.at
        GROUP BY 1, 2
    ),
    part AS (
        SELECT id, owner AS program, worth, false AS is_shared FROM line
        WHERE owner IS NOT NULL OR id NOT IN (SELECT id FROM weight)
        UNION ALL
        SELECT id, program,
            sign * (cents + (row_number() OVER (PARTITION BY id ORDER BY rest DESC, program)
                <= whole - sum(cents) OVER (PARTITION BY id))::int) / 100.0,
            count(*) OVER (PARTITION BY id) > 1
        FROM (
            SELECT share.*, div(whole * accounts, total) AS cents,
                mod(whole * accounts, total) AS rest
            FROM (
                SELECT weight.id, weight.program, weight.accounts,
                    sum(weight.accounts) OVER (PARTITION BY weight.id) AS total,
                    abs(line.worth) * 100 AS whole, sign(line.worth) AS sign
                FROM weight JOIN line ON line.id = weight.id
            ) share
        ) shared
    )
"""

BASES = {
    "in_media": among("line.category", MEDIA),
    "in_direct": among("line.category", DIRECT),
    "in_basis": "CASE %(p_cost_basis)s"
    f" WHEN 'media' THEN {among('line.category', MEDIA)}"
    f" WHEN 'direct' THEN {among('line.category', DIRECT)} ELSE true END",
}

COSTS = Dataset(
    key="costs",
    label=Words("Costs of programs", "Coûts des programmes"),
    record_types=("spend",),
    tables=f"{LINES}, {WEIGHTS}",
    rows=f"""
        SELECT line.id, line.public_id, coalesce(line.campaign_name, nullif(line.note, ''),
                line.source) AS title, {ACCOUNT_COLUMNS},
            line.category AS detail, line.category, line.source, line.campaign_id AS campaign,
            part.program, part.worth AS value, part.is_shared,
            EXISTS (
                SELECT FROM accounts_controlaccount k WHERE k.program_id = part.program AND KNOWN(k)
            ) AS is_compared,
            {", ".join(f"{condition} AS {name}" for name, condition in BASES.items())},
            line.at AS spent_at, line.at + %(p_lag_days)s * interval '1 day' AS counts_at,
            line.at AS ever_at,
            extract(epoch FROM %(as_of)s::timestamptz - line.at) / 86400 AS age_days, '' AS unfit
        FROM part
        JOIN line ON line.id = part.id
        LEFT JOIN accounts_account company ON false
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(
            name="category",
            type=FieldType.CHOICE,
            label=Words("Category", "Catégorie"),
            choices=CATEGORIES,
        ),
        Field(name="source", type=FieldType.TEXT, label=Words("Source", "Source")),
        Field(name="campaign", type=FieldType.KEY, label=Words("Campaign", "Campagne")),
        Field(name="program", type=FieldType.KEY, label=Words("Program", "Programme")),
        Field(name="value", type=FieldType.MONEY, label=Words("Amount", "Montant")),
        Field(
            name="is_shared",
            type=FieldType.TRUTH,
            label=Words("Shared by programs", "Partagé entre programmes"),
        ),
        *(
            Field(name=name, type=FieldType.TRUTH, label=Words("", ""), inner=True)
            for name in BASES
        ),
        Field(name="is_compared", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(name="spent_at", type=FieldType.INSTANT, label=Words("Day", "Jour")),
        Field(name="counts_at", type=FieldType.INSTANT, label=Words("", ""), inner=True),
        Field(name="ever_at", type=FieldType.INSTANT, label=Words("", ""), inner=True),
        Field(name="age_days", type=FieldType.NUMBER, label=Words("", ""), inner=True),
    ),
    dates=("counts_at", "spent_at", "ever_at"),
    amount="value",
    by={
        Grain.CAMPAIGN: "JOIN (SELECT unnest(%(campaigns)s::bigint[]) AS target) k"
        " ON k.target = r.campaign"
    },
    unplaced="program",
)
