"""Accounts that are compared: those held out of campaigns and programs, and what each side won."""

from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.campaigns import BY_CAMPAIGN
from metrics.queries.datasets.credits import MARGINS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.deal_touches import WHOLE_DEALS
from metrics.queries.datasets.opportunities import TABLES

# Whom a campaign is compared with, and when they were held out within the window.
CAMPAIGN_CONTROLS = Dataset(
    key="campaign_controls",
    label=Words("Accounts held out of campaigns", "Comptes témoins des campagnes"),
    record_types=(),
    rows=f"""
        SELECT k.id, c.public_id, c.name AS title, {ACCOUNT_COLUMNS}, k.campaign_id AS campaign,
            w.number AS window_number, k.chosen AS detail, k.from_at,
            tstzmultirange(tstzrange(k.from_at, k.to_at)
                * tstzrange(w.start, greatest(w.start, w.until))) AS span, '' AS unfit
        FROM accounts_controlaccount k
        JOIN home ON home.account_id = k.account_id
        JOIN accounts_account company ON company.id = home.root
        JOIN accounts_campaign c ON c.id = k.campaign_id
        CROSS JOIN asked_window w
        WHERE KNOWN(k) AND k.from_at < w.until
            AND (%(campaigns)s::bigint[] = '{{}}' OR k.campaign_id = ANY(%(campaigns)s))
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="campaign", type=FieldType.KEY, label=Words("Campaign", "Campagne")),
        Field(name="from_at", type=FieldType.INSTANT, label=Words("Since", "Depuis")),
    ),
    dates=("from_at", "span"),
    by_window=True,
    by=BY_CAMPAIGN,
    used="SELECT FROM accounts_controlaccount k WHERE KNOWN(k) AND k.campaign_id IS NOT NULL",
)

# When the control group of each program began, and from then on the stays of the accounts on either
# side. Whoever was in the program meanwhile tells nothing as a control.
SIDES = """
    held_out AS (
        SELECT k.program_id, home.root, range_agg(tstzrange(k.from_at, k.to_at)) AS during,
            min(k.from_at) AS since
        FROM accounts_controlaccount k JOIN home ON home.account_id = k.account_id
        WHERE KNOWN(k) AND k.program_id IS NOT NULL AND k.from_at < %(until)s
        GROUP BY 1, 2
    ),
    compared_from AS (SELECT program_id, min(since) AS at FROM held_out GROUP BY 1),
    in_program AS (
        SELECT e.program_id, home.root, range_agg(tstzrange(e.from_at, e.to_at)) AS during
        FROM accounts_enrolment e
        JOIN home ON home.account_id = e.account_id
        JOIN compared_from f ON f.program_id = e.program_id
        WHERE KNOWN(e) AND e.from_at < %(until)s
        GROUP BY 1, 2
    ),
    side AS MATERIALIZED (
        SELECT w.number, s.program_id, s.root, s.is_held_out, s.during * since.span AS during,
            s.is_held_out AND coalesce(p.during * since.span <> '{}', false) AS was_in_it
        FROM (
            SELECT program_id, root, during, false AS is_held_out FROM in_program
            UNION ALL
            SELECT program_id, root, during, true FROM held_out
        ) s
        JOIN compared_from f ON f.program_id = s.program_id
        JOIN asked_window w ON f.at < w.until
        CROSS JOIN LATERAL (SELECT tstzmultirange(tstzrange(f.at, w.until)) AS span) since
        LEFT JOIN in_program p ON p.program_id = s.program_id AND p.root = s.root
        WHERE s.during * since.span <> '{}'
    )
"""

# What each account won on its side, with the margin that the plan takes for granted: that of the
# account, else of the program, else of all.
WINS = """
    win AS (
        SELECT side.number, side.program_id, side.root, side.is_held_out,
            round(CASE %(p_return_value)s WHEN 'acv' THEN r.value_acv ELSE r.value END, 2) AS gain,
            (
                SELECT m.value FROM margin m
                WHERE m.during @> r.closed_at AND (m.root = r.account
                    OR (m.root IS NULL AND coalesce(m.program_id = side.program_id, true)))
                ORDER BY m.root IS NULL, m.program_id IS NULL, m.id LIMIT 1
            ) AS margin
        FROM side
        JOIN whole_deal r ON r.account = side.root AND side.during @> r.closed_at
        WHERE r.outcome = 'won' AND r.unfit = '' AND r.type <> 'renewal'
            AND r.reason NOT IN ('duplicate', 'error')
    ),
    won_by AS (
        SELECT number, program_id, root, is_held_out, sum(round(gain * margin, 2)) AS gain,
            count(*) FILTER (WHERE gain IS NULL) AS unusable,
            count(*) FILTER (WHERE gain IS NOT NULL AND margin IS NULL) AS without_margin
        FROM win GROUP BY number, program_id, root, is_held_out
    )
"""

COMPARED_ACCOUNTS = Dataset(
    key="compared_accounts",
    label=Words("Accounts compared", "Comptes comparés"),
    record_types=("opportunity",),
    tables=f"{TABLES}, {WHOLE_DEALS}, {MARGINS}, {SIDES}, {WINS}",
    rows=f"""
        SELECT row_number() OVER (ORDER BY s.number, s.program_id, s.is_held_out, s.root) AS id,
            company.public_id, company.name AS title, {ACCOUNT_COLUMNS}, s.program_id AS program,
            s.number AS window_number, s.is_held_out, s.was_in_it, coalesce(w.gain, 0) AS gain,
            coalesce(w.unusable, 0) AS unusable, coalesce(w.without_margin, 0) AS without_margin,
            lower(s.during) AS since, '' AS detail, '' AS unfit
        FROM side s
        JOIN accounts_account company ON company.id = s.root
        LEFT JOIN won_by w ON w.number = s.number AND w.program_id = s.program_id
            AND w.root = s.root AND w.is_held_out = s.is_held_out
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="is_held_out", type=FieldType.TRUTH, label=Words("Held out", "Témoin")),
        Field(name="was_in_it", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(name="gain", type=FieldType.MONEY, label=Words("Margin won", "Marge gagnée")),
        Field(name="unusable", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="without_margin", type=FieldType.NUMBER, label=Words("", ""), inner=True),
    ),
    dates=("since",),
    program="program",
    amount="gain",
    by_window=True,
)
