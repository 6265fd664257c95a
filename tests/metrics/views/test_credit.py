"""Pages that compare the models of attribution: figures, links, nothing at all, who sees them."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Contact, Opportunity, Program, User
from tests.factories import (
    AccountFactory,
    CampaignFactory,
    ContactFactory,
    DataFeedFactory,
    EnrolmentFactory,
    OpportunityFactory,
    ProgramFactory,
    TouchFactory,
)
from tests.factories.dates import paris
from tests.metrics.queries.stories import Pipe

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db

START = paris(2026, 1, 1, 9)
DAYS = {"ad_click": 0, "page_view": 5, "form_submitted": 12, "webinar_attended": 30,
        "meeting_held": 38, "email_clicked": 50, "call_connected": 60}  # fmt: skip
MODELS = ("first_touch", "last_touch", "lead_creation", "linear", "u_shaped", "w_shaped",
          "full_path", "time_decay", "minutes")  # fmt: skip


@pytest.fixture
def told(program: Program) -> tuple[Opportunity, Any]:
    """Return the deal of the worked journey, and the campaign of its marketing touches."""
    for record_type in ("opportunity", "email"):
        DataFeedFactory(record_type=record_type)
    account = AccountFactory()
    EnrolmentFactory(account=account, program=program, from_at=paris(2025, 1, 1))
    campaign = CampaignFactory(program=program)
    person = ContactFactory(account=account)
    at = {kind: START + timedelta(days=days) for kind, days in DAYS.items()}
    Contact.objects.visible_to(SYSTEM).filter(pk=person.pk).update(recorded_at=at["form_submitted"])
    for kind, when in at.items():
        sales = kind in {"meeting_held", "call_connected"}
        TouchFactory(
            account=account, type=kind, occurred_at=when, contact=person,
            owner="sales" if sales else "marketing", campaign=None if sales else campaign,
        )  # fmt: skip
    created, won = at["meeting_held"], at["call_connected"]
    deal = Pipe().deal(account, ("accepted", created), ("won", won), worth=[(created, 100_000)])
    return deal, campaign


def column(compared: Any, model: str) -> list[float]:
    place = MODELS.index(model)
    return [float(line.credits[place]) for line in compared.lines]


def test_a_deal_is_shared_out_as_the_worked_journey(
    browser_of: BrowserOf, manager: User, told: tuple[Opportunity, Any]
) -> None:
    deal, _campaign = told

    answer = browser_of(manager).get(reverse("metrics:deal_credit", args=[deal.public_id]))
    compared = answer.context_data["compared"]

    assert compared.models == MODELS
    assert column(compared, "first_touch") == [100_000, 0, 0, 0, 0, 0, 0]
    assert column(compared, "lead_creation") == [0, 0, 100_000, 0, 0, 0, 0]
    assert column(compared, "u_shaped") == [40_000, 20_000, 40_000, 0, 0, 0, 0]
    assert column(compared, "w_shaped") == [30_000, 5_000, 30_000, 5_000, 30_000, 0, 0]
    assert column(compared, "full_path") == [
        22_500, 3_333.34, 22_500, 3_333.33, 22_500, 3_333.33, 22_500,
    ]  # fmt: skip
    assert [round(each / 1_000, 2) for each in column(compared, "time_decay")] == [
        6.66, 7.47, 8.78, 13.31, 16.02, 21.13, 26.63,
    ]  # fmt: skip
    assert [total for _name, total in compared.together] == [Decimal(100_000)] * len(MODELS)
    assert [line.touch.anchors for line in compared.lines] == [
        ("first",), (), ("lead",), (), ("created",), (), ("won",),
    ]  # fmt: skip
    assert "W-shaped" in answer.content.decode()


def test_a_program_shows_its_campaigns_and_everybody_else(
    browser_of: BrowserOf, manager: User, program: Program, told: tuple[Opportunity, Any]
) -> None:
    deal, campaign = told
    query = {"period": "custom", "start": "2026-01-01", "end": "2026-06-30"}

    answer = browser_of(manager).get(
        reverse("metrics:program_credit", args=[program.public_id]), query
    )
    compared = answer.context_data["compared"]

    assert [(line.label, line.note) for line in compared.lines] == [
        (campaign.name, ""), ("", "sales"),
    ]  # fmt: skip
    assert column(compared, "w_shaped") == [70_000, 30_000]
    assert not answer.context_data["gate"].is_open
    assert answer.context_data["gate"].won == 1
    page = answer.content.decode()
    assert reverse("metrics:campaign_credit", args=[campaign.public_id]) in page

    one = browser_of(manager).get(
        reverse("metrics:campaign_credit", args=[campaign.public_id]), query
    )
    (line,) = one.context_data["compared"].lines
    assert (line.label, line.credits[MODELS.index("w_shaped")]) == (deal.name, Decimal(70_000))


@pytest.mark.parametrize("of", ["deal", "campaign", "program"])
def test_nothing_to_share_out_says_what_to_do(
    browser_of: BrowserOf, manager: User, program: Program, account: Account, of: str
) -> None:
    rows = {
        "deal": lambda: OpportunityFactory(account=account),
        "campaign": lambda: CampaignFactory(program=program),
        "program": lambda: program,
    }
    address = reverse(f"metrics:{of}_credit", args=[rows[of]().public_id])

    answer = browser_of(manager).get(address)

    assert answer.status_code == 200
    assert "Nothing to share out" in answer.content.decode()


@pytest.mark.parametrize("of", ["deal", "campaign", "program"])
def test_who_does_not_reach_it_finds_nothing(browser_of: BrowserOf, seller: User, of: str) -> None:
    away = ProgramFactory()
    rows = {
        "deal": lambda: OpportunityFactory(account=AccountFactory()),
        "campaign": lambda: CampaignFactory(program=away),
        "program": lambda: away,
    }

    address = reverse(f"metrics:{of}_credit", args=[rows[of]().public_id])

    assert browser_of(seller).get(address).status_code in {403, 404}


def test_a_ratio_of_speeds_is_opened_with_what_explains_it(
    browser_of: BrowserOf, manager: User, program: Program
) -> None:
    for record_type in ("opportunity", "email"):
        DataFeedFactory(record_type=record_type)
    pipe = Pipe()
    for value, days, at in ((50_000, 80, -9), (40_000, 100, 31)):
        for place in range(5):
            account = AccountFactory()
            EnrolmentFactory(account=account, program=program, from_at=paris(2025, 1, 1))
            won = paris(2026, 3, 10 + place, 12)
            created = won - timedelta(days=days)
            pipe.deal(account, ("accepted", created), ("won", won), worth=[(created, value)])
            TouchFactory(
                account=account, type="form_submitted", occurred_at=created + timedelta(days=at)
            )
    address = reverse("metrics:answer_detail", args=["velocity_ratio"])
    query = {"scope": f"program:{program.public_id}", "from": "2026-01-01", "to": "2026-04-01",
             "as_of": "2026-03-31", "start": "2026-01-01", "end": "2026-03-31",
             "period": "custom"}  # fmt: skip

    context = browser_of(manager).get(address, query).context_data

    assert round(float(context["asked"].answer.value), 3) == 1.562
    assert [round(part, 3) for _name, part in context["levers"]] == [0, 0.223, 0.223]
    assert len(context["components"]) == 8
