"""Forms about what a plan may start from, and what its goals should reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from accounts.forms.plan_template import TemplateForm
from accounts.models import Account
from accounts.queries.plan_template import Number, Start, starts
from metrics.catalogue.indicator import Indicator
from metrics.enums import GoalType
from metrics.forms.goal import GoalForm, written
from metrics.models import Goal
from metrics.queries.plan_template import BY_ACCOUNT, plan_as_start


class StartForm(forms.Form):
    """Choose what a plan starts from: a template, or the plan of another account."""

    start = forms.CharField(max_length=80)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_start(self) -> Start:
        """Find what the choice names."""
        key: str = self.cleaned_data["start"]
        known = {each.key: each for each in starts(self.actor)}
        found = known.get(key) or self.copied(key)
        if found is None or not (found.aims or found.numbers):
            raise ValidationError(_("There is nothing to start from."))
        return found

    def copied(self, key: str) -> Start | None:
        """Return the plan of the account that the choice names, None where it names none."""
        rows = Account.objects.visible_to(self.actor)
        try:
            account = rows.filter(public_id=key.removeprefix(BY_ACCOUNT)).first()
        except ValidationError:
            return None
        return plan_as_start(self.actor, account) if account else None


class NewTemplateForm(TemplateForm):
    """Keep a plan as a template, perhaps with what its goals should reach."""

    with_targets = forms.BooleanField(
        label=_("Keep the targets too"),
        help_text=_("Otherwise whoever starts from it says what should be reached."),
        required=False,
    )


ASKED = ("target", "target_high", "tolerance", "due_on")
"""What is asked of a goal that comes along; the rest is as in the template."""


class NumberForm(GoalForm):
    """Say what a goal that comes along should reach in this account, and by when.

    All rules are those of any goal. Where the target or the day is left empty the goal isn't set.
    """

    def __init__(self, *args: Any, number: Number, account: Account, **kwargs: Any) -> None:
        self.number = number
        super().__init__(*args, instance=Goal(account=account), **kwargs)
        for name in ASKED:
            field: Any = self.fields[name]
            field.required = False
            field.widget.attrs.pop("hx-post", None)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that are asked, in reading order."""
        return [self[name] for name in ASKED if name in self.shown]

    @property
    def is_left_out(self) -> bool:
        """Tell whether nothing is to be set: a target or the day is not said."""
        return any(not str(field.value() or "").strip() for field in self.asked)

    @property
    def kind(self) -> str:
        """How attainment follows from the value, in words."""
        return str(GoalType(self.number.type).label)

    @property
    def shown_errors(self) -> list[str]:
        """What stands in the way of the goal that no asked field can say."""
        if self.is_left_out:
            return []
        return [
            str(message)
            for name, messages in self.errors.items()
            if name not in ASKED
            for message in messages
        ]

    @property
    def called(self) -> str:
        """What the goal is called."""
        if self.indicator:
            return str(self.number.name) or self.indicator.name.to(get_language() or "en")
        return str(self.number.name) or self.number.indicator


@dataclass(frozen=True, slots=True)
class Asked:
    """The goals that come with one objective; without a title those of none."""

    place: int | None
    title: str
    forms: list[NumberForm]


class NumbersForm:
    """The goals that come with a template, each to be given its target and its day.

    Goals whose indicator is not known any more are left out, and named in gone.
    """

    def __init__(
        self,
        said: Mapping[str, str] | None,
        *,
        start: Start,
        account: Account,
        actor: Actor,
        today: date,
        known: Iterable[Indicator],
    ) -> None:
        self.said, self.account, self.actor, self.today = said, account, actor, today
        self.known = {each.key: each for each in known}
        self.gone: list[str] = []
        places = [(at, str(aim.title), aim.numbers) for at, aim in enumerate(start.aims)]
        groups = [*places, (None, "", start.numbers)]
        self.groups = [
            Asked(place, title, self.forms_of(place, numbers))
            for place, title, numbers in groups
            if numbers
        ]

    def forms_of(self, place: int | None, numbers: Iterable[Number]) -> list[NumberForm]:
        """Return a form for each goal of an objective."""
        found = []
        for at, number in enumerate(numbers):
            if number.type != GoalType.MILESTONE and number.indicator not in self.known:
                self.gone.append(number.indicator)
                continue
            prefix = f"goal-{'none' if place is None else place}-{at}"
            said = self.filled(number, prefix)
            form = NumberForm(
                said, number=number, account=self.account, actor=self.actor,
                indicators=self.known.values(), prefix=prefix, use_required_attribute=False,
            )  # fmt: skip
            found.append(form)
        return found

    def filled(self, number: Number, prefix: str) -> dict[str, Any]:
        """Return what a goal's form is filled in with: the template's, and what was typed."""
        points = [[self.day(days).isoformat(), share] for days, share in number.points]
        own = {
            "type": number.type,
            "name": str(number.name),
            "indicator_key": number.indicator,
            "starts_on": self.today.isoformat(),
            "due_on": self.day(number.days).isoformat(),
            "target": number.target,
            "target_high": number.target_high,
            "tolerance": number.tolerance,
            "profile": number.profile,
            "lag_days": "" if number.lag_days is None else str(number.lag_days),
            "points": written(points),
            "owner": str(self.actor.person.public_id),
            "weight": number.weight,
            **({"is_critical": "on"} if number.is_critical else {}),
        }
        typed = {
            name: self.said.get(f"{prefix}-{name}", "") if self.said is not None else own[name]
            for name in ASKED
        }
        return {f"{prefix}-{name}": value for name, value in {**own, **typed}.items()}

    def day(self, days: int) -> date:
        """Return the day so many days after today."""
        return self.today + timedelta(days=days)

    @property
    def forms(self) -> list[NumberForm]:
        """All forms, in reading order."""
        return [form for group in self.groups for form in group.forms]

    @property
    def chosen(self) -> list[tuple[int | None, NumberForm]]:
        """The goals that are to be set, each with the place of its objective."""
        return [
            (group.place, form)
            for group in self.groups
            for form in group.forms
            if not form.is_left_out
        ]

    def is_valid(self) -> bool:
        """Tell whether each goal that is to be set may be set."""
        wrong = [form for _place, form in self.chosen if not form.is_valid()]
        return not wrong
