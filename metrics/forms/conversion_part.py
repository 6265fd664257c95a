"""From which event to which one who passes within how long: a part of the builder."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import TouchType
from metrics.queries.custom_conversions import LONGEST
from metrics.queries.datasets.conversions import (
    ACCOUNT,
    ANSWERED,
    DEAL,
    DEAL_CREATED,
    DEAL_QUALIFIED,
    DEAL_WON,
    ENROLLED,
    HAPPENINGS,
    PERSON,
    QUALIFIED,
)

EVENTS: Mapping[str, Any] = {
    DEAL_CREATED: _("Opportunity created"),
    DEAL_QUALIFIED: _("Opportunity accepted by sales"),
    DEAL_WON: _("Opportunity won"),
    QUALIFIED: _("Account qualified by marketing"),
    ENROLLED: _("Account enrolled in a program"),
    ANSWERED: _("Survey answered"),
    **{each: TouchType(each).label for each in HAPPENINGS if each in set(TouchType.values)},
}
"""What the events are called, those of deals first."""

ENTITY_WORDS: Mapping[str, Any] = {
    ACCOUNT: _("the account"),
    PERSON: _("the person"),
    DEAL: _("the opportunity"),
}
USUAL = {"base": "download", "target": "meeting_held", "days": 90}


class ConversionPartForm(forms.Form):
    """Say which event begins, which one is to follow, for whom, and within how many days."""

    base = forms.ChoiceField(label=_("Begins with"))
    target = forms.ChoiceField(label=_("Is to be followed by"))
    entity = forms.ChoiceField(label=_("Of the same"))
    days = forms.IntegerField(
        label=_("Within, in days"),
        min_value=1,
        max_value=LONGEST,
        help_text=_("Whoever began so lately that this time is not over is left out for now."),
    )

    is_side = False
    legend = ""

    def __init__(
        self, *args: Any, definition: Mapping[str, Any], sent: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = set(self.fields)
        kept = {name: value for name, value in definition.items() if name in names}
        typed = {name: value for name, value in sent.items() if name in names}
        self.initial = {**USUAL, **kept, **typed}
        fields: dict[str, Any] = self.fields
        events = [(key, EVENTS[key]) for key in EVENTS]
        chosen = str(self["base"].value())
        fields["base"].choices = events
        fields["target"].choices = [each for each in events if each[0] != chosen]
        fields["entity"].choices = [(each, ENTITY_WORDS[each]) for each in self.entities]
        if self.initial.get("entity") not in self.entities:
            self.initial["entity"] = next(iter(self.entities), ACCOUNT)
        for field in fields.values():
            field.widget.attrs["hx-post"] = ""

    @property
    def entities(self) -> list[str]:
        """To whom both events happen."""
        ends = [HAPPENINGS.get(str(self[name].value())) for name in ("base", "target")]
        return [each for each in ENTITY_WORDS if all(end and each in end.entities for end in ends)]

    @property
    def rows(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields; two stand in a row."""
        return [(field, True) for field in self]

    @property
    def is_usable(self) -> bool:
        """Tell whether what was chosen can be read."""
        return self.is_valid()

    @property
    def definition(self) -> dict[str, Any]:
        """What was chosen, as a definition keeps it."""
        return dict(self.cleaned_data)
