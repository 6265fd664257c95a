"""Writes the demo's year through the same doors that people use."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from abmplanner.demo.agreement import tell_agreements
from abmplanner.demo.campaigns import tell_marketing
from abmplanner.demo.cast import (
    COLLEAGUES,
    COMPANIES,
    PASSWORD,
    STAGES,
    WAVES,
    Aim,
    Colleague,
    Company,
    Deal,
    Person,
    Purpose,
)
from abmplanner.demo.people import tell_people
from abmplanner.demo.scene import YEAR_AND_MORE, Scene, remember, save
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.saving import Built, save_row
from abmplanner.kit.words import fold
from accounts.actions.opportunity import histories_of, project
from accounts.enums import ObjectiveState, Position, ProgramKind, RecordType, Role
from accounts.models import (
    Account,
    Action,
    AmountChange,
    Contact,
    DataFeed,
    Employment,
    Enrolment,
    Feedback,
    Forecast,
    FxRate,
    Invitation,
    Objective,
    Opportunity,
    Pipeline,
    Program,
    ProgramAssignment,
    Response,
    Stage,
    StageChange,
    Survey,
    TeamMember,
    User,
)
from metrics.actions.measurement import ask_to_measure
from metrics.enums import CustomKind, IndicatorState
from metrics.models import CustomIndicator, Goal, IndicatorSet

TWO_YEARS_FROM = 300  # thousands: from here on a deal runs two years


@transaction.atomic
def tell(today: date) -> None:
    """Write the whole demo as of a day, into an installation that has none of it.

    The weeks of the year are measured by a job, which a worker takes once this is committed.
    """
    scene = Scene(today)
    scene.users = {one.email: make_user(one) for one in COLLEAGUES}
    make_program(scene)
    make_indicators()
    for company in COMPANIES:
        tell_account(scene, company)
    tell_people(scene)
    tell_marketing(scene)
    tell_agreements(scene)
    ask_to_measure(SYSTEM, as_of=scene.day(1))  # first what the pages show, then how it came
    ask_to_measure(SYSTEM, as_of=scene.day(8), since=scene.day(365), every=7)


def make_user(one: Colleague) -> User:
    """Return a person of ours who signs in with the demo's password."""
    return User.objects.create_user(
        one.email, PASSWORD, name=one.name, role=one.role, language=one.language
    )


def make_program(scene: Scene) -> None:
    """Write the program, its people, the pipeline, the feeds and the waves of the survey."""
    scene.program = save(
        Program(name_en="Key accounts", name_fr="Grands comptes", kind=ProgramKind.HIGH_TOUCH)
    )
    start = scene.at(YEAR_AND_MORE)
    for user in scene.users.values():
        if user.role in {Role.MANAGER, Role.LEADERSHIP}:
            remember(ProgramAssignment(user=user, program=scene.program, from_at=start), start)
    scene.pipeline, scene.stages = make_pipeline()
    for kind in (RecordType.OPPORTUNITY, RecordType.ENROLMENT, RecordType.FEEDBACK):
        save(DataFeed(record_type=kind, source="demo", covers_from=start))
    for ago, rate in ((YEAR_AND_MORE, "0.91"), (200, "0.88"), (60, "0.86")):
        save(FxRate(base="USD", quote="EUR", from_on=scene.day(ago), rate=Decimal(rate)))
    for number, ago in enumerate(WAVES, start=1):
        scene.waves.append(
            save(
                Survey(
                    name_en=f"Customer voice, wave {number}",
                    name_fr=f"Voix du client, vague {number}",
                    program=scene.program,
                    opens_on=scene.day(ago),
                    closes_on=scene.day(ago - 30),
                )
            )
        )


def make_pipeline() -> tuple[Pipeline, dict[str, Stage]]:
    """Write the pipeline of the demo and return it with its stages by key."""
    pipeline = save(Pipeline(name_en="Sales", name_fr="Ventes", is_default=True))
    stages = {}
    for place, (key, french, english, qualified, outcome) in enumerate(STAGES, start=1):
        stages[key] = save(
            Stage(
                pipeline=pipeline,
                key=key,
                name_fr=french,
                name_en=english,
                position=place,
                is_qualified=qualified,
                outcome=outcome,
            )
        )
    return pipeline, stages


def make_indicators() -> None:
    """Write two indicators that a team made itself: one of records, one a formula."""
    save(
        CustomIndicator(
            key="promoter_balance",
            name_en="Promoters less detractors",
            name_fr="Promoteurs moins détracteurs",
            meaning_en="How many more people speak for us than against us.",
            meaning_fr="Combien de personnes de plus parlent pour nous que contre nous.",
            kind=CustomKind.FORMULA,
            unit="count",
            definition={"formula": "nps_promoters - nps_detractors"},
            state=IndicatorState.ACTIVE,
        )
    )


def tell_account(scene: Scene, company: Company) -> None:
    """Write one account and everything that happened there."""
    manager, seller = scene.users[company.manager], scene.users[company.seller]
    account = save(
        Account(
            name=company.name,
            domains=[company.domain],
            country=company.country,
            industry=company.industry,
            employees=company.employees,
            revenue=company.revenue,
            revenue_currency="EUR",
            status=company.status,
            owner=seller,
        ),
        Actor.of_person(manager),
    )
    start = scene.at(company.since)
    remember(
        Enrolment(
            account=account,
            program=scene.program,
            from_at=start,
            tier=company.tier,
            reason="Chosen with sales at the yearly review",
        ),
        start,
    )
    for user, position in ((manager, Position.ABM), (seller, Position.SALES)):
        remember(TeamMember(account=account, user=user, position=position, from_at=start), start)
    if company.surveyed and company.people:
        for kind in (RecordType.RESPONSE, RecordType.INVITATION):
            save(
                DataFeed(
                    record_type=kind,
                    source="survey",
                    account=account,
                    covers_from=scene.at(YEAR_AND_MORE),
                )
            )
    for person in company.people:
        tell_person(scene, account, company, person)
    for deal in company.deals:
        tell_deal(scene, account, deal, seller)
    for place, purpose in enumerate(company.purposes):
        tell_purpose(scene, account, purpose, place, manager)
    for opinion in company.opinions:
        save(
            Feedback(
                account=account,
                author=seller,
                activities_rating=opinion.activities,
                marketer=manager if opinion.marketer else None,
                marketer_rating=opinion.marketer,
                comment=opinion.comment,
                deal_moved=opinion.moved,
                given_at=scene.at(opinion.days, 17),
            ),
            Actor.of_person(seller),
        )
    for place, key in enumerate(company.indicators):
        save(IndicatorSet(account=account, indicator_key=key, position=place))


def tell_person(scene: Scene, account: Account, company: Company, person: Person) -> None:
    """Write a contact, since when they work there, and what they answered in each wave."""
    first, last = person.name.split(" ", 1)
    contact = save(
        Contact(
            account=account,
            name=person.name,
            email=f"{fold(first)}.{fold(last).replace(' ', '-')}@{company.domain}",
            title=person.title,
            function=person.function,
            seniority=person.seniority,
            email_status="valid",
        )
    )
    since = scene.at(YEAR_AND_MORE)
    remember(Employment(contact=contact, account=account, title=person.title, from_at=since), since)
    for survey, ago, score in zip(scene.waves, WAVES, person.scores, strict=False):
        if ago > company.since:
            continue
        invitation = Invitation(
            survey=survey,
            account=account,
            contact=contact,
            sent_at=scene.at(ago, 9),
            delivered_at=scene.at(ago, 9),
            recorded_at=scene.at(ago, 9),
        )
        invitation.full_clean()
        invitation.save()
        if score is not None:
            answered = scene.at(ago - 2 - len(person.name) % 9, 15)
            save(
                Response(
                    survey=survey,
                    invitation=invitation,
                    account=account,
                    contact=contact,
                    score=score,
                    comment=person.comment if ago == WAVES[-1] else "",
                    responded_at=answered,
                    recorded_at=answered,
                )
            )


def tell_deal(scene: Scene, account: Account, deal: Deal, seller: User) -> None:
    """Write a deal with its three histories, and project its current columns."""
    opportunity = save(
        Opportunity(
            account=account,
            name=deal.name,
            type=deal.type,
            pipeline=scene.pipeline,
            owner=seller,
            source="sales",
            recorded_at=scene.at(deal.path[0][1]),
        )
    )
    for place, (key, ago) in enumerate(deal.path):
        closed = place == len(deal.path) - 1 and scene.stages[key].outcome != "open"
        at = scene.at(ago)
        change = StageChange(opportunity=opportunity, stage=scene.stages[key], occurred_at=at)
        if closed:
            change.reason = deal.reason
        remember(change, at)
    for ago, thousands in deal.values:
        at = scene.at(ago)
        value = Decimal(thousands * 1000)
        remember(
            AmountChange(
                opportunity=opportunity,
                tcv=value,
                acv=value / 2 if thousands >= TWO_YEARS_FROM else value,
                currency=deal.currency,
                occurred_at=at,
            ),
            at,
        )
    remember(
        Forecast(
            opportunity=opportunity,
            close_on=scene.day(deal.closes),
            amount=Decimal(deal.values[-1][1] * 1000),
            currency=deal.currency,
            occurred_at=scene.at(deal.values[-1][0]),
        ),
        scene.at(deal.values[-1][0]),
    )
    project(opportunity, histories_of(SYSTEM, [opportunity])[opportunity.pk])
    save_row(SYSTEM, Built(opportunity), version=opportunity.version)


def tell_purpose(
    scene: Scene, account: Account, purpose: Purpose, place: int, manager: User
) -> None:
    """Write an objective with its actions and its goals."""
    keeper = Actor.of_person(manager)
    objective = save(
        Objective(
            account=account,
            kind=purpose.kind,
            title=purpose.title,
            why=purpose.why,
            owner=manager,
            due_on=scene.day(purpose.due),
            state=ObjectiveState.ATTAINED if purpose.due > 0 else ObjectiveState.ACTIVE,
            position=place,
        ),
        keeper,
    )
    for step in purpose.steps:
        save(
            Action(
                objective=objective,
                title=step.title,
                expected_effect=step.effect,
                owner=manager,
                due_on=scene.day(step.due),
                state=step.state,
                outcome=step.outcome,
            ),
            keeper,
        )
    for aim in purpose.aims:
        tell_aim(scene, account, objective, aim, manager)


def tell_aim(scene: Scene, account: Account, objective: Objective, aim: Aim, manager: User) -> None:
    """Write a goal; an approved one bears the name of leadership."""
    goal = Goal(
        account=account,
        objective=objective,
        indicator_key=aim.indicator,
        type=aim.type,
        baseline=exact(aim.baseline),
        target=exact(aim.target),
        target_high=exact(aim.high),
        tolerance=exact(aim.tolerance),
        starts_on=scene.day(aim.since),
        due_on=scene.day(aim.due),
        profile=aim.profile,
        weight=aim.weight,
        is_critical=aim.critical,
        owner=manager,
    )
    if aim.approved:
        goal.approved_at = scene.at(aim.since)
        goal.approved_by = next(u for u in scene.users.values() if u.role == Role.LEADERSHIP)
    save(goal, Actor.of_person(manager))


def exact(value: float | None) -> Decimal | None:
    """Return a figure of the cast as it is stored."""
    return None if value is None else Decimal(str(value))
