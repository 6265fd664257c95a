"""What a person says of a goal."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.forms import RowForm
from abmplanner.kit.history import lasting
from accounts.enums import ProgramKind
from accounts.models import Enrolment, Objective, User
from metrics.actions.goal import WHY, exact
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Better, Grain
from metrics.enums import GoalType, Profile
from metrics.forms.picking import Choices, choices_of, named
from metrics.models import Goal
from metrics.models.goal import AIM
from metrics.phrases import unit_words
from metrics.queries.baseline import baseline_of
from metrics.queries.suiting import marks_of

LONGEST = timedelta(days=3653)  # ten years
MOST_POINTS = 24
MOVING = ("baseline", "target", "profile")
FIELDS: Mapping[str, tuple[str, ...]] = {
    GoalType.REACH: MOVING,
    GoalType.CUMULATE: ("target", "profile"),
    GoalType.MAINTAIN_MIN: ("target", "tolerance"),
    GoalType.MAINTAIN_MAX: ("target", "tolerance"),
    GoalType.RANGE: ("target", "target_high", "tolerance"),
    GoalType.MILESTONE: ("name", "is_done"),
}
"""What each type of goal asks for, beside what all of them do."""

ONLY_SOME = ("name", "is_done", "baseline", "target", "target_high", "tolerance", "profile")
HALVES = {"baseline", "target", "target_high", "starts_on", "due_on", "owner", "weight"}

ADJUSTING = ("type", "indicator_key", "profile", "starts_on", "due_on")
"""Fields on which it depends what the form shows: its page asks again as they change."""

FROZEN = ("type", "indicator_key", "baseline", "starts_on")
"""What an approval freezes."""

OF_A_PROFILE: Mapping[str, str] = {Profile.LAGGED: "lag_days", Profile.MILESTONES: "points"}


class GoalForm(RowForm[Goal]):
    """Say what an indicator should reach in an account, a program or a campaign, and by when.

    Fields that the chosen type has no use for are not shown, and let go when they come all the
    same. The rules of a goal are the model's; here stands what depends on the indicator.
    """

    indicator_key = forms.ChoiceField(label=_("Indicator"), required=False)
    lag_days = forms.IntegerField(
        label=_("Days before anything moves"),
        min_value=1,
        max_value=LONGEST.days,
        required=False,
    )
    points = forms.CharField(
        label=_("Expected on the way"),
        help_text=_("A date and a share on each line, such as 2026-06-30 40."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    reason = forms.CharField(
        label=_("Why target or day change"),
        help_text=_("What was agreed on stays beside the new target, with your name and reason."),
        max_length=400,
        required=False,
    )

    class Meta:
        model = Goal
        fields = [
            "objective",
            "type",
            "name",
            "indicator_key",
            "starts_on",
            "due_on",
            "baseline",
            "target",
            "target_high",
            "tolerance",
            "reason",
            "profile",
            "lag_days",
            "points",
            "owner",
            "weight",
            "is_critical",
            "is_done",
        ]
        help_texts = {
            "baseline": _("Leave it empty to take what is measured."),
            "tolerance": _("How far off the value may be before nothing counts as attained."),
            "weight": _("2 counts twice as much as 1."),
            "is_critical": _("If it goes off track, the account can't be better than “at risk”."),
        }

    def __init__(
        self, *args: Any, actor: Actor, indicators: Iterable[Indicator] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.known = {each.key: each for each in indicators}
        self.initial.setdefault("points", written(self.instance.profile_points))
        self.initial.setdefault("lag_days", lag_of(self.instance))
        fields: dict[str, Any] = self.fields
        choices = self.choices(actor)
        fields["indicator_key"].choices = choices + self.kept_choice(choices)
        if self.instance.account_id is None:
            del fields["objective"]
        else:
            rows = Objective.objects.visible_to(actor).filter(account=self.instance.account_id)
            self.choose("objective", rows.order_by("position", "pk"), _("None in particular"))
        people = User.objects.filter(is_active=True).order_by("name", "pk")
        self.choose("owner", people, _("Nobody yet"))
        self.name_by_public_id("objective", "owner")
        for name in ("profile", "target", "weight"):
            fields[name].required = False
        for name in NEEDED.keys() & set(self.shown):
            fields[name].required = True
            fields[name].error_messages["required"] = NEEDED[name]
        for name in ADJUSTING:
            fields[name].widget.attrs["hx-post"] = ""
        if self.indicator:
            fields["target"].help_text = unit_words(self.indicator.unit, self.instance.currency)
        if self.instance.approved_at:
            for name in FROZEN:
                fields[name].disabled = True

    def name_by_public_id(self, *names: str) -> None:
        """Let the form speak of rows by their public id: a running number stays in the house."""
        for name in names:
            field: Any = self.fields.get(name)
            if field is None:
                continue
            field.to_field_name = "public_id"
            if isinstance(self.initial.get(name), int):
                self.initial[name] = getattr(self.instance, name)

    def choices(self, actor: Actor) -> Choices:
        """Return the indicators to choose from, those usual for such a program first."""
        if program := self.instance.program:
            return choices_of(self.known.values(), marks_of([program.kind]), grain=Grain.PROGRAM)
        if campaign := self.instance.campaign:
            of = [campaign.program.kind] if campaign.program else ProgramKind.values
            return choices_of(self.known.values(), marks_of(of), grain=Grain.CAMPAIGN)
        rows = Enrolment.objects.visible_to(actor).filter(
            lasting(), account=self.instance.account_id
        )
        kinds = rows.values_list("program__kind", flat=True)
        return choices_of(self.known.values(), marks_of(kinds))

    def kept_choice(self, choices: Choices) -> list[tuple[str, str]]:
        """Return the goal's indicator where it may not be chosen any more: a goal keeps its own."""
        key = self.instance.indicator_key
        groups = [group for _label, group in choices if isinstance(group, list)]
        offered = {option for group in groups for option, _name in group}
        if not key or key in offered:
            return []
        return named([self.known[key]]) if key in self.known else [(key, key)]

    @property
    def chosen_type(self) -> str:
        """The type chosen so far, in what was typed or in the address."""
        return str(self["type"].value() or GoalType.REACH)

    @property
    def shown(self) -> list[str]:
        """The names of the fields that the chosen type has, in reading order."""
        asked = FIELDS.get(self.chosen_type, MOVING)
        left = {name for name in ONLY_SOME if name not in asked} | set(OF_A_PROFILE.values())
        if "profile" in asked:
            left.discard(OF_A_PROFILE.get(str(self["profile"].value()), ""))
        if self.chosen_type == GoalType.MILESTONE:
            left.add("indicator_key")
        if not self.instance.approved_at:
            left.add("reason")
        return [name for name in self.fields if name not in left]

    @property
    def visible(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields that are shown, in reading order; some stand two in a row."""
        return [(self[name], name in HALVES) for name in self.shown]

    @property
    def indicator(self) -> Indicator | None:
        """The indicator chosen so far."""
        return self.known.get(str(self["indicator_key"].value() or ""))

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in set(self.fields) - set(self.shown):
            cleaned[name] = self.fields[name].to_python("") if name != "is_done" else False
            self.errors.pop(name, None)
        cleaned["profile"] = cleaned.get("profile") or Profile.LINEAR
        cleaned["weight"] = cleaned.get("weight") or Decimal(1)
        self.check_what_is_aimed_at(cleaned)
        self.check_reason(cleaned)
        self.check_time(cleaned)
        self.give_the_row_what_it_follows_from(cleaned)
        if self.needs_a_start(cleaned):
            answer = baseline_of(self.actor, self.typed(cleaned))
            cleaned["baseline"] = exact(answer.value) if answer else None
        return cleaned

    def needs_a_start(self, cleaned: dict[str, Any]) -> bool:
        """Tell whether the starting value is to be measured, and all is there to measure it."""
        asked = "baseline" in self.shown and cleaned.get("baseline") is None
        return asked and not self.errors and bool(cleaned.get("indicator_key"))

    def typed(self, said: Mapping[str, Any]) -> Goal:
        """Return a goal of the same account as it is said so far, to measure it by."""
        row = self.instance
        names = ("type", "indicator_key", "starts_on", "due_on")
        return Goal(
            account=row.account, program=row.program, campaign=row.campaign, where=row.where,
            currency=row.currency,
            **{name: said[name] for name in names},
        )  # fmt: skip

    def as_shown(self) -> Goal | None:
        """Return the goal as the form shows it, None while it can't be measured."""
        said = {name: self[name].value() for name in ("type", "indicator_key")}
        for name in ("starts_on", "due_on"):
            day = self[name].value()
            try:
                said[name] = self.fields[name].to_python(day)
            except ValidationError:
                return None
        if not all(said.values()) or said["indicator_key"] not in self.known:
            return None
        return self.typed(said)

    def give_the_row_what_it_follows_from(self, cleaned: dict[str, Any]) -> None:
        """Give the goal what the form's own fields say, before the model's rules are checked."""
        points = {
            Profile.MILESTONES: cleaned.get("points"),
            Profile.LAGGED: cleaned.get("lag_days"),
        }
        self.instance.profile_points = points.get(cleaned["profile"]) or []
        if self.indicator:
            self.instance.indicator_version = self.indicator.version

    def check_what_is_aimed_at(self, cleaned: dict[str, Any]) -> None:
        """Say where the numbers don't suit the type or the indicator."""
        if self.indicator and self.indicator.ends:
            low, high = self.indicator.ends
            said = _("This indicator lies between %(low)s and %(high)s.")
            for name in ("baseline", "target", "target_high"):
                value = cleaned.get(name)
                if value is not None and not low <= value <= high:
                    self.add_error(name, ValidationError(said, params={"low": low, "high": high}))

    def check_reason(self, cleaned: dict[str, Any]) -> None:
        """Say that a target which was agreed on takes a reason to change."""
        agreed = self.instance.approved_at is not None
        if agreed and set(AIM) & set(self.changed_data) and not cleaned.get("reason"):
            self.add_error("reason", WHY)

    def check_time(self, cleaned: dict[str, Any]) -> None:
        """Say where the days or the points on the way can't be."""
        starts, due = cleaned.get("starts_on"), cleaned.get("due_on")
        if not starts or not due:
            return
        if due - starts > LONGEST:
            self.add_error("due_on", _("A goal is due within ten years of its start."))
        if "points" in self.shown and cleaned.get("points"):
            try:
                cleaned["points"] = read(cleaned.get("points", ""), starts, due)
            except ValidationError as wrong:
                self.add_error("points", wrong)
        if "lag_days" in self.shown:
            lag = cleaned.get("lag_days")
            if lag and lag >= (due - starts).days:
                self.add_error("lag_days", _("The delay is over before the goal is due."))

    @property
    def better(self) -> str:
        """Which way is better, by the indicator."""
        return (self.indicator.better if self.indicator else Better.NONE).value


NEEDED = {
    "name": _("Say what is done when it is done."),
    "indicator_key": _("Choose what is measured."),
    "target": _("Say what should be reached."),
    "target_high": _("Say where the range ends."),
    "tolerance": _("Say how far off the value may be."),
    "lag_days": _("Say how many days nothing is expected."),
    "points": _("Give at least one point, such as 2026-06-30 40."),
}
"""What must be there where it is asked for, and what to say where it is not."""


def read(text: str, starts: date, due: date) -> list[list[Any]]:
    """Return the dated points that lines of text say, or raise ValidationError.

    >>> read("2026-06-30 40 %", date(2026, 1, 1), date(2026, 12, 31))
    [['2026-06-30', 0.4]]
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_POINTS:
        raise ValidationError(_("Give at most %(most)s points."), params={"most": MOST_POINTS})
    points = [_point(line, starts, due) for line in lines]
    if sorted(points) != sorted(points, key=lambda point: (point[1], point[0])):
        raise ValidationError(_("The share expected can't go down from one date to the next."))
    return sorted(points)


def _point(line: str, starts: date, due: date) -> list[Any]:
    day_text, _space, share_text = line.replace(":", " ").partition(" ")
    try:
        day, share = parse_date(day_text), Decimal(share_text.strip(" %\u202f\u00a0"))
    except (ValueError, ArithmeticError):
        day, share = None, Decimal(0)
    if day is None or not share.is_finite():
        raise ValidationError(_("“%(line)s” is not a date and a share."), params={"line": line})
    if not starts < day < due:
        said = {"day": date_format(day), "from": date_format(starts), "due": date_format(due)}
        raise ValidationError(_("%(day)s is not between %(from)s and %(due)s."), params=said)
    if not 0 <= share <= 100:  # noqa: PLR2004 -- a share in percent
        raise ValidationError(_("A share lies between 0 and 100."))
    return [day.isoformat(), float(share) / 100]


def written(points: Any) -> str:
    """Return dated points as the lines that a person types.

    >>> written([["2026-06-30", 0.4]])
    '2026-06-30 40'
    """
    if not isinstance(points, list):
        return ""
    return "\n".join(f"{day} {100 * share:g}" for day, share in points)


def lag_of(goal: Goal) -> int | None:
    """Return the days of delay that a goal's profile holds."""
    is_lagged = goal.profile == Profile.LAGGED and isinstance(goal.profile_points, int)
    return goal.profile_points if is_lagged else None
