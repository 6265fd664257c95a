"""The demo tells of programs of two kinds, in both languages, and of accounts that move."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from abmplanner.demo.controls import HELD_OUT
from abmplanner.demo.hybrid import ACCOUNTS, HYBRID, IN_FRENCH, LOOKED_AFTER, RISEN, TOUCHES
from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.history import known
from accounts.enums import ProgramKind, RatedObject
from accounts.models import (
    Account,
    CampaignPeriod,
    ContractTerms,
    CustomerRating,
    Enrolment,
    ImportRun,
    Job,
    Membership,
    Notification,
    Objective,
    Program,
    RelationshipRating,
    StageChange,
    Survey,
    TeamMember,
    Touch,
)
from metrics.calc.status import Status
from metrics.catalogue.words import Grain
from metrics.models import HealthOverride
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from metrics.queries.window import Window

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
KEY_ACCOUNTS = 8
HISTORIES = (
    CampaignPeriod, Enrolment, Membership, RelationshipRating, StageChange, TeamMember, Touch,
)  # fmt: skip


def rows(model: Any) -> Any:
    """Return every row of a model."""
    return model.objects.unscoped("a test looks at everything")


def test_the_story_of_two_programs_is_told_once() -> None:
    call_command("demo_data", today=TODAY)
    connection.check_constraints()

    kinds = Counter(rows(Program).values_list("kind", flat=True))
    assert kinds == {ProgramKind.HIGH_TOUCH: 1, ProgramKind.HYBRID: 1}
    assert rows(Account).count() == KEY_ACCOUNTS + ACCOUNTS + len(HELD_OUT)
    assert rows(Touch).count() > TOUCHES
    assert rows(Job).filter(kind="measure").count() == 2  # the day, then the year before it

    enrolments = rows(Enrolment).filter(program__public_id=HYBRID.public_id)
    risen = enrolments.filter(account__name__in=RISEN)
    chosen = Enrolment.objects.unscoped("a test looks at everything").filter(
        account__name__in=RISEN, program__kind=ProgramKind.HIGH_TOUCH
    )
    assert {row.account_id: row.to_at for row in risen} == {
        row.account_id: row.from_at for row in chosen
    }
    assert enrolments.exclude(pk__in=risen).filter(to_at__gt=F("from_at")).exists()  # some left

    cared = rows(Objective).filter(account__in=enrolments.exclude(pk__in=risen).values("account"))
    assert cared.count() == LOOKED_AFTER
    assert {objective.account.country in IN_FRENCH for objective in cared} == {True, False}

    histories_are_recorded_as_they_happened()
    customers_say_something_in_waves_of_both_programs()
    numbers_of_the_key_accounts_are_good_bad_and_not_measured()
    a_file_came_in_with_lines_of_each_fate()

    with pytest.raises(CommandError, match="people already"):
        call_command("demo_data", today=TODAY)


def histories_are_recorded_as_they_happened() -> None:
    """See that "as known on" a day in the past tells what had happened by then, and no more."""
    then = datetime.combine(TODAY - timedelta(days=100), time(), UTC)
    for model in HISTORIES:
        held, now = rows(model).filter(known(then)), rows(model).filter(known())
        assert 0 < held.count() < now.count(), model

    for row in rows(CampaignPeriod).exclude(replaces=None).select_related("replaces"):
        assert row.replaces.voided_at == row.recorded_at > row.replaces.recorded_at
    corrected = rows(ContractTerms).exclude(replaces=None).get(contract__account__name="Aerolys")
    assert corrected.recorded_at - corrected.occurred_at == timedelta(days=21)


def customers_say_something_in_waves_of_both_programs() -> None:
    """See that the survey went out on several days, and that customers rate our marketing."""
    for program in rows(Program):
        waves = rows(Survey).filter(program=program, responses__isnull=False)
        assert waves.values("opens_on").distinct().count() > 1, program
    assert rows(CustomerRating).values("account").distinct().count() > 3
    assert set(rows(CustomerRating).values_list("about", flat=True)) == set(RatedObject.values)

    until = dict(rows(HealthOverride).values_list("account__name", "expires_on"))
    assert {day >= TODAY for day in until.values()} == {True, False}  # one is over


def numbers_of_the_key_accounts_are_good_bad_and_not_measured() -> None:
    """See that marketing's part is credited, and that each state stands somewhere."""
    program = rows(Program).get(kind=ProgramKind.HIGH_TOUCH)
    scope = Scope.of_program(SYSTEM, program)
    year = {"start": TODAY - timedelta(days=365), "end": TODAY, "as_of": TODAY - timedelta(days=1)}
    window = Window(**year, zone=scope.zone)
    keys = ("marketing_attributed_pipeline", "marketing_sourced_share", "cost_per_click", "nps")
    whole = live_answers(SYSTEM, keys, scope=scope, window=window, grain=Grain.PROGRAM)
    for key in keys:
        value = whole.one(program.pk, key).value
        assert value is not None, key
        assert value > 0, key

    answers = live_answers(
        SYSTEM, ["nps", "web_sessions"], scope=scope, window=window, grain=Grain.ACCOUNT
    )
    scores = [answers.one(account, "nps") for account in answers.targets]
    states = {each.status for each in scores}
    assert states >= {Status.OK, Status.NOT_MEASURED, Status.NO_DATA, Status.SUPPRESSED}
    known_scores = [each.value for each in scores if each.value is not None]
    assert max(known_scores) > 30
    assert min(known_scores) < 0
    visits = {answers.one(account, "web_sessions").is_covered for account in answers.targets}
    assert visits == {True, False}  # nobody tells us of all visits of one of them


def a_file_came_in_with_lines_of_each_fate() -> None:
    """See that the list of a fair made contacts, and that some lines of it wait or were refused."""
    run = rows(ImportRun).get()
    found = {verdict for verdict, number in run.counts.items() if number}
    assert {"created", "waiting", "rejected"} <= found
    manager = rows(Notification).filter(user__email="ana@example.org")
    assert manager.exists()  # somebody named her
