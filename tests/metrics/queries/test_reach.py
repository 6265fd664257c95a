"""Rows 4, 7, 10, 12, 13, 14 and 17: their worked examples, told as records and measured."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.enums import CampaignKind, GroupRole, ProgramKind, Seniority
from accounts.models import Account, BuyingGroup, Contact
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.asking import Question, QuestionError, answered
from metrics.queries.opening import named, records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    AdDeliveryFactory,
    BuyingGroupFactory,
    CampaignFactory,
    CampaignPeriodFactory,
    CampaignTargetFactory,
    ConsentEventFactory,
    ContactFactory,
    DataFeedFactory,
    EmploymentFactory,
    GroupPeriodFactory,
    MembershipFactory,
    OpportunityFactory,
    ProgramFactory,
    RoleNeedFactory,
    SolutionFactory,
    TouchFactory,
    UserFactory,
    VisitorFactory,
    VisitorLinkFactory,
    WebSessionFactory,
)
from tests.factories.dates import LONG_AGO, paris
from tests.metrics.queries.stories import MARCH, Pipe, ask

pytestmark = pytest.mark.django_db

JUNE = replace(MARCH, start=date(2026, 6, 1), end=date(2026, 7, 1), as_of=date(2026, 6, 30))
TEN_MARCH = replace(MARCH, as_of=date(2026, 3, 10))


def person(account: Account, **fields: Any) -> Contact:
    """Make a contact who works at an account since long ago."""
    contact = ContactFactory(account=account, **fields)
    EmploymentFactory(contact=contact, from_at=LONG_AGO)
    return contact


def rounded(value: object) -> float:
    """Return a value as it is shown."""
    return round(float(str(value)), 1)


# ---- row 4 -------------------------------------------------------------------------------------


def test_targeted_is_not_reached() -> None:
    program = ProgramFactory()
    accounts = AccountFactory.create_batch(4, programs=[program])
    campaign = CampaignFactory(program=program, starts_at=paris(2026, 3, 2))
    for account in accounts[:3]:
        CampaignTargetFactory(campaign=campaign, account=account, from_at=paris(2026, 3, 1))
    CampaignTargetFactory(
        campaign=campaign,
        account=accounts[3],
        from_at=paris(2026, 3, 1),
        to_at=paris(2026, 3, 1, 12),
    )
    sent = {"campaign": campaign, "type": "email_delivered", "automation": "unknown"}
    TouchFactory(account=accounts[0], occurred_at=paris(2026, 3, 3), **sent)
    AdDeliveryFactory(account=accounts[1], campaign=campaign, day=date(2026, 3, 4))
    TouchFactory(account=accounts[2], occurred_at=paris(2026, 3, 1, 20), **sent)

    rate = ask("campaign_reach_rate", program=program)

    assert ask("campaign_targeted_accounts", program=program).value == 3
    assert ask("campaign_reached_accounts", program=program).value == 2
    assert rounded(rate.value) == 66.7
    assert (rounded(rate.low), rounded(rate.high)) == (20.8, 93.9)
    assert ask("campaign_targeted_accounts", account=accounts[0]).status == "not_applicable"


def test_an_account_in_three_campaigns_is_targeted_once() -> None:
    account = AccountFactory()
    for _each in range(3):
        CampaignTargetFactory(account=account)

    assert ask("campaign_targeted_accounts").value == 1


def test_without_any_list_nothing_is_targeted_that_we_know_of() -> None:
    assert ask("campaign_targeted_accounts").status == "not_measured"


def test_who_answers_without_being_on_the_list_is_the_halo_of_a_campaign() -> None:
    program = ProgramFactory()
    accounts = AccountFactory.create_batch(8, programs=[program])
    campaign = CampaignFactory(name="Spring", program=program, starts_at=paris(2026, 3, 1))
    later = paris(2026, 3, 10)
    for account in accounts[:6]:
        CampaignTargetFactory(campaign=campaign, account=account, from_at=paris(2026, 3, 1))
    CampaignTargetFactory(campaign=campaign, account=accounts[7], from_at=later)
    acts: list[tuple[int, str, dict[str, Any]]] = [
        (0, "email_clicked", {}),
        (1, "email_clicked", {"automation": "machine"}),
        (2, "download", {}),
        (4, "unsubscribed", {}),
        (5, "auto_reply", {}),
        (6, "social_comment", {}),
        (6, "social_like", {"automation": "machine"}),
        (7, "email_clicked", {"occurred_at": paris(2026, 3, 5)}),  # before it joined the list
    ]
    for place, type_, fields in acts:
        at = {"occurred_at": paris(2026, 3, 12)} | fields
        TouchFactory(account=accounts[place], campaign=campaign, type=type_, **at)
    TouchFactory(account=accounts[3], campaign=CampaignFactory(), occurred_at=later)

    halo = ask("campaign_untargeted_respondents", program=program)

    assert halo.value == 2
    assert of("campaign_untargeted_respondents", "campaign:Spring").value == 2
    assert ask("campaign_targeted_accounts", program=program).value == 7
    opened = records(
        SYSTEM,
        "campaign_untargeted_respondents",
        scope=Scope.of_program(SYSTEM, program),
        window=MARCH,
        grain=Grain.PROGRAM,
    )
    assert {row.account_name for row in opened.rows} == {accounts[6].name, accounts[7].name}


def test_no_halo_is_known_without_a_list_or_without_touches() -> None:
    unlisted = CampaignFactory(name="Unlisted")
    TouchFactory(campaign=unlisted, occurred_at=paris(2026, 3, 5))
    assert ask("campaign_untargeted_respondents").status == "not_measured"

    CampaignTargetFactory(campaign__name="Listed")
    assert of("campaign_untargeted_respondents", "campaign:Listed").status == "not_measured"
    DataFeedFactory(record_type="email")
    assert of("campaign_untargeted_respondents", "campaign:Listed").value == 0
    assert of("campaign_targeted_accounts", "campaign:Unlisted").status == "not_measured"


# ---- row 7 -------------------------------------------------------------------------------------

NEEDED = {
    GroupRole.DECISION_MAKER: 1,
    GroupRole.CHAMPION: 1,
    GroupRole.INFLUENCER: 2,
    GroupRole.USER: 2,
    GroupRole.PROCUREMENT: 1,
}
HAVE = {GroupRole.DECISION_MAKER: 1, GroupRole.INFLUENCER: 3, GroupRole.USER: 1}


def need(
    roles: dict[GroupRole, int], weights: dict[GroupRole, int] | None = None, **of: Any
) -> None:
    """Write a template."""
    for role, people in roles.items():
        RoleNeedFactory(role=role, people=people, weight=(weights or {}).get(role, 1), **of)


def group_of(account: Account, have: dict[GroupRole, int], **fields: Any) -> list[Contact]:
    """Make a targeted group that has so many people of each role."""
    group = BuyingGroupFactory(account=account, **fields)
    GroupPeriodFactory(group=group)
    members = []
    for role, people in have.items():
        for _each in range(people):
            members.append(person(account))
            MembershipFactory(group=group, contact=members[-1], role=role)
    return members


def test_a_surplus_in_one_role_fills_no_other_one() -> None:
    program = ProgramFactory()
    first, second = AccountFactory.create_batch(2, programs=[program])
    solution = SolutionFactory()
    need(NEEDED, program=program)
    need({GroupRole.USER: 3}, program=None, solution=solution)
    group_of(first, HAVE)
    group_of(second, {GroupRole.USER: 3}, solution=solution)

    alone, together = (
        ask("account_coverage", account=first),
        ask("account_coverage", program=program),
    )

    assert (rounded(alone.value), alone.n) == (57.1, 7)
    assert ask("account_coverage_gap", account=first).value == 3
    assert (rounded(together.value), together.n) == (70.0, 10)
    assert ask("coverage_identified", account=first).value == alone.value
    covered = ask("accounts_covered_rate", program=program)
    assert (covered.value, covered.numerator, covered.denominator) == (50, 1, 2)


def test_weights_count_a_decision_maker_for_more() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    need(
        NEEDED,
        {GroupRole.DECISION_MAKER: 3, GroupRole.CHAMPION: 2},
        program=program,
    )
    group_of(account, HAVE)

    assert ask("account_coverage", account=account).value == 60


def test_a_template_without_members_is_zero_and_no_template_is_not() -> None:
    program = ProgramFactory()
    with_needs, without = AccountFactory(programs=[program]), AccountFactory()
    need(NEEDED, program=program)
    group_of(with_needs, {})
    group_of(without, {GroupRole.USER: 1})

    assert ask("account_coverage", account=with_needs).value == 0
    assert ask("account_coverage", account=without).status == "no_data"
    assert ask("accounts_without_template").value == 1


def test_who_left_the_company_leaves_the_slot() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    need({GroupRole.USER: 1}, program=program)
    group = BuyingGroupFactory(account=account)
    GroupPeriodFactory(group=group)
    gone = ContactFactory(account=account)
    EmploymentFactory(contact=gone, from_at=LONG_AGO, to_at=paris(2026, 3, 15))
    MembershipFactory(group=group, contact=gone, role=GroupRole.USER)

    assert ask("account_coverage", account=account, window=TEN_MARCH).value == 100
    assert ask("account_coverage", account=account).value == 0


def test_each_rung_stands_on_the_one_before_and_confirmed_roles_stand_apart() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    need({GroupRole.USER: 2}, program=program)
    active, _quiet = group_of(account, {GroupRole.USER: 2})
    TouchFactory(account=account, contact=active, occurred_at=paris(2026, 3, 1))
    assert ask("coverage_engaged", account=account).value == 0
    ConsentEventFactory(contact=active)
    assert ask("coverage_engaged", account=account).value == 50
    confirmed = BuyingGroupFactory(account=account)
    GroupPeriodFactory(group=confirmed)
    MembershipFactory(
        group=confirmed, contact=active, role=GroupRole.USER, confirmed_by=UserFactory()
    )

    assert ask("account_coverage", account=account).value == 75
    assert ask("coverage_engaged", account=account).value == 50
    assert ask("coverage_confirmed", account=account).value == 25


def test_an_automated_program_needs_no_groups_made_by_hand() -> None:
    program = ProgramFactory(kind=ProgramKind.AUTOMATED)
    account = AccountFactory(programs=[program])
    need(
        {GroupRole.DECISION_MAKER: 1, GroupRole.PROCUREMENT: 1, GroupRole.USER: 2}, program=program
    )
    BuyingGroupFactory()
    GroupPeriodFactory()
    person(account, seniority=Seniority.EXECUTIVE)
    person(account, seniority=Seniority.DIRECTOR, title="Responsable achats")
    person(account, seniority=Seniority.UNKNOWN)

    answer = ask("account_coverage", account=account)

    assert (answer.value, answer.n) == (50, 4)
    assert ask("coverage_confirmed", account=account).value == 0


def test_a_confirmed_role_goes_before_the_one_a_title_suggests() -> None:
    program = ProgramFactory(kind=ProgramKind.AUTOMATED)
    account = AccountFactory(programs=[program])
    need({GroupRole.DECISION_MAKER: 1, GroupRole.CHAMPION: 1, GroupRole.USER: 2}, program=program)
    boss = person(account, seniority=Seniority.EXECUTIVE)
    ally = person(account, seniority=Seniority.STAFF)
    person(account, seniority=Seniority.STAFF)
    closed = BuyingGroupFactory(account=account)  # nobody keeps this group any more
    MembershipFactory(
        group=closed, contact=ally, role=GroupRole.CHAMPION, confirmed_by=UserFactory()
    )
    MembershipFactory(group=closed, contact=boss, role=GroupRole.USER)  # nobody confirmed it

    coverage, confirmed = (
        ask("account_coverage", account=account),
        ask("coverage_confirmed", account=account),
    )

    assert (coverage.value, coverage.numerator) == (75, 3)
    assert (confirmed.value, confirmed.numerator) == (25, 1)
    assert ask("coverage_confirmed", program=program).value == 25


# ---- row 10 ------------------------------------------------------------------------------------


def test_targeted_groups_are_those_open_at_the_date() -> None:
    account = AccountFactory()
    spans = (
        (True, paris(2026, 1, 1), None),
        (True, paris(2026, 1, 1), paris(2026, 3, 15)),
        (False, paris(2026, 1, 1), None),
        (True, paris(2026, 4, 1), None),
    )
    for is_target, since, until in spans:
        GroupPeriodFactory(
            group=BuyingGroupFactory(account=account),
            is_target=is_target,
            from_at=since,
            to_at=until,
        )

    assert ask("targeted_buying_groups", account=account).value == 1
    assert ask("targeted_buying_groups", account=account, window=TEN_MARCH).value == 2
    assert ask("targeted_buying_groups", account=AccountFactory()).value == 0


def test_no_groups_at_all_are_not_zero_groups() -> None:
    assert ask("targeted_buying_groups", account=AccountFactory()).status == "not_measured"


def test_a_group_is_active_by_its_members_and_pursued_by_its_deals() -> None:
    account, pipe = AccountFactory(), Pipe()
    solutions = SolutionFactory.create_batch(3)
    (member,) = group_of(account, {GroupRole.USER: 1}, solution=solutions[0])
    group_of(account, {GroupRole.USER: 1}, solution=solutions[1])
    TouchFactory(account=account, contact=member, occurred_at=paris(2026, 2, 1))
    group = BuyingGroup.objects.unscoped("a test").filter(solution=solutions[1]).get()
    pipe.deal(account, ("contacted", paris(2026, 2, 1)), group=group)

    assert ask("targeted_groups_active", account=account).value == 1
    assert ask("targeted_groups_with_open_opportunity", account=account).value == 1
    assert ask("buying_group_whitespace", account=account).value == 1
    assert ask("targeted_groups_active", account=account, window=JUNE).value == 0


# ---- rows 12 and 13 ----------------------------------------------------------------------------


def runs(kind: CampaignKind, since: datetime, until: datetime | None, **fields: Any) -> Any:
    """Make a campaign that is active in a period."""
    campaign = CampaignFactory(**fields)
    CampaignPeriodFactory(campaign=campaign, kind=kind, from_at=since, to_at=until)
    return campaign


def test_personalized_campaigns_are_recounted_for_the_program() -> None:
    program = ProgramFactory()
    a, b = AccountFactory.create_batch(2, programs=[program])
    one = runs(CampaignKind.PERSONALIZED, paris(2026, 2, 1), paris(2026, 3, 15))
    two = runs(CampaignKind.PERSONALIZED, paris(2026, 3, 10), None)
    three = runs(CampaignKind.PERSONALIZED, paris(2026, 1, 1), paris(2026, 3, 1))
    four = CampaignFactory()
    CampaignPeriodFactory(campaign=four, kind=CampaignKind.PERSONALIZED, status="paused")
    for campaign, account in ((one, a), (two, a), (two, b), (three, a), (four, b)):
        CampaignTargetFactory(campaign=campaign, account=account)
    TouchFactory(account=a, campaign=one, type="email_delivered", occurred_at=paris(2026, 3, 5))

    assert ask("active_personalized_campaigns", account=a).value == 2
    assert ask("active_personalized_campaigns", account=b).value == 1
    assert ask("active_personalized_campaigns", program=program).value == 2
    assert ask("personalized_campaigns_per_account", program=program).value == 1.5
    assert ask("active_personalized_campaigns_with_activity", account=a).value == 1
    assert ask("active_general_campaigns", account=a).value == 0


def test_a_general_campaign_without_a_list_includes_whom_it_reached() -> None:
    program = ProgramFactory()
    a, b, c = AccountFactory.create_batch(3, programs=[program])
    letter = runs(CampaignKind.GENERAL, paris(2026, 1, 1), None)
    first = runs(CampaignKind.GENERAL, paris(2026, 1, 1), None)
    second = runs(CampaignKind.GENERAL, paris(2026, 4, 1), None)
    CampaignTargetFactory(campaign=first, account=a)
    CampaignTargetFactory(campaign=second, account=c)
    for account, automation in ((a, "unknown"), (b, "human"), (c, "machine")):
        TouchFactory(
            account=account,
            campaign=letter,
            type="email_delivered",
            automation=automation,
            occurred_at=paris(2026, 3, 5),
        )

    found = [ask("active_general_campaigns", account=each).value for each in (a, b, c)]

    assert found == [2, 1, 0]
    assert ask("active_general_campaigns", program=program).value == 2


# ---- row 14 ------------------------------------------------------------------------------------


def people(account: Account, there: int, active: int) -> None:
    """Make so many people at an account, of whom so many were active."""
    for number in range(there):
        contact = person(account)
        kind = "email_clicked" if number < active else "email_opened"
        TouchFactory(account=account, contact=contact, type=kind, occurred_at=paris(2026, 2, 10))


def test_active_contacts_are_a_share_of_all_and_pooled_in_a_program() -> None:
    program = ProgramFactory()
    a, b = AccountFactory.create_batch(2, programs=[program])
    people(a, 7, 4)
    people(b, 33, 14)

    alone, together = (
        ask("active_contact_rate", account=a),
        ask("active_contact_rate", program=program),
    )

    assert (rounded(alone.value), rounded(alone.low), rounded(alone.high)) == (57.1, 25.0, 84.2)
    assert (rounded(together.value), together.n) == (45.0, 40)
    assert (rounded(together.low), rounded(together.high)) == (30.7, 60.2)
    assert ask("active_contacts", program=program).value == 18


def test_a_contact_made_by_the_touch_is_not_one_we_knew_before() -> None:
    account = AccountFactory()
    known = person(account)
    new = ContactFactory(account=account)
    EmploymentFactory(contact=new, from_at=paris(2026, 3, 1))
    for contact in (known, new):
        TouchFactory(account=account, contact=contact, occurred_at=paris(2026, 3, 2))

    assert ask("active_known_before_rate", account=account).n == 1
    assert ask("active_contact_rate", account=account).n == 2


def test_without_a_feed_of_touches_nobody_is_known_to_be_quiet() -> None:
    account = AccountFactory()
    person(account)

    assert ask("active_contact_rate", account=account).status == "not_measured"
    DataFeedFactory(record_type="email")
    assert ask("active_contact_rate", account=account).value == 0


def test_who_was_merged_counts_once_with_all_they_did() -> None:
    account = AccountFactory()
    kept = person(account)
    twin = person(account, merged_into=kept, email="twin@example.test")
    TouchFactory(account=account, contact=twin, occurred_at=paris(2026, 3, 2))

    answer = ask("active_contact_rate", account=account)

    assert (answer.numerator, answer.n) == (1, 1)


def test_machines_mailboxes_and_the_erased_are_nobody() -> None:
    account = AccountFactory()
    person(account, email="info+fr@example.test")
    person(account, erased_at=paris(2026, 3, 1))
    scanned = person(account)
    TouchFactory(
        account=account, contact=scanned, automation="machine", occurred_at=paris(2026, 3, 2)
    )

    answer = ask("active_contact_rate", account=account)

    assert (answer.numerator, answer.n) == (0, 1)


def test_active_people_are_split_by_role_and_function() -> None:
    account = AccountFactory()
    chief, *users = group_of(account, {GroupRole.DECISION_MAKER: 1, GroupRole.USER: 2})
    buyer = person(account, function="Purchasing")
    TouchFactory(account=account, contact=chief, occurred_at=paris(2026, 3, 2))
    TouchFactory(account=account, contact=buyer, occurred_at=paris(2026, 3, 2))
    group = BuyingGroupFactory(account=account, name="Retrofit")
    MembershipFactory(group=group, contact=chief, role=GroupRole.USER)

    def rate(**where: str) -> tuple[object, object]:
        answer = ask("active_contact_rate", account=account, where=where)
        return answer.numerator, answer.n

    assert rate() == (2, 4)
    assert rate(role="decision_maker") == (1, 1)  # of two roles the first counts
    assert rate(role="user") == (0, len(users))
    assert rate(function="Purchasing") == (1, 1)
    march = {"start": MARCH.start, "end": MARCH.end, "as_of": MARCH.as_of}
    narrowed = Question(
        indicator="active_contacts", scope="group:Retrofit", where={"role": "user"}, **march
    )
    assert answered(SYSTEM, narrowed).answer.value == 1  # in this group the user


# ---- row 17 ------------------------------------------------------------------------------------


def test_visitors_are_recounted_and_times_are_sums_of_sums() -> None:
    program = ProgramFactory()
    a, b = AccountFactory.create_batch(2, programs=[program])
    known = person(a)
    later = VisitorFactory()
    VisitorLinkFactory(visitor=later, account=a, contact=known)
    at = paris(2026, 3, 5)
    WebSessionFactory(account=a, contact=known, started_at=at, duration_s=120)
    WebSessionFactory(account=None, visitor=later, started_at=at, duration_s=60)
    WebSessionFactory(account=a, started_at=at, duration_s=0)
    WebSessionFactory(account=b, started_at=at, duration_s=600)
    WebSessionFactory(account=b, started_at=at, automation="machine")

    assert ask("web_traffic", account=a).value == 2
    assert ask("web_sessions", account=a).value == 3
    assert ask("web_avg_session_duration", account=a).value == 60
    engaged = ask("web_engaged_session_rate", account=a)
    assert (engaged.numerator, engaged.denominator) == (2, 3)
    assert ask("web_avg_session_duration", program=program).value == 195
    assert ask("web_unique_visitors", program=program).value == 3
    assert ask("web_sessions", account=b).exclusions == {"machine": 1}


def test_the_same_file_is_fetched_once_a_day() -> None:
    account = AccountFactory()
    reader = person(account)
    for hour, link in ((9, "paper"), (10, "paper"), (11, "price"), (34, "paper")):
        TouchFactory(
            account=account,
            contact=reader,
            type="download",
            link=link,
            occurred_at=paris(2026, 3, 5) + timedelta(hours=hour),
        )
    TouchFactory(account=account, type="form_submitted", occurred_at=paris(2026, 3, 5))

    answer = ask("web_downloads", account=account)

    assert (answer.value, answer.exclusions) == (3, {"repeated": 1})
    assert ask("web_form_submissions", account=account).value == 1


def test_a_site_that_nobody_measures_is_not_a_site_without_visitors() -> None:
    account = AccountFactory()
    OpportunityFactory(account=account)

    assert ask("web_traffic", account=account).status == "not_measured"
    DataFeedFactory(record_type="web")
    assert ask("web_traffic", account=account).value == 0


# ---- opened ------------------------------------------------------------------------------------


def test_the_gap_opens_onto_the_roles_nobody_fills() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    need(NEEDED, program=program)
    group_of(account, HAVE)

    opened = records(
        SYSTEM, "account_coverage_gap", scope=Scope.of_accounts(SYSTEM, [account]), window=MARCH
    )

    assert {row.detail for row in named(opened.rows)} == {"Champion", "User", "Procurement"}
    assert opened.counted == 3


@pytest.mark.parametrize(
    "key", ["active_contact_rate", "active_general_campaigns", "campaign_targeted_accounts"]
)
def test_a_number_opens_onto_as_many_records_as_it_counts(key: str) -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    people(account, 3, 2)
    campaign = runs(CampaignKind.GENERAL, paris(2026, 1, 1), None, name="Spring letter")
    CampaignTargetFactory(campaign=campaign, account=account)

    answer = ask(key, program=program)
    opened = records(
        SYSTEM, key, scope=Scope.of_program(SYSTEM, program), window=MARCH, grain=Grain.PROGRAM
    )

    assert opened.counted == (answer.denominator or answer.value)


# ---- both clocks -------------------------------------------------------------------------------


def test_a_late_touch_changes_what_is_so_and_not_what_was_known() -> None:
    account = AccountFactory()
    contact = person(account)
    TouchFactory(
        account=account, contact=contact, type="email_opened", occurred_at=paris(2026, 3, 1)
    )
    tomorrow = timezone.localdate() + timedelta(days=1)
    before = ask("active_contacts", account=account).value
    TouchFactory(account=account, contact=contact, occurred_at=paris(2026, 3, 2))

    assert before == 0
    assert ask("active_contacts", account=account).value == 1
    assert (
        ask("active_contacts", account=account, window=replace(MARCH, known_at=tomorrow)).value == 1
    )
    assert (
        ask(
            "active_contacts", account=account, window=replace(MARCH, known_at=date(2026, 3, 31))
        ).status
        == "not_measured"
    )


# ---- of campaigns and of buying groups ---------------------------------------------------------


def of(key: str, scope: str) -> Answer:
    """Return the answer to one key in March, as the command and the API ask."""
    march = {"start": MARCH.start, "end": MARCH.end, "as_of": MARCH.as_of}
    return answered(SYSTEM, Question(indicator=key, scope=scope, **march)).answer


def test_a_campaign_has_its_own_targets_and_reach() -> None:
    mine, other = CampaignFactory(name="Mine"), CampaignFactory()
    accounts = AccountFactory.create_batch(3)
    for account in accounts:
        CampaignTargetFactory(campaign=mine, account=account)
    CampaignTargetFactory(campaign=other)
    AdDeliveryFactory(account=accounts[0], campaign=mine, day=date(2026, 3, 4))

    assert of("campaign_targeted_accounts", "campaign:Mine").value == 3
    assert of("campaign_reached_accounts", f"campaign:{mine.public_id}").value == 1
    assert of("campaign_targeted_accounts", f"campaign:{other.public_id}").value == 1
    assert of("campaign_targeted_accounts", "all").value == 4
    assert of("nps", "campaign:Mine").status == "not_measured"
    assert of("close_rate", "campaign:Mine").status == "not_applicable"


def test_a_buying_group_has_its_own_coverage_and_active_people() -> None:
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    need({GroupRole.USER: 2}, program=program)
    active, _quiet = group_of(account, {GroupRole.USER: 2}, name="Retrofit")
    group_of(account, {}, name="Cabin")
    person(account)
    TouchFactory(account=account, contact=active, occurred_at=paris(2026, 3, 1))

    assert of("account_coverage", "group:Retrofit").value == 100
    assert of("account_coverage", "group:Cabin").value == 0
    assert of("active_contact_rate", "group:Retrofit").value == 50
    assert of("active_contact_rate", "group:Retrofit").n == 2
    assert of("account_coverage", f"account:{account.public_id}").value == 50


def test_a_buying_group_has_its_own_deals() -> None:
    account, pipe = AccountFactory(), Pipe()
    group = BuyingGroupFactory(account=account, name="Retrofit")
    step = ("contacted", paris(2026, 3, 2))
    pipe.deal(account, step, group=group, worth=100)
    pipe.deal(account, step, worth=900)

    assert of("new_opportunities_count", "group:Retrofit").value == 1
    assert of("new_pipeline_value", "group:Retrofit").value == 100
    assert of("open_pipeline_value", "group:Retrofit").value == 100
    assert of("new_pipeline_value", "all").value == 1000


def test_a_group_out_of_reach_is_not_found() -> None:
    group_of(AccountFactory(), {}, name="Secret")
    seller = Actor.of_person(UserFactory(sales=True))
    march = {"start": MARCH.start, "end": MARCH.end, "as_of": MARCH.as_of}

    with pytest.raises(QuestionError, match="not_found"):
        answered(seller, Question(indicator="account_coverage", scope="group:Secret", **march))
