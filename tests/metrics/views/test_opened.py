"""Every number that can be measured opens with all its parts, and is one on page, file and API."""

import csv
import io
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.by_month import make_months
from accounts.models import Account, Campaign, Program, Touch, User
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.words import Grain
from metrics.phrases import reason_words, sentence, status_words
from metrics.queries.parameters import parameters_of
from metrics.sentences.figured import figured, likely
from tests.callers import Caller, signed_in
from tests.factories import ProgramAssignmentFactory, UserFactory
from tests.oracle.company import MOMENTS
from tests.oracle.exchanges import PASSED_AT
from tests.oracle.test_grains import whole
from tests.oracle.writing import write

pytestmark = pytest.mark.django_db

KEYS = [each.key for each in CATALOGUE.computed()]
SEED = 180
TIME = {"period": "custom", "start": "2025-01-01", "end": "2026-04-30", "as_of": "2026-05-31"}
STEP = {"stage_from": "contacted", "stage_to": "offer"}


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """A company that chance filled, written once for all numbers, with somebody who sees it."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        make_months(Touch._meta.db_table, [*MOMENTS, *PASSED_AT])  # noqa: SLF001 -- Django's own name
        written = write(whole(SEED))
        manager = UserFactory()
        for key in written.programs.values():
            program = Program.objects.visible_to(SYSTEM).get(pk=key)
            ProgramAssignmentFactory(user=manager, program=program)
        yield {"written": written, "boss": UserFactory(administrator=True), "manager": manager}
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


def scope_of(key: str, company: dict[str, Any]) -> str:
    """Return whose number is asked for: an account's, else a program's, a campaign's or all."""
    grains, written = CATALOGUE[key].grains, company["written"]
    for grain, model, keys in (
        (Grain.ACCOUNT, Account, written.accounts),
        (Grain.PROGRAM, Program, written.programs),
        (Grain.CAMPAIGN, Campaign, written.campaigns),
    ):
        if grain in grains and 1 in keys:
            row = model.objects.visible_to(SYSTEM).get(pk=keys[1])
            return f"{grain.value}:{row.public_id}"
    return "all"


@pytest.fixture
def boss(company: dict[str, Any]) -> User:
    """Somebody who sees everything."""
    found: User = company["boss"]
    return found


def narrowed(key: str) -> list[str]:
    """Return by what a number is narrowed that is told of no total."""
    return [f"{name}:{value}" for name, value in STEP.items() if name in CATALOGUE[key].dimensions]


def asked_of_the_api(key: str, scope: str) -> dict[str, Any]:
    """Return the same question as the API puts it: to is the first day that doesn't count."""
    return {
        "indicator": key, "scope": scope, "from": "2025-01-01", "to": "2026-05-01",
        "as_of": "2026-05-31", "where": narrowed(key), "explain": "true",
    }  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_every_number_opens_with_all_its_parts_and_is_one_everywhere(
    key: str, company: dict[str, Any], boss: User, client: Client
) -> None:
    scope, indicator = scope_of(key, company), CATALOGUE[key]
    client.force_login(boss)
    address = {**TIME, "where": narrowed(key), "scope": scope, "back": "/goals/"}

    shown = client.get(reverse("metrics:answer_detail", args=[key]), address)

    assert shown.status_code == 200
    page, answer = unescape(shown.content.decode()), shown.context["asked"].answer
    missing = [
        part
        for part, text in {
            "sentence": unescape(escape(sentence(answer))),
            "definition": shown.context["definition"],
            "formula": figured(answer),
            "interval": likely(answer),
            "status": "" if answer.value is not None else status_words(answer.status),
            "definition's version": f"definition {answer.version}",
            "sources": 'id="sources"',
            "readers": "Who may see it",
            "records": 'id="record-list"',
            "period": "Period",
            "way back": 'href="/goals/"',
        }.items()
        if text not in page
    ]
    assert not missing, missing
    for reason, n in answer.exclusions.items():
        assert reason_words(reason, n) in page
    assert "{" not in shown.context["definition"]
    if parameters_of(indicator):
        assert 'id="measured-by"' in page
        assert f"version {answer.settings[0]} of the installation" in page
    assert all(line.name in page and line.value in page for line in shown.context["measured_by"])

    told = Caller.get(signed_in(boss), "measure/", asked_of_the_api(key, scope)).json()
    assert (told["value"], told["n"], told["status"]) == (
        None if answer.value is None else float(answer.value), answer.n, answer.status.value,
    )  # fmt: skip
    assert told["sentence"] == sentence(answer)
    assert told["formula"] == figured(answer)
    assert told["definition"] == shown.context["definition"]
    assert told["exclusions"] == dict(answer.exclusions)
    opened = shown.context["opened"]
    records = told["records"]
    assert (records["counted"], records["left_out"]) == (opened.counted, opened.left_out)
    assert [line["key"] for line in told["measured_by"]] == [
        line.key for line in shown.context["measured_by"]
    ]

    sheet = client.get(reverse("metrics:answer_export", args=[key, "csv"]), address)
    rows = list(csv.reader(io.StringIO(b"".join(sheet.streaming_content).decode("utf-8-sig"))))
    [value] = [row[1] for row in rows if row and row[0] == "Value"]
    assert value == ("" if answer.value is None else str(answer.value))
    first = next(place for place, row in enumerate(rows) if row and row[0] == "Record")
    assert len(rows) - first - 1 == opened.counted + opened.left_out


def test_chance_gives_most_numbers_a_value(company: dict[str, Any], boss: User) -> None:
    caller, without = signed_in(boss), []
    for key in KEYS:
        told = caller.get("measure/", asked_of_the_api(key, scope_of(key, company))).json()
        if told["value"] is None:
            without.append(key)

    assert len(without) < len(KEYS) / 3, without
