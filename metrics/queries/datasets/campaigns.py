"""Campaigns and the accounts they include: spans of time, cut to the window asked about."""

from metrics.catalogue.parameters import days
from metrics.catalogue.words import Grain, Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.people import (
    ANSWERING,
    BY_PEOPLE,
    EXPOSURE,
    TOUCH_FEEDS,
    answers_in,
    words,
)

THE_WINDOW = "tstzrange(w.start, greatest(w.start, w.until))"

# When a campaign ran in each window, by kind.
RAN = f"""
    ran AS (
        SELECT w.number, p.campaign_id, p.kind, range_agg(during.span) AS span
        FROM accounts_campaignperiod p
        JOIN accounts_campaign c ON c.id = p.campaign_id
        CROSS JOIN asked_window w
        CROSS JOIN LATERAL (
            SELECT tstzrange(p.from_at, p.to_at) * tstzrange(c.starts_at, c.ends_at)
                * {THE_WINDOW} AS span
        ) during
        WHERE KNOWN(p) AND p.status = 'active' AND NOT isempty(during.span)
        GROUP BY w.number, p.campaign_id, p.kind
    )
"""

# Which accounts stood on the list of a campaign when.
LISTED = """
    listed AS (
        SELECT t.campaign_id, home.root AS account,
            range_agg(tstzrange(t.from_at, t.to_at)) AS span
        FROM accounts_campaigntarget t JOIN home ON home.account_id = t.account_id
        WHERE KNOWN(t)
            AND (%(campaigns)s::bigint[] = '{}' OR t.campaign_id = ANY(%(campaigns)s))
        GROUP BY t.campaign_id, home.root
    )
"""

# Whom a campaign reached or who answered it in any of the windows, and when.
SHOWN = f"""
    shown AS (
        SELECT t.campaign_id, home.root AS account, t.occurred_at AS at,
            t.type IN ({words(EXPOSURE)}) AND t.automation <> 'machine' AS is_exposure,
            t.automation IN ({words(BY_PEOPLE)}) AS is_activity
        FROM accounts_touch t JOIN home ON home.account_id = t.account_id
        WHERE KNOWN(t) AND t.campaign_id IN (SELECT campaign_id FROM ran)
            AND t.occurred_at >= %(start)s AND t.occurred_at < %(until)s
            AND t.type IN ({words((*EXPOSURE, *ANSWERING))})
        UNION ALL
        SELECT d.campaign_id, home.root, noon.at, true, true
        FROM accounts_addelivery d JOIN home ON home.account_id = d.account_id
        CROSS JOIN LATERAL (SELECT (d.day + time '12:00') AT TIME ZONE %(zone)s AS at) noon
        WHERE KNOWN(d) AND d.impressions > 0 AND d.campaign_id IN (SELECT campaign_id FROM ran)
            AND noon.at >= %(start)s AND noon.at < %(until)s
    )
"""

# A general campaign without any list includes whom it reached, at the instants when it did.
INCLUDED = """
    included AS (
        SELECT ran.number, ran.campaign_id, ran.kind, listed.account, false AS is_derived,
            ran.span * listed.span AS span
        FROM ran JOIN listed ON listed.campaign_id = ran.campaign_id
        UNION ALL
        SELECT ran.number, ran.campaign_id, ran.kind, shown.account, true,
            range_agg(tstzrange(shown.at, shown.at, '[]'))
        FROM ran
        JOIN shown ON shown.campaign_id = ran.campaign_id AND ran.span @> shown.at
        WHERE ran.kind = 'general' AND shown.is_exposure
            AND NOT EXISTS (
                SELECT FROM accounts_campaigntarget x
                WHERE x.campaign_id = ran.campaign_id AND KNOWN(x)
            )
        GROUP BY ran.number, ran.campaign_id, ran.kind, shown.account
    ),
    acted AS (
        SELECT DISTINCT w.number, shown.campaign_id, shown.account
        FROM shown JOIN asked_window w ON shown.at >= w.start AND shown.at < w.until
        WHERE shown.is_activity
    )
"""

BY_CAMPAIGN = {
    Grain.CAMPAIGN: "JOIN (SELECT unnest(%(campaigns)s::bigint[]) AS target) k"
    " ON k.target = r.campaign"
}

# When a campaign, once it had begun, first reached each account, and when one that was on its list
# then first answered it: all at once, for a look at each target by itself would read the touches as
# often as there are targets.
REACHED = f"""
    reached AS (
        SELECT shown.campaign_id, shown.account,
            min(shown.at) FILTER (WHERE shown.is_exposure) AS at,
            min(shown.at) FILTER (WHERE NOT shown.is_exposure AND l.span @> shown.at) AS answered_at
        FROM (
            SELECT t.campaign_id, home.root AS account, t.occurred_at AS at,
                t.type IN ({words(EXPOSURE)}) AS is_exposure
            FROM accounts_touch t JOIN home ON home.account_id = t.account_id
            WHERE KNOWN(t) AND (
                    (t.type IN ({words(EXPOSURE)}) AND t.automation <> 'machine')
                    OR ({answers_in("t")} AND t.automation IN ({words(BY_PEOPLE)}))
                )
                AND t.occurred_at < %(as_of)s AND t.campaign_id IN (SELECT campaign_id FROM listed)
                AND (%(campaigns)s::bigint[] = '{{}}' OR t.campaign_id = ANY(%(campaigns)s))
            UNION ALL
            SELECT d.campaign_id, home.root, (d.day + time '12:00') AT TIME ZONE %(zone)s, true
            FROM accounts_addelivery d JOIN home ON home.account_id = d.account_id
            WHERE KNOWN(d) AND d.impressions > 0
        ) shown
        JOIN accounts_campaign begun ON begun.id = shown.campaign_id
        LEFT JOIN listed l ON l.campaign_id = shown.campaign_id AND l.account = shown.account
        WHERE shown.at < %(as_of)s AND (begun.starts_at IS NULL OR shown.at >= begun.starts_at)
        GROUP BY 1, 2
    )
"""

LIST_LOADED = """
    SELECT FROM accounts_campaigntarget t
    WHERE KNOWN(t) AND (%(campaigns)s::bigint[] = '{}' OR t.campaign_id = ANY(%(campaigns)s))
"""

CAMPAIGN_FIELDS = (
    *ACCOUNT_FIELDS,
    Field(name="campaign", type=FieldType.KEY, label=Words("Campaign", "Campagne")),
    Field(name="channel", type=FieldType.TEXT, label=Words("Channel", "Canal")),
)

CAMPAIGNS = Dataset(
    key="campaigns",
    label=Words("Accounts of running campaigns", "Comptes des campagnes en cours"),
    record_types=("campaign",),
    tables=f"{RAN}, {LISTED}, {SHOWN}, {INCLUDED}",
    rows=f"""
        SELECT row_number() OVER (ORDER BY i.campaign_id, i.kind, i.account) AS id, c.public_id,
            c.name AS title, i.number AS window_number, {ACCOUNT_COLUMNS}, c.id AS campaign,
            c.channel, c.channel AS detail, i.kind, i.is_derived, i.span, lower(i.span) AS from_at,
            acted.account IS NOT NULL AS has_activity, '' AS unfit
        FROM included i
        JOIN accounts_campaign c ON c.id = i.campaign_id
        JOIN accounts_account company ON company.id = i.account
        LEFT JOIN acted ON acted.number = i.number AND acted.campaign_id = i.campaign_id
            AND acted.account = i.account
    """,
    by_window=True,
    fields=(
        *CAMPAIGN_FIELDS,
        Field(
            name="kind",
            type=FieldType.CHOICE,
            label=Words("Kind", "Type"),
            choices=("personalized", "general"),
        ),
        Field(
            name="is_derived",
            type=FieldType.TRUTH,
            label=Words("Without a list", "Sans liste"),
        ),
        Field(
            name="has_activity",
            type=FieldType.TRUTH,
            label=Words("With activity", "Avec activité"),
        ),
        Field(name="from_at", type=FieldType.INSTANT, label=Words("From", "Du")),
        Field(name="span", type=FieldType.SPAN, label=Words("While it ran", "Pendant sa durée")),
    ),
    dates=("from_at", "span"),
    by=BY_CAMPAIGN,
    used="SELECT FROM accounts_campaignperiod p WHERE KNOWN(p) AND p.from_at < %(until)s",
)

# Whom campaigns aimed at, whom of these they reached by the as-of instant, and who first answered
# in the window. A campaign is answered until some time after its end; one without end, for ever.
CAMPAIGN_TARGETS = Dataset(
    key="campaign_targets",
    rests={"maturing": ("campaign_answer_days",)},
    label=Words("Accounts targeted by campaigns", "Comptes ciblés par les campagnes"),
    record_types=("campaign",),
    tables=f"{LISTED}, {REACHED}",
    rows=f"""
        SELECT row_number() OVER (ORDER BY c.id, company.id) AS id, c.public_id, c.name AS title,
            w.number AS window_number, {ACCOUNT_COLUMNS}, c.id AS campaign, c.channel,
            c.channel AS detail,
            l.span * tstzmultirange(tstzrange(c.starts_at, c.ends_at) * {THE_WINDOW}) AS span,
            lower(l.span) AS from_at, reached.at IS NOT NULL AS is_reached,
            reached.at AS reached_at, reached.answered_at,
            coalesce(reached.answered_at >= w.start AND reached.answered_at < w.until, false)
                AS has_answered,
            extract(epoch FROM reached.answered_at - lower(
                l.span * tstzmultirange(tstzrange(c.starts_at, c.ends_at))
            )) / 86400 AS days_to_answer,
            (c.ends_at > %(as_of)s::timestamptz - {days("campaign_answer_days")})
                IS NOT FALSE AS maturing,
            '' AS unfit
        FROM listed l
        JOIN accounts_campaign c ON c.id = l.campaign_id
        JOIN accounts_account company ON company.id = l.account
        LEFT JOIN reached ON reached.campaign_id = l.campaign_id AND reached.account = l.account
        CROSS JOIN asked_window w
    """,
    by_window=True,
    fields=(
        *CAMPAIGN_FIELDS,
        Field(name="is_reached", type=FieldType.TRUTH, label=Words("Reached", "Touché")),
        Field(name="has_answered", type=FieldType.TRUTH, label=Words("Answered", "A répondu")),
        Field(
            name="days_to_answer",
            type=FieldType.NUMBER,
            label=Words("Days to the first answer", "Jours avant la première réponse"),
        ),
        Field(
            name="answered_at",
            type=FieldType.INSTANT,
            label=Words("First answered", "Première réponse"),
        ),
        Field(name="maturing", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(
            name="reached_at",
            type=FieldType.INSTANT,
            label=Words("First reached", "Touché pour la première fois"),
        ),
        Field(name="from_at", type=FieldType.INSTANT, label=Words("On the list", "Sur la liste")),
    ),
    dates=("from_at", "reached_at", "answered_at", "span"),
    by=BY_CAMPAIGN,
    used=LIST_LOADED,
)

# Who answered a campaign that has a list, by the as-of instant: one row for each account, whether
# it stood on the list then, and whether it was people. A campaign without list aimed at nobody.
CAMPAIGN_ANSWERS = Dataset(
    key="campaign_answers",
    label=Words("Accounts that answered campaigns", "Comptes ayant répondu aux campagnes"),
    record_types=TOUCH_FEEDS,
    tables=LISTED,
    rows=f"""
        SELECT row_number() OVER (ORDER BY c.id, company.id, a.is_listed, a.by_people) AS id,
            c.public_id, c.name AS title, w.number AS window_number, {ACCOUNT_COLUMNS},
            c.id AS campaign, c.channel, c.channel AS detail, a.is_listed, a.span,
            lower(a.span) AS answered_at,
            CASE WHEN a.by_people THEN '' ELSE 'machine' END AS unfit
        FROM (
            SELECT t.campaign_id, home.root AS account,
                coalesce(l.span @> t.occurred_at, false) AS is_listed,
                t.automation IN ({words(BY_PEOPLE)}) AS by_people,
                range_agg(tstzrange(t.occurred_at, t.occurred_at, '[]')) AS span
            FROM accounts_touch t
            JOIN home ON home.account_id = t.account_id
            JOIN accounts_campaign mine ON mine.id = t.campaign_id
            LEFT JOIN listed l ON l.campaign_id = t.campaign_id AND l.account = home.root
            WHERE KNOWN(t) AND {answers_in("t")} AND t.occurred_at < %(as_of)s
                AND (mine.starts_at IS NULL OR t.occurred_at >= mine.starts_at)
                AND EXISTS (
                    SELECT FROM asked_window w
                    WHERE tstzrange(mine.starts_at, mine.ends_at) && {THE_WINDOW}
                )
                AND mine.id IN (
                    SELECT x.campaign_id FROM accounts_campaigntarget x WHERE KNOWN(x)
                )
            GROUP BY 1, 2, 3, 4
        ) a
        JOIN accounts_campaign c ON c.id = a.campaign_id
        JOIN accounts_account company ON company.id = a.account
        JOIN asked_window w ON tstzrange(c.starts_at, c.ends_at) && {THE_WINDOW}
    """,
    by_window=True,
    fields=(
        *CAMPAIGN_FIELDS,
        Field(
            name="is_listed",
            type=FieldType.TRUTH,
            label=Words("On the list then", "Sur la liste à ce moment"),
        ),
        Field(
            name="answered_at",
            type=FieldType.INSTANT,
            label=Words("First answered", "Première réponse"),
        ),
        Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    ),
    dates=("answered_at", "span"),
    by=BY_CAMPAIGN,
)
