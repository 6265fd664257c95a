"""The agreement through the API: signing, comments, terms, judgements, the desk."""

from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.enums import KeyScope
from accounts.models import (
    Account,
    Comment,
    ContractTerms,
    Favorite,
    PlanAssumption,
    SavedView,
    Signature,
    SsiReading,
)
from tests.callers import Caller, signed_in, with_key
from tests.factories import (
    AccountFactory,
    ContactFactory,
    GoalFactory,
    ObjectiveFactory,
    OpportunityFactory,
    UserFactory,
)
from tests.factories.agreement import (
    CommentFactory,
    ContractFactory,
    ContractTermsFactory,
    FavoriteFactory,
    PlanFactory,
    SavedViewFactory,
    SsiReadingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Any:
    return UserFactory(name="Ada")


@pytest.fixture
def account(manager: Any) -> Account:
    return AccountFactory(team=[manager])


@pytest.fixture
def caller(manager: Any) -> Caller:
    return signed_in(manager)


def rows(model: Any) -> Any:
    return model.objects.visible_to(SYSTEM)


def test_a_plan_is_signed_as_it_was_seen(caller: Caller, account: Account, manager: Any) -> None:
    plan = PlanFactory(account=account)
    sign = f"plans/{plan.public_id}/sign/"

    blind = caller.post(sign)
    stale = caller.post(sign, HTTP_IF_MATCH='"7"')
    done = caller.post(sign, HTTP_IF_MATCH='"1"')

    assert [blind.status_code, stale.status_code, done.status_code] == [428, 409, 200]
    (signature,) = done.json()["signatures"]
    assert (signature["party"], signature["plan_version"]) == ("abm", 1)
    assert signature["recorded_by"] == str(manager.public_id)
    assert rows(Signature).count() == 1


def test_a_comment_is_about_a_row_of_its_account(caller: Caller, account: Account) -> None:
    subjects = {
        "plan": PlanFactory(account=account),
        "objective": ObjectiveFactory(account=account),
        "goal": GoalFactory(account=account),
    }

    def say(on: str, row: Any) -> int:
        sent = {
            "account": str(account.public_id),
            "on": on,
            "subject": str(row.public_id),
            "text": "Why?",
        }
        return int(caller.post("comments/", sent).status_code)

    assert [say(on, row) for on, row in subjects.items()] == [201, 201, 201]
    assert say("goal", subjects["plan"]) == 400
    assert say("objective", ObjectiveFactory()) == 400


def test_one_changes_ones_own_words_alone(caller: Caller, account: Account, manager: Any) -> None:
    own = CommentFactory(account=account, author=manager)
    other = CommentFactory(account=account)

    def change(comment: Comment) -> int:
        path = f"comments/{comment.public_id}/"
        return int(caller.patch(path, {"text": "Sorry."}, version=1).status_code)

    assert [change(own), change(other)] == [200, 403]


def test_terms_are_added_and_the_same_again_are_one(caller: Caller, account: Account) -> None:
    contract = ContractFactory(account=account)
    ContractTermsFactory()
    sent = {
        "contract": str(contract.public_id),
        "status": "signed",
        "occurred_at": "2026-01-10T09:00:00Z",
        "acv": "1000",
        "currency": "EUR",
    }

    answers = [caller.post("contract-terms/", sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert rows(ContractTerms).filter(contract=contract).count() == 1
    assert caller.get("contract-terms/").json()["count"] == 1


def test_a_contract_renews_one_of_its_own_account(caller: Caller, account: Account) -> None:
    elsewhere = ContractFactory(account=AccountFactory(team=[]))
    near = ContractFactory(account=account)
    sent = {"account": str(account.public_id), "name": "Next"}

    answers = [
        caller.post("contracts/", sent | {"renewal_of": str(old.public_id)}).status_code
        for old in (near, elsewhere)
    ]

    assert answers == [201, 400]


def test_what_holds_for_all_is_an_administrators_to_say(caller: Caller) -> None:
    sent = {"key": "margin", "value": "0.4", "from_at": "2026-01-01T00:00:00Z"}

    answers = [
        each.post("assumptions/", sent).status_code
        for each in (caller, signed_in(UserFactory(administrator=True)))
    ]

    assert answers == [403, 201]
    assert rows(PlanAssumption).count() == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [("judgements/", {"rating": 4}), ("social-assessments/", {"subject": "theirs", "level": 2})],
)
def test_a_judgement_bears_the_name_of_who_judged(
    caller: Caller, account: Account, manager: Any, path: str, body: dict[str, Any]
) -> None:
    sent = {"account": str(account.public_id), "occurred_at": "2026-01-10T09:00:00Z", **body}

    made = caller.post(path, sent)
    wrong = caller.post(path, sent | {"rating": 6, "level": 6})

    assert (made.status_code, wrong.status_code) == (201, 400)
    assert made.json()["recorded_by"] == str(manager.public_id)


def test_an_index_is_written_for_oneself(caller: Caller, manager: Any) -> None:
    SsiReadingFactory()
    sent = {
        "read_on": "2026-05-01",
        "brand": "20",
        "people": "15",
        "insights": "9",
        "relationships": "25",
    }

    made = caller.post("ssi-readings/", sent)
    twice = caller.post("ssi-readings/", sent)

    assert (made.status_code, twice.status_code) == (201, 400)
    assert rows(SsiReading).get(read_on="2026-05-01").user == manager
    assert caller.get("ssi-readings/").json()["count"] == 1


def test_the_desk_is_ones_own(caller: Caller, account: Account, manager: Any) -> None:
    FavoriteFactory(account=account)
    SavedViewFactory()

    caller.post("favorites/", {"account": str(account.public_id)})
    view = caller.post(
        "saved-views/", {"page": "accounts", "name": "Mine", "query": "q=&sort=name"}
    )

    assert [row.user for row in rows(Favorite).filter(user=manager)] == [manager]
    assert [caller.get(path).json()["count"] for path in ("favorites/", "saved-views/")] == [1, 1]
    assert rows(SavedView).get(user=manager).query == "sort=name"
    assert view.status_code == 201
    caller.post("favorites/", {"account": str(account.public_id), "favorite": False})
    assert caller.get("favorites/").json()["count"] == 0


def test_a_key_that_reads_keeps_nothing_at_hand(manager: Any, account: Account) -> None:
    caller = with_key(manager, KeyScope.READ)

    assert caller.post("favorites/", {"account": str(account.public_id)}).status_code == 403


def test_what_an_objective_and_a_deal_are_about_is_of_their_account(
    caller: Caller, account: Account, manager: Any
) -> None:
    other = AccountFactory(team=[manager])
    objective, deal = ObjectiveFactory(account=account), OpportunityFactory(account=account)
    near, far = ContactFactory(account=account), ContactFactory(account=other)
    path = f"objectives/{objective.public_id}/"

    refused = caller.patch(path, {"contact": str(far.public_id)}, version=1)
    taken = caller.patch(path, {"contact": str(near.public_id)}, version=1)

    assert (refused.status_code, taken.status_code) == (400, 200)
    assert caller.get(f"opportunities/{deal.public_id}/").json()["group"] is None
