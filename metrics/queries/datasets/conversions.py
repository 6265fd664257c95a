"""Who passed from one event to another in time: one row for each first event that may lead on.

Which events, of whom and within how many days is told: a conversion is written as the entity, the
base event, the target event and the days, with colons between.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.enums import TouchType
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.interactions import FEED_OF, PERSON_OF_TOUCH
from metrics.queries.datasets.opportunities import ROWS, TABLES
from metrics.queries.datasets.people import BY_PEOPLE, words

ACCOUNT, PERSON, DEAL = "account", "person", "deal"
ENTITIES = (ACCOUNT, PERSON, DEAL)
"""Who may pass from one event to another."""

OF_TOUCHES = tuple(
    each
    for each in TouchType.engaging()
    if each in FEED_OF  # ads tell whose click it was too seldom
)
DEAL_CREATED, DEAL_QUALIFIED, DEAL_WON = "deal_created", "deal_qualified", "deal_won"
ANSWERED, QUALIFIED, ENROLLED = "answered", "qualified", "enrolled"


@dataclass(frozen=True, slots=True)
class Happening:
    """A kind of event: who it happens to, and the dataset whose feed would have told of it."""

    dataset: str
    entities: tuple[str, ...]


HAPPENINGS: Mapping[str, Happening] = {
    **{each: Happening(f"{FEED_OF[each]}_interactions", (ACCOUNT, PERSON)) for each in OF_TOUCHES},
    ANSWERED: Happening("responses", (ACCOUNT, PERSON)),
    QUALIFIED: Happening("qualifications", (ACCOUNT,)),
    ENROLLED: Happening("enrolments", (ACCOUNT,)),
    DEAL_CREATED: Happening("opportunities", (ACCOUNT, DEAL)),
    DEAL_QUALIFIED: Happening("opportunities", (ACCOUNT, DEAL)),
    DEAL_WON: Happening("opportunities", (ACCOUNT, DEAL)),
}
"""The events that a conversion may begin or end with."""

ASKED = """
    conversion AS MATERIALIZED (
        SELECT said, split_part(said, ':', 1) AS entity, split_part(said, ':', 2) AS base,
            split_part(said, ':', 3) AS target, split_part(said, ':', 4)::int AS days
        FROM unnest(%(told)s::text[]) told(said)
    ),
    sought(event) AS MATERIALIZED (
        SELECT base FROM conversion UNION SELECT target FROM conversion
    )
"""

# A deal's events are dated as its stages are. Renewals and what was closed by mistake are none.
DEALS = f"""
    deal_event AS (
        SELECT x.event, d.account AS root, NULL::bigint AS person, d.id AS deal, x.at
        FROM ({ROWS} OFFSET 0) d
        CROSS JOIN LATERAL (VALUES
            ('{DEAL_CREATED}', d.created_at), ('{DEAL_QUALIFIED}', d.qualified_at),
            ('{DEAL_WON}', CASE WHEN d.outcome = 'won' THEN d.closed_at END)
        ) x(event, at)
        WHERE d.unfit = '' AND d.type <> 'renewal' AND d.reason NOT IN ('duplicate', 'error')
    )
"""

HAPPENED = f"""
    happened AS MATERIALIZED (
        SELECT t.type AS event, home.root, p.id AS person, NULL::bigint AS deal, t.occurred_at AS at
        FROM accounts_touch t
        JOIN home ON home.account_id = t.account_id
        {PERSON_OF_TOUCH}
        WHERE KNOWN(t) AND t.type IN (SELECT event FROM sought)
            AND t.type IN ({words(OF_TOUCHES)}) AND t.automation IN ({words(BY_PEOPLE)})
            AND t.occurred_at >= %(start)s AND t.occurred_at < %(as_of)s
        UNION ALL
        SELECT '{ANSWERED}', home.root, coalesce(twin.root, r.contact_id), NULL, r.responded_at
        FROM accounts_response r
        JOIN home ON home.account_id = r.account_id
        LEFT JOIN merged_contact twin ON twin.id = r.contact_id
        WHERE '{ANSWERED}' IN (SELECT event FROM sought) AND KNOWN(r)
            AND r.respondent_kind = 'customer'
            AND r.responded_at >= %(start)s AND r.responded_at < %(as_of)s
        UNION ALL
        SELECT '{QUALIFIED}', home.root, NULL, NULL, q.qualified_at
        FROM metrics_qualification q
        JOIN home ON home.account_id = q.account_id
        WHERE '{QUALIFIED}' IN (SELECT event FROM sought) AND KNOWN(q)
            AND q.qualified_at >= %(start)s AND q.qualified_at < %(as_of)s
        UNION ALL
        SELECT '{ENROLLED}', home.root, NULL, NULL, e.from_at
        FROM accounts_enrolment e
        JOIN home ON home.account_id = e.account_id
        WHERE '{ENROLLED}' IN (SELECT event FROM sought) AND KNOWN(e)
            AND e.from_at >= %(start)s AND e.from_at < %(as_of)s
        UNION ALL
        SELECT event, root, person, deal, at FROM deal_event
        WHERE event IN (SELECT event FROM sought) AND at >= %(start)s AND at < %(as_of)s
    ),
    who AS (
        SELECT c.said, c.days, h.event = c.base AS is_base, h.root, h.person, h.deal, h.at,
            CASE c.entity WHEN '{ACCOUNT}' THEN h.root WHEN '{PERSON}' THEN h.person
                ELSE h.deal END AS entity
        FROM happened h JOIN conversion c ON h.event IN (c.base, c.target)
    ),
    entered AS MATERIALIZED (
        SELECT row_number() OVER (ORDER BY said, at, entity, root) AS id, who.*
        FROM who WHERE is_base AND entity IS NOT NULL
    ),
    passed AS (
        SELECT DISTINCT entered.id FROM entered
        JOIN who ON who.said = entered.said AND who.entity = entered.entity AND NOT who.is_base
            AND who.at >= entered.at AND who.at < entered.at + entered.days * interval '1 day'
    )
"""

CONVERSIONS = Dataset(
    key="conversions",
    label=Words("Passages from one event to another", "Passages d'un événement à l'autre"),
    record_types=(),
    tables=f"{TABLES}, {ASKED}, {DEALS}, {HAPPENED}",
    rows=f"""
        SELECT e.id, NULL::uuid AS public_id, coalesce(p.name, o.name, company.name) AS title,
            {ACCOUNT_COLUMNS}, e.said AS conversion, e.entity, e.at AS entered_at,
            passed.id IS NOT NULL AS is_passed,
            e.at + e.days * interval '1 day' > %(as_of)s AS maturing,
            CASE WHEN passed.id IS NULL THEN '' ELSE 'passed' END AS detail, '' AS unfit
        FROM entered e
        JOIN accounts_account company ON company.id = e.root
        LEFT JOIN passed ON passed.id = e.id
        LEFT JOIN accounts_contact p ON p.id = e.person
        LEFT JOIN accounts_opportunity o ON o.id = e.deal
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="conversion", type=FieldType.TEXT, label=Words("", ""), inner=True),
        Field(name="entity", type=FieldType.KEY, label=Words("Who", "Qui")),
        Field(name="entered_at", type=FieldType.INSTANT, label=Words("Began", "Début")),
        Field(name="is_passed", type=FieldType.TRUTH, label=Words("Passed on", "Passage fait")),
        Field(name="maturing", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    ),
    dates=("entered_at",),
    told="conversion",
    used="SELECT",
)
