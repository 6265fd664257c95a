"""Every page of plans, teams, programs and people opens for whom it is meant."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import (
    AccountFactory,
    ActionFactory,
    ContactFactory,
    FeedbackFactory,
    ObjectiveFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    UserFactory,
)


@pytest.fixture
def pages(db: Any) -> dict[str, str]:
    """The addresses of the pages, by route, over one account of one program."""
    program = ProgramFactory()
    account = AccountFactory(programs=[program])
    objective = ObjectiveFactory(account=account)
    person = UserFactory()
    ProgramAssignmentFactory(user=person, program=program)
    member = UserFactory(sales=True)
    account = AccountFactory(team=[member], programs=[program])
    objective = ObjectiveFactory(account=account)
    own = account.public_id
    return {
        "metrics:account_list": reverse("metrics:account_list"),
        "metrics:account_plan": account.get_absolute_url(),
        "accounts:account_create": reverse("accounts:account_create"),
        "accounts:account_edit": reverse("accounts:account_edit", args=[own]),
        "accounts:contact_list": reverse("accounts:contact_list", args=[own]),
        "accounts:contact_create": reverse("accounts:contact_create", args=[own]),
        "accounts:contact_edit": reverse(
            "accounts:contact_edit", args=[ContactFactory(account=account).public_id]
        ),
        "accounts:objective_create": reverse("accounts:objective_create", args=[own]),
        "accounts:objective_edit": reverse("accounts:objective_edit", args=[objective.public_id]),
        "accounts:objective_delete": reverse(
            "accounts:objective_delete", args=[objective.public_id]
        ),
        "accounts:action_create": reverse("accounts:action_create", args=[objective.public_id]),
        "accounts:action_edit": reverse(
            "accounts:action_edit", args=[ActionFactory(objective=objective).public_id]
        ),
        "accounts:feedback_list": reverse("accounts:feedback_list"),
        "accounts:feedback_create": reverse("accounts:feedback_create", args=[own]),
        "accounts:team_list": reverse("accounts:team_list", args=[own]),
        "accounts:team_join": reverse("accounts:team_join", args=[own]),
        "accounts:team_edit": reverse("accounts:team_edit", args=[own, member.public_id]),
        "metrics:program_list": reverse("metrics:program_list"),
        "accounts:program_create": reverse("accounts:program_create"),
        "metrics:program_detail": reverse("metrics:program_detail", args=[program.public_id]),
        "accounts:program_edit": reverse("accounts:program_edit", args=[program.public_id]),
        "accounts:enrolment_create": reverse("accounts:enrolment_create", args=[program.public_id]),
        "accounts:enrolment_edit": reverse(
            "accounts:enrolment_edit", args=[program.public_id, own]
        ),
        "accounts:user_list": reverse("accounts:user_list"),
        "accounts:user_create": reverse("accounts:user_create"),
        "accounts:user_edit": reverse("accounts:user_edit", args=[person.public_id]),
        "accounts:assignment_create": reverse(
            "accounts:assignment_create", args=[person.public_id]
        ),
        "accounts:assignment_edit": reverse(
            "accounts:assignment_edit", args=[person.public_id, program.public_id]
        ),
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_opens_for_an_administrator_in_both_languages(
    client: Client, pages: dict[str, str], language: str
) -> None:
    FeedbackFactory()
    client.force_login(UserFactory(administrator=True))

    answers = {
        route: client.get(address, headers={"accept-language": language}).status_code
        for route, address in pages.items()
    }

    assert answers == dict.fromkeys(pages, 200)
