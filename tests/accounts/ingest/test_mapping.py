"""Mappings: what they may say, and what is guessed without one."""

from typing import Any

import pytest

from accounts.ingest.dialect import Dialect
from accounts.ingest.fields import FIELDS, NEEDED
from accounts.ingest.mapping import Mapping, MappingError
from accounts.ingest.mappings import KNOWN, guessed


@pytest.mark.parametrize(
    "stored",
    [
        [],
        {"format": 2},
        {"kind": "contacts"},
        {"colums": {}},
        {"columns": {"nam": "Name"}},
        {"columns": []},
        {"values": {"name": "x"}},
        {"multiply": {"revenue": "many"}},
        {"dialect": {"quote": "'"}},
        {"dialect": {"date_order": "ymd"}},
        {"pipeline": {"stages": [{"name_en": "Won", "outcome": "victory"}]}},
        {"pipeline": {"stages": [{"name_en": "Won"}, {"key": "won"}]}},
        {"pipeline": 3},
    ],
)
def test_a_mapping_that_says_nonsense_is_refused(stored: Any) -> None:
    with pytest.raises(MappingError):
        Mapping.from_json(stored, "accounts")


def test_columns_are_found_whatever_case_and_blanks() -> None:
    mapping = Mapping.from_json({"columns": {"name": "account name"}}, "accounts")

    assert mapping.places(Dialect(columns=("ID", "\ufeffAccount  Name"))) == {"name": 1}


def test_a_mapping_says_what_keeps_it_from_being_used() -> None:
    mapping = Mapping.from_json({"columns": {"stage": "Phase"}}, "opportunities")

    problems = mapping.problems(Dialect(columns=("Stage",)))

    assert len(problems) == 3
    assert "Phase" in problems[0]


@pytest.mark.parametrize(
    ("header", "kind", "system", "columns"),
    [
        ("Id,AccountId,Name,StageName,Amount,CloseDate", "opportunities", "salesforce",
         {"key": "Id", "account_key": "AccountId", "name": "Name", "stage": "StageName",
          "tcv": "Amount", "close_on": "CloseDate"}),
        ("ID,NAME,BILLINGCOUNTRY,WEBSITE", "accounts", "salesforce",
         {"key": "ID", "name": "NAME", "country": "BILLINGCOUNTRY", "domains": "WEBSITE"}),
        ("Record ID,Company name,Company Domain Name", "accounts", "hubspot",
         {"key": "Record ID", "name": "Company name", "domains": "Company Domain Name"}),
        ("(Do Not Modify) Contact,First Name,Email,Company Name", "contacts", "dynamics",
         {"key": "(Do Not Modify) Contact", "first_name": "First Name", "email": "Email",
          "account": "Company Name"}),
        ("Entreprise,Pays,Effectif", "accounts", "",
         {"name": "Entreprise", "country": "Pays", "employees": "Effectif"}),
    ],
)  # fmt: skip
def test_known_exports_are_recognized(
    header: str, kind: str, system: str, columns: dict[str, str]
) -> None:
    found = guessed(header.split(","), kind)

    assert found == (system, columns)


def test_known_exports_speak_of_fields_that_there_are() -> None:
    unknown = [
        (system, kind, name)
        for system, kinds in KNOWN
        for kind, names in kinds.items()
        for name in names.keys() - FIELDS[kind].keys()
    ]

    assert unknown == []
    for kind, groups in NEEDED.items():
        assert {name for group in groups for name in group} <= FIELDS[kind].keys()
