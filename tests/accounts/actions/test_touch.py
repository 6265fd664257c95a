"""Touches and visits are written in bulk, once, whatever is sent how often."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import known, void
from accounts.actions import touch as actions
from accounts.actions.touch import identify, know_visitors, log, log_sessions
from accounts.enums import TouchType
from accounts.models import Account, Touch, Visitor, VisitorLink, WebSession
from tests.factories import AccountFactory, ContactFactory, UserFactory, VisitorFactory

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 3, 14, 9, tzinfo=UTC)


def a_touch(account: Account, key: str = "", **values: Any) -> Touch:
    """Return a touch that is not written yet."""
    given = {"type": TouchType.EMAIL_CLICKED, "source": "mail", "occurred_at": DAY, **values}
    return Touch(account=account, source_key=key, **given)


def a_visit(key: str, **values: Any) -> WebSession:
    """Return a visit that is not written yet."""
    return WebSession(source="site", key=key, **{"started_at": DAY, **values})


def touches() -> Any:
    """Return every touch there is."""
    return Touch.objects.unscoped("a test looks at everything")


def test_what_is_recorded_already_is_skipped_whatever_the_order() -> None:
    account = AccountFactory()

    first = log(SYSTEM, [a_touch(account, "a"), a_touch(account, "b")])
    again = log(SYSTEM, [a_touch(account, "c"), a_touch(account, "b"), a_touch(account, "a")])

    assert (first, again) == (2, 1)
    assert sorted(touches().values_list("source_key", flat=True)) == ["a", "b", "c"]


def test_a_key_is_one_touch_whatever_time_and_month_it_is_told_with() -> None:
    account = AccountFactory()
    log(SYSTEM, [a_touch(account, "a")])

    later = [a_touch(account, "a", occurred_at=DAY + timedelta(days=40 * n)) for n in range(3)]

    assert log(SYSTEM, later) == 0
    assert touches().get().occurred_at == DAY


def test_a_key_that_comes_twice_in_a_batch_counts_once() -> None:
    account = AccountFactory()

    assert log(SYSTEM, [a_touch(account, "a"), a_touch(account, "a")]) == 1


def test_the_same_key_of_another_source_is_another_touch() -> None:
    account = AccountFactory()

    assert log(SYSTEM, [a_touch(account, "a"), a_touch(account, "a", source="crm")]) == 2


def test_touches_without_a_key_are_all_new() -> None:
    account = AccountFactory()

    assert log(SYSTEM, [a_touch(account), a_touch(account)]) == 2


def test_a_withdrawn_touch_that_is_told_again_is_new() -> None:
    account = AccountFactory()
    log(SYSTEM, [a_touch(account, "a")])
    void(touches().get())

    assert log(SYSTEM, [a_touch(account, "a")]) == 1
    assert log(SYSTEM, [a_touch(account, "a")]) == 0
    assert touches().filter(known()).count() == 1


def test_a_withdrawn_touch_is_still_what_was_known_then() -> None:
    account = AccountFactory()
    log(SYSTEM, [a_touch(account, "a"), a_touch(account, "b")])
    row = touches().get(source_key="a")
    void(row)

    then = touches().filter(known(row.voided_at), occurred_at__date=DAY.date())

    assert sorted(then.values_list("source_key", flat=True)) == ["a", "b"]
    assert touches().filter(known()).get().source_key == "b"


def test_touches_of_an_account_out_of_reach_are_not_written() -> None:
    person = UserFactory(sales=True)
    own, foreign = AccountFactory(team=[person]), AccountFactory()

    with pytest.raises(Account.DoesNotExist):
        log(Actor.of_person(person), [a_touch(own, "a"), a_touch(foreign, "b")])

    assert not touches().exists()


@pytest.mark.parametrize("rows", [1, 10, 1_000])
def test_touches_take_the_same_statements_for_any_number(
    django_assert_num_queries: Any, rows: int
) -> None:
    account = AccountFactory()
    log(SYSTEM, [a_touch(account)])  # its month has its part

    # reach, months, the lock, what is known, numbers, the audit's, COPY, and the two ends
    with django_assert_num_queries(9):
        log(SYSTEM, [a_touch(account, f"k{n}") for n in range(rows)])


def test_rows_are_taken_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 3)
    account = AccountFactory()
    taken: list[int] = []

    def told() -> Any:
        for number in range(7):
            taken.append(touches().count())
            yield a_touch(account, f"k{number}")

    assert log(SYSTEM, told()) == 7
    assert taken == [0, 0, 0, 3, 3, 3, 6]


def test_a_visit_is_recorded_once() -> None:
    account = AccountFactory()
    visits = [a_visit("a", account=account), a_visit("b", account=account)]

    assert log_sessions(SYSTEM, visits) == 2
    assert log_sessions(SYSTEM, [a_visit("b"), a_visit("c")]) == 1


def test_visitors_are_made_once_and_found_by_their_key() -> None:
    known_before = VisitorFactory(source="site", key="v1")

    found = know_visitors([("site", "v1"), ("site", "v2"), ("ads", "v1")])

    assert found["site", "v1"] == known_before
    assert len({row.pk for row in found.values()}) == 3
    assert know_visitors(found) == found


def test_who_a_visitor_is_takes_their_past_along() -> None:
    person = UserFactory(sales=True)
    contact = ContactFactory(account=AccountFactory(team=[person]))
    visitor = VisitorFactory()
    log_sessions(SYSTEM, [a_visit("a", visitor=visitor)])
    seen = WebSession.objects.visible_to(Actor.of_person(person))
    assert not seen.exists()

    identify(SYSTEM, visitor, contact.account, contact, found_by="form")

    assert seen.get().visitor.contact == contact


def test_a_wrong_identity_is_corrected_and_known_by_both_clocks() -> None:
    visitor, first, second = VisitorFactory(), AccountFactory(), AccountFactory()
    before = identify(SYSTEM, visitor, first, found_by="ip")
    after = identify(SYSTEM, visitor, second, found_by="form")

    links = VisitorLink.objects.unscoped("a test").filter(visitor=visitor)
    before.refresh_from_db()
    assert after.replaces == before
    assert links.get(known()).account == second
    assert links.get(known(before.voided_at)).account == first
    assert Visitor.objects.unscoped("a test").get(pk=visitor.pk).account == second


def test_the_same_identity_told_again_adds_nothing() -> None:
    visitor, account = VisitorFactory(), AccountFactory()

    assert identify(SYSTEM, visitor, account) == identify(SYSTEM, visitor, account)
    assert VisitorLink.objects.unscoped("a test").count() == 1


def test_a_visitor_is_not_a_person_of_another_account() -> None:
    with pytest.raises(ValidationError):
        identify(SYSTEM, VisitorFactory(), AccountFactory(), ContactFactory())
