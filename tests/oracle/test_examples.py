"""The oracle against the worked examples of the indicators, in worlds made by hand."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.oracle.everything import Everything
from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.plain import Told
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
    Job,
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


def answer(world: World, key: str, question: Question = MARCH, **of_whom: int) -> Told:
    return getattr(Everything(world, replace(question, **of_whom)), key)()  # type: ignore[no-any-return]


def value(world: World, key: str, question: Question = MARCH, **of_whom: int) -> Any:
    told = answer(world, key, question, **of_whom)
    assert told.status == "ok"
    return pytest.approx(float(told.value)) if told.value is not None else None


def touch(account: int, *, at: datetime = IN_MARCH, **others: Any) -> Touch:
    return Touch(LONG_AGO, account=account, at=at, **others)


# ---- row 4 ----


def test_an_account_taken_off_the_list_before_the_launch_is_no_target() -> None:
    launch = paris(2026, 3, 1, 10)
    world = world_of(
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

    assert value(world, "campaign_targeted_accounts") == 3
    assert value(world, "campaign_reached_accounts", program=1) == 2
    assert value(world, "campaign_reach_rate") == 100 * 2 / 3


def test_a_list_never_loaded_is_not_an_empty_one() -> None:
    assert answer(world_of(A), "campaign_targeted_accounts").status == "not_measured"
    world = world_of(
        A, campaigns=[Campaign(1)], aims=[Aim(LONG_AGO, campaign=1, account=A, end=IN_MARCH)]
    )
    april = Question(date(2026, 4, 1), date(2026, 5, 1), date(2026, 4, 30))

    assert value(world, "campaign_targeted_accounts", april) == 0
    assert answer(world, "campaign_reach_rate", april).status == "no_data"


# ---- row 7 ----


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


def test_a_surplus_in_one_role_pays_for_no_hole_in_another() -> None:
    world = covered({})

    assert value(world, "account_coverage", account=A) == 100 * 4 / 7
    assert value(world, "account_coverage_gap", account=A) == 3
    assert value(world, "account_coverage", program=1) == 70
    assert value(world, "coverage_engaged", program=1) == 10
    assert value(world, "coverage_confirmed", program=1) == 20
    assert value(world, "accounts_covered_rate", program=1) == 50
    assert value(world, "accounts_without_template") == 0
    weighted = covered({"decision_maker": 3, "champion": 2})
    assert value(weighted, "account_coverage", account=A) == 60


def test_an_account_without_template_has_no_coverage_at_all() -> None:
    world = world_of(A, B, groups=[Group(1, A)], group_times=[GroupTime(LONG_AGO, group=1)])

    assert answer(world, "account_coverage").status == "no_data"
    assert value(world, "accounts_without_template", program=1) == 2


def test_who_leaves_empties_a_slot_and_a_mailbox_fills_none() -> None:
    world = covered({})
    world.jobs = [Job(LONG_AGO, contact=1, account=A, end=IN_MARCH)]
    world.contacts[1].email = "Sales+news@example.test"
    world.contacts[2].merged_into = 2

    assert value(world, "account_coverage", account=A) == 100 * 2 / 7


def test_an_automated_program_makes_of_an_account_one_group() -> None:
    world = world_of(
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

    assert value(world, "account_coverage", account=A) == 100 * 2 / 3
    assert value(world, "coverage_confirmed", account=A) == 0
    world.automated = set()
    assert answer(world, "account_coverage", account=A).status == "no_data"


# ---- row 10 ----


def test_groups_are_targets_while_their_periods_last() -> None:
    january = paris(2026, 1, 1)
    world = world_of(
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
    on_the_tenth = replace(MARCH, as_of=date(2026, 3, 10))

    assert value(world, "targeted_buying_groups", account=A) == 1
    assert value(world, "targeted_buying_groups", on_the_tenth, account=A) == 2
    assert value(world, "targeted_groups_active", account=A) == 0
    assert value(world, "targeted_groups_active", on_the_tenth, account=A) == 1
    assert value(world, "targeted_groups_with_open_opportunity") == 0
    assert value(world, "targeted_buying_groups", account=B) == 0
    assert value(world, "buying_group_whitespace") == 3
    assert answer(world_of(A), "targeted_buying_groups", account=A).status == "not_measured"


# ---- rows 12 and 13 ----


def time(campaign: int, kind: str, status: str = "active") -> CampaignTime:
    return CampaignTime(LONG_AGO, campaign=campaign, kind=kind, status=status)


def test_a_personalized_campaign_is_active_for_whom_it_aims_at() -> None:
    kind = "personalized"
    world = world_of(
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

    assert value(world, "active_personalized_campaigns", account=A) == 2
    assert value(world, "active_personalized_campaigns", account=B) == 1
    assert value(world, "active_personalized_campaigns", program=1) == 2
    assert value(world, "personalized_campaigns_per_account", program=1) == 1.5
    assert value(world, "active_personalized_campaigns_with_activity") == 1
    assert value(world, "active_general_campaigns") == 0
    assert answer(world_of(A), "active_personalized_campaigns").status == "not_measured"


def test_a_campaign_without_list_is_of_those_whom_it_was_shown_to() -> None:
    april = paris(2026, 4, 1)
    world = world_of(
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

    assert value(world, "active_general_campaigns", account=A) == 2
    assert value(world, "active_general_campaigns", account=B) == 1
    assert value(world, "active_general_campaigns", account=C) == 0
    assert value(world, "active_general_campaigns", program=1) == 2
    assert value(world, "active_general_campaigns_with_activity") == 1
    assert value(world, "general_campaigns_per_account", program=1) == 1


# ---- row 14 ----


def peopled(feeds: list[Feed]) -> World:
    """Return seven contacts of A, four of them active, and 33 of B, fourteen of them active."""
    return world_of(
        A,
        B,
        contacts=[Contact(key, A if key <= 7 else B) for key in range(1, 41)],
        touches=[touch(A, contact=key) for key in [*range(1, 5), *range(8, 22)]],
        feeds=feeds,
    )


def test_who_did_something_in_ninety_days_is_active() -> None:
    world = peopled([])
    world.touches += [
        touch(A, contact=5, type="email_opened"),
        touch(A, contact=6, automation="suspected"),
        touch(A, contact=7, at=paris(2025, 12, 31, 22, 59)),
    ]

    assert value(world, "active_contact_rate", account=A) == 100 * 4 / 7
    assert value(world, "active_contact_rate", program=1) == 45
    assert value(world, "active_contacts") == 18
    world.contacts[0].recorded = paris(2026, 1, 1)
    assert value(world, "active_known_before_rate", account=A) == 50


def test_nothing_is_said_of_contacts_without_a_feed() -> None:
    world = peopled([])
    world.touches = []
    assert answer(world, "active_contact_rate").status == "not_measured"

    world = peopled([Feed("social", LONG_AGO)])
    world.touches = []
    assert value(world, "active_contact_rate") == 0
    assert answer(world_of(A), "active_contacts").status == "not_measured"

    feeds = [Feed("contact", LONG_AGO), Feed("web", LONG_AGO)]
    assert answer(world_of(A, feeds=feeds), "active_contact_rate").status == "no_data"
    assert value(world_of(A, feeds=feeds), "active_contacts") == 0


# ---- row 17 ----


def visit(account: int, **others: Any) -> Visit:
    return Visit(LONG_AGO, at=IN_MARCH, account=account, **others)


def test_a_visitor_found_to_be_a_contact_is_that_person_from_the_first_visit_on() -> None:
    world = world_of(
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

    assert answer(world, "web_unique_visitors", account=A) == Told("ok", 2, 2, {"machine": 1})
    assert value(world, "web_sessions", account=A) == 3
    assert value(world, "web_avg_session_duration", account=A) == 60
    assert value(world, "web_engaged_session_rate", account=A) == 100 * 2 / 3
    assert value(world, "web_avg_engaged_time", account=A) == 40
    assert value(world, "web_avg_session_duration", program=1) == 195
    assert value(world, "web_unique_visitors", program=1) == 3


def test_a_file_taken_twice_in_a_day_is_one_download() -> None:
    world = world_of(
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

    left_out = {"machine": 1, "repeated": 1}
    assert answer(world, "web_downloads", account=A) == Told("ok", 3, 3, left_out)
    assert value(world, "web_form_submissions") == 1
    assert answer(world, "web_sessions").status == "not_measured"
    assert value(replace(world, feeds=[Feed("web", LONG_AGO)]), "web_sessions") == 0
