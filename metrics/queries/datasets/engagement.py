"""How much attention the members of buying groups gave us lately."""

from metrics.calc import scales
from metrics.catalogue.parameters import TYPES
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.decisions import CHOSEN_GROUPS
from metrics.queries.datasets.groups import NEEDS, OPEN, SLOTS, USED
from metrics.queries.datasets.people import BY_PEOPLE, NOT_ACTIVE, PEOPLE, words

# The members of each group, whoever they were merged with, by the highest weight of their roles;
# and how often each did something on a day, up to what counts.
SPENT = f"""
    minute(type, minutes) AS (
        SELECT * FROM unnest(%(p_minute_types)s::text[], %(p_minutes)s::float8[])
    ),
    member AS (
        SELECT holder.group_id, holder.contact, max(coalesce(slot.weight, 1)) AS weight
        FROM holder
        LEFT JOIN slot ON slot.group_id = holder.group_id AND slot.role = holder.role
        WHERE holder.group_id IS NOT NULL
        GROUP BY holder.group_id, holder.contact
    ),
    known_as AS (
        SELECT contact AS id, group_id, contact, weight FROM member
        UNION ALL
        SELECT m.id, member.group_id, member.contact, member.weight
        FROM merged_contact m JOIN member ON member.contact = m.root
    ),
    spent AS (
        SELECT who.group_id, who.weight, minute.minutes,
            least(%(p_most_a_day)s, sum(t.quantity)) AS times
        FROM known_as who
        JOIN accounts_touch t ON t.contact_id = who.id
        JOIN minute ON minute.type = t.type
        WHERE KNOWN(t) AND t.automation IN ({words(BY_PEOPLE)})
            AND t.type IN ({words(tuple(TYPES))})
            AND (t.direction = 'inbound' OR t.type IN ({words(scales.SPOKEN)}))
            AND t.occurred_at >= %(as_of)s::timestamptz - %(p_group_days)s * interval '1 day'
            AND t.occurred_at < %(as_of)s
        GROUP BY who.group_id, who.contact, who.weight, t.type, minute.minutes,
            (t.occurred_at AT TIME ZONE %(zone)s)::date
    ),
    attention AS (
        SELECT group_id, sum(weight * minutes * times) AS minutes FROM spent GROUP BY group_id
    )
"""

GROUP_ENGAGEMENT = Dataset(
    key="group_engagement",
    rests=NOT_ACTIVE,
    label=Words("Engagement of buying groups", "Engagement des groupes acheteurs"),
    record_types=("group",),
    tables=f"{PEOPLE}, {OPEN}, {NEEDS}, {SLOTS}, {SPENT}",
    rows=f"""
        SELECT g.id, g.public_id, g.name AS title, {ACCOUNT_COLUMNS}, g.id AS group_id,
            round(score.points)::text AS detail, score.points AS engagement,
            %(as_of)s::timestamptz AS since, '' AS unfit
        FROM open_group g
        JOIN accounts_account company ON company.id = g.account
        LEFT JOIN attention ON attention.group_id = g.id
        CROSS JOIN LATERAL (
            SELECT least(100, 100 * coalesce(attention.minutes, 0)
                / %(p_group_minutes)s) AS points
        ) score
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(
            name="engagement",
            type=FieldType.NUMBER,
            label=Words("Engagement in points", "Engagement en points"),
        ),
    ),
    dates=("since",),
    by=CHOSEN_GROUPS,
    used=USED,
)
