"""A long table is cut by month: parts come when they are needed, and questions read few of them."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection

from abmplanner.kit.by_month import make_months, month_after, months
from accounts.models import Touch
from tests.factories import AccountFactory, TouchFactory
from tests.factories.dates import paris

TABLE = Touch._meta.db_table

pytestmark = pytest.mark.django_db


def test_a_part_is_made_once_and_named_by_its_month() -> None:
    instants = [datetime(2031, 3, 4, tzinfo=UTC), datetime(2031, 3, 30, tzinfo=UTC)]

    assert make_months(TABLE, instants) == 1
    assert make_months(TABLE, instants) == 0
    assert date(2031, 3, 1) in months(TABLE)


def test_a_month_ends_by_the_clock_of_greenwich() -> None:
    make_months(TABLE, [paris(2031, 4, 1, 0, 30)])

    assert date(2031, 3, 1) in months(TABLE)
    assert date(2031, 4, 1) not in months(TABLE)


def test_the_year_turns() -> None:
    assert month_after(date(2031, 12, 1)) == date(2032, 1, 1)
    assert month_after(date(2031, 1, 1)) == date(2031, 2, 1)


def test_a_writer_that_forgets_to_ask_fails() -> None:
    account = AccountFactory()

    with pytest.raises(IntegrityError, match="no partition"):
        Touch(
            account=account,
            type="page_view",
            source="site",
            occurred_at=datetime(2035, 1, 1, tzinfo=UTC),
        ).save()


def test_rows_get_numbers_and_lie_in_their_month() -> None:
    first = TouchFactory(occurred_at=datetime(2031, 3, 4, tzinfo=UTC))
    second = TouchFactory(occurred_at=datetime(2031, 5, 4, tzinfo=UTC))

    assert 0 < first.pk < second.pk
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE}_2031_03")
        assert cursor.fetchone() == (1,)


def test_a_question_about_a_month_reads_that_month_alone() -> None:
    for month in (3, 4, 5):
        TouchFactory(occurred_at=datetime(2031, month, 4, tzinfo=UTC))
    rows = Touch.objects.unscoped("a test").filter(
        occurred_at__gte=datetime(2031, 4, 1, tzinfo=UTC),
        occurred_at__lt=datetime(2031, 5, 1, tzinfo=UTC),
    )

    plan = rows.explain()

    assert f"{TABLE}_2031_04" in plan
    assert f"{TABLE}_2031_03" not in plan
    assert f"{TABLE}_2031_05" not in plan


def test_what_was_written_stays_in_every_part() -> None:
    row = TouchFactory(occurred_at=datetime(2031, 3, 4, tzinfo=UTC))

    with pytest.raises(Exception, match="update"):
        Touch.objects.unscoped("a test").filter(pk=row.pk).update(quantity=2)
