"""What people judge, told late: the account is measured again, and lists show its new health."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import work
from metrics.actions.measurement import keep_accounts
from metrics.actions.restatement import ask_to_restate
from metrics.models import AccountHealth, DirtyMark
from metrics.queries.kept import kept_answers
from tests.factories import (
    AccountFactory,
    AccountJudgementFactory,
    CustomerRatingFactory,
    FeedbackFactory,
    IndicatorSetFactory,
    ProgramFactory,
    SocialAssessmentFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import Pipe
from tests.metrics.queries.test_health import attend, recommend

pytestmark = pytest.mark.django_db(transaction=True)

THE_DAY, AT = date(2026, 3, 20), paris(2026, 3, 10)
TOLD: dict[str, tuple[str, Callable[..., Any], float]] = {
    "feedback": (
        "feedback_sales_on_activities",
        lambda account: FeedbackFactory(account=account, activities_rating=5, given_at=AT),
        100,
    ),
    "rating": (
        "feedback_account_on_activities",
        lambda account: CustomerRatingFactory(account=account, score=3, occurred_at=AT),
        50,
    ),
    "maturity": (
        "social_maturity",
        lambda account: SocialAssessmentFactory(account=account, level=5, occurred_at=AT),
        100,
    ),
}


@pytest.mark.parametrize("told", TOLD)
def test_what_is_told_late_is_measured_again(told: str) -> None:
    key, tell, value = TOLD[told]
    account, other = AccountFactory.create_batch(2, programs=[ProgramFactory()])
    for each in (account, other):
        IndicatorSetFactory(account=each, indicator_key=key)
    keep_accounts([account.pk, other.pk], as_of=THE_DAY)

    tell(account)
    marked = set(DirtyMark.objects.visible_to(SYSTEM).values_list("account", flat=True))
    work(ask_to_restate(SYSTEM).pk)  # type: ignore[union-attr]  # there is something to measure

    kept = kept_answers(SYSTEM, [account.pk], [key], window="trailing_90d")
    assert marked == {account.pk}
    assert kept.one(account.pk, key).value == value


def test_a_late_judgement_changes_the_health_that_lists_show() -> None:
    account = AccountFactory(programs=[ProgramFactory()])
    IndicatorSetFactory(account=account, indicator_key="account_health_score")
    Pipe().deal(account, ("accepted", paris(2026, 1, 10)))
    recommend(account, 9, 9, 9, 9, 9, at=paris(2026, 2, 1))
    for days in (20, 120):
        attend(account, days=days)
    AccountJudgementFactory(account=account, rating=1, occurred_at=paris(2026, 3, 1))
    keep_accounts([account.pk], as_of=THE_DAY)
    before = AccountHealth.objects.visible_to(SYSTEM).get(account=account).score

    AccountJudgementFactory(account=account, rating=5, occurred_at=AT)
    work(ask_to_restate(SYSTEM).pk)  # type: ignore[union-attr]  # there is something to measure

    after = AccountHealth.objects.visible_to(SYSTEM).get(account=account).score
    assert before is not None
    assert after == pytest.approx(before + 100 * 10 / 55)
