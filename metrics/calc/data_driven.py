"""Credit by what paths led to and what they didn't: removal effects and Shapley values.

Both take many paths, won and not, before they say anything; see gate.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import factorial
from typing import ClassVar

import numpy as np

LEAST_WON, LEAST_PATHS, LEAST_OF_CHANNEL = 300, 1_000, 30
MOST_CHANNELS = 12
"""Shapley looks at every set of channels: twice as many with each."""


@dataclass(frozen=True, slots=True)
class Path:
    """The channels that a deal went through, in order, and whether it was won."""

    channels: tuple[str, ...]
    is_won: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """How many paths there are, how many were won, and the least won of any channel."""

    won: int
    paths: int
    fewest: int
    least_won: ClassVar[int] = LEAST_WON
    least_paths: ClassVar[int] = LEAST_PATHS
    least_of_channel: ClassVar[int] = LEAST_OF_CHANNEL

    @property
    def is_open(self) -> bool:
        """Tell whether there are enough of each."""
        return (
            self.won >= LEAST_WON and self.paths >= LEAST_PATHS and self.fewest >= LEAST_OF_CHANNEL
        )


def gate(paths: Sequence[Path]) -> Gate:
    """Return whether data-driven models may say something of paths.

    >>> gate([Path(("ads",), True), Path(("ads", "mail"), False)])
    Gate(won=1, paths=2, fewest=0)
    """
    won = Counter(channel for path in paths if path.is_won for channel in set(path.channels))
    channels = {channel for path in paths for channel in path.channels}
    fewest = min((won[channel] for channel in channels), default=0)
    return Gate(sum(path.is_won for path in paths), len(paths), fewest)


def markov(paths: Sequence[Path]) -> dict[str, float]:
    """Return the share of each channel by what the wins would lose without it.

    Formula: removal effect 1 - P(won without the channel) / P(won), of a first-order chain from
        start through channels to won or nothing; without a channel, whoever comes to it is lost.
        Shares in proportion to the effects.
    Source: Anderl et al. (2016), International Journal of Research in Marketing 33 (3), 457-474.

    >>> of = [Path(("ads",), True)] * 2 + [Path(("mail",), True), Path(("ads", "mail"), True)]
    >>> shares = markov([*of, Path(("ads",), False)])
    >>> {channel: round(share, 2) for channel, share in shares.items()}
    {'ads': 0.6, 'mail': 0.4}
    """
    channels = sorted({channel for path in paths for channel in path.channels})
    whole = _chance(paths, channels, without="")
    if not whole:
        return dict.fromkeys(channels, 0.0)
    effects = {each: 1 - _chance(paths, channels, without=each) / whole for each in channels}
    total = sum(effects.values())
    return {channel: effect / total for channel, effect in effects.items()}


def _chance(paths: Sequence[Path], channels: Sequence[str], *, without: str) -> float:
    """Return the chance that a path is won, where one channel leads nowhere."""
    place = {channel: number for number, channel in enumerate(channels, start=1)}
    size = len(channels) + 1  # the start is 0
    steps, won = np.zeros((size, size)), np.zeros(size)
    leaving = np.zeros(size)
    for path in paths:
        places = [0, *(place[channel] for channel in path.channels)]
        for at, onward in pairwise(places):
            steps[at, onward] += 1
            leaving[at] += 1
        won[places[-1]] += path.is_won
        leaving[places[-1]] += 1
    leaving[leaving == 0] = 1
    steps, won = steps / leaving[:, None], won / leaving
    if without:
        steps[place[without]] = 0
        won[place[without]] = 0
    return float(np.linalg.solve(np.eye(size) - steps, won)[0])


def shapley(paths: Sequence[Path]) -> dict[str, float]:
    """Return the wins of each channel by its mean part in every set of channels.

    Formula: the Shapley value where a set of channels is worth the wins of paths that have no
        other channels.
    Source: Shapley (1953), Contributions to the Theory of Games II, 307-317.

    >>> of = [Path(("ads",), True)] * 2 + [Path(("mail",), True), Path(("ads", "mail"), True)]
    >>> shapley([*of, Path(("ads",), False)])
    {'ads': 2.5, 'mail': 1.5}
    """
    channels = sorted({channel for path in paths for channel in path.channels})
    if len(channels) > MOST_CHANNELS:
        raise ValueError("There are too many channels.")
    wins: Mapping[frozenset[str], int] = Counter(
        frozenset(path.channels) for path in paths if path.is_won
    )
    worth = {
        chosen: sum(number for held, number in wins.items() if held <= chosen)
        for size in range(len(channels) + 1)
        for chosen in map(frozenset, combinations(channels, size))
    }
    return {each: _part(each, channels, worth) for each in channels}


def _part(channel: str, channels: Sequence[str], worth: Mapping[frozenset[str], float]) -> float:
    """Return what a channel adds to sets of the others, on average over their orders."""
    size = len(channels)
    return sum(
        factorial(len(others)) * factorial(size - len(others) - 1) / factorial(size)
        * (value_with - worth[others])
        for others, value_with in (
            (chosen - {channel}, worth[chosen]) for chosen in worth if channel in chosen
        )
    )  # fmt: skip
