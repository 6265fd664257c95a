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
    "opportunity.edit": Operation(PLANNERS, grant="write"),
    "plan.edit": Operation(PLANNERS, grant="write"),
    "goal.view": Operation(EVERYBODY),
    "goal.edit": Operation(PLANNERS, grant="write"),
    "goal.approve": Operation(frozenset({ADMINISTRATOR, LEADERSHIP}), grant="write"),
    "indicator.view": Operation(EVERYBODY),
    "indicator.edit": Operation(PLANNERS, grant="write"),
    "feedback.view": Operation(EVERYBODY),
    "feedback.add": Operation(frozenset({ADMINISTRATOR, MANAGER, SALES}), grant="write"),
    "feedback.edit": Operation(
        frozenset({ADMINISTRATOR, MANAGER, SALES}), own="author", grant="write"
    ),
    "opinion.name": Operation(PLANNERS),
    "measure.view": Operation(EVERYBODY),
    "measure.keep": Operation(PLANNERS, grant="write"),
    "data.view": Operation(PLANNERS),
    "data.import": Operation(PLANNERS, grant="write"),
    "data.export": Operation(EVERYBODY),
    "program.view": Operation(EVERYBODY),
    "program.edit": Operation(PLANNERS, grant="write"),
    "feed.edit": Operation(frozenset({ADMINISTRATOR}), grant="write"),
    "user.view": Operation(frozenset({ADMINISTRATOR})),
    "user.edit": Operation(frozenset({ADMINISTRATOR}), grant="write"),
    "audit.view": Operation(frozenset({ADMINISTRATOR})),
    "key.own": Operation(EVERYBODY),
    "job.view": Operation(EVERYBODY),
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

ROUTES: dict[str, Route] = {
    "home": Route("self"),
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
    "metrics:account_plan": Route("account.view", on="accounts.Account"),
    "accounts:account_create": Route("account.edit", "account.edit"),
    "accounts:account_edit": Route("account.edit", "account.edit", on="accounts.Account"),
    "accounts:contact_list": Route("account.view", on="accounts.Account"),
    "accounts:contact_create": Route("contact.edit", "contact.edit", on="accounts.Account"),
    "accounts:contact_edit": Route("contact.edit", "contact.edit", on="accounts.Contact"),
    "accounts:objective_create": Route("plan.edit", "plan.edit", on="accounts.Account"),
    "accounts:objective_edit": Route("plan.edit", "plan.edit", on="accounts.Objective"),
    "accounts:objective_state": Route("plan.edit", "plan.edit", on="accounts.Objective"),
    "accounts:objective_move": Route("", "plan.edit", on="accounts.Objective"),
    "accounts:objective_delete": Route("plan.edit", "plan.edit", on="accounts.Objective"),
    "accounts:action_create": Route("plan.edit", "plan.edit", on="accounts.Objective"),
    "accounts:action_edit": Route("plan.edit", "plan.edit", on="accounts.Action"),
    "accounts:action_state": Route("plan.edit", "plan.edit", on="accounts.Action"),
    "accounts:action_delete": Route("plan.edit", "plan.edit", on="accounts.Action"),
    # Feedback of sales
    "accounts:feedback_list": Route("feedback.view"),
    "accounts:feedback_create": Route("feedback.add", "feedback.add", on="accounts.Account"),
    "accounts:feedback_edit": Route("feedback.edit", "feedback.edit", on="accounts.Feedback"),
    "accounts:feedback_delete": Route("feedback.edit", "feedback.edit", on="accounts.Feedback"),
    # Teams, programs, people of ours
    "accounts:team_list": Route("account.view", on="accounts.Account"),
    "accounts:team_join": Route("account.edit", "account.edit", on="accounts.Account"),
    "accounts:team_edit": Route("account.edit", "account.edit", on="accounts.Account"),
    "accounts:program_list": Route("program.view"),
    "accounts:program_create": Route("program.edit", "program.edit"),
    "accounts:program_detail": Route("program.view", on="accounts.Program"),
    "accounts:program_edit": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:enrolment_create": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:enrolment_edit": Route("program.edit", "program.edit", on="accounts.Program"),
    "accounts:account_access": Route("account.view", on="accounts.Account"),
    "accounts:audit_list": Route("audit.view"),
    "accounts:user_list": Route("user.view"),
    "accounts:user_create": Route("user.edit", "user.edit"),
    "accounts:user_edit": Route("user.edit", "user.edit"),
    "accounts:assignment_create": Route("user.edit", "user.edit"),
    "accounts:assignment_edit": Route("user.edit", "user.edit"),
    # Data: imports, what waits, feeds, exports
    "accounts:import_list": Route("data.view"),
    "accounts:import_create": Route("data.import", "data.import"),
    "accounts:import_detail": Route("data.view", on="accounts.ImportRun"),
    "accounts:import_preview": Route("data.import", "data.import", on="accounts.ImportRun"),
    "accounts:import_progress": Route("data.view", on="accounts.ImportRun"),
    "accounts:import_refusals": Route("data.view", on="accounts.ImportRun"),
    "accounts:import_mapping": Route("data.view", on="accounts.ImportRun"),
    "accounts:waiting_list": Route("data.view"),
    "accounts:waiting_retry": Route("", "data.import"),
    "accounts:feed_edit": Route("data.import", "data.import", on="accounts.DataFeed"),
    "accounts:export_list": Route("data.export"),
    # Keys of the API
    "accounts:api_key_list": Route("key.own"),
    "accounts:api_key_create": Route("key.own", "key.own"),
    "accounts:api_key_revoke": Route("key.own", "key.own", on="accounts.ApiKey"),
    # Goals, numbers and indicators
    "metrics:goal_list": Route("goal.view"),
    "metrics:goal_export": Route("data.export"),
    "metrics:goal_detail": Route("goal.view", on="metrics.Goal"),
    "metrics:goal_create": Route("goal.edit", "goal.edit", on="accounts.Account"),
    "metrics:program_goal_create": Route("goal.edit", "goal.edit", on="accounts.Program"),
    "metrics:goal_edit": Route("goal.edit", "goal.edit", on="metrics.Goal"),
    "metrics:goal_delete": Route("goal.edit", "goal.edit", on="metrics.Goal"),
    "metrics:goal_approve": Route("", "goal.approve", on="metrics.Goal"),
    "metrics:answer_detail": Route("measure.view"),
    "metrics:answer_export": Route("data.export"),
    "metrics:indicator_set": Route("indicator.view", on="accounts.Account"),
    "metrics:indicator_set_add": Route("indicator.edit", "indicator.edit", on="accounts.Account"),
    "metrics:indicator_set_edit": Route(
        "indicator.edit", "indicator.edit", on="metrics.IndicatorSet"
    ),
    "metrics:indicator_set_move": Route("", "indicator.edit", on="metrics.IndicatorSet"),
    "metrics:indicator_set_remove": Route(
        "indicator.edit", "indicator.edit", on="metrics.IndicatorSet"
    ),
    "metrics:indicator_list": Route("indicator.view"),
    "metrics:indicator_detail": Route("indicator.view"),
    "metrics:indicator_create": Route("indicator.edit", "indicator.edit"),
    "metrics:indicator_edit": Route(
        "indicator.edit", "indicator.edit", on="metrics.CustomIndicator"
    ),
    "metrics:indicator_state": Route("", "indicator.edit", on="metrics.CustomIndicator"),
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
    "api-enrolment-list": Route("account.view", "program.edit"),
    "api-enrolment-end": Route("", "program.edit"),
    "api-objective-list": Route("account.view", "plan.edit"),
    "api-objective-detail": Route("account.view", "plan.edit", on="accounts.Objective"),
    "api-action-list": Route("account.view", "plan.edit"),
    "api-action-detail": Route("account.view", "plan.edit", on="accounts.Action"),
    "api-feedback-list": Route("feedback.view", "feedback.add"),
    "api-feedback-detail": Route("feedback.view", "feedback.edit", on="accounts.Feedback"),
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
    "api-job-list": Route("job.view"),
    "api-job-detail": Route("job.view", on="accounts.Job"),
    "api-goal-list": Route("goal.view", "goal.edit"),
    "api-goal-detail": Route("goal.view", "goal.edit", on="metrics.Goal"),
    "api-goal-progress": Route("goal.view", on="metrics.Goal"),
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
    "api-measurement-list": Route("measure.view"),
    "api-measure": Route("measure.view"),
    "api-user-list": Route("user.view", "user.edit"),
    "api-user-detail": Route("user.view", "user.edit"),
    "api-unknown": PUBLIC,
}


def route_of(name: str) -> Route | None:
    """Return what the policy says of a route, or None where it knows it not."""
    return ROUTES.get(name)
