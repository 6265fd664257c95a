"""Which indicators an account is measured by, and why."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.forms import RowForm
from abmplanner.kit.history import lasting
from accounts.models import Enrolment
from metrics.catalogue.indicator import Indicator
from metrics.forms.picking import choices_of
from metrics.models import IndicatorSet
from metrics.queries.suiting import marks_of


class IndicatorSetForm(RowForm[IndicatorSet]):
    """Add an indicator to the set of an account."""

    indicator_key = forms.ChoiceField(label=_("Indicator"))

    class Meta:
        model = IndicatorSet
        fields = ["indicator_key", "comment"]

    def __init__(
        self, *args: Any, actor: Actor, indicators: Iterable[Indicator] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        account = self.instance.account_id
        chosen = IndicatorSet.objects.visible_to(actor).filter(account=account)
        taken = set(chosen.values_list("indicator_key", flat=True))
        kinds = Enrolment.objects.visible_to(actor).filter(lasting(), account=account)
        marks = marks_of(kinds.values_list("program__kind", flat=True))
        left = [each for each in indicators if each.key not in taken]
        key: Any = self.fields["indicator_key"]
        key.choices = choices_of(left, marks)


class CommentForm(RowForm[IndicatorSet]):
    """Say why an indicator matters in an account."""

    class Meta:
        model = IndicatorSet
        fields = ["comment"]
