"""The catalogue, and the builder of indicators."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from metrics.catalogue.catalogue import CATALOGUE
from metrics.models import CustomIndicator
from tests.factories import (
    AccountFactory,
    CustomIndicatorFactory,
    DataFeedFactory,
    OpportunityFactory,
    ProgramFactory,
    ResponseFactory,
    StageChangeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Any:
    """An ABM manager, signed in."""
    person = UserFactory()
    client.force_login(person)
    return person


def of_records(**changes: str) -> dict[str, str]:
    """Return what a person sends for an indicator of records, differing in these fields."""
    plain = {
        "kind": "aggregate",
        "name_en": "Big expansions",
        "dataset": "opportunities",
        "aggregate": "count",
        "when": "flow",
        "dated_by": "created_at",
        "better": "up",
        "condition0-field": "type",
        "condition0-op": "eq",
        "condition0-value": "expansion",
    }
    return {**plain, **changes}


def as_formula(text: str, **changes: str) -> dict[str, str]:
    """Return what a person sends for a formula."""
    plain = {"kind": "formula", "name_en": "Answers", "formula": text, "better": "up"}
    return {**plain, **changes}


def the_indicator() -> CustomIndicator:
    return CustomIndicator.objects.unscoped("a test looks at what was written").get()


def test_catalogue_lists_every_key_and_what_it_waits_for(client: Client, manager: Any) -> None:
    page = client.get(reverse("metrics:indicator_list")).content.decode()

    for indicator in CATALOGUE:
        assert f'href="/catalogue/{indicator.key}/"' in page
    assert "buying groups" in page


def test_catalogue_is_narrowed(client: Client, manager: Any) -> None:
    asked = {"family": "finance", "kind": "high_touch", "state": "computed"}

    response = client.get(reverse("metrics:indicator_list"), asked)

    rows = [each for shelf in response.context["families"] for each in shelf.rows]
    found = [part for each in rows for part in each.parts]
    assert found
    assert all("H" in each.indicator.marks for each in found)
    assert all(each.through.is_computed for each in found)
    assert all(each.indicator.family == "finance" for each in rows)


def rows_shown(client: Client, **asked: str) -> dict[str, Any]:
    """Return the rows of the catalogue that answer a question, by the key that heads them."""
    families = client.get(reverse("metrics:indicator_list"), asked).context["families"]
    return {each.indicator.key: each for shelf in families for each in shelf.rows}


def test_the_whole_catalogue_is_its_rows_folded(client: Client, manager: Any) -> None:
    rows = rows_shown(client)

    assert all(each.indicator.headline for each in rows.values() if each.indicator.row != "G")
    assert len(rows) == len({each.row for each in CATALOGUE})
    assert not any(each.is_open for each in rows.values())


@pytest.mark.parametrize(
    "words", ["close_rate_value", "close rate BY value", "FERMETURE EN VALEUR"]
)
def test_what_is_searched_opens_the_row_that_holds_it(
    client: Client, manager: Any, words: str
) -> None:
    rows = rows_shown(client, q=words)

    assert rows["conversion_and_close_rate"].is_open
    assert "close_rate" in " ".join(
        part.indicator.key for part in rows["conversion_and_close_rate"].parts
    )


def test_a_filter_opens_the_rows_that_it_picks_parts_of(client: Client, manager: Any) -> None:
    rows = rows_shown(client, state="computed")
    page = client.get(reverse("metrics:indicator_list"), {"state": "computed"}).content.decode()

    whole = rows["conversion_and_close_rate"]
    assert not whole.through.is_computed
    assert whole.is_open
    assert '<details class="parts" open>' in page


def test_a_family_alone_opens_nothing(client: Client, manager: Any) -> None:
    rows = rows_shown(client, family="finance")

    assert rows
    assert not any(each.is_open for each in rows.values())


def test_every_indicator_says_what_it_means(client: Client, manager: Any) -> None:
    for key in ("nps", "close_rate", "web_traffic", "cost_per_mqa"):
        assert client.get(reverse("metrics:indicator_detail", args=[key])).status_code == 200
    assert client.get(reverse("metrics:indicator_detail", args=["nothing"])).status_code == 404


def test_indicator_of_records_is_made(client: Client, manager: Any) -> None:
    response = client.post(reverse("metrics:indicator_create"), of_records())

    made = the_indicator()
    assert response.status_code == 302
    assert (made.key, made.unit, made.state) == ("big_expansions", "count", "draft")
    assert made.definition == {
        "dataset": "opportunities",
        "filter": {"all": [{"field": "type", "op": "eq", "value": "expansion"}]},
        "aggregate": "count",
        "field": "",
        "kind": "flow",
        "dated_by": "created_at",
    }


def test_key_that_is_taken_gets_a_number(client: Client, manager: Any) -> None:
    CustomIndicatorFactory(key="close_rate_2", account=AccountFactory())

    client.post(reverse("metrics:indicator_create"), of_records(name_en="Close rate"))

    assert CustomIndicator.objects.unscoped("test").filter(key="close_rate_3").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"name_en": ""},
        {"condition0-value": "huge"},
        {"condition0-field": "value", "condition0-op": "gte", "condition0-value": "1e99999"},
        {"condition0-field": "value", "condition0-op": "gte", "condition0-value": "many"},
        {"condition0-field": "created_at", "condition0-op": "gte", "condition0-value": "soon"},
        {"condition0-field": "unfit", "condition0-op": "eq", "condition0-value": "test"},
        {"aggregate": "sum"},
        {"aggregate": "sum", "field": "type"},
        {"aggregate": "drop table"},
        {"dataset": "users"},
        {"dated_by": "recorded_at"},
    ],
)
def test_definition_that_cannot_be_is_refused_and_kept(
    client: Client, manager: Any, change: dict[str, str]
) -> None:
    response = client.post(reverse("metrics:indicator_create"), of_records(**change))

    assert response.status_code == 422
    assert not CustomIndicator.objects.unscoped("nothing was written").exists()
    if change.get("name_en") is None:
        assert 'value="Big expansions"' in response.content.decode()


def test_formula_takes_its_unit_from_what_it_refers_to(client: Client, manager: Any) -> None:
    text = "nps_promoters + nps_detractors"

    client.post(reverse("metrics:indicator_create"), as_formula(text))

    made = the_indicator()
    assert (made.definition, made.unit) == ({"formula": text}, "count")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nps_promoters + ", "character 16"),
        ("nps + close_rate", "These units can"),
        ("nothing * 2", "There is no indicator “nothing”."),
        ("nps > 3", "A number is needed"),
        ("", "Write the formula."),
        ("close_rate[color]", "narrow"),
    ],
)
def test_formula_says_what_is_wrong_and_where(
    client: Client, manager: Any, text: str, said: str
) -> None:
    response = client.post(reverse("metrics:indicator_create"), as_formula(text))

    assert response.status_code == 422
    assert said in " ".join(response.context["form"].errors["formula"])
    assert not CustomIndicator.objects.unscoped("nothing was written").exists()


def test_formula_that_leads_back_to_itself_is_refused(client: Client, manager: Any) -> None:
    first = CustomIndicatorFactory(state="active", unit="count")
    second = CustomIndicatorFactory(
        state="active", unit="count", definition={"formula": f"{first.key} + nps_promoters"}
    )
    where = reverse("metrics:indicator_edit", args=[first.public_id])

    response = client.post(where, as_formula(f"{second.key} + nps_promoters", version="1"))

    assert response.status_code == 422
    assert "leads back to itself" in " ".join(response.context["form"].errors["formula"])


def test_builder_shows_what_it_would_say_of_real_accounts(client: Client, manager: Any) -> None:
    DataFeedFactory()
    account = AccountFactory(team=[manager], name="Ours")
    AccountFactory(team=[UserFactory()], name="Theirs")
    deal = OpportunityFactory(account=account, type="expansion")
    StageChangeFactory(opportunity=deal, occurred_at=timezone.now() - timedelta(days=3))

    response = client.post(reverse("metrics:indicator_create"), of_records(adjust="1"))

    samples = response.context["samples"]
    assert [(each.account, each.answer.value) for each in samples] == [(account, 1)]
    assert "Big expansions: 1." in response.content.decode()
    assert "Theirs" not in response.content.decode()
    assert not CustomIndicator.objects.unscoped("nothing was written").exists()


def test_builder_says_of_a_draft_formula_where_it_is_wrong(client: Client, manager: Any) -> None:
    response = client.post(reverse("metrics:indicator_create"), as_formula("nps +", adjust="1"))

    assert response.status_code == 200
    assert response.context["samples"] == []
    assert "character 6" in response.content.decode()


def test_indicator_goes_from_draft_to_active_to_retired(client: Client, manager: Any) -> None:
    row = CustomIndicatorFactory(state="draft")
    where = reverse("metrics:indicator_state", args=[row.public_id])

    for version, state in enumerate(("active", "retired", "active"), start=1):
        client.post(where, {"to": state, "version": str(version)})
        row.refresh_from_db()
        assert row.state == state
    assert client.post(where, {"to": "draft", "version": "4"}).status_code == 400


def test_active_indicator_keeps_what_it_meant_before(client: Client, manager: Any) -> None:
    row = CustomIndicatorFactory(state="active", unit="count")
    before = row.definition
    where = reverse("metrics:indicator_edit", args=[row.public_id])

    assert client.post(where, as_formula("nps_promoters", version="1")).status_code == 302

    row.refresh_from_db()
    assert row.definition_version == 2
    assert row.past_definitions == {"1": before}


def test_indicator_of_an_account_out_of_reach_is_not_there(client: Client, manager: Any) -> None:
    row = CustomIndicatorFactory(account=AccountFactory(team=[UserFactory()]), state="active")

    assert client.get(reverse("metrics:indicator_detail", args=[row.key])).status_code == 404
    assert client.get(reverse("metrics:indicator_edit", args=[row.public_id])).status_code == 404
    assert row.name_en not in client.get(reverse("metrics:indicator_list")).content.decode()


def test_indicator_is_not_made_for_what_is_out_of_reach(client: Client, manager: Any) -> None:
    program, account = ProgramFactory(), AccountFactory(team=[UserFactory()])

    for name, of in (("program", program), ("account", account)):
        said = of_records(**{name: str(of.public_id)})
        assert client.post(reverse("metrics:indicator_create"), said).status_code == 422


def test_salesperson_reads_the_catalogue_and_makes_nothing(client: Client) -> None:
    client.force_login(UserFactory(sales=True))
    ResponseFactory()

    assert client.get(reverse("metrics:indicator_list")).status_code == 200
    assert client.get(reverse("metrics:indicator_create")).status_code == 403
    assert client.post(reverse("metrics:indicator_create"), of_records()).status_code == 403
