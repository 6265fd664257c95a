"""Consent is the fold of a ledger: whatever the order of its lines, a refusal is never raised."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.enums import (
    ConsentAction,
    ConsentBasis,
    ConsentSource,
    ConsentState,
    SuppressionReason,
)
from accounts.models import ConsentEvent, Contact
from accounts.queries.consent import Standing, state_at
from tests.factories import (
    AccountFactory,
    ConsentEventFactory,
    ContactFactory,
    SuppressionFactory,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = START + timedelta(days=40)
GIVEN, REFUSED = ConsentAction.GIVEN, ConsentAction.WITHDRAWN
REFUSALS = set(ConsentAction.refusals())


@dataclass(frozen=True)
class Line:
    """A line of a ledger; days count from the start."""

    action: ConsentAction
    day: int
    basis: ConsentBasis = ConsentBasis.CONSENT
    source: ConsentSource = ConsentSource.PERSON
    proof: str = "form"
    lasts: int | None = None
    informed: bool = False

    def row(self, contact: Contact) -> ConsentEvent:
        """Return the line as it is kept."""
        at = START + timedelta(days=self.day)
        return ConsentEvent(
            contact=contact,
            action=self.action,
            basis=self.basis,
            source=self.source,
            proof_ref=self.proof,
            occurred_at=at,
            informed_at=at if self.informed else None,
            expires_at=None if self.lasts is None else at + timedelta(days=self.lasts),
        )


lines = st.builds(
    Line,
    action=st.sampled_from(ConsentAction),
    day=st.integers(0, 12),
    basis=st.sampled_from(ConsentBasis),
    source=st.sampled_from(ConsentSource),
    proof=st.sampled_from(["", "form"]),
    lasts=st.none() | st.integers(1, 60),
    informed=st.booleans(),
)
ledgers = st.lists(st.lists(lines, max_size=6), min_size=1, max_size=12)


def may_write(ledger: list[Line]) -> bool:
    """Tell whether a ledger lets us write at NOW, said in another way than the product does."""
    refusals = [line.day for line in ledger if line.action in REFUSALS]
    held = [
        line
        for line in ledger
        if line.proof and (line.lasts is None or START + timedelta(line.day + line.lasts) > NOW)
    ]
    consents = [
        line
        for line in held
        if line.action is GIVEN and line.basis is ConsentBasis.CONSENT
        if all(line.day > day for day in refusals)
        if not refusals or line.source is ConsentSource.PERSON
    ]
    interests = [
        line
        for line in held
        if line.basis is ConsentBasis.LEGITIMATE_INTEREST and line.informed
        if line.action in {GIVEN, ConsentAction.INFORMED}
    ]
    return bool(consents or (interests and not refusals))


def adds_up_to(ledger: list[Line]) -> ConsentState:
    """Return how the person of a ledger stands at NOW, by plain loops."""
    refused = max((line.day for line in ledger if line.action in REFUSALS), default=None)
    said = set()
    for line in ledger:
        by_the_person = line.source is ConsentSource.PERSON and line.proof
        is_consent = line.action is GIVEN and line.basis is ConsentBasis.CONSENT
        ends = None if line.lasts is None else START + timedelta(line.day + line.lasts)
        if line.action in REFUSALS:
            said.add(ConsentState.REFUSED)
        elif refused is not None and not (is_consent and by_the_person and line.day > refused):
            continue
        elif line.action is ConsentAction.PENDING:
            said.add(ConsentState.PENDING)
        elif not line.proof:
            said.add(ConsentState.UNPROVEN)
        elif ends is not None and ends <= NOW:
            said.add(ConsentState.EXPIRED)
        elif line.basis is ConsentBasis.LEGITIMATE_INTEREST:
            said.add(ConsentState.INFORMED if line.informed else ConsentState.NOT_INFORMED)
        else:
            said.add(ConsentState.CONSENTED if is_consent else ConsentState.UNPROVEN)
    return next((state for state in SPEAKS if state in said), ConsentState.UNKNOWN)


SPEAKS = [
    ConsentState.CONSENTED,
    ConsentState.INFORMED,
    ConsentState.REFUSED,
    ConsentState.EXPIRED,
    ConsentState.NOT_INFORMED,
    ConsentState.UNPROVEN,
    ConsentState.PENDING,
]


def any_line(chance: random.Random) -> Line:
    """Return a line of any kind, drawn by chance."""
    return Line(
        chance.choice(list(ConsentAction)),
        chance.randrange(13),
        basis=chance.choice(list(ConsentBasis)),
        source=chance.choice(list(ConsentSource)),
        proof=chance.choice(["", "form", "form"]),
        lasts=chance.choice([None, None, 5, 60]),
        informed=chance.choice([True, False]),
    )


def standings(contacts: list[Contact], **clocks: Any) -> list[Standing]:
    """Return how contacts stand at NOW."""
    rows = Contact.objects.unscoped("a test").filter(pk__in=[each.pk for each in contacts])
    found = state_at(rows, "marketing", "email", clocks.pop("as_of", NOW), **clocks)
    return [found[each.pk] for each in contacts]


def written(found: list[list[Line]]) -> list[Contact]:
    """Return a contact for each ledger, with its lines in the database."""
    account = AccountFactory()
    contacts = Contact.objects.bulk_create(
        Contact(account=account, name=f"Contact {n}") for n in range(len(found))
    )
    ConsentEvent.objects.bulk_create(
        line.row(contact)
        for contact, ledger in zip(contacts, found, strict=True)
        for line in ledger
    )
    return contacts


class FoldOfLedgers(TestCase):
    """The statement says of each ledger what the rule says, in any order of its lines."""

    @settings(max_examples=60, deadline=None)
    @example([[Line(REFUSED, 5), Line(GIVEN, 5)], [Line(GIVEN, 1), Line(REFUSED, 3)]])
    @example([[Line(REFUSED, 1), Line(GIVEN, 9, source=ConsentSource.IMPORT)]])
    @given(ledgers)
    def test_we_may_write_exactly_where_the_rule_lets_us(self, found: list[list[Line]]) -> None:
        assert [each.allows for each in standings(written(found))] == [*map(may_write, found)]

    @settings(max_examples=30, deadline=None)
    @given(st.lists(lines, max_size=6), st.randoms(use_true_random=False))
    def test_the_order_of_writing_changes_nothing(
        self, ledger: list[Line], chance: random.Random
    ) -> None:
        shuffled = chance.sample(ledger, len(ledger))

        one, other = standings(written([ledger, shuffled]))

        assert one.state == other.state


@pytest.mark.django_db
def test_no_file_no_program_and_no_older_act_raises_a_refusal_in_ten_thousand_ledgers() -> None:
    chance = random.Random(5)  # noqa: S311 -- the same every time
    found = []
    for _ in range(10_000):
        refused = chance.randrange(12)
        others = [
            Line(
                chance.choice([GIVEN, ConsentAction.INFORMED, ConsentAction.PENDING]),
                chance.randrange(refused + 1)
                if (source := chance.choice(list(ConsentSource))) is ConsentSource.PERSON
                else chance.randrange(13),
                basis=chance.choice(list(ConsentBasis)),
                source=source,
                informed=True,
            )
            for _ in range(chance.randrange(4))
        ]
        found.append([*others, Line(chance.choice([REFUSED, ConsentAction.OBJECTED]), refused)])

    assert {each.state for each in standings(written(found))} == {ConsentState.REFUSED}


@pytest.mark.django_db
def test_ten_thousand_ledgers_add_up_as_plain_loops_say_in_any_order() -> None:
    chance = random.Random(9)  # noqa: S311 -- the same every time
    found = [[any_line(chance) for _ in range(chance.randrange(6))] for _ in range(10_000)]
    shuffled = [chance.sample(ledger, len(ledger)) for ledger in found]

    states = [each.state for each in standings(written(shuffled))]

    assert states == [adds_up_to(ledger) for ledger in found]
    assert {*SPEAKS, ConsentState.UNKNOWN} == set(states)


@pytest.mark.django_db
def test_of_merged_records_each_is_folded_alone_and_the_least_speaks() -> None:
    chance = random.Random(7)  # noqa: S311 -- the same every time
    ledgers = [[any_line(chance) for _ in range(chance.randrange(4))] for _ in range(3_000)]
    contacts = written(ledgers)
    for kept, twin in zip(contacts[::2], contacts[1::2], strict=True):
        twin.merged_into = kept
    Contact.objects.unscoped("a test").bulk_update(contacts[1::2], ["merged_into"])
    alone = [adds_up_to(ledger) for ledger in ledgers]
    least = [*SPEAKS[2:], ConsentState.INFORMED, ConsentState.CONSENTED, ConsentState.UNKNOWN]

    states = [each.state for each in standings(contacts[::2])]

    pairs = zip(alone[::2], alone[1::2], strict=True)
    assert states == [min(pair, key=least.index) for pair in pairs]


@pytest.mark.django_db
def test_an_erased_person_is_erased_and_was_not_before() -> None:
    contact = ContactFactory(erased_at=START + timedelta(days=20))
    ConsentEventFactory(contact=contact, occurred_at=START)

    [before] = standings([contact], as_of=START + timedelta(days=20))
    [after] = standings([contact])

    assert (before.state, after.state) == (ConsentState.CONSENTED, ConsentState.ERASED)
    assert after.since == contact.erased_at


@pytest.mark.django_db
def test_three_years_after_the_last_contact_with_a_prospect_nothing_holds() -> None:
    contact = ContactFactory(recorded_at=START)
    ConsentEventFactory(contact=contact, occurred_at=START)
    end = START.replace(year=START.year + 3)

    [last] = standings([contact], as_of=end)
    [over] = standings([contact], as_of=end + timedelta(seconds=1))

    assert (last.allows, over.state, over.since) == (True, ConsentState.LAPSED, end)


@pytest.mark.django_db
def test_many_contacts_take_one_statement(django_assert_num_queries: Any) -> None:
    contacts = written([[Line(GIVEN, 1)]] * 30)

    with django_assert_num_queries(1):
        found = standings(contacts)

    assert {each.state for each in found} == {ConsentState.CONSENTED}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ledger", "state"),
    [
        ([], ConsentState.UNKNOWN),
        ([Line(ConsentAction.PENDING, 1)], ConsentState.PENDING),
        ([Line(GIVEN, 1, proof="")], ConsentState.UNPROVEN),
        ([Line(GIVEN, 1, lasts=5)], ConsentState.EXPIRED),
        ([Line(GIVEN, 1)], ConsentState.CONSENTED),
        (
            [Line(ConsentAction.INFORMED, 1, ConsentBasis.LEGITIMATE_INTEREST)],
            ConsentState.NOT_INFORMED,
        ),
        (
            [Line(ConsentAction.INFORMED, 1, ConsentBasis.LEGITIMATE_INTEREST, informed=True)],
            ConsentState.INFORMED,
        ),
        ([Line(REFUSED, 1), Line(GIVEN, 2)], ConsentState.CONSENTED),
        (
            [
                Line(ConsentAction.OBJECTED, 1),
                Line(ConsentAction.INFORMED, 2, ConsentBasis.LEGITIMATE_INTEREST, informed=True),
            ],
            ConsentState.REFUSED,
        ),
    ],
)
def test_a_ledger_says_how_the_person_stands(ledger: list[Line], state: ConsentState) -> None:
    [standing] = standings(written([ledger]))

    assert standing.state == state


@pytest.mark.django_db
def test_a_withdrawal_does_not_rewrite_the_days_before_it() -> None:
    [contact] = written([[Line(GIVEN, 1), Line(REFUSED, 10)]])

    [before] = standings([contact], as_of=START + timedelta(days=10))
    [after] = standings([contact], as_of=START + timedelta(days=10, seconds=1))

    assert (before.allows, after.state) == (True, ConsentState.REFUSED)


@pytest.mark.django_db
def test_what_we_learned_later_is_not_known_before() -> None:
    contact = ContactFactory()
    learned = START + timedelta(days=20)
    ConsentEventFactory(contact=contact, occurred_at=START, recorded_at=START, source="person")
    ConsentEventFactory(
        contact=contact, action=REFUSED, occurred_at=START + timedelta(days=5), recorded_at=learned
    )

    [then] = standings([contact], known_at=learned)
    [now] = standings([contact])

    assert (then.state, now.state) == (ConsentState.CONSENTED, ConsentState.REFUSED)


@pytest.mark.django_db
def test_a_merged_record_brings_its_refusal_along() -> None:
    contact, other, farther = written([[Line(GIVEN, 3)], [], [Line(REFUSED, 5)]])
    farther.merged_into = other
    farther.save()
    other.merged_into = contact
    other.save()

    assert standings([contact])[0].state == ConsentState.REFUSED


@pytest.mark.django_db
def test_a_suppressed_address_stays_suppressed_when_it_comes_back() -> None:
    gone = ContactFactory(email="Ada@Example.org")
    SuppressionFactory(contact=gone, address_hash=gone.address_hash, occurred_at=START)
    back, other = ContactFactory(email=" ada@example.org"), ContactFactory(email="b@example.org")
    for contact in (back, other):
        ConsentEventFactory(contact=contact, occurred_at=START)

    assert [each.state for each in standings([gone, back, other])] == [
        ConsentState.SUPPRESSED,
        ConsentState.SUPPRESSED,
        ConsentState.CONSENTED,
    ]


@pytest.mark.django_db
def test_a_dead_address_stops_the_address_and_not_the_person() -> None:
    contact = ContactFactory(email="old@example.org")
    SuppressionFactory(
        contact=contact,
        address_hash=contact.address_hash,
        reason=SuppressionReason.BOUNCED,
        occurred_at=START,
    )
    ConsentEventFactory(contact=contact, occurred_at=START)
    contact.email = "new@example.org"
    contact.save()

    assert standings([contact])[0].state == ConsentState.CONSENTED
