"""Indicators of a question: scores, means and shares of the latest answers."""

from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from metrics.actions.custom_indicator import define
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.filters import FilterError
from metrics.models import CustomIndicator
from metrics.phrases import sentence
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    ContactFactory,
    CustomerRatingFactory,
    DataFeedFactory,
    FeedbackFactory,
    ProgramFactory,
    ResponseFactory,
    SurveyFactory,
    UserFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db


def made(**definition: Any) -> CustomIndicator:
    """Make an active indicator of a question."""
    row = CustomIndicator(key="own", name_en="Our own", state="active")
    define(row, "survey", definition, known=CATALOGUE)
    row.save()
    return row


@pytest.fixture
def account() -> Any:
    """Six answers of customers in March, one of ours, and a first answer that was taken back."""
    account = AccountFactory(programs=[ProgramFactory()])
    DataFeedFactory(record_type="response")
    wave = SurveyFactory(name_en="Spring")
    people = [ContactFactory(account=account) for _number in range(6)]
    for person, score in zip(people, (10, 9, 8, 7, 6, 2), strict=True):
        ResponseFactory(account=account, contact=person, score=score, survey=wave,
                        responded_at=paris(2026, 3, 5))  # fmt: skip
    ResponseFactory(account=account, contact=people[5], score=10, survey=SurveyFactory(),
                    responded_at=paris(2026, 3, 25))  # fmt: skip
    ResponseFactory(account=account, score=0, respondent_kind="employee",
                    responded_at=paris(2026, 3, 6))  # fmt: skip
    return account


@pytest.mark.parametrize(
    ("definition", "value", "unit"),
    [
        ({"statistic": "nps"}, 100 * (3 - 1) / 6, "points"),
        ({"statistic": "mean"}, 50 / 6, "index"),
        ({"statistic": "top", "top": 2}, 50.0, "percent"),
        ({"statistic": "choice", "choices": [7, 8]}, 100 * 2 / 6, "percent"),
    ],
)
def test_each_statistic_is_of_the_latest_answers(
    account: Any, definition: Any, value: float, unit: str
) -> None:
    row = made(question="recommend", **definition)

    answer = ask("own", account=account)

    assert answer.value == pytest.approx(value)
    assert (row.unit, answer.status, answer.n) == (unit, "ok", 6)
    page = records(SYSTEM, "own", scope=Scope.of_accounts(SYSTEM, [account]), window=MARCH)
    assert (page.counted, page.left_out) == (6, 2)


def test_one_wave_alone_keeps_the_answer_that_was_given_in_it(account: Any) -> None:
    wave = account.responses.visible_to(SYSTEM).order_by("pk")[0].survey
    made(question="recommend", statistic="mean", survey=str(wave.public_id))

    assert ask("own", account=account).value == pytest.approx(42 / 6)


def test_it_says_who_answered_what(account: Any) -> None:
    made(question="recommend", statistic="nps")

    said = sentence(ask("own", account=account))

    assert "+33" in said
    assert "6 customers answered: 3 promoters, 2 passives and 1 detractor." in said


def test_fewer_than_five_opinions_are_not_told(account: Any) -> None:
    other = AccountFactory()
    ResponseFactory(account=other, score=9, responded_at=paris(2026, 3, 5))
    made(question="recommend", statistic="mean")

    answer = ask("own", account=other)

    assert (answer.value, answer.numerator, answer.status) == (None, None, "suppressed")


def test_several_accounts_are_pooled_and_never_a_mean_of_means() -> None:
    DataFeedFactory(record_type="response")
    program = ProgramFactory()
    for scores in ((10,) * 5, (0,) * 10):
        one = AccountFactory(programs=[program])
        for score in scores:
            ResponseFactory(account=one, score=score, responded_at=paris(2026, 3, 5))
    made(question="recommend", statistic="mean")

    assert ask("own", program=program).value == pytest.approx(50 / 15)


def test_answers_on_another_scale_are_left_out() -> None:
    account = AccountFactory()
    for score, highest in ((4, 5), (2, 5), (9, 10)):
        CustomerRatingFactory(account=account, score=score, lowest=1, highest=highest,
                              occurred_at=paris(2026, 3, 5))  # fmt: skip
    made(question="account_activities", statistic="mean", lowest=1, highest=5)

    answer = ask("own", account=account)

    assert (answer.value, answer.n, dict(answer.exclusions)) == (3.0, 2, {"other_scale": 1})


def test_share_of_a_choice_is_of_those_who_made_one() -> None:
    account = AccountFactory()
    for moved in (True, True, False, None):
        FeedbackFactory(account=account, author=UserFactory(role="sales"), deal_moved=moved,
                        given_at=paris(2026, 3, 5))  # fmt: skip
    made(question="deal_moved", statistic="choice", choices=[1])

    answer = ask("own", account=account)

    assert (answer.numerator, answer.denominator) == (2, 3)
    assert dict(answer.exclusions) == {"missing_value": 1}


def test_without_a_feed_nothing_is_known_and_without_an_answer_nothing_is_said() -> None:
    account = AccountFactory()
    made(question="recommend", statistic="nps")

    assert ask("own", account=account).status == "not_measured"
    DataFeedFactory(record_type="response")
    assert ask("own", account=account).status == "no_data"


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        ({"question": "why", "statistic": "nps"}, "unknown_question"),
        ({"question": "sales_activities", "statistic": "nps"}, "unknown_statistic"),
        ({"question": "deal_moved", "statistic": "mean"}, "unknown_statistic"),
        ({"question": "recommend", "statistic": "top"}, "wrong_top"),
        ({"question": "recommend", "statistic": "top", "top": 11}, "wrong_top"),
        ({"question": "recommend", "statistic": "top", "top": True}, "wrong_top"),
        ({"question": "recommend", "statistic": "choice"}, "needs_choices"),
        ({"question": "recommend", "statistic": "choice", "choices": [11]}, "wrong_answer"),
        ({"question": "deal_moved", "statistic": "choice", "choices": [0, 1]}, "all_choices"),
        ({"question": "recommend", "statistic": "nps", "survey": "spring"}, "unknown_survey"),
        ({"question": "deal_moved", "statistic": "choice", "choices": [1],
          "survey": "0c3b1f4e-6c5d-4f39-8f4e-4a7f2f1f0a11"}, "no_waves"),
        ({"question": "account_activities", "statistic": "mean", "lowest": 5, "highest": 5},
         "wrong_scale"),
    ],
)  # fmt: skip
def test_what_can_not_be_made_of_answers_is_refused(definition: Any, code: str) -> None:
    with pytest.raises(FilterError) as refused:
        made(**definition)

    assert refused.value.code == code
