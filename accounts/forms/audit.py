"""Narrowing the audit."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import ANYONE
from abmplanner.kit.forms import as_days
from accounts.models import User
from accounts.queries.audit import Place, Wanted, audited_models, told


class AuditForm(forms.Form):
    """Which changes: of what, by whom, from which day to which; after is where a page begins."""

    table = forms.ChoiceField(label=_("What"), required=False)
    person = forms.ModelChoiceField(
        label=_("Who"),
        queryset=User.objects.order_by("name", "pk"),
        to_field_name="public_id",
        required=False,
        empty_label=ANYONE,
    )
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("To"), required=False)
    after = forms.CharField(required=False, widget=forms.HiddenInput, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        table: Any = self.fields["table"]
        table.choices = [("", _("Everything")), *sorted(kinds(), key=lambda kind: kind[1])]
        as_days(self.fields)

    def clean_after(self) -> Place | None:
        """Return where the page begins, or raise ValidationError where that is no place."""
        sent = self.cleaned_data["after"]
        if not sent:
            return None
        try:
            at, table, key = sent.split("~")
            return Place(datetime.fromisoformat(at), table, int(key[:18]))
        except ValueError as nonsense:
            raise forms.ValidationError(_("Begin with the newest changes.")) from nonsense

    def wanted(self) -> Wanted:
        """Return what is asked for; what is wrong counts as not asked."""
        given = self.cleaned_data if self.is_bound else {}
        person = given.get("person")
        return Wanted(
            tables=frozenset(filter(None, [given.get("table")])),
            person=person.pk if person else None,
            since=midnight(given.get("since")),
            until=midnight(given.get("until"), days=1),
            after=given.get("after"),
        )


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of rows that are audited, with their names."""
    return [(label, name_of(told(table))) for label, table in audited_models().items()]


def name_of(model: type[Model]) -> str:
    """Return the name of a kind of row."""
    return str(capfirst(str(model._meta.verbose_name)))  # noqa: SLF001 -- Django's own name


def midnight(day: Any, days: int = 0) -> datetime | None:
    """Return the beginning of a day by the clock of the site, or of one some days later."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days), time.min))


def written(place: Place) -> str:
    """Return a place as it stands in an address."""
    return f"{place.at.isoformat()}~{place.table}~{place.key}"
