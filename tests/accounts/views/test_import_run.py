"""The Data pages."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.enums import Role
from accounts.models import Account, DataFeed, ImportRow, ImportRun, Opportunity, Stage
from tests.factories import (
    AccountFactory,
    DataFeedFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    StageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def signed_in(client: Client, **kwargs: Any) -> Any:
    person = UserFactory(**kwargs)
    client.force_login(person)
    return person


def upload(client: Client, content: str | bytes, *, name: str = "file.csv", **told: Any) -> Any:
    body = content.encode() if isinstance(content, str) else content
    told = {"kind": "accounts", "file": SimpleUploadedFile(name, body), **told}
    return client.post(reverse("accounts:import_create"), told)


def run_now() -> ImportRun:
    return ImportRun.objects.visible_to(SYSTEM).get()


def confirm(client: Client, run: ImportRun, **changes: Any) -> Any:
    """Send the preview's form as the page shows it, with changes, and start the import."""
    page = client.get(reverse("accounts:import_preview", args=[run.public_id]))
    form = page.context_data["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    address = reverse("accounts:import_preview", args=[run.public_id])
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address, {**data, "start": "yes", **changes})


def test_a_manager_imports_accounts_and_sees_them(client: Client) -> None:
    manager = signed_in(client)

    response = upload(client, "Company;Country\nAcmé;FR\nBetta;BE\n")

    run = run_now()
    assert response.url == reverse("accounts:import_preview", args=[run.public_id])
    assert not Account.objects.visible_to(SYSTEM).exists()
    assert confirm(client, run).url == reverse("accounts:import_detail", args=[run.public_id])
    seen = Account.objects.visible_to(Actor.of_person(manager))
    assert {(each.name, each.country) for each in seen} == {("Acmé", "FR"), ("Betta", "BE")}
    page = client.get(reverse("accounts:import_detail", args=[run.public_id]))
    assert [number for _, _, number in page.context_data["counts"]] == [2, 0, 0, 0, 0]


def test_new_accounts_go_into_the_program_chosen(client: Client) -> None:
    manager = signed_in(client)
    program = ProgramFactory()
    ProgramAssignmentFactory(user=manager, program=program)

    upload(client, "Company\nAcme\n", program=program.public_id)
    confirm(client, run_now())

    account = Account.objects.visible_to(Actor.of_person(manager)).get()
    assert [each.program for each in account.enrolments.visible_to(SYSTEM)] == [program]
    assert not account.team.visible_to(SYSTEM).exists()


def test_the_preview_shows_how_dates_are_read_and_lets_it_be_changed(client: Client) -> None:
    signed_in(client, administrator=True)
    AccountFactory(name="Acme")
    text = 'Opportunity,Account,Created,Amount,Currency\nDeal,Acme,03/04/2026,"1,234",EUR\n'
    upload(client, text, kind="opportunities")
    run = run_now()
    page = client.get(reverse("accounts:import_preview", args=[run.public_id]))
    assert page.context_data["doubts"] == ["date_order_open", "decimal_open"]

    confirm(client, run, date_order="mdy", decimal=".")

    deal = Opportunity.objects.visible_to(SYSTEM).get()
    assert (deal.created_at.date().isoformat(), deal.tcv) == ("2026-03-03", 1234)


def test_stages_of_a_file_are_made_as_the_person_says(client: Client) -> None:
    signed_in(client, administrator=True)
    AccountFactory(name="Acme")
    qualified = StageFactory(name_en="Qualified", key="qualified", pipeline__is_default=True)
    text = "Opportunity,Account,Stage\nA,Acme,Gagné\nB,Acme,In talks\nC,Acme,Qualified\n"
    upload(client, text, kind="opportunities")

    confirm(client, run_now(), stage_1=qualified.key)

    deals = Opportunity.objects.visible_to(SYSTEM).order_by("name")
    assert [deal.stage.key for deal in deals] == ["gagne", "qualified", "qualified"]
    assert Stage.objects.get(key="gagne").outcome == "won"


def test_another_header_line_shows_other_columns(client: Client) -> None:
    signed_in(client, administrator=True)
    upload(client, "Names\nCompany,Country\nAcme,FR\n")
    run = run_now()
    confirm(client, run, header="1", start="")
    assert run_now().dialect["columns"] == ["Names"]

    confirm(client, run, header="2")

    assert [each.name for each in Account.objects.visible_to(SYSTEM)] == ["Acme"]


def test_a_file_that_is_no_table_is_refused_in_words(client: Client) -> None:
    signed_in(client)

    response = upload(client, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, name="x.csv")

    assert response.status_code == 422
    assert "neither a CSV file" in response.content.decode()
    assert not ImportRun.objects.visible_to(SYSTEM).exists()


def test_rows_not_taken_can_be_downloaded_and_nothing_in_them_runs(client: Client) -> None:
    signed_in(client, administrator=True)
    text = "Name,E-mail,Account\n=1+1,not an address,Acme\nAnn,ann@x.example,Nowhere\n"
    upload(client, text, kind="contacts")
    run = run_now()
    confirm(client, run)
    address = reverse("accounts:import_refusals", args=[run.public_id])

    told = b"".join(client.get(address).streaming_content).decode().lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(told)))

    assert [row[0] for row in rows[1:]] == ["'=1+1", "Ann"]
    assert [row[3:5] for row in rows[1:]] == [["2", "Rejected"], ["3", "Waiting for its home"]]
    book = b"".join(client.get(address, {"format": "xlsx"}).streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_waiting_rows_find_their_home_once_it_came(client: Client) -> None:
    signed_in(client, administrator=True)
    upload(client, "Name,E-mail,Account\nAnn,ann@x.example,Acme\n", kind="contacts")
    run = run_now()
    confirm(client, run)
    page = client.get(reverse("accounts:waiting_list"))
    assert [line["row"].line for line in page.context_data["lines"]] == [2]
    assert "No account within your reach" in page.content.decode()
    AccountFactory(name="ACME")

    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse("accounts:waiting_retry"))

    row = ImportRow.objects.visible_to(SYSTEM).get()
    assert (row.verdict, bool(row.resolved_at)) == ("created", True)
    assert run_now().counts["created"] == 1
    assert client.get(reverse("accounts:waiting_list")).context_data["lines"] == []


def test_the_polled_progress_has_the_page_read_again_at_the_end(client: Client) -> None:
    signed_in(client)
    upload(client, "Company\nAcme\n")
    run = run_now()
    confirm(client, run)

    response = client.get(
        reverse("accounts:import_progress", args=[run.public_id]), HTTP_HX_REQUEST="true"
    )

    assert response["HX-Refresh"] == "true"


def test_imports_of_others_are_not_there(client: Client) -> None:
    signed_in(client)
    upload(client, "Company\nAcme\n")
    run = run_now()
    stranger = Client()
    signed_in(stranger)

    for name in ("detail", "preview", "progress", "refusals", "mapping"):
        address = reverse(f"accounts:import_{name}", args=[run.public_id])
        assert stranger.get(address).status_code == 404
    assert stranger.get(reverse("accounts:import_list")).context_data["lines"] == []


@pytest.mark.parametrize("role", [Role.SALES, Role.LEADERSHIP])
def test_only_planners_see_the_data_pages(client: Client, role: Role) -> None:
    signed_in(client, role=role)

    for name in ("import_list", "import_create", "waiting_list"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 403


@pytest.mark.parametrize("imports", [1, 3, 40])
def test_the_list_of_imports_takes_the_same_queries_however_long(
    client: Client, imports: int, django_assert_max_num_queries: Any
) -> None:
    person = signed_in(client)
    for number in range(imports):
        ImportRun.objects.create(
            kind="accounts", system="x", file_name=f"{number}.csv", digest="", size=1, actor=person
        )
        DataFeedFactory()

    with django_assert_max_num_queries(8):
        response = client.get(reverse("accounts:import_list"))

    assert len(response.context_data["lines"]) == imports


def test_a_feed_can_be_corrected(client: Client) -> None:
    signed_in(client, administrator=True)
    feed = DataFeedFactory()
    address = reverse("accounts:feed_edit", args=[feed.public_id])

    response = client.post(
        address, {"covers_from": "2024-01-01", "covers_to": "", "version": feed.version}
    )

    assert response.status_code == 302
    assert DataFeed.objects.visible_to(SYSTEM).get().covers_from.year in {2023, 2024}


@pytest.mark.parametrize("kind", ["accounts", "contacts", "opportunities", "responses"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_lists_are_exported_as_far_as_one_sees_them(client: Client, kind: str, form: str) -> None:
    person = signed_in(client)
    AccountFactory(name="=Mine", team=[person])
    AccountFactory(name="Hidden")

    response = client.get(reverse("accounts:export_list", args=[kind]), {"format": form})
    body = b"".join(response.streaming_content)

    assert response.status_code == 200
    if form == "csv":
        assert b"Hidden" not in body
        assert (b"'=Mine" in body) == (kind == "accounts")


def test_a_whole_file_is_tried_and_nothing_written(client: Client) -> None:
    signed_in(client)
    upload(client, "Company,Employees\nAcme,3\nBetta,many\n")
    run = run_now()

    page = confirm(client, run, start="", **{"try": "yes"})

    assert [number for _, _, number in page.context_data["counts"]] == [1, 0, 0, 0, 1]
    assert [row["line"] for row in page.context_data["not_taken"]] == [3]
    assert not Account.objects.visible_to(SYSTEM).exists()
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse("accounts:import_start", args=[run.public_id]))
    assert [each.name for each in Account.objects.visible_to(SYSTEM)] == ["Acme"]


def test_rows_put_right_are_read_as_their_file_was(client: Client) -> None:
    signed_in(client)
    upload(client, "Firm,Staff\nAcme,many\n", system="crm")
    first = run_now()
    confirm(client, first, column_name="Firm", column_employees="Staff")
    page = client.get(reverse("accounts:import_detail", args=[first.public_id]))
    again = f"{reverse('accounts:import_create')}?again={first.public_id}"
    assert again in page.text

    refused = client.get(reverse("accounts:import_refusals", args=[first.public_id])).getvalue()
    right = SimpleUploadedFile("right.csv", refused.replace(b"many", b"7"))
    client.post(again, {"kind": "accounts", "file": right, "system": "crm"})

    second = ImportRun.objects.visible_to(SYSTEM).exclude(pk=first.pk).get()
    assert second.mapping["columns"] == {"name": "Firm", "employees": "Staff"}
    confirm(client, second)
    assert Account.objects.visible_to(SYSTEM).get().employees == 7
