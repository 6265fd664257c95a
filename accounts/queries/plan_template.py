"""What a plan may start from: templates that come along, those the team kept, another plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from accounts.enums import ObjectiveKind
from accounts.models import Account, Action, Objective, PlanTemplate

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """An action of a template, due so many days after the plan starts from it; None for no day."""

    title: Text
    days: int | None = None
    effect: Text = ""


@dataclass(frozen=True, slots=True)
class Number:
    """What a goal of a template is, due so many days after the plan starts from it.

    Nothing here knows what an indicator is: metrics makes the goal. Values are texts, as they
    would be typed; an empty target is for whoever starts the plan to say.
    """

    indicator: str = ""
    type: str = "reach"
    name: Text = ""
    days: int = 364
    target: str = ""
    target_high: str = ""
    tolerance: str = ""
    profile: str = "linear"
    lag_days: int | None = None
    points: Sequence[tuple[int, float]] = ()
    weight: str = "1"
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective of a template, with its actions and its goals."""

    kind: str
    title: Text
    why: Text = ""
    steps: Sequence[Step] = ()
    numbers: Sequence[Number] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """Something that a plan may start from; key names it in the address.

    indicators are those that its accounts are measured by, each with why; numbers are the goals
    of no objective.
    """

    key: str
    name: Text
    about: Text
    aims: Sequence[Aim]
    kept: PlanTemplate | None = None
    indicators: Sequence[tuple[str, Text]] = ()
    numbers: Sequence[Number] = ()


SHIPPED: tuple[Start, ...] = (
    Start(
        "first-deal",
        _("Win a first deal"),
        _("The account knows us little; one business unit has a need that we can meet."),
        (
            Aim(
                ObjectiveKind.WIN_DEAL,
                _("Win a first project with one business unit"),
                _("A first success there is the proof that the rest of the company asks for."),
                (
                    Step(_("Name the people who decide, and who of us knows them"), 14),
                    Step(_("Meet the sponsor of the need in person"), 30),
                    Step(_("Bring a customer of the same industry to the table"), 60),
                    Step(_("Send the offer, gone through with the sponsor before"), 90),
                ),
                (
                    Number(name=_("The first contract is signed"), type="milestone", days=270),
                    Number("new_pipeline_value", "cumulate", days=182),
                ),
            ),
            Aim(
                ObjectiveKind.BUILD_RELATIONSHIP,
                _("Be known by all who decide on it"),
                _("A deal that hangs on one person hangs on their next job."),
                (
                    Step(_("Invite two people we do not know yet to an event"), 45),
                    Step(_("Show a page made for this account to its decision makers"), 45),
                ),
                (Number("account_coverage", days=182),),
            ),
        ),
        indicators=(("direct_interactions", ""), ("close_rate", "")),
    ),
    Start(
        "renewal",
        _("Protect a renewal"),
        _("A contract ends within the year, and it is not certain that it goes on."),
        (
            Aim(
                ObjectiveKind.PROTECT_RENEWAL,
                _("Renew the contract before it is put to tender"),
                _("What we lose there, no new deal of the year brings back."),
                (
                    Step(_("Write down what the contract brought them, in their figures"), 21),
                    Step(_("Go through the figures with the users and their head"), 45),
                    Step(_("Hear procurement on terms before the notice period"), 60),
                    Step(_("Agree on the terms of the renewal"), 120),
                ),
                (
                    Number(name=_("The contract is renewed"), type="milestone", days=182),
                    Number("protected_renewal_revenue", "cumulate", days=182),
                ),
            ),
            Aim(
                ObjectiveKind.RAISE_SATISFACTION,
                _("Settle what they complain about"),
                "",
                (
                    Step(_("Ask the users what bothers them most"), 14),
                    Step(_("Report back what was settled"), 60),
                ),
                (Number("nps", "maintain_min", days=182, target="0", tolerance="30"),),
            ),
        ),
        indicators=(("runoff_rate_actual", ""), ("direct_interactions", "")),
    ),
    Start(
        "executives",
        _("Build a relationship with executives"),
        _("We are well placed with users, and unknown to those who set the budget."),
        (
            Aim(
                ObjectiveKind.BUILD_RELATIONSHIP,
                _("Be a partner whom two executives call"),
                _("They decide where the money goes next year, before a need is written down."),
                (
                    Step(_("Choose the two executives, and the one of ours for each"), 14),
                    Step(_("Write down what each of them is measured by"), 21),
                    Step(_("Have our executive meet theirs"), 60),
                    Step(_("Hold a workshop on their priority, not on our offer"), 100),
                ),
                (Number("executive_reached_count", target="2", days=182),),
            ),
        ),
        indicators=(("account_coverage", ""), ("direct_interactions", "")),
    ),
    Start(
        "satisfaction",
        _("Raise satisfaction"),
        _("They buy, but speak badly or not at all of us."),
        (
            Aim(
                ObjectiveKind.RAISE_SATISFACTION,
                _("Be recommended by those who work with us"),
                _("Their word opens the doors of the next departments."),
                (
                    Step(_("Ask for their judgement, with a survey of one question"), 14),
                    Step(_("Call those who were not content within a week"), 30),
                    Step(_("Settle the two reasons named most"), 75),
                    Step(_("Ask again, and tell them what changed"), 150),
                ),
                (Number("nps", target="30", days=182),),
            ),
        ),
        indicators=(("nps_response_rate", ""), ("abm_feedback_score", "")),
    ),
)


def starts(actor: Actor) -> list[Start]:
    """Return what a plan may start from: the team's own templates first, then those shipped."""
    if not actor.role and not actor.is_system:
        return []
    own = PlanTemplate.objects.order_by("name_en", "name_fr", "pk")
    return [*map(start_of, own), *SHIPPED]


def start_of(row: PlanTemplate) -> Start:
    """Return a kept template as a plan starts from it."""
    measured = row.measured
    return Start(
        f"own-{row.public_id}",
        row.name,
        row.about,
        read(row.content),
        row,
        [(each["key"], each.get("why", "")) for each in measured.get("indicators", [])],
        [number_of(each) for each in measured.get("goals", [])],
    )


def read(content: Iterable[Mapping[str, Any]]) -> list[Aim]:
    """Return the objectives that the content of a template holds."""
    return [
        Aim(
            each["kind"],
            each["title"],
            each.get("why", ""),
            [
                Step(step["title"], step.get("days"), step.get("effect", ""))
                for step in each["steps"]
            ],
            [number_of(number) for number in each.get("goals", [])],
        )
        for each in content
    ]


def number_of(kept: Mapping[str, Any]) -> Number:
    """Return a goal as a template keeps it."""
    points = tuple((day, share) for day, share in kept.get("points", ()))
    return Number(**{**kept, "points": points})


def kept_number(number: Number) -> dict[str, Any]:
    """Return a goal for a template to keep."""
    return {**asdict(number), "name": str(number.name)}


def written(aims: Iterable[Aim]) -> list[dict[str, Any]]:
    """Return objectives as the content of a template."""
    return [
        {
            "kind": str(aim.kind),
            "title": str(aim.title),
            "why": str(aim.why),
            "steps": [
                {"title": str(step.title), "days": step.days, "effect": str(step.effect)}
                for step in aim.steps
            ],
            "goals": [kept_number(number) for number in aim.numbers],
        }
        for aim in aims
    ]


def written_beside(start: Start) -> dict[str, Any]:
    """Return what is measured beside the objectives, as a template keeps it."""
    return {
        "indicators": [{"key": key, "why": str(why)} for key, why in start.indicators],
        "goals": [kept_number(number) for number in start.numbers],
    }


def aims_of(
    actor: Actor, account: Account, numbers: Mapping[int, Sequence[Number]] | None = None
) -> list[Aim]:
    """Return the objectives of an account's plan, as another plan may start from them.

    Days count from the first due day of the plan, for another plan begins on another day. numbers
    are the goals, by the key of their objective.
    """
    of_objective = numbers or {}
    objectives = Objective.objects.visible_to(actor).filter(account=account)
    actions = Action.objects.visible_to(actor).filter(objective__account=account)
    by_objective: dict[int, list[Action]] = {}
    for row in actions.order_by("position", "due_on", "pk"):
        by_objective.setdefault(row.objective_id, []).append(row)
    days = [row.due_on for rows in by_objective.values() for row in rows if row.due_on]
    first = min(days, default=None)
    return [
        Aim(
            row.kind,
            row.title,
            row.why,
            [
                Step(
                    step.title,
                    (step.due_on - first).days + 14 if step.due_on and first else None,
                    step.expected_effect,
                )
                for step in by_objective.get(row.pk, [])
            ],
            of_objective.get(row.pk, ()),
        )
        for row in objectives.order_by("position", "pk")
    ]
