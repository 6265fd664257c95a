"""The catalogue: whole, consistent, and able to notice when it isn't."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from metrics.catalogue.catalogue import CATALOGUE, REGISTRY, UnknownIndicator, listed
from metrics.catalogue.rules import issues
from metrics.catalogue.words import Grain, RollUp

COMPUTED = {
    "contact_quality_score", "contact_seniority_index", "contact_data_validity",
    "senior_contacts_count", "senior_contacts_share", "executive_reached_count",
    "relationship_strength", "account_relationship_depth", "relationship_threads",
    "single_threaded_accounts", "coverage_relationship", "buying_group_completeness",
    "decision_ready_groups", "group_engagement",
    "nps", "nps_promoters", "nps_passives", "nps_detractors", "nps_response_rate",
    "nps_account_coverage", "nps_account_weighted", "new_target_accounts",
    "new_target_accounts_net", "new_target_accounts_first_ever", "new_opportunities_count",
    "new_qualified_opportunities", "new_pipeline_value", "new_pipeline_value_at_creation",
    "open_pipeline_value", "weighted_pipeline_value", "new_pipeline_value_acv",
    "new_pipeline_value_at_creation_acv", "open_pipeline_value_acv", "weighted_pipeline_value_acv",
    "average_contract_size", "average_contract_size_acv", "median_contract_size",
    "largest_contract_share", "opportunity_to_won_rate", "stage_conversion_rate", "close_rate",
    "close_rate_value", "no_decision_rate", "campaign_targeted_accounts",
    "campaign_reached_accounts", "campaign_reach_rate", "account_coverage", "coverage_engaged",
    "coverage_contactable", "coverage_confirmed", "gdpr_compliant_contacts",
    "gdpr_compliant_rate", "gdpr_consented_rate", "gdpr_legitimate_interest_rate",
    "gdpr_missing_basis_count", "gdpr_expiring_90d", "gdpr_withdrawals",
    "account_coverage_gap", "accounts_covered_rate", "accounts_without_template",
    "targeted_buying_groups", "targeted_groups_active",
    "targeted_groups_with_open_opportunity", "buying_group_whitespace",
    "active_personalized_campaigns", "active_personalized_campaigns_with_activity",
    "personalized_campaigns_per_account", "active_general_campaigns",
    "active_general_campaigns_with_activity", "general_campaigns_per_account",
    "active_contact_rate", "active_contacts", "active_known_before_rate", "web_unique_visitors",
    "web_sessions", "web_avg_session_duration", "web_avg_engaged_time",
    "web_engaged_session_rate", "web_downloads", "web_form_submissions",
    "web_form_conversion_rate", "event_registrations", "event_attendances",
    "event_attendance_rate", "campaign_untargeted_respondents", "ad_ctr",
    "ad_impressions", "ad_clicks", "ad_reached_accounts", "ad_view_through_visits",
}  # fmt: skip


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


def test_what_is_computed_now_is_known() -> None:
    assert {each.key for each in CATALOGUE.computed()} == COMPUTED


def test_every_other_key_says_what_it_waits_for() -> None:
    for entry in map(listed, CATALOGUE):
        assert entry["computed"] or entry["waits_for"], entry["key"]


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
        ([replace(RATE, calculation="")], "one of the two"),
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
