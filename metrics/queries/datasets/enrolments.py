"""Who was in a program: one row for each unbroken stay of an account, whatever its tiers."""

from metrics.catalogue.parameters import setting
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType

AWAY = """extract(day FROM lower(stay.during) - lag(upper(stay.during)) OVER (
                here ORDER BY lower(stay.during)
            ))"""

# Accounts that were merged stay together: their earliest date is the date of the two.
ENROLMENTS = Dataset(
    key="enrolments",
    rests={"is_reactivated": ("away_days",)},
    label=Words("Enrolments in programs", "Inscriptions aux programmes"),
    record_types=("enrolment",),
    rows=f"""
        SELECT row_number() OVER (ORDER BY stay.root, stay.program_id, lower(stay.during)) AS id,
            company.public_id, company.name AS title, {ACCOUNT_COLUMNS},
            stay.program_id AS program,
            coalesce(nullif(program.name_en, ''), program.name_fr) AS detail,
            lower(stay.during) AS from_at, upper(stay.during) AS to_at,
            lower(stay.during) = min(lower(stay.during)) OVER here AS is_first,
            lower(stay.during) = min(lower(stay.during)) OVER anywhere AS is_first_ever,
            {AWAY} AS away_days, {AWAY} >= {setting("away_days")} AS is_reactivated,
            '' AS unfit
        FROM (
            SELECT root, program_id, unnest(range_agg(span)) AS during FROM (
                SELECT home.root, e.program_id, tstzrange(e.from_at, e.to_at) AS span
                FROM accounts_enrolment e JOIN home ON home.account_id = e.account_id
                WHERE KNOWN(e) AND e.from_at < %(as_of)s
            ) spans
            GROUP BY root, program_id
        ) stay
        JOIN accounts_account company ON company.id = stay.root
        JOIN accounts_program program ON program.id = stay.program_id
        WINDOW here AS (PARTITION BY stay.root, stay.program_id),
            anywhere AS (PARTITION BY stay.root)
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="program", type=FieldType.KEY, label=Words("Program", "Programme")),
        Field(name="from_at", type=FieldType.INSTANT, label=Words("From", "Du")),
        Field(name="to_at", type=FieldType.INSTANT, label=Words("To", "Au")),
        Field(
            name="is_first",
            type=FieldType.TRUTH,
            label=Words("First time in the program", "Première fois dans le programme"),
        ),
        Field(
            name="is_first_ever",
            type=FieldType.TRUTH,
            label=Words("First time in any program", "Première fois, tous programmes"),
        ),
        Field(
            name="away_days",
            type=FieldType.NUMBER,
            label=Words("Days since it last left", "Jours depuis la sortie"),
        ),
        Field(name="is_reactivated", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    ),
    dates=("from_at", "to_at"),
    program="program",
)
