"""Row 15, and numbers of a source: ads told as records and measured."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.asking import Question, QuestionError, answered
from metrics.queries.engine import live_answers
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    AdDeliveryFactory,
    CampaignFactory,
    DataFeedFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    SpendFactory,
    UserFactory,
    WebSessionFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

FIFTH = date(2026, 3, 5)


def ad(source: str, impressions: int, clicks: int = 0, invalid: int = 0, **fields: Any) -> None:
    AdDeliveryFactory(
        **{"day": FIFTH}
        | fields
        | {
            "source": source,
            "impressions": impressions,
            "clicks": clicks,
            "invalid_clicks": invalid,
        }
    )


def of(key: str, scope: str, actor: Actor = SYSTEM, **where: str) -> Answer:
    march = {"start": MARCH.start, "end": MARCH.end, "as_of": MARCH.as_of}
    return answered(actor, Question(indicator=key, scope=scope, where=where, **march)).answer


@pytest.fixture
def account() -> Account:
    """An account to which ads of three formats were shown."""
    account = AccountFactory()
    ad("linkedin", 20_000, 80, account=account)
    ad("network", 100_000, 60, 20, account=account, format="banner")
    ad("places", 10_000, 25, account=account, format="geofence")
    ad("linkedin", 500, 400, account=account, format="message")
    return account


def test_clicks_are_a_share_of_all_impressions_and_not_a_mean_of_shares(account: Account) -> None:
    rate = ask("ad_ctr", account=account)

    assert (rate.numerator, rate.n) == (145, 130_000)
    assert round(float(rate.value or 0), 4) == 0.1115
    assert (round(rate.low or 0, 4), round(rate.high or 0, 4)) == (0.0948, 0.1312)
    assert rate.exclusions == {"message": 1}
    assert ask("ad_impressions", account=account).value == 130_000
    assert ask("ad_clicks", account=account).value == 145


def test_a_dimension_and_the_grain_of_a_source_say_the_same(account: Account) -> None:
    assert ask("ad_ctr", account=account, where={"source": "linkedin"}).value == 0.4
    assert of("ad_ctr", "source:linkedin").value == 0.4
    assert of("ad_ctr", "all", format="banner").numerator == 40
    assert of("ad_ctr", "source:network", format="geofence").status == "no_data"


def test_a_source_is_the_sum_of_its_accounts_and_counts_each_of_them_once() -> None:
    program = ProgramFactory()
    a, b = AccountFactory.create_batch(2, programs=[program])
    spring = CampaignFactory(program=program)
    ad("linkedin", 1000, 10, account=a, campaign=spring)
    ad("linkedin", 9000, 10, account=b, campaign=spring)
    ad("linkedin", 2000, 4, account=b, campaign=spring, day=date(2026, 3, 6))
    ad("linkedin", 8000, 16, account=None, campaign=spring)
    ad("network", 500, 1, account=a, campaign=spring)
    names = ("linkedin", "network", "nowhere")

    answers = live_answers(
        SYSTEM,
        ["ad_ctr", "ad_reached_accounts", "ad_clicks"],
        scope=Scope.of_sources(SYSTEM, names),
        window=MARCH,
        grain=Grain.SOURCE,
    )

    assert answers.targets == [1, 2, 3]
    rate = answers.one(1, "ad_ctr")
    assert (rate.numerator, rate.n, rate.value) == (40, 20_000, 0.2)
    assert [answers.one(place, "ad_reached_accounts").value for place in (1, 2)] == [2, 1]
    assert ask("ad_reached_accounts", program=program).value == 2  # not 2 + 1
    clicks = {name: answers.one(place, "ad_clicks").value for place, name in enumerate(names, 1)}
    assert clicks == {"linkedin": 40, "network": 1, "nowhere": None}
    assert ask("ad_clicks", program=program).value == 41


def test_what_no_account_is_known_of_counts_for_campaign_source_and_program_alone() -> None:
    program, other = ProgramFactory(), ProgramFactory()
    account = AccountFactory(programs=[program, other])
    spring = CampaignFactory(name="Spring", program=program)
    ad("linkedin", 100, 1, account=account, campaign=spring)
    ad("linkedin", 900, 2, account=None, campaign=spring)
    ad("linkedin", 5000, 5, account=None, campaign__program=None)

    assert ask("ad_impressions", account=account).value == 100
    assert ask("ad_impressions", program=program).value == 1000
    assert ask("ad_impressions", program=other).value == 100
    assert of("ad_impressions", "campaign:Spring").value == 1000
    assert of("ad_impressions", "source:linkedin").value == 6000
    assert ask("ad_impressions").value == 6000
    assert of("ad_reached_accounts", "source:linkedin").value == 1
    opened = records(
        SYSTEM,
        "ad_impressions",
        scope=Scope.of_sources(SYSTEM, ["linkedin"]),
        window=MARCH,
        grain=Grain.SOURCE,
    )
    assert opened.counted == len(opened.rows) == 3
    assert {row.as_json()["account"] is None for row in opened.rows} == {True, False}


def test_zero_of_a_source_is_known_by_its_own_feed_alone() -> None:
    ad("linkedin", 100, 1, day=date(2026, 1, 5))
    DataFeedFactory(record_type="ad", source="network")

    assert of("ad_impressions", "source:linkedin").status == "not_measured"
    assert of("ad_impressions", "all").value == 0
    DataFeedFactory(record_type="ad", source="linkedin")
    assert of("ad_impressions", "source:linkedin").value == 0
    assert of("ad_ctr", "source:linkedin").status == "no_data"


def test_more_clicks_than_impressions_are_not_believed() -> None:
    account = AccountFactory()
    ad("linkedin", 3, 9, account=account)

    rate = ask("ad_ctr", account=account)

    assert (rate.status, rate.value) == ("incomplete", None)


def test_visits_follow_an_ad_for_seven_days_unless_it_was_clicked() -> None:
    account, clicking = AccountFactory.create_batch(2)
    ad("linkedin", 100, account=account)
    ad("network", 100, account=account)
    ad("linkedin", 100, 1, account=clicking)
    for day in (4, 5, 12, 13):
        WebSessionFactory(account=account, started_at=paris(2026, 3, day, 23))
    WebSessionFactory(account=account, started_at=paris(2026, 3, 6), automation="machine")
    WebSessionFactory(account=clicking, started_at=paris(2026, 3, 6))

    followed = ask("ad_view_through_visits", account=account)

    assert (followed.value, followed.exclusions) == (2, {"machine": 2})
    assert of("ad_view_through_visits", "source:network").value == 2
    assert ask("ad_view_through_visits").value == 2
    april = replace(MARCH, start=date(2026, 4, 1), end=date(2026, 5, 1), as_of=date(2026, 4, 30))
    assert ask("ad_view_through_visits", window=april).status == "not_measured"


# ---- who sees what of a source -----------------------------------------------------------------


def test_a_source_has_what_its_reader_sees_and_no_more() -> None:
    program = ProgramFactory()
    manager = UserFactory()
    ProgramAssignmentFactory(user=manager, program=program)
    seller = UserFactory(sales=True)
    account = AccountFactory(programs=[program], team=[seller])
    spring = CampaignFactory(program=program)
    ad("linkedin", 100, account=account, campaign=spring)
    ad("linkedin", 20, account=None, campaign=spring)
    ad("linkedin", 3, account=AccountFactory(), campaign__program=ProgramFactory())
    ad("linkedin", 4, account=None, campaign__program=ProgramFactory())

    def seen(person: Any) -> object:
        return of("ad_impressions", "source:linkedin", Actor.of_person(person)).value

    assert seen(manager) == 120
    assert seen(seller) == 100
    assert of("ad_impressions", "source:linkedin").value == 127


def test_a_source_of_which_one_sees_nothing_does_not_exist() -> None:
    ad("linkedin", 100)
    SpendFactory(source="agency")
    seller = Actor.of_person(UserFactory(sales=True))

    for actor, scope in (
        (seller, "source:linkedin"),
        (seller, "source:agency"),
        (SYSTEM, "source:elsewhere"),
        (SYSTEM, "source:a\x00b"),
    ):
        with pytest.raises(QuestionError, match="not_found"):
            of("ad_ctr", scope, actor)
    assert of("ad_ctr", "source:agency").status == "not_measured"
    assert of("nps", "source:linkedin").status == "not_applicable"
