"""The touches that a deal is shared out over: one row for each, or one for a deal without any."""

from dataclasses import replace

from metrics.catalogue.words import Grain, Words
from metrics.queries.datasets.account_fields import ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.deal_touches import touches
from metrics.queries.datasets.influence import CREATED, SAID, SOURCED, WON
from metrics.queries.datasets.opportunities import MATURING

# Deals and the touches on them up to their close.
OF_DEALS = f"""
    SELECT r.id, r.account, r.group_id, r.created_at, kin.accounts,
        r.created_at - {SOURCED} AS since,
        least(%(as_of)s, r.closed_at + interval '1 microsecond') AS until
    FROM whole_deal r JOIN kin ON kin.root = r.account
    WHERE r.unfit = '' AND r.type <> 'renewal' AND {{which}}
"""
IN_WINDOW = """
    ((r.created_at >= %(start)s AND r.created_at < %(until)s)
        OR (r.outcome = 'won' AND r.closed_at >= %(start)s AND r.closed_at < %(until)s))
"""
EVER = "r.created_at < %(until)s"

# A visit is one touch, and so are like touches of a person on a day. The first person of a deal
# that we knew is told by when each was written down.
SEQUENCE = """
    minute(type, minutes) AS (
        SELECT * FROM unnest(%(p_minute_types)s::text[], %(p_minutes)s::float8[])
    ),
    each_touch AS (
        SELECT o.*, coalesce('c' || o.contact, 'v' || o.visitor_id, '') AS person,
            (o.occurred_at AT TIME ZONE %(zone)s)::date AS day,
            row_number() OVER (
                PARTITION BY o.deal, o.contact, CASE WHEN o.contact IS NULL THEN o.visitor_id END,
                    o.type, o.session_key
                ORDER BY o.occurred_at, o.touch
            ) AS in_visit
        FROM on_deal o
    ),
    like_touch AS (
        SELECT e.*, row_number() OVER (
            PARTITION BY e.deal, e.person, e.campaign_id, e.type, e.day
            ORDER BY e.occurred_at, e.touch
        ) AS in_day
        FROM each_touch e
        WHERE e.type <> 'page_view' OR e.session_key = '' OR e.in_visit = 1
    ),
    sequence AS MATERIALIZED (
        SELECT l.deal, l.touch, l.occurred_at, l.type, l.owner, l.campaign_id, l.contact,
            minute.minutes,
            row_number() OVER (PARTITION BY l.deal ORDER BY l.occurred_at, l.touch) AS place
        FROM like_touch l LEFT JOIN minute ON minute.type = l.type
        WHERE l.in_day = 1
    ),
    lead_of AS (
        SELECT s.deal, min(c.recorded_at) AS at
        FROM sequence s JOIN accounts_contact c ON c.id = s.contact
        GROUP BY s.deal
    )
"""

HEARD = SAID.format(said="'heard'")
SECONDS = "extract(epoch FROM {at})::float8"

NUMBERS = ("opportunity", "created_s", "won_s", "lead_s", "at_s", "minutes", "is_marketing",
           "campaign")  # fmt: skip

COLUMNS = f"""
    row_number() OVER (ORDER BY r.id, s.place) AS id, r.public_id, r.title, r.account,
        r."account.country", r."account.industry", r."account.segment", r."account.status",
        r.type, r.outcome, r.reason, r.unfit, r.detail, r.created_at, r.closed_at,
        r.tcv, r.value, round(r.value, 2) AS worth, r.id AS opportunity,
        coalesce(s.place, 1) = 1 AS is_head, s.touch, s.type AS touch_type,
        s.owner AS touch_owner, s.occurred_at AS touched_at, s.campaign_id,
        {SECONDS.format(at="r.created_at")} AS created_s,
        CASE WHEN r.outcome = 'won' THEN {SECONDS.format(at="r.closed_at")} END AS won_s,
        {SECONDS.format(at="lead_of.at")} AS lead_s,
        {SECONDS.format(at="s.occurred_at")} AS at_s,
        coalesce(s.minutes, 0) AS minutes, coalesce(s.owner = 'marketing', false)::int
            AS is_marketing,
        CASE WHEN %(campaigns)s::bigint[] <> '{{}}' THEN coalesce(s.campaign_id, 0) END
            AS campaign,
        {HEARD.format(**CREATED)} AS created_heard, {HEARD.format(**WON)} AS won_heard
"""
JOINED = """
    whole_deal r
    CROSS JOIN heard_of_all
    LEFT JOIN heard_of ON heard_of.root = r.account
    LEFT JOIN sequence s ON s.deal = r.id
    LEFT JOIN lead_of ON lead_of.deal = r.id
"""

FIELDS = (
    *ACCOUNT_FIELDS,
    *(
        Field(name=name, type=FieldType.CHOICE, label=Words("", ""), inner=True)
        for name in ("type", "outcome", "reason", "unfit", "created_heard", "won_heard")
    ),
    *(
        Field(name=name, type=FieldType.INSTANT, label=Words("", ""), inner=True)
        for name in ("created_at", "closed_at")
    ),
    *(
        Field(name=name, type=FieldType.MONEY, label=Words("", ""), inner=True)
        for name in ("tcv", "value", "worth")
    ),
    *(Field(name=name, type=FieldType.NUMBER, label=Words("", ""), inner=True) for name in NUMBERS),
    Field(name="is_head", type=FieldType.TRUTH, label=Words("", ""), inner=True),
)

BY_CAMPAIGN = {
    Grain.CAMPAIGN: """
        JOIN (
            SELECT DISTINCT campaign_id AS target, deal FROM sequence
            WHERE campaign_id = ANY(%(campaigns)s)
        ) k ON k.deal = r.opportunity
    """
}

CREDITS = Dataset(
    key="credits",
    rests=MATURING,
    label=Words("Opportunities and their touches", "Opportunités et leurs interactions"),
    record_types=("opportunity",),
    tables=f"{touches(OF_DEALS.format(which=IN_WINDOW), of_campaigns=True)}, {SEQUENCE}",
    rows=f"SELECT {COLUMNS} FROM {JOINED}",
    fields=FIELDS,
    dates=("created_at", "closed_at"),
    amount="value",
    by=BY_CAMPAIGN,
)

# The margin that a plan takes for granted: that of the account, else of a program it was in, else
# of all, as it held when the deal was won.
MARGINS = """
    margin AS MATERIALIZED (
        SELECT a.id, e.root, a.program_id, tstzrange(a.from_at, a.to_at) AS during, a.value
        FROM accounts_planassumption a LEFT JOIN everyone e ON e.account_id = a.account_id
        WHERE KNOWN(a) AND a.key = 'margin' AND (a.account_id IS NULL OR e.root IS NOT NULL)
    )
"""
MARGIN = """
    , (
        SELECT m.value FROM margin m
        WHERE m.during @> r.closed_at AND (m.root = r.account OR (m.root IS NULL AND (
            m.program_id IS NULL OR (
                (%(programs)s::bigint[] = '{}' OR m.program_id = ANY(%(programs)s))
                AND EXISTS (
                    SELECT FROM accounts_enrolment e
                    WHERE e.account_id = ANY(kin.accounts) AND e.program_id = m.program_id
                        AND KNOWN(e) AND tstzrange(e.from_at, e.to_at) @> r.closed_at
                )
            )
        )))
        ORDER BY m.root IS NULL, m.program_id IS NULL, m.program_id, m.id LIMIT 1
    ) AS margin,
    round(CASE %(p_return_value)s WHEN 'acv' THEN r.value_acv ELSE r.value END, 2) AS gain,
    extract(epoch FROM %(as_of)s::timestamptz - r.closed_at) / 86400 AS closed_days
"""

RETURNS = replace(
    CREDITS,
    key="returns",
    rests=MATURING,
    label=Words("What opportunities brought", "Ce qu'ont rapporté les opportunités"),
    tables=f"{touches(OF_DEALS.format(which=EVER), of_campaigns=True)}, {SEQUENCE}, {MARGINS}",
    rows=f"SELECT {COLUMNS} {MARGIN} FROM {JOINED} LEFT JOIN kin ON kin.root = r.account",
    fields=(
        *FIELDS,
        Field(name="gain", type=FieldType.MONEY, label=Words("", ""), inner=True),
        *(
            Field(name=name, type=FieldType.NUMBER, label=Words("", ""), inner=True)
            for name in ("margin", "closed_days")
        ),
    ),
)
