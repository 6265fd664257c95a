"""Feedback: given in a minute, changed by its author alone, and read as far as one may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Feedback, User
from tests.factories import AccountFactory, FeedbackFactory, UserFactory

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def address(route: str, row: Any) -> str:
    """Return the address of a route about one row."""
    return reverse(f"accounts:{route}", args=[row.public_id])


def feedback() -> Any:
    """Return every feedback there is."""
    return Feedback.objects.unscoped("a test looks at everything")


def test_a_salesperson_speaks_about_an_account_of_theirs(
    browser_of: BrowserOf, seller: User, manager: User, account: Account
) -> None:
    typed = {
        "activities_rating": "5",
        "deal_moved": "True",
        "comment": "The event opened the door.",
        "marketer": manager.pk,
        "marketer_rating": "4",
    }

    response = browser_of(seller).post(address("feedback_create", account), typed)

    made = feedback().get()
    assert response.url == reverse("accounts:feedback_thanks")
    assert (made.author, made.account, made.marketer) == (seller, account, manager)
    assert (made.activities_rating, made.marketer_rating, made.deal_moved) == (5, 4, True)


def test_what_one_can_not_say_stays_unknown(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    browser_of(seller).post(address("feedback_create", account), {"comment": "Too early."})

    made = feedback().get()
    assert (made.activities_rating, made.marketer_rating, made.deal_moved) == (None, None, None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Give at least one rating or a comment."),
        ({"marketer_rating": "3"}, "Say whose work you rate."),
        ({"activities_rating": "6", "comment": "Kept words"}, None),
    ],
)
def test_every_error_is_said_and_what_was_typed_stays(
    browser_of: BrowserOf, seller: User, account: Account, typed: dict[str, str], said: str | None
) -> None:
    response = browser_of(seller).post(address("feedback_create", account), typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert typed.get("comment", "") in page
    if said:
        assert response.context_data["form"].non_field_errors() == [said]
    assert not feedback().exists()


def test_a_form_sent_twice_gives_one_feedback(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    browser = browser_of(seller)
    once = browser.get(address("feedback_create", account)).context_data["once"]

    for _ in range(2):
        browser.post(address("feedback_create", account), {"comment": "Yes", "once": once})

    assert feedback().count() == 1


def test_feedback_is_changed_by_its_author_alone(
    browser_of: BrowserOf, seller: User, manager: User, account: Account
) -> None:
    own = FeedbackFactory(account=account, author=seller)
    typed = {"activities_rating": "2", "version": 1}

    refused = browser_of(manager).post(address("feedback_edit", own), typed)
    saved = browser_of(seller).post(address("feedback_edit", own), typed)

    assert (refused.status_code, saved.status_code) == (403, 302)
    assert feedback().get().activities_rating == 2


def test_leadership_reads_feedback_and_gives_none(
    browser_of: BrowserOf, leader: User, account: Account, foreign: Account
) -> None:
    browser = browser_of(leader)

    assert browser.get(address("feedback_create", account)).status_code == 403
    assert browser.get(address("feedback_create", foreign)).status_code == 404
    assert browser.get(reverse("accounts:feedback_list")).context_data["can_add"] is False


def test_a_rating_of_a_colleague_is_read_by_them_and_their_manager_alone(
    browser_of: BrowserOf, seller: User, manager: User, leader: User, account: Account
) -> None:
    chief = UserFactory(administrator=True)
    manager.manager = chief
    manager.save()
    FeedbackFactory(account=account, author=seller, marketer=manager, marketer_rating=3)
    readers = [seller, manager, chief, leader, UserFactory(administrator=True)]

    shown = [
        browser_of(reader)
        .get(reverse("accounts:feedback_list"))
        .context_data["lines"][0]
        .shows_marketer
        for reader in readers
    ]

    assert shown == [True, True, True, False, False]


def test_the_list_holds_what_was_said_of_one_s_own_accounts(
    browser_of: BrowserOf, seller: User, account: Account, foreign: Account
) -> None:
    own = FeedbackFactory(account=account)
    FeedbackFactory(account=foreign)

    context = browser_of(seller).get(reverse("accounts:feedback_list")).context_data

    assert [line.feedback for line in context["lines"]] == [own]
    assert list(context["accounts"]) == [account]


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_the_list_takes_the_same_queries_for_any_number_of_rows(
    client: Client, settings: Any, django_assert_num_queries: Any, rows: int
) -> None:
    settings.PAGE_SIZE = 100
    person = UserFactory(sales=True)
    for account in AccountFactory.create_batch(min(rows, 5), team=[person]):
        FeedbackFactory.create_batch(rows, account=account)
    client.force_login(person)

    with django_assert_num_queries(8):
        client.get(reverse("accounts:feedback_list"))
