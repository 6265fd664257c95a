"""The audit tells every write: whoever wrote, by whatever way, row by row, from what to what."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pghistory
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from abmplanner.checks import our_models
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import NEVER_EDITED
from abmplanner.kit.saving import AuditRow, Built, save_row
from accounts.models import Account, Contact
from accounts.queries.audit import AuditEvent, Wanted, audit_events, audited_models
from tests.authz.audit import Snapshot
from tests.authz.world import label
from tests.constraints.breaking import triggers_of
from tests.factories import AccountFactory, ContactFactory, FxRateFactory, UserFactory

pytestmark = pytest.mark.django_db

# Tables whose rows are neither facts nor history: the state of work in hand, made again by it.
WORK_IN_HAND = {
    "accounts.Job": "a job's lease and progress; what it changes is audited",
    "accounts.EventConflict": "what was told, with who settled it; what it changes is history",
    "accounts.ImportPart": "the bytes of a file, written once",
    "accounts.ImportRow": "the verdict on a line; the row it made is audited",
    "accounts.ImportRun": "an import's progress, with who started it and when",
    "accounts.Outbox": "a message on its way; sent once, by its key",
    "accounts.Notification": "who was told; the comment that tells it is audited",
    "accounts.Visit": "where somebody looked last",
    "accounts.Visitor": "a browser's key; whose it is, is told by its links, which are history",
    "metrics.GoalBatch": "what is proposed, with who asked; the goals it sets are audited",
    "metrics.GoalProposal": "the verdict on an account; the goal it made is audited",
    "metrics.AccountHealth": "what was kept last, as the database copies it for lists",
    "metrics.DirtyMark": "what is to be measured again",
}


def everything(**wanted: Any) -> list[AuditEvent]:
    """Return all that the audit tells, the oldest first."""
    return audit_events(Wanted(**wanted), most=1000)[::-1]


def test_every_model_is_audited_or_is_its_own_history() -> None:
    protected = {trigger.name for trigger in NEVER_EDITED} | {"never_changed"}
    plain = [model for model in our_models() if not issubclass(model, AuditRow)]
    neither = {
        label(model)
        for model in plain
        if label(model) not in audited_models() and not protected & triggers_of(model)
    }

    assert neither == WORK_IN_HAND.keys()


def test_a_save_is_told_with_who_and_what() -> None:
    person = UserFactory()
    account = AccountFactory(name="Old name", revenue=Decimal("0.10"), revenue_currency="EUR")
    account.name, account.revenue = "New name", Decimal("12345678901234567.89")

    with pghistory.context(person=person.pk, request="request-1", why="It moved."):
        save_row(Actor.of_person(person), Built(account), version=1)

    event = everything(tables=frozenset({"accounts.Account"}), row=account.pk)[-1]
    told = {each.field: (each.before, each.after) for each in event.differences}
    assert told["name"] == ("Old name", "New name")
    assert told["revenue"] == ("0.10", "12345678901234567.89")
    assert (event.who, event.actor) == (person.name, f"person:{person.pk}")
    assert (event.request, event.why, event.act) == ("request-1", "It moved.", "changed")
    assert timezone.now() - event.at < timedelta(minutes=1)


def writes_in_bulk() -> None:
    """Write many rows at once, by the ORM."""
    account = AccountFactory()
    Contact.objects.bulk_create(ContactFactory.build_batch(5, account=account))
    Contact.objects.unscoped("a test").update(title="Chief")
    Contact.objects.unscoped("a test").filter(name__endswith="1").delete()


def writes_by_sql() -> None:
    """Write past the ORM."""
    account = AccountFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET country = 'FR' WHERE id = %s", [account.pk])
        cursor.execute("UPDATE accounts_account SET country = 'DE' WHERE id = %s", [account.pk])
        cursor.execute(
            "INSERT INTO accounts_fxrate (version, base, quote, from_on, rate) "
            "VALUES (1, 'USD', 'CHF', '2024-01-01', 0.5)"
        )
        cursor.execute("DELETE FROM accounts_fxrate WHERE quote = 'EUR'")


def writes_by_command() -> None:
    """Let the demo write its year of history."""
    call_command("demo_data", stdout=StringIO())


@pytest.mark.parametrize("writes", [writes_in_bulk, writes_by_sql, writes_by_command])
def test_audit_diff_is_the_difference_of_the_database(writes: Any) -> None:
    FxRateFactory()
    before = Snapshot.taken()
    known = {(event.table, event.key) for event in everything()}

    writes()

    events = [e for e in audit_events(Wanted(), most=100_000) if (e.table, e.key) not in known]
    problems = [said for name in before.models for said in before.differences(name, events)]
    assert events
    assert problems == []


def test_a_write_past_everything_is_told_by_nobody() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_fxrate (version, base, quote, from_on, rate) "
            "VALUES (1, 'USD', 'CHF', '2024-01-01', 0.5)"
        )

    event = everything(tables=frozenset({"accounts.FxRate"}))[-1]

    assert (event.actor, event.person, event.who) == ("", None, "")


def test_pages_of_the_audit_hold_everything_once() -> None:
    AccountFactory.create_batch(7)
    ContactFactory.create_batch(7)
    whole = [(event.table, event.key) for event in audit_events(Wanted(), most=1000)]

    paged, place = [], None
    while page := audit_events(Wanted(after=place), most=4):
        paged += [(event.table, event.key) for event in page]
        place = page[-1].place

    assert paged == whole
    assert len(set(paged)) == len(paged)


def test_the_audit_is_narrowed() -> None:
    person = UserFactory()
    account = AccountFactory()
    ContactFactory(account=account)
    with pghistory.context(person=person.pk):
        Account.objects.visible_to(SYSTEM).update(country="FR")

    assert {event.table for event in everything(tables=frozenset({"accounts.Contact"}))} == {
        "accounts.Contact"
    }
    assert [event.act for event in everything(person=person.pk)] == ["changed"]
    assert everything(until=timezone.now() - timedelta(1)) == []
    assert everything(since=timezone.now() + timedelta(1)) == []


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_the_audit_is_read_in_two_questions(
    django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    person = UserFactory()
    with pghistory.context(person=person.pk):
        AccountFactory.create_batch(rows)

    with django_assert_num_queries(2):
        audit_events(Wanted(), most=200)
