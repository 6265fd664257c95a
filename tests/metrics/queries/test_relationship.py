"""Row 8, G.1 and G.2: their worked examples, told as records and measured."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.enums import EmailStatus, GroupRole, Seniority
from accounts.models import Account, BuyingGroup, Contact
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.words import Grain
from metrics.queries.compiling import Asked
from metrics.queries.engine import entries, live_answers
from metrics.queries.kept import unpacked
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from metrics.queries.sheet import OneDay
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    ConsentEventFactory,
    ContactFactory,
    DataFeedFactory,
    EmploymentFactory,
    ExternalIdFactory,
    GroupPeriodFactory,
    MembershipFactory,
    ProgramFactory,
    RoleNeedFactory,
    SolutionFactory,
    TouchFactory,
    UserFactory,
)
from tests.factories.dates import LONG_AGO, paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

AS_OF = MARCH.as_of_at


def ago(days: float) -> datetime:
    """Return the instant so many days before the as-of instant."""
    return AS_OF - timedelta(days=days)


def person(account: Account, **fields: Any) -> Contact:
    """Make a contact who works at an account since long ago."""
    contact = ContactFactory(account=account, **{"recorded_at": LONG_AGO} | fields)
    EmploymentFactory(contact=contact, from_at=LONG_AGO, recorded_at=LONG_AGO)
    return contact


def group_of(account: Account, members: dict[Contact, GroupRole], **fields: Any) -> BuyingGroup:
    """Make a buying group of these people."""
    group = BuyingGroupFactory(account=account, **fields)
    GroupPeriodFactory(group=group)
    for contact, role in members.items():
        MembershipFactory(group=group, contact=contact, role=role)
    return group


def meet(contact: Contact, days: float, kind: str = "meeting_held", **fields: Any) -> None:
    """Tell of something that passed with a contact, so many days ago."""
    TouchFactory(
        account=contact.account,
        contact=contact,
        type=kind,
        occurred_at=ago(days),
        **{"automation": "human", "direction": "inbound"} | fields,
    )


def know(contact: Contact) -> None:
    """Tell the exchanges of the worked example: a strength of 55.6."""
    us = UserFactory()
    meet(contact, 30, user=us)
    meet(contact, 30, "email_replied", user=us)
    for _mail in range(2):
        meet(contact, 90, "email_sent", direction="outbound", user=us)


def of_contact(contact: Contact, key: str = "relationship_strength") -> Any:
    """Return the score of one contact."""
    return ask(key, account=contact.account, where={"contact": str(contact.public_id)})


def shown(answer: Any) -> float:
    """Return a value as it is shown."""
    return round(float(answer.value), 1)


# ---- relationship strength ---------------------------------------------------------------------


def test_the_strength_of_a_relationship_as_in_the_worked_example() -> None:
    contact = person(AccountFactory())
    know(contact)

    answer = ask("relationship_strength", account=contact.account)

    assert (shown(answer), answer.n, answer.status) == (55.6, 1, "ok")
    assert ask("relationship_threads", account=contact.account).value == 1


def test_who_never_answered_comes_to_fifteen_at_most() -> None:
    contact = person(AccountFactory())
    for _mail in range(60):
        meet(contact, 1, "email_sent", direction="outbound", user=UserFactory())

    assert of_contact(contact).value == 15
    meet(contact, 1, "email_replied")
    assert of_contact(contact).value > 15


def test_what_a_machine_did_or_went_to_many_or_is_a_year_old_makes_no_relationship() -> None:
    contact = person(AccountFactory())
    know(contact)
    before = of_contact(contact).value
    meet(contact, 3, automation="machine")
    meet(contact, 3, automation="suspected")
    meet(contact, 365.01)
    meet(contact, -0.01)
    meet(contact, 3, "call_tried")
    meet(contact, 3, "auto_reply")
    for stream in ("newsletter", "campaign"):
        meet(contact, 3, "email_sent", direction="outbound", stream=stream)

    assert of_contact(contact).value == before
    meet(contact, 364.99)
    assert of_contact(contact).value > before


def test_without_a_feed_nothing_is_known_and_with_one_nothing_is_zero() -> None:
    contact = person(AccountFactory())
    meet(contact, 3, "event_attended")
    assert of_contact(contact).status == "not_measured"
    assert ask("relationship_threads", account=contact.account).status == "not_measured"
    assert ask("single_threaded_accounts", account=contact.account).status == "not_measured"

    stranger = person(contact.account)
    DataFeedFactory(record_type="sales_activity", account=contact.account)

    assert of_contact(stranger).value == 0
    assert of_contact(contact).value > 0
    assert ask("relationship_threads", account=contact.account).value == 0
    assert ask("single_threaded_accounts", account=contact.account).value == 1


def test_a_feed_of_a_program_tells_of_the_accounts_in_it() -> None:
    program = ProgramFactory()
    inside, outside = person(AccountFactory(programs=[program])), person(AccountFactory())
    DataFeedFactory(record_type="email", program=program)

    assert of_contact(inside).value == 0
    assert of_contact(outside).status == "not_measured"
    both = ask("relationship_strength")
    assert (both.value, both.n, both.exclusions) == (0, 1, {"not_heard": 1})


def test_a_merged_contact_brings_along_what_passed_with_it() -> None:
    account = AccountFactory()
    first, twin = person(account), person(account)
    know(twin)
    first.save()
    Contact.objects.unscoped("test").filter(pk=twin.pk).update(merged_into=first)

    answer = ask("relationship_strength", account=account)

    assert (shown(answer), answer.n) == (55.6, 1)


def test_a_relationship_as_of_a_day_and_as_known_on_a_day() -> None:
    contact = person(AccountFactory())
    DataFeedFactory(record_type="email", recorded_at=LONG_AGO)
    us = UserFactory()
    meet(contact, 30, user=us, recorded_at=paris(2026, 4, 10))
    where = {"contact": str(contact.public_id)}
    account = contact.account
    earlier = replace(MARCH, as_of=date(2026, 3, 1))
    then = replace(MARCH, known_at=date(2026, 4, 1))

    assert ask("relationship_strength", account=account, window=earlier, where=where).value == 0
    assert ask("relationship_strength", account=account, window=then, where=where).value == 0
    assert of_contact(contact).value > 0


def test_depth_counts_those_who_decide_the_more() -> None:
    account = AccountFactory()
    chief, user, outsider = person(account), person(account), person(account)
    know(chief)
    know(outsider)
    group_of(account, {chief: GroupRole.DECISION_MAKER, user: GroupRole.USER})

    depth = ask("account_relationship_depth", account=account)
    strength = ask("relationship_strength", account=account)

    assert (shown(depth), depth.n) == (41.7, 2)  # 3 x 55.58 of 4
    assert depth.exclusions == {"no_role": 1}
    assert (shown(strength), strength.n) == (27.8, 2)
    assert ask("relationship_threads", account=account).value == 2
    assert ask("single_threaded_accounts", account=account).value == 0
    assert shown(of_contact(outsider)) == 55.6


def test_depth_of_an_account_without_a_group_is_not_known() -> None:
    contact = person(AccountFactory())
    know(contact)

    assert ask("account_relationship_depth", account=contact.account).status == "no_data"


def test_a_program_says_how_its_relationships_lie_and_not_only_their_mean() -> None:
    program = ProgramFactory()
    accounts = AccountFactory.create_batch(3, programs=[program])
    DataFeedFactory(record_type="email", program=program)
    for account, people in zip(accounts, (1, 2, 1), strict=True):
        for _person in range(people):
            person(account)
    chief = person(accounts[0])
    know(chief)
    for account in accounts:
        everybody = Contact.objects.unscoped("test").filter(account=account)
        group_of(account, dict.fromkeys(everybody, GroupRole.INFLUENCER))

    strength = ask("relationship_strength", program=program)
    depth = ask("account_relationship_depth", program=program)
    alone = ask("account_relationship_depth", account=accounts[0])
    scope = Scope.of_program(SYSTEM, program)
    asked = Asked(actor=SYSTEM, scope=scope, window=MARCH, grain=Grain.PROGRAM)
    texts = entries(asked, [depth.key], known=CATALOGUE, day=OneDay(scope))[depth.key]
    kept = json.loads(texts[program.pk])

    assert (shown(strength), strength.n) == (11.1, 5)
    assert strength.spread is not None
    assert (strength.spread.median, strength.spread.bands) == (0, (4, 0, 1, 0))
    assert (shown(depth), depth.n) == (11.1, 5)  # of all people, not of three depths
    assert depth.spread is not None
    assert (depth.spread.cases, depth.spread.median, round(depth.spread.upper, 1)) == (3, 0, 13.9)
    assert alone.spread is None
    assert depth.as_json()["spread"]["of"] == "accounts"
    shares = depth.as_json()["spread"]["shares"]
    assert [round(each["percent"], 1) for each in shares] == [66.7, 33.3, 0, 0]
    assert unpacked([(depth.indicator, kept)])[0].spread == depth.spread
    assert ask("single_threaded_accounts", program=program).value == 3


# ---- quality of contacts -----------------------------------------------------------------------


def valid(**fields: Any) -> dict[str, Any]:
    """Return the details of a contact of whom everything is valid."""
    return {
        "email_status": EmailStatus.VALID,
        "phone": "+33 1 23 45 67 89",
        "title": "Chief",
        "verified_at": ago(10),
    } | fields


def three_contacts(account: Account) -> list[Contact]:
    """Make the contacts of the worked example, but for their strengths."""
    return [
        person(account, seniority=Seniority.EXECUTIVE, **valid()),
        person(
            account,
            seniority=Seniority.MANAGER,
            **valid(email_status=EmailStatus.BOUNCED),
        ),
        person(account, seniority=Seniority.UNKNOWN, **valid(title="")),
    ]


def test_the_quality_of_contacts_from_level_role_relationship_and_data() -> None:
    account = AccountFactory()
    chief, user, champion = three_contacts(account)
    junior = person(account, seniority=Seniority.STAFF)
    group_of(
        account,
        {
            chief: GroupRole.DECISION_MAKER,
            user: GroupRole.USER,
            champion: GroupRole.CHAMPION,
        },
    )
    for contact in (chief, champion):
        know(contact)

    answer = ask("contact_quality_score", account=account)
    each = [of_contact(one, "contact_quality_score") for one in (chief, user, champion)]

    assert shown(of_contact(chief, "contact_data_validity")) == 100
    assert [shown(of_contact(one, "contact_data_validity")) for one in (user, champion)] == [60, 80]
    quality = [88.9, (15 + 10 + 0 + 12), (22.5 + 0.25 * 55.58 + 16) / 0.7]
    assert [one.value for one in each] == pytest.approx(quality, abs=0.03)
    assert answer.value == pytest.approx(sum(quality) / 3, abs=0.03)
    assert (answer.n, answer.exclusions) == (3, {"no_role": 1})
    assert ask("contact_seniority_index", account=account).value == 75
    index = ask("contact_seniority_index", account=account)
    assert (index.n, index.exclusions) == (2, {"no_role": 1, "unknown_seniority": 1})
    assert of_contact(junior, "contact_quality_score").n == 1
    assert ask("senior_contacts_count", account=account).value == 1
    share = ask("senior_contacts_share", account=account)
    assert (shown(share), share.n, share.exclusions) == (33.3, 3, {"unknown_seniority": 1})


def test_of_whom_less_than_half_is_known_nothing_is_said() -> None:
    account = AccountFactory()
    stranger = person(account, seniority=Seniority.UNKNOWN)
    known = person(account, seniority=Seniority.DIRECTOR)

    answer = ask("contact_quality_score", account=account)
    page = records(SYSTEM, "contact_quality_score", scope=of(account), window=MARCH)

    assert (answer.n, answer.exclusions) == (1, {"too_little_known": 1})
    assert shown(answer) == round((30 * 70 + 25 * 20) / 75, 1)
    assert [(row.label, row.reason) for row in page.rows] == [
        (known.name, ""),
        (stranger.name, "too_little_known"),
    ]
    group_of(account, {})
    assert ask("contact_quality_score", account=account).status == "no_data"


def test_a_profile_reaches_as_a_phone_does_and_a_check_grows_old() -> None:
    contact = person(AccountFactory(), title="", verified_at=ago(179.9))
    old = person(AccountFactory(), title="", verified_at=ago(180.1))
    ExternalIdFactory(account=None, contact=contact, system="LinkedIn", kind="profile", value="x")

    assert of_contact(contact, "contact_data_validity").value == 40
    assert of_contact(old, "contact_data_validity").value == 0


def test_executives_are_reached_when_they_did_something() -> None:
    account = AccountFactory()
    first = person(account, seniority=Seniority.EXECUTIVE)
    person(account, seniority=Seniority.EXECUTIVE)
    meet(person(account, seniority=Seniority.DIRECTOR), 3)

    assert ask("executive_reached_count", account=account).value == 0
    meet(first, 3, "email_clicked")
    assert ask("executive_reached_count", account=account).value == 1
    assert ask("executive_reached_count", account=AccountFactory()).status == "not_measured"


def test_a_program_does_not_average_the_averages_of_its_accounts() -> None:
    program = ProgramFactory()
    first, second = AccountFactory.create_batch(2, programs=[program])
    for level in (Seniority.EXECUTIVE, Seniority.EXECUTIVE, Seniority.MANAGER):
        person(first, seniority=level)
    person(second, seniority=Seniority.STAFF)

    answer = ask("contact_seniority_index", program=program)

    assert (answer.value, answer.n) == (70, 4)
    assert answer.spread is not None
    assert (answer.spread.cases, round(answer.spread.median, 2)) == (2, 56.67)


# ---- coverage by relationship ------------------------------------------------------------------


def of(account: Account) -> Scope:
    return Scope.of_accounts(SYSTEM, [account])


def test_a_role_is_covered_by_whom_we_know_well() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    for role, people in ((GroupRole.DECISION_MAKER, 1), (GroupRole.USER, 2)):
        RoleNeedFactory(program=program, role=role, people=people)
    chief, user = person(account), person(account)
    group_of(account, {chief: GroupRole.DECISION_MAKER, user: GroupRole.USER})
    assert ask("coverage_relationship", account=account).status == "not_measured"

    know(chief)
    meet(user, 100)
    other = AccountFactory(programs=[program])
    group_of(other, {})

    assert ask("coverage_relationship", account=account).value == 0
    ConsentEventFactory(contact=chief)
    answer = ask("coverage_relationship", account=account)
    assert (shown(answer), answer.n) == (33.3, 3)
    together = ask("coverage_relationship", program=program)
    assert (shown(together), together.exclusions) == (33.3, {"not_heard": 2})
    assert ask("coverage_relationship", account=AccountFactory()).status == "no_data"


# ---- groups that decide ------------------------------------------------------------------------

NEEDED = {
    GroupRole.DECISION_MAKER: 1,
    GroupRole.CHAMPION: 1,
    GroupRole.INFLUENCER: 2,
    GroupRole.USER: 2,
    GroupRole.PROCUREMENT: 1,
}
HAVE = (GroupRole.DECISION_MAKER, *[GroupRole.INFLUENCER] * 3, GroupRole.USER)


def needing(weights: dict[GroupRole, int], **of_whom: Any) -> None:
    for role, people in NEEDED.items():
        RoleNeedFactory(role=role, people=people, weight=weights.get(role, 1), **of_whom)


def in_group(group: BuyingGroup, grain: Grain, key: str) -> Any:
    scope = Scope.of_group(SYSTEM, group)
    return live_answers(SYSTEM, [key], scope=scope, window=MARCH, grain=grain).one(group.pk, key)


def test_each_role_counts_once_in_the_completeness_of_a_group() -> None:
    program, solution = ProgramFactory(), SolutionFactory()
    account = AccountFactory(programs=[program])
    needing({}, program=program)
    needing({GroupRole.DECISION_MAKER: 3, GroupRole.CHAMPION: 2}, program=None, solution=solution)
    plain = group_of(account, {person(account): role for role in HAVE})
    weighted = group_of(account, {person(account): role for role in HAVE}, solution=solution)

    assert in_group(plain, Grain.GROUP, "buying_group_completeness").value == 50
    assert in_group(weighted, Grain.GROUP, "buying_group_completeness").value == 56.25
    together = ask("buying_group_completeness", program=program)
    assert (together.value, together.n) == (53.125, 2)
    assert together.spread is not None
    assert together.spread.bands == (0, 0, 2, 0)
    ready = ask("decision_ready_groups", account=account)
    assert (ready.value, ready.exclusions) == (0, {"no_champion": 2})

    MembershipFactory(group=plain, contact=person(account), role=GroupRole.CHAMPION)

    assert ask("decision_ready_groups", account=account).value == 1
    page = records(SYSTEM, "decision_ready_groups", scope=of(account), window=MARCH)
    assert [(row.label, row.reason) for row in page.rows] == [
        (plain.name, ""),
        (weighted.name, "no_champion"),
    ]


def test_without_a_template_a_group_is_neither_complete_nor_empty() -> None:
    account = AccountFactory()
    assert ask("buying_group_completeness", account=account).status == "not_measured"
    group_of(account, {person(account): GroupRole.CHAMPION})

    assert ask("buying_group_completeness", account=account).status == "no_data"
    assert ask("buying_group_completeness", account=account).exclusions == {"no_template": 1}
    assert ask("decision_ready_groups", account=account).status == "no_data"
    assert ask("decision_ready_groups", account=AccountFactory()).value == 0


def test_a_role_that_a_group_can_do_without_is_not_missing() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    RoleNeedFactory(program=program, role=GroupRole.CHAMPION, is_required=False)
    RoleNeedFactory(program=program, role=GroupRole.USER)
    group_of(account, {person(account): GroupRole.USER})

    assert ask("buying_group_completeness", account=account).value == 100
    assert ask("decision_ready_groups", account=account).value == 1


def test_the_engagement_of_a_group_is_that_of_its_members_by_their_roles() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    RoleNeedFactory(program=program, role=GroupRole.DECISION_MAKER, weight=3)
    chief, user = person(account), person(account)
    group = group_of(account, {chief: GroupRole.DECISION_MAKER, user: GroupRole.USER})
    assert ask("group_engagement", account=account).status == "not_measured"

    meet(chief, 5, "download")
    for _page in range(25):
        meet(user, 5.5, "page_view")
    meet(user, 5.5, "email_replied", direction="outbound")
    meet(user, 31)
    meet(person(account), 5)

    assert ask("group_engagement", account=account).value == 3 * 10 + 20
    assert in_group(group, Grain.GROUP, "group_engagement").value == 50
    meet(chief, 1, quantity=9)
    assert ask("group_engagement", account=account).value == 100
    group_of(account, {})
    both = ask("group_engagement", program=program)
    assert (both.value, both.n) == (50, 2)
    assert both.spread is not None
    assert both.spread.bands == (1, 0, 0, 1)
