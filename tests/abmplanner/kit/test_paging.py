"""Pages of long lists: counted once a minute, read row by row where that is quicker."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from abmplanner.kit import paging
from abmplanner.kit.actor import Actor
from abmplanner.kit.paging import LongList
from accounts.models import Account, TeamMember, User
from tests.factories import AccountFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> User:
    """An ABM manager with five accounts, beside one of somebody else's."""
    person: User = UserFactory()
    for number in range(5):
        AccountFactory(name=f"Account {number}", team=[person])
    AccountFactory(name="Account 9")
    return person


def rows(person: User, *order: str) -> Any:
    return Account.objects.visible_to(Actor.of_person(person)).order_by(*order, "pk")


def test_a_long_list_is_counted_once_and_a_short_one_each_time(
    keeper: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def counted(name: str) -> int:
        return LongList(rows(keeper, "search_key"), 2, name=name).count

    assert counted(f"short {keeper.pk}") == 5
    monkeypatch.setattr(paging, "LONG", 5)
    assert counted(f"long {keeper.pk}") == 5
    AccountFactory(team=[keeper])

    with django_assert_num_queries(0):
        assert counted(f"long {keeper.pk}") == 5
    assert counted(f"short {keeper.pk}") == 6


@pytest.mark.parametrize(
    ("order", "far", "is_row_by_row"),
    [("search_key", 10, True), ("search_key", 2, False), ("status", 10, False)],
)
def test_a_page_holds_the_same_rows_whichever_way_it_is_read(
    keeper: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Callable[..., CaptureQueriesContext],
    order: str,
    far: int,
    is_row_by_row: bool,  # noqa: FBT001 -- a cell of the table
) -> None:
    monkeypatch.setattr(paging, "FAR", far)
    pages = LongList(rows(keeper, order), 2, name=f"{order} {far} {keeper.pk}")

    with django_assert_max_num_queries(2) as asked:
        page = pages.page(2)
        names = [row.name for row in page]

    assert names == ["Account 2", "Account 3"]
    assert page.paginator.num_pages == 3
    assert ("LIMIT 1) IS NOT NULL" in asked.captured_queries[-1]["sql"]) is is_row_by_row


def test_a_long_list_remembers_places_and_reads_its_rows_anew(
    keeper: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(paging, "LONG", 5)

    def names_on(number: int) -> list[str]:
        listed = LongList(rows(keeper, "-status", "name"), 2, name=f"places {keeper.pk}")
        return [row.name for row in listed.page(number)]

    assert names_on(2) == ["Account 2", "Account 3"]
    with django_assert_num_queries(2):  # the newest saving, and the rows of the page
        assert names_on(3) == ["Account 4"]

    theirs = TeamMember.objects.unscoped("a test").filter(account__name="Account 0")
    theirs.update(voided_at=theirs.get().recorded_at)
    assert names_on(1) == ["Account 1"], "what is out of reach by now is not shown"

    AccountFactory(name="Account 01", team=[keeper])
    assert names_on(1) == ["Account 01", "Account 1"], "a saved account makes places anew"
