"""More rows of everything, so that a page whose questions grow with its rows is found.

Every model grows below the own realm's account and program. Where a rule keeps two rows apart,
GROWN says in what they differ.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import Account, Contact, User
from metrics.catalogue.catalogue import CATALOGUE
from tests.authz.world import World, label
from tests.constraints.breaking import plain_models
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    FeedbackFactory,
    PlanFactory,
    SurveyFactory,
    UserFactory,
    VisitorFactory,
)


class Growth:
    """Makes the world larger, row by row."""

    def __init__(self, world: World) -> None:
        self.world, self.realm, self.size = world, world.own, 1
        self.accounts: list[Account] = []
        self.contacts: list[Contact] = []

    def to(self, size: int) -> None:
        """Let every model have as many rows."""
        for number in range(self.size, size):
            self.one_more(number)
        self.size = max(size, self.size)

    def one_more(self, number: int) -> None:
        """Make one more row of every model."""
        program = self.realm.row(PROGRAM)
        name = f"{self.realm.mark} {number}"
        self.accounts.append(
            AccountFactory(name=name, programs=[program], team=[self.realm.keeper])
        )
        self.contacts.append(self.make(Contact, number))
        for model in plain_models():
            if model not in {Account, Contact, User}:
                self.make(model, number)

    def make(self, model: Any, number: int) -> Any:
        """Return one more row of a model."""
        given = GROWN.get(label(model), lambda _growth, _number: {})(self, number)
        return self.realm.make(model, **given)


def key_of(growth: Growth, number: int) -> dict[str, Any]:
    """Return an indicator that the account has not, or another account where it has all."""
    if number < len(KEYS):
        return {"indicator_key": KEYS[number]}
    return {"account": growth.accounts[-1]}


KEYS = [key for key in (indicator.key for indicator in CATALOGUE) if key != "nps"]
PROGRAM = next(model for model in plain_models() if label(model) == "accounts.Program")
Given = Callable[[Growth, int], dict[str, Any]]


def long_before(number: int) -> dict[str, Any]:
    """Return a day of its own, long before the rows of a realm begin."""
    start = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(number)
    return {"from_at": start, "to_at": start + timedelta(1)}


GROWN: dict[str, Given] = {
    "accounts.AdDelivery": lambda _growth, number: {"day": date(2021, 1, 1) + timedelta(number)},
    "accounts.CampaignPeriod": lambda growth, _number: {
        "campaign": CampaignFactory(program=growth.realm.row(PROGRAM))
    },
    "accounts.CampaignTarget": lambda growth, _number: {"account": growth.accounts[-1]},
    "metrics.GoalProposal": lambda growth, _number: {"account": growth.accounts[-1]},
    "accounts.ControlAccount": lambda growth, _number: {"account": growth.accounts[-1]},
    "accounts.VisitorLink": lambda _growth, _number: {"visitor": VisitorFactory()},
    "accounts.BuyingGroup": lambda growth, number: {"name": f"{growth.realm.mark} {number}"},
    "accounts.GroupPeriod": lambda _growth, number: long_before(number),
    "accounts.InfluenceLine": lambda growth, _number: {"contact": growth.contacts[-1]},
    "accounts.Membership": lambda growth, _number: {"contact": growth.contacts[-1]},
    "accounts.Relationship": lambda _growth, _number: {"user": UserFactory()},
    "accounts.ReportingLine": lambda growth, _number: {"contact": growth.contacts[-1]},
    "accounts.RoleNeed": lambda _growth, number: long_before(number),
    "accounts.Suppression": lambda _growth, number: {"address_hash": f"{number:064x}"},
    "accounts.Favorite": lambda _growth, _number: {"user": UserFactory()},
    "accounts.Notification": lambda _growth, _number: {"user": UserFactory()},
    "accounts.FeedbackRequest": lambda _growth, _number: {"person": UserFactory(sales=True)},
    "accounts.FeedbackReply": lambda growth, _number: {
        "feedback": FeedbackFactory(account=growth.accounts[-1])
    },
    "accounts.Question": lambda _growth, _number: {"survey": SurveyFactory()},
    "accounts.Visit": lambda _growth, _number: {"user": UserFactory()},
    "accounts.Plan": lambda _growth, number: {
        "starts_on": date(1990, 1, 1) + timedelta(number),
        "ends_on": date(1990, 1, 2) + timedelta(number),
    },
    "accounts.PlanAssumption": lambda _growth, number: long_before(number),
    "accounts.ProfileAnswer": lambda growth, _number: {"account": growth.accounts[-1]},
    "accounts.Signature": lambda growth, _number: {
        "plan": PlanFactory(account=growth.accounts[-1])
    },
    "accounts.SavedView": lambda growth, number: {"name": f"{growth.realm.mark} {number}"},
    "accounts.SsiReading": lambda _growth, number: {
        "read_on": date(2021, 1, 1) + timedelta(number)
    },
    "accounts.Contact": lambda _growth, number: {"email": f"grown{number}@example.test"},
    "accounts.DataFeed": lambda _growth, number: {"source": f"source {number}"},
    "accounts.Employment": lambda growth, _number: {"contact": growth.contacts[-1]},
    "accounts.Enrolment": lambda growth, _number: {
        "account": AccountFactory(name=growth.realm.mark, team=[growth.realm.keeper])
    },
    "accounts.ExternalId": lambda _growth, number: {"value": f"key {number}"},
    "accounts.FxRate": lambda _growth, number: {"from_on": date(2021, 1, 1) + timedelta(number)},
    "accounts.ImportPart": lambda _growth, number: {"position": number},
    "accounts.Invitation": lambda growth, number: {
        "contact": growth.contacts[-1],
        "token_hash": f"{number:064x}",
    },
    "accounts.ProgramAssignment": lambda _growth, _number: {"user": UserFactory()},
    "accounts.TeamMember": lambda _growth, _number: {"user": UserFactory(sales=True)},
    "metrics.AccountHealth": lambda growth, _number: {"account": growth.accounts[-1]},
    "metrics.DirtyMark": lambda growth, _number: {"account": growth.accounts[-1]},
    "metrics.IndicatorReading": lambda _growth, number: {
        "effective_on": date(2021, 1, 1) + timedelta(number)
    },
    "metrics.IndicatorSet": key_of,
    "metrics.Qualification": lambda _growth, number: {
        "qualified_at": datetime(1990, 1, 1, tzinfo=UTC) + timedelta(number)
    },
}
