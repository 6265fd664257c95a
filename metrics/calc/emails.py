"""What becomes of e-mails: shares of messages, each to one person.

Help: docs/calculations/engagement.md.
"""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.intervals import bootstrap_of_shares
from metrics.calc.status import Status


def rate(
    hits: pd.Series,
    cases: pd.Series,
    maturing: pd.Series,
    hits_by_account: pd.Series,
    cases_by_account: pd.Series,
) -> Answers:
    """Return the share of e-mails of which something is so.

    Formula: hits / cases. Messages to one account are alike: from ten accounts up the interval is
        that of a bootstrap by account; below, the Wilson interval, as if each stood for itself.
    Units: e-mails; those of a period that ended less than a week before; in each cell of the last
        two columns account and number in turn, in the order of the accounts; percent out.
    No value: not_measured where hits or cases are missing; no_data without a case.
    Raises: ValueError when a count is below zero.
    Source: HubSpot's adjusted open rate, promoted by human clicks (own); Wilson (1927).

    >>> none = pd.Series([[]])
    >>> rate(pd.Series([31.0]), pd.Series([77.0]), pd.Series([0.0]), none, none)[
    ...     ["value", "ci_low", "ci_high"]].round(1).to_dict("list")
    {'value': [40.3], 'ci_low': [30.0], 'ci_high': [51.4]}
    """
    missing = not_negative(hits).isna() | not_negative(cases).isna()
    status = first_status(
        {
            Status.NOT_MEASURED: missing,
            Status.IMMATURE: maturing.gt(0),
            Status.NO_DATA: cases.eq(0),
        }
    )
    low, high = bootstrap_of_shares(hits_by_account, cases_by_account)
    return answers.share(hits, cases, status, bounds=(100 * low, 100 * high))
