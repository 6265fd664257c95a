"""Search: what is found by which words, by whom, and how much of it."""

from typing import Any

import pytest

from abmplanner.kit.actor import Actor
from accounts.models import Account, Program, User
from metrics.queries.search import MOST, Found, found
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    CampaignFactory,
    ContactFactory,
    GoalFactory,
    ObjectiveFactory,
    OpportunityFactory,
)

pytestmark = pytest.mark.django_db


def names(person: User, words: str, kind: Found | None = None) -> list[str]:
    """Return the names that a person finds, of all kinds or of one."""
    every = found(Actor.of_person(person), words)
    return [hit.name for each in every for hit in each.hits if kind in {None, each.kind}]


@pytest.mark.parametrize("words", ["soc", "SOCIÉTÉ", "gen soc", "société générale", "  générale "])
def test_words_are_found_by_their_beginnings_without_case_or_accents(
    words: str, seller: User
) -> None:
    AccountFactory(name="Société Générale", team=[seller])
    AccountFactory(name="Sociable & Sons", team=[seller])
    assert "Société Générale" in names(seller, words, Found.ACCOUNT)


@pytest.mark.parametrize(
    "words", ["ciete", "société nordique", "s", "", "  ", "& | !", "':*", "\\"]
)
def test_other_words_find_nothing(words: str, seller: User) -> None:
    AccountFactory(name="Société Générale", team=[seller])
    assert names(seller, words) == []


def test_the_shortest_name_comes_first(seller: User) -> None:
    for name in ("Orange Business Services", "Orange", "Orangina"):
        AccountFactory(name=name, team=[seller])
    assert names(seller, "orang") == ["Orange", "Orangina", "Orange Business Services"]


def holdings(account: Account, word: str) -> dict[Found, Any]:
    """Give an account one of everything, with a word in its name."""
    return {
        Found.CONTACT: ContactFactory(account=account, name=f"{word} Person"),
        Found.DEAL: OpportunityFactory(account=account, name=f"{word} deal"),
        Found.GROUP: BuyingGroupFactory(account=account, name=f"{word} group"),
        Found.OBJECTIVE: ObjectiveFactory(account=account, title=f"{word} objective"),
        Found.GOAL: GoalFactory(account=account, name=f"{word} goal"),
    }


def test_everything_of_an_account_is_found_by_those_who_see_it(
    seller: User, account: Account, foreign: Account
) -> None:
    holdings(account, "Quartz")
    holdings(foreign, "Quartz hidden")
    every = found(Actor.of_person(seller), "quartz")
    assert {each.kind: [hit.name for hit in each.hits] for each in every} == {
        Found.CONTACT: ["Quartz Person"],
        Found.DEAL: ["Quartz deal"],
        Found.GROUP: ["Quartz group"],
        Found.OBJECTIVE: ["Quartz objective"],
        Found.GOAL: ["Quartz goal"],
    }


def test_campaigns_programs_and_indicators_are_found(manager: User, program: Program) -> None:
    CampaignFactory(name="Keynote tour", program=program)
    assert names(manager, "keynote", Found.CAMPAIGN) == ["Keynote tour"]
    assert names(manager, "keystone", Found.PROGRAM) == ["Keystone"]
    assert names(manager, "clef de", Found.PROGRAM) == ["Keystone"]
    assert "Net Promoter Score" in names(manager, "promoter", Found.INDICATOR)
    assert "Net Promoter Score" in names(manager, "nps", Found.INDICATOR)


def test_a_goal_without_a_name_is_found_by_its_indicator(seller: User, account: Account) -> None:
    GoalFactory(account=account, indicator_key="nps")
    assert names(seller, "promoter", Found.GOAL) == ["Net Promoter Score"]


def test_the_merged_and_the_erased_are_not_found(seller: User, account: Account) -> None:
    AccountFactory(name="Airtwin", team=[seller], merged_into=account)
    ContactFactory(account=account, name="Airtwin", merged_into=ContactFactory(account=account))
    assert names(seller, "airtwin") == []


def test_more_than_fits_is_said(seller: User) -> None:
    for number in range(MOST + 1):
        AccountFactory(name=f"Nimbus {number}", team=[seller])
    [accounts] = found(Actor.of_person(seller), "nimbus")
    assert (len(accounts.hits), accounts.has_more) == (MOST, True)
