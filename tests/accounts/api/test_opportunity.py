"""Deals told by the API: their histories hold what was said, and the row is what follows."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, AmountChange, Forecast, Opportunity, StageChange
from tests.callers import Caller, signed_in, with_key
from tests.factories import AccountFactory, PipelineFactory, StageFactory, UserFactory

pytestmark = pytest.mark.django_db

JANUARY, MARCH, JUNE = (datetime(2026, month, 1, 9, tzinfo=UTC) for month in (1, 3, 6))


@pytest.fixture
def person() -> Any:
    return UserFactory()


@pytest.fixture
def caller(person: Any) -> Caller:
    return signed_in(person)


@pytest.fixture
def account(person: Any) -> Account:
    return AccountFactory(team=[person])


@pytest.fixture
def stages() -> Any:
    pipeline = PipelineFactory()
    return [StageFactory(pipeline=pipeline, position=place) for place in (1, 2, 3)]


@pytest.fixture
def deal(caller: Caller, account: Account, stages: Any) -> str:
    """The address of a deal in its first stage since January, worth 100."""
    made = caller.post(
        "opportunities/",
        of(account, stages)
        | {"stage": key(stages[0]), "stage_at": JANUARY.isoformat()}
        | {"tcv": "100", "currency": "EUR", "amount_at": JANUARY.isoformat()},
    )
    assert made.status_code == 201, made.content
    return f"opportunities/{made.json()['public_id']}/"


def of(account: Account, stages: Any) -> dict[str, str]:
    pipeline = str(stages[0].pipeline.public_id)
    return {"account": str(account.public_id), "name": "Renewal", "pipeline": pipeline}


def key(row: Any) -> str:
    return str(row.public_id)


def held(model: Any, *names: str) -> list[tuple[Any, ...]]:
    rows = model.objects.visible_to(SYSTEM).filter(voided_at=None)
    return list(rows.order_by("pk").values_list(*names))


def test_a_deal_is_made_with_its_histories_in_one_version(
    caller: Caller, person: Any, account: Account, stages: Any
) -> None:
    said = {
        "created_at": JANUARY.isoformat(),
        "stage": key(stages[1]),
        "stage_at": MARCH.isoformat(),
        "tcv": "1200.5",
        "currency": "EUR",
        "amount_at": JANUARY.isoformat(),
        "close_on": "2026-09-30",
        "forecast_amount": "1000",
        "forecast_category": "commit",
        "forecast_at": MARCH.isoformat(),
    }

    made = caller.post("opportunities/", of(account, stages) | said)

    assert made.status_code == 201, made.content
    told = made.json()
    assert told["version"] == 1
    assert (told["stage"], told["created_at"]) == (key(stages[1]), "2026-01-01T09:00:00Z")
    assert (told["tcv"], told["currency"], told["close_on"]) == ("1200.5000", "EUR", "2026-09-30")
    assert held(StageChange, "stage", "occurred_at", "recorded_by") == [
        (None, JANUARY, person.pk),
        (stages[1].pk, MARCH, person.pk),
    ]
    assert held(AmountChange, "tcv", "occurred_at") == [(Decimal("1200.5"), JANUARY)]
    assert held(Forecast, "close_on", "amount", "currency", "category", "occurred_at") == [
        (date(2026, 9, 30), Decimal(1000), "EUR", "commit", MARCH)
    ]


def test_what_is_heard_first_without_a_date_has_none(
    caller: Caller, account: Account, stages: Any
) -> None:
    said = {"stage": key(stages[0]), "tcv": "5", "currency": "EUR"}

    made = caller.post("opportunities/", of(account, stages) | said).json()

    assert held(StageChange, "stage", "occurred_at") == [(stages[0].pk, None)]
    assert held(AmountChange, "tcv", "occurred_at") == [(Decimal(5), None)]
    assert (made["stage"], made["created_at"]) == (key(stages[0]), None)


def test_a_change_adds_to_the_histories_and_loses_nothing(
    caller: Caller, deal: str, stages: Any
) -> None:
    said = {
        "name": "Larger",
        "stage": key(stages[2]),
        "stage_at": JUNE.isoformat(),
        "reason": "no_decision",
        "tcv": "120",
        "amount_at": MARCH.isoformat(),
    }

    changed = caller.patch(deal, said, version=1)

    assert changed.status_code == 200, changed.content
    told = changed.json()
    assert (told["name"], told["stage"], told["tcv"]) == ("Larger", key(stages[2]), "120.0000")
    assert (told["currency"], told["version"], changed["ETag"]) == ("EUR", 2, '"2"')
    assert held(StageChange, "stage", "occurred_at", "reason") == [
        (stages[0].pk, JANUARY, "decided"),
        (stages[2].pk, JUNE, "no_decision"),
    ]
    assert held(AmountChange, "tcv", "occurred_at") == [
        (Decimal(100), JANUARY),
        (Decimal(120), MARCH),
    ]


def test_a_change_without_a_date_holds_from_now_on(caller: Caller, deal: str, stages: Any) -> None:
    before = datetime.now(UTC)

    assert caller.patch(deal, {"stage": key(stages[1]), "acv": "7"}, version=1).status_code == 200

    (_first, moved), (_old, valued) = held(StageChange, "occurred_at"), held(AmountChange, "pk")
    amount = AmountChange.objects.visible_to(SYSTEM).get(pk=valued[0])
    assert moved[0] >= before
    assert (amount.tcv, amount.acv, amount.occurred_at >= before) == (100, 7, True)


def test_an_older_stage_told_later_leaves_the_deal_where_it_is(
    caller: Caller, deal: str, stages: Any
) -> None:
    caller.patch(deal, {"stage": key(stages[2]), "stage_at": JUNE.isoformat()}, version=1)
    said = {"stage": key(stages[1]), "stage_at": MARCH.isoformat()}

    told = caller.patch(deal, said, version=2).json()

    assert told["stage"] == key(stages[2])
    assert len(held(StageChange, "pk")) == 3


def test_saying_the_same_again_adds_nothing(caller: Caller, deal: str) -> None:
    shown = caller.get(deal).json()
    names = ("stage", "tcv", "acv", "currency", "close_on", "created_at")
    before = held(StageChange, "pk"), held(AmountChange, "pk"), held(Forecast, "pk")

    again = caller.patch(deal, {name: shown[name] for name in names}, version=1)

    assert again.status_code == 200, again.content
    assert before == (held(StageChange, "pk"), held(AmountChange, "pk"), held(Forecast, "pk"))
    assert {name: again.json()[name] for name in names} == {name: shown[name] for name in names}


def test_a_stale_change_adds_nothing_to_any_history(
    caller: Caller, person: Any, deal: str, stages: Any
) -> None:
    caller.patch(deal, {"name": "First"}, version=1)

    answer = caller.patch(deal, {"stage": key(stages[1]), "tcv": "9", "name": "Mine"}, version=1)

    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert answer.json()["now"] == caller.get(deal).json()
    assert caller.get(deal).json()["name"] == "First"
    assert held(StageChange, "stage") == [(stages[0].pk,)]
    assert held(AmountChange, "tcv") == [(100,)]


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"stage_at": "2026-03-01T00:00:00Z"}, "stage_at", "invalid"),
        ({"reason": "error"}, "reason", "invalid"),
        ({"amount_at": "2026-03-01T00:00:00Z"}, "amount_at", "invalid"),
        ({"forecast_at": "2026-03-01T00:00:00Z"}, "forecast_at", "invalid"),
        ({"stage": None}, "stage", "invalid"),
        ({"tcv": None}, "tcv", "invalid"),
        ({"created_at": None}, "created_at", "invalid"),
        ({"currency": ""}, "currency", "invalid"),
        ({"currency": "eur"}, "currency", "invalid"),
        ({"tcv": "-1"}, "tcv", "min_value"),
        ({"forecast_category": "sure"}, "forecast_category", "invalid_choice"),
        ({"stage": "11111111-1111-4111-8111-111111111111"}, "stage", "does_not_exist"),
        ({"deleted_at": "2026-03-01T00:00:00Z"}, "deleted_at", "not_writable"),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    caller: Caller, deal: str, said: dict[str, Any], field: str, code: str
) -> None:
    answer = caller.patch(deal, said, version=1)

    assert answer.status_code == 400
    assert [(each["field"], each["code"]) for each in answer.json()["fields"]] == [(field, code)]
    assert len(held(StageChange, "pk")) == len(held(AmountChange, "pk")) == 1


def test_a_stage_is_one_of_the_deals_pipeline(
    caller: Caller, account: Account, stages: Any, deal: str
) -> None:
    other = StageFactory()
    elsewhere = {"pipeline": key(other.pipeline)}

    new = caller.post("opportunities/", of(account, stages) | {"stage": key(other)})
    moved = caller.patch(deal, elsewhere, version=1)
    placed = caller.patch(deal, {**elsewhere, "stage": key(other)}, version=1)

    assert [new.status_code, moved.status_code, placed.status_code] == [400, 400, 200]
    assert new.json()["fields"][0]["field"] == moved.json()["fields"][0]["field"] == "stage"


@pytest.mark.parametrize("said", [{"tcv": "5"}, {"forecast_amount": "5"}, {"currency": "EUR"}])
def test_amount_and_currency_stand_together(
    caller: Caller, account: Account, stages: Any, said: dict[str, str]
) -> None:
    answer = caller.post("opportunities/", of(account, stages) | said)

    assert answer.status_code == 400
    assert answer.json()["fields"][0]["field"] == "currency"
    assert not Opportunity.objects.visible_to(SYSTEM).exists()


def test_who_may_not_write_adds_to_no_history(person: Any, deal: str, stages: Any) -> None:
    reader, sales = with_key(person, "read"), signed_in(UserFactory(sales=True))
    stranger = signed_in(UserFactory())

    answers = [
        caller.patch(deal, {"stage": key(stages[1])}, version=1)
        for caller in (reader, sales, stranger)
    ]

    assert [answer.status_code for answer in answers] == [403, 404, 404]
    assert len(held(StageChange, "pk")) == 1
