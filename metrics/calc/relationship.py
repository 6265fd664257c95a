"""How well we know the people of accounts, how good these contacts are, and who can decide.

The strength of one relationship is found where the records are (metrics.queries.datasets.strength);
its points and weights, and all others, are settings of measures.

Help: docs/calculations/penetration.md, docs/calculations/relationships.md.
"""

import pandas as pd

from metrics.calc import answers, scales
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.distribution import unlisted, weighted_means
from metrics.calc.status import Status


def quality(
    accounts: pd.Series,
    level: pd.Series,
    role: pd.Series,
    strength: pd.Series,
    validity: pd.Series,
    **settings: float,
) -> Answers:
    """Return the mean quality of contacts, with the spread of the accounts' own means.

    Formula: of each contact, the mean of level, role, strength and validity by their weights (30,
        25, 25 and 20), without those that are missing; then the mean over contacts.
    Units: in each cell a list with a value for each contact; points from 0 to 100; settings by key.
    No value: not_measured where the cell is missing; no_data without a contact of whom at least
        half of the weight is known.
    Raises: ValueError when the lists of a cell differ in length.
    Source: weights own; Adobe's and Forrester's roles of buying groups.

    >>> cells = [[1, 1, 1]], [[100, 50, None]], [[100, 40, 90]], [[55.6, 20, 80]], [[100, 60, 80]]
    >>> answer = quality(*(pd.Series(cell) for cell in cells))
    >>> answer["value"].round(1).item(), answer["n"].item()
    (71.5, 3.0)
    >>> [round(quality(*(pd.Series([[cell[0][i]]]) for cell in cells))["value"].item(), 1)
    ...     for i in range(3)]
    [88.9, 42.0, 83.6]
    """
    contacts = unlisted(
        account=accounts, level=level, role=role, strength=strength, validity=validity
    )
    total = pd.Series(0.0, index=contacts.index)
    known = pd.Series(0.0, index=contacts.index)
    weights = {key: settings.get(f"quality_{key}", each) for key, each in _QUALITY.items()}
    for name, weight in weights.items():
        total += weight * contacts[name].fillna(0)
        known += weight * contacts[name].notna()
    whole, least = sum(weights.values()), settings.get("quality_least", scales.LEAST_WEIGHT)
    enough = (known > 0) & (100 * known >= least * whole)
    scored = contacts.assign(score=total / known.where(enough))[enough]
    return weighted_means(scored, _of_lists(accounts, scored), by="account")


_QUALITY = {
    "level": scales.LEVEL_WEIGHT,
    "role": scales.ROLE_WEIGHT,
    "strength": scales.RELATIONSHIP_WEIGHT,
    "validity": scales.VALIDITY_WEIGHT,
}


def mean_by_account(accounts: pd.Series, scores: pd.Series) -> Answers:
    """Return the mean score of contacts, with the spread of the accounts' own means.

    Formula: sum of the scores / number of contacts that have one.
    Units: in each cell a list with a value for each contact; points from 0 to 100.
    No value: not_measured where the cell is missing; no_data without a contact.
    Raises: ValueError when the lists of a cell differ in length.
    Source: own.

    >>> answer = mean_by_account(pd.Series([[1, 1, 1]]), pd.Series([[100, 50, None]]))
    >>> answer[["value", "n"]].to_dict("list")
    {'value': [75.0], 'n': [2.0]}
    """
    contacts = unlisted(account=accounts, score=scores).dropna(subset=["score"])
    return weighted_means(contacts, _of_lists(accounts, contacts), by="account")


def known_share(hits: pd.Series, cases: pd.Series) -> Answers:
    """Return the share of the contacts known that are something: a census, so without interval.

    Formula: hits / cases.
    Units: contacts; percent out.
    No value: not_measured where either is missing; no_data without a case.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> known_share(pd.Series([1.0]), pd.Series([4.0]))[["value", "ci_low"]].to_dict("list")
    {'value': [25.0], 'ci_low': [nan]}
    """
    missing = not_negative(hits).isna() | not_negative(cases).isna()
    status = first_status({Status.NOT_MEASURED: missing, Status.NO_DATA: cases.eq(0)})
    return answers.share(hits, cases, status, sure=False)


def strength(scores: pd.Series, contacts: pd.Series) -> Answers:
    """Return the mean strength of relationships, with the spread of the single ones.

    Formula: sum of the strengths / number of contacts of whom one is known.
    Units: in each cell the strengths, from 0 to 100; contacts, known of or not; points out.
    No value: not_measured where the cell is missing or no strength is known of any contact; no_data
        without a contact.
    Raises: ValueError when a count is below zero.
    Source: own, after Microsoft's, Breadbox's and Nudge's signals.

    >>> strength(pd.Series([[55.6, 0.0]]), pd.Series([3.0]))["value"].item()
    27.8
    """
    known = unlisted(score=scores)
    return weighted_means(known, _of_strengths(scores, known, contacts))


def depth(
    accounts: pd.Series, powers: pd.Series, scores: pd.Series, contacts: pd.Series
) -> Answers:
    """Return how deep relationships with those who decide are.

    Formula: sum of power x strength / sum of power, over the holders of roles; a decision maker has
        power 3, a champion 2, every other one 1. With the spread of the accounts' own depths.
    Units: in each cell a list with a value for each holder of a role; contacts, known of or not.
    No value: as strength, of the holders of roles.
    Raises: ValueError when the lists of a cell differ in length.
    Source: own.

    >>> cells = [[1, 1]], [[3, 1]], [[55.6, 20.0]]
    >>> depth(*(pd.Series(cell) for cell in cells), pd.Series([2.0]))["value"].round(1).item()
    46.7
    """
    known = unlisted(account=accounts, power=powers, score=scores)
    status = _of_strengths(scores, known, contacts)
    return weighted_means(known, status, by="account", weight="power")


def threads(established: pd.Series, known: pd.Series, contacts: pd.Series) -> Answers:
    """Return how many relationships are established.

    Formula: the number itself, of those of the points that are set (50) or above.
    Units: contacts: established, with a strength that is known, and all.
    No value: not_measured where any is missing, or no strength is known of any contact.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> cells = [2.0, 0.0, 0.0], [5.0, 0.0, 0.0], [5.0, 4.0, 0.0]
    >>> threads(*(pd.Series(cell) for cell in cells))["status"].to_list()
    ['ok', 'not_measured', 'ok']
    """
    unknown = not_negative(established).isna() | (known.eq(0) & contacts.gt(0))
    return answers.count(established, first_status({Status.NOT_MEASURED: unknown}))


def single_threaded(single: pd.Series, heard: pd.Series, accounts: pd.Series) -> Answers:
    """Return how many accounts are held by one relationship at most.

    Formula: the number itself.
    Units: accounts: with one established relationship or none, those of which our mailboxes and
        calendars tell, and all.
    No value: not_measured where any is missing, or nothing tells of any account.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> single_threaded(pd.Series([1.0]), pd.Series([3.0]), pd.Series([4.0]))["value"].item()
    1.0
    """
    return threads(single, heard, accounts)


def bonded_coverage(
    filled: pd.Series, needed: pd.Series, people: pd.Series, slots: pd.Series
) -> Answers:
    """Return how much of the roles that buying groups need is held by people we know well.

    Formula: weights of the slots filled by people whom we may reach, who are active and with whom
        the relationship has 50 points or above / all weights.
    Units: weights; people needed, as the number of cases; slots, also of accounts of which no
        mailbox or calendar tells; percent out.
    No value: no_data without a slot; not_measured where nothing tells of those who have some.
    Raises: ValueError when a weight or count is below zero.
    Source: own.

    >>> cells = [3.0, 0.0, 0.0], [7.0, 0.0, 0.0], [7.0, 0.0, 0.0], [7.0, 7.0, 0.0]
    >>> answer = bonded_coverage(*(pd.Series(cell) for cell in cells))
    >>> answer["value"].round(1).to_list(), answer["status"].to_list()
    ([42.9, nan, nan], ['ok', 'not_measured', 'no_data'])
    """
    untold = not_negative(people).eq(0) & not_negative(slots).gt(0)
    status = first_status({Status.NOT_MEASURED: untold, Status.NO_DATA: slots.eq(0)})
    return answers.share_of_total(not_negative(filled), not_negative(needed), people, status)


def completeness(scores: pd.Series) -> Answers:
    """Return how complete buying groups are on average, with the spread of the single ones.

    Formula: of each group the sum of w x min(1, members / needed) / sum of w, over the roles that
        it needs to decide: each role counts once, however many people it needs. Then the mean.
    Units: in each cell the percent of each group.
    No value: not_measured where nobody writes groups down; no_data without a group with a template.
    Raises: nothing.
    Source: Adobe's group completeness; how roles combine is own.

    >>> completeness(pd.Series([[50.0, 100.0], []]))[["value", "status"]].to_dict("list")
    {'value': [75.0, nan], 'status': ['ok', 'no_data']}
    """
    groups = unlisted(score=scores)
    return weighted_means(groups, _of_lists(scores, groups))


def decision_ready(ready: pd.Series, with_template: pd.Series, groups: pd.Series) -> Answers:
    """Return how many buying groups could decide: none of the roles it takes is empty.

    Formula: the number itself.
    Units: groups: ready, with a template, and all.
    No value: not_measured where nobody writes groups down; no_data where none has a template.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> cells = [1.0, 0.0, 0.0], [2.0, 0.0, 0.0], [3.0, 3.0, 0.0]
    >>> decision_ready(*(pd.Series(cell) for cell in cells))["status"].to_list()
    ['ok', 'no_data', 'ok']
    """
    missing = not_negative(ready).isna()
    untold = with_template.eq(0) & groups.gt(0)
    status = first_status({Status.NOT_MEASURED: missing, Status.NO_DATA: untold})
    return answers.count(ready, status)


def engagement(scores: pd.Series, touches: pd.Series) -> Answers:
    """Return how engaged buying groups are on average, with the spread of the single ones.

    Formula: of each group the minutes of its members in thirty days, by the weight of their roles;
        100 minutes are 100 points, and no group has more. Then the mean.
    Units: in each cell the points of each group; touches of the account, of any kind.
    No value: not_measured where groups or touches are; no_data without a group.
    Raises: ValueError when a count is below zero.
    Source: Adobe's group engagement; a fixed reference is own: others can't move a group's score.

    >>> engagement(pd.Series([[100.0, 30.0]]), pd.Series([9.0]))["value"].item()
    65.0
    """
    groups = unlisted(score=scores)
    status = _of_lists(scores, groups)
    unknown = not_negative(touches).isna()
    return weighted_means(groups, status.mask(unknown, Status.NOT_MEASURED.value))


def _of_lists(column: pd.Series, records: pd.DataFrame) -> pd.Series:
    """Return the status of a mean of listed scores."""
    has_any = pd.Series(range(len(column)), index=column.index).isin(records["place"])
    return first_status({Status.NOT_MEASURED: column.isna(), Status.NO_DATA: ~has_any})


def _of_strengths(scores: pd.Series, known: pd.DataFrame, contacts: pd.Series) -> pd.Series:
    """Return the status of a mean of strengths, of so many contacts in all."""
    status = _of_lists(scores, known)
    untold = status.eq(Status.NO_DATA.value) & not_negative(contacts).gt(0)
    return status.mask(untold, Status.NOT_MEASURED.value)
