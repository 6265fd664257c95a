"""The audit page for administrators, and the page that says who sees an account."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import AccountFactory, TeamMemberFactory, UserFactory

pytestmark = pytest.mark.django_db

AUDIT = "accounts:audit_list"


@pytest.fixture
def administrator(client: Client) -> Any:
    """A signed-in administrator."""
    person = UserFactory(administrator=True, name="Ada Admin")
    client.force_login(person)
    return person


def test_audit_shows_a_change_from_a_page_with_who_and_what(
    client: Client, administrator: Any
) -> None:
    account = AccountFactory(name="Before")
    edit = reverse("accounts:account_edit", args=[account.public_id])
    given = {"name": "After", "status": "target", "version": "1"}
    client.post(edit, given, headers={"X-Request-ID": "request-0042"})

    shown = client.get(reverse(AUDIT), {"table": "accounts.Account"})
    newest = shown.context_data["lines"][0]

    assert newest["who"] == "Ada Admin"
    assert newest["event"].request == "request-0042"
    assert {"label": "Name", "before": "Before", "after": "After"} in newest["changes"]
    assert "<del>Before</del>" in shown.content.decode()


def test_audit_leads_to_the_older_changes(client: Client, administrator: Any) -> None:
    AccountFactory.create_batch(60)

    first = client.get(reverse(AUDIT), {"table": "accounts.Account"})
    query = {"table": "accounts.Account", "after": first.context_data["older"]}
    second = client.get(reverse(AUDIT), query)

    assert len(first.context_data["lines"]) == 50
    assert len(second.context_data["lines"]) == 10
    assert second.context_data["older"] == ""


@pytest.mark.parametrize(
    "query",
    [{"after": "nonsense"}, {"after": "x~y~z"}, {"table": "x"}, {"person": "x"}, {"since": "x"}],
)
def test_audit_takes_nonsense_for_nothing_asked(
    client: Client, administrator: Any, query: dict[str, str]
) -> None:
    AccountFactory()

    shown = client.get(reverse(AUDIT), query)

    assert shown.status_code == 200
    assert shown.context_data["lines"]


def test_audit_is_for_administrators(client: Client) -> None:
    client.force_login(UserFactory())

    assert client.get(reverse(AUDIT)).status_code == 403


def test_access_names_who_sees_the_account(client: Client, administrator: Any) -> None:
    account = AccountFactory()
    member = TeamMemberFactory(account=account, user__name="Sam Sales").user
    UserFactory(name="Olga Outside")

    shown = client.get(reverse("accounts:account_access", args=[account.public_id]))

    assert {each.person for each in shown.context_data["seers"]} == {administrator, member}
    assert "Olga" not in shown.content.decode()
