"""The agreements of the demo: plans and who signed them, what is said, contracts, judgements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from abmplanner.demo.plan_work import as_it_stood, tell_plan_work
from abmplanner.demo.scene import Scene, remember, save
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.days import A_DAY
from abmplanner.kit.history import correct, record
from abmplanner.kit.saving import Built, save_row
from accounts.actions.review import keep_review
from accounts.enums import (
    AssumptionKey,
    CommentOn,
    ContractStatus,
    ListPage,
    PlanParty,
    ProfileTopic,
    Role,
    SocialSubject,
)
from accounts.models import (
    Account,
    AccountJudgement,
    Comment,
    Contract,
    ContractTerms,
    Favorite,
    Objective,
    Plan,
    PlanAssumption,
    ProfileAnswer,
    Review,
    SavedView,
    Signature,
    SocialAssessment,
    SsiReading,
    TeamMember,
    User,
)

ALL = (PlanParty.ABM, PlanParty.SALES, PlanParty.LEADERSHIP)


@dataclass(frozen=True, slots=True)
class Pact:
    """What was agreed on an account; contracts are (name, signed, due, thousands a year)."""

    ambition: str
    signed: tuple[PlanParty, ...] = ()
    changed: str = ""
    before: str = ""
    reviews: tuple[tuple[int, str, str], ...] = ()
    said: tuple[tuple[Role, int, str], ...] = ()
    contracts: tuple[tuple[str, int, int, int], ...] = ()
    renews: bool = False
    judged: tuple[int, str] | None = None
    profile: tuple[tuple[ProfileTopic, str], ...] = ()


PACTS: Mapping[str, Pact] = {
    "Aerolys": Pact(
        "The partner of their plants for maintenance, not one of twelve suppliers: at work in "
        "three of four by the end of the year.",
        before="A partner of their plants for maintenance: at work in two of four by the end of "
        "the year.",
        signed=ALL,
        reviews=(
            (
                12,
                "The visit in Toulouse convinced operations; procurement waits.",
                "Invite Leïla Benali.",
            ),
            (104, "Two new people decide with us, none of them met.", "Ana sees both by June."),
        ),
        said=(
            (Role.LEADERSHIP, 9, "Saint-Nazaire is what counts. Can we be faster there?"),
            (Role.SALES, 8, "Only with a date with their industrial systems. I am on it."),
            (Role.MANAGER, 6, "The invitation to the open day went out this morning."),
        ),
        contracts=(
            ("Support contract, second year", 320, -45, 180),
            ("Predictive maintenance, Toulouse", 96, -269, 95),
        ),
        judged=(5, "They answer within a day, and they bring us into their planning."),
        profile=(
            (
                ProfileTopic.CHALLENGES,
                "Machines grow old, and a third of the technicians retire soon.",
            ),
            (ProfileTopic.PRIORITIES, "Fewer stops of the line; one tool in place of five."),
            (ProfileTopic.COMPETITORS, "A rival holds the plant in Nantes until next year."),
            (ProfileTopic.STRENGTHS, "Response time, and the people on site."),
        ),
    ),
    "Banque Vauquelin": Pact(
        "Be named in the standard of their branches.",
        signed=(PlanParty.ABM, PlanParty.SALES),
        changed="Be named in the standard of their branches, and equip the first region.",
        reviews=((40, "The standard comes a quarter later.", "Move the goal to autumn."),),
        said=((Role.SALES, 30, "I signed before the first region came in. Let us talk."),),
        contracts=(("Branch network", 800, 30, 220), ("Branch network II", 30, -335, 240)),
        renews=True,
        judged=(3, "Interested, but every decision goes through the group."),
        profile=(
            (ProfileTopic.CHALLENGES, "Each region has its own systems; nobody sees them all."),
            (ProfileTopic.THREATS, "The group may impose its own supplier."),
        ),
    ),
    "Médisanté Groupe": Pact(
        "A first project before the summer.",
        signed=(PlanParty.ABM,),
        reviews=((3, "The first meeting took place; they want figures.", "Send references."),),
        judged=(4, ""),
    ),
}


def tell_agreements(scene: Scene) -> None:
    """Write what was agreed on the first accounts, and what holds for all."""
    accounts = list(Account.objects.visible_to(SYSTEM).filter(name__in=PACTS).order_by("pk"))
    leader = next(user for user in scene.users.values() if user.role == Role.LEADERSHIP)
    for account in accounts:
        people = people_of(account) | {Role.LEADERSHIP: leader}
        tell_pact(scene, account, PACTS[account.name], people)
    since = scene.at(400)
    for key, value in ((AssumptionKey.RUNOFF_RATE, "0.08"), (AssumptionKey.MARGIN, "0.35")):
        remember(PlanAssumption(key=key, value=Decimal(value), from_at=since), since)
    tell_desks(scene, accounts[:2])
    tell_plan_work(scene, accounts)


def people_of(account: Account) -> dict[str, User]:
    """Return who sells to an account and who plans for it, by role."""
    members = TeamMember.objects.visible_to(SYSTEM).filter(account=account).select_related("user")
    return {member.user.role: member.user for member in members}


def tell_pact(scene: Scene, account: Account, pact: Pact, people: dict[str, User]) -> None:
    """Write what was agreed on one account."""
    keeper = Actor.of_person(people[Role.MANAGER])
    tell_plan(scene, account, pact, people, keeper)
    for ago, summary, decisions in pact.reviews:
        review = Review(
            account=account, reviewed_on=scene.day(ago), summary=summary, decisions=decisions
        )
        as_it_stood(keep_review(keeper, Built(review)), pact.before)
    for topic, text in pact.profile:
        save(ProfileAnswer(account=account, topic=topic, text=text), keeper)
    tell_contracts(scene, account, pact, keeper)
    if pact.judged:
        tell_judgements(scene, account, pact.judged, people)


def tell_plan(
    scene: Scene, account: Account, pact: Pact, people: dict[str, User], keeper: Actor
) -> None:
    """Write the plan of this year, who signed it, and what is said of its first objective."""
    starts = date(scene.today.year, 1, 1)
    ends = date(scene.today.year, 12, 31) + A_DAY
    plan = save(
        Plan(account=account, starts_on=starts, ends_on=ends, ambition=pact.ambition), keeper
    )
    signs = {PlanParty.ABM: Role.MANAGER, PlanParty.SALES: Role.SALES}
    for place, party in enumerate(pact.signed):
        person = people[signs.get(party, Role.LEADERSHIP)]
        at = scene.at(60 - 3 * place)
        record(
            Actor.of_person(person),
            Signature(plan=plan, party=party, plan_version=1, occurred_at=at),
        )
    if pact.changed:
        plan.ambition = pact.changed
        save_row(keeper, Built(plan), version=plan.version)
    objectives = Objective.objects.visible_to(SYSTEM).filter(account=account)
    first = objectives.order_by("position", "pk").first()
    about = (CommentOn.OBJECTIVE, first) if first else (CommentOn.PLAN, plan)
    for role, ago, text in pact.said:
        comment = Comment(
            account=account,
            on=about[0],
            subject=about[1].public_id,
            author=people[role],
            text=text,
            written_at=scene.at(ago, 16),
        )
        save(comment, Actor.of_person(people[role]))


def tell_contracts(scene: Scene, account: Account, pact: Pact, keeper: Actor) -> None:
    """Write the contracts of an account; one of them was corrected, one renews another."""
    before: Contract | None = None
    for name, ago, due, thousands in pact.contracts:
        renewed = before if pact.renews else None
        contract = save(
            Contract(account=account, name=name, renewal_of=renewed, recorded_at=scene.at(ago)),
            keeper,
        )
        terms = ContractTerms(
            contract=contract,
            status=ContractStatus.SIGNED,
            occurred_at=scene.at(ago),
            starts_on=scene.day(ago),
            due_on=scene.day(due),
            acv=Decimal(thousands * 1000),
            currency="EUR",
        )
        written = record(keeper, terms)
        if before is None:
            correct(keeper, written, acv=Decimal(thousands * 1000 + 4500))
            indexed = Decimal(thousands * 1000 + 9000)
            record(
                keeper,
                ContractTerms(
                    contract=contract,
                    status=ContractStatus.SIGNED,
                    occurred_at=scene.at(ago // 2),
                    starts_on=scene.day(ago),
                    due_on=scene.day(due),
                    acv=indexed,
                    currency="EUR",
                    is_indexation=True,
                ),
            )
        before = contract


def tell_judgements(
    scene: Scene, account: Account, judged: tuple[int, str], people: dict[str, User]
) -> None:
    """Write how sales sees an account, and how social networks are used on both sides."""
    rating, reason = judged
    seller = Actor.of_person(people[Role.SALES])
    for ago, value, why in ((300, max(rating - 1, 1), ""), (20, rating, reason)):
        record(
            seller,
            AccountJudgement(
                account=account,
                rating=value,
                reason=why,
                occurred_at=scene.at(ago),
                expires_on=scene.day(ago - 180),
            ),
        )
    for subject, level in ((SocialSubject.OURS, 3), (SocialSubject.THEIRS, 2)):
        assessed = SocialAssessment(
            account=account, subject=subject, level=level, occurred_at=scene.at(50)
        )
        record(Actor.of_person(people[Role.MANAGER]), assessed)


def tell_desks(scene: Scene, favorites: list[Account]) -> None:
    """Give everybody a favorite or two, a view of the accounts, and sellers their index."""
    for user in scene.users.values():
        actor = Actor.of_person(user)
        mine = Account.objects.visible_to(actor).filter(pk__in=[each.pk for each in favorites])
        for account in mine:
            Favorite.objects.create(user=user, account=account)
        if user.role != Role.SALES:
            view = SavedView(
                user=user, page=ListPage.ACCOUNTS, name="Customers", query="status=customer"
            )
            save(view, actor)
        if user.role in {Role.SALES, Role.MANAGER}:
            for months, parts in enumerate(((18, 14, 11, 17), (17, 13, 9, 16), (15, 12, 8, 16))):
                brand, people, insights, relationships = map(Decimal, parts)
                reading = SsiReading(
                    user=user,
                    read_on=scene.day(5 + 30 * months),
                    brand=brand,
                    people=people,
                    insights=insights,
                    relationships=relationships,
                )
                record(actor, reading)
