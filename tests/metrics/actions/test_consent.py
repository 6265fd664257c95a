"""What people allowed and forbade, told late, is measured again."""

from collections.abc import Callable
from datetime import date

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import work
from accounts.enums import AccountStatus, EmailStatus
from accounts.models import Account, Contact
from metrics.actions.measurement import keep_accounts
from metrics.actions.restatement import ask_to_restate
from metrics.models import DirtyMark, Measurement
from metrics.queries.kept import kept_answers
from tests.factories import (
    AccountFactory,
    ConsentEventFactory,
    ContactFactory,
    EmploymentFactory,
    IndicatorSetFactory,
    ProgramFactory,
    SuppressionFactory,
)
from tests.factories.dates import paris

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "gdpr_compliant_contacts"


@pytest.fixture
def account() -> Account:
    """An account with one person who consented, kept on two days of March."""
    account = AccountFactory(programs=[ProgramFactory()])
    IndicatorSetFactory(account=account, indicator_key=KEY)
    contact = ContactFactory(account=account)
    EmploymentFactory(contact=contact)
    ConsentEventFactory(contact=contact, source="person")
    for day in (date(2026, 3, 2), date(2026, 3, 20)):
        keep_accounts([account.pk], as_of=day)
    return account


def person(account: Account) -> Contact:
    """Return the person of the account."""
    return Contact.objects.visible_to(SYSTEM).get(account=account, merged_into=None)


def test_a_withdrawal_told_late_restates_the_days_after_it(account: Account) -> None:
    before = Measurement.objects.visible_to(SYSTEM).count()

    ConsentEventFactory(contact=person(account), action="withdrawn", occurred_at=paris(2026, 3, 10))
    marked = set(DirtyMark.objects.visible_to(SYSTEM).values_list("account", "dataset"))
    job = ask_to_restate(SYSTEM)
    assert job is not None
    work(job.pk)

    written = Measurement.objects.visible_to(SYSTEM).order_by("pk")[before:]
    assert marked == {(account.pk, "consents")}
    assert {row.as_of for row in written} == {date(2026, 3, 20)}
    kept = kept_answers(SYSTEM, [account.pk], [KEY], window="trailing_90d")
    assert kept.one(account.pk, KEY).value == 0


def suppress_the_address(contact: Contact) -> None:
    SuppressionFactory(contact=None, address_hash=contact.address_hash)


def refuse_on_a_twin(contact: Contact) -> None:
    twin = ContactFactory(merged_into=contact)
    ConsentEventFactory(contact=twin, action="objected")


def find_the_address_dead(contact: Contact) -> None:
    contact.email_status = EmailStatus.BOUNCED
    contact.save()


def become_a_customer(contact: Contact) -> None:
    contact.account.status = AccountStatus.CUSTOMER
    contact.account.save()


@pytest.mark.parametrize(
    "change",
    [suppress_the_address, refuse_on_a_twin, find_the_address_dead, become_a_customer],
)
def test_whatever_decides_who_may_be_written_to_leaves_a_mark(
    account: Account, change: Callable[[Contact], None]
) -> None:
    assert not DirtyMark.objects.visible_to(SYSTEM).exists()

    change(person(account))

    marks = DirtyMark.objects.visible_to(SYSTEM)
    assert (account.pk, "consents") in set(marks.values_list("account", "dataset"))
