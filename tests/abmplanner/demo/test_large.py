"""The large demo writes what it was asked for, the same each time, under the database's rules."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from abmplanner.kit.actor import SYSTEM
from accounts.actions.opportunity import histories_of, project
from accounts.models import (
    Account,
    CampaignTarget,
    ConsentEvent,
    Contact,
    Employment,
    Opportunity,
    Program,
    StageChange,
    Touch,
    WebSession,
)
from metrics.catalogue.words import Grain
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from metrics.queries.window import Window
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def tell(**more: Any) -> str:
    """Write forty accounts and two thousand touches, and return what was printed."""
    out = StringIO()
    size = {"accounts": 40, "touches": 2000, "weeks": 12, "today": TODAY} | more
    call_command("demo", **size, stdout=out)
    return out.getvalue()


def rows(model: Any) -> Any:
    """Return every row of a model."""
    return model.objects.unscoped("a test looks at everything")


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def written(seed: int) -> dict[str, Any]:
    """Return what a run of a seed wrote, without the keys of the database."""
    with undone():
        tell(seed=seed)
        return {
            "accounts": list(rows(Account).order_by("pk").values_list("public_id", "name")),
            "people": list(rows(Contact).order_by("pk").values_list("name", "email", "title")),
            "stages": list(rows(StageChange).order_by("pk").values_list("occurred_at")),
            "touches": list(
                rows(Touch)
                .order_by("pk")
                .values_list("type", "occurred_at", "account__name", "contact__name", "source_key")
            ),
        }


def test_as_much_as_was_asked_for_is_written() -> None:
    tell()

    assert rows(Account).count() == 40
    assert 40 * 3 <= rows(Contact).count() <= 40 * 8
    assert rows(Employment).count() == rows(Contact).count()
    assert 40 * 2 <= rows(Opportunity).count() <= 40 * 4
    assert rows(Touch).count() == 2000
    assert rows(WebSession).count() == pytest.approx(200, abs=12)
    assert rows(ConsentEvent).exists()
    assert rows(CampaignTarget).exists()


def test_touches_lie_in_the_weeks_asked_for_and_few_accounts_have_most() -> None:
    tell()

    instants = rows(Touch).values_list("occurred_at", flat=True)
    most = Counter(rows(Touch).values_list("account", flat=True)).most_common(8)

    assert datetime(2026, 3, 9, tzinfo=UTC) <= min(instants)
    assert max(instants) < datetime(2026, 6, 1, tzinfo=UTC)
    assert sum(number for _account, number in most) > 2000 * 0.4


def test_the_same_seed_writes_the_same_and_another_one_other_rows() -> None:
    first, again, other = written(1), written(1), written(2)

    assert again == first
    assert other["touches"] != first["touches"]


def test_no_rule_of_the_database_was_passed_by() -> None:
    tell()

    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE NOT convalidated")
        assert cursor.fetchone() == (0,)


def test_rows_are_as_if_saved_by_the_orm() -> None:
    tell()
    account, contact = rows(Account).first(), rows(Contact).first()

    for row in (account, contact):
        row.full_clean()
        before = {field.attname: getattr(row, field.attname) for field in row._meta.fields}
        row.save()
        assert before == {field.attname: getattr(row, field.attname) for field in row._meta.fields}


def test_deals_are_what_their_histories_say() -> None:
    tell()
    deals = list(rows(Opportunity).order_by("pk")[:20])
    histories = histories_of(SYSTEM, deals)

    for deal in deals:
        held = (deal.stage_id, deal.tcv, deal.acv, deal.currency, deal.close_on, deal.created_at)
        project(deal, histories[deal.pk])
        now = (deal.stage_id, deal.tcv, deal.acv, deal.currency, deal.close_on, deal.created_at)
        assert held == now


def test_accounts_are_audited_like_others() -> None:
    tell()

    events = rows(apps.get_model("accounts", "AccountEvent"))
    assert events.filter(pgh_label="insert").count() == 40


def test_it_can_be_measured() -> None:
    tell()
    scope = Scope.of_program(SYSTEM, rows(Program).get())
    window = Window(
        start=date(2026, 4, 1), end=date(2026, 6, 1), as_of=date(2026, 5, 31), zone=scope.zone
    )

    answers = live_answers(
        SYSTEM, ["new_pipeline_value"], scope=scope, window=window, grain=Grain.PROGRAM
    )

    assert answers.one(answers.targets[0], "new_pipeline_value").value


def test_a_second_run_adds_to_the_first() -> None:
    tell()
    tell(accounts=3, touches=100)

    assert rows(Account).count() == 43
    assert rows(Touch).count() == 2100


def test_it_keeps_away_from_accounts_of_others() -> None:
    AccountFactory()

    with pytest.raises(CommandError, match="accounts already"):
        tell()
    assert not rows(Program).exists()


def test_progress_tells_rows_a_second_and_memory() -> None:
    printed = tell()

    assert "touches: 2,000 of 2,000" in printed
    assert "a second" in printed
    assert "MiB" in printed


@pytest.mark.parametrize("number", ["0", "-4", "many"])
def test_sizes_are_whole_numbers_above_zero(number: str) -> None:
    with pytest.raises(CommandError, match="whole number above zero"):
        call_command("demo", "--accounts", number, "--touches", "10")
