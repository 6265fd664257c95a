"""The voices of the demo: a wave that runs, two rounds of feedback, and what became of both."""

import secrets
from dataclasses import dataclass

from django.conf import settings

from abmplanner.demo.scene import Scene, save
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.saving import Built
from accounts.actions.consent import add_line
from accounts.actions.survey import save_survey
from accounts.enums import (
    ConsentAction,
    ConsentBasis,
    ConsentChannel,
    ConsentPurpose,
    ConsentSource,
    QuestionKind,
    ReplyOutcome,
    Role,
)
from accounts.models import (
    Account,
    ConsentEvent,
    Contact,
    Feedback,
    FeedbackReply,
    FeedbackRequest,
    FeedbackRound,
    Invitation,
    Response,
    Survey,
    TeamMember,
    User,
)
from accounts.queries.invitation import link_token, token_hash

OPENED, CLOSES = 9, -21  # days ago: the wave that runs
ASKED = ("Aerolys", "Banque Vauquelin", "Médisanté Groupe", "Lumière Retail")
DEAD, DECLINED = "Farid Toumi", "Romain Texier"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered in the wave that runs."""

    name: str
    days: int
    score: int
    comment: str = ""


ANSWERS = (
    Said("Quentin Faure", 8, 10, "Toulouse runs on it now. Saint-Nazaire should see it."),
    Said("Maud Delcourt", 7, 10),
    Said("Nora Pelletier", 6, 9, "The workshops keep us honest with each other."),
    Said("Inès Maréchal", 3, 9, "One voice instead of four: that is new."),
    Said("Leïla Benali", 2, 7, "Good people; the price list still takes three mails."),
    Said("Gaspard Nivelle", 7, 3, "On nous parle de crédit quand nous attendons la conformité."),
    Said("Amina Cherif", 5, 6, "Des échanges utiles, mais sans suite depuis l'été."),
    Said("Rachida Amrani", 6, 10, "Vos ateliers ont changé la relation avec les services."),
    Said("Lucie Chauvin", 4, 9),
    Said("Agathe Simonin", 1, 9, "Le comité stratégique avance vite."),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a manager did with a feedback, which is known by how it begins."""

    begins: str
    days: int
    outcome: ReplyOutcome
    text: str


REPLIES = (
    Told(
        "Good material, but it reaches",
        240,
        ReplyOutcome.DONE,
        "The plants are on our list since May: they get everything two weeks ahead.",
    ),
    Told(
        "Operations love it, IT has not",
        80,
        ReplyOutcome.DOING,
        "We look for the way to Jonas Bak; a round table with IT is set for next month.",
    ),
    Told(
        "Nous arrivons après la bataille",
        95,
        ReplyOutcome.LATER,
        "Le crédit est perdu pour cette année. Nous reprenons le sujet au budget suivant.",
    ),
    Told(
        "Le comité stratégique est la",
        45,
        ReplyOutcome.NOTED,
        "Merci ! La prochaine séance est déjà fixée.",
    ),
)


def tell_voices(scene: Scene) -> None:
    """Write who may be asked, the wave that runs, the rounds, and the answers of managers."""
    people = list(Contact.objects.visible_to(SYSTEM).select_related("account").order_by("pk"))
    for person in people:
        tell_ground(scene, person)
    tell_wave(scene, people)
    tell_rounds(scene)
    tell_replies(scene)


def tell_ground(scene: Scene, person: Contact) -> None:
    """Write that a customer was told of our surveys, which is the ground to send them."""
    if person.name == "Ruth Okafor":
        return
    line = ConsentEvent(
        contact=person,
        purpose=ConsentPurpose.SURVEYS,
        channel=ConsentChannel.EMAIL,
        basis=ConsentBasis.LEGITIMATE_INTEREST,
        action=ConsentAction.INFORMED,
        occurred_at=scene.at(400),
        informed_at=scene.at(400),
        proof_ref="Letter to customers",
    )
    add_line(SYSTEM, line, source=ConsentSource.API)


def tell_wave(scene: Scene, people: list[Contact]) -> None:
    """Write the wave that runs: who was asked, who answered, who is silent."""
    survey = Survey(
        name_en="Customer voice, wave 4",
        name_fr="Voix du client, vague 4",
        program=scene.program,
        opens_on=scene.day(OPENED),
        closes_on=scene.day(CLOSES),
        intro_en="A year of work together lies behind us. How was it?",
        intro_fr="Une année de travail ensemble est derrière nous. Comment l'avez-vous vécue ?",
    )
    texts = {
        QuestionKind.SCORE.value: (
            "Recommanderiez-vous à un collègue de travailler avec nous ?",
            "How likely are you to recommend working with us to a colleague?",
        ),
    }
    save_survey(SYSTEM, Built(survey), texts)
    answers = {said.name: said for said in ANSWERS}
    for person in people:
        if person.account.name in ASKED and person.email:
            invitation = invite(scene, survey, person)
            if said := answers.get(person.name):
                hear(scene, invitation, said)


def invite(scene: Scene, survey: Survey, person: Contact) -> Invitation:
    """Write that somebody was asked; the mail left long ago."""
    at, seed = scene.at(OPENED, 9), secrets.token_hex(32)
    row = Invitation(
        survey=survey,
        account=person.account,
        contact=person,
        sent_at=at,
        delivered_at=None if person.name == DEAD else at,
        bounced_at=at if person.name == DEAD else None,
        declined_at=scene.at(5) if person.name == DECLINED else None,
        recorded_at=at,
    )
    row.seed, row.token_hash = seed, token_hash(link_token(seed, settings.SECRET_KEY))
    row.full_clean()
    row.save()
    return row


def hear(scene: Scene, invitation: Invitation, said: Said) -> None:
    """Write what somebody answered."""
    at = scene.at(said.days, 15)
    save(
        Response(
            survey=invitation.survey,
            invitation=invitation,
            account=invitation.account,
            contact=invitation.contact,
            score=said.score,
            comment=said.comment,
            responded_at=at,
            recorded_at=at,
        )
    )


def tell_rounds(scene: Scene) -> None:
    """Write a round that is over, with what sales said in it, and one that waits for answers."""
    past = save(
        FeedbackRound(
            name_en="Autumn round",
            name_fr="Tour d'automne",
            program=scene.program,
            opens_on=scene.day(60),
            closes_on=scene.day(15),
        )
    )
    running = save(
        FeedbackRound(
            name_en="Year-end round",
            name_fr="Tour de fin d'année",
            program=scene.program,
            opens_on=scene.day(4),
            closes_on=scene.day(-10),
            question_en="What should we do first next year?",
            question_fr="Que faire en premier l'an prochain ?",
        )
    )
    sellers = TeamMember.objects.visible_to(SYSTEM).filter(user__role=Role.SALES)
    pairs = [(row.account, row.user) for row in sellers.select_related("account", "user")]
    for account, person in sorted(pairs, key=lambda pair: pair[0].name):
        told = Feedback.objects.visible_to(SYSTEM).filter(
            account=account, author=person, given_at__gte=scene.at(60)
        )
        for round_, feedback in ((past, told.order_by("-pk").first()), (running, None)):
            row = FeedbackRequest(round=round_, account=account, person=person)
            row.feedback = feedback
            row.full_clean()
            row.save()


def tell_replies(scene: Scene) -> None:
    """Write what managers did with what sales said."""
    for told in REPLIES:
        rows = Feedback.objects.visible_to(SYSTEM).filter(comment__startswith=told.begins)
        feedback = rows.select_related("account").get()
        keeper = manager_of(feedback.account)
        save(
            FeedbackReply(
                feedback=feedback,
                author=keeper,
                outcome=told.outcome,
                text=told.text,
                written_at=scene.at(told.days),
            ),
            Actor.of_person(keeper),
        )


def manager_of(account: Account) -> User:
    """Return the ABM manager on an account's team."""
    rows = TeamMember.objects.visible_to(SYSTEM).filter(account=account, user__role=Role.MANAGER)
    keeper: User = rows.select_related("user").earliest("pk").user
    return keeper
