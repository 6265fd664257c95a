"""Rows written by COPY are as the ORM would have written them, under every rule of the database."""

from datetime import timedelta

import pghistory
import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from abmplanner.kit.by_month import make_months
from abmplanner.kit.copying import copy_all, copy_rows, reserve
from accounts.models import Account, Contact, ImportRow, ImportRun, Touch
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


def test_rows_are_numbered_and_the_rest_follows() -> None:
    account = AccountFactory()
    now = timezone.now()
    rows = [Contact(account=account, name=f"Zoé {n}", email=f"{n}@a.example") for n in range(3)]

    copy_all(rows)

    stored = Contact.objects.unscoped("a test looks at everything").order_by("pk")
    assert list(stored) == rows
    assert [row.search_key for row in stored] == ["zoe 0", "zoe 1", "zoe 2"]
    assert all(row.address_hash and row.version == 1 for row in stored)
    assert all(abs(row.recorded_at - now) < timedelta(minutes=1) for row in stored)
    assert [row.public_id for row in stored] == [row.public_id for row in rows]
    rows[0].refresh_from_db()


def test_what_is_no_plain_value_arrives_whole() -> None:
    run = ImportRun.objects.create(kind="contacts", system="crm", file_name="a", size=1)
    began = timezone.now()
    said = ['a "b"\t\\N\n', None, {"c": "é"}]

    copy_all(
        [
            ImportRow(
                run=run, line=1, verdict="waiting", reason="x", raw=said, written_at=(began, began)
            ),
            ImportRow(run=run, line=2, verdict="created", raw=None, written_at=[]),
        ]
    )

    first, second = ImportRow.objects.unscoped("a test").order_by("line")
    assert (first.raw, first.written_at) == (said, [began, began])
    assert (second.raw, second.written_at) == (None, [])


def test_a_table_that_is_cut_by_month_gives_numbers_too() -> None:
    account, now = AccountFactory(), timezone.now()
    make_months(Touch._meta.db_table, [now])
    row = Touch(account=account, type="page_view", occurred_at=now, source="web")

    copy_all([row])

    assert Touch.objects.unscoped("a test").get(pk=row.pk).account == account


def test_the_audit_says_on_whose_behalf() -> None:
    row = Contact(account=AccountFactory(), name="Ada")

    with pghistory.context(actor="ana"):
        copy_all([row])

    event = (
        apps.get_model("accounts", "ContactEvent").objects.unscoped("a test").get(pgh_obj_id=row.pk)
    )
    assert event.pgh_context.metadata["actor"] == "ana"


def test_a_rule_that_is_broken_is_named_as_the_orm_names_it() -> None:
    account = AccountFactory()
    rows = [Contact(account=account, name="A", email="a@a.example") for _ in range(2)]

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        copy_all(rows)

    cause = refused.value.__cause__
    assert cause.diag.constraint_name == "contact_email_once_in_an_account"  # type: ignore[union-attr]
    assert not Contact.objects.unscoped("a test").exists()


def test_no_rows_are_no_work() -> None:
    copy_all([])

    assert copy_rows(Account, ["public_id", "name"], []) == 0


def test_reserved_numbers_are_given_to_nobody_else() -> None:
    mine = reserve(Account, 3)

    assert len(set(mine)) == 3
    assert AccountFactory().pk > max(mine)
    assert list(reserve(Account, 0)) == []
