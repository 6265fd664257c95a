"""Every kind of dated row, found by walking the models: its past is edited and read by two clocks.

A new dated model fails here until the API and the pages have it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.utils import timezone

from abmplanner.api import router
from abmplanner.kit.history import DatedEvent, DatedRow, Recorded
from abmplanner.policy import ROUTES
from accounts.api.history import Corrected, Withdrawn
from accounts.models import AdDelivery, Signature, Spend, SsiReading, User, VisitorLink
from metrics.models import IndicatorReading, ParameterSet
from tests.callers import Caller, signed_in
from tests.constraints.breaking import plain_models
from tests.factories import AccountFactory, UserFactory
from tests.factories.dates import LONG_AGO
from tests.factories.registry import factory_of

pytestmark = pytest.mark.django_db

# Settings are never corrected or withdrawn: others follow, and those before still held.
FOLLOWED = {ParameterSet}
MODELS = [m for m in plain_models() if issubclass(m, Recorded) and m not in FOLLOWED]
RESOURCES: dict[Any, tuple[str, Any]] = {
    view.model: (f"{path}/", view)
    for path, view, _name in router.registry
    if issubclass(view, Withdrawn)
}
CORRECTED = [m for m in MODELS if issubclass(RESOURCES.get(m, ("", Corrected))[1], Corrected)]
BETWEEN, LATER, LONG_AFTER = (LONG_AGO + timedelta(days=days) for days in (200, 400, 600))

# When it was so, of what is neither a period nor an event; None where it has no time of its own.
MOMENTS: dict[Any, str | None] = {
    AdDelivery: "day",
    Spend: "spent_on",
    SsiReading: "read_on",
    IndicatorReading: "effective_on",
    VisitorLink: None,
}

# What a good row needs so that the person may correct it: what they said themselves is theirs.
ONES_OWN: dict[Any, Callable[[User], dict[str, Any]]] = {
    Signature: lambda person: {
        "recorded_by": person,
        "plan__account": AccountFactory(team=[person]),
    },
    SsiReading: lambda person: {"user": person},
}

# The page on which each kind of row is corrected or withdrawn.
PAGES = {
    "accounts.AccountJudgement": "accounts:judgement_edit",
    "accounts.AdDelivery": "accounts:delivery_edit",
    "accounts.AmountChange": "accounts:deal_event_edit",
    "accounts.CampaignPeriod": "accounts:period_edit",
    "accounts.CampaignTarget": "accounts:target_edit",
    "accounts.ContractTerms": "accounts:terms_edit",
    "accounts.ControlAccount": "accounts:campaign_control_edit",
    "accounts.CustomerRating": "accounts:customer_rating_edit",
    "accounts.Employment": "accounts:employment_edit",
    "accounts.Enrolment": "accounts:enrolment_edit",
    "accounts.Forecast": "accounts:deal_event_edit",
    "accounts.GroupPeriod": "accounts:group_period",
    "accounts.InfluenceLine": "accounts:influence_edit",
    "accounts.Membership": "accounts:member_edit",
    "accounts.PlanAssumption": "accounts:assumption_edit",
    "accounts.ProgramAssignment": "accounts:assignment_edit",
    "accounts.RelationshipRating": "accounts:rating_edit",
    "accounts.ReportingLine": "accounts:reporting_edit",
    "accounts.RoleNeed": "accounts:solution_need_edit",
    "accounts.Signature": "accounts:plan_unsign",
    "accounts.SocialAssessment": "accounts:social_edit",
    "accounts.Spend": "accounts:spend_edit",
    "accounts.SsiReading": "accounts:ssi_edit",
    "accounts.StageChange": "accounts:deal_event_edit",
    "accounts.TeamMember": "accounts:team_edit",
    "accounts.VisitorLink": "accounts:visitor_identify",
    "metrics.IndicatorReading": "metrics:reading_edit",
    "metrics.HealthOverride": "metrics:health_override_edit",
}


def label(model: Any) -> str:
    """Return the name of a model."""
    return str(model._meta.label)  # noqa: SLF001 -- Django's own name


def moment(model: Any) -> str | None:
    """Return the column that says when it was so."""
    if issubclass(model, DatedRow):
        return "from_at"
    return "occurred_at" if issubclass(model, DatedEvent) else MOMENTS[model]


def said(column: str, at: datetime) -> str:
    """Return an instant as its column takes it."""
    return at.isoformat() if column.endswith("_at") else at.date().isoformat()


class Past:
    """A row of long ago as the API knows it, and somebody who may put it right."""

    def __init__(self, model: Any) -> None:
        person = UserFactory(administrator=model is not Signature)
        given = ONES_OWN.get(model, lambda _person: {})(person)
        self.path, view = RESOURCES[model]
        self.key = view.lookup_field
        self.caller: Caller = signed_in(person)
        self.row = factory_of(model)(**given)
        self.first = str(getattr(self.row, self.key))

    def correct(self, key: str, **values: Any) -> Any:
        """Return the answer to a correction."""
        return self.caller.post(f"{self.path}{key}/correct/", values)

    def withdraw(self, key: str) -> Any:
        """Return the answer to a withdrawal."""
        return self.caller.post(f"{self.path}{key}/withdraw/")

    def held(self, **clocks: datetime) -> set[str]:
        """Return what a list shows by the two clocks."""
        asked = {name: at.isoformat() for name, at in clocks.items()}
        answer = self.caller.get(self.path, {**asked, "page_size": 200})
        assert answer.status_code == 200, answer.content
        return {str(row[self.key]) for row in answer.json()["results"]}


def test_each_dated_model_has_a_resource_and_a_page() -> None:
    assert set(MODELS) - RESOURCES.keys() == set()
    assert {label(model) for model in MODELS} == PAGES.keys()
    assert set(PAGES.values()) - ROUTES.keys() == set()


@pytest.mark.parametrize("model", [m for m in MODELS if issubclass(m, DatedRow)], ids=label)
def test_each_period_refuses_to_meet_another_one(model: Any) -> None:
    every = model._meta.constraints  # noqa: SLF001 -- Django's own name
    rules = [rule for rule in every if isinstance(rule, ExclusionConstraint)]

    assert rules


@pytest.mark.parametrize("model", CORRECTED, ids=label)
def test_the_past_is_edited_and_read_by_both_clocks(model: Any) -> None:
    past, column = Past(model), moment(model)
    before = timezone.now()
    change = {column: said(column, LATER)} if column else {"found_by": "hand"}

    answer = past.correct(past.first, **change)

    assert answer.status_code == 200, answer.content
    second = str(answer.json()[past.key])
    assert second != past.first
    assert past.held() & {past.first, second} == {second}
    assert past.held(known_at=before) & {past.first, second} == {past.first}
    if column:
        assert past.held(as_of=BETWEEN) & {past.first, second} == set()
        assert past.held(as_of=LONG_AFTER) & {past.first, second} == {second}
        assert past.held(as_of=BETWEEN, known_at=before) & {past.first, second} == {past.first}


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_a_row_is_withdrawn_and_stays_in_what_was_known(model: Any) -> None:
    past = Past(model)
    before = timezone.now()

    answer = past.withdraw(past.first)

    assert answer.status_code == 204, answer.content
    assert past.first not in past.held()
    assert past.first in past.held(known_at=before)


@pytest.mark.parametrize("model", CORRECTED, ids=label)
def test_what_was_corrected_since_answers_what_holds_now(model: Any) -> None:
    past, column = Past(model), moment(model)
    change = {column: said(column, LATER)} if column else {"found_by": "hand"}
    now = past.correct(past.first, **change).json()

    for stale in (past.correct(past.first, **change), past.withdraw(past.first)):
        assert stale.status_code == 409
        told = stale.json()
        assert (told["code"], told["now"]) == ("stale", now)
        assert told["saved_at"]
    assert past.withdraw(str(now[past.key])).status_code == 204
    gone = past.correct(past.first, **change)
    assert (gone.status_code, gone.json()["now"]) == (409, None)


@pytest.mark.parametrize("model", CORRECTED, ids=label)
def test_saying_the_same_again_writes_nothing(model: Any) -> None:
    past = Past(model)

    answer = past.correct(past.first)

    assert answer.status_code == 200
    assert str(answer.json()[past.key]) == past.first
