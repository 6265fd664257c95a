"""Control groups and posts told late: all whom they concern are measured again."""

from datetime import date

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import work
from metrics.actions.measurement import keep_accounts
from metrics.actions.restatement import ask_to_restate
from metrics.models import DirtyMark
from metrics.queries.kept import kept_answers
from tests.factories import (
    AccountFactory,
    ControlAccountFactory,
    DataFeedFactory,
    IndicatorSetFactory,
    ProgramFactory,
    TeamMemberFactory,
    TouchFactory,
)
from tests.factories.dates import paris

pytestmark = pytest.mark.django_db(transaction=True)

THE_DAY, AT = date(2026, 3, 20), paris(2026, 3, 10)


def marked() -> set[tuple[int | None, int | None]]:
    rows = DirtyMark.objects.visible_to(SYSTEM)
    return set(rows.values_list("account", "program"))


def test_a_post_told_late_counts_for_all_accounts_of_its_author() -> None:
    DataFeedFactory(record_type="social")
    account, other, stranger = AccountFactory.create_batch(3, programs=[ProgramFactory()])
    seller = TeamMemberFactory(account=account).user
    TeamMemberFactory(account=other, user=seller)
    for each in (account, other):
        IndicatorSetFactory(account=each, indicator_key="social_posts")
    keep_accounts([account.pk, other.pk, stranger.pk], as_of=THE_DAY)
    DirtyMark.objects.visible_to(SYSTEM).delete()

    TouchFactory(
        account=account, user=seller, type="social_post", direction="outbound", occurred_at=AT
    )
    assert {key for key, _program in marked()} == {account.pk, other.pk}
    work(ask_to_restate(SYSTEM).pk)  # type: ignore[union-attr]  # there is something to measure

    kept = kept_answers(SYSTEM, [account.pk, other.pk], ["social_posts"], window="trailing_90d")
    assert [kept.one(each.pk, "social_posts").value for each in (account, other)] == [1, 1]


def test_who_is_held_out_late_marks_its_account_and_its_program() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    keep_accounts([account.pk], as_of=THE_DAY)
    DirtyMark.objects.visible_to(SYSTEM).delete()

    other = AccountFactory()
    ControlAccountFactory(campaign=None, program=program, account=other, from_at=AT)

    assert marked() == {(other.pk, program.pk)}
