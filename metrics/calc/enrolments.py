"""Who entered and left a program.

Help: docs/calculations/awareness.md.
"""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.status import Status


def new_accounts(entered: pd.Series) -> Answers:
    """Return how many accounts entered for the first time in the window.

    Formula: the number of distinct accounts.
    Units: accounts.
    No value: not_measured where the number is missing: the program did not exist yet.
    Raises: ValueError when a count is below zero.
    Source: own; an account that comes back is not new.

    >>> new_accounts(pd.Series([2.0, None]))[["value", "status"]].to_dict("list")
    {'value': [2.0, nan], 'status': ['ok', 'not_measured']}
    """
    status = first_status({Status.NOT_MEASURED: not_negative(entered).isna()})
    return answers.count(entered, status)


def net_new_accounts(entered: pd.Series, left: pd.Series) -> Answers:
    """Return the accounts that entered for the first time less those that left in the window.

    Formula: entered - left.
    Units: accounts; the result may be below zero.
    No value: not_measured where either is missing.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> net_new_accounts(pd.Series([2.0]), pd.Series([3.0]))["value"].item()
    -1.0
    """
    net = not_negative(entered) - not_negative(left)
    return answers.count(net, first_status({Status.NOT_MEASURED: net.isna()}))


def reached_accounts(reached: pd.Series, entered: pd.Series) -> Answers:
    """Return how many of the accounts that entered in the window were reached since.

    Formula: the number of distinct accounts.
    Units: accounts.
    No value: not_measured where either is missing: the program did not exist yet, or nothing would
        have told whom we reached.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> reached_accounts(pd.Series([1.0, None]), pd.Series([2.0, 2.0]))["status"].to_list()
    ['ok', 'not_measured']
    """
    missing = not_negative(reached).isna() | not_negative(entered).isna()
    return answers.count(reached, first_status({Status.NOT_MEASURED: missing}))
