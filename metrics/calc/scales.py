"""What points are given for: the one place for the weights of relationships and contacts.

They are plain numbers, so that queries can name them without loading the arithmetic. Whoever
changes one raises VERSION: it is the version of every definition that rests on them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

VERSION = 1

# ---- relationship strength ---------------------------------------------------------------------

TRAILING_DAYS = 365
HALF_LIFE_DAYS = 60
"""An exchange counts half as much for every so many days that it lies back."""

LEVELLING_POINTS = 20
"""Decayed points at which frequency has come to 63 % of its best."""

ENOUGH_OF_US = 3
"""How many of us a contact knows, for the relationship to hang on nobody alone."""

FREQUENCY, RECIPROCITY, DEPTH, BREADTH = 50, 20, 15, 15
ONE_WAY = 15
"""The most that a contact who never answered comes to."""

ESTABLISHED = 50
"""From here on a relationship is good: a thread by which an account is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What a touch of a type and direction is worth to a relationship.

    from_them and from_us are how often it counts as theirs and as ours; live ones are spoken, not
    written. told_by_office ones come by the mailboxes and calendars of our people.
    """

    type: str
    direction: str
    points: int
    from_them: int
    from_us: int
    is_live: bool = False
    told_by_office: bool = True


def _both_ways(kind: str, points: int) -> tuple[Exchange, ...]:
    return tuple(
        Exchange(
            type=kind, direction=direction, points=points, from_them=1, from_us=1, is_live=True
        )
        for direction in ("inbound", "outbound")
    )


def _written(kind: str, *, told_by_office: bool = True) -> tuple[Exchange, ...]:
    return (
        Exchange(
            type=kind, direction="inbound", points=4, from_them=1, from_us=0,
            told_by_office=told_by_office,
        ),
        Exchange(
            type=kind, direction="outbound", points=1, from_them=0, from_us=1,
            told_by_office=told_by_office,
        ),
    )  # fmt: skip


EXCHANGES: tuple[Exchange, ...] = (
    *_both_ways("meeting_held", 10),
    *_both_ways("call_connected", 6),
    *_written("email_sent"),
    *_written("email_replied"),
    *_written("social_message", told_by_office=False),
    *(
        Exchange(
            type="event_attended", direction=direction, points=8, from_them=theirs,
            from_us=1 - theirs, is_live=True, told_by_office=False,
        )
        for direction, theirs in (("inbound", 1), ("outbound", 0))
    ),
)  # fmt: skip
"""Every touch that makes a relationship. What is sent to many makes none."""

TO_MANY = ("newsletter", "campaign")
"""Streams of mail that go to many at once."""

POWER: Mapping[str, int] = {"decision_maker": 3, "champion": 2}
OTHER_POWER = 1
"""How much a role counts in the depth of an account's relationships."""

# ---- quality of contacts -----------------------------------------------------------------------

LEVEL_WEIGHT, ROLE_WEIGHT, RELATIONSHIP_WEIGHT, VALIDITY_WEIGHT = 30, 25, 25, 20

LEVELS: Mapping[str, int] = {
    "executive": 100, "vice_president": 85, "director": 70, "manager": 50, "staff": 30,
}  # fmt: skip
SENIOR = ("executive", "vice_president", "director")

ROLES: Mapping[str, int] = {
    "decision_maker": 100, "champion": 90, "influencer": 60, "procurement": 60, "user": 40,
}  # fmt: skip
NO_ROLE = 20

DELIVERABLE, REACHABLE, TITLED, VERIFIED = 40, 20, 20, 20
VERIFIED_DAYS = 180
PROFILES = ("linkedin", "xing")
"""Systems whose key of a contact is a profile there."""

LEAST_WEIGHT = 50
"""The percent of a composite's weight below which it says nothing."""

# ---- buying groups -----------------------------------------------------------------------------

CRITICAL_ROLES = ("decision_maker", "champion")
"""Without whom no group decides, however many others there are."""

# ---- engagement --------------------------------------------------------------------------------

MINUTES: Mapping[str, int] = {
    "email_clicked": 1, "ad_click": 1, "email_replied": 2, "page_view": 1, "form_submitted": 5,
    "download": 10, "event_registered": 2, "webinar_attended": 30, "event_attended": 120,
    "social_like": 1, "social_comment": 2, "social_share": 2, "social_message": 2,
    "meeting_held": 30, "call_connected": 10,
}  # fmt: skip
"""Minutes of attention that a person gives by a touch (Engagio); none for what we do ourselves."""

SPOKEN = ("meeting_held", "call_connected")
"""Whoever began it, both gave their time."""

MOST_A_DAY = 20
"""How often a type of touch of a person counts on one day (Adobe)."""

GROUP_DAYS = 30
ENGAGED_MINUTES = 100
"""Minutes of a group's members, by the weight of their roles, that make up a score of 100."""
