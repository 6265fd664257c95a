"""Who may do what, as data: the router, the tests and the page "who can see this?" read it.

Visibility (which rows) is `visible_to`, and comes first: a row out of reach answers 404. What is
here says which roles may do an operation on a row within reach; otherwise the answer is 403.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from abmplanner.kit.actor import Actor, Kind

ADMINISTRATOR, MANAGER, SALES, LEADERSHIP = "administrator", "abm_manager", "sales", "leadership"
EVERYBODY = frozenset({ADMINISTRATOR, MANAGER, SALES, LEADERSHIP})
PLANNERS = frozenset({ADMINISTRATOR, MANAGER})
READERS = frozenset({ADMINISTRATOR, MANAGER, LEADERSHIP})
ANYONE = frozenset({"anyone"})


@dataclass(frozen=True, slots=True)
class Operation:
    """An act with a name, and the roles that may do it on a row within their reach.

    own narrows the act to rows whose named field is the person acting: a salesperson corrects only
    the feedback they wrote. grant is the scope an API key needs for the act.
    """

    roles: frozenset[str]
    own: str = ""
    grant: str = "read"

    def allows(self, actor: Actor, row: Any = None) -> bool:
        """Tell whether the actor may do this, on that row where there is one."""
        if self.roles is ANYONE:
            return True
        if not actor.has_role(self.roles):
            return False
        if actor.kind is Kind.KEY and self.grant not in actor.grants:
            return False
        if self.own and row is not None and not actor.is_system:
            return bool(getattr(row, f"{self.own}_id") == actor.person.pk)
        return True


OPERATIONS: Mapping[str, Operation] = {
    "public": Operation(ANYONE),
    "self": Operation(EVERYBODY),
    "account.view": Operation(EVERYBODY),
    "account.edit": Operation(PLANNERS, grant="write"),
    "contact.edit": Operation(PLANNERS, grant="write"),
    "relationship.rate": Operation(frozenset({ADMINISTRATOR, MANAGER, SALES}), grant="write"),
    "suppression.view": Operation(frozenset({ADMINISTRATOR})),
    "opportunity.edit": Operation(PLANNERS, grant="write"),
    "plan.edit": Operation(PLANNERS, grant="write"),
    "goal.view": Operation(EVERYBODY),
    "goal.edit": Operation(PLANNERS, grant="write"),
    "goal.approve": Operation(frozenset({ADMINISTRATOR, LEADERSHIP}), grant="write"),
    "indicator.view": Operation(EVERYBODY),
    "indicator.edit": Operation(PLANNERS, grant="write"),
    "feedback.view": Operation(EVERYBODY),
    "health.override": Operation(PLANNERS, grant="write"),
    "feedback.by_marketer": Operation(frozenset({ADMINISTRATOR, LEADERSHIP})),
    "feedback.add": Operation(frozenset({ADMINISTRATOR, MANAGER, SALES}), grant="write"),
    "feedback.edit": Operation(
        frozenset({ADMINISTRATOR, MANAGER, SALES}), own="author", grant="write"
    ),
    "feedback.reply": Operation(PLANNERS, grant="write"),
    "request.decline": Operation(
        frozenset({ADMINISTRATOR, MANAGER, SALES}), own="person", grant="write"
    ),
    "round.view": Operation(READERS),
    "round.edit": Operation(PLANNERS, grant="write"),
    "survey.view": Operation(READERS),
    "survey.edit": Operation(PLANNERS, grant="write"),
    "plan.sign": Operation(frozenset({MANAGER, SALES, LEADERSHIP}), grant="write"),
    "plan.unsign": Operation(
        frozenset({MANAGER, SALES, LEADERSHIP}), own="recorded_by", grant="write"
    ),
    "ssi.edit": Operation(EVERYBODY, own="user", grant="write"),
    "comment.add": Operation(EVERYBODY, grant="write"),
    "comment.edit": Operation(EVERYBODY, own="author", grant="write"),
    "judgement.add": Operation(frozenset({ADMINISTRATOR, MANAGER, SALES}), grant="write"),
    "reading.add": Operation(frozenset({ADMINISTRATOR, MANAGER, SALES}), grant="write"),
    "desk.own": Operation(EVERYBODY, grant="write"),
    "opinion.name": Operation(PLANNERS),
    "measure.view": Operation(EVERYBODY),
    "measure.keep": Operation(PLANNERS, grant="write"),
    "data.view": Operation(PLANNERS),
    "data.import": Operation(PLANNERS, grant="write"),
    "data.export": Operation(EVERYBODY),
    "program.view": Operation(EVERYBODY),
    "program.edit": Operation(PLANNERS, grant="write"),
    "touch.add": Operation(frozenset({ADMINISTRATOR, MANAGER, SALES}), grant="write"),
    "rate.view": Operation(READERS),
    "rate.edit": Operation(frozenset({ADMINISTRATOR}), grant="write"),
    "setting.edit": Operation(frozenset({ADMINISTRATOR}), grant="write"),
    "feed.edit": Operation(frozenset({ADMINISTRATOR}), grant="write"),
    "user.view": Operation(frozenset({ADMINISTRATOR})),
    "user.edit": Operation(frozenset({ADMINISTRATOR}), grant="write"),
    "audit.view": Operation(frozenset({ADMINISTRATOR})),
    "mail.view": Operation(frozenset({ADMINISTRATOR})),
    "key.own": Operation(EVERYBODY),
    "job.view": Operation(EVERYBODY),
    "job.retry": Operation(frozenset({ADMINISTRATOR}), grant="write"),
}


@dataclass(frozen=True, slots=True)
class Route:
    """What a route does: the operation of each method, and the scoped model its address names."""

    view: str
    change: str = ""
    on: str = ""
    methods: Mapping[str, str] = field(default_factory=dict)

    def operation(self, method: str) -> Operation | None:
        """Return the operation behind a method, or None where the route knows no such method."""
        named = self.methods.get(method)
        if named is None:
            named = self.view if method in {"GET", "HEAD", "OPTIONS"} else self.change
        return OPERATIONS[named] if named else None


PUBLIC = Route("public", "public")
OWN = Route("self", "self")


def history(
    name: str,
    on: str,
    change: str,
    *,
    view: str = "account.view",
    adds: bool = True,
    ends: bool = False,
) -> dict[str, Route]:
    """Return the routes of a resource of history: added to, corrected, withdrawn, and ended."""
    routes = {
        f"{name}-list": Route(view, change if adds else ""),
        f"{name}-correct": Route("", change, on=on),
        f"{name}-withdraw": Route("", change, on=on),
    }
    return routes | ({f"{name}-end": Route("", change)} if ends else {})


ROUTES: dict[str, Route] = {
    "home": Route("self"),
    "metrics:search": Route("self"),
    "styleguide": Route("self"),
    "healthz": Route("public"),
    "readyz": Route("public"),
    "language": Route("", "public"),
    "schema": Route("self"),
    # Signing in: allauth's own pages
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_confirm_email": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_reauthenticate": OWN,
    "account_email": OWN,
    "account_change_password": OWN,
    "account_set_password": OWN,
    "mfa_authenticate": PUBLIC,
    "mfa_index": OWN,
    "mfa_reauthenticate": OWN,
    "mfa_activate_totp": OWN,
    "mfa_deactivate_totp": OWN,
    "mfa_view_recovery_codes": OWN,
    "mfa_generate_recovery_codes": OWN,
    "mfa_download_recovery_codes": OWN,
    "usersessions_list": OWN,
    # Accounts and their plans
    "metrics:account_list": Route("account.view"),
    "metrics:account_export": Route("data.export"),
    "metrics:account_plan": Route("account.view", on="accounts.Account"),
    "accounts:account_create": Route("account.edit", "account.edit"),
    "accounts:account_together": Route("account.edit", "account.edit"),
    "accounts:account_edit": Route("account.edit", "account.edit", on="accounts.Account"),
    "accounts:contact_list": Route("account.view", on="accounts.Account"),
    "accounts:contact_create": Route("contact.edit", "contact.edit", on="accounts.Account"),
    "accounts:contact_edit": Route("contact.edit", "contact.edit", on="accounts.Contact"),
    "accounts:objective_create": Route("plan.edit", "plan.edit", on="accounts.Account"),
    "accounts:objective_edit": Route("plan.edit", "plan.edit", on="accounts.Objective"),
    "accounts:objective_state": Route("plan.edit", "plan.edit", on="accounts.Objective"),
    "accounts:objective_move": Route("", "plan.edit", on="accounts.Objective"),
    "accounts:objective_restore": Route("", "plan.edit", on="accounts.Objective"),
    "accounts:action_quick": Route("plan.edit", "plan.edit"),
    "accounts:action_move": Route("", "plan.edit", on="accounts.Action"),
    "accounts:action_restore": Route("", "plan.edit", on="accounts.Action"),
    "metrics:goal_restore": Route("", "goal.edit", on="metrics.Goal"),
    "metrics:plan_changes": Route("account.view", on="accounts.Account"),
    "metrics:timeline": Route("account.view", on="accounts.Account"),
    "metrics:plan_start": Route("plan.edit", "plan.edit", on="accounts.Account"),
    "accounts:template_list": Route("plan.edit"),
    "metrics:template_create": Route("plan.edit", "plan.edit", on="accounts.Account"),
    "accounts:template_edit": Route("plan.edit", "plan.edit"),
    "accounts:template_delete": Route("plan.edit", "plan.edit"),
    "accounts:objective_delete": Route("plan.edit", "plan.edit", on="accounts.Objective"),
    "accounts:action_create": Route("plan.edit", "plan.edit", on="accounts.Objective"),
    "accounts:action_edit": Route("plan.edit", "plan.edit", on="accounts.Action"),
    "accounts:action_state": Route("plan.edit", "plan.edit", on="accounts.Action"),
    "accounts:action_delete": Route("plan.edit", "plan.edit", on="accounts.Action"),
    # The agreement: plan, reviews, comments, profile
    "accounts:plan_create": Route("plan.edit", "plan.edit", on="accounts.Account"),
    "accounts:plan_edit": Route("plan.edit", "plan.edit", on="accounts.Plan"),
    "accounts:plan_sign": Route("", "plan.sign", on="accounts.Plan"),
    "accounts:plan_unsign": Route("", "plan.sign", on="accounts.Plan"),
    "accounts:plan_comment": Route("comment.add", "comment.add", on="accounts.Plan"),
    "accounts:objective_comment": Route("comment.add", "comment.add", on="accounts.Objective"),
    "metrics:goal_comment": Route("comment.add", "comment.add", on="metrics.Goal"),
    "accounts:comment_restore": Route("", "comment.edit", on="accounts.Comment"),
    "accounts:comment_edit": Route("comment.edit", "comment.edit", on="accounts.Comment"),
    "accounts:comment_delete": Route("comment.edit", "comment.edit", on="accounts.Comment"),
    "accounts:review_list": Route("account.view", on="accounts.Account"),
    "accounts:review_create": Route("plan.edit", "plan.edit", on="accounts.Account"),
    "accounts:review_edit": Route("plan.edit", "plan.edit", on="accounts.Review"),
    "accounts:review_delete": Route("plan.edit", "plan.edit", on="accounts.Review"),
    "accounts:account_profile": Route("account.view", on="accounts.Account"),
    "accounts:profile_create": Route("plan.edit", "plan.edit", on="accounts.Account"),
    "accounts:profile_edit": Route("plan.edit", "plan.edit", on="accounts.ProfileAnswer"),
    "accounts:profile_delete": Route("plan.edit", "plan.edit", on="accounts.ProfileAnswer"),
    # Deals, and what they went through
    "accounts:opportunity_list": Route("account.view", on="accounts.Account"),
    "accounts:opportunity_export": Route("data.export", on="accounts.Account"),
    "accounts:opportunity_create": Route(
        "opportunity.edit", "opportunity.edit", on="accounts.Account"
    ),
    "accounts:opportunity_detail": Route("account.view", on="accounts.Opportunity"),
    "accounts:opportunity_edit": Route(
        "opportunity.edit", "opportunity.edit", on="accounts.Opportunity"
    ),
    "accounts:deal_event_add": Route(
        "opportunity.edit", "opportunity.edit", on="accounts.Opportunity"
    ),
    "accounts:deal_event_edit": Route(
        "opportunity.edit", "opportunity.edit", on="accounts.Opportunity"
    ),
    # Contracts, and what plans take for granted
    "accounts:contract_list": Route("account.view", on="accounts.Account"),
    "accounts:contract_create": Route(
        "opportunity.edit", "opportunity.edit", on="accounts.Account"
    ),
    "accounts:contract_edit": Route("opportunity.edit", "opportunity.edit", on="accounts.Contract"),
    "accounts:terms_create": Route("opportunity.edit", "opportunity.edit", on="accounts.Contract"),
    "accounts:terms_edit": Route("opportunity.edit", "opportunity.edit", on="accounts.Contract"),
    "accounts:assumption_list": Route("account.view"),
    "accounts:assumption_create": Route("plan.edit", "plan.edit", on="accounts.Account"),
    "accounts:program_assumption_create": Route(
        "program.edit", "program.edit", on="accounts.Program"
    ),
    "accounts:common_assumption_create": Route("feed.edit", "feed.edit"),
    "accounts:assumption_edit": Route("plan.edit", "plan.edit", on="accounts.PlanAssumption"),
    # What we judge by eye
    "accounts:judgement_list": Route("account.view", on="accounts.Account"),
    "accounts:judgement_create": Route("judgement.add", "judgement.add", on="accounts.Account"),
    "accounts:judgement_edit": Route("judgement.add", "judgement.add", on="accounts.Account"),
    "accounts:social_create": Route("judgement.add", "judgement.add", on="accounts.Account"),
    "accounts:social_edit": Route("judgement.add", "judgement.add", on="accounts.Account"),
    "accounts:customer_rating_create": Route(
        "judgement.add", "judgement.add", on="accounts.Account"
    ),
    "accounts:customer_rating_edit": Route("judgement.add", "judgement.add", on="accounts.Account"),
    "accounts:ssi_list": Route("self"),
    "accounts:ssi_create": Route("desk.own", "desk.own"),
    "accounts:ssi_edit": Route("desk.own", "desk.own"),
    # The desk of each of us
    "accounts:favorite_set": Route("", "desk.own", on="accounts.Account"),
    "accounts:news_list": Route("self", "desk.own"),
    "accounts:news_read": Route("", "desk.own"),
    "accounts:view_list": Route("self"),
    "accounts:view_create": Route("desk.own", "desk.own"),
    "accounts:view_edit": Route("desk.own", "desk.own", on="accounts.SavedView"),
    "accounts:view_delete": Route("desk.own", "desk.own", on="accounts.SavedView"),
    # Feedback of sales
    "accounts:feedback_list": Route("feedback.view"),
    "accounts:feedback_create": Route("feedback.add", "feedback.add", on="accounts.Account"),
    "accounts:feedback_edit": Route("feedback.edit", "feedback.edit", on="accounts.Feedback"),
    "accounts:feedback_delete": Route("feedback.edit", "feedback.edit", on="accounts.Feedback"),
    "accounts:feedback_thanks": Route("feedback.add"),
    "accounts:feedback_reply": Route("feedback.reply", "feedback.reply", on="accounts.Feedback"),
    "accounts:request_decline": Route("", "request.decline", on="accounts.FeedbackRequest"),
    "accounts:round_create": Route("round.edit", "round.edit"),
    "accounts:round_detail": Route("round.view", on="accounts.FeedbackRound"),
    "accounts:round_edit": Route("round.edit", "round.edit", on="accounts.FeedbackRound"),
    "accounts:round_ask": Route("round.edit", "round.edit", on="accounts.FeedbackRound"),
    "accounts:round_remind": Route("", "round.edit", on="accounts.FeedbackRound"),
    "accounts:round_close": Route("", "round.edit", on="accounts.FeedbackRound"),
    # Voices of customers: those who ask, and those who answer by a personal link
    "metrics:account_health": Route("account.view", on="accounts.Account"),
    "metrics:health_override": Route("health.override", "health.override", on="accounts.Account"),
    "metrics:health_override_edit": Route(
        "health.override", "health.override", on="accounts.Account"
    ),
    "metrics:voices": Route("account.view"),
    "metrics:account_voices": Route("account.view", on="accounts.Account"),
    "accounts:survey_create": Route("survey.edit", "survey.edit"),
    "accounts:survey_detail": Route("survey.view", on="accounts.Survey"),
    "accounts:survey_edit": Route("survey.edit", "survey.edit", on="accounts.Survey"),
    "accounts:survey_preview": Route("survey.view", on="accounts.Survey"),
    "accounts:survey_ask": Route("survey.edit", "survey.edit", on="accounts.Survey"),
    "accounts:survey_remind": Route("", "survey.edit", on="accounts.Survey"),
    "accounts:survey_close": Route("", "survey.edit", on="accounts.Survey"),
    "accounts:invitation_bounced": Route("", "survey.edit", on="accounts.Survey"),
    "accounts:survey_answer": PUBLIC,
    "accounts:survey_stop": PUBLIC,
    # Teams, programs, people of ours
    "accounts:team_list": Route("account.view", on="accounts.Account"),
    "accounts:team_join": Route("account.edit", "account.edit", on="accounts.Account"),
    "accounts:team_edit": Route("account.edit", "account.edit", on="accounts.Account"),
    "metrics:program_list": Route("program.view"),
    "metrics:program_export": Route("data.export"),
    "metrics:program_compare": Route("program.view"),
    "metrics:program_compare_export": Route("data.export"),
    "accounts:program_create": Route("program.edit", "program.edit"),
    "metrics:program_detail": Route("program.view", on="accounts.Program"),
    "metrics:program_credit": Route("program.view", on="accounts.Program"),
    "metrics:campaign_credit": Route("program.view", on="accounts.Campaign"),
    "metrics:deal_credit": Route("account.view", on="accounts.Opportunity"),
    "accounts:program_move": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:program_edit": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:enrolment_create": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:enrolment_edit": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:account_access": Route("account.view", on="accounts.Account"),
    "accounts:audit_list": Route("audit.view"),
    "accounts:user_list": Route("user.view"),
    "accounts:administration": Route("user.view"),
    "accounts:user_export": Route("user.view"),
    "accounts:user_state": Route("", "user.edit"),
    "accounts:user_invite": Route("", "user.edit"),
    "accounts:user_create": Route("user.edit", "user.edit"),
    "accounts:user_edit": Route("user.edit", "user.edit"),
    "accounts:assignment_create": Route("user.edit", "user.edit"),
    "accounts:assignment_edit": Route("user.edit", "user.edit"),
    # Buying groups, people, consents
    "metrics:group_list": Route("account.view", on="accounts.Account"),
    "metrics:group_detail": Route("account.view", on="accounts.BuyingGroup"),
    "metrics:campaign_numbers": Route("program.view", on="accounts.Campaign"),
    "accounts:group_create": Route("contact.edit", "contact.edit", on="accounts.Account"),
    "accounts:group_edit": Route("contact.edit", "contact.edit", on="accounts.BuyingGroup"),
    "accounts:group_state": Route("contact.edit", "contact.edit", on="accounts.BuyingGroup"),
    "accounts:group_period": Route("contact.edit", "contact.edit", on="accounts.BuyingGroup"),
    "accounts:member_add": Route("contact.edit", "contact.edit", on="accounts.BuyingGroup"),
    "accounts:member_edit": Route("contact.edit", "contact.edit", on="accounts.BuyingGroup"),
    "accounts:solution_list": Route("program.view"),
    "accounts:solution_create": Route("program.edit", "program.edit"),
    "accounts:solution_detail": Route("program.view"),
    "accounts:solution_edit": Route("program.edit", "program.edit"),
    "accounts:solution_need_add": Route("program.edit", "program.edit"),
    "accounts:solution_need_edit": Route("program.edit", "program.edit"),
    "accounts:program_need_add": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:program_need_edit": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:contact_detail": Route("account.view", on="accounts.Contact"),
    "accounts:employment_add": Route("contact.edit", "contact.edit", on="accounts.Contact"),
    "accounts:employment_edit": Route("contact.edit", "contact.edit", on="accounts.Contact"),
    "accounts:reporting_add": Route("contact.edit", "contact.edit", on="accounts.Contact"),
    "accounts:reporting_edit": Route("contact.edit", "contact.edit", on="accounts.Contact"),
    "accounts:influence_add": Route("contact.edit", "contact.edit", on="accounts.Contact"),
    "accounts:influence_edit": Route("contact.edit", "contact.edit", on="accounts.Contact"),
    "accounts:relationship_create": Route(
        "relationship.rate", "relationship.rate", on="accounts.Contact"
    ),
    "accounts:relationship_edit": Route(
        "relationship.rate", "relationship.rate", on="accounts.Relationship"
    ),
    "accounts:rating_add": Route(
        "relationship.rate", "relationship.rate", on="accounts.Relationship"
    ),
    "accounts:rating_edit": Route(
        "relationship.rate", "relationship.rate", on="accounts.Relationship"
    ),
    "accounts:consent_add": Route("contact.edit", "contact.edit", on="accounts.Contact"),
    "accounts:consent_take_back": Route("", "contact.edit", on="accounts.Contact"),
    "accounts:address_suppress": Route("contact.edit", "contact.edit", on="accounts.Contact"),
    "accounts:suppression_list": Route("suppression.view"),
    # Data: imports, what waits, feeds, exports
    "accounts:import_list": Route("data.view"),
    "accounts:import_create": Route("data.import", "data.import"),
    "accounts:import_detail": Route("data.view", on="accounts.ImportRun"),
    "accounts:import_preview": Route("data.import", "data.import", on="accounts.ImportRun"),
    "accounts:import_progress": Route("data.view", on="accounts.ImportRun"),
    "accounts:import_refusals": Route("data.view", on="accounts.ImportRun"),
    "accounts:import_mapping": Route("data.view", on="accounts.ImportRun"),
    "accounts:import_start": Route("", "data.import", on="accounts.ImportRun"),
    "accounts:import_undo": Route("", "data.import", on="accounts.ImportRun"),
    "accounts:conflict_list": Route("data.view"),
    "accounts:conflict_settle": Route("", "data.import", on="accounts.EventConflict"),
    "accounts:waiting_list": Route("data.view"),
    "accounts:waiting_retry": Route("", "data.import"),
    "accounts:visitor_list": Route("data.view"),
    "accounts:visitor_identify": Route("data.import", "data.import", on="accounts.Visitor"),
    "accounts:feed_edit": Route("data.import", "data.import", on="accounts.DataFeed"),
    "accounts:export_list": Route("data.export"),
    # Marketing: campaigns, what they cost, what passed between us and accounts
    "accounts:campaign_list": Route("program.view"),
    "accounts:campaign_export": Route("program.view"),
    "accounts:campaign_create": Route("program.edit", "program.edit"),
    "accounts:campaign_detail": Route("program.view", on="accounts.Campaign"),
    "accounts:campaign_edit": Route("program.edit", "program.edit", on="accounts.Campaign"),
    "accounts:campaigns_turn": Route("", "program.edit"),
    "accounts:campaign_state": Route("", "program.edit", on="accounts.Campaign"),
    "accounts:period_create": Route("program.edit", "program.edit", on="accounts.Campaign"),
    "accounts:period_edit": Route("program.edit", "program.edit", on="accounts.Campaign"),
    "accounts:target_create": Route("program.edit", "program.edit", on="accounts.Campaign"),
    "accounts:target_edit": Route("program.edit", "program.edit", on="accounts.Campaign"),
    "accounts:campaign_controls": Route("program.view", on="accounts.Campaign"),
    "accounts:campaign_control_create": Route(
        "program.edit", "program.edit", on="accounts.Campaign"
    ),
    "accounts:campaign_control_edit": Route("program.edit", "program.edit", on="accounts.Campaign"),
    "accounts:program_controls": Route("program.view", on="accounts.Program"),
    "accounts:program_control_create": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:program_control_edit": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:delivery_list": Route("program.view", on="accounts.Campaign"),
    "accounts:delivery_create": Route("program.edit", "program.edit", on="accounts.Campaign"),
    "accounts:delivery_edit": Route("program.edit", "program.edit", on="accounts.Campaign"),
    "accounts:campaign_spend": Route("program.view", on="accounts.Campaign"),
    "accounts:campaign_spend_create": Route("program.edit", "program.edit", on="accounts.Campaign"),
    "accounts:program_spend": Route("program.view", on="accounts.Program"),
    "accounts:program_spend_create": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:spend_edit": Route("program.edit", "program.edit", on="accounts.Spend"),
    "accounts:touch_list": Route("account.view", on="accounts.Account"),
    "accounts:touch_create": Route("touch.add", "touch.add", on="accounts.Account"),
    "accounts:touch_withdraw": Route("", "touch.add", on="accounts.Account"),
    "accounts:rate_list": Route("rate.view"),
    "accounts:rate_create": Route("rate.edit", "rate.edit"),
    "accounts:rate_edit": Route("rate.edit", "rate.edit"),
    # Long work
    "accounts:job_list": Route("job.view"),
    "accounts:job_retry": Route("", "job.retry", on="accounts.Job"),
    # Mail that stays here
    "accounts:mail_list": Route("mail.view"),
    "accounts:mail_detail": Route("mail.view"),
    # Keys of the API
    "accounts:api_key_list": Route("key.own"),
    "accounts:api_key_create": Route("key.own", "key.own"),
    "accounts:api_key_revoke": Route("key.own", "key.own", on="accounts.ApiKey"),
    # Goals, numbers and indicators
    "metrics:goal_list": Route("goal.view"),
    "metrics:goal_export": Route("data.export"),
    "metrics:goal_batch_create": Route("goal.edit", "goal.edit"),
    "metrics:goal_batch_detail": Route("goal.edit", on="metrics.GoalBatch"),
    "metrics:goal_batch_progress": Route("goal.edit", on="metrics.GoalBatch"),
    "metrics:goal_batch_set": Route("", "goal.edit", on="metrics.GoalBatch"),
    "metrics:goal_batch_undo": Route("", "goal.edit", on="metrics.GoalBatch"),
    "metrics:goal_detail": Route("goal.view", on="metrics.Goal"),
    "metrics:goal_create": Route("goal.edit", "goal.edit", on="accounts.Account"),
    "metrics:program_goal_create": Route("goal.edit", "goal.edit", on="accounts.Program"),
    "metrics:campaign_goals": Route("goal.view", on="accounts.Campaign"),
    "metrics:campaign_goal_create": Route("goal.edit", "goal.edit", on="accounts.Campaign"),
    "metrics:goal_edit": Route("goal.edit", "goal.edit", on="metrics.Goal"),
    "metrics:goal_delete": Route("goal.edit", "goal.edit", on="metrics.Goal"),
    "metrics:goal_approve": Route("", "goal.approve", on="metrics.Goal"),
    "metrics:goal_history": Route("data.export", on="metrics.Goal"),
    "metrics:answer_detail": Route("measure.view"),
    "metrics:measured_day": Route("measure.view", "measure.keep"),
    "metrics:answer_export": Route("data.export"),
    "metrics:settings_list": Route("measure.view"),
    "metrics:settings_create": Route("setting.edit", "setting.edit"),
    "metrics:program_qualified": Route("program.view", on="accounts.Program"),
    "metrics:program_journey": Route("program.view", on="accounts.Program"),
    "metrics:program_returns": Route("program.view", on="accounts.Program"),
    "metrics:program_speed": Route("program.view", on="accounts.Program"),
    "metrics:program_allocation": Route("program.view", on="accounts.Program"),
    "metrics:program_allocation_export": Route("program.view", on="accounts.Program"),
    "metrics:program_settings": Route("program.view", on="accounts.Program"),
    "metrics:program_settings_create": Route("program.edit", "program.edit", on="accounts.Program"),
    "metrics:indicator_set": Route("indicator.view", on="accounts.Account"),
    "metrics:indicator_set_export": Route("data.export", on="accounts.Account"),
    "metrics:indicator_set_add": Route("indicator.edit", "indicator.edit", on="accounts.Account"),
    "metrics:indicator_set_begin": Route("", "indicator.edit", on="accounts.Account"),
    "metrics:indicator_set_edit": Route(
        "indicator.edit", "indicator.edit", on="metrics.IndicatorSet"
    ),
    "metrics:indicator_set_move": Route("", "indicator.edit", on="metrics.IndicatorSet"),
    "metrics:indicator_set_remove": Route(
        "indicator.edit", "indicator.edit", on="metrics.IndicatorSet"
    ),
    "metrics:help_list": Route("indicator.view"),
    "metrics:help_detail": Route("indicator.view"),
    "metrics:indicator_list": Route("indicator.view"),
    "metrics:indicator_detail": Route("indicator.view"),
    "metrics:indicator_create": Route("indicator.edit", "indicator.edit"),
    "metrics:indicator_edit": Route(
        "indicator.edit", "indicator.edit", on="metrics.CustomIndicator"
    ),
    "metrics:indicator_state": Route("", "indicator.edit", on="metrics.CustomIndicator"),
    "metrics:reading_list": Route("indicator.view", on="metrics.CustomIndicator"),
    "metrics:reading_create": Route("reading.add", "reading.add", on="metrics.CustomIndicator"),
    "metrics:reading_edit": Route("reading.add", "reading.add", on="metrics.CustomIndicator"),
    # The API
    "api-account-list": Route("account.view", "account.edit"),
    "api-account-detail": Route("account.view", "account.edit", on="accounts.Account"),
    "api-contact-list": Route("account.view", "contact.edit"),
    "api-contact-detail": Route("account.view", "contact.edit", on="accounts.Contact"),
    "api-opportunity-list": Route("account.view", "opportunity.edit"),
    "api-opportunity-detail": Route("account.view", "opportunity.edit", on="accounts.Opportunity"),
    "api-opportunity-history": Route("account.view", on="accounts.Opportunity"),
    "api-pipeline-list": Route("account.view"),
    "api-pipeline-detail": Route("account.view"),
    "api-program-list": Route("program.view", "program.edit"),
    "api-program-detail": Route("program.view", "program.edit", on="accounts.Program"),
    "api-objective-list": Route("account.view", "plan.edit"),
    "api-objective-detail": Route("account.view", "plan.edit", on="accounts.Objective"),
    "api-action-list": Route("account.view", "plan.edit"),
    "api-action-detail": Route("account.view", "plan.edit", on="accounts.Action"),
    "api-feedback-list": Route("feedback.view", "feedback.add"),
    "api-feedback-detail": Route("feedback.view", "feedback.edit", on="accounts.Feedback"),
    "api-feedback-round-list": Route("round.view", "round.edit"),
    "api-feedback-round-detail": Route("round.view", "round.edit", on="accounts.FeedbackRound"),
    "api-feedback-request-list": Route("feedback.view"),
    "api-feedback-request-detail": Route("feedback.view", on="accounts.FeedbackRequest"),
    "api-feedback-reply-list": Route("feedback.view", "feedback.reply"),
    "api-feedback-reply-detail": Route(
        "feedback.view", "feedback.reply", on="accounts.FeedbackReply"
    ),
    "api-survey-list": Route("account.view", "data.import"),
    "api-survey-detail": Route("account.view", "data.import", on="accounts.Survey"),
    "api-response-list": Route("account.view", "data.import"),
    "api-response-detail": Route("account.view", "data.import", on="accounts.Response"),
    "api-feed-list": Route("data.view", "feed.edit"),
    "api-feed-detail": Route("data.view", "feed.edit", on="accounts.DataFeed"),
    "api-import-list": Route("data.view", "data.import"),
    "api-import-detail": Route("data.view", on="accounts.ImportRun"),
    "api-import-waiting": Route("data.view"),
    "api-import-retry": Route("", "data.import"),
    "api-import-start": Route("", "data.import", on="accounts.ImportRun"),
    "api-import-rows": Route("data.view", on="accounts.ImportRun"),
    "api-import-undo": Route("", "data.import", on="accounts.ImportRun"),
    "api-job-list": Route("job.view"),
    "api-job-detail": Route("job.view", on="accounts.Job"),
    "api-goal-list": Route("goal.view", "goal.edit"),
    "api-goal-detail": Route("goal.view", "goal.edit", on="metrics.Goal"),
    "api-goal-progress": Route("goal.view", on="metrics.Goal"),
    "api-goal-targets": Route("goal.view", on="metrics.Goal"),
    "api-goal-standing": Route("goal.view"),
    "api-goal-approve": Route("", "goal.approve", on="metrics.Goal"),
    "api-indicator-list": Route("indicator.view"),
    "api-indicator-detail": Route("indicator.view"),
    "api-custom-indicator-list": Route("indicator.view", "indicator.edit"),
    "api-custom-indicator-detail": Route(
        "indicator.view", "indicator.edit", on="metrics.CustomIndicator"
    ),
    "api-indicator-set-list": Route("indicator.view", "indicator.edit"),
    "api-indicator-set-detail": Route(
        "indicator.view", "indicator.edit", on="metrics.IndicatorSet"
    ),
    # The agreement in the API
    "api-plan-list": Route("account.view", "plan.edit"),
    "api-plan-detail": Route("account.view", "plan.edit", on="accounts.Plan"),
    "api-plan-sign": Route("", "plan.sign", on="accounts.Plan"),
    "api-review-list": Route("account.view", "plan.edit"),
    "api-review-detail": Route("account.view", "plan.edit", on="accounts.Review"),
    "api-comment-list": Route("account.view", "comment.add"),
    "api-comment-detail": Route("account.view", "comment.edit", on="accounts.Comment"),
    "api-profile-answer-list": Route("account.view", "plan.edit"),
    "api-profile-answer-detail": Route("account.view", "plan.edit", on="accounts.ProfileAnswer"),
    "api-contract-list": Route("account.view", "opportunity.edit"),
    "api-contract-detail": Route("account.view", "opportunity.edit", on="accounts.Contract"),
    "api-saved-view-list": Route("self", "desk.own"),
    "api-saved-view-detail": Route("self", "desk.own", on="accounts.SavedView"),
    "api-favorite-list": Route("self", "desk.own"),
    "api-measurement-list": Route("measure.view"),
    "api-measure": Route("measure.view"),
    "api-parameter-list": Route("measure.view"),
    "api-parameter-set-list": Route("measure.view", "program.edit"),
    "api-parameter-set-detail": Route("measure.view", on="metrics.ParameterSet"),
    # Marketing, through the API
    "api-campaign-list": Route("program.view", "program.edit"),
    "api-campaign-detail": Route("program.view", "program.edit", on="accounts.Campaign"),
    "api-campaign-history": Route("program.view", on="accounts.Campaign"),
    "api-spend-detail": Route("program.view", on="accounts.Spend"),
    "api-touch-list": Route("account.view", "data.import"),
    "api-session-list": Route("account.view", "data.import"),
    "api-user-list": Route("user.view", "user.edit"),
    "api-user-detail": Route("user.view", "user.edit"),
    # Buying groups, people, consents, through the API
    "api-group-list": Route("account.view", "contact.edit"),
    "api-group-detail": Route("account.view", "contact.edit", on="accounts.BuyingGroup"),
    "api-group-history": Route("account.view", on="accounts.BuyingGroup"),
    "api-group-move": Route("", "contact.edit", on="accounts.BuyingGroup"),
    "api-solution-list": Route("program.view", "program.edit"),
    "api-solution-detail": Route("program.view", "program.edit"),
    "api-relationship-list": Route("account.view", "relationship.rate"),
    "api-relationship-detail": Route(
        "account.view", "relationship.rate", on="accounts.Relationship"
    ),
    "api-consent-list": Route("account.view", "contact.edit"),
    "api-suppression-list": Route("suppression.view", "contact.edit"),
    # History, through the API: corrected, withdrawn, and ended where it lasts
    **history("api-employment", "accounts.Employment", "contact.edit", ends=True),
    **history("api-membership", "accounts.Membership", "contact.edit", ends=True),
    **history("api-group-period", "accounts.GroupPeriod", "contact.edit", adds=False),
    **history("api-reporting-line", "accounts.ReportingLine", "contact.edit", ends=True),
    **history("api-influence-line", "accounts.InfluenceLine", "contact.edit", ends=True),
    **history("api-rating", "accounts.RelationshipRating", "relationship.rate"),
    **history("api-role-need", "accounts.RoleNeed", "program.edit", view="program.view", ends=True),
    **history("api-enrolment", "accounts.Enrolment", "program.edit", ends=True),
    **history("api-team-member", "accounts.TeamMember", "account.edit", ends=True),
    "api-assignment-list": Route("user.view", "user.edit"),
    "api-assignment-end": Route("", "user.edit"),
    "api-assignment-correct": Route("", "user.edit"),
    "api-assignment-withdraw": Route("", "user.edit"),
    **history("api-target", "accounts.CampaignTarget", "program.edit", ends=True),
    **history("api-control-account", "accounts.ControlAccount", "program.edit"),
    **history(
        "api-campaign-period",
        "accounts.CampaignPeriod",
        "program.edit",
        view="program.view",
        adds=False,
    ),
    **history("api-spend", "accounts.Spend", "program.edit", view="program.view"),
    **history("api-ad-delivery", "accounts.AdDelivery", "data.import"),
    **history("api-stage-change", "accounts.StageChange", "opportunity.edit", adds=False),
    **history("api-amount-change", "accounts.AmountChange", "opportunity.edit", adds=False),
    **history("api-forecast", "accounts.Forecast", "opportunity.edit", adds=False),
    "api-visitor-list": Route("data.view"),
    "api-visitor-identify": Route("", "data.import", on="accounts.Visitor"),
    **history(
        "api-visitor-link", "accounts.VisitorLink", "data.import", view="data.view", adds=False
    ),
    **history("api-contract-terms", "accounts.ContractTerms", "opportunity.edit"),
    **history("api-assumption", "accounts.PlanAssumption", "plan.edit"),
    **history("api-judgement", "accounts.AccountJudgement", "judgement.add"),
    **history("api-indicator-reading", "metrics.IndicatorReading", "reading.add"),
    **history("api-health-override", "metrics.HealthOverride", "health.override"),
    **history("api-customer-rating", "accounts.CustomerRating", "judgement.add"),
    **history("api-social-assessment", "accounts.SocialAssessment", "judgement.add"),
    "api-ssi-reading-list": Route("self", "desk.own"),
    "api-ssi-reading-correct": Route("", "ssi.edit", on="accounts.SsiReading"),
    "api-ssi-reading-withdraw": Route("", "ssi.edit", on="accounts.SsiReading"),
    "api-signature-list": Route("account.view"),
    "api-signature-withdraw": Route("", "plan.unsign", on="accounts.Signature"),
    "api-rate-list": Route("rate.view", "rate.edit"),
    "api-rate-detail": Route("rate.view", "rate.edit"),
    "api-unknown": PUBLIC,
}


def route_of(name: str) -> Route | None:
    """Return what the policy says of a route, or None where it knows it not."""
    return ROUTES.get(name)
