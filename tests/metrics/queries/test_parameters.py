"""The settings of measures: which version holds when, for whom, and what rests on it."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from accounts.enums import GroupRole, TouchType
from accounts.models import Account, Program
from metrics.actions.measurement import keep_accounts
from metrics.actions.parameter import set_parameters
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.parameters import DEFAULTS, PARAMETERS, TYPES
from metrics.models import DirtyMark, Measurement
from metrics.queries.answer import Answer
from metrics.queries.kept import kept_answers
from metrics.queries.kept_rows import opened_rows
from metrics.queries.parameters import DELIVERED, parameters_of, settings_for
from metrics.queries.window import Window
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    ContactFactory,
    DataFeedFactory,
    EmploymentFactory,
    GroupPeriodFactory,
    IndicatorSetFactory,
    MembershipFactory,
    ParameterSetFactory,
    ProgramFactory,
    RoleNeedFactory,
    TouchFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

APRIL = replace(MARCH, start=date(2026, 4, 1), end=date(2026, 5, 1), as_of=date(2026, 4, 5))


def engaged(account: Account, *days: datetime) -> None:
    """Let the one member of a group of the account download on some days."""
    person = ContactFactory(account=account)
    EmploymentFactory(contact=person, account=account)
    group = BuyingGroupFactory(account=account)
    GroupPeriodFactory(group=group)
    MembershipFactory(group=group, contact=person, role=GroupRole.USER)
    for day in days:
        TouchFactory(account=account, contact=person, type="download", occurred_at=day)


def measured(account: Account, window: Window = MARCH) -> Answer:
    return ask("group_engagement", account=account, window=window)


def test_minutes_are_of_types_of_touch() -> None:
    assert set(TYPES) <= set(TouchType.values)
    assert all(each.takes(each.default) for each in PARAMETERS.values())


def test_an_old_day_keeps_its_version_and_its_number() -> None:
    account = AccountFactory(programs=[ProgramFactory()])
    engaged(account, paris(2026, 3, 20))
    before = measured(account)
    set_parameters(
        SYSTEM, {**DEFAULTS, "minutes_download": 25}, from_at=paris(2026, 4, 1), note="Tried out"
    )

    later = measured(account, APRIL)

    assert (before.value, before.settings) == (10, (0, 0))
    assert (measured(account).value, measured(account).settings) == (10, (0, 0))
    assert (later.value, later.settings) == (25, (1, 0))
    assert later.as_json()["settings"] == {"installation": 1, "program": 0}


def test_settings_of_the_past_restate_it_and_what_was_known_stays() -> None:
    account = AccountFactory(programs=[ProgramFactory()])
    engaged(account, paris(2026, 3, 20))
    recorded = timezone.now() + timedelta(days=2)
    row = ParameterSetFactory(
        values={"minutes_download": 40}, from_at=paris(2026, 1, 1), recorded_at=recorded
    )
    yesterday = replace(MARCH, known_at=(recorded - timedelta(days=1)).date())

    assert (measured(account).value, row.number) == (40, measured(account).settings[0])
    assert measured(account, yesterday).value == 10


def test_a_program_sets_its_own_and_inherits_the_rest() -> None:
    program, other = ProgramFactory(), ProgramFactory()
    RoleNeedFactory(program=program)
    mine, theirs = AccountFactory(programs=[program]), AccountFactory(programs=[other])
    both = AccountFactory(programs=[program, other])
    for account in (mine, theirs, both):
        engaged(account, paris(2026, 3, 20))
    set_parameters(SYSTEM, {**DEFAULTS, "minutes_download": 20}, from_at=paris(2026, 1, 1))
    general = settings_for(None, before=paris(2026, 3, 1))
    set_parameters(
        SYSTEM,
        {**general.values, "group_minutes": 50},
        program=program,
        from_at=paris(2026, 1, 1),
    )

    assert [measured(each).value for each in (mine, theirs, both)] == [40, 20, 20]
    assert measured(mine).settings == (1, 1)
    assert ask("group_engagement", program=program).value == 40
    assert ask("group_engagement", program=other).value == 20


def test_a_newer_version_and_a_value_beyond_its_limits_are_refused() -> None:
    first = set_parameters(SYSTEM, {**DEFAULTS, "mqa_people": 3}, from_at=paris(2026, 1, 1), seen=0)

    assert (first.number, first.values) == (1, {"mqa_people": 3})
    with pytest.raises(ValidationError):
        set_parameters(SYSTEM, DEFAULTS, from_at=paris(2026, 1, 1), seen=0)
    for values in ({"mqa_people": -1}, {"mqa_people": True}, {"cost_basis": "most"}, {"new": 1}):
        with pytest.raises(ValidationError):
            set_parameters(SYSTEM, {**DEFAULTS, **values}, from_at=paris(2026, 1, 1))


def test_what_is_kept_says_its_version_and_a_new_one_marks_it() -> None:
    account = AccountFactory(programs=[ProgramFactory()])
    IndicatorSetFactory(account=account, indicator_key="group_engagement")
    engaged(account, paris(2026, 3, 20))
    keep_accounts([account.pk], as_of=date(2026, 3, 31))
    set_parameters(SYSTEM, {**DEFAULTS, "minutes_download": 25}, from_at=paris(2026, 1, 1))
    marks = DirtyMark.objects.visible_to(SYSTEM).filter(dataset="settings")

    keep_accounts([account.pk], as_of=date(2026, 3, 31))

    kept = kept_answers(SYSTEM, [account.pk], ["group_engagement"], window="trailing_90d")
    now = kept.one(account.pk, "group_engagement")
    assert now is not None
    assert (now.value, now.settings) == (25, (1, 0))
    assert marks.get().earliest_at == paris(2026, 1, 1)
    assert kept.is_dirty(account.pk)


def test_nothing_set_is_what_is_delivered() -> None:
    assert settings_for(None, before=timezone.now()) is DELIVERED
    assert settings_for(7, before=timezone.now()).versions == (0, 0)


# ---- what rests on what ------------------------------------------------------------------------

COMPUTED = list(CATALOGUE.computed())
NAMED = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("indicator", COMPUTED, ids=lambda each: each.key)
def test_a_definition_says_the_numbers_that_it_rests_on(indicator: Indicator) -> None:
    named = {*NAMED.findall(indicator.pattern.en), *NAMED.findall(indicator.pattern.fr)}

    assert set(NAMED.findall(indicator.pattern.en)) == set(NAMED.findall(indicator.pattern.fr))
    assert named <= parameters_of(indicator)
    assert "{" not in indicator.meaning.en + indicator.meaning.fr


def test_no_setting_is_without_a_number_that_rests_on_it() -> None:
    resting = {key for indicator in COMPUTED for key in parameters_of(indicator)}

    assert set(PARAMETERS) - resting == set()


def test_a_definition_is_told_by_what_is_set() -> None:
    indicator = CATALOGUE["active_contact_rate"]

    assert "90 days" in indicator.meaning.en
    assert "60 days" in indicator.meaning_by({**DEFAULTS, "active_days": 60}).en
    assert "60 jours" in indicator.meaning_by({**DEFAULTS, "active_days": 60}).fr


def test_what_can_not_be_so_together_is_refused() -> None:
    weights = [f"quality_{each}" for each in ("level", "role", "strength", "validity")]
    for values in (
        {"health_green_from": 30},
        {"large_deal": 10},
        dict.fromkeys(weights, 0),
        {"active_days": 2.5},
    ):
        with pytest.raises(ValidationError):
            set_parameters(SYSTEM, {**DEFAULTS, **values}, from_at=paris(2026, 1, 1))


# ---- each kind of number follows ---------------------------------------------------------------


def known_person(account: Account) -> Any:
    """Return a decision maker of the account who met us in February, and wrote."""
    person = ContactFactory(
        account=account, seniority="executive", email="ceo@acme.example", email_status="valid",
        title="CEO", phone="",
    )  # fmt: skip
    EmploymentFactory(contact=person, account=account)
    group = BuyingGroupFactory(account=account)
    GroupPeriodFactory(group=group)
    MembershipFactory(group=group, contact=person, role=GroupRole.DECISION_MAKER)
    DataFeedFactory(record_type="sales_activity")
    for kind, direction, day in (
        ("meeting_held", "outbound", 1),
        ("email_sent", "inbound", 1),
        ("email_sent", "outbound", 9),
    ):
        TouchFactory(
            account=account, contact=person, type=kind, direction=direction,
            occurred_at=paris(2026, 2, day),
        )  # fmt: skip
    return person


CHANGES: tuple[tuple[str, dict[str, int]], ...] = (
    ("relationship_strength", {"relationship_half_life": 20}),
    ("relationship_strength", {"relationship_meeting": 1}),
    ("relationship_strength", {"relationship_breadth": 60}),
    ("relationship_strength", {"relationship_days": 10}),
    ("relationship_threads", {"relationship_established": 90}),
    ("contact_quality_score", {"level_executive": 10}),
    ("contact_quality_score", {"quality_role": 90}),
    ("contact_quality_score", {"role_decision_maker": 10}),
    ("contact_data_validity", {"valid_email": 90}),
    ("active_contact_rate", {"active_days": 30}),
)


@pytest.mark.parametrize(("key", "change"), CHANGES)
def test_a_number_follows_what_it_rests_on(key: str, change: dict[str, int]) -> None:
    account = AccountFactory(programs=[ProgramFactory()])
    known_person(account)
    before = ask(key, account=account)
    assert set(change) <= parameters_of(CATALOGUE[key])

    set_parameters(SYSTEM, {**DEFAULTS, **change}, from_at=paris(2026, 1, 1))

    after = ask(key, account=account)
    assert before.value != after.value
    assert (before.settings, after.settings) == ((0, 0), (1, 0))


def test_an_old_measurement_is_recomputed_to_the_digit_under_its_version() -> None:
    """What was kept under one version comes out again, digit by digit, when another one holds."""
    account = AccountFactory(programs=[ProgramFactory()])
    known_person(account)
    keys = sorted({key for key, _change in CHANGES} | {"account_health_score", "mqa_open"})
    for key in keys:
        IndicatorSetFactory(account=account, indicator_key=key)
    keep_accounts([account.pk], as_of=date(2026, 3, 31))
    rows = list(Measurement.objects.visible_to(SYSTEM).filter(account=account))
    changes = {key: value for _key, change in CHANGES for key, value in change.items()}
    recorded = timezone.now() + timedelta(days=2)
    newer = ParameterSetFactory(values=changes, from_at=paris(2025, 1, 1), recorded_at=recorded)
    known_at = (recorded - timedelta(days=1)).date()

    told = 0
    for row, kept in opened_rows(SYSTEM, rows):
        window = replace(MARCH, start=row.starts_on, end=row.ends_on, as_of=row.as_of)
        for key, answer in kept.items():
            then = ask(key, account=account, window=replace(window, known_at=known_at))
            assert then.as_json() == answer.as_json(), (row.window, key)
            told += answer.value is not None
    assert told
    assert ask("relationship_strength", account=account).settings == (newer.number, 0)
    now = [ask(key, account=account).as_json() for key in keys]
    before = [ask(key, account=account, window=replace(MARCH, known_at=known_at)).as_json()
              for key in keys]  # fmt: skip
    assert now != before


# ---- rules of attribution ----------------------------------------------------------------------


def test_high_touch_programs_credit_by_minutes_unless_they_say_otherwise() -> None:
    high, automated = ProgramFactory(), ProgramFactory(kind="automated")
    now = timezone.now()

    def model(program: Program | None) -> str:
        return str(settings_for(program and program.pk, before=now)["attribution_model"])

    assert (model(high), model(automated), model(None)) == ("minutes", "w_shaped", "w_shaped")
    ParameterSetFactory(program=high, values={"attribution_model": "linear"})
    assert model(high) == "linear"
