"""Indicators that teams make are measured as ours are."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM, Actor
from metrics.catalogue.filters import FilterError
from metrics.catalogue.formula.parsing import FormulaError
from metrics.models import CustomIndicator
from metrics.queries.custom import compiled
from metrics.queries.indicators import known_indicators, past_key
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    FxRateFactory,
    ProgramFactory,
    ResponseFactory,
    UserFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, Pipe, ask

pytestmark = pytest.mark.django_db


def made(key: str = "own", **fields: Any) -> CustomIndicator:
    """Make an active indicator; what isn't said is plain."""
    definition = fields.pop("definition", {})
    kind = "formula" if "formula" in definition else "aggregate"
    plain = {"dataset": "opportunities", "aggregate": "count", "kind": "flow"}
    return CustomIndicator.objects.create(
        key=key,
        kind=kind,
        name_en=fields.pop("name_en", "Our own"),
        definition=definition if kind == "formula" else plain | definition,
        **{"state": "active", "unit": "count"} | fields,
    )


@pytest.fixture
def account() -> Any:
    DataFeedFactory()
    FxRateFactory()
    account, pipe = AccountFactory(programs=[ProgramFactory()]), Pipe()
    for amount, source in ((100, "web"), (300, "fair"), ((1000, "USD"), "Web shop")):
        pipe.deal(account, ("contacted", paris(2026, 3, 5)), worth=amount, source=source)
    pipe.deal(account, ("contacted", paris(2026, 3, 6)), source="web")
    pipe.deal(account, ("contacted", paris(2026, 3, 6)), source="web", is_test=True)
    pipe.deal(account, ("contacted", paris(2026, 2, 6)), worth=7, source="web")
    return account


WEB = {"all": [{"field": "source", "op": "starts_with", "value": "WEB"}]}


@pytest.mark.parametrize(
    ("definition", "unit", "value", "status"),
    [
        ({"filter": WEB}, "count", 3, "ok"),
        ({"filter": WEB, "kind": "cumulative"}, "count", 4, "ok"),
        ({"kind": "cumulative", "since": "2026-03-06"}, "count", 1, "ok"),
        ({"kind": "cumulative", "trailing_days": 27}, "count", 4, "ok"),
        ({"kind": "cumulative", "trailing_days": 60}, "count", 5, "ok"),
        ({"aggregate": "count_distinct", "field": "source"}, "count", 3, "ok"),
        ({"aggregate": "sum", "field": "value"}, "money", Decimal("1300.00"), "incomplete"),
        ({"aggregate": "avg", "field": "value"}, "money", Decimal("433.33"), "ok"),
        ({"aggregate": "median", "field": "value"}, "money", Decimal("300.00"), "ok"),
        ({"aggregate": "min", "field": "value"}, "money", Decimal("100.00"), "ok"),
        ({"aggregate": "max", "field": "value"}, "money", Decimal("900.00"), "ok"),
        ({"kind": "stock"}, "count", 5, "ok"),
        ({"kind": "delta"}, "count", 4, "ok"),
        ({"dated_by": "closed_at"}, "count", 0, "ok"),
        (
            {"filter": {"field": "created_at", "op": "gte", "value": "period.start+4d"}},
            "count", 4, "ok",
        ),
        (
            {"filter": {"field": "created_at", "op": "between",
                        "value": ["as_of-30d", "2026-03-06"]}},
            "count", 3, "ok",
        ),
        ({"filter": {"field": "value", "op": "is_null", "value": True}}, "count", 1, "ok"),
        ({"filter": {"none": [{"field": "value", "op": "gt", "value": 200}]}}, "count", 2, "ok"),
        ({"filter": {"field": "source", "op": "contains", "value": "100%"}}, "count", 0, "ok"),
    ],
)  # fmt: skip
def test_an_aggregate_is_measured_by_the_same_engine(
    account: Any, definition: dict[str, Any], unit: str, value: object, status: str
) -> None:
    made(definition=definition, unit=unit)

    found = ask("own", account=account)

    assert (found.value, found.status) == (value, status)
    assert ask("own", program=account.enrolments.visible_to(SYSTEM)[0].program).value == value


def test_an_aggregate_opens_onto_its_records(account: Any) -> None:
    made(definition={"aggregate": "sum", "field": "value"}, unit="money")

    page = records(SYSTEM, "own", scope=Scope.of_accounts(SYSTEM, [account]), window=MARCH)

    assert (page.counted, page.left_out) == (3, 2)
    assert ask("own", account=account).exclusions == {"missing_value": 1, "test": 1}


def test_a_formula_is_evaluated_after_its_inputs_are_rolled_up() -> None:
    program = ProgramFactory()
    first, second = AccountFactory.create_batch(2, programs=[program])
    for account, scores in ((first, [10, 10, 9, 0, 1, 2, 3, 4]), (second, [9, 0])):
        for score in scores:
            ResponseFactory(account=account, score=score, responded_at=paris(2026, 3, 5))
    made("all_answers", definition={"formula": "nps_promoters + nps_passives + nps_detractors"})
    made("happy", definition={"formula": "ratio(nps_promoters, all_answers)"}, unit="index")

    assert ask("happy", account=first).value == 0.375
    assert ask("happy", account=second).value == 0.5
    assert ask("happy", program=program).value == 0.4
    page = records(SYSTEM, "happy", scope=Scope.of_program(SYSTEM, program), window=MARCH)
    assert page.made_of == ("nps_promoters", "all_answers")


def test_a_formula_narrows_its_references_and_looks_back(account: Any) -> None:
    made("growth", definition={"formula": "pct_change(own, own@1m)"}, unit="percent")
    made("own", definition={})
    made("part", definition={"formula": "new_opportunities_count[expansion]"})

    assert ask("growth", account=account).value == 300
    assert ask("part", account=account).value == 0


def test_a_formula_says_why_it_has_no_value() -> None:
    account = AccountFactory()
    made("change", definition={"formula": "pct_change(nps, nps@prev)"}, unit="percent")
    made("waits", definition={"formula": "web_sessions + 1"})

    assert ask("change", account=account).status == "not_measured"
    DataFeedFactory(record_type="response")
    assert ask("change", account=account).status == "no_data"
    for _answer in range(3):
        ResponseFactory(account=account, responded_at=paris(2026, 3, 5))
    assert ask("change", account=account).status == "suppressed"
    assert ask("waits", account=account).status == "not_measured"


def test_a_score_is_compared_with_its_own_past(account: Any) -> None:
    pipe = Pipe()
    for month, number in ((11, 2), (12, 4), (1, 3)):
        for _deal in range(number):
            pipe.deal(account, ("contacted", paris(2025 if month > 9 else 2026, month, 15)))
    made(definition={"formula": "zscore_hist(new_opportunities_count)"}, unit="index")

    found = ask("own", account=account)

    assert found.status == "ok"
    assert float(found.value or 0) > 1


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        ({"dataset": "weighted_opportunities"}, "unknown_dataset"),
        ({"dataset": "accounts_user"}, "unknown_dataset"),
        ({"aggregate": "list", "field": "value"}, "unknown_aggregate"),
        ({"aggregate": "sum"}, "needs_a_field"),
        ({"aggregate": "sum", "field": "source"}, "wrong_field"),
        ({"aggregate": "sum", "field": "tcv"}, "unknown_field"),
        ({"kind": "overlap"}, "not_of_records"),
        ({"kind": "ever"}, "unknown_kind"),
        ({"since": "2026-01-01"}, "not_since"),
        ({"kind": "cumulative", "since": "soon"}, "not_a_day"),
        ({"kind": "cumulative", "trailing_days": 0.5}, "wrong_days"),
        ({"kind": "cumulative", "since": "2026-01-01", "trailing_days": 9}, "not_since"),
        ({"dated_by": "type"}, "wrong_date"),
        ({"filter": {"field": "unfit", "op": "eq", "value": ""}}, "unknown_field"),
        ({"filter": {"field": "account__name", "op": "eq", "value": ""}}, "unknown_field"),
        ({"filter": {"field": "type", "op": "contains", "value": "n"}}, "wrong_op"),
        ({"filter": {"field": "type", "op": "in", "value": ["new", "old"]}}, "wrong_choice"),
    ],
)
def test_a_definition_that_can_not_be_right_is_refused(
    definition: dict[str, Any], code: str
) -> None:
    with pytest.raises(FilterError) as refused:
        compiled(made(definition=definition))

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("key", "formula", "unit", "code"),
    [
        ("own", "nps + close_rate", "points", "different_units"),
        ("own", "nps", "percent", "other_unit"),
        ("own", "nothing + 1", "count", "unknown_key"),
        ("own", "nps +", "points", "syntax"),
        ("nps", "close_rate", "percent", "reserved"),
        ("min", "close_rate", "percent", "reserved"),
    ],
)
def test_a_formula_that_can_not_be_right_is_refused(
    key: str, formula: str, unit: str, code: str
) -> None:
    with pytest.raises(FormulaError) as refused:
        compiled(made(key, definition={"formula": formula}, unit=unit))

    assert refused.value.code == code


def test_a_key_can_not_shadow_ours_and_a_circle_is_left_aside() -> None:
    made("nps", definition={})
    made("k1", definition={"formula": "k2 + 1"})
    made("k2", definition={"formula": "k1"})

    known = known_indicators(SYSTEM)

    assert not known["nps"].is_custom
    assert "k1" not in known
    assert "k2" not in known


def test_drafts_are_unknown_and_retired_ones_are_known_but_not_listed() -> None:
    made("draft", state="draft")
    made("old", state="retired")

    known = known_indicators(SYSTEM)

    assert "draft" not in known
    assert "old" in known
    assert "old" not in {each.key for each in known}


def test_an_earlier_definition_is_known_by_its_version(account: Any) -> None:
    made(
        definition={"filter": WEB},
        definition_version=2,
        past_definitions={"1": {"dataset": "opportunities", "aggregate": "count", "kind": "flow"}},
    )

    assert ask("own", account=account).value == 3
    assert ask(past_key("own", 1), account=account).value == 4


def test_an_indicator_of_somebody_else_is_unknown() -> None:
    made("theirs", account=AccountFactory())
    made("ours")

    known = known_indicators(Actor.of_person(UserFactory()))

    assert "theirs" not in known
    assert "ours" in known


def test_the_difference_of_a_stock_is_taken_at_both_ends_of_the_window(account: Any) -> None:
    made(definition={"kind": "delta"})
    later = replace(MARCH, as_of=date(2026, 6, 30))
    Pipe().deal(account, ("contacted", paris(2026, 5, 6)))

    assert ask("own", account=account, window=later).value == 4
