"""The time a number is asked for, as an address says it and as a person types it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.forms import as_days
from metrics.queries.asking import Question

USUAL = timedelta(days=90)
A_DAY = timedelta(days=1)


class AnswerForm(forms.Form):
    """From when to when, and as of which day; until is the last day that counts."""

    until = forms.DateField(label=_("Until"), required=False)
    as_of = forms.DateField(label=_("As of"), required=False)
    known_at = forms.DateField(label=_("As known on"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        since = forms.DateField(label=_("From"), required=False)
        self.fields = {"from": since, **self.fields}
        known_at = self.fields.pop("known_at")
        as_days(self.fields)
        self.fields["known_at"] = known_at

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("from"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end comes before the start."))
        return cleaned


def question_of(key: str, address: Any) -> tuple[Question, AnswerForm]:
    """Return the question that an address puts, and the form that puts it another way.

    to is the first day that doesn't count; until, which a person types, the last that does. What
    the address leaves open is the 90 days up to today.
    """
    said = address.copy()
    if "until" not in said and (end := _day(said.get("to"))):
        said["until"] = (end - A_DAY).isoformat()
    form = AnswerForm(said)
    form.is_valid()
    typed = {name: form.cleaned_data.get(name) for name in form.fields}
    as_of = typed["as_of"] or timezone.localdate()
    last = typed["until"] or as_of
    start = typed["from"] or last - USUAL + A_DAY
    for name, value in (("from", start), ("until", last), ("as_of", as_of)):
        if name not in form.errors and not said.get(name):
            said[name] = value.isoformat()
    question = Question(
        indicator=key,
        scope=address.get("scope") or "all",
        start=start,
        end=last + A_DAY if last < date.max else last,
        as_of=as_of,
        known_at=typed["known_at"],
        where=dict(_narrowings(address.getlist("where"))),
    )
    return question, form


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _narrowings(said: list[str]) -> list[tuple[str, str]]:
    """Return what narrows the number: where=type:expansion, as often as there are dimensions."""
    pairs = (each.partition(":") for each in said)
    return [(name, value) for name, colon, value in pairs if colon and name and value]
