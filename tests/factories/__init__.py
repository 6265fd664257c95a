"""The plainest valid rows, with traits for named departures."""

from tests.factories.account import AccountFactory
from tests.factories.contact import ContactFactory, EmploymentFactory
from tests.factories.deal import (
    AmountChangeFactory,
    FxRateFactory,
    OpportunityFactory,
    PipelineFactory,
    StageChangeFactory,
    StageFactory,
)
from tests.factories.feed import DataFeedFactory
from tests.factories.measure import CustomIndicatorFactory, GoalFactory, IndicatorSetFactory
from tests.factories.plan import ActionFactory, FeedbackFactory, ObjectiveFactory
from tests.factories.program import EnrolmentFactory, ProgramFactory
from tests.factories.user import ProgramAssignmentFactory, TeamMemberFactory, UserFactory
from tests.factories.voice import InvitationFactory, ResponseFactory, SurveyFactory

__all__ = [
    "AccountFactory",
    "ActionFactory",
    "AmountChangeFactory",
    "ContactFactory",
    "CustomIndicatorFactory",
    "DataFeedFactory",
    "EmploymentFactory",
    "EnrolmentFactory",
    "FeedbackFactory",
    "FxRateFactory",
    "GoalFactory",
    "IndicatorSetFactory",
    "InvitationFactory",
    "ObjectiveFactory",
    "OpportunityFactory",
    "PipelineFactory",
    "ProgramAssignmentFactory",
    "ProgramFactory",
    "ResponseFactory",
    "StageChangeFactory",
    "StageFactory",
    "SurveyFactory",
    "TeamMemberFactory",
    "UserFactory",
]
