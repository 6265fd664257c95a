"""What was spent on media, down to the accounts to which the ads were shown."""

from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.ads import BY_SOURCE
from metrics.queries.datasets.campaigns import BY_CAMPAIGN
from metrics.queries.datasets.dataset import Dataset, Field, FieldType

# Lines of media, a day taken at its noon. Of few accounts, those of the campaigns shown to them.
MEDIA = """
    media AS MATERIALIZED (
        SELECT s.id, s.public_id, s.source, s.campaign_id, s.program_id, s.spent_on,
            s.is_billed_by_click, coalesce(c.name, nullif(s.note, ''), s.source) AS title,
            coalesce(s.program_id, c.program_id) AS owner, noon.at,
            coalesce(m.root, s.account_id) AS own, round(s.amount * rate.rate, 2) AS worth
        FROM accounts_spend s
        LEFT JOIN accounts_campaign c ON c.id = s.campaign_id
        LEFT JOIN merged_account m ON m.id = s.account_id
        LEFT JOIN fx rate ON rate.currency = s.currency AND rate.during @> s.spent_on
        CROSS JOIN LATERAL (SELECT (s.spent_on + time '12:00') AT TIME ZONE %(zone)s AS at) noon
        WHERE KNOWN(s) AND s.category = 'media'
            AND s.spent_on >= (%(start)s::timestamptz - interval '1 day')::date
            AND noon.at >= %(start)s AND noon.at < %(until)s
            AND (%(campaigns)s::bigint[] = '{}' OR s.campaign_id = ANY(%(campaigns)s))
            AND (%(sources)s::text[] = '{}' OR s.source = ANY(%(sources)s))
            AND (
                %(accounts)s::bigint[] = '{}' OR s.account_id IN (SELECT account_id FROM home)
                OR s.campaign_id IN (
                    SELECT d.campaign_id FROM accounts_addelivery d
                    JOIN home ON home.account_id = d.account_id
                )
            )
    )
"""

# To whom the ads of these lines were shown, out of reach too: what falls to one account depends on
# all the others. A platform bills messages apart.
TOLD = """
    told AS MATERIALIZED (
        SELECT d.source, d.campaign_id, d.day, coalesce(m.root, d.account_id) AS account,
            sum(d.impressions) FILTER (WHERE d.format <> 'message') AS impressions,
            sum(d.clicks - d.invalid_clicks) FILTER (WHERE d.format <> 'message') AS clicks,
            bool_or(d.format <> 'message') AS is_shown
        FROM accounts_addelivery d LEFT JOIN merged_account m ON m.id = d.account_id
        WHERE KNOWN(d) AND (d.day, d.source, d.campaign_id) IN (
            SELECT spent_on, source, campaign_id FROM media WHERE own IS NULL
        )
        GROUP BY 1, 2, 3, 4
    ),
    message_day AS (
        SELECT source, campaign_id, day FROM told GROUP BY 1, 2, 3 HAVING NOT bool_or(is_shown)
    )
"""

# Each line split in cents: billed by click by valid clicks, else by impressions; what the cut cents
# leave goes to the largest remainders. What was shown to nobody we know, or is told of no ad at
# all, falls to no account.
SPLIT = """
    weighed AS (
        SELECT media.id, told.account, abs(media.worth) * 100 AS whole, sign(media.worth) AS sign,
            by.weight, sum(by.weight) OVER (PARTITION BY media.id) AS total
        FROM media
        JOIN told ON told.source = media.source AND told.campaign_id = media.campaign_id
            AND told.day = media.spent_on
        CROSS JOIN LATERAL (
            SELECT CASE WHEN media.is_billed_by_click THEN told.clicks ELSE told.impressions END
                AS weight
        ) by
        WHERE media.own IS NULL AND by.weight > 0
    ),
    split AS (
        SELECT id, account, sign * (cents + (
                row_number() OVER (PARTITION BY id ORDER BY rest DESC, account NULLS LAST)
                <= whole - sum(cents) OVER (PARTITION BY id)
            )::int) / 100.0 AS worth
        FROM (
            SELECT weighed.*, div(whole * weight, total) AS cents,
                mod(whole * weight, total) AS rest
            FROM weighed
        ) cut
        UNION ALL
        SELECT id, own, worth FROM media WHERE id NOT IN (SELECT id FROM weighed)
    )
"""

MEDIA_SPEND = Dataset(
    key="media_spend",
    label=Words("Media spend", "Dépenses média"),
    record_types=("spend",),
    tables=f"{MEDIA}, {TOLD}, {SPLIT}",
    rows=f"""
        SELECT row_number() OVER (ORDER BY media.id, split.account NULLS LAST) AS id,
            media.public_id, media.title, {ACCOUNT_COLUMNS}, media.source,
            media.source AS detail, media.campaign_id AS campaign, media.owner AS program,
            split.worth AS value, media.at AS spent_at,
            CASE WHEN silent.day IS NOT NULL AND media.own IS NULL THEN 'message' ELSE '' END
                AS unfit
        FROM split
        JOIN media ON media.id = split.id
        LEFT JOIN message_day silent ON silent.source = media.source
            AND silent.campaign_id = media.campaign_id AND silent.day = media.spent_on
        LEFT JOIN (SELECT DISTINCT root FROM home) mine ON mine.root = split.account
        LEFT JOIN accounts_account company ON company.id = mine.root
        LEFT JOIN program_in_reach p ON p.id = media.program_id
        LEFT JOIN campaign_in_reach c ON c.id = media.campaign_id
        WHERE company.id IS NOT NULL OR (
            split.account IS NULL AND %(accounts)s::bigint[] = '{{}}'
            AND (p.id IS NOT NULL OR (media.program_id IS NULL AND c.id IS NOT NULL))
        )
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="source", type=FieldType.TEXT, label=Words("Source", "Source")),
        Field(name="campaign", type=FieldType.KEY, label=Words("Campaign", "Campagne")),
        Field(name="program", type=FieldType.KEY, label=Words("Program", "Programme")),
        Field(name="value", type=FieldType.MONEY, label=Words("Amount", "Montant")),
        Field(name="spent_at", type=FieldType.INSTANT, label=Words("Day", "Jour")),
        Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    ),
    dates=("spent_at",),
    amount="value",
    by=BY_CAMPAIGN | BY_SOURCE,
    unplaced="program",
)
