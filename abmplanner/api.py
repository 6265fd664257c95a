"""Every address of the API: one router over the view sets of both apps."""

from typing import Any

from django.urls import re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from accounts.api.account import AccountViewSet
from accounts.api.ad_delivery import AdDeliveryViewSet
from accounts.api.buying_group import (
    BuyingGroupViewSet,
    GroupPeriodViewSet,
    MembershipViewSet,
    RoleNeedViewSet,
    SolutionViewSet,
)
from accounts.api.campaign import CampaignViewSet, PeriodViewSet, SpendViewSet, TargetViewSet
from accounts.api.consent import ConsentViewSet, SuppressionViewSet
from accounts.api.contact import ContactViewSet, EmploymentViewSet
from accounts.api.contract import AssumptionViewSet, ContractViewSet, TermsViewSet
from accounts.api.control import ControlViewSet
from accounts.api.data_feed import DataFeedViewSet
from accounts.api.desk import FavoriteViewSet, SavedViewViewSet
from accounts.api.feedback import FeedbackViewSet
from accounts.api.feedback_round import ReplyViewSet, RequestViewSet, RoundViewSet
from accounts.api.fx_rate import RateViewSet
from accounts.api.import_run import ImportRunViewSet
from accounts.api.job import JobViewSet
from accounts.api.judgement import (
    CustomerRatingViewSet,
    JudgementViewSet,
    SocialViewSet,
    SsiViewSet,
)
from accounts.api.objective import ActionViewSet, ObjectiveViewSet
from accounts.api.opportunity import OpportunityViewSet, PipelineViewSet
from accounts.api.opportunity_history import (
    AmountChangeViewSet,
    ForecastViewSet,
    StageChangeViewSet,
)
from accounts.api.plan import PlanViewSet, ProfileViewSet, ReviewViewSet, SignatureViewSet
from accounts.api.program import EnrolmentViewSet, ProgramViewSet
from accounts.api.relationship import (
    InfluenceLineViewSet,
    RatingViewSet,
    RelationshipViewSet,
    ReportingLineViewSet,
)
from accounts.api.survey import ResponseViewSet, SurveyViewSet
from accounts.api.team import AssignmentViewSet, TeamMemberViewSet
from accounts.api.touch import TouchViewSet, WebSessionViewSet
from accounts.api.user import UserViewSet
from accounts.api.visitor import VisitorLinkViewSet, VisitorViewSet
from metrics.api.comment import CommentViewSet
from metrics.api.goal import GoalViewSet
from metrics.api.health import OverrideViewSet
from metrics.api.indicator import CustomIndicatorViewSet, IndicatorSetViewSet, IndicatorViewSet
from metrics.api.measure import MeasureView
from metrics.api.measurement import MeasurementViewSet
from metrics.api.parameter import ParameterSetViewSet, ParameterViewSet
from metrics.api.reading import ReadingViewSet

router = SimpleRouter()
router.register("accounts", AccountViewSet, "api-account")
router.register("contacts", ContactViewSet, "api-contact")
router.register("opportunities", OpportunityViewSet, "api-opportunity")
router.register("pipelines", PipelineViewSet, "api-pipeline")
router.register("programs", ProgramViewSet, "api-program")
router.register("enrolments", EnrolmentViewSet, "api-enrolment")
router.register("stage-changes", StageChangeViewSet, "api-stage-change")
router.register("amount-changes", AmountChangeViewSet, "api-amount-change")
router.register("forecasts", ForecastViewSet, "api-forecast")
router.register("team-members", TeamMemberViewSet, "api-team-member")
router.register("assignments", AssignmentViewSet, "api-assignment")
router.register("employments", EmploymentViewSet, "api-employment")
router.register("rates", RateViewSet, "api-rate")
router.register("objectives", ObjectiveViewSet, "api-objective")
router.register("actions", ActionViewSet, "api-action")
router.register("feedback", FeedbackViewSet, "api-feedback")
router.register("feedback-rounds", RoundViewSet, "api-feedback-round")
router.register("feedback-requests", RequestViewSet, "api-feedback-request")
router.register("feedback-replies", ReplyViewSet, "api-feedback-reply")
router.register("surveys", SurveyViewSet, "api-survey")
router.register("responses", ResponseViewSet, "api-response")
router.register("feeds", DataFeedViewSet, "api-feed")
router.register("imports", ImportRunViewSet, "api-import")
router.register("jobs", JobViewSet, "api-job")
router.register("goals", GoalViewSet, "api-goal")
router.register("indicators", IndicatorViewSet, "api-indicator")
router.register("custom-indicators", CustomIndicatorViewSet, "api-custom-indicator")
router.register("indicator-sets", IndicatorSetViewSet, "api-indicator-set")
router.register("indicator-readings", ReadingViewSet, "api-indicator-reading")
router.register("measurements", MeasurementViewSet, "api-measurement")
router.register("parameters", ParameterViewSet, "api-parameter")
router.register("parameter-sets", ParameterSetViewSet, "api-parameter-set")
# Marketing
router.register("campaigns", CampaignViewSet, "api-campaign")
router.register("campaign-periods", PeriodViewSet, "api-campaign-period")
router.register("targets", TargetViewSet, "api-target")
router.register("control-accounts", ControlViewSet, "api-control-account")
router.register("spend", SpendViewSet, "api-spend")
router.register("touches", TouchViewSet, "api-touch")
router.register("sessions", WebSessionViewSet, "api-session")
router.register("visitors", VisitorViewSet, "api-visitor")
router.register("visitor-links", VisitorLinkViewSet, "api-visitor-link")
router.register("ad-deliveries", AdDeliveryViewSet, "api-ad-delivery")
# The agreement: plans and what is said of them, contracts, judgements, the desk
router.register("plans", PlanViewSet, "api-plan")
router.register("signatures", SignatureViewSet, "api-signature")
router.register("reviews", ReviewViewSet, "api-review")
router.register("comments", CommentViewSet, "api-comment")
router.register("profile-answers", ProfileViewSet, "api-profile-answer")
router.register("contracts", ContractViewSet, "api-contract")
router.register("contract-terms", TermsViewSet, "api-contract-terms")
router.register("assumptions", AssumptionViewSet, "api-assumption")
router.register("judgements", JudgementViewSet, "api-judgement")
router.register("health-overrides", OverrideViewSet, "api-health-override")
router.register("customer-ratings", CustomerRatingViewSet, "api-customer-rating")
router.register("social-assessments", SocialViewSet, "api-social-assessment")
router.register("ssi-readings", SsiViewSet, "api-ssi-reading")
router.register("saved-views", SavedViewViewSet, "api-saved-view")
router.register("favorites", FavoriteViewSet, "api-favorite")
router.register("users", UserViewSet, "api-user")

# Buying groups, people, consents
router.register("groups", BuyingGroupViewSet, "api-group")
router.register("group-periods", GroupPeriodViewSet, "api-group-period")
router.register("memberships", MembershipViewSet, "api-membership")
router.register("solutions", SolutionViewSet, "api-solution")
router.register("role-needs", RoleNeedViewSet, "api-role-need")
router.register("reporting-lines", ReportingLineViewSet, "api-reporting-line")
router.register("influence-lines", InfluenceLineViewSet, "api-influence-line")
router.register("relationships", RelationshipViewSet, "api-relationship")
router.register("ratings", RatingViewSet, "api-rating")
router.register("consents", ConsentViewSet, "api-consent")
router.register("suppressions", SuppressionViewSet, "api-suppression")


class UnknownAddress(APIView):
    """Answers an address that the API does not have in the API's own form."""

    permission_classes = [AllowAny]
    schema = None

    def get(self, _request: Any, **_path: str) -> Response:
        """Raise NotFound."""
        raise NotFound

    post = put = patch = delete = get


urlpatterns = [
    *router.urls,
    re_path(r"^measure/$", MeasureView.as_view(), name="api-measure"),
    re_path(r"^schema/$", SpectacularAPIView.as_view(), name="schema"),
    re_path(r"^(?P<rest>.*)$", UnknownAddress.as_view(), name="api-unknown"),
]
