"""Whose a visitor is, told by programs."""

from typing import Any

import pytest

from accounts.models import VisitorLink
from tests.callers import signed_in
from tests.factories import AccountFactory, ContactFactory, UserFactory, VisitorFactory

pytestmark = pytest.mark.django_db


def test_a_visitor_is_identified_once_and_followed_by_what_is_corrected() -> None:
    manager = UserFactory()
    account = AccountFactory(team=[manager])
    contact = ContactFactory(account=account)
    visitor, caller = VisitorFactory(), signed_in(manager)
    said: dict[str, Any] = {"contact": str(contact.public_id)}

    links = [caller.post(f"visitors/{visitor.pk}/identify/", said).json() for _ in range(2)]

    assert links[0] == links[1]
    assert (links[0]["account"], links[0]["found_by"]) == (str(account.public_id), "hand")
    known = caller.get("visitors/", {"is_known": "true"}).json()["results"]
    assert [row["contact"] for row in known] == [str(contact.public_id)]
    caller.post(f"visitor-links/{links[0]['id']}/correct/", {"contact": None})
    visitor.refresh_from_db()
    assert (visitor.account, visitor.contact) == (account, None)
    assert VisitorLink.objects.unscoped("a test").filter(voided_at=None).count() == 1


def test_a_visitor_is_of_what_one_sees() -> None:
    caller, hidden = signed_in(UserFactory()), AccountFactory()

    nobody = caller.post(f"visitors/{VisitorFactory().pk}/identify/")
    unseen = caller.post(
        f"visitors/{VisitorFactory().pk}/identify/", {"account": str(hidden.public_id)}
    )

    assert [each["field"] for each in nobody.json()["fields"]] == ["account"]
    assert unseen.json()["fields"][0]["code"] == "does_not_exist"
