"""Row 17's forms and events, told as records and measured."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Account
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    ContactFactory,
    DataFeedFactory,
    ProgramFactory,
    TouchFactory,
    VisitorFactory,
    VisitorLinkFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

FIFTH = paris(2026, 3, 5, 9)
TO_THE_SIXTH = replace(MARCH, as_of=date(2026, 3, 6))


def form(account: Account, visit: str, *types: str, **fields: Any) -> None:
    """Write that forms were seen and sent in a visit."""
    for type_ in types:
        TouchFactory(
            **{"account": account, "type": type_, "session_key": visit, "occurred_at": FIFTH}
            | fields
        )


def at_event(account: Account, type_: str, **fields: Any) -> None:
    TouchFactory(**{"account": account, "type": type_, "occurred_at": FIFTH} | fields)


# ---- forms -------------------------------------------------------------------------------------


def test_a_visit_with_a_form_is_won_once_however_often_it_is_seen_and_sent() -> None:
    program = ProgramFactory()
    a, b = AccountFactory.create_batch(2, programs=[program])
    form(a, "one", "form_view", "form_view", "form_submitted", "form_submitted")
    form(a, "two", "form_view")
    form(b, "three", "form_view")
    form(b, "four", "form_view")
    form(b, "five", "form_view", "form_submitted", automation="machine")

    alone = ask("web_form_conversion_rate", account=a)
    together = ask("web_form_conversion_rate", program=program)

    assert (alone.value, alone.numerator, alone.n) == (50, 1, 2)
    assert alone.exclusions == {"repeated": 1}
    assert (together.value, together.numerator, together.n) == (25, 1, 4)  # not the mean of 50, 0
    assert together.exclusions == {"repeated": 1, "machine": 1}
    assert ask("web_form_submissions", account=a).value == 2


def test_where_no_visit_is_told_the_persons_day_is_one() -> None:
    account = AccountFactory()
    reader = ContactFactory(account=account)
    form(account, "", "form_view", contact=reader)
    form(account, "", "form_submitted", contact=reader, occurred_at=FIFTH + timedelta(hours=5))
    form(account, "", "form_view", contact=reader, occurred_at=FIFTH + timedelta(days=1))

    answer = ask("web_form_conversion_rate", account=account)

    assert (answer.numerator, answer.n) == (1, 2)


def test_a_site_without_forms_has_no_conversion() -> None:
    account = AccountFactory()

    assert ask("web_form_conversion_rate", account=account).status == "not_measured"
    DataFeedFactory(record_type="web")
    assert ask("web_form_conversion_rate", account=account).status == "no_data"


# ---- events ------------------------------------------------------------------------------------


def test_people_count_once_for_each_event() -> None:
    program = ProgramFactory()
    a, b = AccountFactory.create_batch(2, programs=[program])
    day, talk = CampaignFactory(channel="event"), CampaignFactory(channel="webinar")
    guest, other = ContactFactory(account=a), ContactFactory(account=b)
    for link in ("form", "letter"):  # registered twice, by two ways
        at_event(a, "event_registered", contact=guest, campaign=day, link=link)
    at_event(a, "event_registered", contact=guest, campaign=talk)
    at_event(b, "event_registered", contact=other, campaign=day)
    at_event(b, "event_registered", campaign=day, automation="machine")
    at_event(a, "event_attended", contact=guest, campaign=day, occurred_at=paris(2026, 3, 20))

    assert ask("event_registrations", account=a).value == 2
    registrations = ask("event_registrations", program=program)
    assert (registrations.value, registrations.exclusions) == (3, {"machine": 1})
    assert ask("event_attendances", program=program).value == 1
    assert ask("event_attendances", account=b).status == "not_measured"


def test_the_rate_is_of_those_registered_for_events_that_were_held() -> None:
    program = ProgramFactory()
    a, b = AccountFactory.create_batch(2, programs=[program])
    early = paris(2026, 1, 10)
    for number in range(4):  # three of four came to the talk; it was held for all when one came
        guest = ContactFactory(account=a if number < 2 else b)
        told = {"contact": guest, "link": "talk"}
        at_event(guest.account, "event_registered", occurred_at=early, **told)
        if number > 0:
            at_event(guest.account, "webinar_attended", occurred_at=paris(2026, 3, 7), **told)
    at_event(a, "event_registered", link="next talk")
    at_event(b, "webinar_attended", link="talk")  # somebody who had not registered came first

    rate = ask("event_attendance_rate", program=program)

    assert (rate.value, rate.numerator, rate.n) == (75, 3, 4)
    assert ask("event_attendance_rate", account=a).value == 50
    assert ask("event_attendance_rate", account=b).value == 100
    assert ask("event_attendance_rate", window=replace(MARCH, as_of=date(2026, 3, 4))).n is None


def test_an_event_nobody_came_to_was_held_when_its_campaign_ended() -> None:
    account = AccountFactory()
    dinner = CampaignFactory(channel="event", ends_at=paris(2026, 3, 12))
    at_event(account, "event_registered", campaign=dinner, contact=ContactFactory(account=account))

    assert ask("event_attendance_rate", account=account).value == 0
    assert ask("event_attendance_rate", account=account, window=TO_THE_SIXTH).status == (
        "not_measured"
    )


def test_a_visitor_found_to_be_a_contact_is_the_same_guest() -> None:
    account = AccountFactory()
    guest, browser = ContactFactory(account=account), VisitorFactory()
    VisitorLinkFactory(visitor=browser, account=account, contact=guest)
    at_event(account, "event_registered", visitor=browser, link="talk")
    at_event(account, "webinar_attended", contact=guest, link="talk")

    assert ask("event_attendance_rate", account=account).value == 100
