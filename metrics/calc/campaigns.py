"""Who answers campaigns, among those whom these aim at.

Help: docs/calculations/campaign.md.
"""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.status import Status


def answering(
    number: pd.Series, targeted: pd.Series, maturing: pd.Series, heard: pd.Series
) -> Answers:
    """Return how many answered, or how often, among those whom campaigns aim at.

    Formula: the number itself; exact Poisson interval.
    Units: accounts, people or answers; pairs of campaign and account aimed at; those of campaigns
        that may still be answered; answers, which tell whether any would be known of.
    No value: not_measured without a list, or where nothing would have told of answers; no_data
        where nobody was aimed at.
    Raises: ValueError when a count is below zero.
    Source: Salesforce's HasResponded; Garwood (1936) for the interval.

    >>> three, all_of_them, none = pd.Series([3.0]), pd.Series([12.0]), pd.Series([0.0])
    >>> answering(three, all_of_them, none, three)[["value", "status"]].to_dict("list")
    {'value': [3.0], 'status': ['ok']}
    """
    status = _status(not_negative(number), targeted, targeted, maturing, heard)
    return answers.count(number, status, rare=True)


def answer_rate(
    hits: pd.Series, cases: pd.Series, maturing: pd.Series, heard: pd.Series
) -> Answers:
    """Return the share that answered of the pairs of campaign and account aimed at, or reached.

    Formula: hits / cases; Wilson. An account in two campaigns is two cases.
    Units: pairs; those that may still answer; answers, which tell whether any would be known of;
        percent out.
    No value: not_measured as for answering; no_data without a pair.
    Raises: ValueError when a count is below zero.
    Source: Wilson (1927) for the interval.

    >>> none = pd.Series([0.0])
    >>> rate = answer_rate(pd.Series([3.0]), pd.Series([12.0]), none, none)
    >>> rate[["value", "ci_low", "ci_high"]].round(1).to_dict("list")
    {'value': [25.0], 'ci_low': [8.9], 'ci_high': [53.2]}
    """
    status = _status(not_negative(hits), cases, cases, maturing, heard)
    return answers.share(hits, cases, status)


def days_to_answer(
    days: pd.Series, pairs: pd.Series, targeted: pd.Series, maturing: pd.Series, heard: pd.Series
) -> Answers:
    """Return after how many days half of those who answered had done so for the first time.

    Formula: median of the days from when a running campaign first had the account on its list to
        the account's first answer.
    Units: days; pairs that answered; the others as for answering.
    No value: not_measured as for answering; no_data where nobody answered.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> none, four = pd.Series([0.0]), pd.Series([4.0])
    >>> days_to_answer(pd.Series([2.5]), four, four, none, four)["value"].item()
    2.5
    """
    status = _status(not_negative(pairs), targeted, pairs, maturing, heard)
    return answers.level(days, pairs, status)


def engaged(
    number: pd.Series,
    ripe: pd.Series,
    early: pd.Series,
    unheard: pd.Series,
    targeted: pd.Series,
) -> Answers:
    """Return how many accounts or people campaigns engaged, of those reached a while ago.

    Formula: the number itself, none where pairs are known of and nobody in them; exact Poisson
        interval.
    Units: accounts or people; pairs of campaign and account reached a while ago, and just now;
        of the former those not engaged as far as we know, whose visits nobody tells us; pairs
        aimed at.
    No value: not_measured without a list, where nothing would have told of reach, or where no
        pair's visits are told and none is engaged without; incomplete where those of some aren't;
        immature while all were reached just now; no_data where nobody was reached.
    Raises: ValueError when a count is below zero.
    Source: minutes by Engagio, ten of them by Demandbase; twice those of before, own.

    >>> one, three, none = pd.Series([1.0]), pd.Series([3.0]), pd.Series([0.0])
    >>> engaged(one, three, none, none, three)[["value", "status"]].to_dict("list")
    {'value': [1.0], 'status': ['ok']}
    """
    found = not_negative(number).mask(number.isna() & ripe.notna(), 0.0)
    status = _engagement(found, ripe, early, unheard, targeted)
    return answers.count(found, status, rare=True)


def engagement_rate(
    hits: pd.Series,
    cases: pd.Series,
    ripe: pd.Series,
    early: pd.Series,
    unheard: pd.Series,
    targeted: pd.Series,
) -> Answers:
    """Return the share engaged of the pairs that campaigns reached a while ago.

    Formula: engaged / reached, without those reached just now; Wilson.
    Units: pairs; those of them that count; the others as for engaged; percent out.
    No value: as for engaged.
    Raises: ValueError when a count is below zero.
    Source: Wilson (1927) for the interval.

    >>> one, three, none = pd.Series([1.0]), pd.Series([3.0]), pd.Series([0.0])
    >>> engagement_rate(one, three, three, none, none, three)["value"].round(1).item()
    33.3
    """
    status = _engagement(not_negative(hits), ripe, early, unheard, targeted)
    return answers.share(hits, cases, status)


def _engagement(
    number: pd.Series,
    ripe: pd.Series,
    early: pd.Series,
    unheard: pd.Series,
    targeted: pd.Series,
) -> pd.Series:
    """Return what may be said of engagement: lists, reach and visits must be told."""
    missing = number.isna() | targeted.isna() | not_negative(ripe).isna()
    silent = not_negative(unheard).gt(0)
    return first_status(
        {
            Status.NOT_MEASURED: missing | (silent & unheard.eq(ripe)),
            Status.INCOMPLETE: silent,
            Status.IMMATURE: not_negative(early).gt(0) & ripe.eq(0),
            Status.NO_DATA: ripe.eq(0),
        }
    )


def _status(
    number: pd.Series, targeted: pd.Series, cases: pd.Series, maturing: pd.Series, heard: pd.Series
) -> pd.Series:
    """Return what may be said: lists and something that tells of answers are needed, and cases."""
    missing = number.isna() | targeted.isna() | not_negative(heard).isna()
    return first_status(
        {
            Status.NOT_MEASURED: missing,
            Status.IMMATURE: maturing.gt(0),
            Status.NO_DATA: not_negative(cases).eq(0),
        }
    )
