"""What is wanted of an account in the demo: objectives, goals and actions; and what sales says."""

from decimal import Decimal

from abmplanner.demo.cast import Aim, Opinion, Purpose
from abmplanner.demo.scene import Scene, save
from abmplanner.kit.actor import SYSTEM, Actor
from accounts.enums import ObjectiveState, Role
from accounts.models import Account, Action, Feedback, Objective, Opportunity, User
from metrics.models import Goal


def tell_opinion(
    scene: Scene, account: Account, opinion: Opinion, manager: User, seller: User
) -> None:
    """Write what a salesperson thinks of our work for an account, and of who keeps it."""
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
            recorded_at=scene.at(opinion.days, 17),
        ),
        Actor.of_person(seller),
    )


def tell_purpose(
    scene: Scene, account: Account, purpose: Purpose, place: int, manager: User
) -> None:
    """Write an objective with its actions and its goals."""
    keeper = Actor.of_person(manager)
    objective = save(
        Objective(
            account=account,
            kind=purpose.kind,
            opportunity=about(account, purpose.deal),
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


def about(account: Account, name: str) -> Opportunity | None:
    """Return the deal of that name, None where an objective is about none."""
    return Opportunity.objects.visible_to(SYSTEM).filter(account=account, name=name).first()


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
        goal.agreed_target, goal.agreed_target_high = goal.target, goal.target_high
        goal.agreed_due_on = goal.due_on
        goal.approved_by = next(u for u in scene.users.values() if u.role == Role.LEADERSHIP)
    save(goal, Actor.of_person(manager))


def exact(value: float | None) -> Decimal | None:
    """Return a figure of the cast as it is stored."""
    return None if value is None else Decimal(str(value))
