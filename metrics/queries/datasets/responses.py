"""Answers to campaigns, one by one: who gave them, and whether their account was aimed at."""

from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS
from metrics.queries.datasets.campaigns import BY_CAMPAIGN, CAMPAIGN_FIELDS, LISTED, THE_WINDOW
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.people import ANSWERING, BY_PEOPLE, TOUCH_FEEDS, answers_in, words

# An answer counts while its account is on the list of the campaign, in a window in which the
# campaign aimed at it; later answers belong to no cohort any more.
CAMPAIGN_RESPONSES = Dataset(
    key="campaign_responses",
    label=Words("Answers to campaigns", "Réponses aux campagnes"),
    record_types=TOUCH_FEEDS,
    tables=LISTED,
    rows=f"""
        SELECT t.id, p.public_id, coalesce(p.name, '') AS title, w.number AS window_number,
            {ACCOUNT_COLUMNS}, c.id AS campaign, c.channel, p.id AS person, t.type,
            t.type AS detail, t.quantity, t.occurred_at,
            CASE WHEN t.automation NOT IN ({words(BY_PEOPLE)}) THEN 'machine'
                WHEN (l.span @> t.occurred_at) IS NOT TRUE THEN 'not_listed'
                WHEN isempty(
                    l.span * tstzmultirange(tstzrange(c.starts_at, c.ends_at) * {THE_WINDOW})
                ) THEN 'campaign_over' ELSE '' END AS unfit
        FROM accounts_touch t
        JOIN home ON home.account_id = t.account_id
        JOIN accounts_account company ON company.id = home.root
        JOIN accounts_campaign c ON c.id = t.campaign_id
        JOIN asked_window w ON t.occurred_at >= w.start AND t.occurred_at < w.until
        LEFT JOIN listed l ON l.campaign_id = c.id AND l.account = home.root
        LEFT JOIN accounts_visitorlink v ON v.visitor_id = t.visitor_id AND KNOWN(v)
        LEFT JOIN merged_contact twin ON twin.id = coalesce(t.contact_id, v.contact_id)
        LEFT JOIN accounts_contact p ON p.id = coalesce(twin.root, t.contact_id, v.contact_id)
        WHERE KNOWN(t) AND {answers_in("t")}
            AND t.occurred_at >= %(start)s AND t.occurred_at < %(until)s
            AND (%(campaigns)s::bigint[] = '{{}}' OR t.campaign_id = ANY(%(campaigns)s))
            AND (c.starts_at IS NULL OR t.occurred_at >= c.starts_at)
            AND c.id IN (SELECT x.campaign_id FROM accounts_campaigntarget x WHERE KNOWN(x))
    """,
    by_window=True,
    fields=(
        *CAMPAIGN_FIELDS,
        Field(name="person", type=FieldType.KEY, label=Words("Person", "Personne")),
        Field(
            name="type",
            type=FieldType.CHOICE,
            label=Words("Type", "Type"),
            choices=ANSWERING,
        ),
        Field(name="quantity", type=FieldType.NUMBER, label=Words("How many", "Combien")),
        Field(name="occurred_at", type=FieldType.INSTANT, label=Words("When", "Date")),
        Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    ),
    dates=("occurred_at",),
    by=BY_CAMPAIGN,
)
