"""Addresses of the pages of accounts."""

from django.urls import path

from accounts.views import (
    account,
    action,
    ad_delivery,
    api_key,
    audit,
    buying_group,
    campaign,
    comment,
    consent,
    contact,
    contract,
    desk,
    employment,
    export,
    feedback,
    fx_rate,
    import_run,
    judgement,
    objective,
    opportunity,
    plan,
    program,
    relationship,
    solution,
    spend,
    team,
    touch,
    user,
    visitor,
)

app_name = "accounts"
urlpatterns = [
    path("accounts/new/", account.AccountCreate.as_view(), name="account_create"),
    path("accounts/<uuid:public_id>/edit/", account.AccountEdit.as_view(), name="account_edit"),
    path("accounts/<uuid:public_id>/access/", audit.account_access, name="account_access"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("accounts/<uuid:public_id>/contacts/", contact.contact_list, name="contact_list"),
    path(
        "accounts/<uuid:public_id>/contacts/new/",
        contact.ContactCreate.as_view(),
        name="contact_create",
    ),
    path("contacts/<uuid:public_id>/edit/", contact.ContactEdit.as_view(), name="contact_edit"),
    path(
        "accounts/<uuid:public_id>/objectives/new/",
        objective.ObjectiveCreate.as_view(),
        name="objective_create",
    ),
    path(
        "objectives/<uuid:public_id>/edit/",
        objective.ObjectiveEdit.as_view(),
        name="objective_edit",
    ),
    path(
        "objectives/<uuid:public_id>/state/",
        objective.ObjectiveState.as_view(),
        name="objective_state",
    ),
    path("objectives/<uuid:public_id>/move/", objective.objective_move, name="objective_move"),
    path(
        "objectives/<uuid:public_id>/delete/",
        objective.ObjectiveDelete.as_view(),
        name="objective_delete",
    ),
    path(
        "objectives/<uuid:public_id>/actions/new/",
        action.ActionCreate.as_view(),
        name="action_create",
    ),
    path("actions/<uuid:public_id>/edit/", action.ActionEdit.as_view(), name="action_edit"),
    path("actions/<uuid:public_id>/state/", action.ActionState.as_view(), name="action_state"),
    path("actions/<uuid:public_id>/delete/", action.ActionDelete.as_view(), name="action_delete"),
    path("feedback/", feedback.feedback_list, name="feedback_list"),
    path(
        "accounts/<uuid:public_id>/feedback/new/",
        feedback.FeedbackCreate.as_view(),
        name="feedback_create",
    ),
    path("feedback/<uuid:public_id>/edit/", feedback.FeedbackEdit.as_view(), name="feedback_edit"),
    path(
        "feedback/<uuid:public_id>/delete/",
        feedback.FeedbackDelete.as_view(),
        name="feedback_delete",
    ),
    path("accounts/<uuid:public_id>/team/", team.team_list, name="team_list"),
    path("accounts/<uuid:public_id>/team/new/", team.team_join, name="team_join"),
    path("accounts/<uuid:public_id>/team/<uuid:user>/", team.team_edit, name="team_edit"),
    path("programs/", program.program_list, name="program_list"),
    path("programs/new/", program.ProgramCreate.as_view(), name="program_create"),
    path("programs/<uuid:public_id>/", program.program_detail, name="program_detail"),
    path("programs/<uuid:public_id>/edit/", program.ProgramEdit.as_view(), name="program_edit"),
    path(
        "programs/<uuid:public_id>/accounts/new/",
        program.enrolment_create,
        name="enrolment_create",
    ),
    path(
        "programs/<uuid:public_id>/accounts/<uuid:account>/",
        program.enrolment_edit,
        name="enrolment_edit",
    ),
    # Buying groups, people, consents
    path("accounts/<uuid:public_id>/groups/", buying_group.group_list, name="group_list"),
    path(
        "accounts/<uuid:public_id>/groups/new/",
        buying_group.GroupCreate.as_view(),
        name="group_create",
    ),
    path("groups/<uuid:public_id>/edit/", buying_group.GroupEdit.as_view(), name="group_edit"),
    path("groups/<uuid:public_id>/state/", buying_group.group_state, name="group_state"),
    path("groups/<uuid:public_id>/time/", buying_group.group_period, name="group_period"),
    path("groups/<uuid:public_id>/members/new/", buying_group.member_add, name="member_add"),
    path(
        "groups/<uuid:public_id>/members/<uuid:contact>/<slug:role>/",
        buying_group.member_edit,
        name="member_edit",
    ),
    path("solutions/", solution.solution_list, name="solution_list"),
    path("solutions/new/", solution.SolutionCreate.as_view(), name="solution_create"),
    path("solutions/<uuid:public_id>/", solution.solution_detail, name="solution_detail"),
    path("solutions/<uuid:public_id>/edit/", solution.SolutionEdit.as_view(), name="solution_edit"),
    path(
        "solutions/<uuid:public_id>/roles/new/",
        solution.solution_need_add,
        name="solution_need_add",
    ),
    path(
        "solutions/<uuid:public_id>/roles/<slug:role>/",
        solution.solution_need_edit,
        name="solution_need_edit",
    ),
    path(
        "programs/<uuid:public_id>/roles/new/", solution.program_need_add, name="program_need_add"
    ),
    path(
        "programs/<uuid:public_id>/roles/<slug:role>/",
        solution.program_need_edit,
        name="program_need_edit",
    ),
    path("contacts/<uuid:public_id>/", contact.contact_detail, name="contact_detail"),
    path(
        "contacts/<uuid:public_id>/employments/new/",
        employment.employment_add,
        name="employment_add",
    ),
    path(
        "contacts/<uuid:public_id>/employments/<int:row>/",
        employment.employment_edit,
        name="employment_edit",
    ),
    path(
        "contacts/<uuid:public_id>/reports-to/new/",
        relationship.reporting_add,
        name="reporting_add",
    ),
    path(
        "contacts/<uuid:public_id>/reports-to/<uuid:manager>/<slug:line>/",
        relationship.reporting_edit,
        name="reporting_edit",
    ),
    path(
        "contacts/<uuid:public_id>/influence/new/",
        relationship.influence_add,
        name="influence_add",
    ),
    path(
        "contacts/<uuid:public_id>/influence/<uuid:influenced>/",
        relationship.influence_edit,
        name="influence_edit",
    ),
    path(
        "contacts/<uuid:public_id>/relationships/new/",
        relationship.RelationshipCreate.as_view(),
        name="relationship_create",
    ),
    path(
        "relationships/<uuid:public_id>/edit/",
        relationship.RelationshipEdit.as_view(),
        name="relationship_edit",
    ),
    path("relationships/<uuid:public_id>/ratings/new/", relationship.rating_add, name="rating_add"),
    path(
        "relationships/<uuid:public_id>/ratings/<int:place>/",
        relationship.rating_edit,
        name="rating_edit",
    ),
    path("contacts/<uuid:public_id>/consents/new/", consent.consent_add, name="consent_add"),
    path(
        "contacts/<uuid:public_id>/consents/<int:place>/take-back/",
        consent.consent_take_back,
        name="consent_take_back",
    ),
    path("contacts/<uuid:public_id>/suppress/", consent.address_suppress, name="address_suppress"),
    path("suppressions/", consent.suppression_list, name="suppression_list"),
    path("users/", user.user_list, name="user_list"),
    path("users/new/", user.UserCreate.as_view(), name="user_create"),
    path("users/<uuid:public_id>/", user.UserEdit.as_view(), name="user_edit"),
    path("users/<uuid:public_id>/programs/new/", user.assignment_create, name="assignment_create"),
    path(
        "users/<uuid:public_id>/programs/<uuid:program>/",
        user.assignment_edit,
        name="assignment_edit",
    ),
    path("data/", import_run.import_list, name="import_list"),
    path("data/new/", import_run.import_create, name="import_create"),
    path("data/waiting/", import_run.waiting_list, name="waiting_list"),
    path("data/waiting/retry/", import_run.waiting_retry, name="waiting_retry"),
    path("data/export/<slug:kind>/", export.export_list, name="export_list"),
    path("data/imports/<uuid:public_id>/", import_run.import_detail, name="import_detail"),
    path(
        "data/imports/<uuid:public_id>/preview/",
        import_run.import_preview,
        name="import_preview",
    ),
    path(
        "data/imports/<uuid:public_id>/progress/",
        import_run.import_progress,
        name="import_progress",
    ),
    path(
        "data/imports/<uuid:public_id>/not-taken/",
        import_run.import_refusals,
        name="import_refusals",
    ),
    path(
        "data/imports/<uuid:public_id>/mapping/",
        import_run.import_mapping,
        name="import_mapping",
    ),
    path("data/imports/<uuid:public_id>/undo/", import_run.import_undo, name="import_undo"),
    path("data/visitors/", visitor.visitor_list, name="visitor_list"),
    path("data/visitors/<int:pk>/", visitor.visitor_identify, name="visitor_identify"),
    path("data/feeds/<uuid:public_id>/edit/", import_run.FeedEdit.as_view(), name="feed_edit"),
    path("keys/", api_key.api_key_list, name="api_key_list"),
    path("keys/new/", api_key.ApiKeyCreate.as_view(), name="api_key_create"),
    path("keys/<uuid:public_id>/revoke/", api_key.ApiKeyRevoke.as_view(), name="api_key_revoke"),
    # The agreement: plan, reviews, comments, profile
    path("accounts/<uuid:public_id>/plans/new/", plan.PlanCreate.as_view(), name="plan_create"),
    path("plans/<uuid:public_id>/edit/", plan.PlanEdit.as_view(), name="plan_edit"),
    path("plans/<uuid:public_id>/sign/", plan.plan_sign, name="plan_sign"),
    path("plans/<uuid:public_id>/unsign/", plan.plan_unsign, name="plan_unsign"),
    path("plans/<uuid:public_id>/comments/", comment.PlanComment.as_view(), name="plan_comment"),
    path(
        "objectives/<uuid:public_id>/comments/",
        comment.ObjectiveComment.as_view(),
        name="objective_comment",
    ),
    path("comments/<uuid:public_id>/edit/", comment.CommentEdit.as_view(), name="comment_edit"),
    path(
        "comments/<uuid:public_id>/delete/", comment.CommentDelete.as_view(), name="comment_delete"
    ),
    path("accounts/<uuid:public_id>/reviews/", plan.review_list, name="review_list"),
    path(
        "accounts/<uuid:public_id>/reviews/new/", plan.ReviewCreate.as_view(), name="review_create"
    ),
    path("reviews/<uuid:public_id>/edit/", plan.ReviewEdit.as_view(), name="review_edit"),
    path("reviews/<uuid:public_id>/delete/", plan.ReviewDelete.as_view(), name="review_delete"),
    path("accounts/<uuid:public_id>/profile/", plan.account_profile, name="account_profile"),
    path(
        "accounts/<uuid:public_id>/profile/new/",
        plan.ProfileCreate.as_view(),
        name="profile_create",
    ),
    path("profile/<uuid:public_id>/edit/", plan.ProfileEdit.as_view(), name="profile_edit"),
    path("profile/<uuid:public_id>/delete/", plan.ProfileDelete.as_view(), name="profile_delete"),
    # Deals, and what they went through
    path("accounts/<uuid:public_id>/deals/", opportunity.opportunity_list, name="opportunity_list"),
    path(
        "accounts/<uuid:public_id>/deals/new/",
        opportunity.OpportunityCreate.as_view(),
        name="opportunity_create",
    ),
    path(
        "opportunities/<uuid:public_id>/", opportunity.opportunity_detail, name="opportunity_detail"
    ),
    path(
        "opportunities/<uuid:public_id>/edit/",
        opportunity.OpportunityEdit.as_view(),
        name="opportunity_edit",
    ),
    path(
        "opportunities/<uuid:public_id>/<slug:history>/new/",
        opportunity.deal_event_add,
        name="deal_event_add",
    ),
    path(
        "opportunities/<uuid:public_id>/<slug:history>/<int:place>/",
        opportunity.deal_event_edit,
        name="deal_event_edit",
    ),
    # Contracts, and what plans take for granted
    path("accounts/<uuid:public_id>/contracts/", contract.contract_list, name="contract_list"),
    path(
        "accounts/<uuid:public_id>/contracts/new/",
        contract.ContractCreate.as_view(),
        name="contract_create",
    ),
    path("contracts/<uuid:public_id>/edit/", contract.ContractEdit.as_view(), name="contract_edit"),
    path("contracts/<uuid:public_id>/terms/new/", contract.terms_create, name="terms_create"),
    path("contracts/<uuid:public_id>/terms/<int:place>/", contract.terms_edit, name="terms_edit"),
    path("assumptions/", contract.assumption_list, name="assumption_list"),
    path("assumptions/new/", contract.common_assumption_create, name="common_assumption_create"),
    path(
        "accounts/<uuid:public_id>/assumptions/new/",
        contract.assumption_create,
        name="assumption_create",
    ),
    path(
        "programs/<uuid:public_id>/assumptions/new/",
        contract.program_assumption_create,
        name="program_assumption_create",
    ),
    path("assumptions/<uuid:public_id>/", contract.assumption_edit, name="assumption_edit"),
    # What we judge by eye
    path("accounts/<uuid:public_id>/judgements/", judgement.judgement_list, name="judgement_list"),
    path(
        "accounts/<uuid:public_id>/judgements/new/",
        judgement.judgement_create,
        name="judgement_create",
    ),
    path(
        "accounts/<uuid:public_id>/judgements/<int:place>/",
        judgement.judgement_edit,
        name="judgement_edit",
    ),
    path("accounts/<uuid:public_id>/social/new/", judgement.social_create, name="social_create"),
    path(
        "accounts/<uuid:public_id>/social/<int:place>/", judgement.social_edit, name="social_edit"
    ),
    path("ssi/", judgement.ssi_list, name="ssi_list"),
    path("ssi/new/", judgement.ssi_create, name="ssi_create"),
    path("ssi/<str:day>/", judgement.ssi_edit, name="ssi_edit"),
    # The desk of each of us
    path("accounts/<uuid:public_id>/favorite/", desk.favorite_set, name="favorite_set"),
    path("views/", desk.view_list, name="view_list"),
    path("views/new/", desk.SavedViewCreate.as_view(), name="view_create"),
    path("views/<uuid:public_id>/edit/", desk.SavedViewEdit.as_view(), name="view_edit"),
    path("views/<uuid:public_id>/delete/", desk.SavedViewDelete.as_view(), name="view_delete"),
    # Marketing: campaigns, what they cost, what passed between us and accounts
    path("campaigns/", campaign.campaign_list, name="campaign_list"),
    path("campaigns/new/", campaign.CampaignCreate.as_view(), name="campaign_create"),
    path("campaigns/<uuid:public_id>/", campaign.campaign_detail, name="campaign_detail"),
    path("campaigns/<uuid:public_id>/edit/", campaign.CampaignEdit.as_view(), name="campaign_edit"),
    path("campaigns/<uuid:public_id>/state/", campaign.campaign_state, name="campaign_state"),
    path("campaigns/<uuid:public_id>/periods/new/", campaign.period_create, name="period_create"),
    path(
        "campaigns/<uuid:public_id>/periods/<int:place>/", campaign.period_edit, name="period_edit"
    ),
    path("campaigns/<uuid:public_id>/accounts/new/", campaign.target_create, name="target_create"),
    path(
        "campaigns/<uuid:public_id>/accounts/<uuid:account>/",
        campaign.target_edit,
        name="target_edit",
    ),
    path("campaigns/<uuid:public_id>/ads/", ad_delivery.delivery_list, name="delivery_list"),
    path(
        "campaigns/<uuid:public_id>/ads/new/", ad_delivery.delivery_create, name="delivery_create"
    ),
    path(
        "campaigns/<uuid:public_id>/ads/<int:place>/",
        ad_delivery.delivery_edit,
        name="delivery_edit",
    ),
    path("campaigns/<uuid:public_id>/spend/", spend.campaign_spend, name="campaign_spend"),
    path(
        "campaigns/<uuid:public_id>/spend/new/",
        spend.campaign_spend_create,
        name="campaign_spend_create",
    ),
    path("programs/<uuid:public_id>/spend/", spend.program_spend, name="program_spend"),
    path(
        "programs/<uuid:public_id>/spend/new/",
        spend.program_spend_create,
        name="program_spend_create",
    ),
    path("spend/<uuid:public_id>/edit/", spend.spend_edit, name="spend_edit"),
    path("accounts/<uuid:public_id>/touches/", touch.touch_list, name="touch_list"),
    path("accounts/<uuid:public_id>/touches/new/", touch.touch_create, name="touch_create"),
    path(
        "accounts/<uuid:public_id>/touches/withdraw/", touch.touch_withdraw, name="touch_withdraw"
    ),
    path("rates/", fx_rate.rate_list, name="rate_list"),
    path("rates/new/", fx_rate.RateCreate.as_view(), name="rate_create"),
    path("rates/<int:pk>/edit/", fx_rate.RateEdit.as_view(), name="rate_edit"),
]
