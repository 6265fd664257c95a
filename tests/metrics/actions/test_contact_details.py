"""What the quality of contacts and the strength of relationships rest on, told late."""

from collections.abc import Callable
from datetime import date

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.enums import EmailStatus
from accounts.models import Account, Contact, ExternalId
from metrics.actions.measurement import keep_accounts
from metrics.models import DirtyMark
from metrics.queries.kept import kept_answers
from tests.factories import (
    AccountFactory,
    ContactFactory,
    DataFeedFactory,
    EmploymentFactory,
    ExternalIdFactory,
    IndicatorSetFactory,
    ProgramFactory,
    TouchFactory,
)
from tests.factories.dates import paris

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 20)


@pytest.fixture
def account() -> Account:
    """An account with one person, kept on a day of March."""
    account = AccountFactory(programs=[ProgramFactory()])
    for key in ("relationship_strength", "contact_data_validity"):
        IndicatorSetFactory(account=account, indicator_key=key)
    DataFeedFactory(record_type="email")
    EmploymentFactory(contact=ContactFactory(account=account, title=""))
    keep_accounts([account.pk], as_of=DAY)
    return account


def person(account: Account) -> Contact:
    """Return the person of the account."""
    return Contact.objects.visible_to(SYSTEM).get(account=account)


def find_the_address_valid(contact: Contact) -> None:
    contact.email_status = EmailStatus.VALID
    contact.save()


def verify(contact: Contact) -> None:
    contact.verified_at = paris(2026, 3, 1)
    contact.save()


def find_the_profile(contact: Contact) -> None:
    ExternalIdFactory(account=None, contact=contact, system="linkedin", kind="profile")


def meet_elsewhere(contact: Contact) -> None:
    TouchFactory(
        account=AccountFactory(),
        contact=contact,
        type="meeting_held",
        automation="human",
        occurred_at=paris(2026, 3, 1),
    )


@pytest.mark.parametrize(
    ("key", "tell", "value"),
    [
        ("contact_data_validity", find_the_address_valid, 40),
        ("contact_data_validity", verify, 20),
        ("contact_data_validity", find_the_profile, 20),
        ("relationship_strength", meet_elsewhere, 56),
    ],
)
def test_what_is_told_late_is_measured_again(
    account: Account, key: str, tell: Callable[[Contact], None], value: float
) -> None:
    assert kept(account, key) == 0

    tell(person(account))

    assert account.pk in DirtyMark.objects.visible_to(SYSTEM).values_list("account", flat=True)
    keep_accounts([account.pk], as_of=DAY)
    assert kept(account, key) == value


def test_a_profile_taken_away_is_marked_and_a_key_of_a_crm_is_not(account: Account) -> None:
    ExternalIdFactory(account=None, contact=person(account), system="crm", kind="contact")
    assert not DirtyMark.objects.visible_to(SYSTEM).filter(account=account).exists()

    find_the_profile(person(account))
    DirtyMark.objects.unscoped("told apart from the next").delete()
    ExternalId.objects.unscoped("the one profile").filter(system="linkedin").delete()

    assert DirtyMark.objects.visible_to(SYSTEM).filter(account=account).exists()


def kept(account: Account, key: str) -> float:
    """Return the whole points that are kept of a key."""
    answer = kept_answers(SYSTEM, [account.pk], [key], window="trailing_90d").one(account.pk, key)
    assert answer is not None
    assert answer.value is not None
    return round(float(answer.value))
