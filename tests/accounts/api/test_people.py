"""Groups, lines, ratings and consents through the API: the same rules as on the pages."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.enums import ConsentState
from accounts.models import (
    Account,
    BuyingGroup,
    ConsentEvent,
    Contact,
    GroupPeriod,
    Membership,
    ReportingLine,
    RoleNeed,
    Suppression,
)
from accounts.queries.consent import state_at
from tests.callers import Caller, signed_in
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    ConsentEventFactory,
    ContactFactory,
    RelationshipFactory,
    RoleNeedFactory,
    SolutionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
START, END = "2026-03-01T00:00:00Z", "2026-06-01T00:00:00Z"


@pytest.fixture
def manager() -> Any:
    return UserFactory()


@pytest.fixture
def account(manager: Any) -> Account:
    return AccountFactory(team=[manager])


@pytest.fixture
def caller(manager: Any) -> Caller:
    return signed_in(manager)


@pytest.fixture
def contact(account: Account) -> Contact:
    return ContactFactory(account=account, email="ada@example.test")


def every(model: Any, **which: Any) -> Any:
    """Return every row, withdrawn ones too."""
    return model.objects.unscoped("a test looks at everything").filter(**which)


def ident(row: Any) -> str:
    """Return the public id of a row, as it is sent."""
    return str(row.public_id)


def test_a_group_is_opened_moved_and_its_history_read(caller: Caller, account: Account) -> None:
    body = {"account": ident(account), "name": "Plant", "since": START, "is_target": False}

    made = caller.post("groups/", body)
    path = f"groups/{made.data['public_id']}/"
    moved = caller.post(f"{path}move/", {"state": "target", "at": END})
    refused = caller.post(f"{path}move/", {"state": "closed", "at": START})

    assert (made.status_code, moved.status_code, refused.status_code) == (201, 200, 400)
    assert [row["is_target"] for row in caller.get(f"{path}history/").data] == [False, True]
    assert every(GroupPeriod, voided_at=None).count() == 2


def test_somebody_joins_a_group_and_leaves_it(
    caller: Caller, account: Account, contact: Contact
) -> None:
    group = BuyingGroupFactory(account=account)
    who = {"group": ident(group), "contact": ident(contact), "role": "champion"}

    joined = caller.post("memberships/", {**who, "from_at": START})
    left = caller.post("memberships/end/", {**who, "to_at": END})
    again = caller.post("memberships/end/", {**who, "to_at": END})

    assert (joined.status_code, left.status_code, again.status_code) == (201, 200, 400)
    assert left.data["to_at"] == END
    assert every(Membership).count() == 2
    assert caller.get(f"memberships/?contact={ident(contact)}").data["count"] == 1


def test_a_group_takes_nobody_of_another_account(caller: Caller, account: Account) -> None:
    elsewhere = ContactFactory(account=AccountFactory(team=[UserFactory()]))
    group = BuyingGroupFactory(account=account)
    body = {"group": ident(group), "role": "champion", "from_at": START}

    unseen = caller.post("memberships/", {**body, "contact": ident(elsewhere)})

    assert unseen.status_code == 400
    assert not every(Membership).exists()


def test_a_template_names_a_role_until_it_ends(caller: Caller) -> None:
    solution = SolutionFactory()
    RoleNeedFactory(program=None, solution=solution, role="user")
    body = {"solution": ident(solution), "role": "champion", "people": 2, "from_at": START}

    made = caller.post("role-needs/", body)
    what = {"solution": ident(solution), "role": "champion", "to_at": END}
    ended = caller.post("role-needs/end/", what)

    assert (made.status_code, ended.status_code) == (201, 200)
    assert every(RoleNeed, role="champion", voided_at=None).get().to_at is not None
    assert every(RoleNeed, role="user", voided_at=None).get().to_at is None


def test_a_line_is_drawn_and_ended(caller: Caller, account: Account, contact: Contact) -> None:
    boss = ContactFactory(account=account)
    who = {"contact": ident(contact), "manager": ident(boss)}

    drawn = caller.post("reporting-lines/", {**who, "from_at": START})
    ended = caller.post("reporting-lines/end/", {**who, "to_at": END})
    ear = {"contact": ident(contact), "influenced": ident(boss), "weight": 2, "from_at": START}

    assert (drawn.status_code, ended.status_code) == (201, 200)
    assert caller.post("influence-lines/", ear).status_code == 201
    assert every(ReportingLine, voided_at=None).get().to_at is not None


def test_sales_rate_and_leadership_does_not(account: Account, contact: Contact) -> None:
    seller = UserFactory(sales=True)
    leader = UserFactory(leader=True)
    for person in (seller, leader):
        account.team.create(user=person, position="sales", from_at=START)
    bond = RelationshipFactory(contact=contact, user=seller)
    rating = {"relationship": ident(bond), "level": 2, "stance": "favorable", "occurred_at": START}

    rated = signed_in(seller).post("ratings/", rating)

    assert rated.status_code == 201
    assert rated.data["rated_by"] == ident(seller)
    assert signed_in(leader).post("ratings/", rating).status_code in {403, 404}
    body = {"contact": ident(contact), "user": ident(leader)}
    assert signed_in(seller).post("relationships/", body).status_code == 201


def test_a_program_never_raises_a_refusal(caller: Caller, contact: Contact) -> None:
    ConsentEventFactory(contact=contact, action="withdrawn", occurred_at=START)
    line = {
        "contact": ident(contact),
        "action": "given",
        "occurred_at": END,
        "proof_ref": "list 4",
    }

    sent = [caller.post("consents/", line) for _ in range(2)]

    assert [each.status_code for each in sent] == [201, 201]
    assert every(ConsentEvent, action="given").count() == 1
    rows = every(Contact, pk=contact.pk)
    state = state_at(rows, "marketing", "email", timezone.now())[contact.pk].state
    assert state == ConsentState.REFUSED


def test_a_suppressed_address_is_kept_as_a_hash_and_shown_to_nobody(
    caller: Caller, contact: Contact
) -> None:
    body = {"contact": ident(contact), "address": "Ada@example.test", "channel": "email",
            "reason": "objected"}  # fmt: skip

    sent = [caller.post("suppressions/", body) for _ in range(2)]

    assert [each.status_code for each in sent] == [201, 201]
    assert "address" not in sent[0].data
    assert every(Suppression).get().address_hash == contact.address_hash
    assert caller.get("suppressions/").status_code == 403
    administrator = signed_in(UserFactory(administrator=True))
    assert administrator.get("suppressions/").data["count"] == 1


def test_groups_of_others_are_not_there(caller: Caller) -> None:
    group = BuyingGroupFactory(account=AccountFactory(team=[UserFactory()]))

    assert caller.get(f"groups/{ident(group)}/").status_code == 404
    assert caller.get("groups/").data["count"] == 0
    assert every(BuyingGroup).count() == 1
