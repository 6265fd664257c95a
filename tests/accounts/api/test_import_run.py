"""Files handed in by the API: understood, tried, started, and what became of their rows."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account, Contact, ImportRow, ImportRun, Opportunity, StageChange
from tests.callers import Caller, signed_in, with_key
from tests.factories import (
    AccountFactory,
    ImportRowFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

COMPANIES = "Company;Country\nAcmé;FR\nBetta;BE\n"
PEOPLE = (
    "Name,E-mail,Account\nAnn,ann@x.example,Acme\nBob,no address,Acme\nCy,cy@x.example,Nowhere\n"
)
DEALS = "Opportunity,Account,Stage,Amount,Currency\nRenewal,Acme,Signed,500,EUR\n"
PIPELINE = {
    "name_en": "Deals",
    "stages": [{"key": "signed", "name_en": "Signed", "outcome": "won"}],
}


@pytest.fixture
def person() -> Any:
    return UserFactory()


@pytest.fixture
def caller(person: Any) -> Caller:
    return signed_in(person)


def upload(caller: Caller, content: str | bytes, kind: str = "accounts", **told: Any) -> Any:
    body = content.encode() if isinstance(content, str) else content
    form = {"file": SimpleUploadedFile("file.csv", body), "kind": kind, **told}
    return super(Caller, caller).post("/api/v1/imports/", form, format="multipart")


def taken_in(caller: Caller, content: str, kind: str = "accounts", **told: Any) -> str:
    """Hand a file in, and return the address of its import."""
    answer = upload(caller, content, kind, **told)
    assert answer.status_code == 201, answer.content
    return f"imports/{answer.json()['public_id']}/"


def begin(caller: Caller, address: str) -> Any:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return caller.post(f"{address}start/")


def problems(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 400, answer.content
    return [(each["field"], each["code"]) for each in answer.json()["fields"]]


def test_a_file_is_answered_as_it_is_understood_and_nothing_is_written(caller: Caller) -> None:
    answer = upload(caller, COMPANIES, system="crm")

    told = answer.json()
    assert answer.status_code == 201, answer.content
    assert (told["state"], told["system"], told["problems"]) == ("preview", "crm", [])
    assert told["dialect"]["separator"] == ";"
    assert told["mapping"]["columns"] == {"name": "Company", "country": "Country"}
    first, _second = told["preview"]
    assert [cell["text"] for cell in first["cells"]] == ["Acmé", "FR"]
    assert not Account.objects.visible_to(SYSTEM).exists()


def test_an_import_by_the_api_ends_with_the_same_rows_as_by_page(
    caller: Caller, person: Any, client: Client
) -> None:
    AccountFactory(name="Acme", team=[person])
    other = UserFactory()
    client.force_login(other)
    AccountFactory(name="Acme", team=[other])

    answer = begin(caller, taken_in(caller, PEOPLE, "contacts"))
    file = SimpleUploadedFile("file.csv", PEOPLE.encode())
    page = client.post(reverse("accounts:import_create"), {"kind": "contacts", "file": file})
    form = client.get(page.url).context_data["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"start": "yes"}
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(page.url, sent)

    assert (answer.status_code, answer.json()["state"]) == (202, "queued")

    def rows_of(person: Any) -> tuple[list[Any], list[Any]]:
        actor = Actor.of_person(person)
        rows = ImportRow.objects.visible_to(actor).order_by("line")
        people = Contact.objects.visible_to(actor)
        said = rows.values_list("line", "verdict", "reason", "field", "detail", "raw")
        return list(said), list(people.values_list("name", "email", "account__name"))

    assert rows_of(person) == rows_of(other)
    assert rows_of(person)[1] == [("Ann", "ann@x.example", "Acme")]
    by_api, by_page = ImportRun.objects.visible_to(SYSTEM).order_by("pk")
    assert (by_api.state, by_api.counts) == (by_page.state, by_page.counts)


def test_the_rows_of_an_import_are_read_and_those_that_wait_apart(
    caller: Caller, person: Any
) -> None:
    AccountFactory(name="Acme", team=[person])
    address = taken_in(caller, PEOPLE, "contacts")
    begin(caller, address)

    def lines(**asked: str) -> list[tuple[int, str]]:
        told = caller.get(f"{address}rows/", asked).json()["results"]
        return [(row["line"], row["verdict"]) for row in told]

    assert caller.get(address).json()["state"] == "done"
    assert lines() == [(2, "created"), (3, "rejected"), (4, "waiting")]
    assert lines(waiting="true") == [(4, "waiting")]
    assert lines(waiting="false") == [(2, "created"), (3, "rejected")]


def test_lines_that_wait_are_read_together_and_tried_again(caller: Caller, person: Any) -> None:
    AccountFactory(name="Acme", team=[person])
    address = taken_in(caller, PEOPLE, "contacts")
    begin(caller, address)
    stranger = signed_in(UserFactory())

    (row,) = caller.get("imports/waiting/").json()["results"]
    AccountFactory(name="Nowhere", team=[person])
    with TestCase.captureOnCommitCallbacks(execute=True):
        tried = caller.post("imports/retry/")

    assert (f"imports/{row['run']}/", row["line"], row["reason"]) == (address, 4, "account_unknown")
    assert stranger.get("imports/waiting/").json()["count"] == 0
    assert (tried.status_code, tried.json()["kind"]) == (202, "import.waiting")
    assert caller.get("imports/waiting/").json()["count"] == 0
    assert Contact.objects.visible_to(SYSTEM).filter(account__name="Nowhere").exists()
    assert with_key(person, "read").post("imports/retry/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_lines_that_wait_take_the_same_queries(
    caller: Caller, person: Any, rows: int, django_assert_num_queries: Any
) -> None:
    for _row in range(rows):
        ImportRowFactory(run__actor=person)

    with django_assert_num_queries(4):
        answer = caller.get("imports/waiting/", {"page_size": 200})

    assert answer.json()["count"] == rows


def test_a_mapping_says_how_the_file_is_read(caller: Caller, person: Any) -> None:
    AccountFactory(name="Acme", team=[person])
    columns = {"name": "Opportunity", "account": "Account", "stage": "Stage", "tcv": "Amount"}
    mapping: dict[str, Any] = {"format": 1, "columns": {**columns, "currency": "Currency"}}
    guessed = upload(caller, DEALS, "opportunities", mapping=json.dumps(mapping)).json()

    mapping["pipeline"] = PIPELINE
    address = taken_in(caller, DEALS, "opportunities", mapping=json.dumps(mapping))
    begin(caller, address)

    assert guessed["unknown_stages"] == ["Signed"]
    deal = Opportunity.objects.visible_to(SYSTEM).get()
    assert (deal.stage.outcome, deal.tcv, deal.currency) == ("won", 500, "EUR")
    assert StageChange.objects.visible_to(SYSTEM).get().stage == deal.stage


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-15", "mac-roman", "utf-8", "utf-16"])
def test_a_mapping_may_say_how_the_text_is_written(caller: Caller, encoding: str) -> None:
    mapping = json.dumps({"columns": {"name": "Company"}, "dialect": {"encoding": encoding}})

    answer = upload(caller, "Company\nAcme\n", mapping=mapping)

    assert answer.status_code == 201
    assert answer.json()["preview"][0]["cells"][0]["text"] == "Acme"


def test_a_trial_says_what_would_become_of_the_rows_and_writes_none(
    caller: Caller, person: Any
) -> None:
    AccountFactory(name="Acme", team=[person])
    address = taken_in(caller, PEOPLE, "contacts")

    tried = caller.post(f"{address}start/", {"dry_run": True})

    assert tried.status_code == 200, tried.content
    told = tried.json()
    counts = {name: told[name] for name in ("rows", "created", "rejected", "waiting")}
    assert counts == {"rows": 3, "created": 1, "rejected": 1, "waiting": 1}
    assert [row["line"] for row in told["not_taken"]] == [3, 4]
    assert not Contact.objects.visible_to(SYSTEM).exists()
    assert not ImportRow.objects.visible_to(SYSTEM).exists()
    assert caller.get(address).json()["state"] == "preview"
    assert begin(caller, address).status_code == 202
    assert Contact.objects.visible_to(SYSTEM).count() == 1


def test_a_file_is_imported_once(caller: Caller) -> None:
    address = taken_in(caller, COMPANIES)
    begin(caller, address)

    again = [begin(caller, address), caller.post(f"{address}start/", {"dry_run": True})]

    assert [(each.status_code, each.json()["code"]) for each in again] == [(409, "conflict")] * 2
    assert Account.objects.visible_to(SYSTEM).count() == 2


def test_a_file_whose_columns_are_not_understood_is_not_started(caller: Caller) -> None:
    answer = upload(caller, "Colour,Size\nred,3\n")

    told = answer.json()
    assert answer.status_code == 201
    assert told["problems"]
    assert told["preview"] == []
    assert problems(begin(caller, f"imports/{told['public_id']}/")) == [("mapping", "invalid")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not_a_table"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "old_workbook"),
        (b"PK\x03\x04" + b"0" * 100, "workbook_damaged"),
    ],
)
def test_a_file_that_is_no_table_is_refused(caller: Caller, content: bytes, code: str) -> None:
    assert problems(upload(caller, content)) == [("file", code)]
    assert not ImportRun.objects.visible_to(SYSTEM).exists()


def test_a_file_that_is_too_large_is_refused(caller: Caller, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 10

    answer = upload(caller, COMPANIES)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert not ImportRun.objects.visible_to(SYSTEM).exists()


@pytest.mark.parametrize(
    "mapping",
    [
        "{",
        "[]",
        "3",
        '{"colour": 1}',
        '{"format": 9}',
        '{"kind": "contacts"}',
        '{"columns": ["a"]}',
        '{"columns": {"colour": "Company"}}',
        '{"values": 3}',
        '{"values": [{}]}',
        '{"values": {"country": 3}}',
        '{"multiply": {"employees": "NaN"}}',
        '{"pipeline": {"stages": 3}}',
        '{"dialect": {"encoding": "rot13"}}',
        '{"dialect": {"encoding": 3}}',
        '{"dialect": {"encoding": "idna"}}',
        '{"dialect": {"encoding": "unicode_escape"}}',
        '{"dialect": {"encoding": "raw_unicode_escape"}}',
        '{"dialect": {"encoding": "cp500"}}',
        '{"dialect": {"separator": ""}}',
        '{"dialect": {"separator": ["a"]}}',
        '{"dialect": {"header": "x"}}',
        '{"dialect": {"header": 0}}',
        '{"dialect": {"date_order": []}}',
        '{"dialect": {"decimal": {}}}',
        '{"dialect": {"empty": 3}}',
        '{"columns": {"name": "\\u0000"}}',
        '{"a":' * 500,
        "[" * 100_000,
    ],
)
def test_a_mapping_that_is_none_is_refused(caller: Caller, mapping: str) -> None:
    answer = upload(caller, COMPANIES, mapping=mapping)

    assert problems(answer) == [("mapping", "invalid")]
    assert not ImportRun.objects.visible_to(SYSTEM).exists()


@pytest.mark.parametrize(
    ("told", "field", "code"),
    [
        ({"kind": "secrets"}, "kind", "invalid_choice"),
        ({"file": "no file"}, "file", "invalid"),
        ({"program": str(uuid4())}, "program", "does_not_exist"),
        ({"state": "done"}, "state", "not_writable"),
        ({"system": "x" * 61}, "system", "max_length"),
    ],
)
def test_what_comes_with_a_file_is_checked(
    caller: Caller, told: dict[str, Any], field: str, code: str
) -> None:
    assert problems(upload(caller, COMPANIES, **told)) == [(field, code)]


def test_new_accounts_go_into_the_program_named_and_only_into_ones_own(
    caller: Caller, person: Any
) -> None:
    program, other = ProgramFactory(), ProgramFactory()
    ProgramAssignmentFactory(user=person, program=program)

    begin(caller, taken_in(caller, COMPANIES, program=str(program.public_id)))
    refused = upload(caller, COMPANIES, program=str(other.public_id))

    seen = Account.objects.visible_to(Actor.of_person(person))
    assert [each.enrolments.visible_to(SYSTEM).get().program for each in seen] == [program] * 2
    assert problems(refused) == [("program", "does_not_exist")]


def test_a_file_comes_as_a_form_and_nothing_else_does(caller: Caller) -> None:
    address = taken_in(caller, COMPANIES)

    as_json = caller.post("imports/", {"kind": "accounts"})
    as_form = super(Caller, caller).post(f"/api/v1/{address}start/", {}, format="multipart")

    assert [as_json.status_code, as_form.status_code] == [415, 415]


def test_who_may_not_import_hands_nothing_in_and_starts_nothing(
    caller: Caller, person: Any
) -> None:
    address = taken_in(caller, COMPANIES)
    writer, reader = with_key(person, "read", "write"), with_key(person, "read")

    for refused in (
        reader,
        signed_in(UserFactory(sales=True)),
        signed_in(UserFactory(leader=True)),
    ):
        assert upload(refused, COMPANIES).status_code == 403
    assert begin(reader, address).status_code == 403
    assert begin(signed_in(UserFactory()), address).status_code == 404
    assert not Account.objects.visible_to(SYSTEM).exists()
    assert begin(writer, address).status_code == 202
    assert Account.objects.visible_to(SYSTEM).count() == 2


@pytest.mark.parametrize("body", [b"", b"no form at all", b"--x\r\nContent-Dis"])
def test_a_broken_form_is_answered(caller: Caller, body: bytes) -> None:
    kind = "multipart/form-data; boundary=x"

    answer = caller.generic("POST", "/api/v1/imports/", body, content_type=kind)

    assert answer.status_code == 400
    assert answer.json()["code"] in {"invalid", "parse_error"}


def test_a_form_of_too_many_fields_is_refused(caller: Caller, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2

    answer = upload(caller, COMPANIES, system="crm", a="1", b="2")

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")
