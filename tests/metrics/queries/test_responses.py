"""Row 5: answers to campaigns told as records and measured."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Campaign
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.asking import Question, answered
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    AdDeliveryFactory,
    CampaignFactory,
    CampaignTargetFactory,
    ContactFactory,
    DataFeedFactory,
    ProgramFactory,
    TouchFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

START = paris(2026, 3, 1)
TENTH = paris(2026, 3, 10)
GROWN = replace(MARCH, as_of=date(2026, 4, 30))  # thirty days after the campaign


def campaign_of(*accounts: Account, **fields: Any) -> Campaign:
    """Make a campaign of March that aims at some accounts since it began."""
    fields = {"name": "Spring", "starts_at": START, "ends_at": paris(2026, 4, 1)} | fields
    campaign = CampaignFactory(**fields)
    for account in accounts:
        CampaignTargetFactory(campaign=campaign, account=account, from_at=START)
    return campaign


def act(
    account: Account, campaign: Campaign | None, kind: str, at: datetime = TENTH, **fields: Any
) -> None:
    TouchFactory(account=account, campaign=campaign, type=kind, occurred_at=at, **fields)


def of(key: str, scope: str = "campaign:Spring", window: Any = GROWN) -> Answer:
    days = {"start": window.start, "end": window.end, "as_of": window.as_of}
    return answered(SYSTEM, Question(indicator=key, scope=scope, **days)).answer


def near(value: object) -> float:
    return round(float(str(value)), 1)


def test_three_of_twelve_answer_and_who_was_not_asked_is_the_halo() -> None:
    program = ProgramFactory()
    *aimed, other = AccountFactory.create_batch(13, programs=[program])
    campaign = campaign_of(*aimed, program=program)
    a, b, c, d, e, f = aimed[:6]
    act(a, campaign, "email_clicked")
    act(b, campaign, "email_clicked", automation="machine")
    act(c, campaign, "download")
    act(d, campaign, "event_registered")
    act(e, campaign, "unsubscribed")
    act(f, campaign, "auto_reply")
    act(other, campaign, "social_comment")

    responded, rate = of("campaign_responded_accounts"), of("campaign_response_rate")

    assert (responded.value, responded.status, responded.method) == (3, "ok", "poisson")
    assert (rate.value, rate.n) == (25, 12)
    assert (near(rate.low), near(rate.high)) == (8.9, 53.2)
    assert of("campaign_untargeted_respondents").value == 1
    responses = of("campaign_responses")
    assert (responses.value, responses.exclusions) == (3, {"machine": 1, "not_listed": 1})
    assert ask("campaign_response_rate", program=program, window=GROWN).value == 25
    opened = records(
        SYSTEM,
        "campaign_responded_accounts",
        scope=Scope.of_program(SYSTEM, program),
        window=GROWN,
        grain=Grain.PROGRAM,
    )
    assert {row.account_name for row in opened.rows} == {a.name, c.name, d.name}


def test_an_answer_before_one_was_on_the_list_counts_for_nothing_but_the_halo() -> None:
    account = AccountFactory()
    campaign = campaign_of()
    CampaignTargetFactory(campaign=campaign, account=account, from_at=TENTH)
    act(account, campaign, "email_clicked", paris(2026, 3, 5))

    assert of("campaign_responded_accounts").value == 0
    assert of("campaign_responses").exclusions == {"not_listed": 1}
    act(account, campaign, "email_clicked", paris(2026, 3, 14))
    assert of("campaign_responded_accounts").value == 1
    days = of("days_to_first_response")
    assert (days.value, days.n) == (4, 1)


def test_our_own_answer_is_none_of_theirs_and_a_meeting_is_whoever_called_it() -> None:
    first, second = AccountFactory.create_batch(2)
    campaign = campaign_of(first, second)
    act(first, campaign, "email_replied", direction="outbound")
    act(second, campaign, "meeting_held", direction="outbound")
    act(first, None, "meeting_held")

    assert of("campaign_responded_accounts").value == 1
    assert of("campaign_responses").value == 1


def test_who_answered_before_the_period_is_not_new_in_it() -> None:
    account = AccountFactory()
    campaign = campaign_of(account, ends_at=None)
    act(account, campaign, "email_clicked")
    act(account, campaign, "download", paris(2026, 4, 5), quantity=2)
    april = replace(MARCH, start=date(2026, 4, 1), end=date(2026, 5, 1), as_of=date(2026, 5, 31))

    assert of("campaign_responded_accounts").value == 1
    assert of("campaign_responded_accounts", window=april).value == 0
    assert of("campaign_responses", window=april).value == 2
    both = replace(april, start=MARCH.start)
    assert of("campaign_responded_accounts", window=both).value == 1


def test_people_who_answered_are_counted_once_and_only_as_far_as_we_know_them() -> None:
    account = AccountFactory()
    person = ContactFactory(account=account)
    twin = ContactFactory(account=account, merged_into=person)
    campaign = campaign_of(account)
    for contact in (person, twin, None):
        act(account, campaign, "email_clicked", contact=contact)

    people = of("campaign_responding_contacts")

    assert (people.value, people.exclusions) == (1, {"no_person": 1})
    assert ask("campaign_responding_contacts", account=account, window=GROWN).value == 1
    assert ask("campaign_responses", account=account, window=GROWN).value == 3
    other = AccountFactory()
    assert ask("campaign_responses", account=other, window=GROWN).status == "not_measured"
    DataFeedFactory(record_type="email")
    assert ask("campaign_responses", account=other, window=GROWN).status == "no_data"


def test_a_rate_of_a_program_is_of_pairs_and_its_accounts_are_counted_once() -> None:
    program = ProgramFactory()
    first, second = AccountFactory.create_batch(2, programs=[program])
    spring = campaign_of(first, second, program=program)
    summer = campaign_of(first, program=program, name="Summer")
    for campaign in (spring, summer):
        act(first, campaign, "email_clicked")
    act(first, spring, "email_delivered", paris(2026, 3, 2))
    AdDeliveryFactory(account=second, campaign=spring, day=date(2026, 3, 2))

    assert ask("campaign_responded_accounts", program=program, window=GROWN).value == 1
    rate = ask("campaign_response_rate", program=program, window=GROWN)
    assert (rate.numerator, rate.denominator) == (2, 3)
    reached = ask("campaign_response_rate_reached", program=program, window=GROWN)
    assert (reached.numerator, reached.denominator) == (1, 2)


def test_a_campaign_is_answered_for_thirty_days_after_its_end() -> None:
    account = AccountFactory()
    campaign = campaign_of(account)
    act(account, campaign, "email_clicked")

    early = of("campaign_response_rate", window=replace(MARCH, as_of=date(2026, 4, 29)))

    assert (early.status, early.value) == ("immature", 100)
    assert of("campaign_response_rate").status == "ok"


def test_without_a_list_or_anything_that_tells_of_answers_nothing_is_known() -> None:
    campaign_of(name="Unlisted")
    assert of("campaign_response_rate", "campaign:Unlisted").status == "not_measured"
    campaign_of(AccountFactory())
    assert of("campaign_responded_accounts").status == "not_measured"
    DataFeedFactory(record_type="web")
    assert of("campaign_responded_accounts").value == 0
    assert of("campaign_response_rate_reached").status == "no_data"
    assert of("days_to_first_response").status == "no_data"


def test_days_to_the_first_answer_are_half_above_and_half_below() -> None:
    accounts = AccountFactory.create_batch(4)
    campaign = campaign_of(*accounts)
    for account, days in zip(accounts, (1, 2, 10), strict=False):
        act(account, campaign, "email_clicked", START + timedelta(days=days))
        act(account, campaign, "email_clicked", START + timedelta(days=days + 1))

    days = of("days_to_first_response")

    assert (days.value, days.n, days.is_thin) == (2, 3, True)
