"""The hybrid program of the demo: two hundred accounts, a few of which somebody looks after.

What passes with all of them is told as at any size; what people write down is told here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from abmplanner.demo.cast import LOIC, MARC, Aim, Opinion, Purpose, Step
from abmplanner.demo.large.ground import Shape, make_ground
from abmplanner.demo.large.telling import tell_program
from abmplanner.demo.plan import tell_opinion, tell_purpose
from abmplanner.demo.scene import YEAR_AND_MORE, Scene, remember
from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.days import A_DAY
from abmplanner.kit.history import record
from accounts.enums import ActionState, Channel, ObjectiveKind, ProgramKind, SpendCategory
from accounts.models import Account, Campaign, Enrolment, Program, Spend
from metrics.enums import GoalType

HYBRID = Shape(
    public_id=uuid5(NAMESPACE_URL, "abmplanner: the hybrid demo"),
    kind=ProgramKind.HYBRID,
    name_en="Growth accounts",
    name_fr="Comptes en développement",
    reason="Fits the profile and was active last quarter",
    manager=LOIC,
    seller=MARC,
    leaves=0.04,
)
ACCOUNTS, TOUCHES, WEEKS = 200, 16_000, 52
IN_FRENCH = {"France", "Belgium"}
RISEN = {"Hartwell Insurance": 200, "Orsay Télécom": 120}  # days they spent here before


@dataclass(frozen=True, slots=True)
class Care:
    """What is wanted of an account that somebody looks after, and what sales said."""

    english: Purpose
    french: Purpose
    opinion: Opinion | None = None


CARES = (
    Care(
        Purpose(
            "Win the first contract",
            "They compare three suppliers until the end of the year; we are one of them.",
            ObjectiveKind.WIN_DEAL,
            -80,
            (Aim("new_pipeline_value", 0, 250_000, 120, -80, GoalType.CUMULATE),),
            (
                Step("Invite their engineers to the open day", "They see it at work", -12),
                Step(
                    "Send the comparison that purchasing asked for",
                    "We are on the short list",
                    21,
                    ActionState.DONE,
                    "They asked two questions on delays, both answered the same day.",
                ),
            ),
        ),
        Purpose(
            "Gagner le premier contrat",
            "Ils comparent trois fournisseurs jusqu'à la fin de l'année ; nous en sommes.",
            ObjectiveKind.WIN_DEAL,
            -80,
            (Aim("new_pipeline_value", 0, 250_000, 120, -80, GoalType.CUMULATE),),
            (
                Step("Inviter leurs ingénieurs aux portes ouvertes", "Ils le voient tourner", -12),
                Step(
                    "Envoyer le comparatif que les achats demandent",
                    "Nous sommes sur la liste courte",
                    21,
                    ActionState.DONE,
                    "Deux questions sur les délais, répondues le jour même.",
                ),
            ),
        ),
        Opinion(24, 4, 4, "The open day is the right idea; bring the plant managers too."),
    ),
    Care(
        Purpose(
            "Be known by those who decide",
            "We talk to users; nobody who signs has heard of us.",
            ObjectiveKind.BUILD_RELATIONSHIP,
            -45,
            (Aim("new_opportunities_count", 0, 3, 150, -45, GoalType.CUMULATE),),
            (Step("Breakfast with three finance directors", "A second meeting with each", 6),),
        ),
        Purpose(
            "Être connus de ceux qui décident",
            "Nous parlons aux utilisateurs ; aucun signataire ne nous connaît.",
            ObjectiveKind.BUILD_RELATIONSHIP,
            -45,
            (Aim("new_opportunities_count", 0, 3, 150, -45, GoalType.CUMULATE),),
            (
                Step(
                    "Petit-déjeuner avec trois directions financières",
                    "Un second rendez-vous avec chacune",
                    6,
                ),
            ),
        ),
    ),
    Care(
        Purpose(
            "Sell them the second product",
            "They use planning every day and do the rest in spreadsheets.",
            ObjectiveKind.GROW,
            -200,
            (Aim("close_rate", None, 40, 180, -200),),
            (
                Step(
                    "Workshop on their quality reports",
                    "A list of ten reports nobody wants to write any more",
                    35,
                    ActionState.DONE,
                    "Six people came; the list has fourteen.",
                ),
            ),
        ),
        Purpose(
            "Leur vendre le deuxième produit",
            "Ils planifient avec nous chaque jour et font le reste dans des tableurs.",
            ObjectiveKind.GROW,
            -200,
            (Aim("close_rate", None, 40, 180, -200),),
            (
                Step(
                    "Atelier sur leurs rapports qualité",
                    "Une liste de dix rapports que plus personne ne veut écrire",
                    35,
                    ActionState.DONE,
                    "Six personnes sont venues ; la liste en compte quatorze.",
                ),
            ),
        ),
        Opinion(11, 2, None, "Three mails in one week is too many for this customer."),
    ),
)
LOOKED_AFTER = 12
COSTS = {  # of a campaign, in euros, by its channel
    Channel.EMAIL: (900, SpendCategory.CONTENT),
    Channel.ADS: (4200, SpendCategory.MEDIA),
    Channel.WEBINAR: (2400, SpendCategory.EVENT),
    Channel.EVENT: (5200, SpendCategory.EVENT),
    Channel.SOCIAL: (1100, SpendCategory.MEDIA),
    Channel.CONTENT: (3000, SpendCategory.AGENCY),
}


def tell_hybrid(scene: Scene) -> None:
    """Write the program with its accounts; the eight of the story are there already."""
    until = datetime.combine(scene.today, time(), UTC)
    ground = make_ground(HYBRID, seed=1, until=until, weeks=WEEKS)
    keys = tell_program(ground, accounts=ACCOUNTS, touches=TOUCHES, say=str)
    accounts = Account.objects.visible_to(SYSTEM)
    tell_care(scene, list(accounts.filter(pk__in=keys).order_by("pk")[:LOOKED_AFTER]))
    tell_costs(scene, ground.program)
    for name, days in RISEN.items():
        tell_rise(scene, accounts.get(name=name), ground.program, days)


def tell_costs(scene: Scene, program: Program) -> None:
    """Write what each campaign of the program cost: a part when it began, the rest later."""
    for campaign in Campaign.objects.visible_to(SYSTEM).filter(program=program).order_by("pk"):
        begins = campaign.starts_at or scene.at(0)
        for share, later in ((60, 0), (40, 18)):
            euros, category = COSTS[Channel(campaign.channel)]
            day = (begins + later * A_DAY).date()
            if day > scene.today:
                continue
            record(
                SYSTEM,
                Spend(
                    spent_on=day,
                    amount=Decimal(euros * share) / 100,
                    currency="EUR",
                    category=category,
                    program=program,
                    campaign=campaign,
                ),
            )


def tell_care(scene: Scene, accounts: Sequence[Account]) -> None:
    """Write objectives, goals and actions of accounts, and what sales said of them."""
    manager, seller = scene.users[HYBRID.manager.email], scene.users[HYBRID.seller.email]
    for number, account in enumerate(accounts):
        care = CARES[number % len(CARES)]
        purpose = care.french if account.country in IN_FRENCH else care.english
        tell_purpose(scene, account, purpose, 0, manager)
        if care.opinion and number < len(CARES):  # nobody says the same twice
            tell_opinion(scene, account, care.opinion, manager, seller)


def tell_rise(scene: Scene, account: Account, program: Program, days: int) -> None:
    """Write that an account was here before somebody chose it as a key account."""
    chosen = Enrolment.objects.visible_to(SYSTEM).filter(account=account).earliest("from_at")
    start = max(scene.at(YEAR_AND_MORE), chosen.from_at - days * A_DAY)
    row = Enrolment(
        account=account,
        program=program,
        tier="Tier 1",
        reason=HYBRID.reason,
        from_at=start,
        to_at=chosen.from_at,
    )
    remember(row, start)
