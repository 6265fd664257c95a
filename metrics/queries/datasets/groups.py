"""Buying groups as of an instant, the roles they need, and who fills them."""

from accounts.enums.company import PURCHASING
from metrics.catalogue.parameters import setting
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.consent import REACHABLE
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.opportunities import BY_GROUP, NOT_MATURING
from metrics.queries.datasets.opportunities import ROWS as DEAL_ROWS
from metrics.queries.datasets.opportunities import TABLES as DEAL_TABLES
from metrics.queries.datasets.people import PEOPLE, holds

USED = "SELECT FROM accounts_groupperiod p WHERE KNOWN(p) AND p.from_at < %(as_of)s"

OPEN = f"""
    open_group AS (
        SELECT g.id, g.public_id, g.name, g.solution_id, home.root AS account, p.is_target,
            p.from_at
        FROM accounts_groupperiod p
        JOIN accounts_buyinggroup g ON g.id = p.group_id
        JOIN home ON home.account_id = g.account_id
        WHERE {holds("p")}
    )
"""

PURSUED = f"""
    pursued AS (
        SELECT DISTINCT deal.group_id FROM ({DEAL_ROWS} OFFSET 0) deal
        WHERE deal.group_id IS NOT NULL AND deal.outcome = 'open' AND deal.unfit = ''
            AND deal.type <> 'renewal'
    )
"""

BUYING_GROUPS = Dataset(
    key="buying_groups",
    rests={**NOT_MATURING, "is_active": ("active_days",)},
    label=Words("Buying groups", "Groupes acheteurs"),
    record_types=("group",),
    tables=f"{PEOPLE}, {OPEN}, {DEAL_TABLES}, {PURSUED}",
    rows=f"""
        SELECT g.id, g.public_id, g.name AS title, {ACCOUNT_COLUMNS}, g.is_target, g.from_at,
            coalesce(nullif(s.name_en, ''), s.name_fr, '') AS solution,
            coalesce(nullif(s.name_en, ''), s.name_fr, '') AS detail,
            EXISTS (
                SELECT FROM accounts_membership member
                LEFT JOIN merged_contact twin ON twin.id = member.contact_id
                JOIN eligible e ON e.contact = coalesce(twin.root, member.contact_id)
                    AND e.account = g.account
                JOIN active ON active.contact = e.contact
                WHERE member.group_id = g.id AND {holds("member")}
            ) AS is_active,
            EXISTS (SELECT FROM pursued WHERE pursued.group_id = g.id) AS has_opportunity,
            '' AS unfit
        FROM open_group g
        JOIN accounts_account company ON company.id = g.account
        LEFT JOIN accounts_solution s ON s.id = g.solution_id
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(
            name="is_target",
            type=FieldType.TRUTH,
            label=Words("Targeted by us", "Ciblé par nous"),
        ),
        Field(name="solution", type=FieldType.TEXT, label=Words("Solution", "Solution")),
        Field(
            name="is_active",
            type=FieldType.TRUTH,
            label=Words("With an active member", "Avec un membre actif"),
        ),
        Field(
            name="has_opportunity",
            type=FieldType.TRUTH,
            label=Words("With an open opportunity", "Avec une opportunité ouverte"),
        ),
        Field(name="from_at", type=FieldType.INSTANT, label=Words("Since", "Depuis")),
    ),
    dates=("from_at",),
    used=USED,
)
# What we offer and no targeted group of an account is about.
WHITESPACE = Dataset(
    key="whitespace",
    label=Words("Solutions without a targeted group", "Solutions sans groupe ciblé"),
    record_types=("group",),
    tables=OPEN,
    rows=f"""
        SELECT row_number() OVER (ORDER BY here.root, s.id) AS id, s.public_id,
            coalesce(nullif(s.name_en, ''), s.name_fr) AS title, {ACCOUNT_COLUMNS},
            %(as_of)s::timestamptz AS since, '' AS detail, '' AS unfit
        FROM (SELECT DISTINCT root FROM home) here
        JOIN accounts_account company ON company.id = here.root
        CROSS JOIN accounts_solution s
        WHERE s.is_offered AND EXISTS ({USED}) AND NOT EXISTS (
            SELECT FROM open_group g
            WHERE g.account = here.root AND g.solution_id = s.id AND g.is_target
        )
    """,
    fields=ACCOUNT_FIELDS,
    dates=("since",),
    used=USED,
)

# Templates in force: of solutions, and of the programs that an account is enrolled in.
NEEDS = f"""
    need AS (
        SELECT n.program_id, n.solution_id, n.role, n.people, n.weight, n.is_required
        FROM accounts_roleneed n WHERE {holds("n")}
    ),
    stay AS (
        SELECT home.root AS account, e.program_id, p.kind = 'automated' AS is_automated
        FROM accounts_enrolment e
        JOIN home ON home.account_id = e.account_id
        JOIN accounts_program p ON p.id = e.program_id
        WHERE {holds("e")} AND e.program_id IN (SELECT program_id FROM need)
            AND (%(programs)s::bigint[] = '{{}}' OR e.program_id = ANY(%(programs)s))
    ),
    template AS (
        SELECT account, min(program_id) AS program_id,
            min(program_id) FILTER (WHERE is_automated) AS automated_id
        FROM stay GROUP BY account
    )
"""

COVERED = f"{setting('covered_from')} / 100"

# Of a holder h, looked up by hash: the planner knows nothing of how many people these are.
CONTACTABLE = "h.contact IN (SELECT person FROM reachable)"
ACTIVE_NOW = "h.contact IN (SELECT contact FROM active)"


def suggested_role(person: str) -> str:
    """Return the role that title and level of a person suggest, null where they suggest none."""
    return f"""
        CASE
            WHEN lower({person}.title || ' ' || {person}.function) ~ '{"|".join(PURCHASING)}'
                THEN 'procurement'
            WHEN {person}.seniority IN ('executive', 'vice_president') THEN 'decision_maker'
            WHEN {person}.seniority IN ('director', 'manager') THEN 'influencer'
            WHEN {person}.seniority = 'staff' THEN 'user' END
    """


# The slots of open groups; and of an account in an automated program without any, as one group. In
# that one a role that one of us confirmed, in whatever group, goes before the one a title suggests.
SLOTS = f"""
    slot AS (
        SELECT g.account, g.id AS group_id, g.name, n.role, n.people, n.weight, n.is_required
        FROM open_group g
        LEFT JOIN template t ON t.account = g.account
        JOIN need n ON n.solution_id = g.solution_id
            OR (n.program_id = t.program_id AND NOT EXISTS (
                SELECT FROM need own WHERE own.solution_id = g.solution_id
            ))
        UNION ALL
        SELECT t.account, NULL, '', n.role, n.people, n.weight, n.is_required
        FROM template t JOIN need n ON n.program_id = t.automated_id
        WHERE t.account NOT IN (SELECT account FROM open_group)
    ),
    confirmed AS (
        SELECT DISTINCT home.root AS account, coalesce(twin.root, m.contact_id) AS contact, m.role
        FROM accounts_membership m
        JOIN accounts_buyinggroup g ON g.id = m.group_id
        JOIN home ON home.account_id = g.account_id
        LEFT JOIN merged_contact twin ON twin.id = m.contact_id
        WHERE m.confirmed_by_id IS NOT NULL AND {holds("m")}
    ),
    holder AS (
        SELECT DISTINCT g.account, g.id AS group_id, m.role, e.contact,
            bool_or(m.confirmed_by_id IS NOT NULL) OVER (
                PARTITION BY g.id, m.role, e.contact
            ) AS is_confirmed
        FROM open_group g
        JOIN accounts_membership m ON m.group_id = g.id
        LEFT JOIN merged_contact twin ON twin.id = m.contact_id
        JOIN eligible e ON e.contact = coalesce(twin.root, m.contact_id) AND e.account = g.account
        WHERE {holds("m")}
        UNION ALL
        SELECT e.account, NULL, coalesce(sure.role, inferred.role), e.contact,
            sure.role IS NOT NULL
        FROM eligible e
        LEFT JOIN confirmed sure ON sure.account = e.account AND sure.contact = e.contact
        CROSS JOIN LATERAL (SELECT {suggested_role("e")} AS role) inferred
        WHERE e.account NOT IN (SELECT account FROM open_group)
    ),
    consent_of (person) AS (SELECT contact FROM holder),
    {REACHABLE},
    held AS (
        SELECT h.account, h.group_id, h.role, count(*) AS people,
            count(*) FILTER (WHERE h.is_confirmed) AS confirmed,
            count(*) FILTER (WHERE {CONTACTABLE}) AS contactable,
            count(*) FILTER (WHERE {CONTACTABLE} AND {ACTIVE_NOW}) AS engaged
        FROM holder h
        GROUP BY h.account, h.group_id, h.role
    )
"""

GROUP_ROLES = Dataset(
    key="group_roles",
    rests={"worth_engaged": ("active_days",), "is_covered": ("covered_from",)},
    label=Words("Roles of buying groups", "Rôles des groupes acheteurs"),
    record_types=("group",),
    tables=f"{PEOPLE}, {OPEN}, {NEEDS}, {SLOTS}",
    rows=f"""
        SELECT row_number() OVER (ORDER BY slot.account, slot.group_id, slot.role) AS id,
            NULL::uuid AS public_id, slot.name AS title, {ACCOUNT_COLUMNS}, slot.role,
            slot.role AS detail, slot.group_id, slot.people, filled.people AS filled,
            slot.people - filled.people AS empty, slot.weight * slot.people AS worth,
            slot.weight * filled.people AS worth_filled,
            slot.weight * filled.confirmed AS worth_confirmed,
            slot.weight * filled.contactable AS worth_contactable,
            slot.weight * filled.engaged AS worth_engaged,
            sum(slot.weight * filled.people) OVER here >= {COVERED} * sum(slot.weight * slot.people)
                OVER here AS is_covered,
            %(as_of)s::timestamptz AS since, '' AS unfit
        FROM slot
        JOIN accounts_account company ON company.id = slot.account
        LEFT JOIN held ON held.account = slot.account AND held.role = slot.role
            AND held.group_id IS NOT DISTINCT FROM slot.group_id
        CROSS JOIN LATERAL (
            SELECT least(coalesce(held.people, 0), slot.people) AS people,
                least(coalesce(held.confirmed, 0), slot.people) AS confirmed,
                least(coalesce(held.contactable, 0), slot.people) AS contactable,
                least(coalesce(held.engaged, 0), slot.people) AS engaged
        ) filled
        WINDOW here AS (PARTITION BY slot.account)
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(
            name="role",
            type=FieldType.CHOICE,
            label=Words("Role", "Rôle"),
            choices=("decision_maker", "champion", "influencer", "user", "procurement"),
        ),
        Field(name="people", type=FieldType.NUMBER, label=Words("People needed", "À pourvoir")),
        Field(name="filled", type=FieldType.NUMBER, label=Words("People found", "Pourvus")),
        Field(name="empty", type=FieldType.NUMBER, label=Words("Missing", "Manquants")),
        Field(name="worth", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="worth_filled", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="worth_confirmed", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="worth_contactable", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="worth_engaged", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="is_covered", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    ),
    dates=("since",),
    by=BY_GROUP,
    used="SELECT",
)
