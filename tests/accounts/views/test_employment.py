"""Where people worked: written down, corrected and withdrawn like any dated row."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from abmplanner.kit.days import first_instant
from accounts.models import Account, Employment, TeamMember, User
from tests.factories import AccountFactory, ContactFactory, EmploymentFactory, TeamMemberFactory
from tests.factories.dates import LONG_AGO, paris

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def alive() -> Any:
    """Return the employments that we hold for true, the first one first."""
    return Employment.objects.unscoped("a test").filter(voided_at=None).order_by("from_at")


def test_a_former_employer_is_written_down_once(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    contact = ContactFactory(account=account)
    former = AccountFactory(name="Bosch", domains=["bosch.com"], team=[manager])
    browser = browser_of(manager)
    typed = {"where": "Bosch.com", "title": "Buyer", "first_day": "2019-01-01"}
    typed |= {"last_day": "2019-12-31"}

    add = reverse("accounts:employment_add", args=[contact.public_id])
    codes = [browser.post(add, typed).status_code for _ in range(2)]
    unknown = browser.post(add, {**typed, "where": "nowhere.example"})

    assert codes == [302, 302]
    row = alive().get()
    assert (row.account, row.title) == (former, "Buyer")
    assert (row.from_at, row.to_at) == (paris(2019, 1, 1), paris(2020, 1, 1))
    assert (unknown.status_code, list(unknown.context_data["form"].errors)) == (422, ["where"])


def test_an_employment_is_corrected_and_withdrawn(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    contact = ContactFactory(account=account)
    row = EmploymentFactory(contact=contact, account=account)
    browser = browser_of(manager)
    edit = reverse("accounts:employment_edit", args=[contact.public_id, row.pk])
    assert edit in browser.get(contact_page(contact)).content.decode()
    seen = browser.get(edit).context_data["form"].initial["seen"]

    browser.post(edit, {"title": "Head", "first_day": "2021-05-01", "seen": seen})

    new = alive().get()
    assert (new.title, new.from_at, new.replaces) == ("Head", paris(2021, 5, 1), row)
    late = browser.post(edit, {"title": "Other", "first_day": "2021-05-01", "seen": seen})
    assert late.status_code == 409
    seen = browser.get(edit).context_data["form"].initial["seen"]
    gone = {"title": "Head", "first_day": "2021-05-01", "seen": seen, "withdraw": "yes"}
    assert browser.post(edit, gone).status_code == 302
    assert not alive().exists()


def contact_page(contact: Any) -> str:
    """Return the address of a person."""
    return reverse("accounts:contact_detail", args=[contact.public_id])


def test_an_earlier_period_is_corrected_as_well_as_the_newest(
    browser_of: BrowserOf, manager: User, account: Account, seller: User
) -> None:
    TeamMember.objects.unscoped("a test").filter(user=seller).update(voided_at=LONG_AGO)
    early = TeamMemberFactory(account=account, user=seller, to_at=paris(2021, 1, 1))
    late = TeamMemberFactory(account=account, user=seller, from_at=paris(2022, 1, 1))
    browser = browser_of(manager)
    edit = reverse("accounts:team_edit", args=[account.public_id, seller.public_id])
    edit += f"?row={early.pk}"
    team = browser.get(reverse("accounts:team_list", args=[account.public_id]))
    assert edit in team.content.decode()
    form = browser.get(edit).context_data["form"]
    typed = {"position": "sales", "first_day": "2020-01-01", "last_day": "2020-06-30"}

    browser.post(edit, {**typed, "seen": form.initial["seen"]})

    rows = TeamMember.objects.unscoped("a test").filter(user=seller, voided_at=None)
    assert set(rows.values_list("to_at", flat=True)) == {paris(2020, 7, 1), None}
    assert rows.get(to_at=None) == late
    assert first_instant(form.initial["first_day"]) == paris(2020, 1, 1)
