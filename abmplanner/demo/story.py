"""Writes the demo's year through the same doors that people use."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from abmplanner.demo.agreement import tell_agreements
from abmplanner.demo.campaigns import tell_marketing
from abmplanner.demo.cast import (
    COLLEAGUES,
    COMPANIES,
    WAVES,
    Company,
    Person,
)
from abmplanner.demo.controls import tell_controls
from abmplanner.demo.goals import tell_goals
from abmplanner.demo.hybrid import tell_hybrid
from abmplanner.demo.imports import tell_imports
from abmplanner.demo.judged import tell_judged
from abmplanner.demo.large.telling import look_over
from abmplanner.demo.networks import tell_networks
from abmplanner.demo.own_indicators import tell_own_indicators
from abmplanner.demo.people import tell_people
from abmplanner.demo.plan import tell_opinion, tell_purpose
from abmplanner.demo.readings import tell_readings
from abmplanner.demo.recorded import date_back
from abmplanner.demo.sales import make_pipeline, tell_deal
from abmplanner.demo.scene import YEAR_AND_MORE, Scene, make_user, remember, save
from abmplanner.demo.voices import tell_voices
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.words import fold
from accounts.enums import Position, ProgramKind, RecordType, Role
from accounts.models import (
    Account,
    Contact,
    DataFeed,
    Employment,
    Enrolment,
    FxRate,
    Invitation,
    Program,
    ProgramAssignment,
    Response,
    Survey,
    TeamMember,
)
from metrics.actions.measurement import ask_to_measure
from metrics.actions.qualification import ask_to_qualify
from metrics.enums import CustomKind, IndicatorState
from metrics.models import CustomIndicator, IndicatorSet

OF_PROGRAM = (
    RecordType.CAMPAIGN, RecordType.SPEND, RecordType.AD, RecordType.CONTACT, RecordType.CONTRACT,
    RecordType.EMAIL, RecordType.EVENT, RecordType.SALES_ACTIVITY,
)  # fmt: skip
OF_TOUCHES = (RecordType.EMAIL, RecordType.EVENT, RecordType.SALES_ACTIVITY)
UNSEEN = frozenset({"Crestline Energy"})  # whose visits to our site nobody can tell apart
TWO_YEARS_AND_MORE = 860  # days: a year before the first deal of the story, and longer
NEW = 60  # days in the program: until then nobody connected anything


@transaction.atomic
def tell(today: date, *, weeks: int) -> None:
    """Write the whole demo as of a day, into an installation that has none of it.

    The day before and so many weeks are measured by jobs, which a worker takes once this is
    committed: first what the pages show, then how it came to that.
    """
    scene = Scene(today)
    scene.users = {one.email: make_user(one) for one in COLLEAGUES}
    make_program(scene)
    make_indicators()
    for company in COMPANIES:
        tell_account(scene, company)
    tell_people(scene)
    tell_marketing(scene)
    tell_networks(scene)
    tell_agreements(scene)
    tell_voices(scene)
    tell_readings(scene)
    tell_own_indicators(scene)
    tell_hybrid(scene)
    tell_judged(scene)
    tell_imports(scene)
    tell_controls(scene)
    date_back()
    look_over()
    tell_goals(scene)
    ask_to_qualify(SYSTEM)
    ask_to_measure(SYSTEM, as_of=scene.day(1))
    if weeks:
        ask_to_measure(SYSTEM, as_of=scene.day(8), since=scene.day(7 * weeks + 1), every=7)


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
        save(DataFeed(record_type=kind, source="demo", covers_from=start, recorded_at=start))
    for kind in OF_PROGRAM:
        feed = DataFeed(record_type=kind, source="demo", program=scene.program)
        feed.covers_from = feed.recorded_at = start
        save(feed)
    for ago, rate in ((YEAR_AND_MORE, "0.91"), (200, "0.88"), (60, "0.86")):
        row = FxRate(base="USD", quote="EUR", rate=Decimal(rate))
        row.from_on, row.recorded_at = scene.day(ago), scene.at(ago)
        save(row)
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
            recorded_at=scene.at(YEAR_AND_MORE),
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
                    recorded_at=scene.at(YEAR_AND_MORE),
                )
            )
    for kind in told_of(company):
        feed = DataFeed(record_type=kind, source="demo", account=account)
        feed.covers_from = feed.recorded_at = scene.at(TWO_YEARS_AND_MORE)
        save(feed)
    for person in company.people:
        tell_person(scene, account, company, person)
    for deal in company.deals:
        tell_deal(scene, account, deal, seller)
    for place, purpose in enumerate(company.purposes):
        tell_purpose(scene, account, purpose, place, manager)
    for opinion in company.opinions:
        tell_opinion(scene, account, opinion, manager, seller)
    for place, key in enumerate(company.indicators):
        save(IndicatorSet(account=account, indicator_key=key, position=place))


def told_of(company: Company) -> tuple[RecordType, ...]:
    """Return the touches that were told us of an account long before; of new ones none."""
    if not company.people or company.since < NEW:
        return ()
    return OF_TOUCHES if company.name in UNSEEN else (*OF_TOUCHES, RecordType.WEB)


def tell_person(scene: Scene, account: Account, company: Company, person: Person) -> None:
    """Write a contact, since when they work there, and what they answered in each wave."""
    first, last = person.name.split(" ", 1)
    since = scene.at(YEAR_AND_MORE)
    contact = save(
        Contact(
            account=account,
            name=person.name,
            email=f"{fold(first)}.{fold(last).replace(' ', '-')}@{company.domain}",
            title=person.title,
            function=person.function,
            seniority=person.seniority,
            email_status="valid",
            recorded_at=since,
        )
    )
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
