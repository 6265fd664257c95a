"""How often people click on what we show them.

Help: docs/calculations/engagement.md, docs/calculations/finance.md.
"""

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


def cost_per_click(
    spend: pd.Series, parts: pd.Series, unusable: pd.Series, clicks: pd.Series
) -> Answers:
    """Return what a valid click cost, within the interval of the number of clicks.

    Formula: sum of media spend / sum of (clicks - invalid clicks); the ends are the spend over
        those of the exact Poisson interval of the clicks.
    Units: money; parts of lines of spend that could be used, and that no rate converts; clicks.
    No value: not_measured where spend or clicks are missing; incomplete where no rate converts
        some of it, without a value if that is all; no_data without a click, however much was
        spent. Nothing spent is zero.
    Raises: ValueError when a number of parts or clicks is below zero.
    Source: LinkedIn's average cost per click: total spent / clicks; Garwood (1936).

    >>> spend, parts, none = pd.Series([400.0]), pd.Series([2.0]), pd.Series([0.0])
    >>> cost_per_click(spend, parts, none, pd.Series([10.0]))["value"].item()
    40.0
    """
    missing = spend.isna() | not_negative(clicks).isna()
    nothing = not_negative(unusable).gt(0) & not_negative(parts).eq(0)
    status = first_status(
        {
            Status.NOT_MEASURED: missing,
            Status.INCOMPLETE: unusable.gt(0),
            Status.NO_DATA: clicks.eq(0),
        }
    )
    return answers.cost(spend.mask(nothing), clicks, status)


def spend_of_nobody(spend: pd.Series, parts: pd.Series, unusable: pd.Series) -> Answers:
    """Return the media spend that falls to no account.

    Formula: sum of what remains of each line once its accounts have their parts.
    Units: money; parts of lines that could be used, and that no rate converts.
    No value: not_measured where it is missing; incomplete where no rate converts some of it,
        without a value if that is all.
    Raises: ValueError when a number of parts is below zero.
    Source: own.

    >>> spend_of_nobody(pd.Series([25.0]), pd.Series([1.0]), pd.Series([0.0]))["value"].item()
    25.0
    """
    some = not_negative(unusable).gt(0)
    status = first_status({Status.NOT_MEASURED: spend.isna(), Status.INCOMPLETE: some})
    return answers.total(spend, not_negative(parts), status)
