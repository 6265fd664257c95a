"""Who we know in accounts, who is active, and which groups and campaigns there are.

Help: docs/calculations/campaign.md, docs/calculations/engagement.md,
docs/calculations/penetration.md.
"""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.status import Status


def number(cases: pd.Series) -> Answers:
    """Return a number of things that are there.

    Formula: the number itself.
    Units: things of one kind.
    No value: not_measured where nobody writes such things down.
    Raises: ValueError when a count is below zero.
    Source: own; a real zero wherever such things are written down at all.

    >>> number(pd.Series([2.0, None]))[["value", "status"]].to_dict("list")
    {'value': [2.0, nan], 'status': ['ok', 'not_measured']}
    """
    missing = not_negative(cases).isna()
    return answers.count(cases, first_status({Status.NOT_MEASURED: missing}))


def rest(whole: pd.Series, part: pd.Series) -> Answers:
    """Return how many of a whole are not in a part of it.

    Formula: whole - part.
    Units: things of one kind.
    No value: not_measured where either is missing.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> rest(pd.Series([5.0]), pd.Series([3.0]))["value"].item()
    2.0
    """
    left = not_negative(whole) - not_negative(part)
    return answers.count(left, first_status({Status.NOT_MEASURED: left.isna()}))


def share(hits: pd.Series, cases: pd.Series) -> Answers:
    """Return the share of cases that are hits, with the Wilson interval.

    Formula: hits / cases.
    Units: things of one kind; percent out.
    No value: not_measured where either is missing; no_data without a case.
    Raises: ValueError when a count is below zero.
    Source: Wilson (1927) for the interval.

    >>> share(pd.Series([14.0]), pd.Series([33.0]))["value"].round(1).item()
    42.4
    """
    return answers.share(hits, cases, _status(hits, cases))


def active_share(active: pd.Series, eligible: pd.Series, touches: pd.Series) -> Answers:
    """Return the share of the eligible contacts that were active in the trailing ninety days.

    Formula: active / eligible; Wilson.
    Units: contacts; touches of the account in that time, of any kind; percent out.
    No value: not_measured where contacts or touches are missing; no_data without a contact.
    Raises: ValueError when a count is below zero.
    Source: Bullhorn measures engagement as contacts exchanged with / all contacts; window own.

    >>> four, seven = pd.Series([4.0]), pd.Series([7.0])
    >>> active_share(four, seven, pd.Series([9.0]))[["value", "ci_low"]].round(1).to_dict("list")
    {'value': [57.1], 'ci_low': [25.0]}
    """
    return answers.share(active, eligible, _status(active, eligible, touches))


def active_number(active: pd.Series, touches: pd.Series) -> Answers:
    """Return how many contacts were active in the trailing ninety days.

    Formula: the number itself.
    Units: contacts; touches of the account in that time, of any kind.
    No value: not_measured where contacts or touches are missing.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> active_number(pd.Series([4.0]), pd.Series([float("nan")]))["status"].item()
    'not_measured'
    """
    missing = not_negative(active).isna() | not_negative(touches).isna()
    return answers.count(active, first_status({Status.NOT_MEASURED: missing}))


def halo(answering: pd.Series, targeted: pd.Series) -> Answers:
    """Return how many accounts answered a campaign without having been on its list.

    Formula: the number itself.
    Units: accounts.
    No value: not_measured where no list was loaded, or nothing would have told of an answer.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> halo(pd.Series([1.0, 0.0]), pd.Series([12.0, None]))["status"].to_list()
    ['ok', 'not_measured']
    """
    missing = not_negative(answering).isna() | not_negative(targeted).isna()
    return answers.count(answering, first_status({Status.NOT_MEASURED: missing}))


def coverage(filled: pd.Series, needed: pd.Series, people: pd.Series) -> Answers:
    """Return how much of the roles that buying groups need is filled.

    Formula: sum of the weights of filled slots / sum of the weights of all slots. A surplus in one
        role fills no other one.
    Units: weights; people needed, as the number of cases; percent out.
    No value: not_measured where nobody writes groups down; no_data without a slot: an account
        without a template is not at zero.
    Raises: ValueError when a weight or count is below zero.
    Source: slots own; Adobe measures completeness against the members a role needs.

    >>> coverage(pd.Series([4.0]), pd.Series([7.0]), pd.Series([7.0]))["value"].round(1).item()
    57.1
    """
    status = _status(filled, needed)
    return answers.share_of_total(filled, needed, not_negative(people), status)


def gap(empty: pd.Series, people: pd.Series) -> Answers:
    """Return how many slots of buying groups nobody fills.

    Formula: the number itself.
    Units: slots.
    No value: as coverage.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> gap(pd.Series([3.0, 0.0]), pd.Series([7.0, 0.0]))["status"].to_list()
    ['ok', 'no_data']
    """
    return answers.count(empty, _status(empty, people))


def per_account(pairs: pd.Series, accounts: pd.Series) -> Answers:
    """Return how many campaigns an account is in, on average.

    Formula: pairs of campaign and account / accounts.
    Units: pairs, accounts; an index out.
    No value: not_measured where nobody writes campaigns down; no_data without an account.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> per_account(pd.Series([3.0]), pd.Series([2.0]))["value"].item()
    1.5
    """
    return answers.ratio(pairs, accounts, _status(pairs, accounts))


def _status(hits: pd.Series, cases: pd.Series, *others: pd.Series) -> pd.Series:
    """Return the status of a share: whether it is measured, and of anything."""
    missing = not_negative(hits).isna() | not_negative(cases).isna()
    for each in others:
        missing |= not_negative(each).isna()
    return first_status({Status.NOT_MEASURED: missing, Status.NO_DATA: cases.eq(0)})
