"""Worlds made by hand, after the worked examples of the indicators."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.records import (
    Account,
    Ad,
    Aim,
    Campaign,
    CampaignTime,
    Contact,
    Feed,
    Group,
    GroupTime,
    Identity,
    Line,
    Member,
    Need,
    Question,
    Stay,
    Touch,
    Visit,
    World,
)

MARCH = Question(date(2026, 3, 1), date(2026, 4, 1), date(2026, 3, 31))
A, B, C, D = 1, 2, 3, 4
IN_MARCH = paris(2026, 3, 9, 12)
ROLES = ["decision_maker", "champion", "influencer", "user", "procurement"]


def world_of(*accounts: int, **records: Any) -> World:
    """Return accounts that are all in program 1 since long ago, with these records."""
    return World(
        accounts=[Account(key) for key in accounts],
        programs=[1, 2],
        stays=[Stay(LONG_AGO, account=key, program=1) for key in accounts],
        **records,
    )


def touch(account: int, *, at: datetime = IN_MARCH, **others: Any) -> Touch:
    return Touch(LONG_AGO, account=account, at=at, **others)


def launched() -> World:
    """A campaign aims at A, B and C, for D was taken off its list before; A and B saw it."""
    launch = paris(2026, 3, 1, 10)
    return world_of(
        A,
        B,
        C,
        D,
        campaigns=[Campaign(1, launch)],
        aims=[
            *(Aim(LONG_AGO, campaign=1, account=each) for each in (A, B, C)),
            Aim(LONG_AGO, campaign=1, account=D, end=paris(2026, 3, 1, 9)),
        ],
        touches=[
            touch(A, type="email_delivered", campaign=1),
            touch(C, type="email_delivered", campaign=1, at=paris(2026, 3, 1, 9)),
            touch(C, type="email_delivered", campaign=1, automation="machine"),
        ],
        ads=[Ad(LONG_AGO, day=date(2026, 3, 2), campaign=1, account=B, impressions=9)],
    )


def covered(weights: dict[str, int]) -> World:
    """Return the group of the example, in account A, and another one of three people, in B."""
    people = {"decision_maker": 1, "champion": 1, "influencer": 2, "user": 2, "procurement": 1}
    have = ["decision_maker", "influencer", "influencer", "influencer", "user"]
    holders = list(enumerate(have, start=1))
    return world_of(
        A,
        B,
        solutions={1: True, 2: True},
        groups=[Group(1, A, 1), Group(2, B, 2)],
        group_times=[GroupTime(LONG_AGO, group=group) for group in (1, 2)],
        needs=[
            *(
                Need(
                    LONG_AGO,
                    solution=1,
                    role=role,
                    people=people[role],
                    weight=Decimal(weights.get(role, 1)),
                )
                for role in ROLES
            ),
            Need(LONG_AGO, solution=2, role="user", people=3),
        ],
        contacts=[
            *(Contact(key, A) for key, _role in holders),
            *(Contact(key, B) for key in (11, 12, 13)),
        ],
        members=[
            *(Member(LONG_AGO, group=1, contact=key, role=role) for key, role in holders),
            *(
                Member(LONG_AGO, group=2, contact=key, role="user", is_confirmed=key > 11)
                for key in (11, 12, 13)
            ),
        ],
        touches=[touch(A, contact=1), touch(B, contact=13, automation="machine")],
    )


def automated() -> World:
    """A is in an automated program that needs two roles; nobody made a group."""
    return world_of(
        A,
        automated={1},
        needs=[
            Need(LONG_AGO, program=1, role="decision_maker"),
            Need(LONG_AGO, program=1, role="procurement", people=2),
        ],
        contacts=[
            Contact(1, A, seniority="executive"),
            Contact(2, A, seniority="director", title="Directrice des Achats"),
            Contact(3, A, seniority="staff"),
        ],
    )


def allowed() -> World:
    """Ten contacts of A: most may be written to, one withdrew on 10 March, one was erased."""
    january = paris(2026, 1, 12, 9)
    notice: dict[str, Any] = {"action": "informed", "basis": "legitimate_interest"}
    return world_of(
        A,
        contacts=[
            *(Contact(key, A) for key in range(1, 10)),
            Contact(10, A, erased=paris(2026, 2, 10)),
        ],
        lines=[
            *(Line(LONG_AGO, contact=key, at=january) for key in (1, 2, 3, 4, 5, 10)),
            Line(LONG_AGO, contact=5, at=paris(2026, 3, 10, 11), action="withdrawn"),
            *(
                Line(LONG_AGO, contact=key, at=january, informed=january, **notice)
                for key in (6, 7, 8)
            ),
            Line(LONG_AGO, contact=9, at=january, **notice),
        ],
    )


def targeted() -> World:
    """Four groups of A, each a target for a time of its own."""
    january = paris(2026, 1, 1)
    return world_of(
        A,
        B,
        solutions={1: True, 2: True, 3: False},
        contacts=[Contact(1, A)],
        groups=[Group(key, A, 1) for key in (1, 2, 3, 4)],
        group_times=[
            GroupTime(LONG_AGO, group=1, start=january),
            GroupTime(LONG_AGO, group=2, start=january, end=paris(2026, 3, 15)),
            GroupTime(LONG_AGO, group=3, is_target=False),
            GroupTime(LONG_AGO, group=4, start=paris(2026, 4, 1)),
        ],
        members=[Member(LONG_AGO, group=2, contact=1)],
        touches=[touch(A, contact=1, type="meeting_held", at=paris(2026, 3, 1))],
    )


def time(campaign: int, kind: str, status: str = "active") -> CampaignTime:
    return CampaignTime(LONG_AGO, campaign=campaign, kind=kind, status=status)


def personalized() -> World:
    """Campaigns made for A and B: two run, one is over, one is paused."""
    kind = "personalized"
    return world_of(
        A,
        B,
        campaigns=[
            Campaign(1, paris(2026, 2, 1), paris(2026, 3, 15)),
            Campaign(2, paris(2026, 3, 10)),
            Campaign(3, None, paris(2026, 3, 1)),
            Campaign(4),
        ],
        campaign_times=[time(1, kind), time(2, kind), time(3, kind), time(4, kind, "paused")],
        aims=[
            Aim(LONG_AGO, campaign=campaign, account=account)
            for campaign, account in [(1, A), (2, A), (2, B), (3, A), (4, B)]
        ],
        touches=[touch(A, campaign=1), touch(B, campaign=2, type="email_opened")],
    )


def general() -> World:
    """A newsletter without a list, and campaigns with lists of now and of later."""
    april = paris(2026, 4, 1)
    return world_of(
        A,
        B,
        C,
        campaigns=[Campaign(1), Campaign(2), Campaign(3, april)],
        campaign_times=[time(key, "general") for key in (1, 2, 3)],
        aims=[
            Aim(LONG_AGO, campaign=2, account=A),
            Aim(LONG_AGO, campaign=3, account=C, start=april),
        ],
        touches=[
            touch(A, campaign=1, type="email_delivered"),
            touch(B, campaign=1, type="email_delivered"),
            touch(C, campaign=1, type="email_delivered", automation="machine"),
            touch(C, campaign=2, type="email_delivered"),
        ],
    )


def peopled(feeds: list[Feed]) -> World:
    """Return seven contacts of A, four of them active, and 33 of B, fourteen of them active."""
    return world_of(
        A,
        B,
        contacts=[Contact(key, A if key <= 7 else B) for key in range(1, 41)],
        touches=[touch(A, contact=key) for key in [*range(1, 5), *range(8, 22)]],
        feeds=feeds,
    )


def visit(account: int, **others: Any) -> Visit:
    return Visit(LONG_AGO, at=IN_MARCH, account=account, **others)


def visited() -> World:
    """A contact, the same one on another browser, somebody, and a machine."""
    return world_of(
        A,
        B,
        contacts=[Contact(1, A)],
        visitors=[1, 2, 3],
        identities=[Identity(LONG_AGO, visitor=2, account=A, contact=1)],
        visits=[
            visit(A, visitor=1, contact=1, duration=120, engaged=30),
            Visit(LONG_AGO, at=IN_MARCH, visitor=2, duration=60, engaged=10),
            visit(A, visitor=3, duration=0),
            visit(A, visitor=3, duration=500, automation="machine"),
            visit(B, duration=600),
        ],
    )


def downloaded() -> World:
    """A file taken twice in a day by one person, and other files on other days."""
    return world_of(
        A,
        contacts=[Contact(1, A), Contact(2, A, merged_into=1)],
        touches=[
            touch(A, type="download", contact=1, link="paper"),
            touch(A, type="download", contact=2, link="paper"),
            touch(A, type="download", contact=1, link="film"),
            touch(A, type="download", contact=1, link="paper", at=paris(2026, 3, 10)),
            touch(A, type="download", contact=1, automation="suspected"),
            touch(A, type="form_submitted", contact=1),
        ],
    )


def advertised() -> World:
    """A campaign without a list that was shown to A as an ad, and one whose list begins later."""
    april = paris(2026, 4, 1)
    return world_of(
        A,
        B,
        campaigns=[Campaign(1), Campaign(2)],
        campaign_times=[time(1, "general"), time(2, "personalized")],
        aims=[Aim(LONG_AGO, campaign=2, account=B, start=april)],
        ads=[Ad(LONG_AGO, day=date(2026, 3, 15), campaign=1, account=A, impressions=100)],
    )


WORLDS = {
    "bare": world_of(A, solutions={1: True}),
    "launched": launched(),
    "covered": covered({"decision_maker": 3, "champion": 2}),
    "automated": automated(),
    "allowed": allowed(),
    "targeted": targeted(),
    "personalized": personalized(),
    "general": general(),
    "advertised": advertised(),
    "peopled": peopled([Feed("contact", LONG_AGO)]),
    "visited": visited(),
    "downloaded": downloaded(),
}
