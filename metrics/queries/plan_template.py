"""The plan of an account with its goals and indicators, as another plan may start from it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from accounts.models import Account
from accounts.queries.plan_template import Aim, Number, Start, aims_of
from metrics.enums import Profile
from metrics.models import Goal, IndicatorSet

BY_ACCOUNT = "account-"  # what the key of a plan of another account begins with


def plan_as_start(actor: Actor, account: Account, *, with_targets: bool = True) -> Start:
    """Return an account's plan as another one may start from it: without people and days.

    Without targets whoever starts from it says what should be reached there.
    """
    numbers = numbers_of(actor, account, with_targets=with_targets)
    measured = IndicatorSet.objects.visible_to(actor).filter(account=account)
    chosen = measured.order_by("position", "pk").values_list("indicator_key", "comment")
    return Start(
        f"{BY_ACCOUNT}{account.public_id}",
        account.name,
        _("Its objectives, actions, goals and indicators."),
        aims_of(actor, account, {key: of for key, of in numbers.items() if key}),
        indicators=list(chosen),
        numbers=numbers.get(0, ()),
    )


def numbers_of(actor: Actor, account: Account, *, with_targets: bool) -> Mapping[int, list[Number]]:
    """Return the goals of an account by the key of their objective, 0 where they have none.

    Goals narrowed to some records are left out: what they are narrowed to is this account's own.
    """
    found: dict[int, list[Number]] = {}
    rows = Goal.objects.visible_to(actor).filter(account=account, where={})
    for goal in rows.order_by("due_on", "pk"):
        number = number_of(goal)
        if not with_targets:
            number = replace(number, target="", target_high="", tolerance="")
        found.setdefault(goal.objective_id or 0, []).append(number)
    return found


def number_of(goal: Goal) -> Number:
    """Return what a goal is, with its days counted from its start."""
    points = goal.profile_points
    return Number(
        indicator=goal.indicator_key,
        type=goal.type,
        name=goal.name,
        days=(goal.due_on - goal.starts_on).days,
        target=typed(goal.target),
        target_high=typed(goal.target_high),
        tolerance=typed(goal.tolerance),
        profile=goal.profile,
        lag_days=points if goal.profile == Profile.LAGGED and isinstance(points, int) else None,
        points=[((date.fromisoformat(day) - goal.starts_on).days, share) for day, share in points]
        if goal.profile == Profile.MILESTONES
        else (),
        weight=typed(goal.weight) or "1",
        is_critical=goal.is_critical,
    )


def typed(value: Decimal | None) -> str:
    """Return a number as somebody would type it, without zeros that say nothing.

    >>> typed(Decimal("30.0000")), typed(Decimal("2500000.5000")), typed(None)
    ('30', '2500000.5', '')
    """
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def has_numbers(start: Start) -> bool:
    """Tell whether goals come with what a plan starts from."""
    return bool(start.numbers) or any(aim.numbers for aim in start.aims)


def aims_with_numbers(start: Start) -> list[Aim]:
    """Return the objectives of what a plan starts from that bring goals."""
    return [aim for aim in start.aims if aim.numbers]
