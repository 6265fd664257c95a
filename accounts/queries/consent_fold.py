"""The fold of what people allow and forbid, as SQL: the one definition of how a person stands.

Whoever asks writes two tables before these, consent_of (person: canonical contacts) and consent_way
(purpose, channel), and reads standing (person, purpose, channel, state, since, expires_at) after
them. as_of is the instant up to which lines count, itself left out; known_at is the instant of
knowing, null for now.
"""

from accounts.enums import (
    AccountStatus,
    Automation,
    ConsentAction,
    ConsentBasis,
    ConsentChannel,
    ConsentPurpose,
    ConsentSource,
    SuppressionReason,
    TouchType,
)
from accounts.enums import ConsentState as State

RETENTION = "interval '3 years'"
"""How long after the last contact we may use what we know of a person who is no customer's."""

WITHIN = [
    State.CONSENTED,
    State.INFORMED,
    State.REFUSED,
    State.EXPIRED,
    State.NOT_INFORMED,
    State.UNPROVEN,
    State.PENDING,
]
"""Which of several lines speaks for a record: none of those after refused lets us write."""

AMONG = [*WITHIN[2:], State.INFORMED, State.CONSENTED]
"""Which of several records that are one person speaks for them: the one that allows least."""


def words(of: list[str]) -> str:
    """Return words as a list of SQL."""
    return ", ".join(f"'{each}'" for each in of)


def place(of: list[State]) -> str:
    """Return the place of what a line says in an order."""
    return f"array_position(ARRAY[{words([each.value for each in of])}], says)"


def known(row: str) -> str:
    """Return the condition that a row of a history was known at the instant of knowing."""
    return (
        f"{row}.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')"
        f" AND ({row}.voided_at IS NULL OR {row}.voided_at >= %(known_at)s::timestamptz)"
    )


REFUSALS = words(ConsentAction.refusals())
ALLOWING = words(State.allowing())

# The records of each person, and all lines of their ledgers. To unsubscribe by a link is to
# withdraw the consent to marketing by e-mail, whoever wrote it down.
LEDGER = f"""
    consent_record (record, person) AS (
        SELECT person, person FROM consent_of
        UNION
        SELECT c.id, r.person FROM accounts_contact c
        JOIN consent_record r ON r.record = c.merged_into_id
    ),
    consent_line AS MATERIALIZED (
        SELECT r.person, r.record, e.purpose, e.channel, e.action, e.basis, e.occurred_at,
            e.expires_at, e.source, e.proof_ref <> '' AS is_proven,
            e.informed_at IS NOT NULL AND e.informed_at < %(as_of)s AS is_informed
        FROM accounts_consentevent e JOIN consent_record r ON r.record = e.contact_id
        WHERE e.occurred_at < %(as_of)s AND {known("e")}
        UNION ALL
        SELECT r.person, r.record, '{ConsentPurpose.MARKETING}', '{ConsentChannel.EMAIL}',
            t.type, '{ConsentBasis.CONSENT}', t.occurred_at, NULL, t.source, false, false
        FROM accounts_touch t JOIN consent_record r ON r.record = t.contact_id
        WHERE t.type = '{TouchType.UNSUBSCRIBED}' AND t.occurred_at < %(as_of)s AND {known("t")}
    )
"""

# What each line says by itself. After a refusal nothing holds but a consent that the person gave
# later, proven and told by nobody else; at the same instant the refusal counts.
JUDGED = f"""
    consent_dated AS (
        SELECT l.*, max(l.occurred_at) FILTER (
                WHERE l.action IN ({REFUSALS}, '{TouchType.UNSUBSCRIBED}')
            ) OVER (PARTITION BY l.person, l.record, l.purpose, l.channel) AS refused_at
        FROM consent_line l
        JOIN consent_way w ON w.purpose = l.purpose AND w.channel = l.channel
    ),
    consent_judged AS (
        SELECT d.*,
            CASE
                WHEN action IN ({REFUSALS}, '{TouchType.UNSUBSCRIBED}') THEN '{State.REFUSED}'
                WHEN refused_at IS NOT NULL AND NOT (
                    action = '{ConsentAction.GIVEN}' AND basis = '{ConsentBasis.CONSENT}'
                    AND is_proven AND occurred_at > refused_at
                    AND source = '{ConsentSource.PERSON}'
                ) THEN ''
                WHEN action = '{ConsentAction.PENDING}' THEN '{State.PENDING}'
                WHEN NOT is_proven THEN '{State.UNPROVEN}'
                WHEN expires_at <= %(as_of)s THEN '{State.EXPIRED}'
                WHEN basis = '{ConsentBasis.LEGITIMATE_INTEREST}' AND NOT is_informed
                    THEN '{State.NOT_INFORMED}'
                WHEN basis = '{ConsentBasis.LEGITIMATE_INTEREST}' THEN '{State.INFORMED}'
                WHEN action = '{ConsentAction.GIVEN}' THEN '{State.CONSENTED}'
                ELSE '{State.UNPROVEN}'
            END AS says
        FROM consent_dated d
    )
"""

# One line speaks for a record, and one record for a person. A ground holds as long as any line of
# the record does; a person's ends with the first record's.
TOLD = f"""
    consent_of_record AS (
        SELECT DISTINCT ON (person, record, purpose, channel)
            person, purpose, channel, says, occurred_at,
            CASE WHEN says IN ({ALLOWING}) THEN max(coalesce(expires_at, 'infinity')) FILTER (
                WHERE says IN ({ALLOWING})
            ) OVER (PARTITION BY person, record, purpose, channel) ELSE expires_at END AS expires_at
        FROM consent_judged WHERE says <> ''
        ORDER BY person, record, purpose, channel, {place(WITHIN)}, occurred_at DESC
    ),
    consent_told AS (
        SELECT DISTINCT ON (person, purpose, channel) person, purpose, channel, says, occurred_at,
            nullif(CASE WHEN says IN ({ALLOWING})
                THEN min(expires_at) OVER (PARTITION BY person, purpose, channel)
                ELSE expires_at END, 'infinity') AS expires_at
        FROM consent_of_record
        ORDER BY person, purpose, channel, {place(AMONG)}, occurred_at DESC
    )
"""

# What ends it whatever the ledger says. A dead address stops the address and not the person.
STOPPED = f"""
    consent_stopped AS (
        SELECT person, channel, min(occurred_at) AS occurred_at FROM (
            SELECT r.person, s.channel, s.occurred_at, s.reason
            FROM accounts_suppression s
            JOIN accounts_contact c ON c.address_hash = s.address_hash AND c.address_hash <> ''
            JOIN consent_record r ON r.record = c.id
            WHERE s.occurred_at < %(as_of)s AND {known("s")}
                AND (r.record = r.person OR s.reason <> '{SuppressionReason.BOUNCED}')
            UNION ALL
            SELECT r.person, s.channel, s.occurred_at, s.reason
            FROM accounts_suppression s JOIN consent_record r ON r.record = s.contact_id
            WHERE s.reason <> '{SuppressionReason.BOUNCED}'
                AND s.occurred_at < %(as_of)s AND {known("s")}
        ) found
        GROUP BY person, channel
    ),
    consent_erased AS (
        SELECT r.person, min(c.erased_at) AS at
        FROM consent_record r JOIN accounts_contact c ON c.id = r.record
        WHERE c.erased_at < %(as_of)s
        GROUP BY r.person
    )
"""

# The last contact is the last that a person said, did or answered, or that we met them. Touches are
# looked up for those alone whom nothing else keeps: there are millions.
LAPSED = f"""
    consent_quiet AS (
        SELECT c.id AS person, greatest(c.recorded_at, max(l.occurred_at)) AS heard_at
        FROM (SELECT DISTINCT person FROM consent_told WHERE says IN ({ALLOWING})) told
        JOIN accounts_contact c ON c.id = told.person
        JOIN accounts_account a ON a.id = c.account_id AND a.status <> '{AccountStatus.CUSTOMER}'
        JOIN consent_line l ON l.person = told.person
        WHERE c.recorded_at < %(as_of)s - {RETENTION}
        GROUP BY c.id
        HAVING max(l.occurred_at) < %(as_of)s - {RETENTION}
    ),
    consent_heard AS (
        SELECT DISTINCT q.person
        FROM consent_quiet q JOIN consent_record r ON r.person = q.person
        WHERE (
            SELECT 1 FROM accounts_touch t
            WHERE t.contact_id = r.record AND {known("t")}
                AND t.occurred_at >= %(as_of)s - {RETENTION} AND t.occurred_at < %(as_of)s
                AND t.type IN ({words(TouchType.engaging())})
                AND t.automation IN ('{Automation.HUMAN}', '{Automation.UNKNOWN}')
            LIMIT 1
        ) = 1 OR (
            SELECT 1 FROM accounts_response v
            WHERE v.contact_id = r.record AND {known("v")}
                AND v.responded_at >= %(as_of)s - {RETENTION} AND v.responded_at < %(as_of)s
            LIMIT 1
        ) = 1
    ),
    consent_lapsed AS (
        SELECT person, heard_at + {RETENTION} AS at FROM consent_quiet
        WHERE person NOT IN (SELECT person FROM consent_heard)
    )
"""

STANDING = f"""{LEDGER}, {JUDGED}, {TOLD}, {STOPPED}, {LAPSED},
    standing AS (
        SELECT of.person, way.purpose, way.channel, now.state,
            CASE now.state
                WHEN '{State.ERASED}' THEN gone.at
                WHEN '{State.SUPPRESSED}' THEN stopped.occurred_at
                WHEN '{State.LAPSED}' THEN lapsed.at
                ELSE told.occurred_at
            END AS since,
            CASE WHEN now.state = told.says THEN told.expires_at END AS expires_at
        FROM consent_of of
        CROSS JOIN consent_way way
        LEFT JOIN consent_told told ON told.person = of.person
            AND told.purpose = way.purpose AND told.channel = way.channel
        LEFT JOIN consent_stopped stopped ON stopped.person = of.person
            AND stopped.channel = way.channel
        LEFT JOIN consent_erased gone ON gone.person = of.person
        LEFT JOIN consent_lapsed lapsed ON lapsed.person = of.person
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN gone.person IS NOT NULL THEN '{State.ERASED}'
                WHEN stopped.person IS NOT NULL THEN '{State.SUPPRESSED}'
                WHEN lapsed.person IS NOT NULL AND told.says IN ({ALLOWING})
                    THEN '{State.LAPSED}'
                ELSE coalesce(told.says, '{State.UNKNOWN}')
            END AS state
        ) now
    )
"""
"""Tables that end in standing; see the head of this file."""
