"""What a person says of goals for many accounts."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.forms import RowForm
from accounts.enums import ProgramKind
from metrics.catalogue.indicator import Indicator
from metrics.enums import GoalRule, GoalType
from metrics.forms.goal import LONGEST
from metrics.forms.picking import choices_of
from metrics.models import GoalBatch
from metrics.queries.suiting import marks_of

TYPES = (GoalType.REACH, GoalType.CUMULATE, GoalType.MAINTAIN_MIN, GoalType.MAINTAIN_MAX)
TO_KEEP = {GoalType.MAINTAIN_MIN, GoalType.MAINTAIN_MAX}


class GoalBatchForm(RowForm[GoalBatch]):
    """Say which goal each of some accounts gets: the indicator, the rule, from when to when."""

    indicator_key = forms.ChoiceField(label=_("Indicator"))

    class Meta:
        model = GoalBatch
        fields = [
            "indicator_key",
            "type",
            "rule",
            "amount",
            "tolerance",
            "starts_on",
            "due_on",
            "weight",
        ]
        help_texts = {
            "rule": _("Where an account starts is measured for each of them."),
            "amount": _(
                "Percent, a value or a factor, as the target says; below zero to come down. Nothing"
                " for the median."
            ),
            "tolerance": _("For a level to be kept: how far off before nothing counts."),
            "weight": _("2 counts twice as much as 1."),
        }

    def __init__(self, *args: Any, indicators: Iterable[Indicator] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {each.key: each for each in indicators}
        fields: dict[str, Any] = self.fields
        fields["indicator_key"].choices = choices_of(
            self.known.values(), marks_of(ProgramKind.values)
        )
        fields["type"].choices = [(each.value, each.label) for each in TYPES]
        fields["weight"].required = False

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["weight"] = cleaned.get("weight") or Decimal(1)
        if cleaned.get("rule") == GoalRule.MEDIAN:
            cleaned["amount"] = None
        elif cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Say how much."))
        self.check_amount(cleaned)
        self.check_tolerance(cleaned)
        starts, due = cleaned.get("starts_on"), cleaned.get("due_on")
        if starts and due and due - starts > LONGEST:
            self.add_error("due_on", _("A goal is due within ten years of its start."))
        return cleaned

    def check_amount(self, cleaned: dict[str, Any]) -> None:
        """Say where the amount can't be a target of the indicator."""
        amount, indicator = cleaned.get("amount"), self.known.get(cleaned.get("indicator_key", ""))
        if amount is None:
            return
        if cleaned.get("rule") == GoalRule.FACTOR and amount <= 0:
            self.add_error("amount", _("A factor is above zero."))
        if cleaned.get("rule") == GoalRule.FIXED and indicator and indicator.ends:
            low, high = indicator.ends
            if not low <= amount <= high:
                said = _("This indicator lies between %(low)s and %(high)s.")
                ends = {"low": low, "high": high}
                self.add_error("amount", ValidationError(said, params=ends))

    def check_tolerance(self, cleaned: dict[str, Any]) -> None:
        """Say where a level to be kept has no tolerance; let it go where nothing is kept."""
        if cleaned.get("type") not in TO_KEEP:
            cleaned["tolerance"] = None
        elif not cleaned.get("tolerance") or cleaned["tolerance"] <= 0:
            self.add_error("tolerance", _("Say how far off the value may be."))
