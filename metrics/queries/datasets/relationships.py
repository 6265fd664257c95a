"""The people of an account as they count in relationships, and accounts by how they are held."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from metrics.calc import scales
from metrics.catalogue.parameters import PARAMETERS, days, setting
from metrics.catalogue.words import Grain, Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.contacts import MEMBERS_OF_GROUPS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.groups import OPEN
from metrics.queries.datasets.people import NOT_ACTIVE, holds, words
from metrics.queries.datasets.strength import STRENGTH


def points(of: Iterable[str], named: str, column: str) -> str:
    """Return the points that are set for a word as SQL, null for every other one."""
    cases = " ".join(f"WHEN '{word}' THEN {setting(f'{named}_{word}')}" for word in of)
    return f"CASE {column} {cases} END"


ROLE_POINTS = points(scales.ROLES, "role", "m.role")
POWER = f"coalesce({points(scales.POWER, 'power', 'm.role')}, {setting('power_other')})"


# What each person is in the open groups of an account; of several roles the highest counts.
PART = f"""
    part AS (
        SELECT g.account, coalesce(twin.root, m.contact_id) AS contact,
            max({ROLE_POINTS}) AS points, max({POWER}) AS power,
            (array_agg(m.role ORDER BY {ROLE_POINTS} DESC))[1] AS role
        FROM open_group g
        JOIN accounts_membership m ON m.group_id = g.id
        LEFT JOIN merged_contact twin ON twin.id = m.contact_id
        WHERE {holds("m")}
        GROUP BY 1, 2
    )
"""

VALIDITY = f"""
    {setting("valid_email")} * (c.email <> '' AND c.email_status = 'valid')::int
    + {setting("valid_phone")} * (c.phone <> '' OR EXISTS (
        SELECT FROM accounts_externalid x
        WHERE x.contact_id = c.id AND lower(x.system) IN ({words(scales.PROFILES)})
    ))::int
    + {setting("valid_title")} * (c.title <> '')::int
    + {setting("valid_verified")} * coalesce(c.verified_at < %(as_of)s
        AND c.verified_at >= %(as_of)s::timestamptz - {days("verified_days")}, false
    )::int
"""

KNOWN_WEIGHT = f"""
    {setting("quality_level")} * (rank.level IS NOT NULL)::int + {setting("quality_role")}
    + {setting("quality_strength")} * (e.strength IS NOT NULL)::int + {setting("quality_validity")}
"""

QUALITY = ("level", "role", "strength", "validity")
WHOLE = " + ".join(setting(f"quality_{each}") for each in QUALITY)
ESTABLISHED = setting("relationship_established")

ROWS = f"""
    SELECT row_number() OVER (ORDER BY e.contact, e.account) AS id, e.public_id,
        e.name AS title, {ACCOUNT_COLUMNS}, e.contact AS person, e.public_id::text AS contact,
        {{detail}} AS detail, rank.level,
        coalesce(part.points, {setting("role_none")}) AS role_points, part.power, e.strength,
        {VALIDITY} AS validity,
        part.contact IS NOT NULL AS has_role,
        part.contact IS NOT NULL OR grouped.account IS NULL AS is_chosen,
        100 * ({KNOWN_WEIGHT}) >= {setting("quality_least")} * ({WHOLE}) AS is_known,
        e.strength >= {ESTABLISHED} AS is_established,
        %(as_of)s::timestamptz AS since, '' AS unfit
    FROM bond e
    JOIN accounts_account company ON company.id = e.account
    JOIN accounts_contact c ON c.id = e.contact
    LEFT JOIN part ON part.contact = e.contact AND part.account = e.account
    LEFT JOIN (SELECT DISTINCT account FROM open_group) grouped ON grouped.account = e.account
    CROSS JOIN LATERAL (SELECT {points(scales.LEVELS, "level", "e.seniority")} AS level) rank
"""

NUMBERS = ("level", "role_points", "power", "validity")
TRUTHS = ("has_role", "is_chosen", "is_known", "is_established")

GOOD = "relationship_established"
STRENGTHS = tuple(each for each in PARAMETERS if each.startswith("relationship_") and each != GOOD)
RESTS: Mapping[str, tuple[str, ...]] = {
    "": ("active_days",),
    "strength": STRENGTHS,
    "is_established": (*STRENGTHS, GOOD),
    "validity": ("valid_email", "valid_phone", "valid_title", "valid_verified", "verified_days"),
    "level": tuple(f"level_{each}" for each in scales.LEVELS),
    "role_points": (*(f"role_{each}" for each in scales.ROLES), "role_none"),
    "power": (*(f"power_{each}" for each in scales.POWER), "power_other"),
    "is_known": (*(f"quality_{each}" for each in QUALITY), "quality_least"),
}
"""Through which of its fields a setting matters."""

RELATIONSHIPS = Dataset(
    key="relationships",
    rests=RESTS,
    label=Words("Relationships with contacts", "Relations avec les contacts"),
    record_types=("contact",),
    tables=f"{STRENGTH}, {OPEN}, {PART}",
    rows=ROWS.format(detail="coalesce(round(e.strength)::text, '')"),
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="person", type=FieldType.KEY, label=Words("Person", "Personne")),
        Field(name="contact", type=FieldType.TEXT, label=Words("Contact", "Contact")),
        Field(
            name="strength",
            type=FieldType.NUMBER,
            label=Words("Strength of the relationship", "Force de la relation"),
        ),
        *(
            Field(name=name, type=FieldType.NUMBER, label=Words("", ""), inner=True)
            for name in NUMBERS
        ),
        *(
            Field(name=name, type=FieldType.TRUTH, label=Words("", ""), inner=True)
            for name in TRUTHS
        ),
    ),
    dates=("since",),
    by={Grain.GROUP: MEMBERS_OF_GROUPS},
)

# The same people, opened by what they are and not by how well we know them.
CONTACT_QUALITY = replace(
    RELATIONSHIPS,
    key="contact_quality",
    label=Words("Quality of contacts", "Qualité des contacts"),
    rows=ROWS.format(detail="coalesce(part.role, '')"),
)

TIED = f"""
    tied AS (
        SELECT heard.account,
            count(*) FILTER (WHERE bond.strength >= {ESTABLISHED}) AS threads
        FROM heard LEFT JOIN bond ON bond.account = heard.account
        GROUP BY heard.account
    )
"""

# The accounts themselves, with the number of relationships that hold them.
HELD_ACCOUNTS = Dataset(
    key="held_accounts",
    rests=NOT_ACTIVE,
    label=Words("Accounts by their relationships", "Comptes selon leurs relations"),
    record_types=(),
    tables=f"{STRENGTH}, {TIED}",
    rows=f"""
        SELECT company.id, company.public_id, company.name AS title, {ACCOUNT_COLUMNS},
            coalesce(tied.threads::text, '') AS detail, tied.threads,
            heard.account IS NOT NULL AS is_heard, %(as_of)s::timestamptz AS since, '' AS unfit
        FROM (SELECT DISTINCT root FROM home) here
        JOIN accounts_account company ON company.id = here.root
        LEFT JOIN heard ON heard.account = here.root
        LEFT JOIN tied ON tied.account = here.root
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(
            name="threads",
            type=FieldType.NUMBER,
            label=Words("Established relationships", "Relations établies"),
        ),
        Field(name="is_heard", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    ),
    dates=("since",),
    used="SELECT",
)
