"""What an account's people did on our site: visits, and what they fetched or sent there."""

from metrics.catalogue.parameters import setting
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.people import BY_PEOPLE, words

WEB_TYPES = ("download", "form_view", "form_submitted")

PERSON = Field(name="person", type=FieldType.KEY, label=Words("Visitor", "Visiteur"))
UNFIT = Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True)

# Only flows are measured of visits: none before the window matters.
IN_TIME = "KNOWN(s) AND s.started_at >= %(start)s AND s.started_at < %(as_of)s"

ENGAGED = ("visit_seconds", "visit_pages", "visit_events")

# Whoever a visitor is found to be takes all of their past along, from the first visit on.
WEB_SESSIONS = Dataset(
    key="web_sessions",
    rests={"is_engaged": ENGAGED},
    label=Words("Visits to our site", "Visites de notre site"),
    record_types=("web",),
    rows=f"""
        SELECT s.id, NULL::uuid AS public_id, coalesce(p.name, '') AS title, {ACCOUNT_COLUMNS},
            coalesce('c' || p.id, 'v' || s.visitor_id, 's' || s.id) AS person, s.started_at,
            s.duration_s, s.engaged_s, s.page_views, s.key_events,
            coalesce(s.duration_s >= {setting("visit_seconds")}, false)
                OR s.key_events >= {setting("visit_events")}
                OR s.page_views >= {setting("visit_pages")}
                AS is_engaged,
            s.account_id IS NULL AS is_inferred, s.page_views::text AS detail,
            CASE WHEN s.automation = 'machine' THEN 'machine' ELSE '' END AS unfit
        FROM (
            SELECT s.*, home.root, l.contact_id AS linked_id
            FROM home
            JOIN accounts_websession s ON s.account_id = home.account_id
            LEFT JOIN accounts_visitorlink l ON l.visitor_id = s.visitor_id AND KNOWN(l)
            WHERE {IN_TIME}
            UNION ALL
            SELECT s.*, home.root, l.contact_id
            FROM home
            JOIN accounts_visitorlink l ON l.account_id = home.account_id AND KNOWN(l)
            JOIN accounts_websession s ON s.visitor_id = l.visitor_id AND s.account_id IS NULL
            WHERE {IN_TIME}
        ) s
        JOIN accounts_account company ON company.id = s.root
        LEFT JOIN merged_contact twin ON twin.id = coalesce(s.contact_id, s.linked_id)
        LEFT JOIN accounts_contact p
            ON p.id = coalesce(twin.root, s.contact_id, s.linked_id)
    """,
    fields=(
        *ACCOUNT_FIELDS,
        PERSON,
        Field(
            name="duration_s",
            type=FieldType.NUMBER,
            label=Words("Duration in seconds", "Durée en secondes"),
        ),
        Field(
            name="engaged_s",
            type=FieldType.NUMBER,
            label=Words("Seconds of attention", "Secondes d'attention"),
        ),
        Field(name="page_views", type=FieldType.NUMBER, label=Words("Pages seen", "Pages vues")),
        Field(
            name="key_events",
            type=FieldType.NUMBER,
            label=Words("Key events", "Événements clés"),
        ),
        Field(name="is_engaged", type=FieldType.TRUTH, label=Words("Engaged", "Engagée")),
        Field(
            name="is_inferred",
            type=FieldType.TRUTH,
            label=Words("Account inferred", "Compte déduit"),
        ),
        Field(name="started_at", type=FieldType.INSTANT, label=Words("Started", "Commencée le")),
        UNFIT,
    ),
    dates=("started_at",),
)

# The same file fetched again by the same person on the same day is one download; a form seen again
# in the same visit is one form seen. Where the visit is not told, the person's day stands for it.
WEB_TOUCHES = Dataset(
    key="web_touches",
    label=Words("Downloads and forms", "Téléchargements et formulaires"),
    record_types=("web",),
    rows=f"""
        SELECT t.id, NULL::uuid AS public_id, coalesce(p.name, '') AS title, {ACCOUNT_COLUMNS},
            who.person, t.type, t.occurred_at, t.link, w.number AS window_number,
            coalesce(nullif(t.link, ''), t.type) AS detail,
            bool_or(t.type = 'form_submitted' AND t.automation IN ({words(BY_PEOPLE)})) OVER (
                PARTITION BY w.number, company.id, told.visit
            ) AS is_sent,
            CASE WHEN t.automation NOT IN ({words(BY_PEOPLE)}) THEN 'machine'
                WHEN t.type <> 'form_submitted' AND row_number() OVER (
                    PARTITION BY w.number, t.type, company.id, told.once,
                        t.automation IN ({words(BY_PEOPLE)})
                    ORDER BY t.occurred_at, t.id
                ) > 1 THEN 'repeated' ELSE '' END AS unfit
        FROM accounts_touch t
        JOIN asked_window w ON t.occurred_at >= w.start - interval '1 day'
        JOIN home ON home.account_id = t.account_id
        JOIN accounts_account company ON company.id = home.root
        LEFT JOIN accounts_visitorlink l ON l.visitor_id = t.visitor_id AND KNOWN(l)
        LEFT JOIN merged_contact twin ON twin.id = coalesce(t.contact_id, l.contact_id)
        LEFT JOIN accounts_contact p
            ON p.id = coalesce(twin.root, t.contact_id, l.contact_id)
        CROSS JOIN LATERAL (
            SELECT coalesce('c' || p.id, 'v' || t.visitor_id, 't' || t.id) AS person,
                (t.occurred_at AT TIME ZONE %(zone)s)::date AS day
        ) who
        CROSS JOIN LATERAL (
            SELECT coalesce(t.source || ' ' || nullif(t.session_key, ''),
                who.person || ' ' || who.day) AS visit
        ) seen
        CROSS JOIN LATERAL (
            SELECT seen.visit, CASE t.type
                WHEN 'download' THEN concat_ws(' ', who.person, who.day, t.link)
                ELSE seen.visit END AS once
        ) told
        WHERE KNOWN(t) AND t.type IN ({words(WEB_TYPES)})
            AND t.occurred_at >= %(start)s - interval '1 day' AND t.occurred_at < %(as_of)s
    """,
    fields=(
        *ACCOUNT_FIELDS,
        PERSON,
        Field(
            name="type",
            type=FieldType.CHOICE,
            label=Words("Type", "Type"),
            choices=WEB_TYPES,
        ),
        Field(
            name="is_sent",
            type=FieldType.TRUTH,
            label=Words("Form sent in the visit", "Formulaire envoyé pendant la visite"),
        ),
        Field(
            name="link", type=FieldType.TEXT, label=Words("File or form", "Fichier ou formulaire")
        ),
        Field(name="occurred_at", type=FieldType.INSTANT, label=Words("When", "Date")),
        UNFIT,
    ),
    dates=("occurred_at",),
    by_window=True,
)
