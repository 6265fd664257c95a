"""Buying groups by whether they can decide, and their roles by how well we know who holds them."""

from metrics.catalogue.words import Grain, Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.groups import (
    ACTIVE_NOW,
    CONTACTABLE,
    NEEDS,
    OPEN,
    SLOTS,
    USED,
)
from metrics.queries.datasets.people import NOT_ACTIVE, PEOPLE
from metrics.queries.datasets.relationships import ESTABLISHED
from metrics.queries.datasets.strength import STRENGTH

CHOSEN_GROUPS = {
    Grain.GROUP: "JOIN (SELECT unnest(%(groups)s::bigint[]) AS target) k ON k.target = r.group_id"
}

# How much of each role that a group needs to decide somebody holds.
FILLED = """
    filled AS (
        SELECT slot.group_id, slot.role, slot.people, slot.weight,
            count(DISTINCT holder.contact) AS held
        FROM slot
        LEFT JOIN holder ON holder.group_id = slot.group_id AND holder.role = slot.role
        WHERE slot.group_id IS NOT NULL AND slot.is_required
        GROUP BY slot.group_id, slot.role, slot.people, slot.weight
    ),
    state AS (
        SELECT group_id,
            100 * sum(weight * least(1, held::float8 / people)) / sum(weight) AS completeness,
            bool_or(role = 'decision_maker' AND held = 0) AS lacks_decision_maker,
            bool_or(role = 'champion' AND held = 0) AS lacks_champion,
            sum(held) = 0 AS lacks_everybody
        FROM filled GROUP BY group_id
    )
"""

LACKS = ("lacks_decision_maker", "lacks_champion", "lacks_everybody")

GROUP_DECISIONS = Dataset(
    key="group_decisions",
    rests=NOT_ACTIVE,
    label=Words("Buying groups that decide", "Groupes acheteurs qui décident"),
    record_types=("group",),
    tables=f"{PEOPLE}, {OPEN}, {NEEDS}, {SLOTS}, {FILLED}",
    rows=f"""
        SELECT g.id, g.public_id, g.name AS title, {ACCOUNT_COLUMNS}, g.id AS group_id,
            coalesce(round(state.completeness)::text, '') AS detail, state.completeness,
            coalesce(state.lacks_decision_maker, false) AS lacks_decision_maker,
            coalesce(state.lacks_champion, false) AS lacks_champion,
            coalesce(state.lacks_everybody, false) AS lacks_everybody,
            %(as_of)s::timestamptz AS since, '' AS unfit
        FROM open_group g
        JOIN accounts_account company ON company.id = g.account
        LEFT JOIN state ON state.group_id = g.id
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(
            name="completeness",
            type=FieldType.NUMBER,
            label=Words("Completeness in percent", "Complétude en pour cent"),
        ),
        *(
            Field(name=name, type=FieldType.TRUTH, label=Words("", ""), inner=True)
            for name in LACKS
        ),
    ),
    dates=("since",),
    by=CHOSEN_GROUPS,
    used=USED,
)

# The slots of groups, filled by people whom we may reach, who are active, and whose relationship is
# good: each rung of the ladder of coverage stands on the one before.
ROLE_BONDS = Dataset(
    key="role_bonds",
    label=Words("Roles of buying groups", "Rôles des groupes acheteurs"),
    record_types=("group",),
    tables=f"""{STRENGTH}, {OPEN}, {NEEDS}, {SLOTS},
        bonded AS (
            SELECT h.account, h.group_id, h.role, count(DISTINCT h.contact) FILTER (
                    WHERE {CONTACTABLE} AND {ACTIVE_NOW} AND (h.contact, h.account) IN (
                        SELECT contact, account FROM bond WHERE strength >= {ESTABLISHED}
                    )
                ) AS people
            FROM holder h
            GROUP BY h.account, h.group_id, h.role
        )
    """,
    rows=f"""
        SELECT row_number() OVER (ORDER BY slot.account, slot.group_id, slot.role) AS id,
            NULL::uuid AS public_id, slot.name AS title, {ACCOUNT_COLUMNS}, slot.role AS detail,
            slot.group_id, slot.people, slot.weight * slot.people AS worth,
            slot.weight * least(coalesce(bonded.people, 0), slot.people) AS worth_bonded,
            heard.account IS NOT NULL AS is_heard, %(as_of)s::timestamptz AS since, '' AS unfit
        FROM slot
        JOIN accounts_account company ON company.id = slot.account
        LEFT JOIN heard ON heard.account = slot.account
        LEFT JOIN bonded ON bonded.account = slot.account AND bonded.role = slot.role
            AND bonded.group_id IS NOT DISTINCT FROM slot.group_id
    """,
    fields=(
        *ACCOUNT_FIELDS,
        *(
            Field(name=name, type=FieldType.NUMBER, label=Words("", ""), inner=True)
            for name in ("people", "worth", "worth_bonded")
        ),
        Field(name="is_heard", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    ),
    dates=("since",),
    by=CHOSEN_GROUPS,
    used="SELECT",
)
