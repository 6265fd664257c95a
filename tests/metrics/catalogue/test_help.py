"""The help says what the calculations say: figures, settings, families, documents, docstrings."""

import inspect
import re
from collections import defaultdict
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.module_loading import import_string

from metrics.calc.status import Status
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.help.page import Example, Page
from metrics.catalogue.help.pages import PAGES, page_of, told_on
from metrics.catalogue.parameters import PARAMETERS
from metrics.catalogue.words import Family, Words
from metrics.phrases import FAMILIES
from metrics.queries.worked import indicator_of, worked

EXAMPLES = [(page, each) for page in PAGES.values() for each in page.examples]
OF_INDICATORS = [each for _page, each in EXAMPLES if isinstance(each, Example)]

# Worked by hand, or taken from the papers that the rules come from: value, ends of the interval.
BY_HAND: dict[str, tuple[float, float | None, float | None]] = {
    "nps": (20, -30.3, 61.1),
    "nps_response_rate": (40, 21.9, 61.3),
    "nps_account_weighted": (60, None, None),
    "new_target_accounts": (2, None, None),
    "campaign_reach_rate": (66.7, 20.8, 93.9),
    "campaign_response_rate": (25, 8.9, 53.2),
    "campaign_engagement_rate": (33.3, 6.1, 79.2),
    "account_coverage": (57.1, None, None),
    "contact_quality_score": (71.5, None, None),
    "gdpr_compliant_rate": (77.8, None, None),
    "email_click_rate": (5.2, 2.2, 11.6),
    "active_contact_rate": (57.1, 25.0, 84.2),
    # (15 · 60 + 15 · 60 + 15 · 57.1 + 15 · 46.7 + 15 · 70) / 75
    "account_health_score": (58.8, None, None),
    "close_rate": (40, 16.8, 68.7),
    "cost_per_mqa": (3_000, 1_171.7, 11_010.5),
    "average_contract_size": (200_000, None, None),
    "pipeline_acceleration_vs_history": (1.4, 0.6, 2.9),
    "protected_vs_accepted": (5_000, None, None),
    "marketing_sourced_share": (15.4, None, None),
    "marketing_influenced_share": (46.2, None, None),
    "abm_pipeline_velocity": (5_000, None, None),
    "relationship_strength": (25.2, None, None),
    "account_relationship_depth": (46.7, None, None),
    "buying_group_completeness": (75, None, None),
    "group_engagement": (65, None, None),
    "example_share": (40, 19.8, 64.3),
    "example_ratio": (1_500, None, None),
    "example_read": (65, None, None),
}


def every_text(page: Page) -> list[Words]:
    """Return all texts of a page that are typed."""
    told = [each.told for each in page.examples]
    return [
        page.title, page.lead, *page.inputs, *page.steps, *page.guarantees, *page.sources, *told
    ]  # fmt: skip


@pytest.mark.parametrize("example", OF_INDICATORS, ids=lambda each: indicator_of(each).key)
def test_an_example_comes_to_what_it_comes_to_by_hand(example: Example) -> None:
    found = worked(example)
    assert found.answer is not None
    value, low, high = BY_HAND[found.key]

    assert found.answer.status is Status.OK
    assert round(float(found.answer.value or 0), 1) == value
    ends = found.answer.low, found.answer.high
    assert [None if end is None else round(float(end), 1) for end in ends] == [low, high]


@pytest.mark.parametrize("example", OF_INDICATORS, ids=lambda each: indicator_of(each).key)
def test_an_example_is_what_the_calculation_says_of_what_is_given(example: Example) -> None:
    import pandas as pd  # noqa: PLC0415 -- as the engine does, only where it is asked

    indicator = indicator_of(example)
    columns = [pd.Series([each.value]) for each in example.given]
    taken = {key: PARAMETERS[key].default for key in indicator.takes}
    found = import_string(indicator.calculation)(*columns, **taken)
    row = import_string("metrics.calc.columns.rows")(found)[0]
    answer = worked(example).answer

    assert answer is not None
    assert float(answer.value or 0) == pytest.approx(row["value"], abs=0.005)
    assert indicator.is_custom or len(example.given) == len(indicator.inputs)


def test_the_goals_of_the_help_stand_where_they_stand_by_hand() -> None:
    coverage, score, cost = (worked(each).goal for each in PAGES["goals"].examples)

    assert coverage["status"] == "at_risk"
    assert [round(coverage[name], 1) for name in ("attained", "expected", "projected")] == [
        40.0, 49.6, 64.2,
    ]  # fmt: skip
    assert round(coverage["pace"], 1) == 80.7
    assert (score["status"], score["expected_value"]) == ("inconclusive", 28)
    assert (cost["status"], cost["attained"]) == ("on_track", pytest.approx(30))


def test_the_journey_of_the_help_is_shared_out_as_by_hand() -> None:
    shared = worked(PAGES["attribution"].examples[0]).shared
    assert shared is not None
    by_model = {
        model.en: [round(parts[place], 2) for _words, _ours, parts in shared.steps]
        for place, model in enumerate(shared.models)
    }

    assert by_model["W-shaped"] == [30, 5, 30, 5, 30, 0, 0]
    assert by_model["U-shaped"] == [40, 20, 40, 0, 0, 0, 0]
    assert by_model["Full path"] == [22.5, 3.33, 22.5, 3.33, 22.5, 3.33, 22.5]
    assert by_model["Time decay"] == [6.66, 7.47, 8.78, 13.31, 16.02, 21.13, 26.63]
    assert shared.marketing[
        shared.models.index(next(m for m in shared.models if m.en == "W-shaped"))
    ] == Decimal("70000.00")


def test_the_formula_of_the_help_comes_to_what_it_says() -> None:
    found = next(worked(each) for _page, each in EXAMPLES if hasattr(each, "formula"))

    assert (found.formula, found.value) == ("nps_promoters - nps_detractors", 2)


@pytest.mark.parametrize(("page", "example"), EXAMPLES, ids=lambda each: getattr(each, "key", ""))
def test_what_is_told_of_an_example_types_no_figure(page: Page, example: Any) -> None:
    assert not re.search(r"\d", example.told.en + example.told.fr), page.key


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.key)
def test_a_page_is_whole_in_both_languages(page: Page) -> None:
    texts = every_text(page)

    assert all(each.en and each.fr for each in texts)
    assert all((page.inputs, page.steps, page.guarantees, page.examples, page.sources))
    for each in texts:
        named = re.findall(r"{#?(\w+)}", each.en)
        assert sorted(named) == sorted(re.findall(r"{#?(\w+)}", each.fr))
        assert set(named) <= set(PARAMETERS)
    assert set(page.more) <= set(PAGES)


def test_pages_of_families_are_called_as_families_are() -> None:
    pages = {page.family: page for page in PAGES.values() if page.family}

    assert set(pages) == set(Family)
    for family, page in pages.items():
        for language in ("en", "fr"):
            with translation.override(language):
                assert page.title.to(language) == str(FAMILIES[family])


def test_each_indicator_is_told_of_on_the_page_that_it_leads_to() -> None:
    for each in CATALOGUE:
        assert each in list(told_on(page_of(each)))


def test_each_calculation_names_the_document_of_its_families() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for each in CATALOGUE.computed():
        homes[each.calculation.rpartition(".")[0]].add(page_of(each).key)
    homes["metrics.calc.pace"].add("goals")
    homes["metrics.calc.attribution"].add("attribution")
    for own in ("custom", "formula", "readings"):
        homes[f"metrics.calc.{own}"].add("own-indicators")

    for module, pages in homes.items():
        said = inspect.getdoc(import_module(module)) or ""
        named = set(re.findall(r"docs/calculations/([\w-]+)\.md", said))
        assert named >= pages, module
        assert all((folder() / f"{name}.md").exists() for name in named)


def folder() -> Path:
    """Return where the documents lie."""
    return Path(settings.BASE_DIR) / "docs" / "calculations"


def test_documents_say_what_the_help_says(tmp_path: Path, settings: Any) -> None:
    call_command("help_pages", "--check", verbosity=0)

    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match="help_pages"):
        call_command("help_pages", "--check", verbosity=0)
