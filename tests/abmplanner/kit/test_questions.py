"""A statement is written once for each actor, and shows them what is theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.questions import Keys, Question, instances, question
from accounts.models import Account
from tests.factories.account import AccountFactory
from tests.factories.user import UserFactory

pytestmark = pytest.mark.django_db


def counted(rows: Callable[..., Any]) -> tuple[Question[Any], list[Actor]]:
    """Return a question, and the actors for whom its statement was written."""
    written: list[Actor] = []

    def noted(actor: Actor, keys: Keys) -> Any:
        written.append(actor)
        return rows(actor, keys)

    return Question(lambda *row: row, noted), written


def names(actor: Actor, keys: Keys) -> Any:
    return Account.objects.visible_to(actor).filter(pk__among=keys).values_list("name")


def test_a_statement_is_written_once_and_asked_with_other_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Question, "is_checked", False)
    one, other = AccountFactory(name="One"), AccountFactory(name="Other")
    asked, written = counted(names)

    assert asked(SYSTEM, keys=[one.pk]) == [("One",)]
    assert sorted(asked(SYSTEM, keys=[one.pk, other.pk])) == [("One",), ("Other",)]
    assert asked(SYSTEM, keys=[]) == []
    assert written == [SYSTEM]


def test_each_sees_their_own_and_whoever_changes_role_sees_by_the_new_one() -> None:
    account = AccountFactory(name="One")
    person = UserFactory(sales=True)
    asked, _written = counted(names)

    assert asked(Actor.of_person(person), keys=[account.pk]) == []
    person.role = "administrator"
    assert asked(Actor.of_person(person), keys=[account.pk]) == [("One",)]
    person.is_active = False
    assert asked(Actor.of_person(person), keys=[account.pk]) == []


def test_rows_of_a_model_come_with_all_their_columns() -> None:
    account = AccountFactory(name="One", domains=["one.example"])

    @question(instances(Account))
    def whole(actor: Actor, keys: Keys) -> Any:
        return Account.objects.visible_to(actor).filter(pk__among=keys)

    (found,) = whole(SYSTEM, keys=[account.pk])

    assert (found, found.domains) == (account, ["one.example"])


def test_a_statement_that_follows_from_more_than_its_arguments_is_found_out() -> None:
    @question(lambda *row: row)
    def since(actor: Actor) -> Any:
        rows = Account.objects.visible_to(actor).filter(saved_at__lt=timezone.now())
        return rows.values_list("pk")

    with pytest.raises(AssertionError, match="since follows from more"):
        [since(SYSTEM) for _ in range(2)]
