"""Row 11: e-mails and direct interactions told as records and measured."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.by_month import make_months
from accounts.models import Account, Contact, Touch
from metrics.queries.asking import Question, answered
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    ContactFactory,
    DataFeedFactory,
    EnrolmentFactory,
    ProgramFactory,
    TouchFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

FIFTH = paris(2026, 3, 5)
GROWN = replace(MARCH, as_of=date(2026, 4, 10))  # a week after the period, and more


def tell(contact: Contact, kind: str, at: datetime = FIFTH, **fields: Any) -> Touch:
    """Tell something of the message of March and a person, to be written with others."""
    told = {"message": "march", "source": "mail", "automation": "human"} | fields
    return Touch(type=kind, occurred_at=at, account=contact.account, contact=contact, **told)


def write(*touches: Touch) -> None:
    make_months(Touch._meta.db_table, {touch.occurred_at for touch in touches})  # noqa: SLF001 -- Django's own name
    Touch.objects.bulk_create(touches)


def mailed(account: Account, number: int, **fields: Any) -> list[Contact]:
    """Send the message of March to so many people, and return them."""
    people = ContactFactory.create_batch(number, account=account)
    write(*(tell(each, "email_delivered", **fields) for each in people))
    return people


def near(value: object) -> float:
    return round(float(str(value)), 1)


def test_a_hundred_e_mails_of_the_example() -> None:
    account = AccountFactory()
    people = ContactFactory.create_batch(100, account=account)
    later = FIFTH + timedelta(days=20)
    write(
        *(tell(each, "email_sent") for each in people),
        *(tell(each, "email_bounced") for each in people[96:]),
        *(tell(each, "email_delivered") for each in people[:96]),
        *(tell(each, "email_opened", later, automation="unknown") for each in people[:30]),
        *(tell(each, "email_opened", automation="suspected") for each in people[30:50]),
        *(tell(each, "email_clicked", later, link="paper") for each in (*people[:4], people[30])),
        *(tell(each, "email_clicked", automation="machine") for each in people[60:63]),
    )

    rate = ask("email_open_rate", account=account, window=GROWN)
    clicks = ask("email_click_rate", account=account, window=GROWN)

    assert (rate.numerator, rate.denominator, near(rate.value)) == (31, 77, 40.3)
    assert (near(rate.low), near(rate.high), rate.method) == (30.0, 51.4, "wilson")
    assert (rate.status, rate.exclusions) == ("ok", {"unreliable_open": 19})
    assert ask("email_engagement", account=account, window=GROWN).value == rate.value
    raw = ask("email_open_rate_raw", account=account, window=GROWN)
    assert (raw.numerator, near(raw.value)) == (50, 52.1)
    assert (clicks.numerator, near(clicks.value)) == (5, 5.2)
    assert (near(clicks.low), near(clicks.high)) == (2.2, 11.6)
    to_open = ask("email_click_to_open_rate", account=account, window=GROWN)
    assert (to_open.numerator, to_open.denominator, near(to_open.value)) == (5, 31, 16.1)
    assert ask("email_delivery_rate", account=account, window=GROWN).value == 96
    assert ask("email_reply_rate", account=account, window=GROWN).value == 0


def test_what_follows_up_to_a_week_after_the_period_is_waited_for() -> None:
    account = AccountFactory()
    person, other = mailed(account, 2)
    write(tell(person, "email_opened", paris(2026, 4, 5)))

    early = ask("email_open_rate", account=account)
    asked_later = replace(MARCH, as_of=date(2026, 4, 7))

    assert (early.value, early.status) == (0, "immature")
    assert ask("email_open_rate", account=account, window=asked_later).value == 50
    assert ask("email_open_rate", account=account, window=asked_later).status == "ok"
    assert other.account == account


def test_leaving_is_no_click_and_an_automatic_answer_no_answer() -> None:
    account = AccountFactory()
    first, second, third, fourth = mailed(account, 4)
    write(
        tell(first, "email_clicked", link="Unsubscribe"),
        tell(first, "unsubscribed"),
        tell(second, "auto_reply"),
        tell(third, "email_replied", direction="outbound"),
        tell(fourth, "email_replied"),
        tell(fourth, "email_replied"),
    )

    assert ask("email_click_rate", account=account, window=GROWN).value == 0
    assert ask("email_unsubscribe_rate", account=account, window=GROWN).value == 25
    assert ask("email_reply_rate", account=account, window=GROWN).value == 25


def test_an_e_mail_is_one_message_to_one_person_however_often_it_is_told() -> None:
    account = AccountFactory()
    person = ContactFactory(account=account)
    twin = ContactFactory(account=account, merged_into=person)
    write(
        tell(person, "email_delivered"),
        tell(twin, "email_delivered"),
        tell(twin, "email_opened"),
        tell(twin, "email_opened"),
        tell(person, "email_delivered", source="another system"),
        tell(person, "email_sent", message="april"),
        tell(person, "email_sent", message=""),
        Touch(type="email_sent", occurred_at=FIFTH, account=account, message="a", source="mail"),
    )

    rate = ask("email_open_rate", account=account, window=GROWN)

    assert (rate.numerator, rate.denominator) == (1, 3)
    assert rate.exclusions == {"no_message": 1, "no_person": 1}
    opened = records(
        SYSTEM, "email_open_rate", scope=Scope.of_accounts(SYSTEM, [account]), window=GROWN
    )
    assert (opened.counted, opened.left_out) == (3, 2)
    assert {row.detail for row in opened.rows} == {"email_opened", "email_delivered", "email_sent"}


def test_streams_are_told_apart_and_of_nothing_there_is_no_rate() -> None:
    account, quiet = AccountFactory.create_batch(2)
    person = mailed(account, 3, stream="newsletter")[0]
    mailed(account, 1, stream="one_to_one")
    write(tell(person, "email_opened"))
    DataFeedFactory(record_type="email", account=quiet)

    def of(stream: str) -> Any:
        return ask("email_open_rate", account=account, window=GROWN, where={"stream": stream})

    assert near(of("newsletter").value) == 33.3
    assert of("one_to_one").value == 0
    assert of("campaign").status == "no_data"
    assert ask("email_open_rate", account=account, window=GROWN).value == 25
    assert ask("email_open_rate", account=quiet, window=GROWN).status == "no_data"
    assert ask("email_open_rate", account=AccountFactory()).status == "not_measured"


def test_a_program_is_unsure_by_its_accounts_and_not_by_its_e_mails() -> None:
    program = ProgramFactory()
    for number in range(12):
        account = AccountFactory(programs=[program])
        people = mailed(account, 5)
        if number < 6:
            write(*(tell(each, "email_opened") for each in people))

    rate = ask("email_open_rate", program=program, window=GROWN)

    assert (rate.value, rate.n, rate.method) == (50, 60, "bootstrap")
    assert (near(rate.low), near(rate.high)) == (25.0, 75.0)
    assert ask("email_reply_rate", program=program, window=GROWN).method == "wilson"


def test_an_e_mail_counts_for_the_programs_in_which_its_account_was_then() -> None:
    before, after = ProgramFactory.create_batch(2)
    account = AccountFactory()
    EnrolmentFactory(account=account, program=before, to_at=paris(2026, 3, 10))
    EnrolmentFactory(account=account, program=after, from_at=paris(2026, 3, 10))
    campaign = CampaignFactory(name="Spring")
    person = mailed(account, 1, campaign=campaign)[0]
    write(
        tell(person, "email_opened", paris(2026, 3, 20), campaign=campaign),
        tell(person, "email_delivered", paris(2026, 3, 20), message="other"),
    )

    assert ask("email_open_rate", program=before, window=GROWN).value == 100
    assert ask("email_open_rate", program=after, window=GROWN).value == 0
    question = Question(
        indicator="email_open_rate",
        scope="campaign:Spring",
        start=GROWN.start,
        end=GROWN.end,
        as_of=GROWN.as_of,
    )
    answer = answered(SYSTEM, question).answer
    assert (answer.value, answer.n) == (100, 1)


def test_direct_interactions_are_answers_meetings_and_calls() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    anna, bert = ContactFactory.create_batch(2, account=account)
    write(
        tell(anna, "email_replied", stream="one_to_one"),
        tell(anna, "email_replied", stream="newsletter"),
        tell(anna, "email_replied", direction="outbound"),
        tell(anna, "meeting_held", direction="outbound"),
        tell(bert, "call_connected", quantity=2),
        tell(bert, "call_tried"),
        tell(bert, "email_replied", automation="machine"),
        Touch(type="meeting_held", occurred_at=FIFTH, account=account, source="mail"),
    )

    number = ask("direct_interactions", account=account)

    assert (number.value, number.exclusions) == (5, {"machine": 1})
    assert (number.method, ask("direct_interactions", program=program).value) == ("poisson", 5)
    people = ask("direct_interaction_contacts", account=account)
    assert (people.value, people.exclusions) == (2, {"machine": 1, "no_person": 1})
    assert ask("direct_interactions", account=AccountFactory()).status == "not_measured"
    DataFeedFactory(record_type="sales_activity")
    assert ask("direct_interactions", account=AccountFactory()).value == 0


def test_a_late_click_restates_what_was_said_and_not_what_was_known() -> None:
    account = AccountFactory()
    person = mailed(account, 1, recorded_at=FIFTH)[0]
    TouchFactory(
        account=account,
        contact=person,
        message="march",
        occurred_at=paris(2026, 3, 6),
        recorded_at=paris(2026, 5, 1),
    )

    assert ask("email_click_rate", account=account, window=GROWN).value == 100
    then = replace(GROWN, known_at=date(2026, 4, 20))
    assert ask("email_click_rate", account=account, window=then).value == 0
