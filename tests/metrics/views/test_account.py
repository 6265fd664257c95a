"""The portfolio and the plan of an account: what is measured, and nothing invented."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account, Program, User
from metrics.actions.measurement import keep_accounts
from tests.factories import (
    AccountFactory,
    ActionFactory,
    DataFeedFactory,
    FeedbackFactory,
    GoalFactory,
    ObjectiveFactory,
    OpportunityFactory,
    ProgramFactory,
    ResponseFactory,
    StageFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LIST = "/accounts/"


def filled(account: Account) -> None:
    """Give an account two objectives with a goal and an action each, a deal and a feedback."""
    for objective in ObjectiveFactory.create_batch(2, account=account):
        GoalFactory(account=account, objective=objective)
        ActionFactory(objective=objective)
    OpportunityFactory(account=account, tcv=Decimal(1000), currency="EUR")
    ResponseFactory(account=account)
    FeedbackFactory(account=account)


def names(browser: Client, **narrowed: str) -> list[str]:
    """Return the names of the accounts on the list, in order."""
    rows = browser.get(LIST, narrowed).context_data["rows"]
    return [row.account.name for row in rows]


# The portfolio


def test_each_role_finds_its_own_accounts(
    browser_of: BrowserOf,
    manager: User,
    leader: User,
    seller: User,
    account: Account,
    foreign: Account,
) -> None:
    administrator = UserFactory(administrator=True)

    found = {
        person.role: names(browser_of(person))
        for person in (administrator, manager, leader, seller)
    }

    assert found == {
        "administrator": ["Airbus", "Zodiac"],
        "abm_manager": ["Airbus"],
        "leadership": ["Airbus"],
        "sales": ["Airbus"],
    }


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_the_portfolio_takes_the_same_queries_for_any_number_of_accounts(
    client: Client, settings: Any, django_assert_num_queries: Any, program: Program, rows: int
) -> None:
    settings.PAGE_SIZE = 100
    for account in AccountFactory.create_batch(rows, programs=[program]):
        filled(account)
    client.force_login(UserFactory(administrator=True))

    with django_assert_num_queries(20):
        response = client.get(LIST)

    assert len(response.context_data["rows"]) == rows


def test_goals_of_many_periods_take_no_more_queries_once_they_are_measured(
    client: Client, django_assert_max_num_queries: Any, program: Program
) -> None:
    DataFeedFactory(record_type="response")
    yesterday = timezone.localdate() - timedelta(days=1)
    for days in range(30):
        account = AccountFactory(programs=[program])
        heard = timezone.now() - timedelta(days=5)
        ResponseFactory.create_batch(6, account=account, responded_at=heard)
        due = yesterday + timedelta(days=100 + days)
        start = yesterday - timedelta(days=100 + days)
        GoalFactory(account=account, starts_on=start, due_on=due, baseline=0, target=100)
    keep_accounts([row.pk for row in Account.objects.unscoped("a test")], as_of=yesterday)
    client.force_login(UserFactory(administrator=True))

    with django_assert_max_num_queries(20):
        response = client.get(LIST)

    rows = response.context_data["rows"]
    assert {row.measured_on for row in rows} == {yesterday}
    assert all(row.standing.score is not None for row in rows)


def test_goals_of_many_periods_wait_where_nothing_is_kept_of_them(
    client: Client, django_assert_max_num_queries: Any, program: Program
) -> None:
    for days in range(30):
        GoalFactory(
            account=AccountFactory(programs=[program]),
            due_on=date(2026, 12, 1) + timedelta(days=days),
        )
    client.force_login(UserFactory(administrator=True))

    with django_assert_max_num_queries(20):
        client.get(LIST)


def test_the_portfolio_is_narrowed_and_ordered(browser_of: BrowserOf, program: Program) -> None:
    ada, zoe = UserFactory(name="Ada"), UserFactory(name="Zoë")
    AccountFactory(name="Société B", owner=ada, status="customer", programs=[program])
    AccountFactory(name="Crédit A", owner=zoe, status="prospect", programs=[ProgramFactory()])
    browser = browser_of(UserFactory(administrator=True))

    assert names(browser) == ["Crédit A", "Société B"]
    assert names(browser, q="SOCIETE") == ["Société B"]
    assert names(browser, program=str(program.public_id)) == ["Société B"]
    assert names(browser, owner=str(zoe.public_id)) == ["Crédit A"]
    assert names(browser, status="customer") == ["Société B"]
    assert names(browser, sort="owner") == ["Société B", "Crédit A"]
    assert names(browser, sort="-name") == ["Société B", "Crédit A"]


@pytest.mark.parametrize(
    "query",
    ["page=99999999999", "page=x", "sort=owner__password", "program=1", "owner=%00", "q=%25_\\"],
)
def test_nonsense_in_the_address_breaks_nothing(
    browser_of: BrowserOf, manager: User, account: Account, query: str
) -> None:
    assert browser_of(manager).get(f"{LIST}?{query}").status_code == 200


def test_the_next_page_shows_the_rest(browser_of: BrowserOf, settings: Any) -> None:
    settings.PAGE_SIZE = 2
    for name in ("A", "B", "C"):
        AccountFactory(name=name)

    assert names(browser_of(UserFactory(administrator=True)), page="2") == ["C"]


def test_htmx_gets_the_list_alone(browser_of: BrowserOf, manager: User, account: Account) -> None:
    page = browser_of(manager).get(
        LIST, headers={"hx-request": "true", "hx-target": "account-list"}
    )

    assert page.content.decode().strip().startswith('<div class="stack" id="account-list">')
    assert "HX-Target" in page.headers["Vary"]


def test_an_account_without_goal_or_news_says_so_and_has_no_score(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    (row,) = browser_of(manager).get(LIST).context_data["rows"]

    assert (row.standing, row.next_action, row.planned_at, row.heard_at) == (None,) * 4


def test_what_is_not_measured_has_no_score(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    GoalFactory(account=account)

    (row,) = browser_of(manager).get(LIST).context_data["rows"]

    assert row.goals == 1
    assert row.standing.score is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_account_without_a_score_is_called_so_on_every_page(
    browser_of: BrowserOf, manager: User, account: Account, language: str
) -> None:
    goal = GoalFactory(account=account, indicator_key="close_rate")
    browser = browser_of(manager)
    said = {"en": ("No score", "No data yet"), "fr": ("Pas de score", "Pas encore de données")}
    band, status = said[language]

    for page, words in {
        LIST: [band],
        account.get_absolute_url(): [band, status],
        reverse("metrics:goal_list"): [band, status],
        reverse("metrics:goal_detail", args=[goal.public_id]): [status],
    }.items():
        shown = browser.get(page, headers={"accept-language": language}).content.decode()
        assert [word for word in words if f"{word}</span>" not in shown] == []
        assert "No data in this period" not in shown


def test_the_next_action_is_the_open_one_due_first(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    today = timezone.localdate()
    ActionFactory(objective=objective, due_on=None)
    ActionFactory(objective=objective, due_on=today - timedelta(days=9), state="done")
    late = ActionFactory(objective=objective, due_on=today - timedelta(days=1))
    ActionFactory(objective=objective, due_on=today)

    (row,) = browser_of(manager).get(LIST).context_data["rows"]

    assert row.next_action.title == late.title
    assert row.is_overdue


def test_freshness_is_the_last_save_of_the_plan_and_the_last_news(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    objective = ObjectiveFactory(account=account)
    action = ActionFactory(objective=objective)
    action.refresh_from_db()
    heard = timezone.now() - timedelta(days=3)
    ResponseFactory(account=account, responded_at=heard - timedelta(days=1))
    FeedbackFactory(account=account, given_at=heard)

    (row,) = browser_of(manager).get(LIST).context_data["rows"]

    assert row.planned_at == action.saved_at
    assert row.heard_at == heard


# The plan


def test_the_plan_shows_objectives_with_their_goals_actions_and_the_rest(
    browser_of: BrowserOf, manager: User, account: Account, foreign: Account
) -> None:
    filled(account)
    filled(foreign)
    loose = GoalFactory(account=account)

    page = browser_of(manager).get(account.get_absolute_url())

    plan = page.context_data["plan"]
    assert [len(line.goals) for line in plan.objectives] == [1, 1]
    assert [len(line.actions) for line in plan.objectives] == [1, 1]
    assert [row.goal for row in plan.other_goals] == [loose]
    assert [deal.account for deal in plan.deals] == [account]
    assert [line.feedback.account for line in page.context_data["feedback"]] == [account]


@pytest.mark.parametrize("role", ["manager", "leader", "seller"])
def test_the_plan_is_read_by_each_role_and_written_by_those_who_plan(
    browser_of: BrowserOf,
    request: pytest.FixtureRequest,
    role: str,
    account: Account,
    foreign: Account,
) -> None:
    filled(account)
    browser = browser_of(request.getfixturevalue(role))

    page = browser.get(account.get_absolute_url())

    writes = role == "manager"
    assert page.status_code == 200
    assert (b"objectives/new" in page.content) is writes
    assert (b"/goals/new/" in page.content) is writes
    assert (b'name="state" value="done"' in page.content) is writes
    assert (b"/feedback/new/" in page.content) is (role != "leader")
    assert browser.get(foreign.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_plan_takes_the_same_queries_however_much_it_holds(
    client: Client, django_assert_num_queries: Any, program: Program, rows: int
) -> None:
    account = AccountFactory(programs=[program])
    for _ in range(rows):
        filled(account)
    client.force_login(UserFactory(administrator=True))

    with django_assert_num_queries(42):
        client.get(account.get_absolute_url())


def test_a_goal_shows_its_value_its_way_and_its_day(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    DataFeedFactory(record_type="response")
    today = timezone.localdate()
    GoalFactory(
        account=account,
        baseline=Decimal(0),
        target=Decimal(100),
        starts_on=today - timedelta(days=100),
        due_on=today + timedelta(days=99),
    )
    for score in (10, 9, 9, 9, 10, 3):
        ResponseFactory(account=account, score=score, responded_at=timezone.now())

    page = browser_of(manager).get(account.get_absolute_url())

    (row,) = page.context_data["plan"].other_goals
    assert row.progress.answer.value == pytest.approx(66.67, abs=0.01)
    assert row.progress.attained == pytest.approx(0.6667, abs=0.001)
    assert b"+66.7" in page.content


def test_what_is_not_measured_is_never_shown_as_zero(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    GoalFactory(account=account)

    page = browser_of(manager).get(account.get_absolute_url())

    assert page.context_data["plan"].voice.status == "not_measured"
    assert page.content.decode().count("Not measured") >= 2


def test_deals_that_are_over_a_test_or_elsewhere_are_not_open(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    unknown = OpportunityFactory(account=account, close_on=date(2026, 5, 1))
    soon = OpportunityFactory(account=account, stage=StageFactory(), close_on=date(2026, 4, 1))
    OpportunityFactory(account=account, stage=StageFactory(outcome="won"))
    OpportunityFactory(account=account, is_test=True)
    OpportunityFactory(account=account, deleted_at=timezone.now())
    OpportunityFactory(account=account, merged_into=soon)

    plan = browser_of(manager).get(account.get_absolute_url()).context_data["plan"]

    assert list(plan.deals) == [soon, unknown]


def test_names_are_text_and_nothing_else(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    ObjectiveFactory(account=account, title="<script>alert(1)</script>", why="<img src=x>")

    page = browser_of(manager).get(account.get_absolute_url())

    assert b"<script>alert(1)" not in page.content
    assert b"<img src=x>" not in page.content
