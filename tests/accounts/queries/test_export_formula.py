"""Every table that goes out: nothing in it runs in a spreadsheet, and it comes in the same."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.exports import is_risky
from accounts.ingest.intake import take_in
from accounts.ingest.run import run_to_end
from accounts.models import BuyingGroup, User
from accounts.queries.exports import EXPORTS
from tests.accounts.ingest.test_run import counts, verdicts
from tests.factories import (
    ActionFactory,
    AdDeliveryFactory,
    CampaignPeriodFactory,
    CampaignTargetFactory,
    ConsentEventFactory,
    ContactFactory,
    ContractTermsFactory,
    ControlAccountFactory,
    ExternalIdFactory,
    GroupPeriodFactory,
    InfluenceLineFactory,
    MembershipFactory,
    OpportunityFactory,
    ReportingLineFactory,
    ResponseFactory,
    SolutionFactory,
    SpendFactory,
    StageChangeFactory,
    TouchFactory,
    UserFactory,
    WebSessionFactory,
)

pytestmark = pytest.mark.django_db
WRITERS = re.compile(r"csv\.writer|xlsxwriter|openpyxl|text/csv|DictWriter")
RISKY = "=1+1 "
CODED = {"currency", "revenue_currency", "time_zone", "key", "kind", "system"}


def lead() -> Any:
    """Make a contact whom a system knows as a lead."""
    contact = ContactFactory()
    return ExternalIdFactory(kind="lead", account=None, contact=contact, system="manual")


MADE = {
    "accounts": OpportunityFactory, "contacts": MembershipFactory, "leads": lead,
    "opportunities": OpportunityFactory, "responses": ResponseFactory, "touches": TouchFactory,
    "web_sessions": WebSessionFactory, "consents": ConsentEventFactory,
    "solutions": SolutionFactory, "buying_groups": GroupPeriodFactory,
    "memberships": MembershipFactory, "reporting_lines": ReportingLineFactory,
    "influence_lines": InfluenceLineFactory, "campaigns": CampaignPeriodFactory,
    "campaign_targets": CampaignTargetFactory, "control_accounts": ControlAccountFactory,
    "ad_deliveries": AdDeliveryFactory,
    "spend": SpendFactory, "contracts": ContractTermsFactory, "deal_history": StageChangeFactory,
    "objectives": ActionFactory, "actions": ActionFactory,
}  # fmt: skip


def exported(client: Client, kind: str, form: str) -> bytes:
    answer: Any = client.get(reverse("accounts:export_list", args=[kind]), {"format": form})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def poison(row: Any, seen: set[Any]) -> None:
    """Begin every free text of a row, and of the rows that it refers to, with a formula."""
    if row is None or row in seen or isinstance(row, User):
        return
    seen.add(row)
    free: dict[str, Any] = {}
    for column in row._meta.concrete_fields:  # noqa: SLF001 -- Django's own name
        if isinstance(column, models.ForeignKey) and column.related_model is not None:
            poison(getattr(row, column.name), seen)
        elif is_free(column) and getattr(row, column.attname):
            free[column.attname] = f"{RISKY}{getattr(row, column.attname)}"[: column.max_length]
    if free and not hasattr(row, "voided_at"):
        for name, text in free.items():
            setattr(row, name, text)
        row.save()


def is_free(column: Any) -> bool:
    """Tell whether people write what they like into a column."""
    plain = type(column) in {models.CharField, models.TextField}
    coded = column.choices or column.name in CODED
    return plain and not coded


def test_export_formula_tables_are_written_in_one_place() -> None:
    root = Path(settings.BASE_DIR)
    rooms = [root / name for name in ("abmplanner", "accounts", "metrics")]
    writing = {
        str(path.relative_to(root))
        for room in rooms
        for path in room.rglob("*.py")
        if WRITERS.search(path.read_text())
    }

    assert writing - {"abmplanner/kit/exports.py"} == set()


def test_export_formula_every_table_is_tried() -> None:
    assert set(MADE) == set(EXPORTS)


@pytest.mark.parametrize("kind", MADE)
def test_export_formula_no_cell_runs(client: Client, kind: str) -> None:
    client.force_login(UserFactory(administrator=True))
    poison(MADE[kind](), set())

    text = exported(client, kind, "csv").decode().lstrip("\ufeff")
    sheet = openpyxl.load_workbook(io.BytesIO(exported(client, kind, "xlsx"))).active

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert not [cell for cell in cells if is_risky(cell) and not cell.startswith("'")
                and not re.fullmatch(r"-?[\d.]+", cell)]  # fmt: skip
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}


@pytest.mark.parametrize("kind", MADE)
def test_export_formula_what_goes_out_comes_in_as_it_was(client: Client, kind: str) -> None:
    client.force_login(UserFactory(administrator=True))
    row = MADE[kind]()
    poison(row, set())
    for group in BuyingGroup.objects.visible_to(SYSTEM).filter(periods=None):
        GroupPeriodFactory(group=group)
    before = exported(client, kind, "csv")

    system = getattr(row, "source", "") or "manual"  # a key is one of its system
    run = take_in(SYSTEM, [before], file_name="a.csv", kind=kind, system=system)
    run_to_end(SYSTEM, run)
    run.refresh_from_db()

    assert counts(run).keys() == {"unchanged"}, verdicts(run)
    assert exported(client, kind, "csv") == before
