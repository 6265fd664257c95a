"""What platforms say of our ads, day by day, and who came after seeing one."""

from accounts.enums import AdFormat
from metrics.catalogue.parameters import setting
from metrics.catalogue.words import Grain, Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.campaigns import BY_CAMPAIGN
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.web import ENGAGED, WEB_SESSIONS

BY_SOURCE = {
    Grain.SOURCE: "JOIN unnest(%(sources)s::text[]) WITH ORDINALITY k(name, target)"
    " ON k.name = r.source"
}

AD_FIELDS = (
    *ACCOUNT_FIELDS,
    Field(name="campaign", type=FieldType.KEY, label=Words("Campaign", "Campagne")),
    Field(name="source", type=FieldType.TEXT, label=Words("Source", "Source")),
    Field(
        name="format",
        type=FieldType.CHOICE,
        label=Words("Format", "Format"),
        choices=tuple(AdFormat.values),
    ),
)

# A day is taken at its noon. What a platform can't tell the account of counts for its campaign, its
# source and its program, and for no account.
ADS = Dataset(
    key="ads",
    label=Words("Deliveries of ads", "Diffusions de publicités"),
    record_types=("ad",),
    rows=f"""
        SELECT d.id, NULL::uuid AS public_id, c.name AS title, {ACCOUNT_COLUMNS},
            c.id AS campaign, c.program_id AS program, d.source, d.format, d.format AS detail,
            d.impressions, d.clicks - d.invalid_clicks AS clicks, noon.at AS shown_at,
            '' AS unfit
        FROM (
            SELECT d.*, home.root
            FROM accounts_addelivery d JOIN home ON home.account_id = d.account_id
            UNION ALL
            SELECT d.*, NULL
            FROM accounts_addelivery d JOIN campaign_in_reach seen ON seen.id = d.campaign_id
            WHERE d.account_id IS NULL AND %(accounts)s::bigint[] = '{{}}'
        ) d
        JOIN accounts_campaign c ON c.id = d.campaign_id
        LEFT JOIN accounts_account company ON company.id = d.root
        CROSS JOIN LATERAL (SELECT (d.day + time '12:00') AT TIME ZONE %(zone)s AS at) noon
        WHERE KNOWN(d) AND noon.at < %(as_of)s
    """,
    fields=(
        *AD_FIELDS,
        Field(name="impressions", type=FieldType.NUMBER, label=Words("Impressions", "Impressions")),
        Field(name="clicks", type=FieldType.NUMBER, label=Words("Valid clicks", "Clics valides")),
        Field(name="shown_at", type=FieldType.INSTANT, label=Words("Day", "Jour")),
    ),
    dates=("shown_at",),
    by=BY_CAMPAIGN | BY_SOURCE,
    unplaced="program",
)

# Visits within some days of an ad shown to the account that nobody there clicked meanwhile: one
# row for each campaign, source and format that the visit may come from.
AD_VISITS = Dataset(
    key="ad_visits",
    rests={"": ENGAGED},
    label=Words("Visits after an ad", "Visites après une publicité"),
    record_types=("web",),
    rows=f"""
        SELECT row_number() OVER (ORDER BY r.id, ad.campaign_id, ad.source, ad.format) AS id,
            r.public_id, r.title, r.account, r."account.country", r."account.industry",
            r."account.segment", r."account.status", r.id AS visit, ad.campaign_id AS campaign,
            ad.source, ad.format, ad.source AS detail, r.started_at, r.unfit
        FROM ({WEB_SESSIONS.rows}) r
        CROSS JOIN LATERAL (SELECT (r.started_at AT TIME ZONE %(zone)s)::date AS day) came
        CROSS JOIN LATERAL (
            SELECT d.campaign_id, d.source, d.format
            FROM accounts_addelivery d JOIN home ON home.account_id = d.account_id
            WHERE KNOWN(d) AND home.root = r.account AND d.format <> 'message'
                AND d.day BETWEEN came.day - {setting("ad_visit_days")}::int AND came.day
            GROUP BY d.campaign_id, d.source, d.format
            HAVING sum(d.impressions) > 0 AND sum(d.clicks - d.invalid_clicks) = 0
        ) ad
    """,
    fields=(
        *AD_FIELDS,
        Field(name="visit", type=FieldType.KEY, label=Words("Visit", "Visite")),
        Field(name="started_at", type=FieldType.INSTANT, label=Words("Started", "Commencée le")),
        Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    ),
    dates=("started_at",),
    by=BY_CAMPAIGN | BY_SOURCE,
)
