"""Control groups in the demo: companies that the growth program leaves alone, and a campaign's."""

from decimal import Decimal

from abmplanner.demo.cast import MARC, NEW, Deal
from abmplanner.demo.hybrid import HYBRID
from abmplanner.demo.sales import tell_deal
from abmplanner.demo.scene import Scene, remember, save
from abmplanner.kit.actor import SYSTEM
from accounts.actions.control import hold_out
from accounts.enums import ControlChoice, SpendCategory
from accounts.models import (
    Account,
    Campaign,
    CampaignTarget,
    ControlAccount,
    PlanAssumption,
    Program,
    Spend,
)

HELD_OUT = (
    "Aubrac Fromages", "Bergmann Pumpen", "Clairvaux Textiles", "Dunmore Paper", "Estrela Vidros",
    "Falster Kabel", "Garonne Bois", "Halden Verktøy", "Isère Plastiques", "Jura Précision",
    "Kessel Logistik", "Lothian Foods", "Moselle Acier", "Nordvik Maskin",
)  # fmt: skip
BUYERS = HELD_OUT[::2]  # who came to us by themselves
WORTH = 90  # thousands a year
SINCE, BOUGHT = 350, 70  # days ago
MARGIN = Decimal("0.6")
LETTERS = "Predictive maintenance, letters to directors"


def tell_controls(scene: Scene) -> None:
    """Write whom the growth program and the letters to directors are compared with."""
    program = Program.objects.visible_to(SYSTEM).get(public_id=HYBRID.public_id)
    begin = scene.at(SINCE)
    for name in HELD_OUT:
        account = save(Account(name=name, country="France", segment="Growth"))
        remember(
            ControlAccount(
                program=program, account=account, chosen=ControlChoice.RANDOM, from_at=begin
            ),
            begin,
        )
        if name in BUYERS:
            path = (("identified", BOUGHT + 60), ("qualified", BOUGHT + 40), ("won", BOUGHT))
            values = ((BOUGHT + 60, WORTH),)
            bought = Deal("Planning, one site", NEW, path, values, -BOUGHT)
            tell_deal(scene, account, bought, scene.users[MARC.email])
    for scope in (program, scene.program):
        assumed = PlanAssumption(key="margin", program=scope, value=MARGIN, from_at=begin)
        remember(assumed, begin)
    for ago, euros, category in (
        (300, 420_000, SpendCategory.MEDIA),
        (200, 300_000, SpendCategory.CONTENT),
        (90, 260_000, SpendCategory.MEDIA),
    ):
        spent = Spend(
            spent_on=scene.day(ago), amount=euros, currency="EUR", category=category,
            program=program,
        )  # fmt: skip
        remember(spent, scene.at(ago))
    letters = Campaign.objects.visible_to(SYSTEM).get(name=LETTERS)
    aimed_at = CampaignTarget.objects.visible_to(SYSTEM).filter(campaign=letters)
    others = scene.program.enrolments.visible_to(SYSTEM).exclude(
        account__in=aimed_at.values("account")
    )
    accounts = Account.objects.visible_to(SYSTEM).filter(pk__in=others.values("account"))
    hold_out(
        SYSTEM, letters, accounts, chosen=ControlChoice.MATCHED, from_at=letters.starts_at or begin
    )
