"""The same events in any order, in any batches and however late give the same numbers.

A story of two accounts is told in full, then again in several shuffled ways: rows are written in
another order, some twice, some first wrongly and then corrected. What every key says of a date, of
each account, of the program and of all, must not differ.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.history import correct, void
from accounts.enums import CampaignKind, GroupRole
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.words import Grain
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    CampaignFactory,
    CampaignPeriodFactory,
    CampaignTargetFactory,
    ContactFactory,
    EmploymentFactory,
    GroupPeriodFactory,
    MembershipFactory,
    ProgramFactory,
    ResponseFactory,
    RoleNeedFactory,
    StageChangeFactory,
    TouchFactory,
    WebSessionFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, Pipe

pytestmark = pytest.mark.django_db

SHUFFLES = 8
KEYS = [each.key for each in CATALOGUE.computed()]


class Stage:
    """What stands before any event: accounts, people, a group, a campaign, open deals."""

    def __init__(self) -> None:
        self.program: Any = ProgramFactory()
        self.accounts: list[Any] = AccountFactory.create_batch(2, programs=[self.program])
        self.people = [
            ContactFactory(account=account) for account in self.accounts for _each in range(3)
        ]
        self.group = BuyingGroupFactory(account=self.accounts[0])
        self.campaign = CampaignFactory(program=self.program)
        self.pipe = Pipe()
        self.deals = [
            self.pipe.deal(self.accounts[0], ("contacted", paris(2026, 2, 1)), worth=1000),
            self.pipe.deal(self.accounts[1], ("contacted", paris(2026, 2, 2)), worth=500),
        ]

    def events(self) -> list[Callable[[], Any]]:
        """Return what happened, as acts that write it down."""
        acts: list[Callable[[], Any]] = []

        def add(factory: Any, **fields: Any) -> None:
            acts.append(lambda: factory(**fields))

        for number, person in enumerate(self.people):
            add(EmploymentFactory, contact=person, from_at=paris(2025, 1, 1 + number))
            add(
                TouchFactory,
                account=person.account,
                contact=person,
                campaign=self.campaign,
                type="email_delivered" if number % 2 else "email_clicked",
                source_key=f"event {number}",
                occurred_at=paris(2026, 3, 3) + timedelta(hours=number),
            )
            add(
                WebSessionFactory,
                account=person.account,
                contact=person,
                key=f"visit {number}",
                duration_s=10 * number,
                started_at=paris(2026, 3, 9) + timedelta(hours=number),
            )
            add(
                ResponseFactory,
                account=person.account,
                contact=person,
                score=10 - number,
                responded_at=paris(2026, 3, 10) + timedelta(hours=number),
            )
            add(
                ResponseFactory,
                account=person.account,
                contact=person,
                score=number,
                responded_at=paris(2026, 3, 2) + timedelta(hours=number),
            )
        for number, person in enumerate(self.people[:3]):
            add(
                MembershipFactory,
                group=self.group,
                contact=person,
                role=[GroupRole.USER, GroupRole.CHAMPION, GroupRole.USER][number],
                from_at=paris(2026, 1, 1 + number),
            )
        add(GroupPeriodFactory, group=self.group, from_at=paris(2026, 1, 1))
        add(RoleNeedFactory, program=self.program, role=GroupRole.USER, people=3)
        add(CampaignPeriodFactory, campaign=self.campaign, kind=CampaignKind.GENERAL)
        for account in self.accounts:
            add(CampaignTargetFactory, campaign=self.campaign, account=account)
        for deal, steps in zip(self.deals, (("accepted", "won"), ("offer", "lost")), strict=True):
            for number, step in enumerate(steps):
                add(
                    StageChangeFactory,
                    opportunity=deal,
                    stage=self.pipe.stages[step],
                    occurred_at=paris(2026, 3, 4 + number),
                )
        return acts

    def numbers(self) -> dict[tuple[Any, ...], Any]:
        """Return what every key says, of each account, of the program and of all."""
        scopes = (
            (Grain.ACCOUNT, Scope.of_accounts(SYSTEM, self.accounts)),
            (Grain.PROGRAM, Scope.of_program(SYSTEM, self.program)),
            (Grain.ALL, Scope.everything(SYSTEM)),
        )
        found = {}
        for grain, scope in scopes:
            answers = live_answers(SYSTEM, KEYS, scope=scope, window=MARCH, grain=grain)
            for place, target in enumerate(answers.targets):
                for key, answer in answers.row(target).items():
                    said = answer.as_json()
                    found[grain, place, key] = {
                        part: said[part]
                        for part in ("value", "numerator", "denominator", "n", "status")
                    } | {"left_out": dict(answer.exclusions)}
        return found


def told(order: random.Random | None) -> dict[tuple[Any, ...], Any]:
    """Tell the story, shuffled where an order is given, and return its numbers."""
    with transaction.atomic():
        stage = Stage()
        acts = stage.events()
        if order is not None:
            order.shuffle(acts)
        for act in acts:
            row = act()
            if order is not None and hasattr(row, "replaces") and order.random() < 0.3:
                correct_twice(row)
        numbers = stage.numbers()
        transaction.set_rollback(True)
    return numbers


def correct_twice(row: Any) -> None:
    """Say that a row was otherwise, then that it was as we said first."""
    field = "from_at" if hasattr(row, "from_at") else "occurred_at"
    at = getattr(row, field)
    wrong = correct(SYSTEM, row, **{field: at + timedelta(days=1)})
    right = correct(SYSTEM, wrong, **{field: at})
    assert right.voided_at is None


def test_any_order_and_any_lateness_give_the_same_numbers() -> None:
    straight = told(None)

    assert sum(1 for each in straight.values() if each["value"] is not None) > 60
    for seed in range(SHUFFLES):
        assert told(random.Random(seed)) == straight, seed  # noqa: S311 -- an order, no secret


def test_what_was_withdrawn_is_as_if_it_had_never_been() -> None:
    with transaction.atomic():
        stage = Stage()
        before = stage.numbers()
        rows = [act() for act in stage.events()]
        for row in rows:
            if hasattr(row, "replaces"):
                void(row)
        for row in rows:
            if not hasattr(row, "replaces"):
                type(row).objects.unscoped("a test").filter(pk=row.pk).update(voided_at=NOW)
        after = stage.numbers()
        transaction.set_rollback(True)

    # Whether such things are written down at all is known from the rows that still hold alone.
    assert after == before


NOW = paris(2026, 11, 24)
