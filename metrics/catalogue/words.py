"""The closed lists that an indicator is described with, and its words in both languages."""

import re
from dataclasses import dataclass
from enum import StrEnum

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


class Kind(StrEnum):
    """Which records a window lets in."""

    FLOW = "flow"  # events in the window
    STOCK = "stock"  # the state at the as-of instant
    OVERLAP = "overlap"  # states whose interval meets the window
    COHORT = "cohort"  # entities that enter in the window, followed to the as-of instant
    DELTA = "delta"  # a stock at the window's end less the same at its start
    CUMULATIVE = "cumulative"  # events since a fixed date


KINDS = tuple(Kind)


class RollUp(StrEnum):
    """How a number of several accounts follows from theirs; never as a mean of ratios."""

    SUM = "SUM"
    DISTINCT = "DISTINCT"
    RATIO = "RATIO"
    POOL = "POOL"
    RECOMPUTE = "RECOMPUTE"
    DIST = "DIST"


class Unit(StrEnum):
    """What a value is counted in."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"
    MONEY = "money"
    MONEY_PER_DAY = "money_per_day"
    DAYS = "days"
    SECONDS = "seconds"
    INDEX = "index"
    BAND = "band"


UNITS = tuple(Unit)


class Better(StrEnum):
    """Which way is better; plan: neither by itself, it is compared with what was planned."""

    UP = "up"
    DOWN = "down"
    PLAN = "plan"
    NONE = "none"


class SpreadOf(StrEnum):
    """Whose single scores are spread behind a mean."""

    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    GROUPS = "groups"


class Grain(StrEnum):
    """What a number is of."""

    ACCOUNT = "account"
    GROUP = "group"
    CAMPAIGN = "campaign"
    SOURCE = "source"
    PROGRAM = "program"
    ALL = "all"


class Family(StrEnum):
    """The sections of the matrix."""

    AWARENESS = "awareness"
    CAMPAIGN = "campaign"
    PENETRATION = "penetration"
    ENGAGEMENT = "engagement"
    FINANCE = "finance"
    OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in English and in French."""

    en: str
    fr: str

    def to(self, language: str) -> str:
        """Return the text in a language, and in the other one where it is missing.

        >>> Words("Close rate", "Taux de fermeture").to("fr-fr")
        'Taux de fermeture'
        """
        if language.startswith("fr"):
            return typeset(self.fr) or self.en
        return self.en or typeset(self.fr)


def typeset(french: str) -> str:
    """Return a French text, written with the signs of a keyboard, as it is printed.

    >>> typeset("objectif : 10 %")
    'objectif\\u202f: 10\\u202f%'
    """
    spaced = re.sub(r" (?=[:;!?%»])|(?<=«) ", NARROW_SPACE, french)
    return spaced.replace("'", APOSTROPHE)
