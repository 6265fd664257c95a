"""Addresses of the pages of metrics."""

from django.urls import path

from metrics.views import account, answer, comment, goal, indicator, indicator_set, search

app_name = "metrics"
urlpatterns = [
    path("accounts/", account.account_list, name="account_list"),
    path("accounts/<uuid:public_id>/", account.account_plan, name="account_plan"),
    # Goals, numbers and indicators
    path("accounts/<uuid:public_id>/goals/new/", goal.GoalCreate.as_view(), name="goal_create"),
    path(
        "accounts/<uuid:public_id>/indicators/", indicator_set.indicator_set, name="indicator_set"
    ),
    path(
        "accounts/<uuid:public_id>/indicators/new/",
        indicator_set.IndicatorSetAdd.as_view(),
        name="indicator_set_add",
    ),
    path("catalogue/", indicator.indicator_list, name="indicator_list"),
    path("catalogue/new/", indicator.IndicatorCreate.as_view(), name="indicator_create"),
    path(
        "catalogue/own/<uuid:public_id>/edit/",
        indicator.IndicatorEdit.as_view(),
        name="indicator_edit",
    ),
    path(
        "catalogue/own/<uuid:public_id>/state/",
        indicator.indicator_state,
        name="indicator_state",
    ),
    path("catalogue/<slug:key>/", indicator.indicator_detail, name="indicator_detail"),
    path("goals/", goal.goal_list, name="goal_list"),
    path("goals/export.<slug:form>", goal.goal_export, name="goal_export"),
    path("goals/<uuid:public_id>/", goal.goal_detail, name="goal_detail"),
    path("goals/<uuid:public_id>/approve/", goal.goal_approve, name="goal_approve"),
    path("goals/<uuid:public_id>/comments/", comment.GoalComment.as_view(), name="goal_comment"),
    path("goals/<uuid:public_id>/delete/", goal.GoalDelete.as_view(), name="goal_delete"),
    path("goals/<uuid:public_id>/edit/", goal.GoalEdit.as_view(), name="goal_edit"),
    path(
        "indicators/<uuid:public_id>/edit/",
        indicator_set.IndicatorSetEdit.as_view(),
        name="indicator_set_edit",
    ),
    path(
        "indicators/<uuid:public_id>/move/",
        indicator_set.indicator_set_move,
        name="indicator_set_move",
    ),
    path(
        "indicators/<uuid:public_id>/remove/",
        indicator_set.IndicatorSetRemove.as_view(),
        name="indicator_set_remove",
    ),
    path("measures/<slug:key>/", answer.answer_detail, name="answer_detail"),
    path("measures/<slug:key>/export.<slug:form>", answer.answer_export, name="answer_export"),
    path(
        "programs/<uuid:public_id>/goals/new/",
        goal.ProgramGoalCreate.as_view(),
        name="program_goal_create",
    ),
    path("search/", search.search, name="search"),
]
