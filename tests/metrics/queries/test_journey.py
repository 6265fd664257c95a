"""How far accounts are: minutes with their daily cap, engaged, and one stage at a time."""

from datetime import date, datetime
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Program
from metrics.queries.journey import Traveler, journey_of_program, stage_of
from tests.factories import (
    AccountFactory,
    ContactFactory,
    ContractFactory,
    ContractTermsFactory,
    EnrolmentFactory,
    ParameterSetFactory,
    ProgramFactory,
    QualificationFactory,
    TouchFactory,
    VisitorFactory,
    VisitorLinkFactory,
)
from tests.factories.dates import LONG_AGO, paris
from tests.metrics.queries.stories import Pipe

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 31)
IN_MARCH = paris(2026, 3, 10)


@pytest.fixture
def program() -> Program:
    return ProgramFactory()


@pytest.fixture
def account(program: Program) -> Account:
    return AccountFactory(programs=[program], name="Airbus")


def touch(account: Account, kind: str, at: datetime = IN_MARCH, **fields: Any) -> None:
    TouchFactory(account=account, type=kind, occurred_at=at, **fields)


def found(account: Account, day: date = DAY) -> Traveler:
    traveler = stage_of(SYSTEM, account, day)
    assert traveler is not None
    return traveler


def test_minutes_are_of_people_and_visitors_twenty_of_a_type_a_day(account: Account) -> None:
    person, visitor = ContactFactory(account=account), VisitorFactory()
    VisitorLinkFactory(visitor=visitor, account=account, contact=person)
    touch(account, "page_view", contact=person, quantity=15)
    touch(account, "page_view", visitor=visitor, quantity=15)
    touch(account, "page_view", visitor=VisitorFactory(), quantity=30)
    touch(account, "page_view", contact=person, at=paris(2026, 3, 11), quantity=3)
    touch(account, "download", contact=person, automation="machine")
    touch(account, "email_replied", contact=person, direction="outbound")
    touch(account, "meeting_held", contact=person, direction="outbound", at=paris(2026, 1, 1, 0))
    touch(account, "meeting_held", contact=person, direction="outbound", at=paris(2025, 12, 31))

    assert (found(account).minutes, found(account).people) == (20 + 20 + 3 + 30, 1)


def test_one_stage_at_a_time_the_farthest_counts(program: Program, account: Account) -> None:
    assert found(account).stage == "none"
    touch(account, "email_opened")
    assert (found(account).stage, found(account).minutes) == ("aware", 0)
    touch(account, "form_submitted")
    assert found(account).stage == "aware"
    touch(account, "form_submitted")
    assert (found(account).stage, found(account).minutes) == ("engaged", 10)
    ParameterSetFactory(program=program, values={"engaged_minutes": 11})
    assert found(account).stage == "aware"
    QualificationFactory(account=account, program=program, qualified_at=paris(2026, 3, 20))
    assert found(account).stage == "qualified"
    assert found(account, date(2026, 3, 19)).stage == "aware"
    Pipe().deal(account, ("contacted", paris(2026, 3, 25)), ("lost", paris(2026, 4, 5)))
    assert found(account).stage == "opportunity"
    assert found(account, date(2026, 4, 10)).stage == "qualified"
    contract = ContractFactory(account=account)
    ContractTermsFactory(
        contract=contract,
        occurred_at=paris(2026, 3, 28),
        status="signed",
        starts_on=date(2026, 3, 30),
        due_on=date(2027, 3, 30),
    )
    assert found(account).stage == "customer"
    assert found(account, date(2026, 3, 29)).stage == "opportunity"


def test_accounts_of_a_program_by_stage(program: Program, account: Account) -> None:
    other = AccountFactory(programs=[program], name="Bosch")
    gone = AccountFactory(name="Ceva")
    EnrolmentFactory(account=gone, program=program, from_at=LONG_AGO, to_at=paris(2026, 3, 1))
    AccountFactory(name="Elsewhere")
    touch(account, "event_attended")
    touch(other, "download")
    touch(other, "download")

    everybody = journey_of_program(SYSTEM, program, DAY)
    engaged = journey_of_program(SYSTEM, program, DAY, stage="engaged", limit=1)

    assert dict(everybody.counts) == {
        "none": 0, "aware": 0, "engaged": 2, "qualified": 0, "opportunity": 0, "customer": 0,
    }  # fmt: skip
    assert [(each.name, each.minutes) for each in everybody.rows] == [
        ("Airbus", 120),
        ("Bosch", 20),
    ]
    assert (engaged.total, [each.name for each in engaged.rows]) == (2, ["Airbus"])
    assert journey_of_program(SYSTEM, program, DAY, stage="none").total == 0
