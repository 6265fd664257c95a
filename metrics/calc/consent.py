"""Whom we may write to: a census of contacts, and so without an interval.

Help: docs/calculations/penetration.md.
"""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.status import Status


def contacts(number: pd.Series, holding: pd.Series) -> Answers:
    """Return how many of the contacts that we hold stand in a certain way.

    Formula: the number itself.
    Units: contacts.
    No value: not_measured where either is missing; no_data without a contact.
    Raises: ValueError when a count is below zero.
    Source: own; GDPR articles 6, 7 and 21 for who may be written to.

    >>> contacts(pd.Series([7.0, 0.0]), pd.Series([9.0, 0.0]))["status"].to_list()
    ['ok', 'no_data']
    """
    return answers.count(number, _status(number, holding))


def share(number: pd.Series, holding: pd.Series) -> Answers:
    """Return the share of the contacts that we hold who stand in a certain way.

    Formula: number / holding. Erased people and mailboxes of nobody are in neither.
    Units: contacts; percent out.
    No value: as contacts.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> share(pd.Series([7.0]), pd.Series([9.0]))["value"].round(1).item()
    77.8
    """
    return answers.share(number, holding, _status(number, holding), sure=False)


def _status(number: pd.Series, holding: pd.Series) -> pd.Series:
    """Return the status: whether there are contacts at all, as far as we know."""
    missing = not_negative(number).isna() | not_negative(holding).isna()
    return first_status({Status.NOT_MEASURED: missing, Status.NO_DATA: holding.eq(0)})
