"""The form by which a reader chooses the time that a page shows; it stands in the address."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.days import A_DAY
from abmplanner.kit.forms import as_days
from abmplanner.kit.period import (
    MONTH,
    PARTS,
    SPAN_WORDS,
    Period,
    Span,
    month_words,
    months_offered,
    span_of,
)

TO_COME = _("Nothing is known of a day to come: choose today, or a day before.")
NO_SUCH_PERIOD = _("There is no such period: choose one of the list.")


class PeriodForm(forms.Form):
    """Which period, and as of which day. The end that is typed is the last day that counts.

    usual is the period where the address names none; any_time is the word for no period at all,
    where the page has its own times. Without has_period only the day is asked for.

    What can't be read is said beside what was typed, and the page is shown as usual.
    """

    period = forms.ChoiceField(label=_("Period"), required=False)
    start = forms.DateField(label=_("First day"), required=False)
    end = forms.DateField(label=_("Last day"), required=False)
    as_of = forms.DateField(label=_("As of"), required=False)
    known_at = forms.DateField(label=_("As known on"), required=False)

    def __init__(
        self,
        address: Any,
        *,
        usual: str = Span.LAST_90_DAYS,
        any_time: Any = None,
        has_period: bool = True,
        fiscal_month: int = 1,
        today: date | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        said = {name: address[name] for name in PARTS if address.get(name)}
        super().__init__(said, auto_id=auto_id)
        self.today = today or timezone.localdate()
        self.usual = "" if any_time else str(usual)
        self.fiscal_month = fiscal_month
        fields: dict[str, Any] = self.fields
        as_days(fields)
        for name in ("as_of", "known_at"):
            fields[name].widget.attrs["max"] = self.today.isoformat()
        fields["known_at"].widget = forms.HiddenInput()
        fields["period"].choices = list(self.offered(any_time))
        fields["period"].error_messages["invalid_choice"] = NO_SUCH_PERIOD
        if not has_period:
            for name in ("period", "start", "end"):
                del fields[name]
        self.show(self.chosen)

    def show(self, chosen: Period) -> None:
        """Fill in what the address leaves open, so that the fields say what the page shows."""
        shown = {"period": chosen.name, "as_of": chosen.as_of.isoformat()}
        if chosen.start and chosen.last_day:
            shown |= {"start": chosen.start.isoformat(), "end": chosen.last_day.isoformat()}
        self.data = shown | dict(self.data)

    def offered(self, any_time: Any) -> Iterator[Any]:
        """Yield the periods that may be chosen: named ones, the last months, and any other days."""
        if any_time:
            yield "", any_time
        for span in (Span.LAST_90_DAYS, Span.QUARTER, Span.YEAR):
            yield span.value, SPAN_WORDS[span]
        months = dict(months_offered(self.today))
        asked = MONTH.fullmatch(self.data.get("period", ""))
        if asked:
            months.setdefault(asked[0], month_words(date(int(asked[1]), int(asked[2]), 1)))
        yield _("A month"), list(months.items())
        yield Span.CUSTOM.value, SPAN_WORDS[Span.CUSTOM]

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("as_of", "known_at"):
            if (day := cleaned.get(name)) and day > self.today:
                self.add_error(name, TO_COME)
        if cleaned.get("period") == Span.CUSTOM:
            self.check_ends(cleaned)
        return cleaned

    def check_ends(self, cleaned: Mapping[str, Any]) -> None:
        """Check that days of one's own have both their ends, in order."""
        start, end = cleaned.get("start"), cleaned.get("end")
        if start is None and "start" not in self.errors:
            self.add_error("start", _("Say on which day the period begins."))
        if end is None and "end" not in self.errors:
            self.add_error("end", _("Say on which day the period ends."))
        if start and end and end < start:
            self.add_error("end", _("The end comes before the start."))

    @cached_property
    def chosen(self) -> Period:
        """What was asked for; what was left open or can't be read is as usual."""
        self.is_valid()
        found = self.cleaned_data
        as_of = found.get("as_of") or self.today
        name = found.get("period") or self.usual
        if name == Span.CUSTOM and not (found.get("start") and found.get("end")):
            name = self.usual
        if "period" not in self.fields:
            name = ""
        start, end = span_of(name, as_of, self.fiscal_month) or (None, None)
        if name == Span.CUSTOM:
            start, end = found["start"], found["end"] + A_DAY
        return Period(
            name=name,
            start=start,
            end=end,
            as_of=as_of,
            known_at=found.get("known_at"),
            today=self.today,
            said=tuple(self.said(name)),
        )

    def said(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the parts of the time that were asked for and could be read, for a link."""
        usual = {("period", self.usual), ("as_of", self.today)}
        is_own = name == Span.CUSTOM
        found = self.cleaned_data | {"period": name}
        for part in PARTS if is_own else ("period", "as_of", "known_at"):
            if (value := found.get(part)) and (part, value) not in usual:
                yield part, str(value)


def time_in(address: Any) -> str:
    """Return what an address says of the time, to be put behind another address.

    A link between two pages that show numbers carries it, whatever each of them makes of it.
    """
    return PeriodForm(address, any_time=_("Any time")).chosen.suffix
