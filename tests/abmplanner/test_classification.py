"""Every field of every table is classified, and the record of processing is printed from that."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from abmplanner import classification
from abmplanner.classification import Basis, Class, Purpose, data_map, problems, tables


def printed(*words: str) -> str:
    """Return what `manage.py data_map` prints."""
    out = StringIO()
    call_command("data_map", *words, stdout=out)
    return out.getvalue()


def test_every_field_is_classified() -> None:
    assert problems() == []


def test_the_map_names_every_field_once() -> None:
    fields = sorted(f"{m._meta.label}.{f.name}" for m in tables() for f in m._meta.local_fields)

    assert sorted(f"{line.table}.{line.field}" for line in data_map()) == fields


def test_what_a_person_left_has_a_ground() -> None:
    of_persons = {Class.PERSONAL, Class.TEXT, Class.CREDENTIAL}

    groundless = [
        line for line in data_map() if line.kind in of_persons and line.basis is Basis.NONE
    ]

    assert groundless == []


def test_an_audit_table_follows_its_model_without_its_credentials() -> None:
    kinds = {line.field: line.kind for line in data_map() if line.table == "accounts.UserEvent"}
    purposes = {line.purpose for line in data_map() if line.table == "accounts.UserEvent"}

    assert kinds["email"] is Class.PERSONAL
    assert "password" not in kinds
    assert purposes == {Purpose.ACCOUNTABILITY}


def test_a_field_that_nobody_classified_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    record = classification.Record(classification.PLAN, technical="id public_id gone")
    monkeypatch.setitem(classification.RECORDS, "accounts.Account", record)

    with pytest.raises(CommandError) as failed:
        call_command("data_map", "--check")

    assert "accounts.Account.name: not classified." in str(failed.value)
    assert "accounts.Account.gone: classified, but gone." in str(failed.value)
    assert "accounts.AccountEvent.name: not classified." in str(failed.value)


def test_the_record_is_printed_as_json() -> None:
    lines = json.loads(printed("--format", "json"))

    assert {
        "table": "accounts.Contact",
        "field": "email",
        "kind": "personal",
        "purpose": "plan and measure account-based marketing",
        "basis": "legitimate interest (6.1.f)",
        "retention": "3 years after the last contact",
    } in lines


def test_the_record_is_printed_as_a_table() -> None:
    lines = printed().splitlines()

    assert len(lines) == len(data_map())
    assert any(line.split()[:3] == ["accounts.Contact", "email", "personal"] for line in lines)


def test_the_check_says_how_many_fields_there_are() -> None:
    assert printed("--check") == f"{len(data_map())} fields, every one classified.\n"
