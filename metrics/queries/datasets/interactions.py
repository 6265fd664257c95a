"""Touches as teams count them: one dataset for each feed that brings them, so that none is known.

What a feed would have brought is zero only where the feed was live; so e-mails, the site, events,
networks and meetings are records of their own, alike but for their feed and types.
"""

from collections.abc import Mapping

from accounts.enums import Direction, Seniority, TouchOwner, TouchType
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.people import BY_PEOPLE, words

RANKS = (
    Seniority.STAFF.value, Seniority.MANAGER.value, Seniority.DIRECTOR.value,
    Seniority.VICE_PRESIDENT.value, Seniority.EXECUTIVE.value,
)  # fmt: skip
"""Seniority from the lowest up; of who is unknown nothing is said."""

T = TouchType
TYPES_OF: Mapping[str, tuple[str, ...]] = {
    "email": (
        T.EMAIL_SENT, T.EMAIL_DELIVERED, T.EMAIL_BOUNCED, T.EMAIL_OPENED, T.EMAIL_CLICKED,
        T.EMAIL_REPLIED, T.AUTO_REPLY, T.UNSUBSCRIBED,
    ),
    "web": (T.PAGE_VIEW, T.FORM_VIEW, T.FORM_SUBMITTED, T.DOWNLOAD),
    "event": (T.EVENT_REGISTERED, T.WEBINAR_ATTENDED, T.EVENT_ATTENDED),
    "social": (
        T.SOCIAL_POST, T.SOCIAL_SHOWN, T.SOCIAL_CLICK, T.SOCIAL_LIKE, T.SOCIAL_COMMENT,
        T.SOCIAL_SHARE, T.SOCIAL_MESSAGE, T.SOCIAL_CONNECTED,
    ),
    "sales_activity": (T.MEETING_HELD, T.CALL_CONNECTED, T.CALL_TRIED),
}  # fmt: skip
"""The types of touch that each feed brings."""

LABELS: Mapping[str, Words] = {
    "email": Words("E-mails and what became of them", "E-mails et leurs suites"),
    "web": Words("Pages, forms and downloads", "Pages, formulaires et téléchargements"),
    "event": Words("Registrations and attendance", "Inscriptions et présences aux événements"),
    "social": Words("Touches in social networks", "Interactions sur les réseaux"),
    "sales_activity": Words("Meetings and calls", "Rendez-vous et appels"),
}

PERSON_OF_TOUCH = """
    LEFT JOIN accounts_visitorlink l ON l.visitor_id = t.visitor_id AND KNOWN(l)
    LEFT JOIN merged_contact twin ON twin.id = coalesce(t.contact_id, l.contact_id)
    LEFT JOIN accounts_contact p ON p.id = coalesce(twin.root, t.contact_id, l.contact_id)
"""
"""Joins touches (t) with whose they are, as far as anybody knows (p)."""


def _interactions(feed: str) -> Dataset:
    types = tuple(str(each.value) for each in map(TouchType, TYPES_OF[feed]))
    return Dataset(
        key=f"{feed}_interactions",
        label=LABELS[feed],
        record_types=(feed,),
        rows=f"""
            SELECT t.id, NULL::uuid AS public_id, coalesce(p.name, '') AS title, {ACCOUNT_COLUMNS},
                coalesce('c' || p.id, 'v' || t.visitor_id, 't' || t.id) AS person,
                t.type, t.type AS detail, t.owner, t.direction, t.link, t.message, t.quantity,
                t.source, coalesce(c.name, '') AS campaign, t.occurred_at,
                p.seniority AS "contact.seniority", p.function AS "contact.function",
                CASE WHEN t.automation IN ({words(BY_PEOPLE)}) THEN '' ELSE 'machine' END AS unfit
            FROM accounts_touch t
            JOIN home ON home.account_id = t.account_id
            JOIN accounts_account company ON company.id = home.root
            LEFT JOIN accounts_campaign c ON c.id = t.campaign_id
            {PERSON_OF_TOUCH}
            WHERE KNOWN(t) AND t.type IN ({words(types)})
                AND t.occurred_at >= %(since)s AND t.occurred_at < %(as_of)s
        """,
        fields=(
            *ACCOUNT_FIELDS,
            Field(name="person", type=FieldType.KEY, label=Words("Person", "Personne")),
            Field(name="type", type=FieldType.CHOICE, label=Words("Type", "Type"), choices=types),
            Field(
                name="contact.seniority",
                type=FieldType.CHOICE,
                label=Words("Person's seniority", "Niveau hiérarchique de la personne"),
                choices=tuple(Seniority.values),
                ranks=RANKS,
            ),
            Field(
                name="contact.function",
                type=FieldType.TEXT,
                label=Words("Person's function", "Fonction de la personne"),
            ),
            Field(
                name="owner",
                type=FieldType.CHOICE,
                label=Words("Whose work", "Travail de"),
                choices=tuple(TouchOwner.values),
            ),
            Field(
                name="direction",
                type=FieldType.CHOICE,
                label=Words("Direction", "Sens"),
                choices=tuple(Direction.values),
            ),
            Field(name="campaign", type=FieldType.TEXT, label=Words("Campaign", "Campagne")),
            Field(name="link", type=FieldType.TEXT, label=Words("File or link", "Fichier ou lien")),
            Field(name="message", type=FieldType.TEXT, label=Words("Message", "Message")),
            Field(name="source", type=FieldType.TEXT, label=Words("Source", "Source")),
            Field(name="quantity", type=FieldType.NUMBER, label=Words("How many", "Combien")),
            Field(name="occurred_at", type=FieldType.INSTANT, label=Words("When", "Date")),
            Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
        ),
        dates=("occurred_at",),
    )


INTERACTIONS = tuple(map(_interactions, TYPES_OF))
FEED_OF = {str(TouchType(each).value): feed for feed, types in TYPES_OF.items() for each in types}
"""The feed that brings each type of touch."""
