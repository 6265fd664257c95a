"""A mean is told with how the scores behind it lie: by the command, by the API, and in words."""

import json
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from accounts.enums import Seniority
from accounts.models import Program
from metrics.calc.spread import Spread
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.rules import issues
from metrics.phrases import sentence
from tests.callers import signed_in
from tests.factories import AccountFactory, ContactFactory, ProgramFactory, UserFactory
from tests.factories.dates import LONG_AGO
from tests.metrics.queries.stories import ask

pytestmark = pytest.mark.django_db

KEY = "contact_seniority_index"
SPREAD = {
    "of": "accounts",
    "cases": 2,
    "lower_quartile": 38.75,
    "median": 47.5,
    "upper_quartile": 56.25,
    "shares": [
        {"from": 0, "to": 25, "percent": 0},
        {"from": 25, "to": 50, "percent": 50},
        {"from": 50, "to": 75, "percent": 50},
        {"from": 75, "to": 100, "percent": 0},
    ],
}


@pytest.fixture
def program() -> Program:
    """A program of two accounts, whose contacts stand at 30, and at 30 and 100."""
    program: Program = ProgramFactory()
    first, second = AccountFactory.create_batch(2, programs=[program])
    for account, levels in ((first, [30]), (second, [30, 100])):
        for level in levels:
            seniority = Seniority.STAFF if level == 30 else Seniority.EXECUTIVE
            ContactFactory(account=account, seniority=seniority, recorded_at=LONG_AGO)
    return program


def question(program: Program) -> dict[str, str]:
    scope = f"program:{program.public_id}"
    return {"indicator": KEY, "scope": scope, "from": "2026-03-01", "to": "2026-04-01",
            "as_of": "2026-03-31"}  # fmt: skip


def test_the_command_and_the_api_say_the_same_of_a_spread(program: Program) -> None:
    out = StringIO()
    asked = question(program)
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in asked.items()]
    call_command("measure", *arguments, "--format", "json", stdout=out)
    caller = signed_in(UserFactory(role="administrator"))

    told: Any = json.loads(out.getvalue())

    assert round(told["value"], 2) == round((30 + 30 + 100) / 3, 2)
    assert told["spread"] == SPREAD
    assert caller.get("measure/", asked).json()["spread"] == SPREAD


def test_the_sentence_says_how_far_the_accounts_lie_apart(program: Program) -> None:
    answer = ask(KEY, program=program)

    assert "Of 2 accounts, half are at" in sentence(answer)
    with translation.override("fr"):
        assert "Sur 2 comptes, la moitié sont à" in sentence(answer)


def test_one_account_has_no_spread(program: Program) -> None:
    account = AccountFactory()
    ContactFactory(account=account, seniority=Seniority.STAFF, recorded_at=LONG_AGO)

    assert ask(KEY, account=account).spread is None
    assert ask(KEY, account=account).as_json()["spread"] is None


def test_a_distribution_must_say_of_whom() -> None:
    broken = [replace(CATALOGUE[KEY], spread_of=None)]
    also = [replace(CATALOGUE["close_rate"], spread_of=CATALOGUE[KEY].spread_of)]

    for indicators in (broken, also):
        messages = [issue.message for issue in issues(tuple(indicators))]
        assert any("says whose scores it spreads" in message for message in messages)


def test_what_is_kept_of_a_spread_opens_to_the_same() -> None:
    spread = Spread(10.0, 20.5, 80.0, (1, 1, 0, 1))

    assert Spread.of(spread.numbers) == spread
    assert Spread.of(None) is None
