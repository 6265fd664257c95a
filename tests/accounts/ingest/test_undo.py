"""Imports that are undone: what goes, what comes back, and what stays for a reason."""

from typing import Any

import pytest
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.actions.job import FailedError
from accounts.enums import ImportState, Role
from accounts.ingest import undo
from accounts.ingest.undo import start_undo, undo_chunk
from accounts.models import (
    Account,
    Contact,
    DataFeed,
    Employment,
    Enrolment,
    ExternalId,
    ImportRow,
    ImportRun,
    Job,
    Membership,
    Opportunity,
    StageChange,
    Touch,
    Visitor,
    WebSession,
)
from tests.accounts.ingest.test_events import TOUCHES, VISITS, contact
from tests.accounts.ingest.test_run import PIPELINE, bring, counts
from tests.factories import AccountFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)  # the instants of transactions tell who wrote
PEOPLE = {"name": "name", "account": "company", "title": "title", "role": "role",
          "employed_from": "since"}  # fmt: skip


def undone(run: ImportRun) -> ImportRun:
    """Undo an import to its end, as a worker does."""
    checkpoint: dict[str, Any] = {}
    while checkpoint := undo_chunk(SYSTEM, run, checkpoint):
        pass
    run.refresh_from_db()
    assert run.state == ImportState.UNDONE
    return run


def kept(run: ImportRun) -> list[tuple[int, str]]:
    rows = ImportRow.objects.visible_to(SYSTEM).filter(run=run).exclude(kept_because="")
    return list(rows.order_by("line").values_list("line", "kept_because"))


def number(model: Any, **wanted: Any) -> int:
    return int(model.objects.visible_to(SYSTEM).filter(**wanted).count())


def test_accounts_that_were_made_go_with_their_enrolments_parents_and_keys(
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr(undo, "AT_ONCE", 1)
    lines = ["ID,Company,Parent", "1,Child,Mother", "2,Mother,"]
    run = bring("accounts", lines, program=ProgramFactory())
    assert number(Enrolment) == 2

    assert kept(undone(run)) == []

    assert (number(Account), number(Enrolment), number(ExternalId)) == (0, 0, 0)
    assert counts(bring("accounts", lines)) == {"created": 2}


def test_what_was_changed_comes_back_unless_it_was_changed_since() -> None:
    bring("accounts", ["ID,Company,Industry", "1,Acme,Steel", "2,Betta,Glass"])
    run = bring("accounts", ["ID,Company,Industry", "1,Acme,Wood", "2,Betta,Wood"])
    later = Account.objects.visible_to(SYSTEM).get(name="Betta")
    later.segment = "Mid"
    later.save()

    assert kept(undone(run)) == [(3, "changed_since")]

    rows = Account.objects.visible_to(SYSTEM).order_by("name")
    assert [(row.name, row.industry, row.version) for row in rows] == [
        ("Acme", "Steel", 3), ("Betta", "Wood", 2)
    ]  # fmt: skip


def test_what_something_else_refers_to_stays() -> None:
    run = bring("accounts", ["ID,Company", "1,Acme", "2,Betta"])
    bring("contacts", ["name,company", "Ada,Acme"], {"name": "name", "account": "company"})

    assert kept(undone(run)) == [(2, "referred_to")]

    assert [row.name for row in Account.objects.visible_to(SYSTEM)] == ["Acme"]


def test_people_go_with_their_histories_and_get_back_their_roles() -> None:
    AccountFactory(name="Acme")
    first = bring("contacts", ["name,company,title,role,since", "Ada,Acme,CFO,user,2025-01-01"],
                  PEOPLE)  # fmt: skip
    second = bring("contacts", ["name,company,title,role,since", "Ada,Acme,CEO,champion,",
                                "Bob,Acme,CTO,user,2025-01-01"], PEOPLE)  # fmt: skip

    assert kept(undone(second)) == []

    ada = Contact.objects.visible_to(SYSTEM).get()
    assert (ada.name, ada.title) == ("Ada", "CFO")
    held = Membership.objects.visible_to(SYSTEM).filter(voided_at=None)
    assert [(row.role, row.to_at) for row in held] == [("user", None)]
    assert (number(Membership), number(Employment)) == (4, 1)
    assert kept(undone(first)) == []
    assert (number(Contact), number(Membership)) == (0, 0)


def test_deals_get_back_their_stages() -> None:
    AccountFactory(name="Acme")
    columns = {"name": "deal", "account": "company", "stage": "stage", "stage_at": "since"}
    first = bring("opportunities", ["deal,company,stage,since", "A,Acme,Open,2025-01-01"],
                  columns, pipeline=PIPELINE)  # fmt: skip
    feed = DataFeed.objects.visible_to(SYSTEM).get()
    lines = ["deal,company,stage,since", "A,Acme,Won,2025-03-01", "B,Acme,Won,2025-03-01"]
    second = bring("opportunities", lines, columns, pipeline=PIPELINE)

    assert kept(undone(second)) == []

    deal = Opportunity.objects.visible_to(SYSTEM).get()
    assert (deal.name, str(deal.stage)) == ("A", "Open")
    assert number(StageChange, voided_at=None) == 1
    assert number(StageChange) == 2
    after = DataFeed.objects.visible_to(SYSTEM).get()
    assert (after.covers_from, after.covers_to) == (feed.covers_from, feed.covers_to)
    assert first.state == ImportState.DONE


def test_touches_are_withdrawn_and_may_be_told_anew_but_refusals_stand() -> None:
    contact()
    lines = ["id,mail,what,when", "t1,a@acme.example,call_tried,2026-01-05",
             "t2,a@acme.example,unsubscribed,2026-01-06"]  # fmt: skip

    run = undone(bring("touches", lines, TOUCHES))

    assert kept(run) == [(3, "refusal_stands")]
    alive = Touch.objects.visible_to(SYSTEM).filter(voided_at=None)
    assert [row.type for row in alive] == ["unsubscribed"]
    assert number(Touch) == 2
    assert counts(bring("touches", lines, TOUCHES)) == {"created": 1, "unchanged": 1}


def test_visits_are_withdrawn_and_their_visitor_is_nobody_again() -> None:
    contact()
    run = bring("web_sessions", ["id,cookie,mail,when", "s1,v1,a@acme.example,2026-01-05"], VISITS)

    undone(run)

    assert number(WebSession, voided_at=None) == 0
    assert Visitor.objects.visible_to(SYSTEM).get().account is None


def test_rows_that_wait_wait_no_longer() -> None:
    run = undone(bring("contacts", ["Name,Account", "Ada,Acme"]))

    bring("accounts", ["Company", "Acme"])

    assert run.counts["waiting"] == 1
    assert number(Contact) == 0


def test_undoing_twice_does_nothing_and_is_for_imports_that_are_through() -> None:
    run = bring("accounts", ["Company", "Acme"])

    first = start_undo(SYSTEM, run)
    again = start_undo(SYSTEM, run)

    assert first.job == again.job
    assert number(Job, kind="import.undo") == 1
    ImportRun.objects.visible_to(SYSTEM).update(state=ImportState.QUEUED)
    with pytest.raises(FailedError):
        start_undo(SYSTEM, run)


def test_the_page_and_the_api_undo_an_import(client: Any) -> None:
    person = UserFactory(role=Role.ADMINISTRATOR)
    client.force_login(person)
    run = bring("accounts", ["ID,Company", "1,Acme", "2,Betta"], actor=Actor.of_person(person))
    bring("contacts", ["name,company", "Ada,Acme"], {"name": "name", "account": "company"})
    page = reverse("accounts:import_detail", args=[run.public_id])

    assert "undo" in client.get(page).content.decode()
    client.post(reverse("accounts:import_undo", args=[run.public_id]))
    told = client.post(reverse("api-import-undo", args=[run.public_id])).json()
    undone(run)

    assert told["state"] in {"undoing", "undone"}
    assert number(Job, kind="import.undo") == 1
    answer = client.get(f"{page}?verdict=kept").content.decode()
    assert "something else refers to this record" in answer
    rows = client.get(reverse("api-import-rows", args=[run.public_id])).json()["results"]
    assert [row["kept_because"] for row in rows] == ["referred_to", ""]
