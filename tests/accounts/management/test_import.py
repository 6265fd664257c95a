"""The command that imports files."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account, ImportRun
from tests.factories import ProgramAssignmentFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


def run(file: Path, *arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import", str(file), *arguments, "--format", "json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    file = tmp_path / "accounts.csv"
    file.write_text("Company;Staff\nAcme;12\nBetta;many\n")
    return file


def test_a_file_is_imported_and_told_of(accounts: Path) -> None:
    told = run(accounts, "--as", "accounts")

    assert (told["rows"], told["created"], told["rejected"], told["separator"]) == (2, 2, 0, ";")
    assert Account.objects.visible_to(SYSTEM).count() == 2


def test_a_dry_run_tells_the_same_and_writes_nothing(accounts: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "m.json"
    mapping.write_text(json.dumps({"columns": {"name": "company", "employees": "staff"}}))
    arguments = ("--as", "accounts", "--mapping", str(mapping))

    dry = run(accounts, *arguments, "--dry-run")

    assert not Account.objects.visible_to(SYSTEM).exists()
    assert not ImportRun.objects.visible_to(SYSTEM).exists()
    real = run(accounts, *arguments)
    assert dry["not_taken"] == [
        {"line": 3, "verdict": "rejected", "reason": "not_a_number", "field": "employees",
         "detail": "many"}
    ]  # fmt: skip
    assert {**dry, "run": "", "dry_run": False} == {**real, "run": ""}


def test_it_acts_as_the_person_named_and_for_their_program(accounts: Path) -> None:
    person, program = UserFactory(email="ann@example.org"), ProgramFactory()
    ProgramAssignmentFactory(user=person, program=program)

    run(accounts, "--as", "accounts", "--as-person", "Ann@example.org",
        "--program", str(program.public_id))  # fmt: skip

    assert Account.objects.visible_to(Actor.of_person(person)).count() == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as-person", "nobody@example.org"],
        ["--program", "nonsense"],
        ["--mapping", "nowhere.json"],
    ],
)
def test_what_it_cannot_do_it_says(accounts: Path, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        run(accounts, "--as", "accounts", *arguments)


def test_a_summary_is_for_people(accounts: Path) -> None:
    out = StringIO()

    call_command("import", str(accounts), "--as", "accounts", stdout=out)

    assert "2 rows: 2 created" in out.getvalue()
