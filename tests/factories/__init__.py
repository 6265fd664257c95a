"""The plainest valid rows, with traits for named departures."""

from tests.factories.account import AccountFactory, ExternalIdFactory
from tests.factories.contact import ContactFactory, EmploymentFactory
from tests.factories.deal import (
    AmountChangeFactory,
    ForecastFactory,
    FxRateFactory,
    OpportunityFactory,
    PipelineFactory,
    StageChangeFactory,
    StageFactory,
)
from tests.factories.desk import (
    ApiKeyFactory,
    ImportPartFactory,
    ImportRowFactory,
    ImportRunFactory,
    JobFactory,
)
from tests.factories.feed import DataFeedFactory
from tests.factories.measure import (
    CustomIndicatorFactory,
    DirtyMarkFactory,
    GoalFactory,
    IndicatorSetFactory,
    MeasurementFactory,
)
from tests.factories.plan import ActionFactory, FeedbackFactory, ObjectiveFactory
from tests.factories.program import EnrolmentFactory, ProgramFactory
from tests.factories.user import ProgramAssignmentFactory, TeamMemberFactory, UserFactory
from tests.factories.voice import InvitationFactory, ResponseFactory, SurveyFactory

__all__ = [
    "AccountFactory",
    "ActionFactory",
    "AmountChangeFactory",
    "ApiKeyFactory",
    "ContactFactory",
    "CustomIndicatorFactory",
    "DataFeedFactory",
    "DirtyMarkFactory",
    "EmploymentFactory",
    "EnrolmentFactory",
    "ExternalIdFactory",
    "FeedbackFactory",
    "ForecastFactory",
    "FxRateFactory",
    "GoalFactory",
    "ImportPartFactory",
    "ImportRowFactory",
    "ImportRunFactory",
    "IndicatorSetFactory",
    "InvitationFactory",
    "JobFactory",
    "MeasurementFactory",
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
