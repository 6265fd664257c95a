"""An opened number: the same everywhere, and nobody else's."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.fixtures import DjangoAssertNumQueries

from abmplanner.kit.actor import Actor
from accounts.models import Account, User
from metrics.queries.readers import readers
from tests.factories import (
    AccountFactory,
    CustomIndicatorFactory,
    DataFeedFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    ResponseFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

QUERIES = 18
SCORES = (10, 10, 10, 9, 0)


@pytest.fixture
def manager(client: Client) -> Any:
    """An ABM manager, signed in."""
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def account(manager: Any) -> Any:
    """An account with five answers of the last days."""
    account = AccountFactory(team=[manager], name="Ours")
    DataFeedFactory(record_type="response")
    for days, score in enumerate(SCORES, start=1):
        at = timezone.now() - timedelta(days=days)
        ResponseFactory(account=account, score=score, responded_at=at)
    return account


def asked(account: Any, **more: str) -> dict[str, str]:
    """Return the address's question about an account."""
    today = timezone.localdate()
    start = today - timedelta(days=30)
    plain = {"scope": f"account:{account.public_id}", "period": "custom", "start": str(start)}
    return {**plain, "end": str(today), "as_of": str(today), **more}


def asked_of_the_api(account: Any) -> dict[str, str]:
    """Return the same question as the API puts it: to is the first day that doesn't count."""
    said = asked(account)
    end = date.fromisoformat(said["end"]) + timedelta(days=1)
    return {"scope": said["scope"], "from": said["start"], "to": str(end), "as_of": said["as_of"]}


def test_number_opens_onto_its_sentence_formula_and_records(client: Client, account: Any) -> None:
    response = client.get(reverse("metrics:answer_detail", args=["nps"]), asked(account))

    page = response.content.decode()
    assert "5 customers answered: 4 promoters, 0 passives and 1 detractor." in page
    assert "100 × (4 - 1) ÷ 5 = +60" in page
    assert "live since" in page
    assert len(response.context["page"].object_list) == 5


def test_page_export_and_api_give_the_same_number_and_records(client: Client, account: Any) -> None:
    page = client.get(reverse("metrics:answer_detail", args=["nps"]), asked(account))
    sheet = client.get(reverse("metrics:answer_export", args=["nps", "xlsx"]), asked(account))
    said = asked_of_the_api(account) | {"indicator": "nps", "explain": "true"}
    api = client.get("/api/v1/measure/", said)

    rows = load_workbook(BytesIO(b"".join(sheet.streaming_content))).active.values
    body = api.json()
    answer = page.context["asked"].answer
    assert body["value"] == answer.value == 60
    assert [body["interval"]["low"], body["interval"]["high"]] == [answer.low, answer.high]
    labels = [record.label for record in page.context["page"].object_list]
    column = [row[0] for row in rows]
    assert column[column.index("Record") + 1 :] == labels
    assert [row["label"] for row in body["records"]["rows"]] == labels


def test_records_left_out_are_shown_with_their_reason(client: Client, account: Any) -> None:
    ResponseFactory(
        account=account,
        score=0,
        respondent_kind="employee",
        responded_at=timezone.now() - timedelta(days=2),
    )

    response = client.get(reverse("metrics:answer_detail", args=["nps"]), asked(account))

    assert response.context["opened"].left_out == 1
    assert "not by a customer" in response.content.decode()


def test_number_of_an_account_out_of_reach_is_not_there(client: Client, account: Any) -> None:
    other = AccountFactory(team=[UserFactory()])

    for name, rest in (("answer_detail", ["nps"]), ("answer_export", ["nps", "csv"])):
        response = client.get(reverse(f"metrics:{name}", args=rest), asked(other))
        assert response.status_code == 404


def test_number_of_all_is_of_the_accounts_in_reach(client: Client, account: Any) -> None:
    other = AccountFactory(team=[UserFactory()], name="Theirs")
    at = timezone.now() - timedelta(days=1)
    for _each in range(5):
        ResponseFactory(account=other, score=0, responded_at=at)

    response = client.get(
        reverse("metrics:answer_detail", args=["nps"]), asked(account, scope="all")
    )

    assert response.context["asked"].answer.value == 60
    assert "Theirs" not in response.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/measures/nothing/", 404),
        ("/measures/nps/?scope=account:nobody", 404),
        ("/measures/nps/?scope=everything", 400),
        ("/measures/nps/?period=custom&start=2026-03-01&end=2026-02-01", 400),
        ("/measures/nps/?as_of=1000-01-01", 400),
        ("/measures/nps/?where=color:red", 400),
        ("/measures/nps/?as_of=tomorrow", 400),
        ("/measures/nps/?period=fortnight", 400),
        ("/measures/nps/export.csv?as_of=2999-01-01", 400),
        ("/measures/nps/?page=no", 200),
    ],
)
def test_question_that_cannot_be_read_says_so(
    client: Client, account: Any, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("back", "kept"),
    [
        ("/goals/?group=family", True),
        ("https://evil.example/", False),
        ("//evil.example/", False),
        ("/\\evil.example/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_way_back_leads_to_our_own_pages_alone(
    client: Client, account: Any, back: str, *, kept: bool
) -> None:
    response = client.get(reverse("metrics:answer_detail", args=["nps"]), asked(account, back=back))

    hrefs = re.findall(r'href="([^"]*)"', response.content.decode())
    assert (back in hrefs) is kept
    assert not [href for href in hrefs if href.startswith(("//", "http", "javascript", "/\\"))]


@pytest.mark.parametrize("answers", [1, 3, 100])
def test_number_opens_in_a_fixed_number_of_queries(
    client: Client,
    manager: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
    answers: int,
) -> None:
    account = AccountFactory(team=[manager])
    DataFeedFactory(record_type="response")
    at = timezone.now() - timedelta(days=1)
    ResponseFactory.create_batch(answers, account=account, responded_at=at)

    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("metrics:answer_detail", args=["nps"]), asked(account))

    assert response.context["opened"].counted == answers


def test_formula_opens_onto_the_numbers_it_is_made_of(client: Client, account: Any) -> None:
    made = CustomIndicatorFactory(state="active")

    response = client.get(reverse("metrics:answer_detail", args=[made.key]), asked(account))

    page = response.content.decode()
    assert response.context["asked"].answer.value == 3
    assert "nps_promoters - nps_detractors" in page
    assert 'href="/measures/nps_detractors/' in page


def test_readers_are_those_who_reach_the_account() -> None:
    program = ProgramFactory()
    team = [UserFactory(), UserFactory(sales=True), UserFactory(leader=True)]
    account = AccountFactory(team=team, programs=[program])
    for person in (UserFactory(), UserFactory(leader=True), UserFactory(sales=True)):
        ProgramAssignmentFactory(user=person, program=program)
    admin = UserFactory(administrator=True)
    UserFactory(administrator=True, is_active=False)

    found = set(readers(Actor.of_person(admin), account=account.pk))

    seeing = {
        person
        for person in User.objects.filter(is_active=True)
        if Account.objects.visible_to(Actor.of_person(person)).filter(pk=account.pk).exists()
    }
    assert found == seeing
    assert len(found) == 5
