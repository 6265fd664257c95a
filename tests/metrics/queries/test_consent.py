"""Row 9 and what of row 7 needs a consent: their worked examples, told as records and measured."""

import json
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from abmplanner.kit.actor import SYSTEM
from accounts.enums import (
    AccountStatus,
    ConsentAction,
    ConsentBasis,
    ConsentChannel,
    ConsentSource,
    EmailStatus,
    GroupRole,
    SuppressionReason,
)
from accounts.models import Account, Contact
from metrics.queries.asking import Question, answered
from metrics.queries.opening import named, records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    ConsentEventFactory,
    ContactFactory,
    DataFeedFactory,
    EmploymentFactory,
    GroupPeriodFactory,
    MembershipFactory,
    ProgramFactory,
    ResponseFactory,
    RoleNeedFactory,
    SolutionFactory,
    SuppressionFactory,
    TouchFactory,
)
from tests.factories.dates import LONG_AGO, paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

JANUARY = paris(2026, 1, 12, 9)
FIFTH = replace(MARCH, as_of=date(2026, 3, 5))


def person(account: Account, **fields: Any) -> Contact:
    """Make a contact who works at an account since long ago."""
    contact = ContactFactory(account=account, recorded_at=LONG_AGO, **fields)
    EmploymentFactory(contact=contact, account=account, from_at=LONG_AGO)
    return contact


def consented(contact: Contact, at: datetime = JANUARY, **fields: Any) -> None:
    """Write down that a person consented, with a proof."""
    said = {"source": ConsentSource.PERSON, "recorded_at": at} | fields
    ConsentEventFactory(contact=contact, occurred_at=at, **said)


def interested(contact: Contact, *, informed: bool = True, **fields: Any) -> None:
    """Write down a documented legitimate interest, and whether the person was informed."""
    consented(
        contact,
        basis=ConsentBasis.LEGITIMATE_INTEREST,
        action=ConsentAction.INFORMED,
        informed_at=JANUARY if informed else None,
        **fields,
    )


def withdrawn(contact: Contact, at: datetime, **fields: Any) -> None:
    """Write down that a person took a consent back."""
    consented(contact, at, action=ConsentAction.WITHDRAWN, proof_ref="", **fields)


def example(account: Account) -> list[Contact]:
    """Write the ten contacts of the worked example, in its order."""
    people = [person(account, name=f"Person {n}") for n in range(9)]
    people.append(person(account, name="Person 9", erased_at=paris(2026, 2, 10)))
    for each in [*people[:5], people[9]]:
        consented(each)
    withdrawn(people[4], paris(2026, 3, 10, 11))
    for each in people[5:8]:
        interested(each)
    interested(people[8], informed=False)
    return people


def rounded(value: object) -> float:
    """Return a value as it is shown."""
    return round(float(str(value)), 1)


def test_seven_of_nine_contacts_may_be_written_to_and_eight_were_before_one_withdrew() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    example(account)
    DataFeedFactory(record_type="consent")

    for of in ({"account": account}, {"program": program}, {}):
        rate, before = (
            ask("gdpr_compliant_rate", **of),
            ask("gdpr_compliant_rate", window=FIFTH, **of),
        )
        assert (rounded(rate.value), rate.numerator, rate.denominator) == (77.8, 7, 9)
        assert (rounded(before.value), before.numerator, before.denominator) == (88.9, 8, 9)
        assert rate.exclusions == {"refused": 1, "not_informed": 1}
        assert (rate.low, rate.is_thin) == (None, False)
        assert ask("gdpr_compliant_contacts", **of).value == 7
        assert rounded(ask("gdpr_consented_rate", **of).value) == 44.4
        assert rounded(ask("gdpr_legitimate_interest_rate", **of).value) == 33.3
        assert ask("gdpr_missing_basis_count", **of).value == 2
        assert ask("gdpr_expiring_90d", **of).value == 0
        assert ask("gdpr_withdrawals", **of).value == 1
        assert ask("gdpr_withdrawals", window=FIFTH, **of).value == 0


@pytest.mark.parametrize(("day", "value"), [("2026-03-31", 77.8), ("2026-03-05", 88.9)])
def test_the_command_measures_the_example(day: str, value: float) -> None:
    account = AccountFactory()
    example(account)
    out = StringIO()

    asked = ["--indicator", "gdpr_compliant_rate", "--scope", f"account:{account.public_id}"]
    clock = ["--from", "2026-03-01", "--to", "2026-04-01", "--as-of", day, "--format", "json"]
    call_command("measure", *asked, *clock, stdout=out)

    assert rounded(json.loads(out.getvalue())["value"]) == value


def test_who_left_out_and_why_is_shown_when_the_number_is_opened() -> None:
    account = AccountFactory()
    example(account)
    scope = Scope.of_accounts(SYSTEM, [account])

    opened = records(SYSTEM, "gdpr_compliant_contacts", scope=scope, window=MARCH)
    without = records(SYSTEM, "gdpr_missing_basis_count", scope=scope, window=MARCH)

    assert (opened.counted, opened.left_out) == (7, 2)
    assert {row.label: row.reason for row in opened.rows if row.reason} == {
        "Person 4": "refused",
        "Person 8": "not_informed",
    }
    assert {row.label: row.detail for row in named(without.rows)} == {
        "Person 4": "Refused",
        "Person 8": "Not informed yet",
    }


def test_each_channel_has_a_consent_of_its_own_and_email_is_meant_unless_one_is_named() -> None:
    account = AccountFactory()
    first, second = person(account), person(account)
    consented(first, channel=ConsentChannel.PHONE)
    consented(second)
    withdrawn(second, paris(2026, 3, 3), channel=ConsentChannel.PHONE)

    def shares(channel: str) -> tuple[object, ...]:
        where = {"channel": channel}
        return tuple(
            ask(key, account=account, where=where).value
            for key in ("gdpr_compliant_contacts", "gdpr_missing_basis_count", "gdpr_withdrawals")
        )

    DataFeedFactory(record_type="consent")
    assert ask("gdpr_compliant_contacts", account=account).value == 1
    assert shares("email") == (1, 1, 0)
    assert shares("phone") == (1, 1, 1)
    assert shares("profiling") == (0, 2, 0)


@pytest.mark.parametrize(
    ("ledger", "reason"),
    [
        ([], "unknown"),
        ([{"proof_ref": "", "source": ConsentSource.IMPORT}], "unproven"),
        ([{"action": ConsentAction.PENDING}], "pending"),
        ([{"expires_at": paris(2026, 3, 31)}], "expired"),
        ([{}, {"action": ConsentAction.OBJECTED, "at": paris(2026, 2, 1)}], "refused"),
        ([{"at": paris(2023, 3, 31)}], "lapsed"),
        ([{"purpose": "surveys"}], "unknown"),
    ],
)
def test_what_does_not_hold_is_left_out_with_its_reason(
    ledger: list[dict[str, Any]], reason: str
) -> None:
    account = AccountFactory()
    contact = person(account)
    for line in ledger:
        consented(contact, **line)

    answer = ask("gdpr_compliant_contacts", account=account)

    assert (answer.value, answer.exclusions) == (0, {reason: 1})


def test_who_unsubscribes_by_a_link_has_withdrawn() -> None:
    account = AccountFactory()
    contact = person(account)
    consented(contact)
    TouchFactory(
        account=account, contact=contact, type="unsubscribed", occurred_at=paris(2026, 3, 9)
    )
    consented(contact, paris(2026, 3, 20), source=ConsentSource.IMPORT)

    assert ask("gdpr_compliant_contacts", account=account).exclusions == {"refused": 1}
    assert ask("gdpr_compliant_contacts", account=account, window=FIFTH).value == 1
    assert ask("gdpr_withdrawals", account=account).value == 1


def test_a_person_who_says_no_twice_withdrew_once_and_a_dead_address_is_no_refusal() -> None:
    account = AccountFactory()
    one, other, mailbox = person(account), person(account), person(account, email="info@b.test")
    withdrawn(one, paris(2026, 3, 3))
    no = {"contact": one, "reason": SuppressionReason.OBJECTED, "occurred_at": paris(2026, 3, 4)}
    SuppressionFactory(**no)
    SuppressionFactory(**no | {"contact": other, "reason": SuppressionReason.BOUNCED})
    withdrawn(mailbox, paris(2026, 3, 5))

    answer = ask("gdpr_withdrawals", account=account)

    assert (answer.value, answer.exclusions) == (1, {"mailbox": 1})


def test_a_withdrawal_counts_for_the_account_where_the_person_worked_then() -> None:
    before, after = AccountFactory.create_batch(2)
    contact = ContactFactory(account=after)
    moved = paris(2026, 3, 12)
    EmploymentFactory(contact=contact, account=before, from_at=LONG_AGO, to_at=moved)
    EmploymentFactory(contact=contact, account=after, from_at=moved)
    withdrawn(contact, paris(2026, 3, 3))
    DataFeedFactory(record_type="consent")

    assert ask("gdpr_withdrawals", account=before).value == 1
    assert ask("gdpr_withdrawals", account=after).value == 0


def test_an_answer_or_a_click_keeps_a_prospect_and_a_customer_needs_none() -> None:
    account = AccountFactory(status=AccountStatus.PROSPECT)
    customer = AccountFactory(status=AccountStatus.CUSTOMER)
    people = [person(each) for each in (account, account, account, account, customer)]
    for each in people:
        consented(each, paris(2022, 5, 1))
    clicked, answered, opened, *_others = people
    recently = paris(2024, 6, 1)
    TouchFactory(account=account, contact=clicked, type="email_clicked", occurred_at=recently)
    TouchFactory(account=account, contact=opened, type="email_opened", occurred_at=recently)
    ResponseFactory(account=account, contact=answered, responded_at=recently)

    answer = ask("gdpr_compliant_contacts", account=account)

    assert (answer.value, answer.exclusions) == (2, {"lapsed": 2})
    assert ask("gdpr_compliant_contacts", account=customer).value == 1


def test_of_merged_records_the_one_that_allows_least_speaks() -> None:
    account = AccountFactory()
    kept = person(account)
    consented(kept, paris(2026, 2, 1))
    twin = ContactFactory(account=account, merged_into=kept, recorded_at=LONG_AGO)
    withdrawn(twin, JANUARY)

    rate = ask("gdpr_compliant_rate", account=account)

    assert (rate.numerator, rate.denominator) == (0, 1)


def test_a_person_at_two_accounts_of_a_program_is_one_contact() -> None:
    program = ProgramFactory()
    first, second = AccountFactory.create_batch(2, programs=[program])
    contact = person(first)
    EmploymentFactory(contact=contact, account=second, from_at=LONG_AGO)
    consented(contact)

    assert ask("gdpr_compliant_contacts", account=second).value == 1
    assert ask("gdpr_compliant_contacts", program=program).value == 1
    assert ask("gdpr_compliant_rate", program=program).denominator == 1


def test_a_ground_that_ends_within_ninety_days_unless_another_one_stays() -> None:
    account = AccountFactory()
    soon, late, twice = person(account), person(account), person(account)
    consented(soon, expires_at=paris(2026, 6, 30))
    consented(late, expires_at=paris(2026, 6, 30, 12))
    consented(twice, expires_at=paris(2026, 5, 1))
    interested(twice)

    assert ask("gdpr_expiring_90d", account=account).value == 1


def test_what_was_learned_later_was_not_known_then() -> None:
    account = AccountFactory()
    contact = person(account)
    consented(contact)
    withdrawn(contact, paris(2026, 3, 10), recorded_at=paris(2026, 4, 8))

    now = ask("gdpr_compliant_contacts", account=account)
    then = ask(
        "gdpr_compliant_contacts",
        account=account,
        window=replace(MARCH, known_at=date(2026, 3, 31)),
    )

    assert (now.value, then.value) == (0, 1)


def test_without_a_contact_there_is_no_number() -> None:
    account = AccountFactory()
    keys = ("gdpr_compliant_contacts", "gdpr_compliant_rate", "gdpr_missing_basis_count")

    assert {ask(key, account=account).status for key in keys} == {"not_measured"}
    DataFeedFactory(record_type="contact")
    assert {ask(key, account=account).status for key in keys} == {"no_data"}
    assert ask("gdpr_withdrawals", account=account).status == "not_measured"


# ---- row 7 -------------------------------------------------------------------------------------


def test_a_decision_maker_who_withdrew_leaves_their_slot_of_those_we_may_reach() -> None:
    account, solution = AccountFactory(), SolutionFactory()
    needed = {"decision_maker": 1, "champion": 1, "influencer": 2, "user": 2, "procurement": 1}
    for role, people in needed.items():
        RoleNeedFactory(role=role, people=people, solution=solution, program=None)
    group = BuyingGroupFactory(account=account, solution=solution)
    GroupPeriodFactory(group=group)
    have = [GroupRole.DECISION_MAKER, *[GroupRole.INFLUENCER] * 3, GroupRole.USER]
    members = [person(account) for _role in have]
    for contact, role in zip(members, have, strict=True):
        MembershipFactory(group=group, contact=contact, role=role)
        consented(contact)
    withdrawn(members[0], paris(2026, 3, 10))

    assert rounded(ask("coverage_identified", account=account).value) == 57.1
    assert rounded(ask("coverage_contactable", account=account).value) == 42.9
    assert rounded(ask("coverage_contactable", account=account, window=FIFTH).value) == 57.1
    question = Question(
        indicator="coverage_contactable",
        scope=f"group:{group.public_id}",
        start=MARCH.start,
        end=MARCH.end,
        as_of=MARCH.as_of,
    )
    assert rounded(answered(SYSTEM, question).answer.value) == 42.9


@pytest.mark.parametrize(
    ("fields", "channel", "share"),
    [
        ({"email_status": EmailStatus.BOUNCED}, ConsentChannel.EMAIL, 0),
        ({"email": ""}, ConsentChannel.EMAIL, 0),
        ({"email": "", "phone": "+33 1 02 03 04 05"}, ConsentChannel.EMAIL, 0),
        ({"email": "", "phone": "+33 1 02 03 04 05"}, ConsentChannel.PHONE, 100),
        ({}, ConsentChannel.PHONE, 0),
    ],
)
def test_a_slot_needs_an_address_that_works_and_may_be_used(
    fields: dict[str, Any], channel: ConsentChannel, share: int
) -> None:
    account, solution = AccountFactory(), SolutionFactory()
    RoleNeedFactory(role="user", people=1, solution=solution, program=None)
    group = BuyingGroupFactory(account=account, solution=solution)
    GroupPeriodFactory(group=group)
    contact = person(account, **fields)
    MembershipFactory(group=group, contact=contact, role="user")
    consented(contact, channel=channel)

    assert ask("coverage_contactable", account=account).value == share
