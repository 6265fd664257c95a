"""What the engine promises beyond the examples: clocks, feeds, programs, merges, visibility."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import correct
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.words import Grain
from metrics.queries.datasets.all import DATASETS
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    EnrolmentFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    ResponseFactory,
    UserFactory,
)
from tests.factories.dates import LONG_AGO, paris
from tests.metrics.queries.stories import MARCH, Pipe, ask

pytestmark = pytest.mark.django_db


# ---- zero, or not measured ---------------------------------------------------------------------


def test_nothing_is_zero_only_where_a_feed_was_live_for_the_whole_window() -> None:
    measured, gap, dark = AccountFactory.create_batch(3)
    DataFeedFactory(account=measured, covers_from=LONG_AGO, covers_to=paris(2026, 3, 9))
    DataFeedFactory(account=measured, covers_from=paris(2026, 3, 9), covers_to=paris(2026, 4, 1))
    DataFeedFactory(account=gap, covers_from=paris(2026, 3, 2))

    assert ask("new_opportunities_count", account=measured).value == 0
    for account in (gap, dark):
        answer = ask("new_opportunities_count", account=account)
        assert (answer.value, answer.status) == (None, "not_measured")
    assert ask("close_rate", account=measured).status == "no_data"
    assert ask("close_rate", account=dark).status == "not_measured"
    assert ask("new_opportunities_count").status == "not_measured"


def test_what_is_there_counts_even_where_the_feed_has_a_gap() -> None:
    account, pipe = AccountFactory(), Pipe()
    pipe.deal(account, ("contacted", paris(2026, 3, 2)))

    answer = ask("new_opportunities_count", account=account)

    assert (answer.value, answer.status, answer.is_covered) == (1, "ok", False)


def test_a_program_is_measured_by_its_feed_or_by_those_of_all_its_accounts() -> None:
    program = ProgramFactory()
    first, second = AccountFactory.create_batch(2, programs=[program])
    DataFeedFactory(account=first)
    assert ask("new_opportunities_count", program=program).status == "not_measured"

    DataFeedFactory(account=second)
    assert ask("new_opportunities_count", program=program).value == 0

    other = ProgramFactory()
    DataFeedFactory(program=other)
    assert ask("new_opportunities_count", program=other).value == 0


def test_a_stock_needs_its_feed_at_the_end_alone() -> None:
    account = AccountFactory()
    DataFeedFactory(covers_from=paris(2026, 3, 30))

    assert ask("open_pipeline_value", account=account).value == 0
    assert ask("new_pipeline_value", account=account).status == "not_measured"


# ---- two clocks --------------------------------------------------------------------------------


def test_as_of_is_the_world_of_that_day_and_known_at_what_we_knew() -> None:
    account, pipe = AccountFactory(), Pipe()
    deal = pipe.deal(account, ("contacted", paris(2026, 1, 5)), ("won", paris(2026, 3, 5)))
    won = deal.stage_changes.visible_to(SYSTEM).order_by("-pk")[0]
    correct(SYSTEM, won, occurred_at=paris(2026, 4, 2))
    today = timezone.localdate()
    later = replace(MARCH, as_of=today)
    yesterday = replace(later, known_at=today - timedelta(days=1))

    assert ask("close_rate", account=account, window=later).n is None
    assert ask("close_rate", account=account, window=replace(later, known_at=today)).n is None
    assert ask("close_rate", account=account, window=yesterday).n is None
    april = replace(later, start=date(2026, 4, 1), end=date(2026, 5, 1))
    assert ask("close_rate", account=account, window=april).value == 100
    before = replace(april, as_of=date(2026, 4, 1))
    assert ask("close_rate", account=account, window=before).n is None


def test_a_window_that_has_not_begun_has_no_value() -> None:
    DataFeedFactory()
    future = replace(MARCH, as_of=date(2026, 2, 28))

    answer = ask("new_opportunities_count", window=future)

    assert (answer.value, answer.status, answer.flags) == (None, "not_measured", ())


def test_a_window_that_is_not_over_is_partial() -> None:
    DataFeedFactory()

    assert ask("new_opportunities_count", window=replace(MARCH, as_of=date(2026, 3, 30))).flags == (
        "partial",
    )
    assert ask("new_opportunities_count").flags == ()


def test_days_begin_at_local_midnight_also_when_clocks_change() -> None:
    account, pipe = AccountFactory(), Pipe()
    pipe.deal(account, ("contacted", paris(2026, 3, 28, 23, 59)))
    pipe.deal(account, ("contacted", paris(2026, 3, 29)))
    pipe.deal(account, ("contacted", paris(2026, 3, 29, 23, 59)))
    pipe.deal(account, ("contacted", paris(2026, 3, 30)))
    sunday = replace(MARCH, start=date(2026, 3, 29), end=date(2026, 3, 30))

    assert ask("new_opportunities_count", account=account, window=sunday).value == 2


# ---- programs and merges -----------------------------------------------------------------------


def test_a_program_counts_what_happened_while_the_account_was_in_it() -> None:
    program, account, pipe = ProgramFactory(), AccountFactory(), Pipe()
    EnrolmentFactory(
        account=account, program=program, from_at=paris(2026, 3, 5), to_at=paris(2026, 3, 20)
    )
    for day in (2, 6, 19, 20):
        pipe.deal(account, ("contacted", paris(2026, 3, day)), worth=day)

    assert ask("new_opportunities_count", program=program).value == 2
    assert ask("new_opportunities_count").value == 4
    assert ask("open_pipeline_value", program=program).status == "not_measured"
    scope = Scope.of_program(SYSTEM, program)
    inside = live_answers(SYSTEM, ["new_opportunities_count"], scope=scope, window=MARCH)
    assert inside.column("new_opportunities_count")[account.pk].value == 2


def test_an_account_in_two_programs_counts_in_both_and_once_in_all() -> None:
    programs = ProgramFactory.create_batch(2)
    account, pipe = AccountFactory(programs=programs), Pipe()
    pipe.deal(account, ("contacted", paris(2026, 3, 2)))
    scope = Scope.of_programs(SYSTEM, programs)

    by_program = live_answers(
        SYSTEM, ["new_opportunities_count"], scope=scope, window=MARCH, grain=Grain.PROGRAM
    )
    both = live_answers(
        SYSTEM, ["new_opportunities_count"], scope=scope, window=MARCH, grain=Grain.ALL
    )

    assert [each.value for each in by_program.column("new_opportunities_count").values()] == [1, 1]
    assert both.one(0, "new_opportunities_count").value == 1


def test_a_merged_account_counts_for_what_it_became() -> None:
    pipe = Pipe()
    winner = AccountFactory()
    middle = AccountFactory(merged_into=winner)
    loser = AccountFactory(merged_into=middle)
    for account in (winner, middle, loser):
        pipe.deal(account, ("contacted", paris(2026, 3, 2)))

    assert ask("new_opportunities_count", account=winner).value == 3
    scope = Scope.of_accounts(SYSTEM, [loser])
    assert scope.accounts == (winner.pk,)


# ---- who sees what -----------------------------------------------------------------------------


def test_an_actor_is_answered_from_their_own_accounts_alone() -> None:
    person, stranger = UserFactory(sales=True), UserFactory(sales=True)
    own, pipe = AccountFactory(team=[person]), Pipe()
    other = AccountFactory(team=[stranger])
    for account in (own, other, other):
        pipe.deal(account, ("contacted", paris(2026, 3, 2)))

    actor = Actor.of_person(person)

    assert ask("new_opportunities_count", actor=actor).value == 1
    assert ask("new_opportunities_count").value == 3
    hidden = live_answers(
        actor,
        ["new_opportunities_count"],
        scope=Scope.of_accounts(SYSTEM, [other]),
        window=MARCH,
    )
    assert hidden.targets == []


def test_a_manager_is_answered_for_the_programs_assigned() -> None:
    person = UserFactory()
    program = ProgramFactory()
    ProgramAssignmentFactory(user=person, program=program)
    account, pipe = AccountFactory(programs=[program]), Pipe()
    pipe.deal(account, ("contacted", paris(2026, 3, 2)))
    pipe.deal(AccountFactory(), ("contacted", paris(2026, 3, 2)))

    assert ask("new_opportunities_count", actor=Actor.of_person(person)).value == 1


# ---- one path ----------------------------------------------------------------------------------


AROUND = 7  # feeds, accounts, what covers these, programs, what is in use, changes of deals


@pytest.mark.parametrize("number", [1, 3, 30])
def test_any_number_of_accounts_and_all_indicators_take_a_statement_for_each_dataset(
    django_assert_num_queries: Any, number: int
) -> None:
    accounts = AccountFactory.create_batch(number)
    for account in accounts:
        ResponseFactory(account=account, responded_at=paris(2026, 3, 2))
    keys = [each.key for each in CATALOGUE]
    scope = Scope.of_accounts(SYSTEM, accounts)
    one = Scope.of_accounts(SYSTEM, accounts[:1])
    live_answers(SYSTEM, keys, scope=one, window=MARCH)  # finds the chances of deals
    with CaptureQueriesContext(connection) as of_one:
        live_answers(SYSTEM, keys, scope=one, window=MARCH)

    with django_assert_num_queries(len(of_one)):
        answers = live_answers(SYSTEM, keys, scope=scope, window=MARCH)

    assert len(answers.targets) == number
    assert len(of_one) <= len(DATASETS) + AROUND


def test_accounts_together_have_the_answers_each_has_alone() -> None:
    DataFeedFactory()
    accounts, pipe = AccountFactory.create_batch(3), Pipe()
    for number, account in enumerate(accounts):
        for _deal in range(number):
            pipe.deal(
                account, ("contacted", paris(2026, 3, 2)), ("won", paris(2026, 3, 9)), worth=10
            )
    keys = [each.key for each in CATALOGUE]

    def rows(chosen: Any) -> Any:
        scope = Scope.of_accounts(SYSTEM, chosen)
        return live_answers(SYSTEM, keys, scope=scope, window=MARCH)

    together = rows(accounts)

    for account in accounts:
        assert rows([account]).row(account.pk) == together.row(account.pk)
