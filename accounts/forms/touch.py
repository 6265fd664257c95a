"""The form with which a meeting or a call is written down."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import within_reach
from abmplanner.kit.forms import as_days
from accounts.enums import Automation, Direction, Role, TouchOwner, TouchType
from accounts.models import Account, Campaign, Contact, Touch
from accounts.queries.touch import campaigns_at, people_at

NOTED = "form"  # the source of what people write down here
KINDS = (TouchType.MEETING_HELD, TouchType.CALL_CONNECTED, TouchType.CALL_TRIED)
WHOSE = {Role.SALES: TouchOwner.SALES}  # marketing's where it is not said here


class TouchForm(forms.Form):
    """A meeting or a call that took place."""

    type = forms.ChoiceField(
        label=_("What was it?"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect,
        initial=TouchType.MEETING_HELD,
    )
    day = forms.DateField(label=_("Day"))
    time = forms.TimeField(
        label=pgettext_lazy("of the day", "Time"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    contact = forms.ModelChoiceField(
        label=_("With whom"),
        queryset=Contact.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Nobody in particular"),
    )
    direction = forms.ChoiceField(
        label=_("Who asked for it"), choices=Direction, initial=Direction.OUTBOUND
    )
    campaign = forms.ModelChoiceField(
        label=_("Campaign"),
        queryset=Campaign.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None in particular"),
        help_text=_("If it came of one."),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40)

    @override
    def __init__(self, *args: Any, actor: Actor, account: Account, **kwargs: Any) -> None:
        now = timezone.localtime()
        drawn = {"day": now.date(), "time": now.time(), "once": uuid4().hex}
        super().__init__(*args, **{**kwargs, "initial": drawn | kwargs.get("initial", {})})
        self.actor, self.account = actor, account
        people: Any = self.fields["contact"]
        people.queryset = people_at(actor, account)
        campaigns: Any = self.fields["campaign"]
        campaigns.queryset = campaigns_at(actor, account)
        as_days(self.fields)

    def clean(self) -> dict[str, Any]:
        """Check that it took place already."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("day") and said.get("time") is not None:
            within_reach(said["day"])
            at = datetime.combine(said["day"], said["time"], timezone.get_current_timezone())
            if at > timezone.now():
                raise ValidationError({"day": _("Write it down once it has taken place.")})
            said["occurred_at"] = at
        return said

    def touch(self) -> Touch:
        """Return the touch that the form speaks of; sent twice, it has the same key."""
        said, person = self.cleaned_data, self.actor.person
        return Touch(
            account=self.account,
            user=person,
            owner=WHOSE.get(Role(self.actor.role), TouchOwner.MARKETING),
            automation=Automation.HUMAN,
            source=NOTED,
            source_key=f"{person.pk}-{said['once']}",
            **{name: said[name] for name in ("type", "occurred_at", "contact", "direction")},
            campaign=said["campaign"],
        )
