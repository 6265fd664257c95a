"""The indicators of an account."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from metrics.catalogue.catalogue import CATALOGUE
from metrics.models import IndicatorSet
from metrics.queries.suiting import MARKS
from tests.factories import (
    AccountFactory,
    CustomIndicatorFactory,
    DataFeedFactory,
    EnrolmentFactory,
    IndicatorSetFactory,
    ProgramFactory,
    ResponseFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

KEYS = ("nps", "close_rate", "new_opportunities_count", "open_pipeline_value", "nps_promoters")
QUERIES = 20


@pytest.fixture
def manager(client: Client) -> Any:
    """An ABM manager, signed in."""
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def account(manager: Any) -> Any:
    """An account the manager works on."""
    return AccountFactory(team=[manager], name="Ours")


def the_set() -> list[str]:
    rows = IndicatorSet.objects.unscoped("a test looks at what was written")
    return list(rows.order_by("position", "pk").values_list("indicator_key", flat=True))


def test_set_shows_what_each_indicator_says_now(client: Client, account: Any) -> None:
    IndicatorSetFactory(account=account, comment="They renew on it.")
    IndicatorSetFactory(account=account, indicator_key="gone")

    response = client.get(reverse("metrics:indicator_set", args=[account.public_id]))

    page = response.content.decode()
    assert "They renew on it." in page
    assert "Not measured" in page
    assert [row.name for row in response.context["rows"]] == ["Net Promoter Score", "gone"]


@pytest.mark.parametrize("size", [1, 3, 5])
def test_set_is_measured_in_a_fixed_number_of_queries(
    client: Client, account: Any, django_assert_max_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    DataFeedFactory()
    for key in KEYS[:size]:
        IndicatorSetFactory(account=account, indicator_key=key)

    with django_assert_max_num_queries(QUERIES):
        client.get(reverse("metrics:indicator_set", args=[account.public_id]))


def test_indicator_is_added_once_and_last(client: Client, account: Any) -> None:
    IndicatorSetFactory(account=account)
    where = reverse("metrics:indicator_set_add", args=[account.public_id])

    assert client.post(where, {"indicator_key": "close_rate"}).status_code == 302
    assert client.post(where, {"indicator_key": "close_rate"}).status_code == 422
    assert client.post(where, {"indicator_key": "nothing"}).status_code == 422

    assert the_set() == ["nps", "close_rate"]


def test_picker_offers_what_is_usual_in_the_program_first(client: Client, manager: Any) -> None:
    account = AccountFactory(team=[manager], programs=[ProgramFactory(kind="automated")])
    IndicatorSetFactory(account=account)
    where = reverse("metrics:indicator_set_add", args=[account.public_id])

    choices = client.get(where).context["form"].fields["indicator_key"].choices

    first, usual = choices[1]
    assert str(first) == "Usual in this kind of program"
    keys = [key for key, _name in usual]
    assert "new_opportunities_count" in keys
    assert "new_pipeline_value" not in keys


def test_picker_offers_own_indicators_in_reach_alone(client: Client, account: Any) -> None:
    theirs = AccountFactory(team=[UserFactory()])
    CustomIndicatorFactory(key="ours_to_see", state="active", account=account)
    CustomIndicatorFactory(key="for_all", state="active")
    CustomIndicatorFactory(key="a_draft", state="draft")
    CustomIndicatorFactory(key="of_theirs", state="active", account=theirs)
    where = reverse("metrics:indicator_set_add", args=[account.public_id])

    choices = client.get(where).context["form"].fields["indicator_key"].choices

    made = dict(choices)["Made by your team"]
    assert {key for key, _name in made} == {"ours_to_see", "for_all"}


def test_indicators_are_put_in_order(client: Client, account: Any) -> None:
    rows = [
        IndicatorSetFactory(account=account, indicator_key=key, position=at)
        for at, key in enumerate(KEYS[:3])
    ]

    client.post(reverse("metrics:indicator_set_move", args=[rows[2].public_id]), {"to": "up"})

    assert the_set() == [KEYS[0], KEYS[2], KEYS[1]]


def test_comment_is_saved_and_a_stale_one_kept(client: Client, account: Any) -> None:
    row = IndicatorSetFactory(account=account)
    where = reverse("metrics:indicator_set_edit", args=[row.public_id])
    client.post(where, {"comment": "first", "version": "1"})

    response = client.post(where, {"comment": "second", "version": "1"})

    assert response.status_code == 409
    assert "second" in response.content.decode()
    row.refresh_from_db()
    assert row.comment == "first"


def test_indicator_leaves_the_set(client: Client, account: Any) -> None:
    row = IndicatorSetFactory(account=account)

    client.post(reverse("metrics:indicator_set_remove", args=[row.public_id]), {"version": "1"})

    assert the_set() == []


def test_set_of_somebody_else_is_not_there(client: Client, account: Any) -> None:
    other = AccountFactory(team=[UserFactory()])
    row = IndicatorSetFactory(account=other)
    ResponseFactory(account=other)

    assert client.get(f"/accounts/{other.public_id}/indicators/").status_code == 404
    assert client.get(f"/accounts/{other.public_id}/indicators/new/").status_code == 404
    for act in ("edit", "remove"):
        assert client.get(f"/indicators/{row.public_id}/{act}/").status_code == 404
    move = reverse("metrics:indicator_set_move", args=[row.public_id])
    assert client.post(move, {"to": "up"}).status_code == 404


def test_salesperson_reads_the_set_and_leaves_it(client: Client) -> None:
    seller = UserFactory(sales=True)
    account = AccountFactory(team=[seller])
    row = IndicatorSetFactory(account=account)
    client.force_login(seller)

    page = client.get(reverse("metrics:indicator_set", args=[account.public_id]))
    response = client.post(
        reverse("metrics:indicator_set_remove", args=[row.public_id]), {"version": "1"}
    )

    assert page.status_code == 200
    assert "indicators/new/" not in page.content.decode()
    assert response.status_code == 403
    assert the_set() == ["nps"]


def moved_account(manager: Any) -> Any:
    """Return an account that went from an automated program to a high-touch one."""
    automated, high_touch = (ProgramFactory(kind=kind) for kind in ("automated", "high_touch"))
    account = AccountFactory(team=[manager], name="Ours")
    at = timezone.now() - timedelta(days=20)
    EnrolmentFactory(account=account, program=automated, from_at=at - timedelta(days=90), to_at=at)
    EnrolmentFactory(account=account, program=high_touch, from_at=at)
    return account


@pytest.mark.parametrize(
    ("kind", "number"), [("high_touch", 22), ("automated", 18), ("hybrid", 21)]
)
def test_a_set_begins_with_what_the_kind_of_program_looks_at(
    client: Client, manager: Any, kind: str, number: int
) -> None:
    account = AccountFactory(team=[manager], programs=[ProgramFactory(kind=kind)])

    response = client.get(reverse("metrics:indicator_set", args=[account.public_id]))

    usual = [each.row.indicator_key for each in response.context["rows"]]
    ours = {each.key for each in CATALOGUE if each.headline and MARKS[kind] in each.marks}
    assert set(usual) == ours
    assert len(usual) == number
    assert "Nobody has chosen for this account yet" in response.content.decode()
    assert the_set() == []


def test_what_is_usual_is_written_down_to_be_changed(client: Client, manager: Any) -> None:
    account = AccountFactory(team=[manager], programs=[ProgramFactory(kind="automated")])
    where = reverse("metrics:indicator_set_begin", args=[account.public_id])

    client.post(where)
    client.post(where)

    assert len(the_set()) == 18
    page = client.get(reverse("metrics:indicator_set", args=[account.public_id])).content.decode()
    assert "Nobody has chosen" not in page
    assert "Comment on" in page


def test_one_more_stands_beside_what_is_usual(client: Client, manager: Any) -> None:
    account = AccountFactory(team=[manager], programs=[ProgramFactory(kind="automated")])
    where = reverse("metrics:indicator_set_add", args=[account.public_id])

    offered = client.get(where).context["form"].fields["indicator_key"].choices
    client.post(where, {"indicator_key": "close_rate"})

    keys = {key for _label, group in offered[1:] for key, _name in group}
    assert "nps" not in keys
    assert len(the_set()) == 19
    assert the_set()[-1] == "close_rate"


def test_a_move_says_what_came_and_what_went_and_keeps_it_readable(
    client: Client, manager: Any
) -> None:
    account = moved_account(manager)
    page = reverse("metrics:indicator_set", args=[account.public_id])

    response = client.get(page)

    change, text = response.context["change"], response.content.decode()
    assert (change["before"], change["now"]) == (["Automated"], ["High-touch"])
    assert "contact_quality_score" in {each.key for each in change["came"]}
    assert "campaign_targeted_accounts" in {each.key for each in change["went"]}
    day = change["stays_to"].isoformat()
    assert f"as_of={day}" in text
    before = client.get(page, {"as_of": day})
    keys = [each.row.indicator_key for each in before.context["rows"]]
    assert "campaign_targeted_accounts" in keys
    assert "contact_quality_score" not in keys


def test_a_move_leaves_a_chosen_set_as_it_is_and_says_what_is_usual(
    client: Client, manager: Any
) -> None:
    account = moved_account(manager)
    IndicatorSetFactory(account=account, indicator_key="campaign_targeted_accounts")
    IndicatorSetFactory(account=account, indicator_key="nps")

    response = client.get(reverse("metrics:indicator_set", args=[account.public_id]))

    change, text = response.context["change"], response.content.decode()
    assert [each.key for each in change["kept"]] == ["campaign_targeted_accounts"]
    assert "nps" not in {each.key for each in change["came"]}
    assert "Its set stays as it was chosen." in text
    assert f"{reverse('metrics:indicator_set_add', args=[account.public_id])}?key=" in text
    assert len(the_set()) == 2


def test_salesperson_chooses_no_set(client: Client) -> None:
    seller = UserFactory(role="sales")
    client.force_login(seller)
    account = AccountFactory(team=[seller], programs=[ProgramFactory()])

    where = reverse("metrics:indicator_set_begin", args=[account.public_id])

    assert client.post(where).status_code == 403
    assert the_set() == []
