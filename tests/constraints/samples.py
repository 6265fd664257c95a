"""How each rule of the database is broken: one sample a rule, and a rule without one fails.

A sample says which columns of a good row are changed, in SQL. `given` says with which values the
good row is made, where the plainest one won't do.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.enums import ImportKind, LineKind, Verdict
from metrics.enums import GoalType


@dataclass(frozen=True)
class Sample:
    """Columns of a good row, changed so that the row breaks one rule.

    in_place changes the good row itself, where the rule speaks of the row's own key; else a copy is
    changed, for a row of history can't be.
    """

    changes: dict[str, str] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    in_place: bool = False


def change(given: dict[str, Any] | None = None, **changes: str) -> Sample:
    """Return the sample that changes these columns."""
    return Sample(changes, given or {})


OTHER = "'bad'"
BEFORE_IT_STARTS = change(to_at="from_at - interval '11 years'")
MERGED_INTO_ITSELF = Sample({"merged_into_id": "id"}, in_place=True)
BELOW_ZERO = change(tcv="-1", currency="'EUR'")

BREAKING: dict[str, Sample] = {
    # Companies and people
    "account_is_not_its_own_parent": Sample({"parent_id": "id"}, in_place=True),
    "account_is_not_merged_into_itself": MERGED_INTO_ITSELF,
    "account_revenue_has_a_currency": change(revenue="1", revenue_currency="''"),
    "account_has_a_known_status": change(status=OTHER),
    "contact_is_not_merged_into_itself": MERGED_INTO_ITSELF,
    "contact_has_a_known_seniority": change(seniority=OTHER),
    "external_id_is_of_one_record": change(account_id="NULL"),
    "external_id_is_not_empty": change(value="''"),
    "employment_ends_after_it_starts": BEFORE_IT_STARTS,
    "user_email_is_unique_whatever_its_case": change(email="upper(email)"),
    "user_has_a_known_role": change(role=OTHER),
    "assignment_ends_after_it_starts": BEFORE_IT_STARTS,
    "team_member_ends_after_it_starts": BEFORE_IT_STARTS,
    "api_key_may_do_something": change(scopes="'{}'"),
    # Programs
    "program_has_a_name": change(name_fr="''", name_en="''"),
    "program_is_of_a_known_kind": change(kind=OTHER),
    "program_currency_is_a_code": change(currency="'eur'"),
    "program_year_begins_in_a_month": change(fiscal_year_month="13"),
    "enrolment_ends_after_it_starts": BEFORE_IT_STARTS,
    # The plan
    "objective_is_of_a_known_kind": change(kind=OTHER),
    "objective_starts_before_it_is_due": change(starts_on="'2026-02-01'", due_on="'2026-01-01'"),
    "action_is_in_a_known_state": change(state=OTHER),
    "feedback_says_something": change(activities_rating="NULL"),
    "feedback_ratings_are_from_1_to_5": change(activities_rating="6"),
    "feedback_on_a_marketer_names_them": change(marketer_rating="3"),
    "goal_is_of_an_account_a_program_or_a_campaign": change(account_id="NULL", objective_id="NULL"),
    "goal_starts_before_it_is_due": change(due_on="starts_on"),
    "goal_has_an_indicator_or_is_a_named_milestone": change(indicator_key="''"),
    "goal_has_a_target": change(target="NULL"),
    "goal_range_has_two_ends": change(
        {"type": GoalType.RANGE, "target_high": 40, "tolerance": 1}, target_high="target"
    ),
    "goal_differs_from_its_baseline": change(baseline="target"),
    "goal_to_keep_has_a_tolerance": change(
        {"type": GoalType.MAINTAIN_MIN, "tolerance": 1}, tolerance="NULL"
    ),
    "goal_adds_up_to_more_than_nothing": change({"type": GoalType.CUMULATE}, target="0"),
    "target_change_says_why": change(reason="''"),
    "goal_batch_starts_before_it_is_due": change(due_on="starts_on"),
    "goal_batch_says_how_much": change(amount="NULL"),
    "goal_batch_uses_known_words": change(rule=OTHER),
    "goal_batch_weighs_something": change(weight="0"),
    "goal_proposal_once_for_an_account": change(),
    "goal_proposal_has_a_known_verdict": change(verdict=OTHER),
    "goal_proposal_says_why": change(verdict="'left_out'"),
    "goal_weighs_something": change(weight="0"),
    "goal_is_of_a_known_type": change(profile=OTHER),
    # Deals
    "pipeline_one_is_the_default": change({"is_default": True}),
    "stage_has_a_known_outcome": change(outcome=OTHER),
    "opportunity_amount_has_a_currency": change(tcv="1", currency="''"),
    "opportunity_is_of_a_known_type": change(type=OTHER),
    "opportunity_is_not_merged_into_itself": MERGED_INTO_ITSELF,
    "stage_change_has_a_known_reason": change(reason=OTHER),
    "amount_change_has_a_currency": BELOW_ZERO,
    "forecast_amount_has_a_currency": change(amount="1", currency="''"),
    "forecast_is_of_a_known_category": change(category=OTHER),
    "fx_rate_is_above_zero": change(rate="0"),
    # Voices
    "survey_has_a_name": change(name_fr="''", name_en="''"),
    "survey_opens_before_it_closes": change(opens_on="'2026-02-01'", closes_on="'2026-01-01'"),
    "invitation_token_is_unique": change({"token_hash": "1" * 64}),
    "invitation_is_sent_before_it_is_delivered": change(sent_at="NULL"),
    "question_is_of_a_known_kind": change(kind=OTHER),
    "feedback_round_has_a_name": change(name_fr="''", name_en="''"),
    "feedback_round_opens_before_it_closes": change(closes_on="'2026-01-01'"),
    "feedback_request_is_answered_or_declined": change(feedback_id="1", declined_at="now()"),
    "reply_says_what_becomes_of_it": change(outcome=OTHER),
    "response_score_is_from_0_to_10": change(score="11"),
    "response_is_of_a_known_kind": change(respondent_kind=OTHER),
    # Buying groups and people
    "solution_has_a_name": change(name_fr="''", name_en="''"),
    "role_need_ends_after_it_starts": BEFORE_IT_STARTS,
    "role_need_is_of_a_program_or_a_solution": change(program_id="NULL"),
    "role_need_is_for_somebody": change(people="0"),
    "group_period_ends_after_it_starts": BEFORE_IT_STARTS,
    "membership_ends_after_it_starts": BEFORE_IT_STARTS,
    "membership_has_a_known_role": change(role=OTHER),
    "reporting_line_ends_after_it_starts": BEFORE_IT_STARTS,
    "reporting_line_once_at_a_time": Sample(given={"kind": LineKind.DOTTED}),
    "reporting_line_joins_two_people": change(manager_id="contact_id"),
    "influence_line_ends_after_it_starts": BEFORE_IT_STARTS,
    "influence_line_joins_two_people": change(weight="4"),
    "relationship_rating_uses_known_words": change(level="9"),
    "relationship_rating_is_dated": change(occurred_at="NULL"),
    "consent_uses_known_words": change(basis=OTHER),
    "consent_expires_after_it_is_given": change(expires_at="occurred_at"),
    "suppression_is_of_an_address": change(reason=OTHER),
    # Plans, contracts, judgements
    "plan_ends_after_it_starts": change(ends_on="starts_on"),
    "signature_is_of_a_party_at_an_instant": change(party=OTHER),
    "review_says_something": change(summary="''"),
    "comment_says_something": change(text="''"),
    "plan_template_has_a_name": change(name_fr="''", name_en="''"),
    "plan_template_is_for_a_known_kind": change(program_kind=OTHER),
    "profile_answer_is_of_a_known_topic": change(topic=OTHER),
    "assumption_ends_after_it_starts": BEFORE_IT_STARTS,
    "assumption_is_of_one_scope": change(account_id="0", program_id="0"),
    "assumption_is_a_share": change(value="1.1"),
    "contract_does_not_renew_itself": Sample({"renewal_of_id": "id"}, in_place=True),
    "contract_is_not_carried_on_by_itself": Sample({"renewed_by_id": "id"}, in_place=True),
    "contract_amount_has_a_currency": change(currency="''"),
    "contract_is_due_after_it_starts": change(starts_on="'2026-02-01'", due_on="'2026-01-01'"),
    "contract_terms_are_dated": change(occurred_at="NULL"),
    "judgement_is_from_1_to_5": change(rating="6"),
    "customer_rating_is_on_its_scale": change(score="6"),
    "customer_rating_is_dated_and_about_something": change(about=OTHER),
    "customer_rating_of_a_marketer_names_them": change(about="'marketer'"),
    "social_maturity_is_from_1_to_5": change(level="6"),
    "ssi_parts_are_from_0_to_25": change(brand="26"),
    # Marketing
    "campaign_ends_after_it_starts": change(starts_at="now()", ends_at="now()"),
    "campaign_is_not_its_own_part": Sample({"parent_id": "id"}, in_place=True),
    "campaign_uses_known_words": change(channel=OTHER),
    "campaign_period_ends_after_it_starts": BEFORE_IT_STARTS,
    "campaign_period_uses_known_words": change(status=OTHER),
    "campaign_target_ends_after_it_starts": BEFORE_IT_STARTS,
    "control_account_ends_after_it_starts": BEFORE_IT_STARTS,
    "control_account_is_of_one_of_both": change(campaign_id="NULL"),
    "control_account_was_chosen_in_a_known_way": change(chosen=OTHER),
    "spend_is_for_something": change(campaign_id="NULL"),
    "spend_is_an_amount_in_a_currency": change(amount="0"),
    "web_session_is_not_engaged_longer_than_it_lasts": change(engaged_s="61"),
    "touch_uses_known_words": change(type=OTHER),
    "ad_delivery_takes_back_no_more_than_was_clicked": change(invalid_clicks="11"),
    # The desk, and what leaves the house
    "notification_is_of_a_known_kind": change(kind=OTHER),
    "saved_view_is_of_a_known_list": change(page=OTHER),
    "outbox_uses_known_words": change(kind=OTHER),
    "outbox_sent_has_an_instant": change(state="'sent'"),
    # Feeds, measurements, indicators
    "health_override_is_dated_and_reasoned": change(reason="''"),
    "feed_ends_after_it_starts": change(covers_to="covers_from"),
    "feed_is_of_one_scope": change(account_id="0", program_id="0"),
    "feed_brings_a_known_record": change(record_type=OTHER),
    "parameter_set_has_a_number_of_its_own": change(),
    "qualification_once_at_an_instant": change(),
    "qualification_ends_after_it_starts": change(ended_at="qualified_at"),
    "qualification_has_a_known_reason": change(reason=OTHER),
    "measurement_is_of_its_scope": change(scope="'all'"),
    "measurement_window_is_half_open": change(ends_on="starts_on"),
    "measurement_one_row_at_a_time": change({"recorded_at": timezone.now()}),
    "custom_indicator_key_is_plain": change(key="'No Key'"),
    "custom_indicator_has_a_name": change(name_fr="''", name_en="''"),
    "custom_indicator_is_of_one_scope": change(account_id="0", program_id="0"),
    "custom_indicator_is_of_a_known_kind": change(kind=OTHER),
    "reading_weighs_something": change(weight="0"),
    "reading_currency_is_a_code": change(currency="'eur'"),
    # Imports and jobs
    "import_is_of_a_known_kind": change({"kind": ImportKind.CONTACTS}, kind=OTHER),
    "import_row_has_a_known_verdict": change(verdict=OTHER),
    "import_row_says_why": change({"verdict": Verdict.REJECTED}, reason="''"),
    "event_conflict_is_of_a_known_kind": change(key="''"),
    "event_conflict_is_settled_or_open": change(is_taken="true"),
    "job_is_in_a_known_state": change(state=OTHER),
    "job_running_has_a_lease": change(state="'running'", leased_until="NULL"),
    "job_does_no_more_than_all": change(done="2", total="1"),
}

# Columns that other rules bind to a foreign key: set so that the key alone is wrong.
BESIDE_A_KEY: dict[str, dict[str, str]] = {
    "accounts.ControlAccount.program": {"campaign_id": "NULL"},
    "accounts.ExternalId.contact": {"account_id": "NULL"},
    "accounts.ExternalId.opportunity": {"account_id": "NULL"},
    "accounts.ExternalId.response": {"account_id": "NULL"},
    "accounts.ExternalId.campaign": {"account_id": "NULL"},
    "accounts.ExternalId.contract": {"account_id": "NULL"},
    "accounts.ExternalId.group": {"account_id": "NULL"},
    "accounts.PlanAssumption.program": {"account_id": "NULL"},
    "accounts.RoleNeed.solution": {"program_id": "NULL"},
    "metrics.Goal.program": {"account_id": "NULL"},
    "metrics.Goal.campaign": {"account_id": "NULL"},
    "metrics.Measurement.program": {"account_id": "NULL", "scope": "'program'"},
    "metrics.Measurement.campaign": {"account_id": "NULL", "scope": "'campaign'"},
}
