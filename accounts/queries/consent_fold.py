"""The fold of what people allow and forbid, as SQL: the one definition of how a person stands.

Whoever asks writes two tables before these, consent_of (person: canonical contacts, some perhaps
twice) and consent_way (purpose, channel), and reads standing (person, purpose, channel, state,
since, expires_at) after them. as_of is the instant up to which lines count, itself left out;
known_at is the instant of knowing, null for now.
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
        SELECT l.*, max(occurred_at) OVER (PARTITION BY person) AS heard_at,
            max(occurred_at) FILTER (
                WHERE action IN ({REFUSALS}, '{TouchType.UNSUBSCRIBED}')
            ) OVER (PARTITION BY person, record, purpose, channel) AS refused_at
        FROM consent_line l
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
        FROM consent_dated d JOIN consent_way w USING (purpose, channel)
    )
"""

# One line speaks for a record, and one record for a person. A ground holds as long as any line of
# the record does; a person's ends with the first record's.
TOLD = f"""
    consent_of_record AS (
        SELECT DISTINCT ON (person, record, purpose, channel)
            person, purpose, channel, says, occurred_at, heard_at,
            CASE WHEN says IN ({ALLOWING}) THEN max(coalesce(expires_at, 'infinity')) FILTER (
                WHERE says IN ({ALLOWING})
            ) OVER (PARTITION BY person, record, purpose, channel) ELSE expires_at END AS expires_at
        FROM consent_judged WHERE says <> ''
        ORDER BY person, record, purpose, channel, {place(WITHIN)}, occurred_at DESC
    ),
    consent_told AS (
        SELECT DISTINCT ON (person, purpose, channel)
            person, purpose, channel, says, occurred_at, heard_at,
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
        SELECT r.person, s.channel, s.occurred_at
        FROM accounts_suppression s
        JOIN accounts_contact c ON c.address_hash = s.address_hash AND c.address_hash <> ''
        JOIN consent_record r ON r.record = c.id
        WHERE s.occurred_at < %(as_of)s AND {known("s")}
            AND (r.record = r.person OR s.reason <> '{SuppressionReason.BOUNCED}')
        UNION ALL
        SELECT r.person, s.channel, s.occurred_at
        FROM accounts_suppression s JOIN consent_record r ON r.record = s.contact_id
        WHERE s.reason <> '{SuppressionReason.BOUNCED}'
            AND s.occurred_at < %(as_of)s AND {known("s")}
    ),
    consent_erased AS (
        SELECT r.person, c.erased_at
        FROM accounts_contact c JOIN consent_record r ON r.record = c.id
        WHERE c.erased_at < %(as_of)s
    )
"""

# The last contact is the last that a person said, did or answered, or that we met them. Touches are
# looked up for those alone whom nothing else keeps: there are millions.
LAPSED = f"""
    consent_quiet AS (
        SELECT c.id AS person, greatest(c.recorded_at, max(t.heard_at)) AS heard_at
        FROM consent_told t
        JOIN accounts_contact c ON c.id = t.person
        JOIN accounts_account a ON a.id = c.account_id
        WHERE t.says IN ({ALLOWING}) AND t.heard_at < %(as_of)s - {RETENTION}
            AND c.recorded_at < %(as_of)s - {RETENTION} AND a.status <> '{AccountStatus.CUSTOMER}'
        GROUP BY c.id
    ),
    consent_lapsed AS (
        SELECT q.person, q.heard_at + {RETENTION} AS lapsed_at FROM consent_quiet q
        WHERE (
            WITH RECURSIVE mine (id) AS (
                SELECT q.person
                UNION
                SELECT c.id FROM accounts_contact c JOIN mine ON mine.id = c.merged_into_id
            )
            SELECT 1 FROM mine WHERE EXISTS (
                SELECT FROM accounts_touch t
                WHERE t.contact_id = mine.id AND {known("t")}
                    AND t.occurred_at >= %(as_of)s - {RETENTION} AND t.occurred_at < %(as_of)s
                    AND t.type IN ({words(TouchType.engaging())})
                    AND t.automation IN ('{Automation.HUMAN}', '{Automation.UNKNOWN}')
            ) OR EXISTS (
                SELECT FROM accounts_response v
                WHERE v.contact_id = mine.id AND {known("v")}
                    AND v.responded_at >= %(as_of)s - {RETENTION} AND v.responded_at < %(as_of)s
            )
            LIMIT 1
        ) IS NULL
    )
"""

# All that is known of a person and a way is put one below the other and grouped: joins of what no
# statistics tell the size of would be planned for a handful of rows.
STANDING = f"""{LEDGER}, {JUDGED}, {TOLD}, {STOPPED}, {LAPSED},
    consent_fact (
        person, purpose, channel, erased_at, stopped_at, lapsed_at, says, said_at, expires_at
    ) AS (
        SELECT r.person, w.purpose, w.channel, NULL::timestamptz, NULL::timestamptz,
            NULL::timestamptz, NULL, NULL::timestamptz, NULL::timestamptz
        FROM consent_record r CROSS JOIN consent_way w WHERE r.record = r.person
        UNION ALL
        SELECT person, purpose, channel, NULL, NULL, NULL, says, occurred_at, expires_at
        FROM consent_told
        UNION ALL
        SELECT person, purpose, channel, NULL, occurred_at, NULL, NULL, NULL, NULL
        FROM consent_stopped JOIN consent_way USING (channel)
        UNION ALL
        SELECT person, purpose, channel, erased_at, NULL, NULL, NULL, NULL, NULL
        FROM consent_erased CROSS JOIN consent_way
        UNION ALL
        SELECT person, purpose, channel, NULL, NULL, lapsed_at, NULL, NULL, NULL
        FROM consent_lapsed CROSS JOIN consent_way
    ),
    standing AS (
        SELECT person, purpose, channel, state,
            CASE state
                WHEN '{State.ERASED}' THEN erased_at
                WHEN '{State.SUPPRESSED}' THEN stopped_at
                WHEN '{State.LAPSED}' THEN lapsed_at
                ELSE said_at
            END AS since,
            CASE WHEN state = says THEN expires_at END AS expires_at
        FROM (
            SELECT person, purpose, channel, min(erased_at) AS erased_at,
                min(stopped_at) AS stopped_at, min(lapsed_at) AS lapsed_at, min(says) AS says,
                min(said_at) AS said_at, min(expires_at) AS expires_at
            FROM consent_fact GROUP BY person, purpose, channel
        ) fact
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN erased_at IS NOT NULL THEN '{State.ERASED}'
                WHEN stopped_at IS NOT NULL THEN '{State.SUPPRESSED}'
                WHEN lapsed_at IS NOT NULL AND says IN ({ALLOWING}) THEN '{State.LAPSED}'
                ELSE coalesce(says, '{State.UNKNOWN}')
            END AS state
        ) now
    )
"""
"""Tables that end in standing; see the head of this file."""
