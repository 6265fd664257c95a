"""Contracts as they come due, and what became of each: relations that other statements begin with.

The page of an account's deals and the measuring engine both read these, so that they can't
disagree. They stand after the tables `home` (account_id, root) and `fx` (accounts.queries.fx_rate),
and take as_of, known_at, zone, start and finish (the instants between which contracts come due),
as_of_on, programs: those asked about, whose accepted rate goes before that of others; and
grace_days: how long past its due day a contract may still be signed, before it counts as lost.
KNOWN(x) is the condition that row x of a history was known.

A contract comes due on the day its signed terms say. Terms that were signed later with a later day
renew it in place; else contracts that name it do, or the one that it names. One that renews
several is shared out over those of an account by what they were worth. It stays in the days it was
due in, however early or late these were signed. Only the part of its worth that was kept is
protected: what is beyond it is growth. Both sides are converted at the rate of the due day.
"""

SIGNED = """
    contract AS (
        SELECT c.id, c.public_id, c.name, home.root AS account
        FROM accounts_contract c JOIN home ON home.account_id = c.account_id
        WHERE c.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
    ),
    renewal(contract_id, renewed_id) AS (
        SELECT r.id, r.renewal_of_id FROM accounts_contract r
        WHERE r.renewal_of_id IN (SELECT id FROM contract) OR (
            r.renewal_of_id IS NOT NULL AND r.id IN (SELECT id FROM contract)
        )
        UNION
        SELECT c.renewed_by_id, c.id FROM accounts_contract c
        WHERE c.renewed_by_id IN (SELECT id FROM contract) OR (
            c.renewed_by_id IS NOT NULL AND c.id IN (SELECT id FROM contract)
        )
    ),
    said AS (
        SELECT t.contract_id, t.id, t.occurred_at, t.status, t.starts_on, t.due_on, t.acv,
            t.currency, t.is_indexation
        FROM accounts_contractterms t JOIN contract ON contract.id = t.contract_id
        WHERE KNOWN(t) AND t.occurred_at < %(as_of)s AND t.status <> 'draft'
    )
"""

# Terms belong to the latest due day signed so far; a draft says nothing yet.
DUE = f"""
    {SIGNED},
    spell AS (
        SELECT contract_id, due_on,
            (array_agg(acv ORDER BY occurred_at DESC, id DESC))[1] AS acv,
            (array_agg(currency ORDER BY occurred_at DESC, id DESC))[1] AS currency,
            (array_agg(acv ORDER BY occurred_at, id))[1] AS first_acv,
            (array_agg(currency ORDER BY occurred_at, id))[1] AS first_currency
        FROM (
            SELECT contract_id, id, occurred_at, acv, currency, max(due_on) OVER (
                PARTITION BY contract_id ORDER BY occurred_at, id
            ) AS due_on
            FROM said WHERE status = 'signed'
        ) signed
        WHERE due_on IS NOT NULL
        GROUP BY contract_id, due_on
    ),
    falls_due AS MATERIALIZED (
        SELECT at.* FROM (
            SELECT spell.contract_id, contract.account, spell.due_on, spell.acv, spell.currency,
                spell.due_on::timestamp AT TIME ZONE %(zone)s AS due_at,
                lead(spell.due_on) OVER longer AS next_on,
                lead(spell.first_acv) OVER longer AS next_acv,
                lead(spell.first_currency) OVER longer AS next_currency
            FROM spell JOIN contract ON contract.id = spell.contract_id
            WINDOW longer AS (PARTITION BY spell.contract_id ORDER BY spell.due_on)
        ) at
        WHERE at.due_at >= %(start)s AND at.due_at < %(finish)s
    ),
    last_spell AS (
        SELECT DISTINCT ON (contract_id) contract_id, due_on, acv, currency
        FROM spell ORDER BY contract_id, due_on DESC
    ),
    renewed_part AS (
        SELECT renewal.contract_id, renewal.renewed_id, last.acv * rate.rate AS base,
            count(*) OVER together AS parts,
            CASE WHEN bool_or(last.acv * rate.rate IS NULL) OVER together THEN NULL
                ELSE sum(last.acv * rate.rate) OVER together END AS whole
        FROM renewal
        JOIN contract ON contract.id = renewal.renewed_id
        LEFT JOIN last_spell last ON last.contract_id = renewal.renewed_id
        LEFT JOIN fx rate ON rate.currency = last.currency AND rate.during @> last.due_on
        WINDOW together AS (PARTITION BY renewal.contract_id, contract.account)
    ),
    renewing AS (
        SELECT due.contract_id, due.due_on, due.next_acv AS acv, due.next_currency AS currency,
            1::numeric AS part, 1::numeric AS whole
        FROM falls_due due WHERE due.next_on IS NOT NULL
        UNION ALL
        SELECT * FROM (
            SELECT DISTINCT ON (due.contract_id, due.due_on, r.id) due.contract_id, due.due_on,
                t.acv, t.currency, CASE WHEN p.parts = 1 THEN 1 ELSE p.base END,
                CASE WHEN p.parts = 1 THEN 1 ELSE nullif(p.whole, 0) END
            FROM falls_due due
            JOIN renewed_part p ON p.renewed_id = due.contract_id
            JOIN accounts_contract r ON r.id = p.contract_id
            JOIN accounts_contractterms t ON t.contract_id = r.id
            WHERE due.next_on IS NULL AND t.status = 'signed' AND KNOWN(t)
                AND t.occurred_at < %(as_of)s
                AND r.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
            ORDER BY due.contract_id, due.due_on, r.id, t.occurred_at, t.id
        ) first
    ),
    renewed AS (
        SELECT r.contract_id, r.due_on, sum(r.acv * rate.rate * r.part / r.whole) AS worth,
            bool_or(r.acv IS NULL OR r.whole IS NULL) AS lacks_amount,
            bool_or(rate.rate IS NULL) AS lacks_rate
        FROM renewing r
        LEFT JOIN fx rate ON rate.currency = r.currency AND rate.during @> r.due_on
        GROUP BY r.contract_id, r.due_on
    ),
    decision AS (
        SELECT DISTINCT ON (contract_id) contract_id, status FROM said
        ORDER BY contract_id, occurred_at DESC, id DESC
    ),
    accepted AS (
        SELECT DISTINCT ON (contract_id, due_on) contract_id, due_on, value FROM (
            SELECT due.contract_id, due.due_on, p.value, 0 AS width, p.account_id AS place
            FROM falls_due due
            JOIN home ON home.root = due.account
            JOIN accounts_planassumption p ON p.account_id = home.account_id
            WHERE KNOWN(p) AND p.key = 'accepted_runoff_rate'
                AND tstzrange(p.from_at, p.to_at) @> due.due_at
            UNION ALL
            SELECT due.contract_id, due.due_on, p.value,
                CASE WHEN p.program_id = ANY(%(programs)s) THEN 1 ELSE 2 END, p.program_id
            FROM falls_due due
            JOIN home ON home.root = due.account
            JOIN accounts_enrolment e ON e.account_id = home.account_id
            JOIN accounts_planassumption p ON p.program_id = e.program_id
            WHERE KNOWN(e) AND KNOWN(p) AND p.key = 'accepted_runoff_rate'
                AND tstzrange(e.from_at, e.to_at) @> due.due_at
                AND tstzrange(p.from_at, p.to_at) @> due.due_at
            UNION ALL
            SELECT due.contract_id, due.due_on, p.value, 3, 0
            FROM falls_due due
            JOIN accounts_planassumption p ON p.account_id IS NULL AND p.program_id IS NULL
            WHERE KNOWN(p) AND p.key = 'accepted_runoff_rate'
                AND tstzrange(p.from_at, p.to_at) @> due.due_at
        ) holding
        ORDER BY contract_id, due_on, width, place
    ),
    due AS (
        SELECT f.contract_id, f.account, f.due_on, f.due_at, f.acv, f.currency, state.state,
            state.outcome, lacking.lack, accepted.value AS accepted,
            f.acv * rate.rate AS base,
            CASE WHEN lacking.lack = ''
                THEN least(coalesce(renewed.worth, 0), f.acv * rate.rate) END AS protected
        FROM falls_due f
        LEFT JOIN fx rate ON rate.currency = f.currency AND rate.during @> f.due_on
        LEFT JOIN renewed ON renewed.contract_id = f.contract_id AND renewed.due_on = f.due_on
        LEFT JOIN decision ON decision.contract_id = f.contract_id
        LEFT JOIN accepted ON accepted.contract_id = f.contract_id AND accepted.due_on = f.due_on
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN f.next_on IS NOT NULL THEN 'due_extended'
                WHEN renewed.contract_id IS NOT NULL THEN 'due_renewed'
                WHEN decision.status = 'refused' THEN 'due_refused'
                WHEN decision.status = 'ended' THEN 'due_ended'
                WHEN %(as_of_on)s - f.due_on > %(grace_days)s THEN 'due_overdue'
                ELSE 'due_open' END AS state
        ) found
        CROSS JOIN LATERAL (
            SELECT found.state, CASE
                WHEN found.state IN ('due_extended', 'due_renewed') THEN 'renewed'
                WHEN found.state = 'due_open' THEN 'open' ELSE 'lost' END AS outcome
        ) state
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN f.acv IS NULL OR coalesce(renewed.lacks_amount, false) THEN 'missing_amount'
                WHEN rate.rate IS NULL OR coalesce(renewed.lacks_rate, false) THEN 'missing_rate'
                ELSE '' END AS lack
        ) lacking
    )
"""  # noqa: S608 -- put together from parts of our own
"""What comes due, of whom, when and at which worth, as `due`.

state says in a word what became of it, outcome whether that is renewed, lost or open; lack is why
its worth is not known, empty where it is; base and protected are in the currency that fx leads to,
accepted is the share that the plan accepts to lose, NULL where it says nothing.
"""
