"""How social networks are used towards accounts: what we do, how developed it is, who takes part.

What our team does is told in four parts, after the pillars of LinkedIn's own index: posts, new
connections, comments and shares, exchanges in which both sides spoke.

Help: docs/calculations/engagement.md.
"""

import numpy as np
import pandas as pd

from metrics.calc import answers, scales
from metrics.calc.answers import Answers, first_status, not_negative
from metrics.calc.distribution import PLACE, unlisted, weighted_means
from metrics.calc.status import Status

A_PART = 100 / len(scales.SOCIAL_TARGETS)
WEIGHTS = tuple(f"social_weight_{part}" for part in scales.SOCIAL_WEIGHTS)
TARGETS = tuple(f"social_target_{part}" for part in scales.SOCIAL_TARGETS)


def counted(number: pd.Series) -> Answers:
    """Return how often something was done in social networks.

    Formula: the number of times.
    Units: posts or exchanges.
    No value: not_measured where the number is missing.
    Raises: ValueError when it is below zero.
    Source: counting.

    >>> counted(pd.Series([4.0, None]))["status"].to_list()
    ['ok', 'not_measured']
    """
    return answers.count(number, first_status({Status.NOT_MEASURED: not_negative(number).isna()}))


def selling(
    months: pd.Series,
    posts: pd.Series,
    connections: pd.Series,
    remarks: pd.Series,
    exchanges: pd.Series,
    **targets: float,
) -> Answers:
    """Return how much the teams of accounts sell in social networks, from 0 to 100.

    Formula: of each of four parts 25 x min(1, number / (target of a month x months)), added up.
        Of several accounts the numbers are added up first, and so are the months of their teams.
    Units: months, of each account with a team; numbers of what was done; points out.
    No value: not_measured where one of the numbers is missing; no_data where no account has a team.
    Raises: ValueError when a number is below zero.
    Source: own parts, after LinkedIn's four pillars.

    >>> done = (pd.Series([x]) for x in (1.0, 4.0, 2.0, 4.0, 4.0))
    >>> selling(*done)["value"].item()
    75.0
    """
    numbers = {"posts": posts, "connections": connections, "remarks": remarks,
               "exchanges": exchanges}  # fmt: skip
    unknown = pd.concat(numbers, axis=1).isna().any(axis=1)
    of_months = months.astype("float64").fillna(0)
    total, n = pd.Series(0.0, index=months.index), pd.Series(0.0, index=months.index)
    for part, number in numbers.items():
        wanted = of_months * targets.get(f"social_target_{part}", scales.SOCIAL_TARGETS[part])
        done = not_negative(number) / wanted.where(wanted > 0)
        total += A_PART * done.clip(upper=1)
        n += number
    status = first_status({Status.NOT_MEASURED: unknown, Status.NO_DATA: of_months.le(0)})
    return answers.level(total, n, status)


def imported(scores: pd.Series, people: pd.Series) -> Answers:
    """Return the mean of the indices that LinkedIn shows people of ours, each person once.

    Formula: sum of the latest indices / people.
    Units: in each cell a list with a value for each person and account, and who it is; points out.
    No value: not_measured where nobody writes them down; no_data where none is fresh.
    Raises: ValueError when the lists of a cell differ in length.
    Source: LinkedIn, Social Selling Index.

    >>> imported(pd.Series([[60.0, 60.0, 80.0]]), pd.Series([[7, 7, 8]]))[["value", "n"]].to_dict(
    ...     "list")
    {'value': [70.0], 'n': [2.0]}
    """
    read = unlisted(score=scores, person=people).drop_duplicates([PLACE, "person"])
    places = read[PLACE].to_numpy()
    n, total = (
        pd.Series(np.bincount(places, each, minlength=len(scores)), scores.index)
        for each in (None, read["score"].to_numpy())
    )
    status = first_status({Status.NOT_MEASURED: scores.isna(), Status.NO_DATA: n.eq(0)})
    return answers.ratio(total, n, status)


def post_rate(reactions: pd.Series, shown: pd.Series, people: pd.Series) -> Answers:
    """Return the share of the times our posts were shown that people reacted to them.

    Formula: likes, comments, shares and clicks / times shown; Wilson interval.
    Units: times; people who reacted; percent out.
    No value: not_measured where reactions are; no_data where no platform says how often posts were
        shown; incomplete, without a value, where fewer are told than reactions; suppressed below
        five people, for a rate of four is about them.
    Raises: ValueError when a number is below zero.
    Source: LinkedIn's engagement rate; Wilson (1927) for the interval.

    >>> post_rate(*(pd.Series([x]) for x in (12.0, 400.0, 6.0)))["value"].item()
    3.0
    """
    unknown = not_negative(reactions).isna() | not_negative(shown).isna()
    few = not_negative(people).between(1, scales.LEAST_SOCIAL_PEOPLE - 1)
    more = reactions.gt(shown) & shown.gt(0)
    status = first_status(
        {
            Status.SUPPRESSED: few & ~unknown & shown.gt(0),
            Status.NOT_MEASURED: unknown,
            Status.INCOMPLETE: more,
            Status.NO_DATA: shown.eq(0),
        }
    )
    return answers.share(reactions, shown.mask(more), status).assign(n=shown)


def score(
    months: pd.Series,
    posts: pd.Series,
    connections: pd.Series,
    remarks: pd.Series,
    exchanges: pd.Series,
    *others: pd.Series,
    **settings: float,
) -> Answers:
    """Return how well social networks are used, from 0 to 100: selling, maturity, communication.

    Formula: sum of w x part / sum of w over the parts that have a value. The denominator is the
        percent of the weight that they have.
    Units: the columns of selling, then those of maturity and communication; points out.
    No value: not_measured where none of the parts is; no_data below half of the weight.
    Raises: as its parts.
    Source: own.

    >>> done, levels = (1.0, 4.0, 2.0, 4.0, 4.0), ([50.0], [7])
    >>> columns = [pd.Series([x]) for x in (*done, *levels, 3.0, 12.0, 9.0)]
    >>> score(*columns)[["value", "denominator"]].to_dict("list")
    {'value': [50.0], 'denominator': [100.0]}
    """
    levels, of_accounts, taking_part, profiled, told = others
    weights = {
        part: settings.get(f"social_weight_{part}", weight)
        for part, weight in scales.SOCIAL_WEIGHTS.items()
    }
    parts = {
        "selling": selling(months, posts, connections, remarks, exchanges, **settings),
        "maturity": maturity(levels, of_accounts),
        "communication": communication(taking_part, profiled, told),
    }
    known = pd.DataFrame({part: answer["value"] for part, answer in parts.items()})
    weight = pd.Series(weights, dtype="float64")
    of = known.notna().mul(weight).sum(axis=1)
    share = 100 * of / (weight.sum() or np.nan)
    silent = pd.DataFrame({part: each["status"] for part, each in parts.items()})
    value = known.mul(weight).sum(axis=1) / of.where(of > 0)
    status = first_status(
        {
            Status.NOT_MEASURED: (silent == Status.NOT_MEASURED.value).all(axis=1),
            Status.NO_DATA: ~share.ge(scales.LEAST_WEIGHT),
        }
    )
    return answers.level(value, known.notna().sum(axis=1), status).assign(denominator=share)


def maturity(levels: pd.Series, accounts: pd.Series) -> Answers:
    """Return the mean maturity of accounts, with the spread of the single ones.

    Formula: of each account (level - 1) / 4 x 100, by its latest assessment of a year; then the
        mean.
    Units: in each cell a list with a value for each account, in points; points out.
    No value: not_measured where nobody assesses; no_data without an assessment that holds.
    Raises: ValueError when the lists of a cell differ in length.
    Source: Forrester, five stages of social maturity.

    >>> maturity(pd.Series([[50.0], []]), pd.Series([[7], []]))[["value", "status"]].to_dict("list")
    {'value': [50.0, nan], 'status': ['ok', 'no_data']}
    """
    assessed = unlisted(score=levels, account=accounts)
    has_any = pd.Series(range(len(levels)), index=levels.index).isin(assessed["place"])
    status = first_status({Status.NOT_MEASURED: levels.isna(), Status.NO_DATA: ~has_any})
    return weighted_means(assessed, status)


def reacting(people: pd.Series) -> Answers:
    """Return how many people of accounts reacted to us in social networks.

    Formula: the number of them.
    Units: people.
    No value: not_measured where the number is missing.
    Raises: ValueError when it is below zero.
    Source: counting.

    >>> reacting(pd.Series([3.0, None]))["status"].to_list()
    ['ok', 'not_measured']
    """
    return answers.count(people, first_status({Status.NOT_MEASURED: not_negative(people).isna()}))


def communication(taking_part: pd.Series, profiled: pd.Series, touches: pd.Series) -> Answers:
    """Return the share of the contacts with a profile who reacted to us, with the Wilson interval.

    Formula: contacts who reacted / contacts whose profile we know.
    Units: people; touches of networks, of any kind; percent out, which are points of the composite.
    No value: not_measured where contacts or networks are; no_data without a known profile.
    Raises: ValueError when a count is below zero.
    Source: own.

    >>> communication(*(pd.Series([x]) for x in (3.0, 12.0, 9.0)))["value"].item()
    25.0
    """
    unknown = not_negative(taking_part).isna() | profiled.isna() | not_negative(touches).isna()
    status = first_status({Status.NOT_MEASURED: unknown, Status.NO_DATA: profiled.eq(0)})
    return answers.share(taking_part, not_negative(profiled), status)
