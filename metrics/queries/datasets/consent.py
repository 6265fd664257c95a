"""What people allow us as of an instant, and when they said no.

How a person stands is told by accounts.queries.consent_fold alone; here it is asked for the people
who work at an account, for marketing, by each channel.
"""

from accounts.enums import (
    ConsentChannel,
    ConsentPurpose,
    ConsentState,
    EmailStatus,
    SuppressionReason,
)
from accounts.queries.consent_fold import ALLOWING, LEDGER, REFUSALS, STANDING, known, words
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.people import MAILBOXES, NOT_ACTIVE, WORKS

SOON = "interval '90 days'"
SAYS_NO = words([
    SuppressionReason.UNSUBSCRIBED.value, SuppressionReason.OBJECTED.value,
    SuppressionReason.COMPLAINT.value,
])  # fmt: skip
"""Reasons for which an address is suppressed because the person said so."""


def ways(*channels: str, among: str = "true") -> str:
    """Return the table of ways that is asked for: marketing, by those of some channels."""
    return f"""
    consent_way (purpose, channel) AS (
        SELECT '{ConsentPurpose.MARKETING}', each.channel
        FROM unnest(ARRAY[{words(list(channels))}]) each (channel) WHERE {among}
    )
"""


TOLD = "%(told)s::text[] = '{}' OR each.channel = ANY(%(told)s)"


# Those of consent_of whom we may write to by e-mail or call, at an address that is not dead.
REACHABLE = f"""
    {ways(ConsentChannel.EMAIL, ConsentChannel.PHONE)}, {STANDING},
    reachable AS (
        SELECT DISTINCT s.person
        FROM standing s JOIN accounts_contact c ON c.id = s.person
        WHERE s.state IN ({ALLOWING}) AND CASE s.channel
            WHEN '{ConsentChannel.EMAIL}'
                THEN c.email <> '' AND c.email_status <> '{EmailStatus.BOUNCED}'
            ELSE c.phone <> '' END
    )
"""

PERSON = Field(name="person", type=FieldType.KEY, label=Words("Person", "Personne"))
CHANNEL = Field(
    name="channel",
    type=FieldType.CHOICE,
    label=Words("Channel", "Canal"),
    choices=tuple(ConsentChannel.values),
)

CONSENTS = Dataset(
    key="consents",
    rests=NOT_ACTIVE,
    label=Words("What contacts allow", "Ce que les contacts autorisent"),
    record_types=("contact",),
    tables=f"""{WORKS},
        consent_of (person) AS (SELECT contact FROM eligible),
        {ways(*ConsentChannel.values, among=TOLD)}, {STANDING}
    """,
    rows=f"""
        SELECT row_number() OVER (ORDER BY e.contact, e.account, s.channel) AS id, e.public_id,
            e.name AS title, {ACCOUNT_COLUMNS}, e.contact AS person, s.channel, s.state,
            s.state AS detail, s.since,
            s.state IN ({ALLOWING}) AND s.expires_at <= %(as_of)s + {SOON} AS is_expiring,
            '' AS unfit
        FROM eligible e
        JOIN accounts_account company ON company.id = e.account
        JOIN standing s ON s.person = e.contact
    """,
    fields=(
        *ACCOUNT_FIELDS,
        PERSON,
        CHANNEL,
        Field(
            name="state",
            type=FieldType.CHOICE,
            label=Words("What holds", "Ce qui vaut"),
            choices=tuple(ConsentState.values),
        ),
        Field(
            name="is_expiring",
            type=FieldType.TRUTH,
            label=Words("Expires within 90 days", "Expire sous 90 jours"),
        ),
        Field(name="since", type=FieldType.INSTANT, label=Words("Since", "Depuis")),
    ),
    dates=("since",),
    told="channel",
)

# Who worked where from when to when; a person without dated employments where their record says.
BELONGS = """
    belongs AS (
        SELECT coalesce(m.root, e.contact_id) AS person, home.root AS account,
            range_agg(tstzrange(e.from_at, e.to_at)) AS during
        FROM accounts_employment e
        JOIN home ON home.account_id = e.account_id
        LEFT JOIN merged_contact m ON m.id = e.contact_id
        WHERE KNOWN(e)
        GROUP BY 1, 2
        UNION ALL
        SELECT c.id, home.root, '{(,)}'::tstzmultirange
        FROM accounts_contact c
        JOIN home ON home.account_id = c.account_id
        WHERE c.merged_into_id IS NULL
            AND NOT EXISTS (
                SELECT FROM accounts_employment e WHERE e.contact_id = c.id AND KNOWN(e)
            )
            AND NOT EXISTS (
                SELECT FROM merged_contact m JOIN accounts_employment e ON e.contact_id = m.id
                WHERE m.root = c.id AND KNOWN(e)
            )
    )
"""

# Refusals of the ledger, links to unsubscribe, and addresses suppressed because the person said so.
REFUSED = f"""
    refused AS (
        SELECT person, channel, occurred_at, action AS how FROM consent_line
        WHERE purpose = '{ConsentPurpose.MARKETING}' AND action IN ({REFUSALS}, 'unsubscribed')
        UNION ALL
        SELECT r.person, s.channel, s.occurred_at, s.reason
        FROM accounts_suppression s JOIN consent_record r ON r.record = s.contact_id
        WHERE s.reason IN ({SAYS_NO}) AND s.occurred_at < %(as_of)s AND {known("s")}
    )
"""

REFUSALS_SAID = Dataset(
    key="refusals",
    label=Words("Withdrawals and objections", "Retraits et oppositions"),
    record_types=("consent",),
    tables=f"""{BELONGS},
        consent_of (person) AS (SELECT person FROM belongs),
        {LEDGER}, {REFUSED}
    """,
    rows=f"""
        SELECT row_number() OVER (
                ORDER BY r.occurred_at, r.person, b.account, r.channel, r.how
            ) AS id,
            p.public_id, p.name AS title, {ACCOUNT_COLUMNS}, r.person, r.channel, r.occurred_at,
            r.how AS detail,
            CASE WHEN split_part(split_part(lower(p.email), '@', 1), '+', 1)
                IN ({words(list(MAILBOXES))}) THEN 'mailbox' ELSE '' END AS unfit
        FROM refused r
        JOIN belongs b ON b.person = r.person AND b.during @> r.occurred_at
        JOIN accounts_contact p ON p.id = r.person
        JOIN accounts_account company ON company.id = b.account
    """,
    fields=(
        *ACCOUNT_FIELDS,
        PERSON,
        CHANNEL,
        Field(name="occurred_at", type=FieldType.INSTANT, label=Words("When", "Date")),
        Field(name="unfit", type=FieldType.TEXT, label=Words("", ""), inner=True),
    ),
    dates=("occurred_at",),
)
