"""Addresses of the pages of accounts."""

from django.urls import path

from accounts.views import (
    account,
    action,
    api_key,
    contact,
    export,
    feedback,
    import_run,
    objective,
    program,
    team,
    user,
)

app_name = "accounts"
urlpatterns = [
    path("accounts/new/", account.AccountCreate.as_view(), name="account_create"),
    path("accounts/<uuid:public_id>/edit/", account.AccountEdit.as_view(), name="account_edit"),
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
    path("data/feeds/<uuid:public_id>/edit/", import_run.FeedEdit.as_view(), name="feed_edit"),
    path("keys/", api_key.api_key_list, name="api_key_list"),
    path("keys/new/", api_key.ApiKeyCreate.as_view(), name="api_key_create"),
    path("keys/<uuid:public_id>/revoke/", api_key.ApiKeyRevoke.as_view(), name="api_key_revoke"),
]
