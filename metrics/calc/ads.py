"""How often people click on what we show them."""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.status import Status


def click_rate(clicks: pd.Series, impressions: pd.Series) -> Answers:
    """Return the valid clicks as a share of the impressions, with the Wilson interval.

    Formula: sum of (clicks - invalid clicks) / sum of impressions. Impressions are not independent
        people: the interval is the least that must be doubted.
    Units: clicks, impressions; percent out.
    No value: not_measured where either is missing; incomplete with more clicks than impressions,
        which no platform should tell; no_data without an impression.
    Raises: ValueError when a count is below zero.
    Source: Wilson (1927) for the interval; formats pooled, own.

    >>> click_rate(pd.Series([145.0]), pd.Series([130_000.0]))["value"].round(4).item()
    0.1115
    """
    missing = not_negative(clicks).isna() | not_negative(impressions).isna()
    too_many = clicks.gt(impressions)
    status = first_status(
        {
            Status.NOT_MEASURED: missing,
            Status.INCOMPLETE: too_many & impressions.gt(0),
            Status.NO_DATA: impressions.eq(0),
        }
    )
    return answers.share(clicks.mask(too_many), impressions, status)


def view_through(visits: pd.Series, impressions: pd.Series) -> Answers:
    """Return how many visits followed an ad that nobody clicked.

    Formula: the number itself.
    Units: visits; impressions, which tell whether ads are measured at all.
    No value: not_measured where either is missing.
    Raises: ValueError when a count is below zero.
    Source: 6sense counts visits after a view beside those after a click; the seven days, own.

    >>> view_through(pd.Series([2.0]), pd.Series([float("nan")]))["status"].item()
    'not_measured'
    """
    missing = not_negative(visits).isna() | not_negative(impressions).isna()
    return answers.count(visits, first_status({Status.NOT_MEASURED: missing}))
