"""E-mails, each to one person, with what became of it; and what passed with people directly."""

from accounts.enums import Stream
from metrics.calc import scales
from metrics.catalogue.parameters import days
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.campaigns import BY_CAMPAIGN
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.people import BY_PEOPLE, words

SENDING = ("email_sent", "email_delivered", "email_bounced")
"""Types of touch that tell of an e-mail by themselves; the others tell what became of it."""

HAPPENING = ("email_opened", "email_clicked", "email_replied", "unsubscribed")
PERSON = Field(name="person", type=FieldType.KEY, label=Words("Person", "Personne"))
UNFIT = Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True)
BY_PERSON = f"t.automation IN ({words(BY_PEOPLE)})"
ANOTHER = days("mail_again_days")

# One row for each window, message and person at an account: duplicates of a person are one. What
# tells no message or nobody can't be joined with what became of it, and stays by itself.
POST = f"""
    post AS (
        SELECT w.number, w.until, home.root AS account, t.source, t.message,
            coalesce(twin.root, t.contact_id) AS person,
            CASE WHEN %(campaigns)s::bigint[] <> '{{}}' THEN t.campaign_id END AS campaign,
            min(t.id) AS id,
            min(t.occurred_at) FILTER (WHERE t.type IN ({words(SENDING)})) AS sent_at,
            min(t.occurred_at) FILTER (WHERE t.type = 'email_sent') AS begun_at,
            min(t.occurred_at) FILTER (WHERE t.type = 'email_delivered') AS told_at,
            max(t.stream) FILTER (WHERE t.type IN ({words(SENDING)})) AS stream,
            bool_or(t.type = 'email_bounced') AS is_bounced,
            bool_or(t.type = 'email_opened') AS is_opened,
            bool_or(t.type = 'email_opened' AND {BY_PERSON}) AS is_seen,
            bool_or(t.type = 'email_clicked' AND {BY_PERSON}
                AND lower(t.link) !~ '{scales.LEAVING_LINKS}') AS is_clicked,
            bool_or(t.type = 'email_replied' AND {BY_PERSON} AND t.direction = 'inbound')
                AS is_replied,
            bool_or(t.type = 'unsubscribed' AND {BY_PERSON}) AS is_unsubscribed
        FROM accounts_touch t
        JOIN asked_window w ON t.occurred_at >= w.start - {ANOTHER}
        JOIN home ON home.account_id = t.account_id
        LEFT JOIN merged_contact twin ON twin.id = t.contact_id
        WHERE KNOWN(t) AND t.type IN ({words((*SENDING, *HAPPENING))})
            AND t.occurred_at >= %(start)s::timestamptz - {ANOTHER}
            AND t.occurred_at < %(as_of)s
            AND (%(campaigns)s::bigint[] = '{{}}' OR t.campaign_id = ANY(%(campaigns)s))
        GROUP BY w.number, w.until, home.root, t.source, t.message, 6, 7,
            CASE WHEN t.message = '' OR t.contact_id IS NULL THEN t.id END
        HAVING bool_or(t.type IN ({words(SENDING)}))
    )
"""

EMAILS = Dataset(
    key="emails",
    rests={"maturing": ("mail_answer_days",)},
    label=Words("E-mails sent", "E-mails envoyés"),
    record_types=("email",),
    tables=POST,
    rows=f"""
        SELECT m.id, p.public_id, coalesce(p.name, '') AS title, m.number AS window_number,
            {ACCOUNT_COLUMNS}, m.person, m.campaign, m.stream, m.sent_at,
            CASE WHEN NOT m.is_bounced THEN coalesce(m.told_at, m.begun_at) END AS delivered_at,
            CASE WHEN m.is_clicked OR m.is_seen THEN 'reliable'
                WHEN m.is_opened THEN 'unreliable' ELSE '' END AS opening,
            NOT m.is_bounced AS is_delivered, m.is_opened, m.is_clicked, m.is_replied,
            m.is_unsubscribed,
            m.until > %(as_of)s::timestamptz - {days("mail_answer_days")} AS maturing,
            CASE WHEN m.is_bounced THEN 'email_bounced'
                WHEN m.is_unsubscribed THEN 'unsubscribed'
                WHEN m.is_replied THEN 'email_replied'
                WHEN m.is_clicked THEN 'email_clicked'
                WHEN m.is_opened THEN 'email_opened'
                WHEN m.told_at IS NOT NULL THEN 'email_delivered' ELSE 'email_sent' END AS detail,
            CASE WHEN m.message = '' THEN 'no_message'
                WHEN m.person IS NULL THEN 'no_person' ELSE '' END AS unfit
        FROM post m
        JOIN accounts_account company ON company.id = m.account
        LEFT JOIN accounts_contact p ON p.id = m.person
    """,
    by_window=True,
    fields=(
        *ACCOUNT_FIELDS,
        PERSON,
        Field(name="campaign", type=FieldType.KEY, label=Words("Campaign", "Campagne")),
        Field(
            name="stream",
            type=FieldType.CHOICE,
            label=Words("Stream", "Flux"),
            choices=tuple(Stream.values),
        ),
        Field(
            name="opening",
            type=FieldType.CHOICE,
            label=Words("Opening", "Ouverture"),
            choices=("reliable", "unreliable"),
        ),
        Field(name="is_delivered", type=FieldType.TRUTH, label=Words("Delivered", "Délivré")),
        Field(name="is_opened", type=FieldType.TRUTH, label=Words("Opened", "Ouvert")),
        Field(name="is_clicked", type=FieldType.TRUTH, label=Words("Clicked", "Cliqué")),
        Field(name="is_replied", type=FieldType.TRUTH, label=Words("Answered", "Répondu")),
        Field(
            name="is_unsubscribed",
            type=FieldType.TRUTH,
            label=Words("Unsubscribed", "Désinscription"),
        ),
        Field(name="maturing", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(name="sent_at", type=FieldType.INSTANT, label=Words("Sent", "Envoyé le")),
        Field(name="delivered_at", type=FieldType.INSTANT, label=Words("Delivered", "Délivré le")),
        UNFIT,
    ),
    dates=("delivered_at", "sent_at"),
    by=BY_CAMPAIGN,
)

# Answers to what was written to one person, meetings and calls. A stream that nobody told is no
# newsletter: mail to many says that it is.
DIRECT = f"""t.type IN ({words(scales.SPOKEN)}) OR (
    t.type = 'email_replied' AND t.direction = 'inbound'
    AND t.stream NOT IN ({words(scales.TO_MANY)})
)"""

DIRECT_INTERACTIONS = Dataset(
    key="direct_interactions",
    label=Words("Direct interactions", "Interactions directes"),
    record_types=("email", "sales_activity"),
    rows=f"""
        SELECT t.id, p.public_id, coalesce(p.name, '') AS title, {ACCOUNT_COLUMNS},
            p.id AS person, t.type, t.type AS detail, t.quantity, t.occurred_at,
            CASE WHEN {BY_PERSON} THEN '' ELSE 'machine' END AS unfit
        FROM accounts_touch t
        JOIN home ON home.account_id = t.account_id
        JOIN accounts_account company ON company.id = home.root
        LEFT JOIN accounts_visitorlink l ON l.visitor_id = t.visitor_id AND KNOWN(l)
        LEFT JOIN merged_contact twin ON twin.id = coalesce(t.contact_id, l.contact_id)
        LEFT JOIN accounts_contact p ON p.id = coalesce(twin.root, t.contact_id, l.contact_id)
        WHERE KNOWN(t) AND ({DIRECT})
            AND t.occurred_at >= %(start)s AND t.occurred_at < %(as_of)s
    """,
    fields=(
        *ACCOUNT_FIELDS,
        PERSON,
        Field(
            name="type",
            type=FieldType.CHOICE,
            label=Words("Type", "Type"),
            choices=("email_replied", *scales.SPOKEN),
        ),
        Field(name="quantity", type=FieldType.NUMBER, label=Words("How many", "Combien")),
        Field(name="occurred_at", type=FieldType.INSTANT, label=Words("When", "Date")),
        UNFIT,
    ),
    dates=("occurred_at",),
)
