"""Events: who registered for which, who came, and when it was held."""

from accounts.enums import TouchType
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.people import BY_PEOPLE, words

ATTENDED = ("webinar_attended", "event_attended")

# A campaign that is an event or a webinar is the event; else it is what the touch links to, or the
# campaign that it carries. A touch that tells none of these is of an event of its own.
THEIRS = f"""
    place AS (
        SELECT home.root AS account, coalesce('c' || p.id, 'v' || t.visitor_id, 't' || t.id)
                AS person,
            CASE WHEN c.channel IN ('event', 'webinar') THEN 'c' || c.id
                WHEN t.link <> '' THEN 'l' || t.link
                ELSE coalesce('c' || c.id, 't' || t.id) END AS event,
            t.automation IN ({words(BY_PEOPLE)}) AS by_people, max(p.name) AS name,
            max(coalesce(c.name, t.link)) AS title, min(t.id) AS id,
            min(t.occurred_at) FILTER (WHERE t.type = 'event_registered') AS registered_at,
            min(t.occurred_at) FILTER (WHERE t.type <> 'event_registered') AS attended_at
        FROM accounts_touch t
        JOIN home ON home.account_id = t.account_id
        LEFT JOIN accounts_campaign c ON c.id = t.campaign_id
        LEFT JOIN accounts_visitorlink l ON l.visitor_id = t.visitor_id AND KNOWN(l)
        LEFT JOIN merged_contact twin ON twin.id = coalesce(t.contact_id, l.contact_id)
        LEFT JOIN accounts_contact p ON p.id = coalesce(twin.root, t.contact_id, l.contact_id)
        WHERE KNOWN(t) AND t.occurred_at < %(as_of)s
            AND t.type IN ({words(tuple(TouchType.at_events()))})
        GROUP BY 1, 2, 3, 4
    )
"""

# An event was held when the first of all accounts came; where nobody did, when its campaign ended.
# It is of a campaign or of a link, so one of the two looks finds nothing.
HELD = """
    held AS (
        SELECT e.event, coalesce(came.at, over.at) AS at
        FROM (
            SELECT DISTINCT event,
                CASE WHEN event LIKE 'c%%' THEN substr(event, 2)::bigint END AS campaign,
                CASE WHEN event LIKE 'l%%' THEN substr(event, 2) END AS link
            FROM place
        ) e
        LEFT JOIN LATERAL (
            (
                SELECT t.occurred_at AS at
                FROM accounts_touch t JOIN accounts_campaign c ON c.id = t.campaign_id
                WHERE t.campaign_id = e.campaign
                    AND (c.channel IN ('event', 'webinar') OR t.link = '') AND {came}
                ORDER BY t.occurred_at LIMIT 1
            )
            UNION ALL (
                SELECT t.occurred_at
                FROM accounts_touch t LEFT JOIN accounts_campaign c ON c.id = t.campaign_id
                WHERE t.link = e.link
                    AND (c.channel IN ('event', 'webinar')) IS NOT TRUE AND {came}
                ORDER BY t.occurred_at LIMIT 1
            )
        ) came ON true
        LEFT JOIN LATERAL (
            SELECT c.ends_at AS at FROM accounts_campaign c
            WHERE c.id = e.campaign AND c.ends_at < %(as_of)s
        ) over ON true
    )
""".format(
    came=f"KNOWN(t) AND t.type IN ({words(ATTENDED)}) AND t.occurred_at < %(as_of)s"
    f" AND t.automation IN ({words(BY_PEOPLE)})"
)

EVENT_PLACES = Dataset(
    key="event_places",
    label=Words("People at events", "Personnes aux événements"),
    record_types=("event",),
    tables=f"{THEIRS}, {HELD}",
    rows=f"""
        SELECT p.id, NULL::uuid AS public_id, coalesce(p.name, '') AS title, {ACCOUNT_COLUMNS},
            p.person || ' ' || p.event AS place, p.event, p.registered_at, p.attended_at,
            CASE WHEN p.registered_at IS NOT NULL THEN held.at END AS held_at,
            p.attended_at IS NOT NULL AS has_attended, p.title AS detail,
            CASE WHEN p.by_people THEN '' ELSE 'machine' END AS unfit
        FROM place p
        JOIN held ON held.event = p.event
        JOIN accounts_account company ON company.id = p.account
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="place", type=FieldType.KEY, label=Words("Participation", "Participation")),
        Field(name="event", type=FieldType.KEY, label=Words("Event", "Événement")),
        Field(name="has_attended", type=FieldType.TRUTH, label=Words("Came", "A participé")),
        Field(name="registered_at", type=FieldType.INSTANT, label=Words("Registered", "Inscrit")),
        Field(name="attended_at", type=FieldType.INSTANT, label=Words("Came", "A participé le")),
        Field(name="held_at", type=FieldType.INSTANT, label=Words("Held", "Tenu le")),
        Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    ),
    dates=("registered_at", "attended_at", "held_at"),
)
