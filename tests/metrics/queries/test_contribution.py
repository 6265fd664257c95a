"""Rows 29 and 31, and the shares of section C: worked examples, told as records and measured."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, DataFeed, Opportunity
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.engine import live_answers
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    CampaignFactory,
    ContactFactory,
    DataFeedFactory,
    MembershipFactory,
    ParameterSetFactory,
    ProgramFactory,
    TouchFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, Pipe, ask

pytestmark = pytest.mark.django_db

QUARTER = replace(MARCH, start=date(2026, 1, 1))
YEAR = replace(MARCH, start=date(2025, 1, 1), end=date(2026, 7, 1), as_of=date(2026, 6, 30))


@pytest.fixture(autouse=True)
def feeds() -> None:
    for record_type in ("opportunity", "email"):
        DataFeedFactory(record_type=record_type)


def touch(account: Account, kind: str, at: datetime, **fields: Any) -> None:
    TouchFactory(account=account, type=kind, occurred_at=at, **fields)


def shown(answer: Answer) -> float:
    """Return a value as it is shown."""
    return round(float(str(answer.value)), 1)


def four_deals(pipe: Pipe, account: Account) -> dict[str, Opportunity]:
    """Tell the deals of the example: O1 to O4."""
    at = paris(2026, 3, 10, 12)
    deals = {}
    for name, worth in (("O1", 100_000), ("O2", 200_000), ("O3", 300_000), ("O4", 50_000)):
        group = BuyingGroupFactory(account=account)
        deals[name] = pipe.deal(account, ("contacted", at), worth=worth, name=name, group=group)
    people = {}
    for name, deal in deals.items():
        people[name] = ContactFactory(account=account)
        MembershipFactory(group=deal.group, contact=people[name], from_at=paris(2025, 1, 1))
    call = {"owner": "sales", "direction": "outbound"}
    touch(account, "form_submitted", at - timedelta(days=100), contact=people["O1"])
    touch(account, "call_connected", at - timedelta(days=60), contact=people["O2"], **call)
    touch(account, "webinar_attended", at - timedelta(days=20), contact=people["O2"])
    touch(account, "call_connected", at - timedelta(days=30), contact=people["O3"], **call)
    touch(account, "webinar_attended", at + timedelta(days=2), contact=people["O4"])
    touch(account, "email_opened", at - timedelta(days=9), contact=people["O3"])
    return deals


# ---- the rules that are set ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "sourced"),
    [
        ({}, 15.4),
        ({"sourced_rule": "before_sales"}, 15.4),
        ({"sourced_rule": "crm"}, 46.2),
        ({"sourced_rule": "crm", "crm_marketing": ["trade fair"]}, 7.7),
    ],
)
def test_three_rules_say_what_marketing_sourced(values: dict[str, Any], sourced: float) -> None:
    account = AccountFactory()
    deals = four_deals(Pipe(), account)
    for name, source in (("O1", "Outbound"), ("O3", " Website "), ("O4", "Trade fair")):
        deals[name].source = source
        deals[name].save(update_fields={"source"})
    ParameterSetFactory(values=values)

    assert shown(ask("marketing_sourced_share", account=account)) == sourced


def test_marketing_before_sales_is_first_even_after_a_partner() -> None:
    account, at = AccountFactory(), paris(2026, 3, 10, 12)
    Pipe().deal(account, ("contacted", at), worth=100)
    touch(account, "form_submitted", at - timedelta(days=9), owner="partner")
    touch(account, "form_submitted", at - timedelta(days=8))
    touch(account, "call_connected", at - timedelta(days=7), owner="sales", direction="outbound")
    assert ask("marketing_sourced_share", account=account).value == 0

    ParameterSetFactory(values={"sourced_rule": "before_sales"})

    assert ask("marketing_sourced_share", account=account).value == 100


def test_touches_before_the_close_influence_pipeline_where_it_is_set() -> None:
    account = AccountFactory()
    four_deals(Pipe(), account)

    ParameterSetFactory(values={"influence_rule": "close"})

    assert ask("marketing_influenced_pipeline", account=account).value == 350_000


def test_high_touch_programs_share_deals_out_by_minutes() -> None:
    at, pipe = paris(2026, 3, 10, 12), Pipe()
    found = {}
    for kind in ("high_touch", "automated"):
        program = ProgramFactory(kind=kind)
        account = AccountFactory(programs=[program])
        pipe.deal(account, ("contacted", at), worth=80_000)
        for days, way, owner in (
            (20, "form_submitted", "marketing"), (9, "meeting_held", "sales"),
            (5, "download", "marketing"), (1, "page_view", "sales"),
        ):  # fmt: skip
            touch(account, way, at - timedelta(days=days), owner=owner)
        found[kind] = ask("marketing_attributed_share", program=program).value

    assert found["high_touch"] == pytest.approx(100 * 15 / 46)
    assert found["automated"] != pytest.approx(100 * 15 / 46)


# ---- row 29 ------------------------------------------------------------------------------------


def test_sourced_and_influenced_are_two_claims_on_the_same_pipeline() -> None:
    account = AccountFactory()
    four_deals(Pipe(), account)

    sourced, influenced = (
        ask(f"marketing_{claim}_share", account=account) for claim in ("sourced", "influenced")
    )

    assert (shown(sourced), shown(influenced)) == (15.4, 46.2)
    assert ask("marketing_sourced_pipeline", account=account).value == 100_000
    assert ask("marketing_influenced_pipeline", account=account).value == 300_000
    by_number = [ask(f"marketing_{claim}_count_share") for claim in ("sourced", "influenced")]
    assert [(each.numerator, each.denominator) for each in by_number] == [(1, 4), (2, 4)]
    assert by_number[0].method == "wilson"
    assert ask("new_opportunities_influenced", account=account).value == 2
    assert ask("marketing_contribution", account=account).value == sourced.value


def test_a_touch_between_creation_and_close_influences_what_is_won() -> None:
    account, pipe = AccountFactory(), Pipe()
    pipe.deal(account, ("accepted", paris(2026, 1, 5)), ("won", paris(2026, 3, 20)), worth=80_000)
    touch(account, "webinar_attended", paris(2026, 2, 1))

    assert ask("marketing_influenced_won", account=account).value == 80_000
    assert ask("marketing_sourced_won", account=account).value == 0
    assert ask("marketing_influenced_won_share", account=account).value == 100
    assert ask("marketing_influenced_pipeline", account=account, window=QUARTER).value == 0


def test_deals_of_a_time_without_touches_told_are_left_out_and_counted() -> None:
    account, other = AccountFactory.create_batch(2)
    pipe = Pipe()
    for each in (account, other):
        pipe.deal(each, ("contacted", paris(2026, 3, 10)), worth=100)
    touch(account, "form_submitted", paris(2026, 3, 1))
    DataFeed.objects.visible_to(SYSTEM).filter(record_type="email").delete()
    DataFeedFactory(record_type="email", account=account, covers_from=paris(2025, 3, 10))

    whole = ask("marketing_sourced_share")
    value = ask("marketing_sourced_pipeline")
    alone = ask("marketing_sourced_share", account=other)

    assert (whole.value, whole.n, whole.status, whole.exclusions) == (100, 1, "ok", {"unheard": 1})
    assert (value.value, value.status) == (100, "incomplete")
    assert (alone.value, alone.status) == (None, "not_measured")


def test_who_joins_the_group_after_a_touch_counts_and_who_left_before_does_not() -> None:
    account, pipe = AccountFactory(), Pipe()
    for start, end in ((paris(2026, 2, 1), None), (paris(2025, 6, 1), paris(2025, 12, 1))):
        group = BuyingGroupFactory(account=account)
        person = ContactFactory(account=account)
        MembershipFactory(group=group, contact=person, from_at=start, to_at=end)
        pipe.deal(account, ("contacted", paris(2026, 3, 2)), worth=10, group=group)
        touch(account, "form_submitted", paris(2026, 1, 5), contact=person)
    touch(account, "form_submitted", paris(2026, 1, 6))  # by nobody of the groups

    assert ask("marketing_sourced_count_share", account=account).numerator == 1
    ParameterSetFactory(values={"people_on_deal": "broad"})
    assert ask("marketing_sourced_count_share", account=account).numerator == 2
    ParameterSetFactory(values={"people_on_deal": "narrow"})
    assert ask("marketing_sourced_count_share", account=account).numerator == 0


# ---- section C ---------------------------------------------------------------------------------


def journey(pipe: Pipe, account: Account, campaign: Any = None, worth: int = 100_000) -> None:
    """Tell the journey of the example: seven touches, the form making the lead."""
    start = paris(2026, 1, 1, 9)
    day = [start + timedelta(days=days) for days in (0, 5, 12, 30, 38, 50, 60)]
    person = ContactFactory(account=account)
    kinds = ("ad_click", "page_view", "form_submitted", "webinar_attended", "meeting_held",
             "email_clicked", "call_connected")  # fmt: skip
    for kind, at in zip(kinds, day, strict=True):
        owner = "sales" if kind in {"meeting_held", "call_connected"} else "marketing"
        touch(account, kind, at, contact=person, owner=owner, campaign=campaign)
    person.recorded_at = day[2]
    type(person).objects.visible_to(SYSTEM).filter(pk=person.pk).update(recorded_at=day[2])
    pipe.deal(account, ("accepted", day[4]), ("won", day[6]), worth=[(day[4], worth)])


def test_marketing_is_credited_with_seventy_percent_of_the_journey() -> None:
    account = AccountFactory()
    journey(Pipe(), account)

    assert ask("marketing_attributed_share", account=account, window=QUARTER).value == 70
    assert ask("marketing_attributed_pipeline", account=account, window=QUARTER).value == 70_000
    assert ask("marketing_attributed_won", account=account).value == 70_000
    assert ask("marketing_attributed_won_share", account=account).value == 70
    assert shown(ask("marketing_attributed_count_share", window=QUARTER)) == 70


@pytest.mark.parametrize(
    ("model", "ours"),
    [
        ("first_touch", 100), ("last_touch", 0), ("lead_creation", 100), ("linear", 71.4),
        ("u_shaped", 100), ("full_path", 55), ("time_decay", 57.4),
    ],
)  # fmt: skip
def test_the_model_that_is_set_decides(model: str, ours: float) -> None:
    account = AccountFactory()
    journey(Pipe(), account)
    ParameterSetFactory(values={"attribution_model": model})

    assert shown(ask("marketing_attributed_won_share", account=account)) == ours


def test_campaigns_add_up_to_what_marketing_is_credited_with() -> None:
    account, other = AccountFactory.create_batch(2)
    pipe = Pipe()
    first, second = CampaignFactory.create_batch(2)
    journey(pipe, account, first)
    journey(pipe, other, second, worth=1_000)

    scope = Scope.everything(SYSTEM)
    answers = live_answers(
        SYSTEM,
        ["marketing_attributed_won", "marketing_attributed_won_share"],
        scope=replace(scope, campaigns=(first.pk, second.pk)),
        window=MARCH,
        grain=Grain.CAMPAIGN,
    )

    values = [answers.one(each.pk, "marketing_attributed_won").value for each in (first, second)]
    assert values == [70_000, 700]
    assert sum(map(float, values)) == float(ask("marketing_attributed_won").value or 0)
    assert answers.one(first.pk, "marketing_attributed_won_share").value == 70


# ---- row 31 ------------------------------------------------------------------------------------


def sides(pipe: Pipe) -> None:
    """Tell the deals of the example: 20 influenced, 4 won and 6 lost; 30 others, 5 and 15."""
    for is_influenced, size, won, lost, value, days in (
        (True, 20, 4, 6, 50_000, 80),
        (False, 30, 5, 15, 40_000, 100),
    ):
        ends = [*["won"] * won, *["lost"] * lost, *[""] * (size - won - lost)]
        for place, end in enumerate(ends):
            account = AccountFactory()
            closed = paris(2026, 3, 1 + place % 20, 12)
            created = closed - timedelta(days=days)
            steps = [("accepted", created)] + ([(end, closed)] if end else [])
            pipe.deal(account, *steps, worth=value)
            if is_influenced:
                touch(account, "webinar_attended", created + timedelta(days=29))
            else:
                touch(account, "webinar_attended", created + timedelta(days=30))
                touch(account, "call_connected", created - timedelta(days=3), owner="sales")


def test_velocity_of_the_example() -> None:
    sides(Pipe())
    keys = {
        "abm_pipeline_velocity": 5_000, "non_abm_pipeline_velocity": 3_000,
        "velocity_per_opportunity": 250, "velocity_per_opportunity_other": 100,
        "velocity_n_influenced": 20, "velocity_n_other": 30, "velocity_win_rate_influenced": 40,
        "velocity_win_rate_other": 25, "velocity_avg_value_influenced": 50_000,
        "velocity_avg_value_other": 40_000, "velocity_cycle_days_influenced": 80,
        "velocity_cycle_days_other": 100, "velocity_influenced_share": 40,
    }  # fmt: skip

    answers = live_answers(
        SYSTEM, [*keys, "velocity_ratio"], scope=Scope.everything(SYSTEM), window=QUARTER,
        grain=Grain.ALL,
    )  # fmt: skip

    assert {key: float(str(answers.one(0, key).value)) for key in keys} == keys
    speed = answers.one(0, "abm_pipeline_velocity")
    assert speed.method == "bootstrap"
    assert speed.low is not None
    assert speed.low < 5_000 < speed.high  # type: ignore[operator]
    few = answers.one(0, "velocity_ratio")
    assert (few.value, few.status) == (None, "no_data")  # four were won on one side


def test_what_sleeps_for_long_may_be_left_out_of_speeds() -> None:
    pipe = Pipe()
    asleep, awake, met = AccountFactory.create_batch(3)
    for account in (asleep, met):
        pipe.deal(account, ("accepted", paris(2025, 2, 1)), worth=100)
    pipe.deal(awake, ("accepted", paris(2025, 2, 1)), ("offer", paris(2026, 1, 20)), worth=100)
    touch(met, "call_connected", paris(2026, 1, 9), owner="sales", direction="outbound")
    assert ask("velocity_n_other", window=QUARTER).value == 3

    ParameterSetFactory(values={"speed_without_stale": True})

    found = ask("velocity_n_other", window=QUARTER)
    assert (found.value, found.exclusions) == (2, {"stale": 1})
    ParameterSetFactory(values={"speed_without_stale": True, "stale_days": 30})
    assert ask("velocity_n_other", window=QUARTER).value == 0


def test_velocities_compare_from_five_won_on_either_side() -> None:
    pipe = Pipe()
    sides(pipe)
    account = AccountFactory()
    closed = paris(2026, 3, 9, 12)
    created = closed - timedelta(days=80)
    pipe.deal(account, ("accepted", created), ("won", closed), worth=50_000)
    touch(account, "form_submitted", created)

    ratio = ask("velocity_ratio", window=QUARTER)

    assert round(float(ratio.value or 0), 3) == round((5 / 11 * 50_000 / 80) / 100, 3)
    assert ratio.n == 10


def test_what_closed_before_the_landmark_is_on_neither_side() -> None:
    program = ProgramFactory()
    account, pipe = AccountFactory(programs=[program]), Pipe()
    pipe.deal(account, ("accepted", paris(2026, 2, 1)), ("won", paris(2026, 3, 2)), worth=9)
    pipe.deal(account, ("accepted", paris(2026, 3, 20)), worth=9)
    pipe.deal(account, ("accepted", paris(2026, 1, 20)), worth=9)
    touch(account, "form_submitted", paris(2026, 1, 25))

    number = ask("velocity_n_influenced", program=program, window=QUARTER)
    opened = records(
        SYSTEM, "velocity_n_influenced", scope=Scope.of_program(SYSTEM, program), window=QUARTER,
        where={}, offset=0, limit=9, grain=Grain.PROGRAM,
    )  # fmt: skip

    assert (number.value, number.exclusions) == (1, {"closed_early": 1, "too_young": 1})
    assert (opened.counted, opened.left_out) == (1, 2)
    assert ask("velocity_n_other", program=program, window=QUARTER).value == 0
    assert ask("velocity_n_other", account=account, window=QUARTER).status == "not_applicable"


def test_a_deal_taken_up_again_lasts_without_the_time_it_was_closed() -> None:
    account, pipe = AccountFactory(), Pipe()
    pipe.deal(
        account,
        ("accepted", paris(2025, 12, 1)),
        ("lost", paris(2025, 12, 11)),
        ("accepted", paris(2026, 1, 10)),
        ("won", paris(2026, 3, 1)),
        worth=9,
    )

    assert ask("velocity_cycle_days_other", window=QUARTER).value == 60


@pytest.mark.parametrize(
    "key", ["marketing_sourced_share", "marketing_attributed_share", "velocity_ratio"]
)
def test_nothing_at_all_is_no_zero(key: str) -> None:
    assert ask(key, window=YEAR).status == "no_data"
