"""Who worked at an account, and who of them was active: tables that several datasets share."""

from collections.abc import Mapping

from accounts.enums import TouchType
from metrics.calc.scales import SPOKEN
from metrics.catalogue.parameters import days

ENGAGEMENT = tuple(TouchType.engaging())
"""Types of touch by which a person gives us their attention (indicators, touch taxonomy)."""

EXPOSURE = ("email_delivered", "ad_impression")
"""Types of touch by which we reached a person."""

ANSWERING = (
    "email_clicked", "ad_click", "email_replied", "form_submitted", "download", "event_registered",
    "webinar_attended", "event_attended", "social_click", "social_comment", "social_share",
    "social_message", "meeting_held", "call_connected",
)  # fmt: skip
"""Types of touch by which a person answers a campaign, where they carry it."""

BY_PEOPLE = ("human", "unknown")
TRAILING = days("active_days")
TOUCH_FEEDS = ("email", "web", "event", "social", "sales_activity")

MAILBOXES = (
    "info", "contact", "sales", "office", "hello", "support", "admin", "marketing", "team",
    "accueil", "commercial", "noreply", "no-reply",
)  # fmt: skip
"""Addresses that belong to nobody in particular."""


def words(of: tuple[str, ...]) -> str:
    """Return words as a list of SQL."""
    return ", ".join(f"'{each}'" for each in of)


def holds(row: str) -> str:
    """Return the condition that a dated row was known, and held just before the as-of instant."""
    return (
        f"KNOWN({row}) AND {row}.from_at < %(as_of)s"
        f" AND ({row}.to_at IS NULL OR {row}.to_at >= %(as_of)s)"
    )


def answers_in(row: str) -> str:
    """Return the condition that a touch is of a kind by which they answer, not we."""
    return (
        f"{row}.type IN ({words(ANSWERING)})"
        f" AND ({row}.direction = 'inbound' OR {row}.type IN ({words(SPOKEN)}))"
    )


# One row for each person and account they worked at, now (at the as-of instant) or days before.
# Dated employments decide; a person without any works where their record says, since we know it.
WORKS = f"""
    works AS (
        SELECT coalesce(m.root, e.contact_id) AS contact, home.root AS account,
            bool_or(e.from_at < %(as_of)s AND (e.to_at IS NULL OR e.to_at >= %(as_of)s)) AS now,
            bool_or(e.from_at < %(as_of)s - {TRAILING}
                AND (e.to_at IS NULL OR e.to_at >= %(as_of)s - {TRAILING})) AS before
        FROM accounts_employment e
        JOIN home ON home.account_id = e.account_id
        LEFT JOIN merged_contact m ON m.id = e.contact_id
        WHERE KNOWN(e)
        GROUP BY 1, 2
        UNION ALL
        SELECT c.id, home.root, c.recorded_at < %(as_of)s, c.recorded_at < %(as_of)s - {TRAILING}
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
    ),
    eligible AS MATERIALIZED (
        SELECT c.id AS contact, w.account, w.before, c.public_id, c.name, c.title, c.function,
            c.seniority
        FROM works w JOIN accounts_contact c ON c.id = w.contact
        WHERE w.now AND c.merged_into_id IS NULL
            AND (c.erased_at IS NULL OR c.erased_at >= %(as_of)s)
            AND c.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
            AND split_part(split_part(lower(c.email), '@', 1), '+', 1) NOT IN ({words(MAILBOXES)})
    )
"""

# When each of them, whoever they were merged with, last gave us their attention. Who works at two
# accounts stands there twice, which changes no latest date: the planner knows how many people there
# are, and not how many different ones.
ACTIVE = f"""
    same AS (
        SELECT contact AS id, contact AS root FROM eligible
        UNION ALL
        SELECT m.id, m.root FROM merged_contact m WHERE m.root IN (SELECT contact FROM eligible)
    ),
    active AS MATERIALIZED (
        SELECT same.root AS contact, max(t.occurred_at) AS at
        FROM accounts_touch t JOIN same ON same.id = t.contact_id
        WHERE KNOWN(t) AND t.occurred_at >= %(as_of)s - {TRAILING} AND t.occurred_at < %(as_of)s
            AND t.type IN ({words(ENGAGEMENT)}) AND t.automation IN ({words(BY_PEOPLE)})
        GROUP BY 1
    )
"""

NOT_ACTIVE: Mapping[str, tuple[str, ...]] = {"": ("active_days",)}
"""Of people, whether they are active is told; not every dataset of them asks."""

PEOPLE = f"{WORKS}, {ACTIVE}"
