"""Events told again with other content: noted once, never dropped, and settled by a person."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.actions.conflict import settle
from accounts.actions.touch import log, log_sessions
from accounts.enums import Role, TouchType
from accounts.models import EventConflict, Touch, WebSession
from tests.accounts.ingest.test_run import bring, verdicts
from tests.accounts.ingest.test_undo import undone
from tests.factories import AccountFactory, ContactFactory, UserFactory

DAY = datetime(2026, 3, 14, 9, tzinfo=UTC)
COLUMNS = {"key": "id", "email": "mail", "type": "what", "occurred_at": "when"}


def a_touch(account: Any, **values: Any) -> Touch:
    given = {"type": TouchType.EMAIL_CLICKED, "occurred_at": DAY, **values}
    return Touch(account=account, source="mail", source_key="a", **given)


def conflicts() -> list[EventConflict]:
    return list(EventConflict.objects.visible_to(SYSTEM).order_by("pk"))


def alive(model: Any) -> Any:
    return model.objects.visible_to(SYSTEM).get(voided_at=None)


@pytest.mark.django_db
def test_a_touch_told_otherwise_is_noted_once_and_what_we_hold_stays() -> None:
    account, person = AccountFactory(), UserFactory(role=Role.ADMINISTRATOR)
    log(SYSTEM, [a_touch(account)])

    for _again in range(2):
        log(Actor.of_person(person), [a_touch(account, occurred_at=DAY + timedelta(days=40))])

    (conflict,) = conflicts()
    assert conflict.told == {"occurred_at": "2026-04-23T09:00:00Z"}
    assert (conflict.key, conflict.account, conflict.told_by) == ("a", account, person)
    assert alive(Touch).occurred_at == DAY


@pytest.mark.django_db
def test_of_one_batch_the_first_is_held_and_the_other_noted() -> None:
    account = AccountFactory()

    assert log(SYSTEM, [a_touch(account), a_touch(account, type=TouchType.DOWNLOAD)]) == 1

    assert [each.told for each in conflicts()] == [{"type": "download"}]


@pytest.mark.django_db
def test_what_is_left_out_says_nothing_and_who_was_merged_is_the_same_person() -> None:
    account = AccountFactory()
    now = ContactFactory(account=account)
    before = ContactFactory(account=account, merged_into=now)
    log(SYSTEM, [a_touch(account, contact=before, message="m1", quantity=3)])

    log(SYSTEM, [a_touch(account, contact=now)])
    log(SYSTEM, [a_touch(account)])

    assert conflicts() == []


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["take", "keep"])
def test_what_was_told_is_taken_or_left_once(chosen: str) -> None:
    take = chosen == "take"
    account, person = AccountFactory(), UserFactory(role=Role.ADMINISTRATOR)
    log(SYSTEM, [a_touch(account, message="m1")])
    later = DAY + timedelta(days=40)
    log(SYSTEM, [a_touch(account, occurred_at=later, message="m2")])
    (conflict,) = conflicts()

    for each in (take, not take):
        settle(Actor.of_person(person), conflict, take=each)

    held = alive(Touch)
    assert (held.occurred_at, held.message) == ((later, "m2") if take else (DAY, "m1"))
    (settled,) = conflicts()
    assert (settled.is_taken, settled.settled_by) == (take, person)
    assert Touch.objects.visible_to(SYSTEM).count() == (2 if take else 1)


@pytest.mark.django_db
def test_a_visit_told_otherwise_is_noted_too() -> None:
    visit = {"source": "site", "key": "s1", "started_at": DAY, "account": AccountFactory()}
    log_sessions(SYSTEM, [WebSession(**visit, duration_s=60)])
    log_sessions(SYSTEM, [WebSession(**visit, duration_s=90)])
    (conflict,) = conflicts()

    settle(SYSTEM, conflict, take=True)

    assert alive(WebSession).duration_s == 90


@pytest.mark.django_db(transaction=True)
def test_a_file_that_tells_otherwise_gets_a_verdict_and_its_undoing_forgets_it() -> None:
    ContactFactory(email="a@acme.example")
    bring("touches", ["id,mail,what,when", "t1,a@acme.example,download,2026-01-05"], COLUMNS)

    run = bring(
        "touches",
        ["id,mail,what,when", "t1,a@acme.example,download,2026-01-06",
         "t2,a@acme.example,download,2026-01-07", "t2,a@acme.example,download,2026-01-08"],
        COLUMNS,
    )  # fmt: skip

    assert verdicts(run) == [
        (2, "rejected", "told_otherwise"), (3, "created", ""), (4, "rejected", "told_before")
    ]  # fmt: skip
    (conflict,) = conflicts()
    assert (conflict.run, conflict.line) == (run, 2)
    undone(run)
    assert conflicts() == []
