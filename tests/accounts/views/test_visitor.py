"""Visitors: seen by who plans while they are nobody's, and told whose they are."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, User, Visitor, VisitorLink
from tests.factories import AccountFactory, ContactFactory, VisitorFactory, WebSessionFactory

BrowserOf = Callable[[User], Client]
LIST = "accounts:visitor_list"
pytestmark = pytest.mark.django_db


def identify_url(visitor: Visitor) -> str:
    """Return where it is said whose a visitor is."""
    return reverse("accounts:visitor_identify", args=[visitor.pk])


def test_a_visitor_of_nobody_is_identified_corrected_and_let_go(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    visitor = VisitorFactory()
    WebSessionFactory.create_batch(2, visitor=visitor, account=None)
    person = ContactFactory(account=account, email="ada@airbus.example")
    browser = browser_of(manager)
    (line,) = browser.get(reverse(LIST)).context_data["lines"]
    assert (line.row, line.visits) == (visitor, 2)

    browser.post(identify_url(visitor), {"who": account.name})
    visitor.refresh_from_db()
    assert (visitor.account, visitor.contact) == (account, None)

    seen = browser.get(identify_url(visitor)).context_data["form"].initial["seen"]
    browser.post(identify_url(visitor), {"who": "Ada@Airbus.example", "seen": seen})
    visitor.refresh_from_db()
    assert (visitor.account, visitor.contact) == (account, person)

    seen = browser.get(identify_url(visitor)).context_data["form"].initial["seen"]
    gone = {"who": person.email, "seen": seen, "withdraw": "yes"}
    browser.post(identify_url(visitor), gone)
    visitor.refresh_from_db()
    assert (visitor.account, visitor.contact) == (None, None)
    links = VisitorLink.objects.unscoped("a test").order_by("pk")
    assert [(link.contact, link.voided_at is None) for link in links] == [
        (None, False),
        (person, False),
    ]


def test_nobody_is_named_who_is_out_of_reach(browser_of: BrowserOf, manager: User) -> None:
    hidden = ContactFactory(account=AccountFactory(), email="eve@hidden.example")

    answer = browser_of(manager).post(identify_url(VisitorFactory()), {"who": hidden.email})

    assert (answer.status_code, list(answer.context_data["form"].errors)) == (422, ["who"])


def test_visitors_of_other_accounts_are_not_seen(
    browser_of: BrowserOf, manager: User, seller: User
) -> None:
    taken = VisitorFactory(account=AccountFactory())

    assert browser_of(manager).get(identify_url(taken)).status_code == 404
    assert browser_of(manager).get(reverse(LIST)).context_data["lines"] == []
    assert browser_of(seller).get(reverse(LIST)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_the_list_takes_the_same_queries_for_any_number(
    browser_of: BrowserOf, manager: User, django_assert_num_queries: object, rows: int
) -> None:
    VisitorFactory.create_batch(rows)
    browser = browser_of(manager)

    with django_assert_num_queries(5):  # type: ignore[operator]  # a fixture
        browser.get(reverse(LIST))
