"""Qualified accounts: when the rule first held, when anew, until when, and late data."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from accounts.actions.job import work
from accounts.enums import GroupRole, Seniority
from accounts.models import Account, Contact, Job, Program
from metrics.actions.parameter import set_parameters
from metrics.actions.qualification import ask_to_qualify, ask_to_qualify_today, qualify
from metrics.actions.restatement import ask_to_restate
from metrics.catalogue.parameters import DEFAULTS
from metrics.models import DirtyMark, Qualification
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    ContactFactory,
    EnrolmentFactory,
    MeasurementFactory,
    MembershipFactory,
    ProgramFactory,
    TouchFactory,
    VisitorFactory,
)
from tests.factories.dates import LONG_AGO, paris
from tests.metrics.queries.stories import Pipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return ProgramFactory()


@pytest.fixture
def account(program: Program) -> Account:
    return AccountFactory(programs=[program])


def person(account: Account, *, seated: bool = False, **fields: Any) -> Contact:
    """Return somebody of the account, in a buying group of it or in none."""
    made = ContactFactory(account=account, **fields)
    if seated:
        group = BuyingGroupFactory(account=account)
        MembershipFactory(group=group, contact=made, role=GroupRole.USER, from_at=LONG_AGO)
    return made


def touch(contact: Contact, at: datetime, kind: str, **fields: Any) -> Any:
    return TouchFactory(
        account=contact.account, contact=contact, type=kind, occurred_at=at, **fields
    )


def attend(account: Account, at: datetime, *, hours: int = 1) -> Any:
    """Let two people, one of them in a buying group, come to an event: 240 minutes."""
    first, second = person(account, seated=True), person(account)
    touch(first, at, "event_attended")
    return touch(second, at + timedelta(hours=hours), "event_attended")


def kept(account: Account) -> list[Qualification]:
    rows = Qualification.objects.visible_to(SYSTEM).filter(account=account, voided_at=None)
    return list(rows.order_by("qualified_at"))


def test_an_account_qualifies_with_the_touch_that_crosses_the_threshold(
    program: Program, account: Account
) -> None:
    general = {**DEFAULTS, "mqa_counts_sales": True}
    set_parameters(SYSTEM, general, program=program, from_at=LONG_AGO)
    one, two = person(account, seated=True), person(account)
    chief = person(account, seniority=Seniority.DIRECTOR)
    touch(one, paris(2026, 1, 10, 10), "webinar_attended")
    touch(two, paris(2026, 1, 10, 11), "webinar_attended")
    touch(chief, paris(2026, 2, 2), "meeting_held", owner="sales")
    last = touch(one, paris(2026, 2, 20), "download")
    for minute in range(5):
        touch(two, paris(2026, 2, 21, 9, minute), "page_view")

    qualify([account.pk])

    (found,) = kept(account)
    assert (found.minutes, found.people, found.qualified_at) == (100, 3, last.occurred_at)
    assert (found.reason, found.touch, found.program_version) == ("depth", last.pk, 1)
    assert qualify([account.pk]) == 0


def test_touches_of_sales_do_not_count_towards_depth_unless_they_are_let(
    program: Program, account: Account
) -> None:
    one, two = person(account, seated=True), person(account)
    for contact in (one, two):
        touch(contact, paris(2026, 2, 1), "event_attended", owner="sales")
    assert qualify([account.pk]) == 0
    set_parameters(
        SYSTEM, {**DEFAULTS, "mqa_counts_sales": True}, program=program, from_at=paris(2026, 3, 1)
    )

    qualify([account.pk])

    (found,) = kept(account)
    assert (found.qualified_at, found.touch, found.people) == (paris(2026, 3, 1), None, 2)


def test_people_must_be_known_and_one_of_them_in_a_buying_group(account: Account) -> None:
    one = person(account)
    touch(one, paris(2026, 2, 1), "event_attended")
    visitor = VisitorFactory()
    for at in (paris(2026, 2, 2), paris(2026, 2, 3)):
        TouchFactory(account=account, visitor=visitor, type="event_attended", occurred_at=at)
    assert qualify([account.pk]) == 0
    touch(person(account), paris(2026, 2, 5), "email_clicked")
    assert qualify([account.pk]) == 0
    group = BuyingGroupFactory(account=account)
    MembershipFactory(group=group, contact=one, role="user", from_at=paris(2026, 2, 10))

    qualify([account.pk])

    assert [each.qualified_at for each in kept(account)] == [paris(2026, 2, 10)]


def test_twenty_of_a_type_count_of_a_person_and_day(account: Account) -> None:
    one, two = person(account, seated=True), person(account)
    touch(one, paris(2026, 2, 1, 8), "page_view", quantity=500)
    touch(two, paris(2026, 2, 1, 9), "page_view", quantity=70)
    for place, day in enumerate((2, 3, 4)):
        touch(two, paris(2026, 2, day, 9), "page_view", quantity=15)
        assert qualify([account.pk]) == 0, place
    touch(two, paris(2026, 2, 5, 9), "page_view", quantity=15)

    qualify([account.pk])

    assert [(each.minutes, each.qualified_at) for each in kept(account)] == [
        (100, paris(2026, 2, 5, 9))
    ]


def test_who_acts_now_qualifies_at_once(account: Account) -> None:
    chief, clerk = person(account, seniority=Seniority.DIRECTOR), person(account)
    touch(clerk, paris(2026, 2, 1), "form_submitted", link="/ask-for-a-meeting")
    assert qualify([account.pk]) == 0
    touch(chief, paris(2026, 2, 3), "form_submitted", link="/ask-for-a-Meeting")

    qualify([account.pk])
    assert [(each.reason, each.qualified_at) for each in kept(account)] == [
        ("meeting", paris(2026, 2, 3))
    ]

    other = AccountFactory(programs=[Program.objects.visible_to(SYSTEM).get()])
    touch(person(other), paris(2026, 2, 1), "page_view", link="/demo")
    touch(person(other), paris(2026, 2, 7), "page_view", link="/demo/start")
    qualify([other.pk])
    assert [(each.reason, each.qualified_at) for each in kept(other)] == [
        ("demo", paris(2026, 2, 7))
    ]


def test_excluded_accounts_and_those_outside_the_program_never_qualify(program: Program) -> None:
    partner = AccountFactory(programs=[program], segment="Partner")
    late, gone = AccountFactory(), AccountFactory()
    EnrolmentFactory(account=late, program=program, from_at=paris(2026, 3, 1))
    EnrolmentFactory(
        account=gone, program=program, from_at=paris(2025, 1, 1), to_at=paris(2026, 2, 1)
    )
    for each in (partner, late, gone):
        attend(each, paris(2026, 2, 10))

    qualify([partner.pk, late.pk, gone.pk])

    assert [kept(each) for each in (partner, gone)] == [[], []]
    assert [each.qualified_at for each in kept(late)] == [paris(2026, 3, 1)]


def test_it_qualifies_anew_after_long_enough_or_after_the_opportunity(account: Account) -> None:
    attend(account, paris(2025, 1, 10))
    attend(account, paris(2025, 6, 1))
    qualify([account.pk])
    first = paris(2025, 1, 10, 1)
    assert [each.qualified_at for each in kept(account)] == [first]
    assert kept(account)[0].ended_at == paris(2025, 6, 1).astimezone(UTC) + timedelta(180)

    attend(account, paris(2025, 12, 1))
    qualify([account.pk])
    assert [each.qualified_at for each in kept(account)] == [first, paris(2025, 12, 1, 1)]

    pipe = Pipe()
    pipe.deal(account, ("contacted", paris(2025, 12, 10)), ("lost", paris(2026, 1, 15)), worth=1000)
    qualify([account.pk])
    *_before, second, third = kept(account)
    assert (second.ended_at, third.qualified_at) == (paris(2025, 12, 10), paris(2026, 1, 15))
    assert third.touch is None


def test_late_touches_mend_the_past_and_what_was_known_stays(account: Account) -> None:
    last = attend(account, paris(2026, 2, 10))
    qualify([account.pk])
    MeasurementFactory(account=account)
    attend(account, paris(2026, 1, 20))

    assert qualify([account.pk]) == 1

    every = Qualification.objects.visible_to(SYSTEM).filter(account=account).order_by("pk")
    before, now = every
    assert (before.qualified_at, before.voided_at is None) == (last.occurred_at, False)
    assert (now.qualified_at, now.voided_at) == (paris(2026, 1, 20, 1), None)
    marks = DirtyMark.objects.visible_to(SYSTEM).filter(dataset="qualifications")
    assert {each.account_id for each in marks} == {account.pk, None}
    assert min(each.earliest_at for each in marks) == paris(2026, 1, 20, 1)


def test_merged_accounts_keep_the_earliest_date(program: Program, account: Account) -> None:
    twin = AccountFactory(programs=[program])
    attend(account, paris(2026, 2, 10))
    attend(twin, paris(2026, 1, 5))
    qualify([account.pk, twin.pk])
    Account.objects.visible_to(SYSTEM).filter(pk=twin.pk).update(merged_into=account)

    qualify([account.pk])

    assert [each.qualified_at for each in kept(account)] == [paris(2026, 1, 5, 1)]
    assert kept(twin) == []


def test_the_job_finds_them_once_a_day(account: Account) -> None:
    attend(account, paris(2026, 2, 10))
    job = ask_to_qualify(SYSTEM)
    work(job.pk)

    job.refresh_from_db()
    assert (job.state, job.result, job.done) == ("done", {"written": 1}, 1)
    ask_to_qualify_today()
    assert Job.objects.unscoped("a test").filter(kind="qualify").count() == 1
    assert timezone.localdate().isoformat() == job.parameters["on"]


def test_a_touch_told_late_mends_the_qualification_with_the_numbers(account: Account) -> None:
    MeasurementFactory(account=account)
    attend(account, paris(2026, 2, 10))
    job = ask_to_restate(SYSTEM)
    assert job is not None

    work(job.pk)

    assert [each.qualified_at for each in kept(account)] == [paris(2026, 2, 10, 1)]
    job.refresh_from_db()
    assert job.state == "done"
    assert not DirtyMark.objects.visible_to(SYSTEM).exists()
