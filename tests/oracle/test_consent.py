"""The oracle against the worked example of consents."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.oracle.everything import Everything
from tests.oracle.handmade import MARCH, A, allowed, covered, touch, world_of
from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.plain import Told
from tests.oracle.records import Contact, Line, Question, Stop, World

ON_THE_FIFTH = replace(MARCH, as_of=date(2026, 3, 5))


def answer(world: World, key: str, question: Question = MARCH, **of_whom: int) -> Told:
    return getattr(Everything(world, replace(question, **of_whom)), key)()  # type: ignore[no-any-return]


def value(world: World, key: str, question: Question = MARCH) -> Any:
    told = answer(world, key, question, account=A)
    assert told.status == "ok"
    return pytest.approx(float(told.value)) if told.value is not None else None


def test_seven_of_nine_after_a_withdrawal_and_eight_before_it() -> None:
    world = allowed()

    assert answer(world, "gdpr_compliant_rate", account=A).left_out == {
        "refused": 1, "not_informed": 1,
    }  # fmt: skip
    assert value(world, "gdpr_compliant_rate") == 100 * 7 / 9
    assert value(world, "gdpr_compliant_rate", ON_THE_FIFTH) == 100 * 8 / 9
    assert value(world, "gdpr_compliant_contacts") == 7
    assert value(world, "gdpr_consented_rate") == 100 * 4 / 9
    assert value(world, "gdpr_legitimate_interest_rate") == 100 * 3 / 9
    assert value(world, "gdpr_missing_basis_count") == 2
    assert value(world, "gdpr_expiring_90d") == 0
    assert value(world, "gdpr_withdrawals") == 1


def test_the_record_that_allows_least_speaks_for_those_it_is_one_with() -> None:
    world = allowed()
    world.contacts.append(Contact(11, A, merged_into=1))
    world.lines.append(Line(LONG_AGO, contact=11, at=paris(2025, 2, 1), action="objected"))

    assert value(world, "gdpr_compliant_contacts") == 6


def test_a_suppressed_address_stops_whoever_comes_back_with_it() -> None:
    world = world_of(A, contacts=[Contact(1, A, email="ada@example.test")])
    world.lines = [Line(LONG_AGO, contact=1, at=paris(2025, 2, 1))]
    world.stops = [Stop(LONG_AGO, address="Ada@example.test", at=paris(2026, 3, 10))]

    assert value(world, "gdpr_compliant_rate", ON_THE_FIFTH) == 100
    assert answer(world, "gdpr_compliant_rate").left_out == {"suppressed": 1}


def test_a_decision_maker_who_withdrew_is_known_and_not_to_be_written_to() -> None:
    world = covered({})
    for contact in world.contacts:
        contact.email = f"c{contact.id}@example.test"
        world.lines.append(Line(LONG_AGO, contact=contact.id, at=paris(2026, 1, 5)))
    world.lines.append(Line(LONG_AGO, contact=1, at=paris(2026, 3, 10), action="withdrawn"))

    assert value(world, "account_coverage") == 100 * 4 / 7
    assert value(world, "coverage_contactable") == 100 * 3 / 7
    assert value(world, "coverage_contactable", ON_THE_FIFTH) == 100 * 4 / 7
    world.touches = [touch(A, contact=each, at=paris(2026, 3, 2)) for each in (1, 2)]
    assert value(world, "coverage_engaged") == 100 * 1 / 7
    assert value(world, "coverage_engaged", ON_THE_FIFTH) == 100 * 2 / 7
