"""Row 3: its worked example, who reads what of a colleague, and what counts once."""

from datetime import datetime
from typing import Any

import pytest

from abmplanner.kit.actor import Actor
from accounts.models import Account, User
from metrics.queries.opening import Opened, records
from metrics.queries.scope import Scope
from tests.factories import (
    AccountFactory,
    ContactFactory,
    CustomerRatingFactory,
    EnrolmentFactory,
    FeedbackFactory,
    FeedbackReplyFactory,
    ProgramFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.factories.dates import LONG_AGO, paris
from tests.metrics.queries.stories import MARCH, ask

pytestmark = pytest.mark.django_db

IN_MARCH = paris(2026, 3, 9, 12)
ON_MARKETER = "feedback_sales_on_marketer"


def said(account: Account, *, at: datetime = IN_MARCH, **fields: Any) -> Any:
    """Let sales say something of the marketing for an account."""
    told = {"activities_rating": None, "comment": "Words"} | fields
    return FeedbackFactory(account=account, given_at=at, recorded_at=at, **told)


def rated(account: Account, score: int, **fields: Any) -> Any:
    """Let somebody of the account rate the activities."""
    contact = ContactFactory(account=account)
    told = {"contact": contact, "occurred_at": IN_MARCH, "score": score} | fields
    return CustomerRatingFactory(account=account, **told)


def example() -> Account:
    """Return an account of whose marketing sales say 5, 4, 3 and the account itself 4, 5."""
    account = AccountFactory()
    for rating in (5, 4, 3):
        said(account, activities_rating=rating)
    for rating in (4, 5):
        rated(account, rating)
    return account


def of_colleague(account: Account, *ratings: int) -> User:
    """Return one of us whose work sales rated."""
    colleague: User = UserFactory(manager=UserFactory())
    for rating in ratings:
        said(account, marketer=colleague, marketer_rating=rating)
    return colleague


def opened(key: str, account: Account, reader: User) -> Opened:
    """Return the records of a number, as somebody reads them."""
    actor = Actor.of_person(reader)
    return records(actor, key, scope=Scope.of_accounts(actor, [account]), window=MARCH)


def test_the_two_voices_weigh_the_same_as_in_the_worked_example() -> None:
    account = example()

    answer = ask("abm_feedback_score", account=account)

    assert (answer.value, answer.n, answer.status) == (81.25, 5, "ok")
    assert ask("feedback_sales_on_activities", account=account).value == 75
    assert ask("feedback_account_on_activities", account=account).value == 87.5
    top = ask("feedback_sales_on_activities_top2_share", account=account)
    assert (top.numerator, top.denominator) == (2, 3)
    assert (round(top.low or 0, 1), round(top.high or 0, 1)) == (20.8, 93.9)
    assert ask("feedback_count", account=account).value == 5


def test_one_voice_alone_is_the_score_where_the_other_says_nothing() -> None:
    account = AccountFactory()
    for rating in (5, 4, 3, 5, 3):
        said(account, activities_rating=rating)

    assert ask("abm_feedback_score", account=account).value == 75
    assert ask("feedback_account_on_activities", account=account).status == "no_data"


def test_a_program_pools_the_answers_of_its_accounts() -> None:
    program = ProgramFactory()
    for account in (example(), example()):
        EnrolmentFactory(account=account, program=program, from_at=LONG_AGO)
    said(example(), activities_rating=1)

    assert ask("abm_feedback_score", program=program).n == 10
    assert ask("abm_feedback_score", program=program).value == 81.25
    assert ask("feedback_count").value == 16


def test_each_answer_is_read_on_the_scale_it_was_given_on() -> None:
    account = AccountFactory()
    rated(account, 10, lowest=0, highest=10)
    rated(account, 3)

    assert ask("feedback_account_on_activities", account=account).value == 75
    assert ask("feedback_account_on_activities_top2_share", account=account).numerator == 1


def test_the_latest_answer_of_a_person_counts_and_a_comment_counts_only_as_given() -> None:
    account, seller = AccountFactory(), UserFactory(sales=True)
    said(account, author=seller, activities_rating=1, at=paris(2026, 3, 2))
    said(account, author=seller, activities_rating=5, at=paris(2026, 3, 3))
    said(account, author=seller, at=paris(2026, 3, 4))
    said(AccountFactory(), author=seller, activities_rating=1)

    answer = ask("feedback_sales_on_activities", account=account)

    assert (answer.value, answer.exclusions) == (100, {"superseded": 1})
    assert ask("feedback_count", account=account).value == 3
    assert ask("feedback_sales_on_activities").n == 2


def test_fewer_than_five_ratings_of_a_colleague_show_no_number_that_tells_them() -> None:
    account = AccountFactory()
    of_colleague(account, 5, 5, 5, 1)
    for rating in (5, 4):
        said(account, activities_rating=rating)

    for key in (ON_MARKETER, f"{ON_MARKETER}_top2_share", "abm_feedback_score"):
        answer = ask(key, account=account)
        assert (answer.status, answer.value, answer.numerator) == ("suppressed", None, None)
    of_colleague(account, 4)
    assert ask(ON_MARKETER, account=account).value == 75
    assert ask("abm_feedback_score", account=account).n == 7


def test_ratings_of_a_colleague_are_read_by_them_their_manager_and_the_author() -> None:
    account = AccountFactory()
    colleague = of_colleague(account, 5)
    author = said(account, marketer=colleague, marketer_rating=2).author
    administrator = UserFactory(role="administrator")
    for person in (colleague, colleague.manager, author):
        TeamMemberFactory(account=account, user=person)

    def read(reader: User) -> set[str]:
        return {row.detail for row in opened(ON_MARKETER, account, reader).rows}

    assert read(colleague) == read(colleague.manager) == {"5 / 5", "2 / 5"}
    assert read(author) == {"", "2 / 5"}
    assert read(administrator) == {""}
    assert {row.label for row in opened(ON_MARKETER, account, administrator).rows} == {""}


def test_by_marketer_few_may_ask_and_the_own_manager_is_left_out() -> None:
    account = AccountFactory()
    colleague = of_colleague(account, 5, 5, 5, 5, 5)
    said(account, author=colleague.manager, marketer=colleague, marketer_rating=1)
    of_colleague(account, 1)
    where = {"marketer": str(colleague.public_id)}

    def by_marketer(reader: User) -> Any:
        TeamMemberFactory(account=account, user=reader)
        return ask(ON_MARKETER, account=account, where=where, actor=Actor.of_person(reader))

    answer = by_marketer(colleague)
    assert (answer.value, answer.n, answer.exclusions) == (100, 5, {"own_manager": 1})
    assert by_marketer(colleague.manager).value == 100
    assert by_marketer(UserFactory(role="administrator")).value == 100
    assert by_marketer(UserFactory()).n == 0
    assert ask(ON_MARKETER, account=account).n == 7


def test_activities_are_of_whoever_had_the_account_then() -> None:
    account, first, second = AccountFactory(), UserFactory(), UserFactory()
    TeamMemberFactory(
        account=account, user=first, position="abm", from_at=LONG_AGO, to_at=paris(2026, 3, 5)
    )
    TeamMemberFactory(account=account, user=second, position="abm", from_at=paris(2026, 3, 5))
    for day in range(1, 11):
        said(account, activities_rating=5 if day < 5 else 1, at=paris(2026, 3, day))

    answer = ask("abm_feedback_score", account=account, where={"marketer": str(second.public_id)})

    assert (answer.value, answer.n) == (0, 6)


def test_what_somebody_is_on_is_open_until_it_is_settled() -> None:
    account = AccountFactory()
    for number in range(3):
        reply = FeedbackReplyFactory(
            feedback=said(account), outcome="doing", written_at=paris(2026, 3, 10)
        )
        if number:
            type(reply).objects.unscoped("a reply in hand").filter(pk=reply.pk).update(
                outcome="done"
            )
    FeedbackReplyFactory(feedback=said(account), outcome="noted", written_at=paris(2026, 3, 10))

    assert ask("feedback_open_actions", account=account).value == 3  # settled today, not in March
    reply.refresh_from_db()
    assert reply.settled_at is not None


def test_nobody_ever_said_anything_is_not_measured_and_then_none_is_zero() -> None:
    account = AccountFactory()
    assert ask("feedback_count", account=account).status == "not_measured"
    assert ask("abm_feedback_score", account=account).status == "not_measured"

    said(AccountFactory(), activities_rating=5, at=paris(2026, 2, 1))

    assert ask("feedback_count", account=account).value == 0
    assert ask("abm_feedback_score", account=account).status == "no_data"
    assert ask("feedback_sales_on_activities").status == "no_data"
