"""The catalogue: whole, consistent, and able to notice when it isn't."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from metrics.catalogue.catalogue import CATALOGUE, REGISTRY, UnknownIndicator, listed
from metrics.catalogue.rules import issues
from metrics.catalogue.words import Grain, RollUp


def test_the_catalogue_finds_nothing_wrong_with_itself() -> None:
    assert list(issues(tuple(CATALOGUE))) == []


def test_thirty_one_headlines_are_marked_as_in_the_matrix() -> None:
    headlines = [each for each in CATALOGUE if each.headline]

    assert len(headlines) == 31
    assert Counter(mark for each in headlines for mark in each.marks) == {
        "H": 22, "A": 18, "Y": 21,
    }  # fmt: skip
    assert Counter(each.family for each in headlines) == {
        "awareness": 3, "campaign": 3, "penetration": 4, "engagement": 8, "finance": 10,
        "overall": 3,
    }  # fmt: skip


def test_every_key_of_the_list_is_computed() -> None:
    assert [each.key for each in CATALOGUE if not CATALOGUE.resolved(each.key).is_computed] == []


def test_the_list_is_written_as_it_is_read() -> None:
    entries = json.loads(Path(REGISTRY).read_text(encoding="utf-8"))

    written = [listed(each) for each in CATALOGUE]

    assert [
        {name: row[name] for name in entry} for entry, row in zip(entries, written, strict=True)
    ] == entries


def test_an_alias_is_read_through_the_key_it_names() -> None:
    assert CATALOGUE.resolved("conversion_and_close_rate").key == "conversion_rate"


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(UnknownIndicator, match="nothing"):
        CATALOGUE["nothing"]


RATE = CATALOGUE["close_rate"]
ALIAS = CATALOGUE["web_traffic"]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ([replace(RATE, least_cases=1)], "single case|one case"),
        ([replace(RATE, key="Close Rate")], "small letters"),
        ([RATE, RATE], "stands twice"),
        ([replace(ALIAS, alias_of="nothing")], "names a key"),
        ([ALIAS, replace(RATE, key="web_unique_visitors", alias_of="x")], "read through"),
        ([replace(RATE, calculation="")], "nothing says how"),
        ([replace(RATE, opens="")], "opens onto no records"),
        ([replace(RATE, meaning=replace(RATE.meaning, fr=""))], "in French"),
        ([replace(RATE, interval=CATALOGUE["nps"].interval)], "No nps interval"),
        ([replace(RATE, grains=(Grain.ACCOUNT,), roll_up=RollUp.SUM)], "all accounts"),
    ],
)
def test_each_rule_notices(broken: list[object], message: str) -> None:
    found = " ".join(issue.message for issue in issues(tuple(broken)))  # type: ignore[arg-type]

    assert any(part in found for part in message.split("|"))


@pytest.mark.parametrize(
    ("key", "written", "ends"),
    [
        ("nps", "points", (-100, 100)),
        ("account_health_change", "points", (-100, 100)),
        ("contact_quality_score", "score", (0, 100)),
        ("relationship_strength", "score", (0, 100)),
        ("close_rate", "percent", (0, 100)),
        ("average_contract_size", "money", None),
    ],
)
def test_points_have_a_sign_only_where_they_go_both_ways(
    key: str, written: str, ends: tuple[int, int] | None
) -> None:
    indicator = CATALOGUE.resolved(key)
    assert (indicator.written_as, indicator.ends) == (written, ends)
