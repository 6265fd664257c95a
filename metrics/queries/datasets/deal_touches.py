"""Touches of the people on deals: tables that the datasets of influence, speed and credits share.

Touches are looked for deal by deal, in the index of their account: each look names the account and
the time, so that a deal costs as many pages as its account has touches then, however many others
there are. What is found is then kept to the people on the deal, all deals at once.
"""

from metrics.calc import scales
from metrics.queries.datasets.opportunities import ROWS, TABLES, tables
from metrics.queries.datasets.people import ANSWERING, BY_PEOPLE, TOUCH_FEEDS, words

QUALIFYING = (*ANSWERING, "page_view")
"""Types of touch that may be credited with a deal (indicators, touch taxonomy)."""

WHOLE_DEALS = f"""
    whole_deal AS MATERIALIZED ({ROWS})
"""

KIN = """
    kin AS (SELECT root, array_agg(account_id) AS accounts FROM home GROUP BY root)
"""

OF_TOUCHES = f"""
    f.record_type IN ({words(TOUCH_FEEDS)})
    AND f.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
"""

# When the touches of all accounts were brought to us, and of which more.
HEARD = f"""
    heard_of_all AS (
        SELECT coalesce(range_agg(tstzrange(f.covers_from, f.covers_to)), '{{}}') AS spans
        FROM accounts_datafeed f
        WHERE f.account_id IS NULL AND f.program_id IS NULL AND {OF_TOUCHES}
    ),
    heard_of AS (
        SELECT root, range_agg(span) AS spans
        FROM (
            SELECT home.root, tstzrange(f.covers_from, f.covers_to) AS span
            FROM accounts_datafeed f JOIN home ON home.account_id = f.account_id
            WHERE {OF_TOUCHES}
            UNION ALL
            SELECT home.root,
                tstzrange(f.covers_from, f.covers_to) * tstzrange(e.from_at, e.to_at)
            FROM accounts_datafeed f
            JOIN accounts_enrolment e ON e.program_id = f.program_id AND KNOWN(e)
            JOIN home ON home.account_id = e.account_id
            WHERE {OF_TOUCHES}
        ) own
        WHERE NOT isempty(span)
        GROUP BY root
    )
"""

# Whoever is in a group counts for its deals until they leave it, also before they joined; narrowly,
# those whom one of us confirmed.
BELONGING = """
    belonging AS (
        SELECT m.group_id, coalesce(twin.root, m.contact_id) AS contact,
            max(coalesce(m.to_at, 'infinity')) AS until
        FROM accounts_membership m
        JOIN accounts_buyinggroup g ON g.id = m.group_id
        JOIN home ON home.account_id = g.account_id
        LEFT JOIN merged_contact twin ON twin.id = m.contact_id
        WHERE KNOWN(m) AND m.from_at < %(as_of)s
            AND (%(p_people_on_deal)s::text <> 'narrow' OR m.confirmed_by_id IS NOT NULL)
        GROUP BY 1, 2
    )
"""

# The touches that are near a deal in time, of the people on it: those of its buying group, or where
# it has none, or broadly, of its account.
NEAR = """
    near AS MATERIALIZED (
        SELECT d.id AS deal, d.created_at, t.id AS touch, t.occurred_at, t.type, t.owner,
            t.contact_id, t.visitor_id, t.campaign_id, t.session_key
        FROM home
        JOIN accounts_touch t ON t.account_id = home.account_id
        JOIN asked_deal d ON d.account = home.root AND t.occurred_at >= d.since
            AND t.occurred_at < d.until
        WHERE t.occurred_at >= (SELECT min(since) FROM asked_deal)
            AND t.occurred_at < (SELECT max(until) FROM asked_deal)
            AND KNOWN(t) AND t.type IN ({types})
            AND t.automation IN ({people}) AND (t.direction = 'inbound' OR t.type IN ({spoken}))
            {more}
    ),
    on_deal AS MATERIALIZED (
        SELECT n.deal, n.created_at, n.touch, n.occurred_at, n.type, n.owner, n.campaign_id,
            n.session_key, coalesce(twin.root, n.contact_id, l.contact_id) AS contact, n.visitor_id
        FROM near n
        JOIN asked_deal d ON d.id = n.deal
        LEFT JOIN accounts_visitorlink l ON l.visitor_id = n.visitor_id AND KNOWN(l)
        LEFT JOIN merged_contact twin ON twin.id = coalesce(n.contact_id, l.contact_id)
        LEFT JOIN belonging b ON b.group_id = d.group_id
            AND b.contact = coalesce(twin.root, n.contact_id, l.contact_id)
        WHERE b.until > n.occurred_at OR %(p_people_on_deal)s::text = 'broad'
            OR (d.group_id IS NULL AND %(p_people_on_deal)s::text = 'buying_group')
    )
"""


# Of campaigns, only the accounts that one of them ever touched.
TOUCHED_HOME = """
    touched_home AS MATERIALIZED (
        SELECT account_id, root FROM home
        WHERE %(campaigns)s::bigint[] = '{}' OR root IN (
            SELECT h.root FROM accounts_touch t JOIN home h ON h.account_id = t.account_id
            WHERE t.campaign_id = ANY(%(campaigns)s) AND KNOWN(t)
        )
    )
"""


def touches(
    of_deals: str,
    *,
    types: tuple[str, ...] = QUALIFYING,
    more: str = "",
    of_campaigns: bool = False,
) -> str:
    """Return the tables that lead to on_deal: the touches of the deals that of_deals selects.

    of_deals is a SELECT from whole_deal r and kin, with id, account, group_id, created_at,
    accounts, since and until. With of_campaigns they are those of accounts that the campaigns asked
    about touched.
    """
    near = NEAR.format(
        types=words(types), people=words(BY_PEOPLE), spoken=words(scales.SPOKEN), more=more
    )
    asked = f"asked_deal AS MATERIALIZED ({of_deals})"
    deals = f"{TOUCHED_HOME}, {tables('touched_home')}" if of_campaigns else TABLES
    return f"{deals}, {WHOLE_DEALS}, {KIN}, {HEARD}, {asked}, {BELONGING}, {near}"


IS_HEARD = """
    coalesce(heard_of_all.spans + coalesce(heard_of.spans, '{{}}') @> {time}, false)
"""
"""Whether touches of the account of r were heard of all the time, where heard_of is joined."""


def is_heard(start: str, until: str) -> str:
    """Return the condition that the touches of an account were brought from one instant on."""
    return IS_HEARD.format(time=f"tstzrange({start}, greatest({start}, {until}))")
