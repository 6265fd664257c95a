"""What people of the demo hold against the numbers, and what customers say of our marketing.

And two waves of the survey in the hybrid program, for those accounts that somebody looks after.
"""

from dataclasses import dataclass

from abmplanner.demo.campaigns import chance
from abmplanner.demo.hybrid import HYBRID, LOOKED_AFTER, RISEN
from abmplanner.demo.scene import YEAR_AND_MORE, Scene, save
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import record
from accounts.enums import RatedObject, Role
from accounts.models import (
    Account,
    Contact,
    CustomerRating,
    Invitation,
    Program,
    Response,
    Survey,
    TeamMember,
    User,
)
from metrics.actions.parameter import set_parameters
from metrics.catalogue.parameters import DEFAULTS
from metrics.enums import HealthBand
from metrics.models import HealthOverride

ACTIVITIES, MARKETER = RatedObject.ACTIVITIES, RatedObject.MARKETER


@dataclass(frozen=True, slots=True)
class Held:
    """A health that a manager holds an account for: since, until (days ago), and why."""

    account: str
    band: HealthBand
    since: int
    until: int
    reason: str


HELD = (
    Held(
        "Nordhaven Logistics",
        HealthBand.RED,
        12,
        -48,
        "Their chief executive leaves in January; nothing of it is in the numbers yet.",
    ),
    Held(
        "Médisanté Groupe",
        HealthBand.GREEN,
        30,
        -30,
        "Le conseil a validé la suite du projet ; la signature suit en début d'année.",
    ),
    Held(
        "Crestline Energy",
        HealthBand.AMBER,
        150,
        60,
        "A reorganization froze all decisions until autumn.",
    ),
)
"""The last one is over: since then the number alone holds."""


@dataclass(frozen=True, slots=True)
class Rated:
    """What somebody of an account said of our marketing; told to us by their seller."""

    contact: str
    days: int
    score: int
    about: RatedObject = ACTIVITIES
    highest: int = 5
    comment: str = ""


RATED = (
    Rated("Quentin Faure", 70, 5, comment="The workshop in Toulouse was made for us."),
    Rated("Maud Delcourt", 66, 4),
    Rated("Nora Pelletier", 64, 5, comment="Keep the small rounds; big events don't help me."),
    Rated("Thibault Garnier", 41, 8, highest=10),
    Rated("Inès Maréchal", 33, 4, MARKETER, comment="She knows what we do before she writes."),
    Rated("Leïla Benali", 20, 3),
    Rated("Gaspard Nivelle", 52, 2, comment="Trop de courriers sur des sujets réglés."),
    Rated("Amina Cherif", 48, 3),
    Rated("Clara Demange", 18, 2, MARKETER),
    Rated("Odile Fontanel", 36, 5, comment="Vos chiffres ont servi devant le conseil."),
    Rated("Rachida Amrani", 34, 5, MARKETER),
    Rated("Mikkel Damgaard", 58, 4, comment="Good visits. Invite our planners as well."),
    Rated("Agathe Simonin", 25, 4),
)

TEN = 10  # the scale of some forms goes from 0 to here
HYBRID_WAVES = (210, 40)  # days ago that the survey went out there
ANSWERED, PROMOTES, DETRACTS = 55, 42, 20  # of a hundred


def tell_judged(scene: Scene) -> None:
    """Write what is held against the numbers, and what customers say."""
    for held in HELD:
        account = Account.objects.visible_to(SYSTEM).get(name=held.account)
        override = HealthOverride(
            account=account,
            band=held.band,
            reason=held.reason,
            occurred_at=scene.at(held.since),
            expires_on=scene.day(held.until),
        )
        record(Actor.of_person(of_team(account, Role.MANAGER)), override)
    for rated in RATED:
        tell_rating(scene, rated)
    program = Program.objects.visible_to(SYSTEM).get(public_id=HYBRID.public_id)
    tell_rule(scene, program)
    for number, ago in enumerate(HYBRID_WAVES, start=1):
        tell_hybrid_wave(scene, program, number, ago)


def tell_rule(scene: Scene, program: Program) -> None:
    """Write by which rule accounts of the hybrid program qualify: nobody keeps groups there."""
    set_parameters(
        Actor.of_person(scene.users[HYBRID.manager.email]),
        {**DEFAULTS, "mqa_minutes": 60, "mqa_role_people": 0},
        program=program,
        from_at=scene.at(YEAR_AND_MORE),
        note="Nobody writes buying groups down here: attention and breadth decide.",
    )


def of_team(account: Account, role: Role) -> User:
    """Return the one of us of a role who is on an account's team the longest."""
    rows = TeamMember.objects.visible_to(SYSTEM).filter(account=account, user__role=role)
    found: User = rows.select_related("user").earliest("from_at", "pk").user
    return found


def tell_rating(scene: Scene, rated: Rated) -> None:
    """Write what somebody said of our marketing."""
    contact = Contact.objects.visible_to(SYSTEM).select_related("account").get(name=rated.contact)
    account = contact.account
    rating = CustomerRating(
        account=account,
        contact=contact,
        about=rated.about,
        marketer=of_team(account, Role.MANAGER) if rated.about == MARKETER else None,
        score=rated.score,
        lowest=0 if rated.highest == TEN else 1,
        highest=rated.highest,
        comment=rated.comment,
        occurred_at=scene.at(rated.days, 16),
    )
    record(Actor.of_person(of_team(account, Role.SALES)), rating)


def tell_hybrid_wave(scene: Scene, program: Program, number: int, ago: int) -> None:
    """Write a wave of the survey in the hybrid program, who was asked and what they said."""
    survey = save(
        Survey(
            name_en=f"Growth accounts, wave {number}",
            name_fr=f"Comptes en développement, vague {number}",
            program=program,
            opens_on=scene.day(ago),
            closes_on=scene.day(ago - 30),
        )
    )
    accounts = Account.objects.visible_to(SYSTEM).filter(enrolments__program=program)
    accounts = accounts.exclude(name__in=RISEN)
    known = list(accounts.order_by("pk").distinct()[:LOOKED_AFTER])
    people = Contact.objects.visible_to(SYSTEM).filter(account__in=known, email_status="valid")
    for person in people.order_by("pk"):
        sent = scene.at(ago, 9)
        if person.recorded_at > sent:
            continue
        invitation = Invitation(
            survey=survey,
            account_id=person.account_id,
            contact=person,
            sent_at=sent,
            delivered_at=sent,
            recorded_at=sent,
        )
        invitation.full_clean()
        invitation.save()
        if chance(survey.name_en, person.name) < ANSWERED:
            answered = scene.at(ago - 1 - chance(person.name) % 12, 15)
            save(
                Response(
                    survey=survey,
                    invitation=invitation,
                    account_id=person.account_id,
                    contact=person,
                    score=score_of(chance("score", number, person.name), number),
                    responded_at=answered,
                    recorded_at=answered,
                )
            )


def score_of(luck: int, number: int) -> int:
    """Return an answer from 0 to 10; the second wave went a little better."""
    if luck < PROMOTES + 8 * (number - 1):
        return 9 + luck % 2
    if luck >= 100 - DETRACTS:
        return 2 + luck % 5
    return 7 + luck % 2
