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
    ContactFactory,
    CustomIndicatorFactory,
    DataFeedFactory,
    OpportunityFactory,
    ProgramFactory,
    ResponseFactory,
    StageChangeFactory,
    TouchFactory,
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


def test_catalogue_lists_every_key(client: Client, manager: Any) -> None:
    page = client.get(reverse("metrics:indicator_list")).content.decode()

    for indicator in CATALOGUE:
        assert f'href="/catalogue/{indicator.key}/"' in page
    assert "buying groups" in page


def test_catalogue_is_narrowed(client: Client, manager: Any) -> None:
    asked = {"family": "finance", "kind": "high_touch"}

    response = client.get(reverse("metrics:indicator_list"), asked)

    rows = [each for shelf in response.context["families"] for each in shelf.rows]
    found = [part for each in rows for part in each.parts]
    assert found
    assert all("H" in each.indicator.marks for each in found)
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


def test_a_ratio_is_made_of_two_parts(client: Client, manager: Any) -> None:
    sent = of_records(kind="ratio", name_en="Share of expansions") | {
        "under-dataset": "opportunities",
        "under-aggregate": "count",
        "under-when": "flow",
        "under-dated_by": "created_at",
    }

    response = client.post(reverse("metrics:indicator_create"), sent)

    made = the_indicator()
    page = client.get(reverse("metrics:indicator_detail", args=[made.key])).content.decode()
    assert response.status_code == 302
    assert (made.kind, made.unit) == ("ratio", "percent")
    assert made.definition["numerator"]["filter"]["all"][0]["value"] == "expansion"
    assert made.definition["denominator"]["filter"] == {"all": []}
    assert "Above the line: Opportunities: how many there are" in page


@pytest.mark.parametrize(
    "change",
    [
        {"under-dataset": "users"},
        {"under-aggregate": "avg", "under-field": "value"},
        {"under-condition0-field": "type", "under-condition0-value": "huge"},
    ],
)
def test_a_side_that_cannot_be_is_refused_and_kept(
    client: Client, manager: Any, change: dict[str, str]
) -> None:
    sent = of_records(kind="ratio", **{"under-dataset": "opportunities", "under-when": "flow"})

    response = client.post(reverse("metrics:indicator_create"), sent | change)

    assert response.status_code == 422
    assert 'value="expansion"' in response.content.decode()
    assert not CustomIndicator.objects.unscoped("nothing was written").exists()


def test_another_indicator_begins_like_one_that_there_is(client: Client, manager: Any) -> None:
    client.post(reverse("metrics:indicator_create"), of_records())
    address = reverse("metrics:indicator_create")

    copied = client.get(address, {"like": the_indicator().key}).context["form"]
    built_on = client.get(address, {"like": "abm_roi_attributed"}).context["form"]
    nothing = client.get(address, {"like": "nothing"}).context["form"]

    (part,) = copied.parts
    assert part["dataset"].value() == "opportunities"
    assert part.conditions[0]["value"].value() == "expansion"
    assert (built_on.chosen_kind, built_on["formula"].value()) == (
        "formula",
        "abm_roi_attributed",
    )
    assert nothing.chosen_kind == "aggregate"


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("nps", "survey"),
        ("conversion_rate", "conversion"),
        ("new_opportunities_count", "aggregate"),
        ("new_pipeline_value", "aggregate"),
        ("close_rate", "ratio"),
        ("abm_roi", "formula"),
    ],
)
def test_one_of_ours_is_cloned_as_a_team_would_have_made_it(
    client: Client, manager: Any, key: str, kind: str
) -> None:
    address = reverse("metrics:indicator_create")

    form = client.get(address, {"like": key}).context["form"]

    assert form.chosen_kind == kind


def test_a_clone_says_the_same_number(client: Client, manager: Any) -> None:
    DataFeedFactory()
    account = AccountFactory(team=[manager], name="Ours")
    lately = timezone.now() - timedelta(days=3)
    for kind in ("new", "expansion", "renewal"):
        deal = OpportunityFactory(account=account, type=kind)
        StageChangeFactory(opportunity=deal, occurred_at=lately)
    address = reverse("metrics:indicator_create")
    begun = client.get(address, {"like": "new_opportunities_count"}).context["form"]
    (part,) = begun.parts
    sent = {
        field.html_name: str(field.value() or "")
        for form in (part, *part.conditions)
        for field in form
    }

    response = client.post(
        address, sent | {"kind": "aggregate", "name_en": "Ours", "better": "up", "adjust": "1"}
    )

    assert [each.answer.value for each in response.context["samples"]] == [2]


def test_an_indicator_of_a_question_is_made(client: Client, manager: Any) -> None:
    account = AccountFactory(team=[manager], name="Ours")
    DataFeedFactory(record_type="response")
    for score in (10, 9, 8, 7, 3):
        ResponseFactory(
            account=account, score=score, responded_at=timezone.now() - timedelta(days=9)
        )
    sent = {
        "kind": "survey", "name_en": "Speak well", "better": "up", "question": "recommend",
        "statistic": "choice", "choices": ["10", "9", "8"],
        "threshold0-value": "40", "threshold0-name_en": "Fair",
        "threshold1-value": "60", "threshold1-name_en": "Good", "threshold1-is_target": "on",
    }  # fmt: skip
    where = reverse("metrics:indicator_create")

    shown = client.post(where, sent | {"adjust": "1"})
    saved = client.post(where, sent)

    made = the_indicator()
    page = client.get(reverse("metrics:indicator_detail", args=[made.key])).content.decode()
    assert [each.answer.value for each in shown.context["samples"]] == [60.0]
    assert "The target is reached: “Good” (60.0%)." in shown.content.decode()
    assert saved.status_code == 302
    assert made.definition == {
        "question": "recommend", "statistic": "choice", "choices": [8, 9, 10],
    }  # fmt: skip
    assert [each["is_target"] for each in made.thresholds] == [False, True]
    assert "Answers: 8, 9, 10." in page
    assert "Good" in page


def test_an_indicator_of_a_passage_is_made(client: Client, manager: Any) -> None:
    sent = {
        "kind": "conversion", "name_en": "Download to meeting", "better": "up",
        "base": "download", "target": "meeting_held", "entity": "person", "days": "60",
    }  # fmt: skip

    response = client.post(reverse("metrics:indicator_create"), sent)

    made = the_indicator()
    page = client.get(reverse("metrics:indicator_detail", args=[made.key])).content.decode()
    assert response.status_code == 302
    assert (made.unit, made.definition["days"]) == ("percent", 60)
    assert "within 60 days" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "survey", "question": "recommend", "statistic": "choice"}, "Choose at least one"),
        ({"kind": "survey", "question": "recommend", "statistic": "top", "top": "11"}, "best"),
        ({"kind": "conversion", "base": "download", "target": "download", "entity": "account",
          "days": "9"}, "valid choice"),
        ({"kind": "conversion", "base": "download", "target": "deal_won", "entity": "person",
          "days": "9"}, "valid choice"),
    ],
)  # fmt: skip
def test_what_can_not_be_made_of_answers_or_events_is_said(
    client: Client, manager: Any, sent: dict[str, str], said: str
) -> None:
    plain = {"name_en": "Own", "better": "up"}

    response = client.post(reverse("metrics:indicator_create"), plain | sent)

    assert response.status_code == 422
    assert said in response.content.decode()


def test_conditions_hold_all_or_any_or_none(client: Client, manager: Any) -> None:
    sent = of_records(join="any") | {
        "condition0-op": "in",
        "condition0-value": ["new", "expansion"],
        "condition1-field": "outcome",
        "condition1-op": "eq",
        "condition1-value": "won",
    }

    client.post(reverse("metrics:indicator_create"), sent)

    made = the_indicator()
    page = client.get(reverse("metrics:indicator_detail", args=[made.key])).content.decode()
    assert made.definition["filter"] == {
        "any": [
            {"field": "type", "op": "in", "value": ["new", "expansion"]},
            {"field": "outcome", "op": "eq", "value": "won"},
        ]
    }
    assert "Only where Type is one of “New business”, “Expansion” or Outcome is “Won”." in page


def test_conditions_within_conditions_stay_when_something_else_changes(
    client: Client, manager: Any
) -> None:
    inner = [
        {"field": "type", "op": "eq", "value": "new"},
        {"field": "type", "op": "eq", "value": "renewal"},
    ]
    chosen = {"all": [{"any": inner}, {"field": "outcome", "op": "eq", "value": "won"}]}
    row = CustomIndicatorFactory(
        kind="aggregate",
        state="draft",
        definition={"dataset": "opportunities", "aggregate": "count", "kind": "flow",
                    "field": "", "dated_by": "created_at", "filter": chosen},
    )  # fmt: skip
    where = reverse("metrics:indicator_edit", args=[row.public_id])
    sent = of_records(version="1")
    sent = {name: value for name, value in sent.items() if not name.startswith("condition")}

    shown = client.get(where).content.decode()
    client.post(where, sent | {"name_en": "Renamed"})

    row.refresh_from_db()
    assert "(Type is “New business” or Type is “Renewal”) and Outcome is “Won”" in shown
    assert (row.name_en, row.definition["filter"]) == ("Renamed", chosen)


def test_downloads_by_directors_are_counted(client: Client, manager: Any) -> None:
    account = AccountFactory(team=[manager], name="Ours")
    DataFeedFactory(record_type="web")
    for seniority in ("executive", "director", "manager", "unknown"):
        TouchFactory(
            account=account, type="download", occurred_at=timezone.now() - timedelta(days=9),
            contact=ContactFactory(account=account, seniority=seniority),
        )  # fmt: skip
    sent = {
        "kind": "aggregate", "name_en": "Downloads by directors", "better": "up",
        "dataset": "web_interactions", "aggregate": "count", "when": "flow",
        "dated_by": "occurred_at", "condition0-field": "type", "condition0-op": "in",
        "condition0-value": ["download"], "condition1-field": "contact.seniority",
        "condition1-op": "gte", "condition1-value": "director", "adjust": "1",
    }  # fmt: skip

    response = client.post(reverse("metrics:indicator_create"), sent)

    assert [each.answer.value for each in response.context["samples"]] == [2]


def test_a_formula_shows_the_character_that_is_wrong(client: Client, manager: Any) -> None:
    response = client.post(reverse("metrics:indicator_create"), as_formula("nps + gone * 2"))

    page = response.content.decode()
    assert response.status_code == 422
    assert response.context["form"].spot == ("nps + ", "g", "one * 2")
    assert '<mark class="wrong-at">g</mark>one * 2' in page
    assert "(character 7)" in page


def test_a_threshold_that_stands_twice_is_refused(client: Client, manager: Any) -> None:
    sent = of_records() | {"threshold0-value": "5", "threshold1-value": "5"}

    response = client.post(reverse("metrics:indicator_create"), sent)

    assert response.status_code == 422
    assert "is given twice" in response.content.decode()


def test_a_kind_just_chosen_is_measured_with_what_stands_in_its_fields(
    client: Client, manager: Any
) -> None:
    account = AccountFactory(team=[manager], name="Ours")
    AccountFactory(team=[manager], name="Another")
    DataFeedFactory(record_type="response")
    for score in (10, 9, 8, 7, 3):
        ResponseFactory(
            account=account, score=score, responded_at=timezone.now() - timedelta(days=9)
        )

    response = client.post(
        reverse("metrics:indicator_create"), of_records(kind="survey", adjust="1")
    )

    first, second = response.context["samples"]
    assert (first.account, first.answer.value) == (account, 20.0)
    assert second.answer.value is None
