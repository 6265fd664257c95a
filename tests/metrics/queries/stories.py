"""Short ways to tell what happened, for tests of measuring."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account, Opportunity, Program
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from metrics.queries.window import Window
from tests.factories import (
    AmountChangeFactory,
    OpportunityFactory,
    PipelineFactory,
    StageChangeFactory,
    StageFactory,
)

ZONE = ZoneInfo("Europe/Paris")
MARCH = Window(start=date(2026, 3, 1), end=date(2026, 4, 1), as_of=date(2026, 3, 31), zone=ZONE)

STAGES = (
    ("contacted", 1, "open", False),
    ("accepted", 2, "open", True),
    ("offer", 3, "open", True),
    ("won", 4, "won", False),
    ("lost", 5, "lost", False),
)


class Pipe:
    """A pipeline of five stages, and deals that go through it."""

    def __init__(self) -> None:
        self.pipeline = PipelineFactory()
        self.stages = {
            key: StageFactory(
                pipeline=self.pipeline,
                key=key,
                position=position,
                outcome=outcome,
                is_qualified=is_qualified,
            )
            for key, position, outcome, is_qualified in STAGES
        }

    def deal(
        self,
        account: Account,
        *steps: tuple[str, datetime | None],
        worth: object = None,
        reason: str = "decided",
        **fields: Any,
    ) -> Opportunity:
        """Make a deal that went through stages; worth is an amount, or instants with amounts."""
        deal = OpportunityFactory(account=account, pipeline=self.pipeline, **fields)
        for key, at in steps:
            closing = key in {"won", "lost"}
            StageChangeFactory(
                opportunity=deal,
                stage=self.stages[key],
                occurred_at=at,
                reason=reason if closing else "decided",
            )
        amounts = worth if isinstance(worth, list) else [(steps[0][1], worth)]
        for at, amount in amounts:
            if amount is not None:
                value, currency = amount if isinstance(amount, tuple) else (amount, "EUR")
                AmountChangeFactory(
                    opportunity=deal,
                    tcv=Decimal(value),
                    acv=Decimal(value) / 2,
                    currency=currency,
                    occurred_at=at,
                )
        return deal


def ask(
    key: str,
    *,
    account: Account | None = None,
    program: Program | None = None,
    window: Window = MARCH,
    where: Mapping[str, str] | None = None,
    actor: Actor = SYSTEM,
) -> Answer:
    """Return the answer to one key for an account, a program, or all."""
    if account is not None:
        scope, grain, target = Scope.of_accounts(actor, [account]), Grain.ACCOUNT, account.pk
    elif program is not None:
        scope, grain, target = Scope.of_program(actor, program), Grain.PROGRAM, program.pk
    else:
        scope, grain, target = Scope.everything(actor), Grain.ALL, 0
    answers = live_answers(actor, [key], scope=scope, window=window, grain=grain, where=where)
    return answers.one(target, key)
