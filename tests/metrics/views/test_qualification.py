"""Pages of qualified accounts: the list, another rule tried out, and accounts by stage."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Account, Program, User
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    ContactFactory,
    MembershipFactory,
    QualificationFactory,
    TouchFactory,
)
from tests.factories.dates import LONG_AGO

pytestmark = pytest.mark.django_db


def attended(account: Account, minutes: int = 2) -> Any:
    """Let two people, one of them in a buying group, give 60 minutes each, a while ago."""
    group = BuyingGroupFactory(account=account)
    touch = None
    for place in range(minutes):
        person = ContactFactory(account=account, name=f"Person {place}")
        MembershipFactory(group=group, contact=person, from_at=LONG_AGO)
        touch = TouchFactory(
            account=account,
            contact=person,
            type="webinar_attended",
            quantity=1,
            occurred_at=timezone.now() - timedelta(days=10 - place),
        )
    return touch


def test_the_list_says_when_and_what_crossed_the_threshold(
    manager: User, program: Program, account: Account, browser_of: Any
) -> None:
    touch = attended(account)
    QualificationFactory(
        account=account, program=program, qualified_at=touch.occurred_at, touch=touch.pk
    )
    QualificationFactory(account=AccountFactory(name="Elsewhere"), program=program)

    page = browser_of(manager).get(f"/programs/{program.public_id}/qualified/").content.decode()

    assert "Airbus" in page
    assert "Person 1" in page
    assert "Webinar attended" in page
    assert "Elsewhere" not in page
    assert "100 minutes" in page


def test_another_rule_is_tried_without_being_saved(
    manager: User, program: Program, account: Account, browser_of: Any
) -> None:
    attended(account)
    here = f"/programs/{program.public_id}/qualified/"
    asked = {
        "try": 1, "mqa_minutes": 60, "mqa_days": 90, "mqa_people": 2, "mqa_role_people": 1,
    }  # fmt: skip

    tried = browser_of(manager).get(here, asked).context["outcomes"]
    wrong = browser_of(manager).get(here, {**asked, "mqa_people": "many"})

    assert [(each.in_a_year, each.now) for each in tried] == [(0, 0), (1, 1)]
    assert wrong.status_code == 200
    assert wrong.context["outcomes"] is None


def test_accounts_by_stage(
    manager: User, program: Program, account: Account, browser_of: Any
) -> None:
    attended(account)
    here = f"/programs/{program.public_id}/journey/"
    browser = browser_of(manager)

    everybody, engaged = browser.get(here), browser.get(here, {"stage": "engaged"})
    none = browser.get(here, {"stage": "customer", "page": "7"})

    assert "Airbus" in everybody.content.decode()
    assert [row.minutes for row in engaged.context["found"].rows] == [60]
    assert "No account at this stage" in none.content.decode()
    page = browser.get(f"/accounts/{account.public_id}/indicators/").content.decode()
    assert "Engaged" in page


def test_whom_the_program_is_hidden_from_sees_nothing(
    seller: User, program: Program, browser_of: Any
) -> None:
    for page in ("qualified", "journey"):
        address = f"/programs/{program.public_id}/{page}/"
        assert browser_of(seller).get(address).status_code == 404
