"""What an account's people did on our site.

Help: docs/calculations/engagement.md.
"""

import numpy as np
import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.intervals import bootstrap_by_group
from metrics.calc.reach import share
from metrics.calc.status import Status


def events(number: pd.Series) -> Answers:
    """Return how often something happened, with the exact Poisson interval.

    Formula: the number itself.
    Units: visits, visitors, downloads, forms, participations.
    No value: not_measured where nothing brought them and none was seen.
    Raises: ValueError when a count is below zero.
    Source: Garwood (1936) for the interval.

    >>> events(pd.Series([4.0]))[["value", "ci_low", "ci_high"]].round(2).to_dict("list")
    {'value': [4.0], 'ci_low': [1.09], 'ci_high': [10.24]}
    """
    missing = not_negative(number).isna()
    return answers.count(number, first_status({Status.NOT_MEASURED: missing}), rare=True)


def average_duration(accounts: pd.Series, seconds: pd.Series) -> Answers:
    """Return how long a visit lasted on average.

    Formula: sum of the seconds / number of the visits whose duration is known; bootstrap by
        account from ten accounts up.
    Units: in each cell the accounts and seconds of the visits, in the same order; seconds out.
    No value: not_measured where the cell is missing; no_data without such a visit.
    Raises: ValueError when the two lists of a cell differ in length.
    Source: own; a sum of sums, never a mean of means.

    >>> accounts, seconds = pd.Series([[1, 1, 1, 2]]), pd.Series([[120.0, 60.0, 0.0, 600.0]])
    >>> average_duration(accounts, seconds)[["value", "n"]].to_dict("list")
    {'value': [195.0], 'n': [4.0]}
    """
    n = seconds.map(_length, na_action="ignore").astype("float64")
    total = seconds.map(_sum, na_action="ignore").astype("float64")
    status = first_status({Status.NOT_MEASURED: n.isna(), Status.NO_DATA: n.eq(0)})
    return answers.mean(total, n, status, bootstrap_by_group(accounts, seconds))


def average_attention(seconds: pd.Series, visitors: pd.Series) -> Answers:
    """Return for how long a visitor kept our site before their eyes.

    Formula: sum of the engaged seconds / number of the visitors they are known of.
    Units: seconds, visitors; seconds out.
    No value: not_measured where either is missing; no_data without such a visitor.
    Raises: ValueError when a count is below zero.
    Source: GA4's average engagement time: foreground time / active users.

    >>> average_attention(pd.Series([90.0]), pd.Series([2.0]))["value"].item()
    45.0
    """
    missing = not_negative(seconds).isna() | not_negative(visitors).isna()
    status = first_status({Status.NOT_MEASURED: missing, Status.NO_DATA: visitors.eq(0)})
    return answers.ratio(seconds, visitors, status)


def engaged_share(engaged: pd.Series, visits: pd.Series) -> Answers:
    """Return the share of visits of ten seconds, one key event or two pages at least.

    Formula: engaged / visits; Wilson.
    Units: visits; percent out.
    No value: not_measured where either is missing; no_data without a visit.
    Raises: ValueError when a count is below zero.
    Source: GA4's engaged sessions.

    >>> engaged_share(pd.Series([2.0]), pd.Series([3.0]))["value"].round(1).item()
    66.7
    """
    return share(engaged, visits)


def form_conversion(sent: pd.Series, seen: pd.Series) -> Answers:
    """Return the share of the visits with a form that sent one.

    Formula: visits with a form in which one was sent / visits with a form; Wilson. A form sent
        twice in a visit is one visit won, so that the share stays one.
    Units: visits; percent out.
    No value: not_measured where either is missing; no_data without such a visit.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> form_conversion(pd.Series([1.0]), pd.Series([4.0]))["value"].item()
    25.0
    """
    return share(sent, seen)


def attendance(came: pd.Series, registered: pd.Series) -> Answers:
    """Return the share of those registered for an event who came.

    Formula: came / registered, of the events held; Wilson. Who came unregistered is in neither.
    Units: people of an event; percent out.
    No value: not_measured where either is missing; no_data without a registration.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> attendance(pd.Series([3.0]), pd.Series([5.0]))["value"].item()
    60.0
    """
    return share(came, registered)


def _length(cell: list[float]) -> float:
    return float(len(cell))


def _sum(cell: list[float]) -> float:
    return float(np.sum(cell))
