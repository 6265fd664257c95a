"""Pages of control groups: who is held out, of what, and how they were chosen."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account, Campaign, ControlAccount, Program, User
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    CampaignTargetFactory,
    ControlAccountFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    found: Program = ProgramFactory(name_en="Growth")
    return found


@pytest.fixture
def keeper(client: Client, program: Program) -> User:
    user: User = UserFactory(role="abm_manager")
    ProgramAssignmentFactory(user=user, program=program)
    client.force_login(user)
    return user


def held_out(**of_whom: Any) -> list[ControlAccount]:
    rows = ControlAccount.objects.visible_to(SYSTEM).filter(voided_at=None, **of_whom)
    return list(rows.select_related("account"))


@pytest.mark.usefixtures("keeper")
def test_accounts_are_held_out_of_a_campaign_some_of_those_found(
    client: Client, program: Program
) -> None:
    campaign: Campaign = CampaignFactory(program=program)
    treated, one, other = AccountFactory.create_batch(3, programs=[program])
    CampaignTargetFactory(campaign=campaign, account=treated)
    address = reverse("accounts:campaign_control_create", args=[campaign.public_id])

    offered = {
        name for name, _label in client.get(address).context_data["form"].fields["accounts"].choices
    }
    answer = client.post(
        address,
        {"accounts": [one.public_id], "chosen": "matched", "first_day": "2026-03-01"},
    )

    assert {str(name) for name in offered} == {str(one.public_id), str(other.public_id)}
    assert answer.status_code == 302
    (row,) = held_out(campaign=campaign)
    assert (row.account, row.chosen, row.from_at.date()) == (one, "matched", date(2026, 2, 28))
    page = client.get(reverse("accounts:campaign_controls", args=[campaign.public_id]))
    assert one.name in page.content.decode()
    assert (
        "1 account is held out today"
        in client.get(
            reverse("accounts:campaign_detail", args=[campaign.public_id])
        ).content.decode()
    )


@pytest.mark.usefixtures("keeper")
def test_nobody_is_held_out_without_a_choice_and_twice_is_once(
    client: Client, program: Program
) -> None:
    campaign = CampaignFactory(program=program)
    account = AccountFactory(programs=[program])
    address = reverse("accounts:campaign_control_create", args=[campaign.public_id])

    refused = client.post(address, {"chosen": "random", "first_day": "2026-03-01"})
    sent = {"accounts": [account.public_id], "chosen": "random", "first_day": "2026-03-01"}
    for _time in range(2):
        client.post(address, sent)

    assert refused.status_code == 422
    assert len(held_out(campaign=campaign)) == 1


@pytest.mark.usefixtures("keeper")
def test_a_control_of_a_program_ends_and_is_withdrawn(client: Client, program: Program) -> None:
    row = ControlAccountFactory(campaign=None, program=program)
    address = reverse(
        "accounts:program_control_edit", args=[program.public_id, row.account.public_id]
    )
    form = client.get(address).context_data["form"]
    sent = {"seen": form.initial["seen"], "chosen": "random", "first_day": "2020-01-01"}

    client.post(address, {**sent, "last_day": "2099-03-31"})
    (ended,) = held_out(program=program)
    seen = client.get(address).context_data["form"].initial["seen"]
    client.post(address, {**sent, "seen": seen, "withdraw": "1"})

    assert ended.to_at is not None
    assert held_out(program=program) == []


def test_whoever_keeps_a_program_sees_whom_it_is_compared_with_while_they_are_held_out(
    keeper: User, program: Program
) -> None:
    seen = Account.objects.visible_to(Actor.of_person(keeper))
    now, over, elsewhere, of_campaign = AccountFactory.create_batch(4)
    ControlAccountFactory(campaign=None, program=program, account=now)
    ControlAccountFactory(
        campaign=None, program=program, account=over, to_at="2026-01-01T00:00:00Z"
    )
    ControlAccountFactory(campaign=None, program=ProgramFactory(), account=elsewhere)
    ControlAccountFactory(campaign=CampaignFactory(program=program), account=of_campaign)

    assert set(seen.values_list("pk", flat=True)) == {now.pk}
    page_reader = UserFactory(role="sales")
    assert not Account.objects.visible_to(Actor.of_person(page_reader)).exists()
