"""When a deal was created: told apart, told by its first stage, or not told."""

import pytest

from accounts.models import Account
from tests.factories import AccountFactory, DataFeedFactory, StageChangeFactory
from tests.factories.dates import paris
from tests.metrics.queries.stories import Pipe, ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    """An account whose deals are live."""
    DataFeedFactory()
    return AccountFactory()


def test_a_creation_told_apart_counts_though_the_stage_has_no_date(account: Account) -> None:
    deal = Pipe().deal(account, ("offer", None), worth=500)
    StageChangeFactory(opportunity=deal, stage=None, occurred_at=paris(2026, 3, 9))

    assert ask("new_opportunities_count", account=account).value == 1


def test_a_stage_without_a_date_tells_no_creation(account: Account) -> None:
    Pipe().deal(account, ("offer", None), ("won", paris(2026, 3, 20)), worth=500)

    answer = ask("new_opportunities_count", account=account)

    assert answer.value == 0
    assert answer.exclusions == {"unknown_date": 1}
