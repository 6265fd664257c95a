"""Files that build on each other: rows that wait, consents that stay withdrawn, and whose rows."""

import csv
import io
import itertools
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.actions.consent import add_line
from accounts.enums import ConsentSource, ConsentState, ImportKind, Role
from accounts.ingest.mappings import guessed
from accounts.models import (
    BuyingGroup,
    CampaignPeriod,
    ConsentEvent,
    Contact,
    ContractTerms,
    FxRate,
    Membership,
    RelationshipRating,
    ReportingLine,
    Touch,
)
from accounts.queries.consent import state_at
from accounts.views.import_run import REFUSAL_HEADERS
from tests.accounts.ingest.test_run import bring, counts, verdicts
from tests.factories import AccountFactory, ContactFactory, UserFactory
from tests.factories.dates import paris

pytestmark = pytest.mark.django_db
GIVEN = ["Email,Action,Date,Proof", "ada@acme.example,given,2026-03-05,form 7"]
WITHDRAWN = ["Email,Action,Date", "ada@acme.example,withdrawn,2026-02-05"]
ASKED = ["Email,Action,Date,Proof", "ada@acme.example,informed,2026-04-05,letter"]


def ada() -> Contact:
    account = AccountFactory(name="Acme", domains=["acme.example"])
    person: Contact = ContactFactory(account=account, name="Ada", email="ada@acme.example")
    return person


def standing(person: Contact) -> ConsentState:
    rows = Contact.objects.visible_to(SYSTEM).filter(pk=person.pk)
    return state_at(rows, "marketing", "email", timezone.now())[person.pk].state


# files that refer to each other


def test_rows_wait_for_what_another_file_brings() -> None:
    roles = bring("memberships", ["Email,Buying group,Role", "ada@acme.example,Network,user"])
    lines = bring("reporting_lines", ["Email,Manager email", "ada@acme.example,bob@acme.example"])
    assert [verdicts(run)[0][1:] for run in (roles, lines)] == [
        ("waiting", "contact_unknown")
    ] * 2  # fmt: skip

    bring("accounts", ["Company,Website", "Acme,acme.example"])
    bring("contacts", ["Name,Email", "Ada,ada@acme.example", "Bob,bob@acme.example"])
    assert verdicts(roles)[0][1:] == ("waiting", "group_unknown")
    assert verdicts(lines)[0][1] == "created"
    bring("buying_groups", ["Buying group,Company", "Network,Acme"])

    assert verdicts(roles)[0][1] == "created"
    assert Membership.objects.visible_to(SYSTEM).get().contact.name == "Ada"
    assert ReportingLine.objects.visible_to(SYSTEM).get().manager.name == "Bob"


def test_a_group_goes_from_state_to_state_and_names_one_solution() -> None:
    AccountFactory(name="Acme")
    head = "Buying group,Company,State,Since"
    bring("buying_groups", [head, "Network,Acme,target,2026-01-05"])

    run = bring("buying_groups", [head, "Network,Acme,closed,2026-03-05"])
    again = bring("buying_groups", [head, "Network,Acme,closed,2026-03-05"])

    assert [counts(each) for each in (run, again)] == [{"updated": 1}, {"unchanged": 1}]
    (period,) = (
        BuyingGroup.objects.visible_to(SYSTEM)
        .get()
        .periods.visible_to(SYSTEM)
        .filter(voided_at=None)
    )
    assert (period.from_at, period.to_at) == (paris(2026, 1, 5), paris(2026, 3, 5))


def test_the_states_of_a_campaign_are_told_in_one_file() -> None:
    lines = ["ID,Campaign,Status,Since", "k,Spring,planned,2026-01-05",
             "k,Spring,active,2026-02-05", "k,Spring,ended,2026-03-05"]  # fmt: skip

    first, second = bring("campaigns", lines), bring("campaigns", lines)

    assert counts(first) == {"created": 1, "updated": 2}
    assert counts(second) == {"unchanged": 3}
    periods = CampaignPeriod.objects.visible_to(SYSTEM).filter(voided_at=None).order_by("from_at")
    assert [(row.status, row.to_at is None) for row in periods] == [
        ("planned", False), ("active", False), ("ended", True)
    ]  # fmt: skip


def test_the_terms_of_a_contract_follow_each_other() -> None:
    AccountFactory(name="Acme")
    lines = ["Contract,Company,Signed on,Status,ACV,Currency",
             "Storage,Acme,2025-01-05,signed,100,EUR", "Storage,Acme,2026-01-05,signed,120,EUR",
             "Storage,Acme,2026-06-05,ended,,"]  # fmt: skip

    first, second = bring("contracts", lines), bring("contracts", lines)

    assert counts(first) == {"created": 1, "updated": 2}
    assert counts(second) == {"unchanged": 3}
    terms = ContractTerms.objects.visible_to(SYSTEM).filter(voided_at=None).order_by("occurred_at")
    assert [(row.status, row.acv) for row in terms] == [
        ("signed", 100), ("signed", 120), ("ended", 120)
    ]  # fmt: skip


def test_ratings_of_a_relationship_are_dated_rows() -> None:
    ada()
    UserFactory(email="me@ours.example")
    lines = ["Email,User,Level,Rated on", "ada@acme.example,me@ours.example,1,2026-01-05",
             "ada@acme.example,me@ours.example,3,2026-02-05"]  # fmt: skip

    first, second = bring("relationships", lines), bring("relationships", lines)

    assert counts(first) == {"created": 1, "updated": 1}
    assert counts(second) == {"unchanged": 2}
    ratings = RelationshipRating.objects.visible_to(SYSTEM).order_by("occurred_at")
    assert [row.level for row in ratings] == [1, 3]


def test_a_deal_that_is_known_by_its_key_needs_no_account() -> None:
    AccountFactory(name="Acme")
    key = {"key": "ID"}

    ties = bring("opportunities", ["ID,Company", "d1,Acme"], {**key, "account": "Company"})
    deals = bring("opportunities", ["ID,Deal", "d1,Storage", "d2,Other"], {**key, "name": "Deal"})

    assert [counts(run) for run in (ties, deals)] == [{"created": 1}, {"updated": 1, "waiting": 1}]
    assert verdicts(deals)[1] == (3, "waiting", "account_missing")


def test_an_e_mail_that_came_from_them_is_none_of_ours() -> None:
    ada()
    lines = ["Email,Type,Date,Direction", "ada@acme.example,E-mail sent,2026-01-05,inbound",
             "ada@acme.example,E-mail sent,2026-01-06,outbound"]  # fmt: skip

    bring("touches", lines)

    rows = Touch.objects.visible_to(SYSTEM).order_by("occurred_at")
    assert [(row.type, row.direction) for row in rows] == [
        ("email_replied", "inbound"), ("email_sent", "outbound")
    ]  # fmt: skip


def test_rows_that_a_mapping_leaves_out_are_named_and_not_taken() -> None:
    lines = ["Company,Deleted", "Acme,true", "Betta,false"]

    run = bring("accounts", lines, {"name": "Company"}, leave_out={"Deleted": ["TRUE"]})

    assert verdicts(run) == [(2, "rejected", "left_out"), (3, "created", "")]


# consents


@pytest.mark.parametrize("order", list(itertools.permutations([GIVEN, WITHDRAWN, ASKED])))
def test_no_import_raises_a_consent_that_was_withdrawn(order: Any) -> None:
    person = ada()

    for lines in order:
        bring("consents", lines)
    bring("contacts", ["Name,Email,E-mail status", "Ada,ada@acme.example,valid"])

    assert standing(person) == ConsentState.REFUSED


def test_a_new_act_of_the_person_raises_what_a_file_had_withdrawn() -> None:
    person = ada()
    bring("consents", WITHDRAWN)

    row = ConsentEvent(contact=person, action="given", occurred_at=paris(2026, 5, 5), proof_ref="x")
    add_line(SYSTEM, row, source=ConsentSource.PERSON)

    assert standing(person) == ConsentState.CONSENTED


def test_a_source_that_a_file_names_never_passes_for_the_person() -> None:
    person = ada()
    bring("consents", WITHDRAWN)

    bring("consents", [f"{GIVEN[0]},Source", f"{GIVEN[1]},person"])

    assert standing(person) == ConsentState.REFUSED
    told = ConsentEvent.objects.visible_to(SYSTEM).order_by("pk").values_list("source", flat=True)
    assert list(told) == ["import", "import: person"]


def test_an_address_that_a_file_suppresses_stays_so_when_contacts_come_again() -> None:
    person = ada()

    bring("suppressions", ["Email,Reason", "ADA@acme.example,objected"])
    bring("contacts", ["Name,Email", "Ada,ada@acme.example"])
    bring("consents", GIVEN)

    assert standing(person) == ConsentState.SUPPRESSED


# who may


def test_a_manager_brings_no_rates_no_index_of_others_and_nothing_of_other_accounts() -> None:
    ada()
    stranger = Actor.of_person(UserFactory(role=Role.MANAGER, email="me@ours.example"))
    UserFactory(email="you@ours.example")
    parts = "Date,Brand,People,Insights,Relationships"

    rates = bring("fx_rates", ["Base,Quote,From,Rate", "USD,EUR,2026-01-05,0.9"], actor=stranger)
    lines = [f"User,{parts}", "you@ours.example,2026-01-05,1,1,1,1",
             "me@ours.example,2026-01-05,1,1,1,1"]  # fmt: skip
    index = bring("ssi_readings", lines, actor=stranger)
    consent = bring("consents", GIVEN, actor=stranger)
    group = bring("buying_groups", ["Buying group,Company", "Network,Acme"], actor=stranger)

    assert verdicts(rates) == [(2, "rejected", "for_administrators")]
    assert verdicts(index) == [(2, "rejected", "for_oneself"), (3, "created", "")]
    assert verdicts(consent) == [(2, "waiting", "contact_unknown")]
    assert verdicts(group) == [(2, "waiting", "account_unknown")]
    assert not FxRate.objects.exists()


def test_a_key_of_a_record_out_of_reach_is_taken() -> None:
    AccountFactory(name="Acme")
    bring("buying_groups", ["ID,Buying group,Company", "g1,Network,Acme"])
    manager = UserFactory(role=Role.MANAGER)
    bring("accounts", ["Company", "Betta"], actor=Actor.of_person(manager))

    run = bring("buying_groups", ["ID,Buying group,Company", "g1,Network,Betta"],
                actor=Actor.of_person(manager))  # fmt: skip

    assert verdicts(run) == [(2, "rejected", "key_taken")]


# rows put right


def test_rows_that_were_not_taken_come_back_put_right(client: Client) -> None:
    ada()
    client.force_login(UserFactory(administrator=True))
    lines = ["Email,Action,Date,Proof", "ada@acme.example,agreed,2026-01-05,x"]
    run = bring("consents", lines)
    address = reverse("accounts:import_refusals", args=[run.public_id])
    answer: Any = client.get(address)
    text = b"".join(answer.streaming_content).decode().lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    rows[1][1] = "given"

    put_right = bring("consents", [",".join(row) for row in rows])

    assert counts(put_right) == {"created": 1}


@pytest.mark.parametrize("kind", ImportKind.values)
def test_why_rows_were_refused_is_taken_for_no_field(kind: str) -> None:
    _system, columns = guessed(["ID", *map(str, REFUSAL_HEADERS)], kind)

    assert set(columns.values()) <= {"ID"}
