"""Statements of a few accounts are planned once; those of many each time; the numbers are equal."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account
from metrics.queries import running
from metrics.queries.engine import live_answers
from metrics.queries.indicators import known_indicators
from metrics.queries.scope import Scope
from metrics.queries.window import Window
from tests.factories import AccountFactory, ResponseFactory, TouchFactory

pytestmark = pytest.mark.django_db
YEAR = Window(
    start=date(2019, 7, 1), end=date(2020, 7, 1), as_of=date(2020, 6, 30), zone=ZoneInfo("UTC")
)


@pytest.fixture
def accounts() -> Iterator[list[Account]]:
    """Accounts with something to count; plans kept before are forgotten."""
    made = AccountFactory.create_batch(running.FEW + 1)
    for account in made:
        ResponseFactory(account=account)
        TouchFactory(account=account)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    yield made
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


def asked(accounts: list[Account]) -> dict[int, Any]:
    """Return what is answered of accounts, by their keys, for some numbers of each kind."""
    known = known_indicators(SYSTEM)
    keys = ["nps_promoters", "account_coverage", "active_contact_rate", "web_traffic"]
    scope = Scope.of_accounts(SYSTEM, accounts)
    found = live_answers(SYSTEM, keys, scope=scope, window=YEAR, known=known)
    return {
        account.pk: [found.one(account.pk, key).as_json() for key in keys] for account in accounts
    }


def plans() -> tuple[int, int]:
    """Return how many plans are kept, and how often they were used."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(generic_plans), 0)::int FROM pg_prepared_statements"
        )
        found: tuple[int, int] = cursor.fetchone()
    return found


def test_one_plan_serves_one_account_after_another(accounts: list[Account]) -> None:
    asked(accounts[:1])
    kept, used = plans()
    assert 0 < kept <= running.MOST_KEPT
    asked(accounts[1:2])
    assert plans() == (kept, 2 * used)


def test_many_accounts_are_planned_for_each_time(accounts: list[Account]) -> None:
    asked(accounts)
    assert plans() == (0, 0)


def test_a_plan_that_is_kept_changes_no_number(
    accounts: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {key: answers for each in accounts for key, answers in asked([each]).items()}
    monkeypatch.setattr(running, "FEW", 0)
    assert {key: answers for each in accounts for key, answers in asked([each]).items()} == kept
    assert any(answer["value"] is not None for answers in kept.values() for answer in answers)
