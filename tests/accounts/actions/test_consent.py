"""What a person says holds for all records that are them, and so does taking it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from accounts.actions.consent import add_line, take_back
from accounts.enums import ConsentAction, ConsentSource, ConsentState
from accounts.models import ConsentEvent, Contact
from accounts.queries.consent import state_at
from tests.factories import ConsentEventFactory, ContactFactory

pytestmark = pytest.mark.django_db


def state(contact: Contact) -> ConsentState:
    rows = Contact.objects.visible_to(SYSTEM).filter(pk=contact.pk)
    return state_at(rows, "marketing", "email", timezone.now())[contact.pk].state


def given(contact: Contact) -> ConsentEvent:
    at = timezone.now() - timedelta(hours=1)
    return ConsentEvent(
        contact=contact, action=ConsentAction.GIVEN, occurred_at=at, proof_ref="form 7"
    )


@pytest.fixture
def twins() -> tuple[Contact, Contact]:
    """A contact, and a record merged into theirs on which they had objected."""
    contact = ContactFactory()
    twin = ContactFactory(account=contact.account, merged_into=contact)
    ConsentEventFactory(contact=twin, action=ConsentAction.OBJECTED)
    return contact, twin


def test_a_new_act_of_the_person_raises_what_they_refused_on_any_record(
    twins: tuple[Contact, Contact],
) -> None:
    contact, twin = twins

    line = add_line(SYSTEM, given(contact), source=ConsentSource.PERSON)

    assert (state(contact), state(twin)) == (ConsentState.CONSENTED, ConsentState.CONSENTED)
    take_back(line)
    assert (state(contact), state(twin)) == (ConsentState.REFUSED, ConsentState.REFUSED)


@pytest.mark.parametrize("source", [ConsentSource.API, ConsentSource.IMPORT])
def test_what_others_tell_raises_it_on_none(twins: tuple[Contact, Contact], source: str) -> None:
    contact, twin = twins

    add_line(SYSTEM, given(contact), source=source)

    assert (state(contact), state(twin)) == (ConsentState.REFUSED, ConsentState.REFUSED)
    assert ConsentEvent.objects.visible_to(SYSTEM).filter(contact=twin).count() == 1


def test_a_record_that_says_nothing_gets_no_ledger() -> None:
    contact = ContactFactory()
    twin = ContactFactory(account=contact.account, merged_into=contact)

    add_line(SYSTEM, given(contact), source=ConsentSource.PERSON)

    assert state(contact) == ConsentState.CONSENTED
    assert not ConsentEvent.objects.visible_to(SYSTEM).filter(contact=twin).exists()
