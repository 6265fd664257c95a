"""Opinions are told by name to few, by whatever way they are read."""

from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.enums import Role
from accounts.queries.exports import responses
from tests.callers import signed_in
from tests.factories import (
    AccountFactory,
    ContactFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    ResponseFactory,
    TeamMemberFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

READERS = [
    (Role.ADMINISTRATOR, True),
    (Role.MANAGER, True),
    (Role.LEADERSHIP, False),
    (Role.SALES, False),
]


@pytest.fixture
def asked() -> Any:
    """An account where a customer and a colleague answered, one each."""
    account = AccountFactory(programs=[ProgramFactory()])
    for kind, name in (("customer", "ada"), ("employee", "bea")):
        contact = ContactFactory(account=account, email=f"{name}@example.org")
        ResponseFactory(account=account, contact=contact, respondent_kind=kind, comment=name)
    return account


def reader(role: Role, account: Any) -> Any:
    """Return a person of a role who reaches the account."""
    person = UserFactory(role=role)
    TeamMemberFactory(account=account, user=person)
    enrolment = account.enrolments.unscoped("a test looks for the program").get()
    ProgramAssignmentFactory(user=person, program=enrolment.program)
    return person


@pytest.mark.parametrize(("role", "is_named"), READERS)
def test_the_api_names_customers_to_those_who_asked_and_colleagues_to_nobody(
    asked: Any,
    role: Role,
    is_named: bool,  # noqa: FBT001 -- a case
) -> None:
    rows = signed_in(reader(role, asked)).get("responses/").json()["results"]

    told = {row["respondent_kind"]: (row["contact"] is not None, row["comment"]) for row in rows}
    assert told["employee"] == (False, "")
    assert told["customer"] == ((True, "ada") if is_named else (False, ""))
    assert all(row["score"] is not None for row in rows)


@pytest.mark.parametrize(("role", "is_named"), READERS)
def test_an_export_names_the_same_as_the_api(
    asked: Any,
    role: Role,
    is_named: bool,  # noqa: FBT001 -- a case
) -> None:
    names, rows = responses(Actor.of_person(reader(role, asked)))

    told = {
        row["email"]: row["comment"] for row in (dict(zip(names, row, strict=True)) for row in rows)
    }
    assert told == ({"ada@example.org": "ada", "": ""} if is_named else {"": ""})


def test_work_of_the_site_itself_reads_all(asked: Any) -> None:
    _names, rows = responses(SYSTEM)

    assert {row[2] for row in rows} == {"ada@example.org", "bea@example.org"}
