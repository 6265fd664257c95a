"""Row 16: what passes in social networks, told as records and measured."""

import json
from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account, Contact, User
from metrics.phrases import sentence
from metrics.queries.answer import Answer
from metrics.queries.asking import Question, answered
from metrics.queries.opening import records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    ContactFactory,
    DataFeedFactory,
    ExternalIdFactory,
    ParameterSetFactory,
    ProgramFactory,
    SocialAssessmentFactory,
    SsiReadingFactory,
    TeamMemberFactory,
    TouchFactory,
    UserFactory,
)
from tests.factories.dates import LONG_AGO, paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

IN_MARCH = paris(2026, 3, 10)


@pytest.fixture
def account() -> Account:
    return AccountFactory(name="Acme", programs=[ProgramFactory(name_en="Key accounts")])


@pytest.fixture
def seller(account: Account) -> User:
    return TeamMemberFactory(account=account).user


def act(account: Account, kind: str, at: datetime = IN_MARCH, **fields: Any) -> None:
    TouchFactory(account=account, type=f"social_{kind}", occurred_at=at, **fields)


def working(account: Account, number: int) -> list[Contact]:
    """Make contacts who have worked at an account for long."""
    found: list[Contact] = ContactFactory.create_batch(
        number, account=account, recorded_at=LONG_AGO
    )
    return found


def people(account: Account, number: int) -> list[Contact]:
    """Make contacts of an account whose profile we know."""
    found = working(account, number)
    for each in found:
        ExternalIdFactory(account=None, contact=each, system="LinkedIn", kind="profile")
    return found


def sell(account: Account, seller: User, contacts: list[Contact]) -> None:
    """Do what the worked example does: 4 posts, 2 connections, 4 comments, 4 exchanges."""
    ours = {"user": seller, "direction": "outbound"}
    for number in range(4):
        act(account, "post", message=f"post {number}", **ours)
        act(account, "share", **ours)
        act(account, "message", contact=contacts[number], **ours)
        act(account, "message", paris(2026, 3, 12), contact=contacts[number])
    for contact in contacts[:2]:
        act(account, "connected", contact=contact, **ours)


def of(key: str, scope: str = "account:Acme", window: Any = MARCH, actor: Actor = SYSTEM) -> Answer:
    days = {"start": window.start, "end": window.end, "as_of": window.as_of}
    return answered(actor, Question(indicator=key, scope=scope, **days)).answer


# ---- the worked example ----


def test_the_worked_example_comes_to_fifty_with_maturity_and_without(
    account: Account, seller: User
) -> None:
    contacts = people(account, 12)
    sell(account, seller, contacts)
    for contact in contacts[:3]:
        act(account, "like", contact=contact)
    contacts_taking_part = of("social_communication")

    assert of("social_selling_activity").value == 75
    assert (of("social_posts").value, of("social_conversations").value) == (4, 4)
    assert contacts_taking_part.numerator == 4  # who wrote to us took part as well
    without = of("social_score")
    assert without.value == pytest.approx((40 * 75 + 40 * 100 * 4 / 12) / 80)
    assert without.denominator == 80

    SocialAssessmentFactory(account=account, level=3, occurred_at=IN_MARCH)

    assert of("social_maturity").value == 50
    assert of("social_score").value == pytest.approx(0.4 * 75 + 0.2 * 50 + 0.4 * 100 * 4 / 12)
    assert of("social_score").denominator == 100


def test_the_composite_of_the_example_is_fifty_to_the_point(account: Account, seller: User) -> None:
    contacts = people(account, 12)
    strangers = working(account, 4)  # without a known profile
    sell(account, seller, [*contacts[:2], *strangers[:2]])
    act(account, "like", contact=contacts[2])
    SocialAssessmentFactory(account=account, level=3, occurred_at=IN_MARCH)

    assert of("social_communication").value == 25
    assert of("social_score").value == 50


def test_the_command_says_the_same_in_words(account: Account, seller: User) -> None:
    sell(account, seller, working(account, 4))
    out = StringIO()

    days = {"start": "2026-03-01", "end": "2026-04-01", "as_of": "2026-03-31"}
    named = ["--from", days["start"], "--to", days["end"], "--as-of", days["as_of"]]
    call_command(
        "measure", "--indicator", "social_selling_activity", "--scope", "account:Acme", *named,
        "--format", "json", stdout=out,
    )  # fmt: skip

    said = json.loads(out.getvalue())
    assert said["value"] == 75
    assert said["unit"] == "points"
    assert "14 deeds of our team in social networks: 75" in sentence(of("social_selling_activity"))


# ---- selling ----


def test_nothing_is_said_without_a_feed_and_zero_with_one(account: Account, seller: User) -> None:
    ContactFactory(account=account)
    assert of("social_selling_activity").status == "not_measured"
    assert of("social_posts").status == "not_measured"

    DataFeedFactory(record_type="social")

    assert of("social_selling_activity").value == 0
    assert of("social_posts").value == 0


def test_an_account_without_a_team_sells_nothing_and_is_not_at_zero(account: Account) -> None:
    DataFeedFactory(record_type="social")

    assert of("social_selling_activity").status == "no_data"


def test_a_post_counts_for_each_account_of_its_author_once(account: Account, seller: User) -> None:
    other = AccountFactory(name="Betta")
    TeamMemberFactory(account=other, user=seller)
    for each in (account, other):
        act(each, "post", message="the same", user=seller, direction="outbound")
    act(account, "post", user=seller, direction="outbound")

    assert of("social_posts").value == 2
    assert of("social_posts", "account:Betta").value == 2
    assert of("social_posts").exclusions == {}
    act(account, "post", message="the same", user=seller, direction="outbound")
    assert (of("social_posts").value, of("social_posts").exclusions) == (2, {"repeated": 1})


def test_what_others_do_and_machines_do_is_left_out_with_the_reason(
    account: Account, seller: User
) -> None:
    stranger = UserFactory()
    elsewhere = ContactFactory(account=AccountFactory())
    act(account, "post", user=stranger, direction="outbound")
    act(account, "post", user=seller, direction="outbound", automation="machine")
    act(account, "connected", user=seller, contact=elsewhere, direction="outbound")

    answer = of("social_selling_activity")

    assert answer.value == 0
    assert answer.exclusions == {"not_team": 1, "machine": 1, "not_at_account": 1}


def test_an_exchange_counts_in_the_month_of_its_answer_and_once(
    account: Account, seller: User
) -> None:
    contact = ContactFactory(account=account)
    act(account, "message", paris(2026, 2, 20), contact=contact)
    for day in (2, 9):
        act(account, "message", paris(2026, 3, day), contact=contact, direction="outbound")
    late = ContactFactory(account=account)
    act(account, "message", paris(2026, 1, 2), contact=late)
    act(account, "message", paris(2026, 3, 2), contact=late, direction="outbound")

    assert of("social_conversations").value == 1
    february = Question(
        indicator="social_conversations", scope="account:Acme", start=date(2026, 2, 1),
        end=date(2026, 3, 1), as_of=date(2026, 3, 31),
    )  # fmt: skip
    assert answered(SYSTEM, february).answer.value == 0


def test_teams_are_asked_together_for_what_they_do(account: Account, seller: User) -> None:
    program = account.enrolments.unscoped("a test").get().program
    quiet = AccountFactory(programs=[program])
    TeamMemberFactory(account=quiet)
    sell(account, seller, working(account, 4))

    pooled = of("social_selling_activity", f"program:{program.public_id}")

    assert pooled.value == 12.5 + 6.25 + 6.25 + 12.5


def test_targets_and_weights_are_settings(account: Account, seller: User) -> None:
    sell(account, seller, working(account, 4))
    ParameterSetFactory(values={"social_target_connections": 2, "social_target_remarks": 4})

    assert of("social_selling_activity").value == 100


# ---- the rate of posts ----


def test_reactions_are_compared_with_how_often_posts_were_shown(account: Account) -> None:
    for contact in working(account, 5):
        act(account, "like", contact=contact)
        act(account, "click", contact=contact)
    act(account, "shown", quantity=200, direction="outbound")

    rate = of("social_engagement_rate")

    assert (rate.value, rate.numerator, rate.denominator) == (5, 10, 200)
    assert rate.method == "wilson"


@pytest.mark.parametrize(
    ("contacts", "shown", "status"),
    [(4, 200, "suppressed"), (5, 0, "no_data"), (5, 3, "incomplete"), (0, 200, "ok")],
)
def test_a_rate_of_few_people_or_of_posts_nobody_counted_is_not_said(
    account: Account, contacts: int, shown: int, status: str
) -> None:
    for contact in working(account, contacts):
        act(account, "like", contact=contact)
    if shown:
        act(account, "shown", quantity=shown, direction="outbound")

    rate = of("social_engagement_rate")

    assert rate.status == status
    assert (rate.value is None) == (status != "ok")
    assert rate.numerator == contacts
    words = sentence(rate)
    assert ("fewer than five people" in words) == (status == "suppressed")
    assert ("no platform says" in words) == (status == "no_data")


# ---- the index ----


def read(*people: User, day: date = date(2026, 3, 20), part: int = 15) -> None:
    for each in people:
        SsiReadingFactory(
            user=each, read_on=day, brand=part, people=part, insights=part, relationships=part
        )


def test_an_index_is_the_mean_of_the_fresh_ones_of_the_team_from_five_people_on(
    account: Account,
) -> None:
    team = [TeamMemberFactory(account=account).user for _number in range(5)]
    read(*team[:4])
    assert (of("ssi_imported").status, of("ssi_imported").n) == ("suppressed", 4)
    assert "The index of 4 people" in sentence(of("ssi_imported"))

    read(team[4], part=25)
    read(team[4], day=date(2026, 2, 28), part=1)
    assert of("ssi_imported").value == (4 * 60 + 100) / 5

    april = Question(
        indicator="ssi_imported", scope="account:Acme", start=date(2026, 4, 1),
        end=date(2026, 5, 1), as_of=date(2026, 4, 21),
    )  # fmt: skip
    assert answered(SYSTEM, april).answer.status == "no_data"


def test_a_person_on_two_teams_of_a_program_has_one_index(account: Account) -> None:
    program = account.enrolments.unscoped("a test").get().program
    team = [TeamMemberFactory(account=account).user for _number in range(5)]
    TeamMemberFactory(account=AccountFactory(programs=[program]), user=team[0])
    read(*team)

    assert of("ssi_imported", f"program:{program.public_id}").n == 5


def test_whose_index_it_is_is_told_to_them_and_their_manager_alone(account: Account) -> None:
    boss = TeamMemberFactory(account=account).user
    team = [
        TeamMemberFactory(account=account, user=UserFactory(sales=True, manager=boss)).user
        for _number in range(4)
    ]
    read(boss, *team)
    scope = Scope.of_accounts(SYSTEM, [account])

    def labels(user: User) -> set[str]:
        found = records(Actor.of_person(user), "ssi_imported", scope=scope, window=MARCH)
        assert found.counted == 5
        return {row.label for row in found.rows} - {""}

    assert labels(boss) == {each.name for each in (boss, *team)}
    assert labels(team[0]) == {team[0].name}


def test_the_answer_is_the_same_by_the_other_way_of_asking(account: Account, seller: User) -> None:
    sell(account, seller, working(account, 4))

    assert ask("social_selling_activity", account=account).value == 75
