"""What was before is read once, and anew as soon as anything changes that it rests on."""

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, AmountChange, Enrolment
from tests.factories import AccountFactory, AmountChangeFactory, EnrolmentFactory, FxRateFactory
from tests.factories.dates import paris
from tests.metrics.queries.stories import Pipe, ask

pytestmark = pytest.mark.django_db(transaction=True)

CHANGES: dict[str, Callable[[Account, Any], Any]] = {
    "a segment": lambda account, _deal: (
        Account.objects.unscoped("a test").filter(pk=account.pk).update(segment="rail")
    ),
    "an enrolment": lambda account, _deal: EnrolmentFactory(account=account),
    "an amount": lambda _account, deal: AmountChangeFactory(opportunity=deal),
    "a rate": lambda _account, _deal: FxRateFactory(),
    "a deal": lambda account, _deal: Pipe().deal(account, ("contacted", paris(2025, 1, 1))),
}


@pytest.fixture
def account() -> Account:
    made: Account = AccountFactory()
    return made


@pytest.fixture
def deals(account: Account) -> list[Any]:
    """Ten deals that left their first stage in fifty days each, and one of March."""
    pipe, began = Pipe(), paris(2025, 1, 1).astimezone(UTC)
    steps = [("contacted", began), ("accepted", began + timedelta(days=50))]
    before = [pipe.deal(account, *steps, ("lost", steps[-1][1])) for _place in range(10)]
    return [*before, pipe.deal(account, ("contacted", paris(2026, 3, 1)))]


def read(account: Account) -> int:
    """Return how often what was before was read for an answer."""
    with CaptureQueriesContext(connection) as sent:
        ask("pipeline_acceleration_vs_history", account=account)
    return sum("past_run" in each["sql"] for each in sent)


@pytest.mark.usefixtures("deals")
def test_what_was_before_is_read_once(account: Account) -> None:
    assert [read(account), read(account), read(AccountFactory())] == [1, 0, 1]


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_anything_it_rests_on_is_seen(
    account: Account, deals: list[Any], what: str
) -> None:
    read(account)

    CHANGES[what](account, deals[0])

    assert read(account) == 1
    assert read(account) == 0


def test_the_database_counts_for_itself() -> None:
    for table in (Account, AmountChange, Enrolment):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgname = 'count_change_of_paces'"
                " AND tgrelid = %s::regclass",
                [table._meta.db_table],  # noqa: SLF001 -- Django's own name
            )
            assert cursor.fetchone() == (1,)
