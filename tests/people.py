"""People around one account, each signed in in a browser of their own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account, Program, User
from tests.factories import (
    AccountFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    UserFactory,
)


@pytest.fixture
def program(db: Any) -> Program:
    """A program."""
    return ProgramFactory(name_en="Keystone", name_fr="Clef de voûte")


@pytest.fixture
def manager(program: Program) -> User:
    """An ABM manager who keeps the program."""
    return ProgramAssignmentFactory(user=UserFactory(name="Ada"), program=program).user


@pytest.fixture
def leader(program: Program) -> User:
    """A leader who is assigned to the program."""
    person = UserFactory(name="Lena", leader=True)
    return ProgramAssignmentFactory(user=person, program=program).user


@pytest.fixture
def seller(db: Any) -> User:
    """A salesperson."""
    return UserFactory(name="Sam", sales=True)


@pytest.fixture
def account(program: Program, manager: User, seller: User) -> Account:
    """An account in the program, with the salesperson on its team."""
    return AccountFactory(name="Airbus", team=[seller], programs=[program])


@pytest.fixture
def foreign(db: Any) -> Account:
    """An account of somebody else, in a program of its own."""
    stranger = UserFactory(sales=True)
    return AccountFactory(name="Zodiac", team=[stranger], programs=[ProgramFactory()])


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """Returns a browser in which somebody is signed in."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
