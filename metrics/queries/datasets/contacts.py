"""The people who work at an account as of an instant, and what passed with them lately."""

from accounts.enums import GroupRole
from metrics.catalogue.words import Grain, Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.people import PEOPLE, TOUCH_FEEDS, TRAILING, holds, words

# The members of buying groups as of the instant, and the accounts of the groups.
MEMBERS_OF_GROUPS = f"""
    JOIN (
        SELECT DISTINCT m.group_id AS target, coalesce(twin.root, m.contact_id) AS contact,
            home.root AS account
        FROM accounts_membership m
        JOIN accounts_buyinggroup g ON g.id = m.group_id
        JOIN home ON home.account_id = g.account_id
        LEFT JOIN merged_contact twin ON twin.id = m.contact_id
        WHERE m.group_id = ANY(%(groups)s) AND {holds("m")}
    ) k ON k.contact = r.person AND k.account = r.account
"""
ACCOUNTS_OF_GROUPS = """
    JOIN (
        SELECT g.id AS target, home.root AS account
        FROM accounts_buyinggroup g JOIN home ON home.account_id = g.account_id
        WHERE g.id = ANY(%(groups)s)
    ) k ON k.account = r.account
"""

# The role of each person in the buying groups of an account, or in the one asked about; of several
# roles the first of this order.
ROLE_OF = f"""
    role_of AS (
        SELECT DISTINCT ON (1, 2) coalesce(twin.root, m.contact_id) AS contact,
            home.root AS account, m.role
        FROM accounts_membership m
        JOIN accounts_buyinggroup g ON g.id = m.group_id
        JOIN home ON home.account_id = g.account_id
        LEFT JOIN merged_contact twin ON twin.id = m.contact_id
        WHERE {holds("m")} AND (%(groups)s::bigint[] = '{{}}' OR m.group_id = ANY(%(groups)s))
        ORDER BY 1, 2, array_position(ARRAY[{words(tuple(GroupRole.values))}], m.role::text)
    )
"""

CONTACTS = Dataset(
    key="contacts",
    rests=dict.fromkeys(("is_active", "known_before", "active_at"), ("active_days",)),
    label=Words("Contacts", "Contacts"),
    record_types=("contact",),
    tables=f"{PEOPLE}, {ROLE_OF}",
    rows=f"""
        SELECT row_number() OVER (ORDER BY e.contact, e.account) AS id, e.public_id,
            e.name AS title, {ACCOUNT_COLUMNS}, e.contact AS person, e.seniority, e.function,
            role_of.role, e.title AS detail, active.at AS active_at,
            active.at IS NOT NULL AS is_active, e.before AS known_before, '' AS unfit
        FROM eligible e
        JOIN accounts_account company ON company.id = e.account
        LEFT JOIN active ON active.contact = e.contact
        LEFT JOIN role_of ON role_of.contact = e.contact AND role_of.account = e.account
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="person", type=FieldType.KEY, label=Words("Person", "Personne")),
        Field(
            name="seniority",
            type=FieldType.CHOICE,
            label=Words("Seniority", "Niveau hiérarchique"),
            choices=("executive", "vice_president", "director", "manager", "staff", "unknown"),
        ),
        Field(name="function", type=FieldType.TEXT, label=Words("Function", "Fonction")),
        Field(
            name="role",
            type=FieldType.CHOICE,
            label=Words("Role", "Rôle"),
            choices=tuple(GroupRole.values),
        ),
        Field(
            name="is_active",
            type=FieldType.TRUTH,
            label=Words("Active lately", "Actif récemment"),
        ),
        Field(
            name="known_before",
            type=FieldType.TRUTH,
            label=Words("There before that already", "Déjà présent auparavant"),
        ),
        Field(
            name="active_at",
            type=FieldType.INSTANT,
            label=Words("Last active", "Dernière activité"),
        ),
    ),
    dates=("active_at",),
    by={Grain.GROUP: MEMBERS_OF_GROUPS},
)

# Whether anything that could tell of an active person reached us at all.
RECENT_TOUCHES = Dataset(
    key="recent_touches",
    label=Words("Interactions of late", "Interactions récentes"),
    record_types=TOUCH_FEEDS,
    rows=f"""
        SELECT t.id, NULL::uuid AS public_id, '' AS title, {ACCOUNT_COLUMNS}, t.occurred_at,
            t.type AS detail, '' AS unfit
        FROM accounts_touch t
        JOIN home ON home.account_id = t.account_id
        JOIN accounts_account company ON company.id = home.root
        WHERE KNOWN(t) AND t.occurred_at >= %(as_of)s - {TRAILING} AND t.occurred_at < %(as_of)s
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="occurred_at", type=FieldType.INSTANT, label=Words("When", "Date")),
    ),
    dates=("occurred_at",),
    by={Grain.GROUP: ACCOUNTS_OF_GROUPS},
)

# The accounts themselves, there or enrolled at some instant of the window.
MEMBERS = Dataset(
    key="members",
    label=Words("Accounts", "Comptes"),
    record_types=(),
    rows=f"""
        SELECT company.id, company.public_id, company.name AS title, {ACCOUNT_COLUMNS},
            tstzmultirange(tstzrange(w.start, greatest(w.start, w.until))) AS during_window,
            w.start AS since, w.number AS window_number, company.status AS detail, '' AS unfit
        FROM (SELECT DISTINCT root FROM home) here
        JOIN accounts_account company ON company.id = here.root
        CROSS JOIN asked_window w
    """,
    by_window=True,
    fields=ACCOUNT_FIELDS,
    dates=("since", "during_window"),
    used="SELECT",
)
