"""How the demo's plans are worked on: what a review kept of them, who is named, what is at hand."""

from typing import Any

from abmplanner.demo.scene import Scene, save
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.saving import Built
from accounts.actions.comment import say
from accounts.actions.desk import note_visit
from accounts.enums import CommentOn, ProgramKind, Role
from accounts.models import Account, Comment, Plan, PlanTemplate, Review, TeamMember, User
from accounts.queries.plan_template import written, written_beside
from metrics.queries.plan_template import plan_as_start


def as_it_stood(review: Review, ambition: str) -> None:
    """Let a review have kept the plan before it was sharpened: other words, targets and states."""
    stood: dict[str, Any] = review.stood
    if ambition and stood["plan"]:
        stood["plan"]["ambition"] = ambition
    for goal in stood["goals"][:1]:
        goal["target"] = str(round(float(goal["target"] or 0) * 0.8, 1))
    for action in stood["actions"]:
        if action["state"] == "done":
            action["state"] = "planned"
            break
    stood["actions"] = stood["actions"][:-1]
    review.save(update_fields=["stood"])


def tell_plan_work(scene: Scene, accounts: list[Account]) -> None:
    """Name colleagues in comments, keep a template, and let everybody have looked around."""
    first = accounts[0]
    plan = Plan.objects.visible_to(SYSTEM).filter(account=first).first()
    near = people_near(scene, first)
    members = TeamMember.objects.visible_to(SYSTEM).filter(account=first).select_related("user")
    team = {person.role: person for person in [*near, *(row.user for row in members)]}
    sides = [(Role.SALES, Role.MANAGER), (Role.MANAGER, Role.LEADERSHIP)]
    asked = ("could you bring the reference of the nuclear site?", "we need your word with them.")
    for (author, named), words in zip(sides, asked, strict=True):
        if plan and author in team and named in team:
            comment = Comment(
                account=first,
                on=CommentOn.PLAN,
                subject=plan.public_id,
                author=team[author],
                text=f"@{team[named].name} {words}",
                written_at=scene.at(1, 10),
            )
            say(Actor.of_person(team[author]), Built(comment))
    worked = plan_as_start(SYSTEM, first, with_targets=False)
    template = PlanTemplate(
        name_en="Win a second site",
        name_fr="Gagner un deuxième site",
        about="One site works with us; the next one asks what that brought.",
        program_kind=ProgramKind.HIGH_TOUCH,
        content=written(worked.aims),
        measured=written_beside(worked),
    )
    save(template)
    for user in scene.users.values():
        for account in Account.objects.visible_to(Actor.of_person(user)).order_by("-pk")[:6]:
            note_visit(Actor.of_person(user), account)


def people_near(scene: Scene, account: Account) -> list[User]:
    """Return who of the cast may see an account."""
    users = scene.users.values()
    return [
        user
        for user in users
        if Account.objects.visible_to(Actor.of_person(user)).filter(pk=account.pk).exists()
    ]
