"""Contracts that come due, and customers: what they pay us a year at either end of a window."""

from accounts.queries.due_contracts import DUE as EVERY_DUE
from accounts.queries.due_contracts import SIGNED
from metrics.catalogue.parameters import days, setting
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.people import BY_PEOPLE, ENGAGEMENT, words

GRACE_DAYS, ABM_DAYS = setting("renewal_grace_days"), days("renewal_abm_days")
DUE = EVERY_DUE.replace("%(grace_days)s", GRACE_DAYS)
"""What comes due, with the days of grace that are set."""

# ---- what comes due ----------------------------------------------------------------------------

ROWS = f"""
    SELECT due.contract_id AS id, contract.public_id, contract.name AS title, {ACCOUNT_COLUMNS},
        due.due_at, due.state AS detail, due.outcome, due.lack, due.accepted, due.base,
        due.protected, due.base - due.protected AS loss, due.accepted * due.base AS accepted_loss,
        due.accepted * due.base - (due.base - due.protected) AS gap,
        due.accepted * due.base
            - CASE WHEN due.outcome = 'open' THEN 0 ELSE due.base - due.protected END AS best_gap,
        '' AS unfit {{more}}
    FROM due
    JOIN contract ON contract.id = due.contract_id
    JOIN accounts_account company ON company.id = due.account
    {{joined}}
"""

FIELDS = (
    *ACCOUNT_FIELDS,
    Field(name="due_at", type=FieldType.INSTANT, label=Words("Due", "Échéance")),
    Field(
        name="outcome",
        type=FieldType.CHOICE,
        label=Words("What became of it", "Issue"),
        choices=("renewed", "lost", "open"),
    ),
    Field(name="base", type=FieldType.MONEY, label=Words("Annual value", "Valeur annuelle")),
    Field(name="protected", type=FieldType.MONEY, label=Words("Protected", "Protégé")),
    Field(name="loss", type=FieldType.MONEY, label=Words("Lost", "Perdu")),
    Field(name="lack", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    Field(name="accepted", type=FieldType.NUMBER, label=Words("", ""), inner=True),
    Field(name="accepted_loss", type=FieldType.MONEY, label=Words("", ""), inner=True),
    Field(name="gap", type=FieldType.MONEY, label=Words("", ""), inner=True),
    Field(name="best_gap", type=FieldType.MONEY, label=Words("", ""), inner=True),
)

DUE_CONTRACTS = Dataset(
    key="due_contracts",
    label=Words("Contracts that come due", "Contrats arrivant à échéance"),
    record_types=("contract",),
    tables=DUE,
    rows=ROWS.format(more="", joined=""),
    fields=FIELDS,
    dates=("due_at",),
    amount="base",
)

# The accounts that were in a program in all of the days before a contract was due, and of which a
# member of a buying group gave us their attention then.
ATTENDED = f"""
    before_due AS (
        SELECT due.contract_id, due.due_on, due.account,
            due.due_at - {ABM_DAYS} AS since,
            least(due.due_at, %(as_of)s) AS until
        FROM due
        JOIN home ON home.root = due.account
        JOIN accounts_enrolment e ON e.account_id = home.account_id
        WHERE due.outcome = 'renewed' AND KNOWN(e)
        GROUP BY due.contract_id, due.due_on, due.account, due.due_at
        HAVING range_agg(tstzrange(e.from_at, e.to_at))
            @> tstzrange(due.due_at - {ABM_DAYS}, due.due_at)
    ),
    deciding AS (
        SELECT b.contract_id, b.due_on, coalesce(twin.root, m.contact_id) AS person,
            greatest(m.from_at, b.since) AS since, least(m.to_at, b.until) AS until
        FROM before_due b
        JOIN home ON home.root = b.account
        JOIN accounts_buyinggroup g ON g.account_id = home.account_id
        JOIN accounts_membership m ON m.group_id = g.id
        LEFT JOIN merged_contact twin ON twin.id = m.contact_id
        WHERE KNOWN(m) AND m.from_at < b.until AND (m.to_at IS NULL OR m.to_at > b.since)
    ),
    deciding_as AS (
        SELECT deciding.*, deciding.person AS contact FROM deciding
        UNION ALL
        SELECT deciding.*, twin.id FROM deciding JOIN merged_contact twin
            ON twin.root = deciding.person
    ),
    attended AS (
        SELECT DISTINCT d.contract_id, d.due_on
        FROM deciding_as d
        JOIN accounts_touch t ON t.contact_id = d.contact
        WHERE KNOWN(t) AND t.occurred_at >= d.since AND t.occurred_at < d.until
            AND t.occurred_at >= %(start)s - {ABM_DAYS}
            AND t.occurred_at < %(as_of)s
            AND t.type IN ({words(ENGAGEMENT)}) AND t.automation IN ({words(BY_PEOPLE)})
    )
"""

ATTENDED_CONTRACTS = Dataset(
    key="attended_contracts",
    label=Words("Contracts that come due, with ABM", "Contrats à échéance, avec l'ABM"),
    record_types=("contract",),
    tables=f"{DUE}, {ATTENDED}",
    rows=ROWS.format(
        more=", attended.contract_id IS NOT NULL AS has_abm",
        joined="""
    LEFT JOIN attended ON attended.contract_id = due.contract_id AND attended.due_on = due.due_on
        """,
    ),
    fields=(
        *FIELDS,
        Field(name="has_abm", type=FieldType.TRUTH, label=Words("ABM was there", "ABM présent")),
    ),
    dates=("due_at",),
    amount="protected",
)

# ---- customers ---------------------------------------------------------------------------------

# The contracts in force at both ends of each window. An end counts at its own instant; one that was
# refused runs until its due day; one past due waits for a signature in its days of grace. One that
# was renewed is carried on by the new one as soon as that has begun.
IN_FORCE = f"""
    {SIGNED},
    edge AS (
        SELECT w.number, false AS at_end, w.start AS at,
            (w.start AT TIME ZONE %(zone)s)::date AS day
        FROM asked_window w
        UNION ALL
        SELECT w.number, true, w.until, (w.until AT TIME ZONE %(zone)s)::date FROM asked_window w
    ),
    dated AS MATERIALIZED (
        SELECT said.*,
            coalesce(said.starts_on, (said.occurred_at AT TIME ZONE %(zone)s)::date) AS since
        FROM said
    ),
    taken_over AS (
        SELECT DISTINCT edge.number, edge.at_end, renewal.renewed_id AS contract_id
        FROM renewal
        JOIN accounts_contract r ON r.id = renewal.contract_id
        JOIN accounts_contractterms t ON t.contract_id = r.id
        JOIN edge ON t.occurred_at < edge.at
        WHERE t.status = 'signed' AND KNOWN(t)
            AND r.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
            AND coalesce(t.starts_on, (t.occurred_at AT TIME ZONE %(zone)s)::date) <= edge.day
    ),
    held AS (
        SELECT edge.number, edge.at_end, edge.day, dated.contract_id,
            (array_agg(dated.status ORDER BY dated.occurred_at DESC, dated.id DESC))[1] AS status,
            max(dated.due_on) FILTER (WHERE holds.now) AS due_on,
            (array_agg(dated.acv ORDER BY dated.occurred_at DESC, dated.id DESC)
                FILTER (WHERE holds.now))[1] AS acv,
            (array_agg(dated.currency ORDER BY dated.occurred_at DESC, dated.id DESC)
                FILTER (WHERE holds.now))[1] AS currency
        FROM edge
        JOIN dated ON dated.occurred_at < edge.at
        CROSS JOIN LATERAL (
            SELECT dated.status = 'signed' AND dated.since <= edge.day AS now
        ) holds
        GROUP BY edge.number, edge.at_end, edge.day, dated.contract_id
        HAVING bool_or(holds.now)
    ),
    in_force AS (
        SELECT held.*, coalesce(held.day > held.due_on, false) AS is_late
        FROM held
        LEFT JOIN taken_over t ON t.contract_id = held.contract_id
            AND t.number = held.number AND t.at_end = held.at_end
        WHERE t.contract_id IS NULL AND held.status <> 'ended'
            AND (held.status <> 'refused' OR held.day <= held.due_on)
            AND (held.due_on IS NULL OR held.day - held.due_on <= {GRACE_DAYS})
    )
"""

# What prices rose by as the contract had said: no growth of ours.
INDEXED = """
    step AS (
        SELECT w.number, w.until, dated.contract_id, dated.id, dated.since, dated.acv,
            dated.currency, dated.is_indexation,
            (w.start AT TIME ZONE %(zone)s)::date AS first_day,
            ((w.until - interval '1 microsecond') AT TIME ZONE %(zone)s)::date AS rate_day,
            row_number() OVER earlier = 1 AS is_first,
            lag(dated.acv) OVER earlier AS acv_before,
            lag(dated.currency) OVER earlier AS currency_before
        FROM asked_window w
        JOIN dated ON dated.occurred_at < w.until
            AND dated.since <= (w.until AT TIME ZONE %(zone)s)::date
        WHERE dated.status = 'signed'
        WINDOW earlier AS (
            PARTITION BY w.number, dated.contract_id ORDER BY dated.occurred_at, dated.id
        )
    ),
    rise AS (
        SELECT step.number, step.contract_id,
            sum(greatest(0, step.acv * rate.rate - was.worth)) AS uplift
        FROM step
        CROSS JOIN LATERAL (
            SELECT step.acv_before * former.rate AS worth
            FROM fx former
            WHERE NOT step.is_first AND former.currency = step.currency_before
                AND former.during @> step.rate_day
            UNION ALL
            SELECT CASE WHEN NOT bool_or(old.acv * former.rate IS NULL)
                THEN sum(old.acv * former.rate) END
            FROM (
                SELECT DISTINCT ON (t.contract_id) t.acv, t.currency
                FROM renewal
                JOIN accounts_contract before ON before.id = renewal.renewed_id
                JOIN accounts_contractterms t ON t.contract_id = before.id
                WHERE step.is_first AND renewal.contract_id = step.contract_id
                    AND t.status = 'signed' AND KNOWN(t) AND t.occurred_at < step.until
                    AND before.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
                ORDER BY t.contract_id, t.occurred_at DESC, t.id DESC
            ) old
            LEFT JOIN fx former
                ON former.currency = old.currency AND former.during @> step.rate_day
            HAVING count(*) > 0
        ) was
        LEFT JOIN fx rate ON rate.currency = step.currency AND rate.during @> step.rate_day
        WHERE step.is_indexation AND step.since > step.first_day
        GROUP BY step.number, step.contract_id
    )
"""

PAYING = """
    paying AS (
        SELECT f.number, contract.account,
            bool_or(NOT f.at_end) AS was_there, bool_or(f.at_end) AS is_there,
            coalesce(bool_and(f.is_late) FILTER (WHERE f.at_end), false) AS is_pending,
            coalesce(sum(f.acv * rate.rate) FILTER (WHERE NOT f.at_end), 0) AS before,
            coalesce(sum(f.acv * rate.rate) FILTER (WHERE f.at_end), 0) AS now,
            coalesce(sum(rise.uplift) FILTER (WHERE f.at_end), 0) AS uplift,
            CASE WHEN bool_or(f.acv IS NULL) THEN 'missing_amount'
                WHEN bool_or(rate.rate IS NULL) THEN 'missing_rate' ELSE '' END AS lack,
            CASE WHEN bool_or(f.acv IS NULL) FILTER (WHERE f.at_end) THEN 'missing_amount'
                WHEN bool_or(rate.rate IS NULL) FILTER (WHERE f.at_end) THEN 'missing_rate'
                ELSE '' END AS lack_now
        FROM in_force f
        JOIN contract ON contract.id = f.contract_id
        JOIN asked_window w ON w.number = f.number
        LEFT JOIN fx rate ON rate.currency = f.currency AND rate.during @>
            ((w.until - interval '1 microsecond') AT TIME ZONE %(zone)s)::date
        LEFT JOIN rise ON rise.number = f.number AND rise.contract_id = f.contract_id
        GROUP BY f.number, contract.account
    )
"""

CUSTOMER_ROWS = f"""
    SELECT company.id, company.public_id, company.name AS title, {ACCOUNT_COLUMNS},
        p.number AS window_number,
        CASE WHEN p.was_there THEN w.start END AS began_at,
        CASE WHEN p.is_there THEN w.until - interval '1 microsecond' END AS lasted_at,
        p.is_there, p.is_pending, p.before, p.now, p.lack, p.lack_now,
        net.now AS net_now, least(net.now, p.before) AS kept,
        p.before - least(net.now, p.before) AS gone,
        CASE WHEN NOT p.was_there THEN 'customer_new' WHEN NOT p.is_there THEN 'customer_lost'
            WHEN p.is_pending THEN 'customer_pending' ELSE 'customer_kept' END AS detail,
        '' AS unfit {{more}}
    FROM paying p
    JOIN asked_window w ON w.number = p.number
    JOIN accounts_account company ON company.id = p.account
    CROSS JOIN LATERAL (SELECT greatest(0, p.now - p.uplift) AS now) net
    {{joined}}
"""

CUSTOMER_FIELDS = (
    *ACCOUNT_FIELDS,
    Field(name="began_at", type=FieldType.INSTANT, label=Words("At the start", "Au début")),
    Field(name="lasted_at", type=FieldType.INSTANT, label=Words("At the end", "À la fin")),
    Field(
        name="is_there", type=FieldType.TRUTH, label=Words("Still a customer", "Toujours client")
    ),
    Field(
        name="is_pending",
        type=FieldType.TRUTH,
        label=Words("Waits for a signature", "En attente de signature"),
    ),
    Field(name="before", type=FieldType.MONEY, label=Words("Revenue then", "Revenu au début")),
    Field(name="now", type=FieldType.MONEY, label=Words("Revenue now", "Revenu à la fin")),
    Field(name="net_now", type=FieldType.MONEY, label=Words("", ""), inner=True),
    Field(name="kept", type=FieldType.MONEY, label=Words("", ""), inner=True),
    Field(name="gone", type=FieldType.MONEY, label=Words("", ""), inner=True),
    Field(name="lack", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    Field(name="lack_now", type=FieldType.CHOICE, label=Words("", ""), inner=True),
)

CUSTOMERS = Dataset(
    key="customers",
    label=Words("Customers", "Clients"),
    record_types=("contract",),
    tables=f"{IN_FORCE}, {INDEXED}, {PAYING}",
    rows=CUSTOMER_ROWS.format(more="", joined=""),
    fields=CUSTOMER_FIELDS,
    dates=("began_at", "lasted_at"),
    amount="before",
    by_window=True,
)

# Who of them answered a survey in the window.
HEARD = """
    heard AS (
        SELECT DISTINCT w.number, home.root AS account
        FROM asked_window w
        JOIN accounts_response r ON r.responded_at >= w.start AND r.responded_at < w.until
        JOIN home ON home.account_id = r.account_id
        WHERE KNOWN(r) AND r.respondent_kind = 'customer'
    )
"""

HEARD_CUSTOMERS = Dataset(
    key="heard_customers",
    label=Words("Customers and their answers", "Clients et leurs réponses"),
    record_types=("contract",),
    tables=f"{IN_FORCE}, {INDEXED}, {PAYING}, {HEARD}",
    rows=CUSTOMER_ROWS.format(
        more=", heard.account IS NOT NULL AS has_answered",
        joined="LEFT JOIN heard ON heard.number = p.number AND heard.account = p.account",
    ),
    fields=(
        *CUSTOMER_FIELDS,
        Field(name="has_answered", type=FieldType.TRUTH, label=Words("Answered", "A répondu")),
    ),
    dates=("lasted_at", "began_at"),
    amount="now",
    by_window=True,
)
