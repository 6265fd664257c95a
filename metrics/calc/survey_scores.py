"""What customers say of us: the Net Promoter Score and how many of them said anything.

Help: docs/calculations/awareness.md.
"""

import pandas as pd

from metrics.calc import answers
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.intervals import bootstrap
from metrics.calc.status import Status

LEAST_OPINIONS = 5


def nps(promoters: pd.Series, passives: pd.Series, detractors: pd.Series) -> Answers:
    """Return the share of promoters (9, 10) less the share of detractors (0 to 6).

    Formula: 100 (P - D) / n; the interval is the adjusted Wald one: 3 to n, 3/4 to P and to D.
    Units: answers in, missing where no feed was live; points out, from -100 to 100.
    No value: not_measured where a count is missing; no_data where nobody answered.
    Raises: ValueError when a count is below zero.
    Source: F. F. Reichheld (2003), Harvard Business Review 81 (12); interval: Rocks (2016), The
        American Statistician 70 (4).

    >>> scopes = ["A", "B", "both"]
    >>> counts = (pd.Series(x, index=scopes) for x in ([5, 2, 7], [2, 0, 2], [3, 0, 3]))
    >>> nps(*counts)[["value", "ci_low", "ci_high"]].round(1)
          value  ci_low  ci_high
    A      20.0   -30.3     61.1
    B     100.0   -24.4    100.0
    both   33.3   -15.5     68.9
    """
    cases = not_negative(promoters) + not_negative(passives) + not_negative(detractors)
    status = first_status({Status.NOT_MEASURED: cases.isna(), Status.NO_DATA: cases.eq(0)})
    return answers.balance(promoters - detractors, promoters + detractors, cases, status)


def responses(number: pd.Series) -> Answers:
    """Return how many answers are of one kind.

    Formula: the number of them.
    Units: answers.
    No value: not_measured where the number is missing.
    Raises: ValueError when a count is below zero.
    Source: counting.

    >>> responses(pd.Series([3, None]))[["value", "status"]].to_dict("list")
    {'value': [3.0, nan], 'status': ['ok', 'not_measured']}
    """
    status = first_status({Status.NOT_MEASURED: not_negative(number).isna()})
    return answers.count(number, status)


def mean_score(total: pd.Series, cases: pd.Series) -> Answers:
    """Return the mean of the answers to a question, on its own scale.

    Formula: sum of the answers / answers.
    Units: the steps of the scale.
    No value: not_measured where a number is missing; no_data where nobody answered.
    Raises: ValueError when a number is below zero.
    Source: textbook.

    >>> mean_score(pd.Series([21.0, 0.0]), pd.Series([5, 0]))["value"].to_list()
    [4.2, nan]
    """
    return answers.ratio(not_negative(total), not_negative(cases), _answered(cases))


def mean_of_opinions(total: pd.Series, cases: pd.Series) -> Answers:
    """Return the same of opinions: below five answers their sum, which would tell them, is missing.

    >>> found = mean_of_opinions(pd.Series([9.0, 40.0]), pd.Series([1, 5]))
    >>> found[["numerator", "status"]].to_dict("list")
    {'numerator': [nan, 40.0], 'status': ['suppressed', 'ok']}
    """
    few = not_negative(cases).between(1, LEAST_OPINIONS - 1)
    status = _answered(cases).mask(few, Status.SUPPRESSED.value)
    return answers.ratio(not_negative(total).mask(few), not_negative(cases), status)


def share_of_answers(part: pd.Series, cases: pd.Series) -> Answers:
    """Return the share of the answers to a question that are of some kind, in percent.

    Formula: 100 part / answers, with the Wilson interval.
    Units: answers in; percent out.
    No value: not_measured where a number is missing; no_data where nobody answered.
    Raises: ValueError when a number is below zero.
    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22 (158).

    >>> share_of_answers(pd.Series([2, 0]), pd.Series([5, 0]))["value"].to_list()
    [40.0, nan]
    """
    return answers.share(not_negative(part), not_negative(cases), _answered(cases))


def _answered(cases: pd.Series) -> pd.Series:
    return first_status({Status.NOT_MEASURED: cases.isna(), Status.NO_DATA: cases.eq(0)})


def response_rate(answered: pd.Series, asked: pd.Series, maturing: pd.Series) -> Answers:
    """Return the share of those asked in the window who answered by the as-of date.

    Formula: answered / asked, with the Wilson interval.
    Units: people (or accounts) in; percent out. maturing counts those asked so late that their
        time to answer (21 days) isn't over.
    No value: not_measured where a count is missing; no_data where nobody was asked. While some are
        maturing the rate so far is given, and marked immature.
    Raises: ValueError when a count is below zero or more answered than were asked.
    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22 (158).

    >>> rate = response_rate(pd.Series([8, 1]), pd.Series([20, 4]), pd.Series([0, 4]))
    >>> rate[["value", "status"]].to_dict("list")
    {'value': [40.0, 25.0], 'status': ['ok', 'immature']}
    """
    if (not_negative(answered) > not_negative(asked)).any():
        raise ValueError("More answered than were asked.")
    status = first_status(
        {
            Status.NOT_MEASURED: asked.isna() | answered.isna(),
            Status.IMMATURE: maturing.fillna(0).gt(0),
            Status.NO_DATA: asked.eq(0),
        }
    )
    return answers.share(answered, asked, status)


def nps_by_account(accounts: pd.Series, points: pd.Series) -> Answers:
    """Return the mean of the accounts' own scores: each account counts once, however many answer.

    Formula: mean over accounts of 100 (P - D) / n; bootstrap by account from ten accounts up.
    Units: in each cell, the account of each answer and its worth (+1, 0, -1), in the same order;
        points out.
    No value: not_measured where the cell is missing; no_data where nobody answered; suppressed
        below five answers, which would be somebody's opinion.
    Raises: ValueError when the two lists of a cell differ in length.
    Source: practice of business-to-business surveys, beside the pooled score and never instead.

    >>> cells = pd.Series([[1] * 10 + [2] * 2]), pd.Series([[1] * 5 + [0] * 2 + [-1] * 3 + [1, 1]])
    >>> nps_by_account(*cells)["value"].item()
    60.0
    """
    scores = pd.Series(
        [_scores(*cell) for cell in zip(accounts, points, strict=True)],
        index=accounts.index,
        dtype="object",
    )
    n = scores.map(len).astype("float64").where(accounts.notna())
    means = pd.Series([pd.Series(cell).mean() for cell in scores], index=n.index, dtype="float64")
    said = points.map(lambda cell: len(cell) if isinstance(cell, list) else 0)
    status = first_status(
        {
            Status.SUPPRESSED: said.between(1, LEAST_OPINIONS - 1),
            Status.NOT_MEASURED: n.isna(),
            Status.NO_DATA: n.eq(0),
        }
    )
    return answers.mean(means * n, n, status, bootstrap(scores))


def _scores(accounts: object, points: object) -> list[float]:
    """Return the score of each account of one cell."""
    if not isinstance(accounts, list) or not isinstance(points, list):
        return []
    if len(accounts) != len(points):
        raise ValueError("Each answer needs its account and its worth.")
    worth = pd.Series(points, dtype="float64").groupby(pd.Series(accounts)).mean()
    return [100 * float(score) for score in worth]
