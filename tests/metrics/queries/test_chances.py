"""Chances are reckoned once, and anew as soon as a deal, a stage or whoever asks is another."""

from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from abmplanner.kit.actor import SYSTEM, Actor
from tests.factories import AccountFactory, ProgramAssignmentFactory, ProgramFactory, UserFactory
from tests.factories.dates import paris
from tests.metrics.queries.stories import Pipe, ask

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "weighted_pipeline_value"


def half_won(account: Any, pipe: Pipe) -> None:
    """Make a deal that was won, one that was lost, and an open one worth 100."""
    for end in ("won", "lost"):
        pipe.deal(account, ("contacted", paris(2025, 1, 1)), (end, paris(2025, 2, 1)), worth=10)
    pipe.deal(account, ("contacted", paris(2026, 3, 1)), worth=100)


def reckonings(account: Any, actor: Actor = SYSTEM) -> tuple[Any, int]:
    """Return the weighted pipeline, and how often chances were reckoned for it."""
    with CaptureQueriesContext(connection) as sent:
        value = ask(KEY, account=account, actor=actor).value
    return value, sum("every_life" in each["sql"] for each in sent)


def test_chances_are_reckoned_once_for_whatever_accounts() -> None:
    account, other = AccountFactory.create_batch(2)
    half_won(account, Pipe())

    assert reckonings(account) == (Decimal("50.00"), 1)
    assert reckonings(account) == (Decimal("50.00"), 0)
    assert reckonings(other)[1] == 0


def test_a_change_of_a_deal_or_a_stage_is_seen_at_once() -> None:
    account, pipe = AccountFactory(), Pipe()
    half_won(account, pipe)
    reckonings(account)

    late = pipe.deal(account, ("contacted", paris(2025, 1, 1)), ("lost", paris(2025, 2, 1)))
    assert reckonings(account) == (Decimal("33.33"), 1)

    type(late).objects.visible_to(SYSTEM).filter(pk=late.pk).update(is_test=True)
    assert reckonings(account) == (Decimal("50.00"), 1)

    pipe.stages["lost"].outcome = "open"
    pipe.stages["lost"].save()
    assert reckonings(account) == (Decimal("110.00"), 1)  # and the lost one is open


def test_nothing_is_held_of_what_may_be_undone() -> None:
    account, pipe = AccountFactory(), Pipe()
    half_won(account, pipe)

    with transaction.atomic():
        pipe.deal(account, ("contacted", paris(2025, 1, 1)), ("lost", paris(2025, 2, 1)))
        assert reckonings(account) == (Decimal("33.33"), 1)
        assert reckonings(account) == (Decimal("33.33"), 1)
        transaction.set_rollback(True)

    assert reckonings(account) == (Decimal("50.00"), 1)


def test_nothing_is_held_while_somebody_else_is_writing() -> None:
    account, pipe = AccountFactory(), Pipe()
    half_won(account, pipe)
    found: list[Any] = []

    def ask_meanwhile() -> None:
        try:
            found.append(reckonings(account))
        finally:
            connection.close()

    with transaction.atomic():
        pipe.deal(account, ("contacted", paris(2025, 1, 1)), ("lost", paris(2025, 2, 1)))
        reader = Thread(target=ask_meanwhile)
        reader.start()
        reader.join()

    assert found == [(Decimal("50.00"), 1)]
    assert reckonings(account) == (Decimal("33.33"), 1)


def test_whoever_sees_other_deals_has_chances_of_their_own() -> None:
    program = ProgramFactory()
    seen, hidden = AccountFactory(programs=[program]), AccountFactory()
    pipe = Pipe()
    half_won(seen, pipe)
    pipe.deal(hidden, ("contacted", paris(2025, 1, 1)), ("lost", paris(2025, 2, 1)))
    person = UserFactory(role="abm_manager")
    ProgramAssignmentFactory(user=person, program=program)
    actor = Actor.of_person(person)

    assert reckonings(seen) == (Decimal("33.33"), 1)
    assert reckonings(seen, actor) == (Decimal("50.00"), 1)
    assert reckonings(seen, actor) == (Decimal("50.00"), 0)
    assert reckonings(seen) == (Decimal("33.33"), 0)
