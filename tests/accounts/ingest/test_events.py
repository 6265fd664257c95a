"""Imports of leads, roles, touches and visits."""

from datetime import UTC, datetime
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.enums import Role
from accounts.ingest import run as importing
from accounts.models import (
    BuyingGroup,
    Contact,
    DataFeed,
    ExternalId,
    GroupPeriod,
    ImportRow,
    Membership,
    Opportunity,
    Touch,
    Visitor,
    VisitorLink,
    WebSession,
)
from tests.accounts.ingest.test_run import bring, counts, verdicts
from tests.factories import AccountFactory, CampaignFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.django_db
LEADS = {"key": "lead", "contact_key": "contact"}
TOUCHES = {"key": "id", "email": "mail", "type": "what", "occurred_at": "when"}
VISITS = {"key": "id", "visitor_key": "cookie", "email": "mail", "started_at": "when"}


def contact(email: str = "a@acme.example", key: str = "", **more: Any) -> Contact:
    person = ContactFactory(email=email, **more)
    if key:
        ExternalId.objects.create(system="crm", kind="contact", value=key, contact=person)
    return person


def touches() -> list[Touch]:
    return list(Touch.objects.visible_to(SYSTEM).order_by("occurred_at", "pk"))


# leads


def test_a_lead_is_one_more_key_of_its_contact() -> None:
    person = contact(key="c1")
    lines = ["lead,contact", "l1,c1", "l2,c1", "l3,nobody"]

    first, second = bring("leads", lines, LEADS), bring("leads", lines, LEADS)

    assert counts(first) == {"updated": 2, "waiting": 1}
    assert counts(second) == {"unchanged": 2, "waiting": 1}
    keys = ExternalId.objects.visible_to(SYSTEM).filter(kind="lead")
    assert [(each.value, each.contact_id) for each in keys.order_by("value")] == [
        ("l1", person.pk), ("l2", person.pk)
    ]  # fmt: skip


def test_a_lead_without_a_contact_is_a_new_person() -> None:
    AccountFactory(name="Acme")
    columns = {"key": "lead", "name": "name", "account": "company", "email": "mail"}
    lines = ["lead,name,company,mail", "l1,Ada,Acme,ada@acme.example", "l2,Bob,Nowhere,"]

    first, second = bring("leads", lines, columns), bring("leads", lines, columns)

    assert counts(first) == {"created": 1, "waiting": 1}
    assert counts(second) == {"unchanged": 1, "waiting": 1}
    assert Contact.objects.visible_to(SYSTEM).get(external_ids__value="l1").name == "Ada"


def test_a_lead_is_not_two_contacts() -> None:
    contact(key="c1")
    contact("b@acme.example", key="c2")
    bring("leads", ["lead,contact", "l1,c1"], LEADS)

    run = bring("leads", ["lead,contact", "l1,c2"], LEADS)

    assert verdicts(run) == [(2, "rejected", "lead_of_another")]


def test_deals_find_their_account_by_a_lead_that_comes_later() -> None:
    person = contact(key="c1")
    columns = {"key": "deal", "lead_key": "lead"}

    run = bring("opportunities", ["deal,lead", "d1,l1"], columns)
    assert verdicts(run) == [(2, "waiting", "lead_unknown")]
    bring("leads", ["lead,contact", "l1,c1"], LEADS)

    assert Opportunity.objects.visible_to(SYSTEM).get().account_id == person.account_id


# roles


def test_roles_are_memberships_in_a_group_that_is_made_once() -> None:
    AccountFactory(name="Acme")
    columns = {"name": "name", "account": "company", "role": "role", "role_since": "since"}
    lines = ["name,company,role,since", "Ada,Acme,Champion,2025-03-01", "Bob,Acme,user,2025-02-01"]

    first, second = bring("contacts", lines, columns), bring("contacts", lines, columns)

    assert [counts(run) for run in (first, second)] == [{"created": 2}, {"unchanged": 2}]
    group = BuyingGroup.objects.visible_to(SYSTEM).get()
    rows = Membership.objects.visible_to(SYSTEM).order_by("pk")
    assert [(row.contact.name, row.role) for row in rows] == [("Ada", "champion"), ("Bob", "user")]
    period = GroupPeriod.objects.visible_to(SYSTEM).get(group=group)
    assert period.from_at == min(row.from_at for row in rows)


def test_another_role_ends_one_that_nobody_confirmed() -> None:
    AccountFactory(name="Acme")
    columns = {"name": "name", "account": "company", "role": "role", "role_since": "since"}
    bring("contacts", ["name,company,role,since", "Ada,Acme,user,2025-03-01"], columns)
    known_then = Membership.objects.visible_to(SYSTEM).get()

    run = bring("contacts", ["name,company,role,since", "Ada,Acme,champion,2025-06-01"], columns)

    assert counts(run) == {"updated": 1}
    known_then.refresh_from_db()
    assert known_then.voided_at is not None
    rows = Membership.objects.visible_to(SYSTEM).filter(voided_at=None).order_by("from_at")
    assert [(row.role, row.to_at is None) for row in rows] == [("user", False), ("champion", True)]
    assert rows[0].replaces == known_then
    assert rows[0].to_at == rows[1].from_at


def test_a_role_is_left_where_the_account_has_several_groups() -> None:
    account = AccountFactory(name="Acme")
    for name in ("Network", "Security"):
        BuyingGroup.objects.create(account=account, name=name)
    columns = {"name": "name", "account": "company", "role": "role", "group": "group"}
    lines = ["name,company,role,group", "Ada,Acme,user,", "Bob,Acme,user,security"]

    run = bring("contacts", lines, columns)

    assert verdicts(run) == [(2, "created", "group_ambiguous"), (3, "created", "")]
    assert Membership.objects.visible_to(SYSTEM).get().group.name == "Security"


# touches


def test_touches_are_written_once_in_the_words_of_the_mapping() -> None:
    person = contact()
    CampaignFactory(name="Spring")
    columns = {**TOUCHES, "campaign": "campaign", "direction": "way"}
    values = {"type": {"appel": "call_connected"}}
    lines = ["id,mail,what,when,campaign,way",
             "t1,a@acme.example,Appel,2026-01-05,spring,outbound",
             "t2,a@acme.example,email_opened,2026-01-06,,inbound",
             "t3,a@acme.example,smoke signal,2026-01-06,,inbound"]  # fmt: skip

    first = bring("touches", lines, columns, values=values)
    second = bring("touches", lines, columns, values=values)

    assert counts(first) == {"created": 2, "rejected": 1}
    assert counts(second) == {"unchanged": 2, "rejected": 1}
    assert [(row.type, row.contact, str(row.campaign or "")) for row in touches()] == [
        ("call_connected", person, "Spring"), ("email_opened", person, "")
    ]  # fmt: skip
    feeds = DataFeed.objects.visible_to(SYSTEM).values_list("record_type", flat=True)
    assert set(feeds) == {"email", "sales_activity"}


def test_touches_without_a_home_or_campaign_wait_and_come_in_later() -> None:
    AccountFactory(name="Acme", domains=["acme.example"])
    columns = {**TOUCHES, "campaign": "campaign"}
    lines = ["id,mail,what,when,campaign", "t1,a@acme.example,call_tried,2026-01-05,",
             "t2,a@acme.example,call_tried,2026-01-05,Unheard of"]  # fmt: skip

    run = bring("touches", lines, columns)
    assert [reason for _l, _v, reason in verdicts(run)] == ["contact_unknown"] * 2
    bring("contacts", ["Name,Email", "Ada,a@acme.example"])

    assert [verdict for _l, verdict, _r in verdicts(run)] == ["created", "waiting"]
    assert verdicts(run)[1][2] == "campaign_unknown"
    assert len(touches()) == 1


def test_touches_without_a_key_are_known_by_what_they_say(monkeypatch: Any) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    contact()
    columns = {name: column for name, column in TOUCHES.items() if name != "key"}
    lines = ["mail,what,when", *["a@acme.example,call_tried,2026-01-05"] * 3,
             "a@acme.example,call_tried,2026-01-06"]  # fmt: skip

    first, second = bring("touches", lines, columns), bring("touches", lines, columns)

    assert counts(first) == {"created": 2, "unchanged": 2}
    assert counts(second) == {"unchanged": 4}


def test_a_touch_that_was_withdrawn_is_new_when_it_is_told_again() -> None:
    contact()
    lines = ["id,mail,what,when", "t1,a@acme.example,call_tried,2026-01-05"]
    bring("touches", lines, TOUCHES)
    Touch.objects.visible_to(SYSTEM).update(voided_at=datetime.now(UTC))

    assert counts(bring("touches", lines, TOUCHES)) == {"created": 1}


def test_a_person_brings_touches_of_their_own_accounts_alone() -> None:
    person = contact()
    stranger = Actor.of_person(UserFactory(role=Role.MANAGER))
    lines = ["id,mail,what,when", "t1,a@acme.example,call_tried,2026-01-05"]

    run = bring("touches", lines, TOUCHES, actor=stranger)

    assert verdicts(run) == [(2, "waiting", "contact_unknown")]
    assert person.touches.visible_to(SYSTEM).count() == 0


def test_rows_of_touches_lead_to_what_they_wrote() -> None:
    contact()
    lines = ["id,mail,what,when", "t1,a@acme.example,call_tried,2026-01-05"]

    run = bring("touches", lines, TOUCHES)

    assert ImportRow.objects.visible_to(SYSTEM).get(run=run).record_id == touches()[0].pk


# visits


def test_visits_are_written_once_and_tell_whose_their_visitor_is() -> None:
    person = contact()
    columns = {**VISITS, "duration_s": "seconds", "page_views": "pages"}
    lines = ["id,cookie,mail,when,seconds,pages",
             "s1,v1,,2026-01-05,30,2", "s2,v1,a@acme.example,2026-01-06,,",
             "s3,,,2026-01-06,10,1", "s4,v2,x@acme.example,2026-01-06,10,1"]  # fmt: skip

    first, second = (bring("web_sessions", lines, columns) for _time in range(2))

    assert counts(first) == {"created": 2, "waiting": 2}
    assert [reason for _l, _v, reason in verdicts(first)][2:] == [
        "account_missing", "contact_unknown"
    ]  # fmt: skip
    assert counts(second) == {"unchanged": 2, "waiting": 2}
    visits = WebSession.objects.visible_to(SYSTEM).order_by("started_at")
    assert [(row.account_id, row.duration_s, row.page_views) for row in visits] == [
        (None, 30, 2), (person.account_id, None, 1)
    ]  # fmt: skip
    assert Visitor.objects.visible_to(SYSTEM).get(key="v1").contact == person
    assert VisitorLink.objects.visible_to(SYSTEM).count() == 1


def test_a_visit_engaged_longer_than_it_lasted_is_rejected_alone() -> None:
    contact()
    columns = {**VISITS, "duration_s": "seconds", "engaged_s": "engaged"}
    lines = ["id,cookie,mail,when,seconds,engaged",
             "s1,,a@acme.example,2026-01-05,30,31",
             "s2,,a@acme.example,2026-01-05,30,29"]  # fmt: skip

    run = bring("web_sessions", lines, columns)

    assert verdicts(run) == [(2, "rejected", "broken_rule"), (3, "created", "")]
