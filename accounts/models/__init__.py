"""Facts: who the accounts are, who works there, what happened."""

from accounts.models.account import Account
from accounts.models.api_key import ApiKey
from accounts.models.contact import Contact, Employment
from accounts.models.data_feed import DataFeed
from accounts.models.external_id import ExternalId
from accounts.models.feedback import Feedback
from accounts.models.fx_rate import FxRate
from accounts.models.import_run import ImportPart, ImportRow, ImportRun
from accounts.models.job import Job
from accounts.models.objective import Action, Objective
from accounts.models.opportunity import (
    AmountChange,
    Forecast,
    Opportunity,
    Pipeline,
    Stage,
    StageChange,
)
from accounts.models.program import Enrolment, Program
from accounts.models.survey import Invitation, Response, Survey
from accounts.models.team import ProgramAssignment, TeamMember
from accounts.models.user import User

__all__ = [
    "Account",
    "Action",
    "AmountChange",
    "ApiKey",
    "Contact",
    "DataFeed",
    "Employment",
    "Enrolment",
    "ExternalId",
    "Feedback",
    "Forecast",
    "FxRate",
    "ImportPart",
    "ImportRow",
    "ImportRun",
    "Invitation",
    "Job",
    "Objective",
    "Opportunity",
    "Pipeline",
    "Program",
    "ProgramAssignment",
    "Response",
    "Stage",
    "StageChange",
    "Survey",
    "TeamMember",
    "User",
]
