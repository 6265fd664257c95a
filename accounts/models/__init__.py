"""Facts: who the accounts are, who works there, what happened."""

from accounts.models.account import Account
from accounts.models.api_key import ApiKey
from accounts.models.buying_group import BuyingGroup, GroupPeriod, Membership, RoleNeed, Solution
from accounts.models.campaign import Campaign, CampaignPeriod, CampaignTarget, Spend
from accounts.models.conflict import EventConflict
from accounts.models.consent import ConsentEvent, Suppression
from accounts.models.contact import Contact, Employment
from accounts.models.contract import Contract, ContractTerms
from accounts.models.control import ControlAccount
from accounts.models.customer_rating import CustomerRating
from accounts.models.data_feed import DataFeed
from accounts.models.desk import Favorite, Notification, SavedView, Visit
from accounts.models.external_id import ExternalId
from accounts.models.feedback import Feedback, FeedbackReply, FeedbackRequest, FeedbackRound
from accounts.models.fx_rate import FxRate
from accounts.models.import_run import ImportPart, ImportRow, ImportRun
from accounts.models.job import Job
from accounts.models.judgement import AccountJudgement, SocialAssessment, SsiReading
from accounts.models.objective import Action, Objective
from accounts.models.opportunity import (
    AmountChange,
    Forecast,
    Opportunity,
    Pipeline,
    Stage,
    StageChange,
)
from accounts.models.outbox import Outbox
from accounts.models.plan import Comment, Plan, PlanAssumption, ProfileAnswer, Review, Signature
from accounts.models.plan_template import PlanTemplate
from accounts.models.program import Enrolment, Program
from accounts.models.relationship import (
    InfluenceLine,
    Relationship,
    RelationshipRating,
    ReportingLine,
)
from accounts.models.survey import Invitation, Question, Response, Survey
from accounts.models.team import ProgramAssignment, TeamMember
from accounts.models.touch import AdDelivery, Touch, Visitor, VisitorLink, WebSession
from accounts.models.user import User

__all__ = [
    "Account",
    "AccountJudgement",
    "Action",
    "AdDelivery",
    "AmountChange",
    "ApiKey",
    "BuyingGroup",
    "Campaign",
    "CampaignPeriod",
    "CampaignTarget",
    "Comment",
    "ConsentEvent",
    "Contact",
    "Contract",
    "ContractTerms",
    "ControlAccount",
    "CustomerRating",
    "DataFeed",
    "Employment",
    "Enrolment",
    "EventConflict",
    "ExternalId",
    "Favorite",
    "Feedback",
    "FeedbackReply",
    "FeedbackRequest",
    "FeedbackRound",
    "Forecast",
    "FxRate",
    "GroupPeriod",
    "ImportPart",
    "ImportRow",
    "ImportRun",
    "InfluenceLine",
    "Invitation",
    "Job",
    "Membership",
    "Notification",
    "Objective",
    "Opportunity",
    "Outbox",
    "Pipeline",
    "Plan",
    "PlanAssumption",
    "PlanTemplate",
    "ProfileAnswer",
    "Program",
    "ProgramAssignment",
    "Question",
    "Relationship",
    "RelationshipRating",
    "ReportingLine",
    "Response",
    "Review",
    "RoleNeed",
    "SavedView",
    "Signature",
    "SocialAssessment",
    "Solution",
    "Spend",
    "SsiReading",
    "Stage",
    "StageChange",
    "Suppression",
    "Survey",
    "TeamMember",
    "Touch",
    "User",
    "Visit",
    "Visitor",
    "VisitorLink",
    "WebSession",
]
