"""Imports: what becomes of rows, twice, in parts, and for whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pghistory.models
import pytest

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.ingest import run as importing
from accounts.ingest.intake import take_in
from accounts.ingest.run import run_to_end
from accounts.models import (
    Account,
    Contact,
    DataFeed,
    Employment,
    ExternalId,
    ImportRow,
    ImportRun,
    Opportunity,
    Response,
    StageChange,
    Survey,
)
from tests.factories import AccountFactory, ContactFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
PIPELINE = {
    "stages": [
        {"key": "open", "name_en": "Open"},
        {"key": "won", "name_en": "Won", "outcome": "won"},
    ]
}


def bring(
    kind: str,
    lines: Sequence[str],
    columns: dict[str, str] | None = None,
    *,
    actor: Actor = SYSTEM,
    program: Any = None,
    **more: Any,
) -> ImportRun:
    """Import lines of CSV; without columns, the mapping is guessed."""
    mapping = {"columns": columns, **more} if columns or more else None
    body = "\n".join(lines).encode()
    run = take_in(
        actor, [body], file_name="x.csv", kind=kind, mapping=mapping, system="crm", program=program
    )
    run_to_end(actor, run)
    run.refresh_from_db()
    return run


def verdicts(run: ImportRun) -> list[tuple[int, str, str]]:
    rows = ImportRow.objects.visible_to(SYSTEM).filter(run=run).order_by("line")
    return [(row.line, row.verdict, row.reason) for row in rows]


def counts(run: ImportRun) -> dict[str, int]:
    return {verdict: number for verdict, number in run.counts.items() if number}


# accounts


def test_accounts_are_created_once_and_changed_after() -> None:
    first = bring("accounts", ["ID,Company,Country", "1,Acme,FR", "2,Betta,"])
    same = bring("accounts", ["ID,Company,Country", "1,Acme,FR", "2,Betta,"])
    other = bring("accounts", ["ID,Company,Country", "1,Acme SA,", "2,Betta,BE"])

    assert [counts(run) for run in (first, same, other)] == [
        {"created": 2}, {"unchanged": 2}, {"updated": 2}
    ]  # fmt: skip
    rows = Account.objects.visible_to(SYSTEM).order_by("name")
    assert [(row.name, row.country, row.version) for row in rows] == [
        ("Acme SA", "FR", 2), ("Betta", "BE", 2)
    ]  # fmt: skip


def test_an_account_is_known_by_key_then_domain_then_name() -> None:
    by_domain = AccountFactory(name="Old name", domains=["acme.example"])
    by_name = AccountFactory(name="Société Générale")
    lines = ["ID,Company,Website", "a,New name,https://www.acme.example",
             "b,SOCIETE  GENERALE,", "c,Other,"]  # fmt: skip

    run = bring("accounts", lines)

    assert counts(run) == {"updated": 2, "created": 1}
    by_domain.refresh_from_db()
    assert by_domain.name == "New name"
    keys = ExternalId.objects.visible_to(SYSTEM).order_by("value")
    assert [each.account_id for each in keys][:2] == [by_domain.pk, by_name.pk]


def test_two_keys_of_one_system_are_two_accounts_however_alike() -> None:
    lines = ["ID,Company", "1,Acme", "2,ACME"]

    assert counts(bring("accounts", lines)) == {"created": 2}
    assert counts(bring("accounts", lines)) == {"unchanged": 2}


def test_namesakes_in_two_countries_are_two_accounts() -> None:
    lines = ["Company,Country", "Acme,FR", "Acme,BE"]

    assert counts(bring("accounts", lines)) == {"created": 2}
    assert counts(bring("accounts", lines)) == {"unchanged": 2}


def test_a_file_speaks_once_of_a_record() -> None:
    lines = ["Company,Industry", "Acme,Steel", "acme,Glass", "Acme,Steel"]

    first, second = bring("accounts", lines), bring("accounts", lines)

    assert verdicts(first) == [
        (2, "created", ""), (3, "rejected", "told_before"), (4, "unchanged", "")
    ]  # fmt: skip
    assert verdicts(second)[1:] == verdicts(first)[1:]
    assert Account.objects.visible_to(SYSTEM).get().industry == "Steel"


def test_a_parent_is_found_wherever_it_stands_in_the_file(monkeypatch: Any) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    lines = ["Company,Parent", "Child,Mother", "Mother,", "Other,Mother", "Lost,Nobody"]

    run = bring("accounts", lines)

    parents = Account.objects.visible_to(SYSTEM).order_by("name")
    assert [(each.name, str(each.parent or "")) for each in parents] == [
        ("Child", "Mother"), ("Lost", ""), ("Mother", ""), ("Other", "Mother")
    ]  # fmt: skip
    assert verdicts(run)[-1] == (5, "created", "parent_unknown")
    assert counts(bring("accounts", lines)) == {"unchanged": 4}


def test_a_parent_that_comes_with_a_later_file_is_set_then() -> None:
    bring("accounts", ["Company,Parent", "Child,Mother"])
    bring("accounts", ["Company", "Mother"])

    assert Account.objects.visible_to(SYSTEM).get(name="Child").parent.name == "Mother"


def test_companies_are_never_made_their_own_subsidiaries() -> None:
    bring("accounts", ["Company,Parent", "A,B", "B,A", "C,C"])

    assert not Account.objects.visible_to(SYSTEM).exclude(parent=None).exists()


def test_revenue_is_scaled_and_needs_a_currency() -> None:
    columns = {"name": "n", "revenue": "r"}
    lines = ["n,r", "Acme,1.5"]
    refused = bring("accounts", lines, columns)
    taken = bring("accounts", lines, columns, multiply={"revenue": 1_000_000},
                  constants={"revenue_currency": "USD"})  # fmt: skip

    assert verdicts(refused) == [(2, "rejected", "currency_missing")]
    assert counts(taken) == {"created": 1}
    assert Account.objects.visible_to(SYSTEM).get().revenue == 1_500_000


# for whom


def test_a_person_matches_only_what_they_see_and_sees_what_they_bring() -> None:
    manager = Actor.of_person(UserFactory())
    hidden = AccountFactory(name="Acme")

    bring("accounts", ["Company,Country", "Acme,FR"], actor=manager)

    hidden.refresh_from_db()
    assert hidden.country == ""
    assert [each.country for each in Account.objects.visible_to(manager)] == ["FR"]


def test_a_key_of_a_record_out_of_reach_is_refused() -> None:
    bring("accounts", ["ID,Company", "1,Acme"])
    manager = Actor.of_person(UserFactory())

    run = bring("accounts", ["ID,Company", "1,Acme"], actor=manager)

    assert verdicts(run) == [(2, "rejected", "key_taken")]


def test_the_audit_names_who_imported() -> None:
    manager = UserFactory()
    with pghistory.context(person=manager.pk):
        bring("accounts", ["Company", "Acme"], actor=Actor.of_person(manager))

    event = pghistory.models.Events.objects.tracks(Account.objects.visible_to(SYSTEM).get()).get()
    assert event.pgh_context["person"] == manager.pk


# contacts


def test_contacts_find_their_account_and_are_known_by_address() -> None:
    AccountFactory(name="Acme")
    AccountFactory(name="Betta", domains=["betta.example"])
    lines = ["First name,Last name,E-mail,Company", "Ann,Lee,ANN@acme.example,acme",
             "Bo,Ng,bo@betta.example,", "Cy,Oz,cy@gmail.com,",
             "Di,Py,di@x.example,Nowhere"]  # fmt: skip

    first, second = bring("contacts", lines), bring("contacts", lines)

    assert verdicts(first) == [
        (2, "created", ""), (3, "created", ""), (4, "waiting", "account_unknown"),
        (5, "waiting", "account_unknown"),
    ]  # fmt: skip
    assert counts(second) == {"unchanged": 2, "waiting": 2}
    rows = Contact.objects.visible_to(SYSTEM).order_by("name")
    assert [(row.name, row.email, row.account.name) for row in rows] == [
        ("Ann Lee", "ann@acme.example", "Acme"), ("Bo Ng", "bo@betta.example", "Betta")
    ]  # fmt: skip


def test_people_without_address_or_key_are_known_by_name_within_their_account() -> None:
    AccountFactory(name="Acme")
    AccountFactory(name="Betta")
    lines = ["Name,Company", "Ann Lee,Acme", "Ann Lee,Betta"]

    assert counts(bring("contacts", lines)) == {"created": 2}
    assert counts(bring("contacts", lines)) == {"unchanged": 2}


def test_a_contact_that_moved_works_elsewhere_from_then_on() -> None:
    AccountFactory(name="Acme")
    AccountFactory(name="Betta")
    columns = {"key": "id", "name": "n", "account": "a", "employed_from": "since"}
    bring("contacts", ["id,n,a,since", "1,Ann,Acme,2024-01-01"], columns)

    bring("contacts", ["id,n,a,since", "1,Ann,Betta,2026-02-01"], columns)

    rows = Employment.objects.visible_to(SYSTEM).filter(voided_at=None).order_by("from_at")
    assert [(row.account.name, row.to_at) for row in rows] == [
        ("Acme", datetime(2026, 2, 1, tzinfo=PARIS)), ("Betta", None)
    ]  # fmt: skip
    assert Contact.objects.visible_to(SYSTEM).get().account.name == "Betta"


def test_waiting_rows_are_tried_again_after_their_account_came() -> None:
    run = bring("contacts", ["Name,Company", "Ann,Acme", "Bo,Nowhere"])
    bring("accounts", ["Company", "Acme"])

    run.refresh_from_db()
    assert verdicts(run) == [(2, "created", ""), (3, "waiting", "account_unknown")]
    assert counts(run) == {"created": 1, "waiting": 1}


def test_one_bad_row_never_stops_the_others() -> None:
    AccountFactory(name="Acme")
    lines = ["Name,E-mail,Company,Seniority", "Ann,ann@acme.example,Acme,VP",
             "Bo,nonsense,Acme,VP", "Cy,cy@acme.example,Acme,emperor", '"Di,di@acme.example,Acme',
             "Ed,ed@acme.example,Acme,Staff,more", "Footer", "\x07,flo@acme.example,Acme,",
             "Gil,gil@acme.example,Acme,Director"]  # fmt: skip

    run = bring("contacts", lines)

    assert verdicts(run) == [
        (2, "created", ""), (3, "rejected", "not_an_email"), (4, "rejected", "not_a_choice"),
        (5, "rejected", "quote_not_closed"), (6, "rejected", "too_many_cells"),
        (7, "rejected", "one_cell"), (8, "rejected", "character_not_readable"),
        (9, "created", ""),
    ]  # fmt: skip


def test_what_the_database_refuses_costs_one_row(monkeypatch: Any) -> None:
    account = AccountFactory(name="Acme")
    ContactFactory(account=account, email="Bo@Acme.example", name="Bo")  # kept with its capitals
    lines = ["Name,E-mail,Company", *(f"P{n},p{n}@acme.example,Acme" for n in range(7)),
             "Bo,bo@acme.example,Acme"]  # fmt: skip

    run = bring("contacts", lines)

    assert counts(run) == {"created": 7, "rejected": 1}
    assert verdicts(run)[-1] == (9, "rejected", "broken_rule")


# deals


DEALS = {"key": "id", "account": "a", "stage": "s", "created_at": "c", "close_on": "d", "tcv": "v"}
MORE: dict[str, Any] = {"pipeline": PIPELINE, "constants": {"currency": "EUR"}}


def test_deals_have_histories_and_the_same_file_adds_nothing() -> None:
    AccountFactory(name="Acme")
    lines = ["id,a,s,c,d,v", "1,Acme,Won,2026-01-05,2026-03-04,100", "2,Acme,Open,2026-01-06,,",
             "3,Acme,Open,,,", "4,,Open,,,", "5,Acme,Dreaming,,,"]  # fmt: skip

    first, second = bring("opportunities", lines, DEALS, **MORE), None
    before = StageChange.objects.visible_to(SYSTEM).count()
    second = bring("opportunities", lines, DEALS, **MORE)

    assert [verdict for _, verdict, _ in verdicts(first)] == [
        "created", "created", "created", "waiting", "rejected"
    ]  # fmt: skip
    assert counts(second) == {"unchanged": 3, "waiting": 1, "rejected": 1}
    assert StageChange.objects.visible_to(SYSTEM).count() == before
    one, two, three = Opportunity.objects.visible_to(SYSTEM).order_by("name")
    assert (one.stage.key, one.created_at, one.tcv) == (
        "won", datetime(2026, 1, 5, tzinfo=PARIS), 100
    )  # fmt: skip
    assert (two.stage.key, two.created_at) == ("open", datetime(2026, 1, 6, tzinfo=PARIS))
    assert (three.stage.key, three.created_at, three.close_on) == ("open", None, None)


def test_a_later_file_moves_a_deal_on() -> None:
    AccountFactory(name="Acme")
    bring("opportunities", ["id,a,s,c,d,v", "1,Acme,Open,2026-01-05,,50"], DEALS, **MORE)

    run = bring(
        "opportunities", ["id,a,s,c,d,v", "1,Acme,Won,2026-01-05,2026-05-06,60"], DEALS, **MORE
    )

    assert counts(run) == {"updated": 1}
    deal = Opportunity.objects.visible_to(SYSTEM).get()
    assert (deal.stage.key, deal.tcv, deal.version) == ("won", 60, 2)
    won = StageChange.objects.visible_to(SYSTEM).get(stage__key="won")
    assert won.occurred_at == datetime(2026, 5, 6, tzinfo=PARIS)


def test_the_expected_close_of_an_open_deal_is_a_forecast() -> None:
    AccountFactory(name="Acme")
    bring("opportunities", ["id,a,s,c,d,v", "1,Acme,Open,2026-01-05,2026-09-30,"], DEALS, **MORE)

    deal = Opportunity.objects.visible_to(SYSTEM).get()
    assert deal.close_on.isoformat() == "2026-09-30"
    assert deal.forecasts.visible_to(SYSTEM).count() == 1


def test_an_import_says_what_is_complete_and_a_later_one_extends_it() -> None:
    AccountFactory(name="Acme")
    bring("opportunities", ["id,a,s,c,d,v", "1,Acme,Open,2026-02-05,,"], DEALS, **MORE)
    bring("opportunities", ["id,a,s,c,d,v", "2,Acme,Won,2026-01-05,2026-05-06,"], DEALS, **MORE)

    feed = DataFeed.objects.visible_to(SYSTEM).get()
    assert (feed.source, feed.program, feed.account) == ("crm", None, None)
    assert feed.covers_from == datetime(2026, 1, 5, tzinfo=PARIS)
    assert feed.covers_to == datetime(2026, 5, 7, tzinfo=PARIS)


def test_a_manager_says_it_for_their_program_or_their_accounts_alone() -> None:
    manager = UserFactory()
    account = AccountFactory(name="Acme", team=[manager])
    actor = Actor.of_person(manager)

    bring("opportunities", ["id,a,s,c,d,v", "1,Acme,Open,2026-02-05,,"], DEALS, actor=actor, **MORE)

    assert [feed.account for feed in DataFeed.objects.visible_to(SYSTEM)] == [account]
    program = ProgramFactory()
    bring("opportunities", ["id,a,s,c,d,v", "2,Acme,Open,2026-02-05,,"], DEALS, program=program,
          **MORE)  # fmt: skip
    assert DataFeed.objects.visible_to(SYSTEM).get(account=None).program == program


# answers


def test_answers_hang_on_their_contact_and_are_stored_once() -> None:
    contact = ContactFactory(email="ann@acme.example", account__name="Acme")
    lines = ["E-mail,Score,Date,Comment,Survey,Company",
             'ann@acme.example,9,2026-03-04 10:30,"Fine, thanks",Spring,',
             "nobody@x.example,3,2026-03-04,,Spring,", "ann@acme.example,11,2026-03-05,,Spring,",
             ",7,2026-03-06,,Spring,Acme", ",7,2026-03-06,,Spring,Acme"]  # fmt: skip

    first, second = bring("responses", lines), bring("responses", lines)

    assert verdicts(first) == [
        (2, "created", ""), (3, "waiting", "contact_unknown"),
        (4, "rejected", "score_out_of_range"), (5, "created", ""), (6, "created", ""),
    ]  # fmt: skip
    assert counts(second) == {"unchanged": 3, "waiting": 1, "rejected": 1}
    answers = Response.objects.visible_to(SYSTEM).order_by("responded_at", "pk")
    assert [(each.account, each.contact, each.score) for each in answers] == [
        (contact.account, contact, 9), (contact.account, None, 7), (contact.account, None, 7)
    ]  # fmt: skip
    assert Survey.objects.visible_to(SYSTEM).get().name_en == "Spring"


# in parts


@pytest.mark.parametrize("chunk", [1, 2, 3, 100])
def test_the_size_of_chunks_makes_no_difference(monkeypatch: Any, chunk: int) -> None:
    monkeypatch.setattr(importing, "CHUNK", chunk)
    lines = ["Company,Industry", "A,x", "B,x", "A,y", "", '"C\nD",x', "B,x"]

    run = bring("accounts", lines)

    assert verdicts(run) == [
        (2, "created", ""), (3, "created", ""), (4, "rejected", "told_before"),
        (6, "created", ""), (8, "unchanged", ""),
    ]  # fmt: skip
