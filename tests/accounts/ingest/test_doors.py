"""Every kind of file by every door: the page, the API and the command understand it alike."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM
from accounts.enums import ImportKind
from accounts.ingest.fields import FIELDS, NEEDED
from accounts.ingest.kinds.registry import KINDS
from accounts.ingest.mapping import Mapping
from accounts.models import ImportRun
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def header(kind: str) -> str:
    """Return a file that names all fields of a kind as we do, with one row that says nothing."""
    names = ",".join(FIELDS[kind])
    return f"{names}\n{'x,' * (len(FIELDS[kind]) - 1)}x\n"


def test_every_kind_has_fields_needs_and_a_writer() -> None:
    for each in (FIELDS, NEEDED, KINDS):
        assert set(each) == set(ImportKind.values)


def test_every_kind_is_understood_by_page_api_and_command(client: Client, tmp_path: Path) -> None:
    client.force_login(UserFactory(administrator=True))
    for kind in ImportKind.values:
        content = header(kind)
        file = SimpleUploadedFile("a.csv", content.encode())
        by_page: Any = client.post(reverse("accounts:import_create"), {"kind": kind, "file": file})
        assert client.get(by_page.url).status_code == 200, kind
        file = SimpleUploadedFile("a.csv", content.encode())
        by_api: Any = client.post(reverse("api-import-list"), {"kind": kind, "file": file})
        assert by_api.status_code == 201, by_api.content
        path = tmp_path / "a.csv"
        path.write_text(content)
        out = StringIO()
        call_command("import", str(path), "--as", kind, "--dry-run", "--format", "json", stdout=out)
        told = json.loads(out.getvalue())
        assert told["rejected"] + told["waiting"] + told["created"] == told["rows"] == 1

        page_run, api_run = ImportRun.objects.visible_to(SYSTEM).filter(kind=kind).order_by("pk")
        assert page_run.mapping == api_run.mapping
        mapping = Mapping.from_json(page_run.mapping, kind)
        assert set(mapping.columns) == set(FIELDS[kind])
