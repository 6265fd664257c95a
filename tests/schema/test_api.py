"""Schemathesis against the whole API, in process: whatever is sent, there is an answer."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, settings

from abmplanner.api import router, urlpatterns
from accounts.enums import KeyScope
from accounts.models import Job
from tests.callers import a_key
from tests.factories import (
    AccountFactory,
    ActionFactory,
    ContactFactory,
    CustomIndicatorFactory,
    DataFeedFactory,
    FeedbackFactory,
    GoalFactory,
    ImportPartFactory,
    ImportRunFactory,
    IndicatorSetFactory,
    ObjectiveFactory,
    OpportunityFactory,
    PipelineFactory,
    ProgramFactory,
    ResponseFactory,
    SurveyFactory,
    UserFactory,
)

pytestmark = [pytest.mark.schema, pytest.mark.django_db]

FEW, MANY = 12, 60
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_headers_conformance,
    schemathesis.checks.response_schema_conformance,
]
THERE = UUID("11111111-1111-4111-8111-111111111111")  # the public id of a row of every kind
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))


@cache
def site() -> WSGIHandler:
    """The whole site, made under the settings of tests."""
    return WSGIHandler()


def answer(environ: Any, start_response: Any) -> Any:
    return site()(environ, start_response)


schema.app = answer


@schema.hook
def map_path_parameters(_context: Any, path_parameters: Any) -> Any:
    return led_home(path_parameters)


@schema.hook
def map_query(_context: Any, query: Any) -> Any:
    return led_home(query)


@schema.hook
def map_body(_context: Any, body: Any) -> Any:
    return led_home(body)


def led_home(value: Any) -> Any:
    """Let every other id that was made up lead to a row that is there."""
    if isinstance(value, dict):
        return {name: led_home(each) for name, each in value.items()}
    if isinstance(value, list):
        return [led_home(each) for each in value]
    if isinstance(value, str) and AN_ID.fullmatch(value) and int(value[-1], 16) % 2 == 0:
        return str(THERE)
    return value


@pytest.fixture
def secret() -> Iterator[str]:
    """The key of an administrator, over one row of every kind that stays connected."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield filled()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def filled() -> str:
    """Make one row of every kind, and return the key of an administrator."""
    person = UserFactory(administrator=True)
    UserFactory(public_id=THERE)
    account = AccountFactory(public_id=THERE, programs=[ProgramFactory(public_id=THERE)])
    pipeline = PipelineFactory(public_id=THERE)
    OpportunityFactory(public_id=THERE, account=account, pipeline=pipeline)
    contact = ContactFactory(public_id=THERE, account=account)
    objective = ObjectiveFactory(public_id=THERE, account=account)
    ActionFactory(public_id=THERE, objective=objective)
    FeedbackFactory(public_id=THERE, account=account, author=person)
    survey = SurveyFactory(public_id=THERE)
    ResponseFactory(public_id=THERE, account=account, contact=contact, survey=survey)
    DataFeedFactory(public_id=THERE)
    GoalFactory(public_id=THERE, account=account, objective=objective)
    IndicatorSetFactory(public_id=THERE, account=account)
    CustomIndicatorFactory(public_id=THERE)
    Job.objects.create(public_id=THERE, kind="measure", actor=person)
    ImportPartFactory(run=ImportRunFactory(public_id=THERE, actor=person))
    return a_key(person, KeyScope.WRITE)[1]


def bounded(examples: int, *phases: Phase) -> settings:
    """Return how many examples of an operation are tried; the same ones in every run."""
    return settings(
        max_examples=examples,
        phases=phases,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


def as_plain_text(secret: str) -> dict[str, str]:
    """Return the headers of a key whose holder can't unpack what comes compressed."""
    return {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}


@schema.parametrize()
@bounded(FEW, Phase.generate)
def test_every_operation_answers_as_it_says(case: Any, secret: str) -> None:
    case.call_and_validate(headers=as_plain_text(secret), checks=CHECKS)


@pytest.mark.slow
@schema.parametrize()
@bounded(MANY, Phase.explicit, Phase.generate)
def test_every_operation_answers_at_every_border(case: Any, secret: str) -> None:
    case.call_and_validate(headers=as_plain_text(secret), checks=CHECKS)


def test_every_route_of_the_api_is_described() -> None:
    described = {path.removeprefix("/api/v1/") for path in schema.raw_schema["paths"]}
    plain = re.compile(r"\(\?P<(\w+)>[^)]+\)")
    served = {plain.sub(r"{\1}", str(each.pattern).strip("^$")) for each in urlpatterns}

    assert len(router.registry) > 15
    assert served - {"schema/", "{rest}"} == described
