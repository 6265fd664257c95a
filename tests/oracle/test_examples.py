"""The oracle against the worked examples of the indicators."""

from dataclasses import replace
from datetime import date
from inspect import getsource
from typing import Any

import pytest

from tests.oracle.everything import Everything
from tests.oracle.handmade import (
    IN_MARCH,
    MARCH,
    A,
    B,
    C,
    advertised,
    automated,
    covered,
    downloaded,
    general,
    launched,
    peopled,
    personalized,
    targeted,
    touch,
    visited,
    world_of,
)
from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.plain import Told
from tests.oracle.records import Aim, Campaign, Feed, Group, GroupTime, Job, Question, World


def answer(world: World, key: str, question: Question = MARCH, **of_whom: Any) -> Told:
    return getattr(Everything(world, replace(question, **of_whom)), key)()  # type: ignore[no-any-return]


def value(world: World, key: str, question: Question = MARCH, **of_whom: Any) -> Any:
    told = answer(world, key, question, **of_whom)
    assert told.status == "ok"
    return pytest.approx(float(told.value)) if told.value is not None else None


# ---- row 4 ----


def test_an_account_taken_off_the_list_before_the_launch_is_no_target() -> None:
    world = launched()

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


def test_an_ad_makes_an_account_part_of_a_campaign_without_list() -> None:
    world = advertised()

    assert value(world, "active_general_campaigns", account=A) == 1
    assert value(world, "active_general_campaigns_with_activity") == 1
    assert value(world, "campaign_targeted_accounts") == 0


# ---- row 7 ----


def test_a_surplus_in_one_role_pays_for_no_hole_in_another() -> None:
    world = covered({})

    assert value(world, "account_coverage", account=A) == 100 * 4 / 7
    assert value(world, "account_coverage_gap", account=A) == 3
    assert value(world, "account_coverage", program=1) == 70
    assert value(world, "coverage_engaged", program=1) == 0
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
    world = automated()

    assert value(world, "account_coverage", account=A) == 100 * 2 / 3
    assert value(world, "coverage_confirmed", account=A) == 0
    world.automated = set()
    assert answer(world, "account_coverage", account=A).status == "no_data"


# ---- row 10 ----


def test_groups_are_targets_while_their_periods_last() -> None:
    world = targeted()
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


def test_a_personalized_campaign_is_active_for_whom_it_aims_at() -> None:
    world = personalized()

    assert value(world, "active_personalized_campaigns", account=A) == 2
    assert value(world, "active_personalized_campaigns", account=B) == 1
    assert value(world, "active_personalized_campaigns", program=1) == 2
    assert value(world, "personalized_campaigns_per_account", program=1) == 1.5
    assert value(world, "active_personalized_campaigns_with_activity") == 1
    assert value(world, "active_general_campaigns") == 0
    assert answer(world_of(A), "active_personalized_campaigns").status == "not_measured"


def test_a_campaign_without_list_is_of_those_whom_it_was_shown_to() -> None:
    world = general()

    assert value(world, "active_general_campaigns", account=A) == 2
    assert value(world, "active_general_campaigns", account=B) == 1
    assert value(world, "active_general_campaigns", account=C) == 0
    assert value(world, "active_general_campaigns", program=1) == 2
    assert value(world, "active_general_campaigns_with_activity") == 1
    assert value(world, "general_campaigns_per_account", program=1) == 1


# ---- row 14 ----


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


def test_a_visitor_found_to_be_a_contact_is_that_person_from_the_first_visit_on() -> None:
    world = visited()

    assert answer(world, "web_unique_visitors", account=A) == Told("ok", 2, 2, {"machine": 1})
    assert value(world, "web_sessions", account=A) == 3
    assert value(world, "web_avg_session_duration", account=A) == 60
    assert value(world, "web_engaged_session_rate", account=A) == 100 * 2 / 3
    assert value(world, "web_avg_engaged_time", account=A) == 40
    assert value(world, "web_avg_session_duration", program=1) == 195
    assert value(world, "web_unique_visitors", program=1) == 3


def test_a_file_taken_twice_in_a_day_is_one_download() -> None:
    world = downloaded()

    left_out = {"machine": 1, "repeated": 1}
    assert answer(world, "web_downloads", account=A) == Told("ok", 3, 3, left_out)
    assert value(world, "web_form_submissions") == 1
    assert answer(world, "web_sessions").status == "not_measured"
    assert value(replace(world, feeds=[Feed("web", LONG_AGO)]), "web_sessions") == 0


def test_no_part_of_the_oracle_hides_what_another_says() -> None:
    parts = [vars(part) for part in Everything.__mro__[:-1]]
    names = {name for part in parts for name in part if not name.startswith("__")}

    def hides(name: str) -> bool:
        *before, _first = [part[name] for part in parts if name in part]
        return any("super()" not in getsource(each) for each in before)

    assert {name for name in names if hides(name)} == set()
