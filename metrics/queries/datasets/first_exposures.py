"""Which accounts were reached once they had entered a program."""

from metrics.catalogue.words import Words
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.enrolments import ENROLMENTS
from metrics.queries.datasets.people import EXPOSURE, words

# Whom an e-mail was delivered or an ad shown to, of those who entered in a window, all at once.
SHOWN_SINCE = f"""
    entering AS MATERIALIZED ({ENROLMENTS.rows}),
    entered_account AS (
        SELECT DISTINCT home.account_id, home.root
        FROM entering JOIN home ON home.root = entering.account
        WHERE entering.from_at >= %(start)s AND entering.from_at < %(until)s
    ),
    shown_since AS (
        SELECT a.root AS account, t.occurred_at AS at
        FROM accounts_touch t JOIN entered_account a ON a.account_id = t.account_id
        WHERE KNOWN(t) AND t.type IN ({words(EXPOSURE)}) AND t.automation <> 'machine'
            AND t.occurred_at >= %(start)s AND t.occurred_at < %(as_of)s
        UNION ALL
        SELECT a.root, noon.at
        FROM accounts_addelivery d JOIN entered_account a ON a.account_id = d.account_id
        CROSS JOIN LATERAL (SELECT (d.day + time '12:00') AT TIME ZONE %(zone)s AS at) noon
        WHERE KNOWN(d) AND d.impressions > 0 AND noon.at >= %(start)s AND noon.at < %(as_of)s
    ),
    first_exposure AS (
        SELECT e.id, min(s.at) AS at
        FROM entering e JOIN shown_since s ON s.account = e.account AND s.at >= e.from_at
        GROUP BY e.id
    )
"""

FIRST_EXPOSURES = Dataset(
    key="first_exposures",
    label=Words("Accounts reached after entering", "Comptes touchés après leur entrée"),
    record_types=("email", "ad"),
    tables=SHOWN_SINCE,
    rows="SELECT e.*, f.at AS reached_at FROM entering e JOIN first_exposure f ON f.id = e.id",
    fields=(
        *ENROLMENTS.fields,
        Field(
            name="reached_at",
            type=FieldType.INSTANT,
            label=Words("First reached", "Touché pour la première fois"),
        ),
    ),
    dates=("from_at", "reached_at"),
    program="program",
)
