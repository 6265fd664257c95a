"""Scoped rows refuse to be read on nobody's behalf, through whatever door."""

import pytest
from django.db.models import Count, F

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.scope import UnscopedError
from accounts.enums import Role
from accounts.models import Account, Contact, Enrolment
from tests.factories import (
    AccountFactory,
    ContactFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DOORS = {
    "list": lambda: list(Account.objects.all()),
    "get": lambda: Account.objects.get(pk=1),
    "count": lambda: Account.objects.count(),
    "exists": lambda: Account.objects.filter(name="x").exists(),
    "aggregate": lambda: Account.objects.aggregate(n=Count("pk")),
    "values": lambda: list(Account.objects.values_list("name")),
    "iterator": lambda: list(Account.objects.iterator()),
    "update": lambda: Account.objects.update(name="x"),
    "delete": lambda: Account.objects.all().delete(),
    "raw": lambda: list(Account.objects.raw("select * from accounts_account")),
    "default manager": lambda: list(Account._default_manager.all()),
    "base manager": lambda: list(Account._base_manager.all()),
    "union": lambda: list(Account.objects.all().union(Account.objects.all())),
    "subquery": lambda: list(
        Contact.objects.visible_to(SYSTEM).filter(account__in=Account.objects.all())
    ),
    "in bulk": lambda: Account.objects.in_bulk([1]),
    "first": lambda: Account.objects.first(),
    "get or create": lambda: Account.objects.get_or_create(name="x"),
    "annotated": lambda: list(Account.objects.annotate(n=F("pk"))),
    "dates": lambda: list(Account.objects.datetimes("recorded_at", "day")),
}


@pytest.mark.parametrize("door", DOORS)
def test_scoped_rows_refuse_every_door(door: str) -> None:
    AccountFactory()

    with pytest.raises(UnscopedError):
        DOORS[door]()


def test_rows_that_hang_on_a_row_refuse_too() -> None:
    account = AccountFactory()

    with pytest.raises(UnscopedError):
        list(account.contacts.all())
    with pytest.raises(UnscopedError):
        account.contacts.count()


def test_a_row_in_hand_leads_to_its_parent() -> None:
    contact = ContactFactory()
    found = Contact.objects.visible_to(Actor.of_person(UserFactory(administrator=True))).get()

    assert found.account == contact.account
    found.refresh_from_db()


def test_a_row_in_hand_leads_on_to_its_children_once_scoped() -> None:
    contact = ContactFactory()
    admin = Actor.of_person(UserFactory(administrator=True))

    assert list(contact.account.contacts.visible_to(admin)) == [contact]


@pytest.mark.parametrize(
    ("role", "team", "assigned", "sees"),
    [
        (Role.ADMINISTRATOR, False, False, True),
        (Role.MANAGER, False, False, False),
        (Role.MANAGER, True, False, True),
        (Role.MANAGER, False, True, True),
        (Role.SALES, True, False, True),
        (Role.SALES, False, True, False),
        (Role.LEADERSHIP, False, True, True),
        (Role.LEADERSHIP, True, False, False),
    ],
)
def test_who_sees_an_account(*, role: Role, team: bool, assigned: bool, sees: bool) -> None:
    person, program = UserFactory(role=role), ProgramFactory()
    account = AccountFactory(team=[person] if team else [], programs=[program])
    AccountFactory(team=[UserFactory()], programs=[ProgramFactory()])
    if assigned:
        ProgramAssignmentFactory(user=person, program=program)
    actor = Actor.of_person(person)

    seen = Account.objects.visible_to(actor).filter(pk=account.pk)

    assert seen.exists() is sees
    if role != Role.ADMINISTRATOR:
        assert set(Account.objects.visible_to(actor)) == ({account} if sees else set())
        assert set(Enrolment.objects.visible_to(actor).values_list("account", flat=True)) == (
            {account.pk} if sees else set()
        )


def test_a_person_who_left_sees_nothing() -> None:
    person = UserFactory(administrator=True, is_active=False)
    AccountFactory()

    assert not Account.objects.visible_to(Actor.of_person(person)).exists()
