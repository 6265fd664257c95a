"""A number opens onto its records."""

from typing import Any

import pytest
from django.utils import translation

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Stage
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.words import Grain
from metrics.queries.opening import named, records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    FxRateFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    ResponseFactory,
    UserFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, Pipe, ask

pytestmark = pytest.mark.django_db


def opened(key: str, account: Any, **more: Any) -> Any:
    scope = Scope.of_accounts(SYSTEM, [account])
    return records(SYSTEM, key, scope=scope, window=MARCH, **more)


def test_a_rate_opens_onto_what_was_decided_and_what_was_left_out() -> None:
    account, pipe = AccountFactory(), Pipe()
    FxRateFactory()
    won = pipe.deal(
        account, ("contacted", paris(2026, 1, 5)), ("won", paris(2026, 3, 5)), worth=(100, "USD")
    )
    lost = pipe.deal(account, ("contacted", paris(2026, 1, 5)), ("lost", paris(2026, 3, 9)))
    renewal = pipe.deal(
        account, ("contacted", paris(2026, 1, 5)), ("won", paris(2026, 3, 6)), type="renewal"
    )
    pipe.deal(account, ("contacted", paris(2026, 1, 5)), ("won", paris(2026, 4, 6)))

    page = opened("close_rate", account)

    assert (page.counted, page.left_out) == (2, 1)
    assert [(row.public_id, row.reason, row.detail) for row in page.rows] == [
        (str(lost.public_id), "", "lost"),
        (str(won.public_id), "", "won"),
        (str(renewal.public_id), "renewal", "won"),
    ]
    assert (page.rows[1].amount, page.rows[1].currency, page.rows[1].at) == (
        90, "EUR", paris(2026, 3, 5),
    )  # fmt: skip
    assert page.rows[0].as_json()["account"]["name"] == account.name


def test_a_stage_is_named_in_the_language_of_the_reader() -> None:
    account, pipe = AccountFactory(), Pipe()
    pipe.deal(account, ("contacted", paris(2026, 3, 2)), ("won", paris(2026, 3, 5)))
    Stage.objects.filter(key="won").update(name_en="Won", name_fr="Gagnée")
    rows = opened("close_rate", account).rows

    with translation.override("fr"):
        assert [row.detail for row in named(rows)] == ["Gagnée"]
    with translation.override("en"):
        assert [row.detail for row in named(rows)] == ["Won"]


def test_a_stage_that_pipelines_name_differently_keeps_its_key() -> None:
    account, one, other = AccountFactory(), Pipe(), Pipe()
    for pipe in (one, other):
        pipe.deal(account, ("contacted", paris(2026, 3, 2)), ("won", paris(2026, 3, 5)))
    Stage.objects.filter(key="won").update(name_en="Won")
    Stage.objects.filter(pk=Stage.objects.filter(key="won").latest("pk").pk).update(name_en="Sold")

    assert {row.detail for row in named(opened("close_rate", account).rows)} == {"won"}


def test_the_records_are_as_many_as_the_number_says() -> None:
    program, pipe = ProgramFactory(), Pipe()
    accounts = AccountFactory.create_batch(3, programs=[program])
    for account in accounts:
        pipe.deal(account, ("contacted", paris(2026, 3, 5)), ("won", paris(2026, 3, 9)), worth=5)
        pipe.deal(account, ("contacted", paris(2026, 3, 5)), worth=None)
        pipe.deal(account, ("contacted", None))
    scope = Scope.of_program(SYSTEM, program)

    for key in ("new_opportunities_count", "open_pipeline_value", "average_contract_size"):
        answer = ask(key, program=program)
        page = records(SYSTEM, key, scope=scope, window=MARCH, grain=Grain.PROGRAM)
        assert page.counted == answer.n, key
        assert page.left_out == sum(answer.exclusions.values()), key


def test_records_come_by_the_page() -> None:
    account, pipe = AccountFactory(), Pipe()
    for day in range(1, 8):
        pipe.deal(account, ("contacted", paris(2026, 3, day)))

    page = opened("new_opportunities_count", account, offset=2, limit=3)
    beyond = opened("new_opportunities_count", account, offset=20)

    assert [row.at.astimezone(MARCH.zone).day for row in page.rows] == [5, 4, 3]
    assert (page.counted, beyond.counted, beyond.rows) == (7, 7, ())


@pytest.mark.parametrize("key", [each.key for each in CATALOGUE.computed()])
def test_every_number_opens(key: str) -> None:
    where = {"stage_from": "contacted", "stage_to": "won"} if key.startswith("stage_") else {}
    page = records(
        SYSTEM,
        key,
        scope=Scope.everything(SYSTEM),
        window=MARCH,
        grain=Grain.ALL,
        where=where,
    )

    assert (page.counted, page.rows) == (0, ())


def test_records_of_somebody_else_stay_hidden() -> None:
    person = UserFactory(sales=True)
    own, other, pipe = AccountFactory(team=[person]), AccountFactory(), Pipe()
    for account in (own, other):
        pipe.deal(account, ("contacted", paris(2026, 3, 5)))
    actor = Actor.of_person(person)

    page = records(
        actor,
        "new_opportunities_count",
        scope=Scope.everything(actor),
        window=MARCH,
        grain=Grain.ALL,
    )

    assert (page.counted, [row.account_id for row in page.rows]) == (1, [own.pk])


@pytest.mark.parametrize(
    ("role", "is_named"), [("abm_manager", True), ("administrator", True), ("leadership", False)]
)
def test_opinions_are_named_to_those_who_asked_and_colleagues_to_nobody(
    role: str,
    is_named: bool,  # noqa: FBT001 -- a case
) -> None:
    program, person = ProgramFactory(), UserFactory(role=role)
    account = AccountFactory(programs=[program])
    ProgramAssignmentFactory(user=person, program=program)
    DataFeedFactory(account=account, record_type="response")
    for kind in ("customer", "employee"):
        ResponseFactory.create_batch(
            6, account=account, respondent_kind=kind, responded_at=paris(2026, 3, 9)
        )
    actor = Actor.of_person(person)
    scope = Scope.of_accounts(actor, [account])

    page = records(actor, "nps", scope=scope, window=MARCH)

    assert page.counted == page.left_out == 6
    assert {(row.is_counted, bool(row.label), bool(row.public_id)) for row in page.rows} == {
        (True, is_named, is_named),
        (False, False, False),
    }
