"""What is told late of touches and of buying groups: marketing's part is measured again."""

from collections.abc import Callable
from datetime import date

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import work
from accounts.models import Account, BuyingGroup, Contact
from metrics.actions.measurement import keep_accounts
from metrics.actions.restatement import ask_to_restate
from metrics.queries.kept import kept_answers
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    ContactFactory,
    DataFeedFactory,
    IndicatorSetFactory,
    MembershipFactory,
    ProgramFactory,
    TouchFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import Pipe

pytestmark = pytest.mark.django_db(transaction=True)

THE_DAY = date(2026, 3, 20)
KEYS = ("marketing_sourced_count_share", "marketing_attributed_share")


def tell_a_touch(account: Account, person: Contact, _group: BuyingGroup) -> None:
    TouchFactory(
        account=account, contact=person, type="form_submitted", occurred_at=paris(2026, 2, 2)
    )


def tell_a_member(_account: Account, person: Contact, group: BuyingGroup) -> None:
    MembershipFactory(group=group, contact=person, from_at=paris(2026, 1, 1))


@pytest.mark.parametrize("first", [tell_a_touch, tell_a_member])
def test_what_was_not_marketing_turns_out_to_be(
    first: Callable[[Account, Contact, BuyingGroup], None],
) -> None:
    late = tell_a_member if first is tell_a_touch else tell_a_touch
    for record_type in ("opportunity", "email"):
        DataFeedFactory(record_type=record_type)
    account = AccountFactory(programs=[ProgramFactory()])
    group, person = BuyingGroupFactory(account=account), ContactFactory(account=account)
    Pipe().deal(account, ("contacted", paris(2026, 3, 2)), worth=100, group=group)
    first(account, person, group)
    for key in KEYS:
        IndicatorSetFactory(account=account, indicator_key=key)
    keep_accounts([account.pk], as_of=THE_DAY)

    def kept() -> list[object]:
        answers = kept_answers(SYSTEM, [account.pk], KEYS, window="trailing_90d")
        return [answers.one(account.pk, key).value for key in KEYS]

    assert kept() == [0, 0]
    late(account, person, group)
    job = ask_to_restate(SYSTEM)
    assert job is not None
    work(job.pk)

    assert kept() == [100, 100]
