"""What the team of the demo reads by itself: how far its executive sponsors are in place."""

from dataclasses import dataclass
from decimal import Decimal

from abmplanner.demo.cast import COMPANIES
from abmplanner.demo.scene import Scene, save
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import record
from accounts.models import Account
from metrics.enums import CustomKind, IndicatorState, ReadingRollUp
from metrics.models import CustomIndicator, IndicatorReading, IndicatorSet

KEY = "sponsor_programme"
HOLDS_DAYS = 120


@dataclass(frozen=True)
class Sponsored:
    """How many sponsors an account should have, and what was read: days ago, percent, why."""

    sponsors: int
    read: tuple[tuple[int, int, str], ...]


PROGRAMME = {
    "Aerolys": Sponsored(
        3,
        (
            (350, 20, "One name, no meeting yet"),
            (260, 40, "First dinner held with their chief operating officer"),
            (170, 55, "Second sponsor named; meets twice a year"),
            (80, 70, "Two of three meet every quarter"),
            (14, 80, "Third sponsor agreed, first meeting dated"),
        ),
    ),
    "Banque Vauquelin": Sponsored(
        2,
        (
            (330, 30, "Un parrain nommé, sans rythme de rencontres"),
            (210, 50, "Rencontre trimestrielle tenue deux fois"),
            (95, 65, "Second parrain nommé"),
            (20, 60, "Rencontre du trimestre reportée"),
        ),
    ),
    "Médisanté Groupe": Sponsored(
        2,
        ((300, 10, "Workshop: nobody of theirs yet"), (150, 35, ""), (40, 50, "Sponsor named")),
    ),
    "Nordhaven Logistics": Sponsored(
        1, ((280, 50, ""), (160, 75, "Meets our director"), (45, 75, "Unchanged at the review"))
    ),
    "Crestline Energy": Sponsored(
        2, ((205, 40, "Read at the kick-off"), (150, 35, "Their sponsor left the company"))
    ),
    "Lumière Retail": Sponsored(1, ((120, 25, "Premier contact pris"), (30, 50, ""))),
}
"""Read by who keeps the account; at Crestline so long ago that nothing is known any more."""


def tell_readings(scene: Scene) -> None:
    """Write the indicator, what was read of it over a year, and put it into the sets."""
    indicator = save(
        CustomIndicator(
            key=KEY,
            name_en="Executive sponsors in place",
            name_fr="Parrainage exécutif en place",
            meaning_en="How much of the sponsor programme stands: sponsors named on both sides, who"
            " meet as agreed. Read at the account review; of several accounts the mean, each by the"
            " sponsors it should have.",
            meaning_fr="Part du programme de parrainage en place : des parrains nommés des deux"
            " côtés, qui se rencontrent comme convenu. Relevée à la revue de compte ; pour"
            " plusieurs comptes, la moyenne pondérée par les parrains prévus.",
            kind=CustomKind.MANUAL,
            program=scene.program,
            unit="percent",
            definition={
                "unit": "percent",
                "roll_up": ReadingRollUp.WEIGHTED_MEAN.value,
                "max_age_days": HOLDS_DAYS,
            },
            state=IndicatorState.ACTIVE,
        )
    )
    for company in COMPANIES:
        sponsored = PROGRAMME.get(company.name)
        if sponsored is None:
            continue
        account = Account.objects.visible_to(SYSTEM).get(name=company.name)
        keeper = Actor.of_person(scene.users[company.manager])
        for ago, percent, note in sponsored.read:
            if ago > company.since:
                continue
            row = IndicatorReading(
                indicator=indicator,
                account=account,
                effective_on=scene.day(ago),
                value=Decimal(percent),
                weight=Decimal(sponsored.sponsors),
                note=note,
                recorded_at=scene.at(ago, 17),
            )
            record(keeper, row)
        place = len(company.indicators)
        save(IndicatorSet(account=account, indicator_key=KEY, position=place), keeper)
