"""Measuring and keeping: immutable rows, written only where something differs."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import correct, end
from accounts.actions.job import ask, work
from accounts.enums import CampaignKind, JobState
from accounts.models import Account, Job
from metrics.actions.measurement import (
    ask_to_measure,
    ask_to_measure_yesterday,
    keep_accounts,
    keep_programs,
)
from metrics.actions.restatement import ask_to_restate
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.words import Grain
from metrics.enums import ScopeKind
from metrics.models import DirtyMark, Measurement
from metrics.queries.compiling import Asked
from metrics.queries.engine import entries, live_answers, live_series
from metrics.queries.keeping import headlines, standing_windows
from metrics.queries.kept import kept_answers, kept_series
from metrics.queries.scope import Scope
from metrics.queries.sheet import OneDay
from metrics.queries.window import Window
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    CampaignFactory,
    CampaignPeriodFactory,
    ContactFactory,
    DataFeedFactory,
    EmploymentFactory,
    GoalFactory,
    GroupPeriodFactory,
    IndicatorSetFactory,
    MembershipFactory,
    ProgramFactory,
    ResponseFactory,
    TouchFactory,
    UserFactory,
    WebSessionFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, ZONE, Pipe
from tests.metrics.queries.stories import ask as ask_live

pytestmark = pytest.mark.django_db(transaction=True)

THE_DAY = date(2026, 3, 31)
TRAILING = Window(start=date(2026, 1, 1), end=date(2026, 4, 1), as_of=THE_DAY, zone=ZONE)


def rows() -> list[Measurement]:
    return list(Measurement.objects.visible_to(SYSTEM).order_by("pk"))


@pytest.fixture
def account() -> Account:
    """An account measured by two indicators, with answers and a deal."""
    for record_type in ("opportunity", "response"):
        DataFeedFactory(record_type=record_type)
    account = AccountFactory(programs=[ProgramFactory()])
    for key in ("nps", "close_rate", "average_contract_size", "open_pipeline_value"):
        IndicatorSetFactory(account=account, indicator_key=key)
    for score in (10, 9, 9, 8, 7, 6):
        ResponseFactory(account=account, score=score, responded_at=paris(2026, 2, 3))
    pipe = Pipe()
    for amount in range(100, 112):
        pipe.deal(
            account, ("contacted", paris(2025, 9, 1)), ("won", paris(2026, 3, 2)), worth=amount
        )
    pipe.deal(account, ("contacted", paris(2026, 2, 1)), worth=1000)
    return account


def test_a_kept_answer_opens_to_what_was_measured(account: Account) -> None:
    keep_accounts([account.pk], as_of=THE_DAY)
    keys = ["nps", "close_rate", "average_contract_size", "open_pipeline_value"]

    kept = kept_answers(SYSTEM, [account.pk], keys, window="trailing_90d")

    for key in keys:
        live = ask_live(key, account=account, window=TRAILING)
        assert kept.one(account.pk, key) == live, key
    assert kept.measured_at(account.pk) == THE_DAY
    assert not kept.is_dirty(account.pk)


def test_the_windows_kept_of_a_day_are_named(account: Account) -> None:
    GoalFactory(account=account, indicator_key="nps")

    keep_accounts([account.pk], as_of=THE_DAY)

    assert {(row.window, row.starts_on, row.ends_on) for row in rows()} == {
        ("trailing_90d", date(2026, 1, 1), date(2026, 4, 1)),
        ("quarter_to_date", date(2026, 1, 1), date(2026, 4, 1)),
        ("year_to_date", date(2026, 1, 1), date(2026, 4, 1)),
        ("month:2026-03", date(2026, 3, 1), date(2026, 4, 1)),
        ("period:2026-01-01:2027-01-01", date(2026, 1, 1), date(2027, 1, 1)),
    }
    period = next(row for row in rows() if row.window.startswith("period"))
    assert set(period.answers) == {"nps"}
    assert period.answers["nps"]["flags"] == ["partial"]


def test_measuring_again_writes_nothing(account: Account) -> None:
    first = keep_accounts([account.pk], as_of=THE_DAY) + keep_programs(as_of=THE_DAY)

    again = keep_accounts([account.pk], as_of=THE_DAY) + keep_programs(as_of=THE_DAY)

    assert first == len(rows()) == 12
    assert again == 0


def test_late_data_restates_the_days_it_touches(account: Account) -> None:
    keep_accounts([account.pk], as_of=date(2026, 1, 31))
    keep_accounts([account.pk], as_of=THE_DAY)
    keep_programs(as_of=THE_DAY)
    before = len(rows())
    ResponseFactory(account=account, score=0, responded_at=paris(2026, 2, 20))
    dirty = kept_answers(SYSTEM, [account.pk], ["nps"], window="trailing_90d")

    job = ask_to_restate(SYSTEM)
    assert job is not None
    work(job.pk)

    kept = kept_answers(SYSTEM, [account.pk], ["nps"], window="trailing_90d").one(account.pk, "nps")
    assert dirty.is_dirty(account.pk)
    assert kept is not None
    assert (kept.n, kept.flags) == (7, ("restated",))
    assert kept.value == ask_live("nps", account=account, window=TRAILING).value
    of_account = [row for row in rows()[before:] if row.account_id]
    assert {(row.window, row.as_of) for row in of_account} == {
        (window, THE_DAY) for window in ("trailing_90d", "quarter_to_date", "year_to_date")
    }
    assert {row.scope for row in rows()[before:]} == {"account", "program", "all"}
    assert not DirtyMark.objects.visible_to(SYSTEM).exists()
    assert not kept_answers(SYSTEM, [account.pk], ["nps"], window="trailing_90d").dirty


def test_known_at_reads_what_was_recorded_by_then(account: Account) -> None:
    keep_accounts([account.pk], as_of=THE_DAY)
    with connection.cursor() as cursor:  # the past, which no row may be changed to
        cursor.execute("ALTER TABLE metrics_measurement DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE metrics_measurement SET recorded_at = recorded_at - interval '3 days'"
        )
        cursor.execute("ALTER TABLE metrics_measurement ENABLE TRIGGER USER")
    ResponseFactory(account=account, score=0, responded_at=paris(2026, 2, 20))
    keep_accounts([account.pk], as_of=THE_DAY)
    yesterday = timezone.localdate() - timedelta(days=1)

    def nps(**when: Any) -> Any:
        kept = kept_answers(SYSTEM, [account.pk], ["nps"], window="trailing_90d", **when)
        return kept.one(account.pk, "nps")

    assert nps().n == 7
    assert nps(known_at=yesterday).n == 6
    assert nps(known_at=yesterday - timedelta(days=9)) is None
    assert nps(as_of=date(2026, 3, 30)) is None


def test_a_corrected_stage_leaves_a_mark_and_an_edit_of_a_name_none(account: Account) -> None:
    keep_accounts([account.pk], as_of=THE_DAY)
    deal = account.opportunities.visible_to(SYSTEM).order_by("pk")[0]
    won = deal.stage_changes.visible_to(SYSTEM).order_by("-pk")[0]
    deal.name = "Another name"
    deal.save()
    assert not DirtyMark.objects.visible_to(SYSTEM).exists()

    correct(SYSTEM, won, occurred_at=paris(2026, 4, 2))

    marks = DirtyMark.objects.visible_to(SYSTEM).order_by("earliest_at")
    assert {mark.account_id for mark in marks} == {account.pk}
    assert {mark.dataset for mark in marks} == {"opportunities"}
    assert marks[0].earliest_at == paris(2026, 3, 2)


def test_nothing_is_marked_while_nothing_is_kept(account: Account) -> None:
    ResponseFactory(account=account, responded_at=paris(2026, 2, 20))

    assert not DirtyMark.objects.visible_to(SYSTEM).exists()
    assert ask_to_restate(SYSTEM) is None


def test_a_job_measures_every_account_and_program_of_every_day(account: Account) -> None:
    AccountFactory.create_batch(3)
    job = ask("measure", SYSTEM, {"from": "2026-03-30", "to": "2026-03-31"})

    work(job.pk)
    again = ask("measure", SYSTEM, {"from": "2026-03-30", "to": "2026-03-31"})
    written = len(rows())
    work(again.pk)

    job, again = (Job.objects.visible_to(SYSTEM).get(pk=each.pk) for each in (job, again))
    assert (job.state, job.done, job.total) == (JobState.DONE, 10, 10)
    assert job.result == {"written": written}
    assert again.result == {"written": 0}
    assert {row.as_of for row in rows()} == {date(2026, 3, 30), date(2026, 3, 31)}
    assert {row.scope for row in rows()} == {"account", "program", "all"}


def test_automated_accounts_are_measured_on_sundays() -> None:
    account = AccountFactory(programs=[ProgramFactory(kind="automated")])

    assert keep_accounts([account.pk], as_of=date(2026, 3, 28)) == 0
    assert keep_accounts([account.pk], as_of=date(2026, 3, 29)) > 0


def test_a_series_gives_each_day_once(account: Account) -> None:
    for day in (29, 30, 31):
        keep_accounts([account.pk], as_of=date(2026, 3, day))
    ResponseFactory(account=account, score=0, responded_at=paris(2026, 3, 31, 9))
    keep_accounts([account.pk], as_of=THE_DAY)

    series = kept_series(SYSTEM, account.pk, "nps", window="trailing_90d", since=date(2026, 3, 30))

    assert [(day.day, answer.n) for day, answer in series] == [(30, 6), (31, 7)]


def test_kept_numbers_of_somebody_else_stay_hidden(account: Account) -> None:
    keep_accounts([account.pk], as_of=THE_DAY)
    keep_programs(as_of=THE_DAY)
    stranger = Actor.of_person(UserFactory())

    kept = kept_answers(stranger, [account.pk], ["nps"], window="trailing_90d")
    everything = kept_answers(stranger, [0], ["nps"], window="trailing_90d", of=ScopeKind.ALL)

    assert kept.answers == everything.answers == {}


def test_march_is_kept_as_march(account: Account) -> None:
    keep_accounts([account.pk], as_of=THE_DAY)

    kept = kept_answers(SYSTEM, [account.pk], ["close_rate"], window="month:2026-03")

    assert kept.one(account.pk, "close_rate") == ask_live(
        "close_rate", account=account, window=MARCH
    )


def test_windows_asked_together_say_what_each_says_alone(account: Account) -> None:
    campaign = CampaignFactory(kind=CampaignKind.GENERAL)
    CampaignPeriodFactory(campaign=campaign, from_at=paris(2026, 2, 10))
    for day in (paris(2026, 1, 5), paris(2026, 2, 20), paris(2026, 3, 1, 0, 30), paris(2026, 3, 9)):
        WebSessionFactory(account=account, started_at=day)
        TouchFactory(account=account, type="email_delivered", campaign=campaign, occurred_at=day)
        TouchFactory(account=account, type="email_clicked", campaign=campaign, occurred_at=day)
        for hours in (0, 1):
            at = day - timedelta(hours=hours)
            TouchFactory(account=account, type="form_view", session_key="one", occurred_at=at)
            TouchFactory(account=account, type="download", link="guide", occurred_at=at)
    scope, keys = Scope.of_accounts(SYSTEM, [account]), headlines(CATALOGUE, ())
    windows = [each.seen(THE_DAY, ZONE) for each in standing_windows(THE_DAY)]
    together = OneDay(scope, windows)

    for window in windows:
        asked = Asked(actor=SYSTEM, scope=scope, window=window, grain=Grain.ACCOUNT)
        kept = entries(asked, keys, known=CATALOGUE, day=together)
        assert kept == entries(asked, keys, known=CATALOGUE, day=OneDay(scope))
        assert '"status": "ok"' in kept["active_general_campaigns"][account.pk]

    series = live_series(SYSTEM, keys, scope=scope, windows=windows, known=CATALOGUE)
    for window, answers in zip(windows, series, strict=True):
        alone = live_answers(SYSTEM, keys, scope=scope, window=window, known=CATALOGUE)
        assert answers.row(account.pk) == alone.row(account.pk)


def test_weeks_are_counted_back_from_the_last_day(account: Account) -> None:
    job = ask_to_measure(SYSTEM, as_of=date(2026, 3, 31), since=date(2026, 3, 20), every=7)

    work(job.pk)

    job = Job.objects.visible_to(SYSTEM).get(pk=job.pk)
    assert job.parameters["from"] == "2026-03-24"
    assert (job.state, job.done, job.total) == (JobState.DONE, 4, 4)
    assert {row.as_of for row in rows()} == {date(2026, 3, 24), date(2026, 3, 31)}


def test_several_jobs_share_many_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metrics.actions.measurement.PART", 2)
    accounts = AccountFactory.create_batch(5, programs=[ProgramFactory()])

    first = ask_to_measure(SYSTEM, as_of=THE_DAY)
    jobs = Job.objects.visible_to(SYSTEM).filter(kind="measure").order_by("pk")
    for job in jobs.all():
        work(job.pk)

    assert [job.parameters["part"] for job in jobs.all()] == [0, 1, 2]
    assert [job.done for job in jobs.all()] == [job.total for job in jobs.all()]
    assert (jobs.all()[0], sum(job.done for job in jobs.all())) == (first, len(accounts) + 1)
    kept = Counter(row.account_id for row in rows() if row.scope == ScopeKind.ACCOUNT)
    assert kept == dict.fromkeys((each.pk for each in accounts), 4)
    assert {row.scope for row in rows()} == set(ScopeKind) - {ScopeKind.CAMPAIGN}  # without goals


def test_yesterday_is_asked_for_once_however_often_the_clock_strikes() -> None:
    for _ in range(3):
        ask_to_measure_yesterday()

    [job] = Job.objects.visible_to(SYSTEM).filter(kind="measure")
    assert job.parameters["from"] == job.parameters["to"]


# ---- people, groups and touches ----------------------------------------------------------------


def kept_of(accounts: list[Account]) -> Any:
    """Measure and keep each account on three days."""
    for account in accounts:
        for key in ("active_contacts", "targeted_buying_groups"):
            IndicatorSetFactory(account=account, indicator_key=key)
    for day in (date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 20)):
        keep_accounts([account.pk for account in accounts], as_of=day)
    return rows()


def test_a_late_touch_restates_one_account_from_its_day_on() -> None:
    DataFeedFactory(record_type="email")
    accounts = AccountFactory.create_batch(3, programs=[ProgramFactory()])
    people = [ContactFactory(account=account) for account in accounts]
    for person in people:
        EmploymentFactory(contact=person, from_at=paris(2025, 1, 1))
    before = kept_of(accounts)

    TouchFactory(account=accounts[1], contact=people[1], occurred_at=paris(2026, 3, 5))
    marked = list(DirtyMark.objects.visible_to(SYSTEM).values_list("account", "dataset"))
    job = ask_to_restate(SYSTEM)
    assert job is not None
    work(job.pk)
    written = rows()[len(before) :]

    assert marked == [(accounts[1].pk, "touches")]
    assert {row.account_id for row in written} == {accounts[1].pk}
    assert {row.as_of for row in written} == {date(2026, 3, 10), date(2026, 3, 20)}
    kept = kept_answers(SYSTEM, [accounts[1].pk], ["active_contacts"], window="trailing_90d")
    assert kept.one(accounts[1].pk, "active_contacts").value == 1


def test_a_corrected_membership_and_a_closed_group_leave_marks_of_their_account() -> None:
    account = AccountFactory(programs=[ProgramFactory()])
    period = GroupPeriodFactory(group=BuyingGroupFactory(account=account))
    member = MembershipFactory(group=period.group)
    kept_of([account])

    end(SYSTEM, period, paris(2026, 3, 5))
    correct(SYSTEM, member, role="champion")

    marks = DirtyMark.objects.visible_to(SYSTEM)
    assert set(marks.values_list("account", "dataset")) == {(account.pk, "buying_groups")}


def test_nothing_but_what_numbers_rest_on_leaves_a_mark() -> None:
    account = AccountFactory(programs=[ProgramFactory()])
    person = ContactFactory(account=account)
    kept_of([account])

    person.name = "Ada Byron"
    person.save()

    assert not DirtyMark.objects.visible_to(SYSTEM).exists()
