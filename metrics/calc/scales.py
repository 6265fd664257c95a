"""What is delivered: the numbers that settings of measures begin with, and what isn't set.

They are plain numbers, without the arithmetic. What an installation may want otherwise is a setting
(metrics.catalogue.parameters), read by its name and not from here.
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


MEETING_POINTS, EVENT_POINTS, CALL_POINTS, FROM_THEM_POINTS, FROM_US_POINTS = 10, 8, 6, 4, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What a touch of a type and direction is worth to a relationship.

    points names the setting that says how much. from_them and from_us are how often it counts as
    theirs and as ours; live ones are spoken, not written. told_by_office ones come by the mailboxes
    and calendars of our people.
    """

    type: str
    direction: str
    points: str
    from_them: int
    from_us: int
    is_live: bool = False
    told_by_office: bool = True


def _both_ways(kind: str, points: str) -> tuple[Exchange, ...]:
    return tuple(
        Exchange(
            type=kind, direction=direction, points=points, from_them=1, from_us=1, is_live=True
        )
        for direction in ("inbound", "outbound")
    )


def _written(kind: str, *, told_by_office: bool = True) -> tuple[Exchange, ...]:
    return (
        Exchange(
            type=kind, direction="inbound", points="relationship_from_them", from_them=1, from_us=0,
            told_by_office=told_by_office,
        ),
        Exchange(
            type=kind, direction="outbound", points="relationship_from_us", from_them=0, from_us=1,
            told_by_office=told_by_office,
        ),
    )  # fmt: skip


EXCHANGES: tuple[Exchange, ...] = (
    *_both_ways("meeting_held", "relationship_meeting"),
    *_both_ways("call_connected", "relationship_call"),
    *_written("email_sent"),
    *_written("email_replied"),
    *_written("social_message", told_by_office=False),
    *(
        Exchange(
            type="event_attended", direction=direction, points="relationship_event",
            from_them=theirs, from_us=1 - theirs, is_live=True, told_by_office=False,
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

# ---- people ----

ACTIVE_DAYS = 90
"""For how long a person who gave us their attention is active."""

AWAY_DAYS = 365
"""How long an account was out of a program, before its return is a reactivation."""

COVERED_FROM = 80
"""The percent of the people needed from which an account is covered."""

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
    "social_click": 1, "social_like": 1, "social_comment": 2, "social_share": 2,
    "social_message": 2, "meeting_held": 30, "call_connected": 10,
}  # fmt: skip
"""Minutes of attention that a person gives by a touch (Engagio); none for what we do ourselves."""

SPOKEN = ("meeting_held", "call_connected")
"""Whoever began it, both gave their time."""

MOST_A_DAY = 20
"""How often a type of touch of a person counts on one day (Adobe)."""

GROUP_DAYS = 30
ENGAGED_MINUTES = 100
"""Minutes of a group's members, by the weight of their roles, that make up a score of 100."""

# ---- the speed of deals ------------------------------------------------------------------------

PAST_DAYS = 730
"""How long before an account came into a program the deals lie that its own are compared with."""

ENOUGH_EXITS = 10
"""From how many exits of a stage on the past says how fast deals leave it."""

MIDDLE_DEAL, LARGE_DEAL = 50_000, 250_000
"""From which worth on deals are compared with middle ones, and with large ones."""

STALE_DAYS = 180
"""After so long without anything an open deal is stale."""

CLOSING_DAYS = 7
"""Where a forecast was told on the day a deal was won, the one counts that stood so long before."""

# ---- opinions ----------------------------------------------------------------------------------

FEW_OPINIONS = 5
"""Below so many answers of people no score is told that would show who said what."""

# ---- e-mails and campaigns ---------------------------------------------------------------------

ANSWERING_MAIL_DAYS = 7
"""For so long after a period people still open and answer what was delivered in it."""

ANOTHER_MAIL_DAYS = 30
"""A message told again to the same person so long after is another one (own)."""

ANSWERING_CAMPAIGN_DAYS = 30
"""For so long after its end a campaign is still answered (own)."""

LEAVING_LINKS = "unsubscri|opt-?out|preference|d[eé]sinscri|d[eé]sabonn"
"""Links by which people leave or choose what they get: no click of interest (HubSpot)."""

ANSWERING_SURVEY_DAYS = 21
"""For so long after it was delivered a survey is still answered (own)."""

AD_VISIT_DAYS = 7
"""For so long after an ad was shown a visit may come of it."""

VISIT_SECONDS, VISIT_PAGES, VISIT_EVENTS = 10, 2, 1
"""From any of which on a visit is engaged (Google Analytics 4)."""

# ---- deals and renewals ------------------------------------------------------------------------

DEAL_DAYS = 180
"""How long a deal has to be won, or to reach a stage, before it counts as not having done so."""

CHANCE_DAYS = 730
"""How long back the deals were decided that tell the chance of a stage."""

RENEWAL_GRACE_DAYS = 90
"""How long past its due day a contract may still be signed, before it counts as lost."""

RENEWAL_ABM_DAYS = 90
"""For how long before the due day an account must be in a program for ABM to have been there."""

# ---- speed and credit of deals -----------------------------------------------------------------

LEAST_WINS = 5
"""Won deals on each side before speeds are compared."""

# ---- health of accounts ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPart:
    """A part of an account's health: its weight, and the values that are worth 0 and 100 points."""

    key: str
    weight: int
    worst: float
    best: float


HEALTH_TREND, HEALTH_EXECUTIVES = 50, 2
"""The percent by which attention grows, and the executives active, that are worth 100 points."""

HEALTH: tuple[HealthPart, ...] = (
    HealthPart(key="nps", weight=15, worst=-100, best=100),
    HealthPart(key="engagement", weight=15, worst=-HEALTH_TREND, best=HEALTH_TREND),
    HealthPart(key="coverage", weight=15, worst=0, best=100),
    HealthPart(key="depth", weight=15, worst=0, best=100),
    HealthPart(key="executives", weight=10, worst=0, best=HEALTH_EXECUTIVES),
    HealthPart(key="commercial", weight=15, worst=0, best=100),
    HealthPart(key="judgement", weight=10, worst=1, best=5),
    HealthPart(key="signals", weight=5, worst=0, best=100),
)
"""What health is made of (weights and scales own, informed by deployment, engagement, adoption and
return on investment, Gainsight)."""

HEALTH_YEAR_DAYS = 365  # answers of customers, contracts that came due
HEALTH_HALF_DAYS = 180  # executives who were active; twice the days of attention compared
HEALTH_QUARTER_DAYS = 90  # a judgement holds; attention is compared with the days before

QUALIFIED_PIPELINE, SOME_PIPELINE = 100, 50
"""Points of an account with an open opportunity: one accepted by sales, or none of them."""

GREEN_FROM, AMBER_FROM = 70, 40
DEAD_BAND = 5
"""A change of fewer points either way is no change."""

LEAST_COMMON_WEIGHT = 40
LEAST_COMMON_PARTS = 2
"""What must be known at both instants, before a change says something."""

# ---- social networks ---------------------------------------------------------------------------

SOCIAL_LEVELS = 5
SOCIAL_ASSESSMENT_DAYS = 365
"""How long an assessment of social maturity holds."""

SSI_DAYS = 31
"""How long an index that LinkedIn showed one of us holds."""

SOCIAL_ANSWER_DAYS = 30
"""Within how many days what is said answers what the other side said."""

SOCIAL_TARGETS: Mapping[str, int] = {"posts": 4, "connections": 4, "remarks": 8, "exchanges": 4}
"""What the team of an account does in a month, to have all points of each part."""

SOCIAL_WEIGHTS: Mapping[str, int] = {"selling": 40, "maturity": 20, "communication": 40}
LEAST_SOCIAL_PEOPLE = 5
"""People who reacted, below which their rate is not said."""
