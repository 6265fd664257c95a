"""Goals beyond the plans in the demo: of campaigns, moved since, and for many accounts."""

from dataclasses import dataclass
from decimal import Decimal

from abmplanner.demo.hybrid import HYBRID
from abmplanner.demo.scene import Scene, save
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.saving import Built
from accounts.actions.job import work
from accounts.enums import JobState, ProgramKind
from accounts.models import Account, Campaign, Enrolment, Program
from metrics.actions.goal import save_goal
from metrics.actions.goal_batch import open_batch, set_goals
from metrics.enums import GoalRule, GoalType
from metrics.models import Goal, GoalBatch

KEEPER = "ana@example.org"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a campaign should come to: indicator, target, since, until."""

    campaign: str
    indicator: str
    target: int
    since: int
    due: int
    weight: int = 1


WISHES = (
    Wish("Ads to plant managers", "campaign_engaged_accounts", 5, 90, -30, weight=2),
    Wish("Ads to plant managers", "campaign_reached_accounts", 5, 90, -30),
    Wish("Executive dinner", "campaign_responded_accounts", 3, -20, -40),
)
MOVED = (
    ("nps", 40, 35, "The second plant joined late: half of its people were never asked."),
    ("new_pipeline_value", 900_000, 750_000, "Half of the tender was put off by a year."),
)  # fmt: skip
"""Goals that were agreed on: indicator, target, the one of today, and why."""


def tell_goals(scene: Scene) -> None:
    """Write goals of campaigns, targets that moved, and goals for the accounts of a program."""
    manager = Actor.of_person(scene.users[HYBRID.manager.email])
    keeper = Actor.of_person(scene.users[KEEPER])
    for wish in WISHES:
        tell_wish(scene, wish, keeper)
    for indicator, agreed, target, reason in MOVED:
        rows = Goal.objects.visible_to(SYSTEM).filter(indicator_key=indicator, target=agreed)
        goal = rows.exclude(approved_at=None).first()
        if goal is not None:
            goal.target = Decimal(target)
            save_goal(keeper, Built(goal), version=goal.version, reason=reason)
    tell_batches(scene, manager)


def tell_wish(scene: Scene, wish: Wish, keeper: Actor) -> None:
    """Write a goal of a campaign."""
    campaign = Campaign.objects.visible_to(SYSTEM).get(name=wish.campaign)
    goal = Goal(
        campaign=campaign,
        indicator_key=wish.indicator,
        type=GoalType.CUMULATE,
        target=Decimal(wish.target),
        starts_on=scene.day(wish.since),
        due_on=scene.day(wish.due),
        weight=wish.weight,
        owner=keeper.person,
    )
    save(goal, keeper)


def tell_batches(scene: Scene, manager: Actor) -> None:
    """Set a goal for each account of the hybrid program by one rule; leave another one proposed."""
    program = Program.objects.visible_to(SYSTEM).filter(kind=ProgramKind.HYBRID).earliest("pk")
    inside = Enrolment.objects.visible_to(SYSTEM).filter(program=program, to_at=None)
    accounts = Account.objects.visible_to(manager).filter(pk__in=inside.values("account"))
    segment = {"program": str(program.public_id)}
    shared = {"starts_on": scene.day(45), "due_on": scene.day(-45), "segment": segment}
    rising = GoalBatch(
        indicator_key="direct_interactions", type=GoalType.CUMULATE, rule=GoalRule.PERCENT,
        amount=Decimal(20), **shared,
    )  # fmt: skip
    done = open_batch(manager, rising, accounts)
    work_on(done)
    work_on(set_goals(manager, done))
    middle = GoalBatch(
        indicator_key="contact_quality_score", type=GoalType.REACH, rule=GoalRule.MEDIAN, **shared
    )
    work_on(open_batch(manager, middle, accounts))


def work_on(batch: GoalBatch) -> None:
    """Do the job of a batch at once, as a worker would, however many turns it takes."""
    while batch.job is not None and batch.job.state in {JobState.QUEUED, JobState.RUNNING}:
        work(batch.job.pk)
        batch.job.refresh_from_db()
