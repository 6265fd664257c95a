"""What teams read of accounts by themselves: the newest value of each indicator in each account."""

from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType

# What holds is what was read last, by its day; of two companies that became one, the later. It may
# be told which indicators are meant.
NEWEST = """
    newest_reading AS MATERIALIZED (
        SELECT DISTINCT ON (home.root, r.indicator_id) home.root, r.*
        FROM home JOIN metrics_indicatorreading r ON r.account_id = home.account_id
        WHERE KNOWN(r) AND r.effective_on <= %(as_of_on)s::date
            AND (%(told)s::bigint[] = '{}' OR r.indicator_id = ANY(%(told)s::bigint[]))
        ORDER BY home.root, r.indicator_id, r.effective_on DESC, r.id DESC
    )
"""

READINGS = Dataset(
    key="readings",
    label=Words("Values read by the team", "Valeurs relevées par l'équipe"),
    record_types=(),
    tables=NEWEST,
    rows=f"""
        SELECT r.id, NULL::uuid AS public_id, coalesce(nullif(r.source, ''), author.name) AS title,
            {ACCOUNT_COLUMNS}, r.indicator_id AS indicator,
            r.effective_on::timestamp AT TIME ZONE %(zone)s AS read_at,
            %(as_of_on)s::date - r.effective_on AS age_days, said.worth, r.weight,
            said.worth * r.weight AS weighed,
            CASE WHEN r.currency <> '' THEN said.worth END AS amount,
            CASE r.currency WHEN '' THEN trim_scale(r.value)::text
                WHEN %(currency)s THEN '' ELSE trim_scale(r.value)::text || ' ' || r.currency
            END AS detail
        FROM newest_reading r
        JOIN accounts_account company ON company.id = r.root
        LEFT JOIN accounts_user author ON author.id = r.recorded_by_id
        LEFT JOIN fx rate ON rate.currency = r.currency AND rate.during @> r.effective_on
        CROSS JOIN LATERAL (
            SELECT CASE r.currency WHEN '' THEN r.value ELSE r.value * rate.rate END AS worth
        ) said
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="indicator", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="read_at", type=FieldType.INSTANT, label=Words("Read", "Relevée le")),
        Field(name="age_days", type=FieldType.NUMBER, label=Words("Age in days", "Âge en jours")),
        Field(name="worth", type=FieldType.NUMBER, label=Words("Value", "Valeur")),
        Field(name="weight", type=FieldType.NUMBER, label=Words("Weight", "Poids")),
        Field(name="weighed", type=FieldType.NUMBER, label=Words("", ""), inner=True),
    ),
    dates=("read_at",),
    amount="amount",
    told="indicator",
    used="""
        SELECT 1 FROM metrics_indicatorreading r
        WHERE KNOWN(r) AND r.effective_on <= %(as_of_on)s::date
    """,
)
