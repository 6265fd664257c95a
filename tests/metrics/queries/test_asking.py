"""One question: what may be asked, of whom, and the stable form of its answer."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import ExternalId
from metrics.catalogue.catalogue import REGISTRY
from metrics.phrases import explained
from metrics.queries.asking import Question, QuestionError, answered
from tests.factories import (
    AccountFactory,
    AdDeliveryFactory,
    DataFeedFactory,
    ProgramFactory,
    UserFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import Pipe

pytestmark = pytest.mark.django_db

MARCH = {"start": date(2026, 3, 1), "end": date(2026, 4, 1), "as_of": date(2026, 3, 31)}
OPTIONS = ["--from", "2026-03-01", "--to", "2026-04-01", "--as-of", "2026-03-31"]


@pytest.fixture
def account() -> Any:
    DataFeedFactory()
    program = ProgramFactory(name_en="North", name_fr="Nord", currency="USD")
    account, pipe = AccountFactory(name="Société Générale", programs=[program]), Pipe()
    for stage in ("won", "won", "lost"):
        pipe.deal(account, ("contacted", paris(2026, 1, 5)), (stage, paris(2026, 3, 5)))
    pipe.deal(account, ("contacted", paris(2026, 1, 5)), ("won", paris(2026, 3, 5)), type="renewal")
    ExternalId.objects.create(system="crm", kind="account", value="001X", account=account)
    return account


def ask(scope: str, key: str = "close_rate", **changes: Any) -> Any:
    return answered(SYSTEM, Question(indicator=key, scope=scope, **{**MARCH, **changes}))


def test_the_answer_object_is_stable(account: Any) -> None:
    body = ask(f"account:{account.public_id}").as_json()

    low, high = body["interval"].pop("low"), body["interval"].pop("high")
    assert (round(low, 1), round(high, 1)) == (20.8, 93.9)
    assert round(body.pop("value"), 2) == 66.67
    assert body == {
        "indicator": "close_rate",
        "numerator": 2,
        "denominator": 3,
        "n": 3,
        "interval": {"method": "wilson", "level": 0.95},
        "status": "ok",
        "flags": [],
        "exclusions": {"renewal": 1},
        "unit": "percent",
        "currency": None,
        "spread": None,
        "definition_version": 1,
        "settings": None,
        "scope": f"account:{account.public_id}",
        "scope_name": "Société Générale",
        "from": "2026-03-01",
        "to": "2026-04-01",
        "as_of": "2026-03-31",
        "known_at": None,
        "time_zone": "Europe/Paris",
        "where": {},
    }


@pytest.mark.parametrize("name", ["001X", "societe generale", "Société  Générale"])
def test_an_account_is_known_by_its_keys_and_by_its_name(account: Any, name: str) -> None:
    assert ask(f"account:{name}").target.public_id == str(account.public_id)


@pytest.mark.parametrize("scope", ["program:North", "program:Nord", "all"])
def test_programs_and_all_are_asked_alike(account: Any, scope: str) -> None:
    assert ask(scope).answer.numerator == 2


def test_money_reports_in_the_currency_of_the_program(account: Any) -> None:
    assert ask("program:North", "open_pipeline_value").answer.currency == "USD"
    assert ask(f"account:{account.public_id}", "open_pipeline_value").answer.currency == "USD"
    assert ask("all", "open_pipeline_value").answer.currency == "EUR"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"key": "nothing"}, "unknown"),
        ({"scope": "world"}, "not_a_scope"),
        ({"scope": "account:"}, "not_a_scope"),
        ({"scope": "account:Nobody"}, "not_found"),
        ({"scope": "account:a\x00b"}, "not_found"),
        ({"scope": "program:Nowhere"}, "not_found"),
        ({"scope": "source:"}, "not_a_scope"),
        ({"scope": "source:Nowhere"}, "not_found"),
        ({"scope": "account:Twin"}, "ambiguous"),
        ({"end": date(2026, 3, 1)}, "before_from"),
        ({"start": date(1900, 1, 1)}, "out_of_range"),
        ({"start": date(1950, 1, 1), "end": date(2100, 1, 1)}, "too_long"),
        ({"where": {"color": "red"}}, "no_such_dimension"),
    ],
)
def test_what_can_not_be_read_is_said(changes: dict[str, Any], code: str) -> None:
    AccountFactory.create_batch(2, name="Twin")
    scope, key = changes.pop("scope", "all"), changes.pop("key", "close_rate")

    with pytest.raises(QuestionError) as refused:
        ask(scope, key, **changes)

    assert refused.value.code == code


def test_an_account_out_of_reach_is_not_found(account: Any) -> None:
    question = Question(indicator="close_rate", scope=f"account:{account.public_id}", **MARCH)

    with pytest.raises(QuestionError) as refused:
        answered(Actor.of_person(UserFactory(sales=True)), question)

    assert refused.value.code == "not_found"


def test_an_answer_explains_itself_in_both_languages(account: Any) -> None:
    question = Question(indicator="close_rate", scope="all", **MARCH)
    asked = answered(SYSTEM, question, explain=True)

    body = explained(asked)

    assert body["sentence"] == (
        "Of the opportunities decided, 2 of 3 were won. Likely between: 20.8% to 93.9% (95%). "
        "n = 3 is too small to conclude. Left out: 1 renewal."
    )
    assert body["name"] == "Close rate"
    assert body["definition"].startswith("Of the opportunities decided")
    assert (body["records"]["counted"], body["records"]["left_out"]) == (3, 1)
    assert body["records"]["rows"][-1]["reason_words"] == "renewal"
    with translation.override("fr"):
        assert explained(asked)["name"] == "Taux de fermeture"


def run(*options: str) -> str:
    out = StringIO()
    call_command("measure", *options, *OPTIONS, stdout=out)
    return out.getvalue()


def test_the_command_answers_as_json(account: Any) -> None:
    body = json.loads(run("--indicator", "close_rate", "--scope", "all", "--format", "json"))

    assert body == ask("all").as_json()


def test_the_command_answers_of_a_source_and_tells_where_no_account_is_known() -> None:
    AdDeliveryFactory(source="linkedin", account=None, day=date(2026, 3, 5))
    AdDeliveryFactory(source="linkedin", day=date(2026, 3, 6))
    options = ["--indicator", "ad_ctr", "--scope", "source:linkedin"]

    body = json.loads(run(*options, "--format", "json", "--explain"))

    assert (body["value"], body["denominator"]) == (1, 2000)
    assert body["scope_name"] == "linkedin"
    assert body["sentence"].startswith("Of 2,000 impressions, 20 led to a click.")
    assert [record["account"] is None for record in body["records"]["rows"]] == [False, True]
    assert run(*options, "--explain").count("\n  + 2026-03-0") == 2


def test_the_command_explains_in_a_table(account: Any) -> None:
    text = run("--indicator", "close_rate", "--scope", "program:North", "--explain")

    assert "66.6" in text
    assert text.count("\n  + 2026-03-05") == 3
    assert text.count("\n  - 2026-03-05") == 1


def test_the_command_narrows_by_dimensions(account: Any) -> None:
    options = ["--indicator", "average_contract_size", "--scope", "all", "--format", "json"]

    body = json.loads(run(*options, "--where", "type=renewal"))

    assert body["exclusions"] == {"missing_amount": 1}


def test_the_command_says_what_it_can_not_read() -> None:
    with pytest.raises(CommandError, match="There is no indicator “nothing”"):
        run("--indicator", "nothing", "--scope", "all")
    with pytest.raises(CommandError, match="invalid"):
        call_command("measure", "--indicator", "nps", "--scope", "all", "--from", "x", "--to", "y")


def test_the_catalogue_is_listed() -> None:
    out = StringIO()

    call_command("indicators", "--format", "json", stdout=out)

    registry = json.loads(REGISTRY.read_text(encoding="utf-8"))
    told = json.loads(out.getvalue())
    assert len(told) == 214
    assert [
        {name: row[name] for name in entry} for entry, row in zip(registry, told, strict=True)
    ] == registry
    assert all(row["definition_en"] and row["definition_fr"] for row in told)
    out = StringIO()
    call_command("indicators", stdout=out)
    assert "Incremental ROI (with a control group)" in out.getvalue()
