"""What the team of the demo measures by indicators of its own: an answer, and a passage."""

from abmplanner.demo.cast import COMPANIES
from abmplanner.demo.scene import Scene, save
from abmplanner.kit.actor import SYSTEM, Actor
from accounts.models import Account
from metrics.enums import CustomKind, IndicatorState
from metrics.models import CustomIndicator, IndicatorSet

SPEAKS_FOR_US, READS_THEN_MEETS = "speaks_for_us", "reads_then_meets"
MEASURED_BY_THEM = ("Aerolys", "Banque Vauquelin", "Médisanté Groupe", "Nordhaven Logistics")


def own_indicators() -> list[CustomIndicator]:
    """Return an indicator of a survey and one of a conversion, with what is good of either."""
    return [
        CustomIndicator(
            key=SPEAKS_FOR_US,
            name_en="Customers who speak well of us",
            name_fr="Clients qui disent du bien de nous",
            meaning_en="The share of customers who answer 8, 9 or 10: agreed with sales as the"
            " people whom a reference may be asked of.",
            meaning_fr="Part des clients qui répondent 8, 9 ou 10 : convenu avec les ventes comme"
            " étant les personnes à qui demander une référence.",
            kind=CustomKind.SURVEY,
            unit="percent",
            definition={"question": "recommend", "statistic": "top", "top": 3},
            thresholds=[
                {"value": 40, "name_en": "Fair", "name_fr": "Moyen", "is_target": False},
                {"value": 60, "name_en": "Good", "name_fr": "Bon", "is_target": True},
                {"value": 80, "name_en": "Excellent", "name_fr": "Excellent", "is_target": False},
            ],
            state=IndicatorState.ACTIVE,
        ),
        CustomIndicator(
            key=READS_THEN_MEETS,
            name_en="From a click to a meeting",
            name_fr="D'un clic à un rendez-vous",
            meaning_en="Of the people who clicked in an e-mail, the share whom somebody of ours met"
            " within 30 days.",
            meaning_fr="Parmi les personnes qui ont cliqué dans un e-mail, la part de celles que"
            " l'un de nous a rencontrées en 30 jours.",
            kind=CustomKind.CONVERSION,
            unit="percent",
            definition={
                "base": "email_clicked",
                "target": "meeting_held",
                "entity": "person",
                "days": 30,
            },
            thresholds=[
                {"value": 10, "name_en": "Usual", "name_fr": "Habituel", "is_target": False},
                {"value": 25, "name_en": "Strong", "name_fr": "Fort", "is_target": True},
            ],
            state=IndicatorState.ACTIVE,
        ),
    ]


def tell_own_indicators(scene: Scene) -> None:
    """Write the indicators, and put them into the sets of some accounts."""
    rows = [save(row) for row in own_indicators()]
    for company in COMPANIES:
        if company.name not in MEASURED_BY_THEM:
            continue
        account = Account.objects.visible_to(SYSTEM).get(name=company.name)
        keeper = Actor.of_person(scene.users[company.manager])
        sets = IndicatorSet.objects.visible_to(SYSTEM).filter(account=account)
        for place, row in enumerate(rows, sets.count()):
            save(IndicatorSet(account=account, indicator_key=row.key, position=place), keeper)
