"""Which records an indicator takes, and how: the part of the builder that may stand there twice."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.forms import as_days
from metrics.catalogue.filters import MOST_CONDITIONS, Join
from metrics.catalogue.measure import Aggregate
from metrics.catalogue.words import Kind
from metrics.forms.condition import ConditionForm, filter_said, open_fields, typed
from metrics.queries.custom import LONGEST, dates_of
from metrics.queries.datasets.all import DATASETS, FOR_TEAMS
from metrics.queries.datasets.dataset import Dataset, FieldType

NUMBERS = {FieldType.NUMBER, FieldType.MONEY}
ADDED_UP = (Aggregate.COUNT, Aggregate.DISTINCT, Aggregate.SUM)
HALVES = {"when", "dated_by"}
FIRST = next(iter(FOR_TEAMS))

AGGREGATES: Mapping[Aggregate, Any] = {
    Aggregate.COUNT: _("how many there are"),
    Aggregate.DISTINCT: _("how many different ones there are of"),
    Aggregate.SUM: _("the sum of"),
    Aggregate.MEAN: _("the mean of"),
    Aggregate.MEDIAN: _("the median of"),
    Aggregate.MIN: _("the smallest of"),
    Aggregate.MAX: _("the largest of"),
}
KINDS: Mapping[Kind, Any] = {
    Kind.FLOW: _("what happened in the period"),
    Kind.COHORT: _("what began in the period, as it is on the day asked about"),
    Kind.STOCK: _("what there is on the day asked about"),
    Kind.OVERLAP: _("what ran at any time in the period"),
    Kind.CUMULATIVE: _("everything up to the day asked about"),
    Kind.DELTA: _("the difference between the period's end and its start"),
}

EVER, SINCE, TRAILING = "ever", "since", "trailing_days"
BEGINS: Mapping[str, Any] = {
    EVER: _("from the beginning"),
    SINCE: _("since a day"),
    TRAILING: _("of the last days"),
}
JOINS: Mapping[Join, Any] = {
    Join.ALL: _("every condition holds"),
    Join.ANY: _("at least one condition holds"),
    Join.NONE: _("no condition holds"),
}


class RecordsForm(forms.Form):
    """Say which records are taken together, how, and which of them by what date.

    definition is what an indicator says of them so far. As a side of a ratio it offers only what
    can be added up. Rows of conditions are small forms of their own. Conditions within conditions,
    which the API takes, stay as they are until somebody chooses others.
    """

    dataset = forms.ChoiceField(label=_("Records"))
    aggregate = forms.ChoiceField(label=_("What is measured"))
    field = forms.ChoiceField(label=_("Of"))
    when = forms.ChoiceField(label=_("Which of them"))
    dated_by = forms.ChoiceField(label=_("By the date"))
    begin = forms.ChoiceField(label=_("Counted"), choices=list(BEGINS.items()))
    since = forms.DateField(
        label=_("Since"), error_messages={"required": _("Say since which day.")}
    )
    trailing_days = forms.IntegerField(
        label=_("How many days"),
        min_value=1,
        max_value=LONGEST,
        error_messages={"required": _("Say how many days.")},
    )
    join = forms.ChoiceField(
        label=_("Only records of which"), choices=list(JOINS.items()), required=False
    )

    def __init__(
        self,
        *args: Any,
        definition: Mapping[str, Any],
        sent: Mapping[str, Any],
        is_side: bool = False,
        legend: Any = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.legend, self.is_side = legend, is_side
        self.definition_before = definition
        self.sent = {
            name.removeprefix(f"{self.prefix}-"): value
            for name, value in sent.items()
            if not self.prefix or name.startswith(f"{self.prefix}-")
        }
        as_days(self.fields)
        self.initial = {"begin": EVER, "join": Join.ALL, **kept(definition), **self.sent}
        self.offer_choices()
        self.conditions = [
            ConditionForm(
                self.data if self.is_bound else None,
                prefix=f"{self.prefix}-condition{at}" if self.prefix else f"condition{at}",
                dataset=self.chosen_dataset,
                initial=initial,
            )
            for at, initial in enumerate(self.kept_conditions())
        ]

    def kept_conditions(self) -> Iterator[dict[str, Any]]:
        """Yield what each row of conditions begins with: what was sent, kept, or nothing."""
        parts = [typed(part) for part in flat(self.definition_before) or ()]
        for at in range(MOST_CONDITIONS):
            sent = {
                name: self.sent[f"condition{at}-{name}"]
                for name in ("field", "op", "value")
                if f"condition{at}-{name}" in self.sent
            }
            yield sent or (parts[at] if at < len(parts) else {})

    @property
    def nested(self) -> dict[str, Any]:
        """The kept filter, where it has conditions within conditions."""
        before: dict[str, Any] = self.definition_before.get("filter") or {}
        is_same = self.definition_before.get("dataset") == self.chosen_dataset.key
        return before if is_same and flat(self.definition_before) is None else {}

    @property
    def nested_words(self) -> str:
        """The kept filter in words, where it has conditions within conditions."""
        return filter_said(self.nested, self.chosen_dataset) if self.nested else ""

    # What is offered

    def offer_choices(self) -> None:
        """Offer what goes together with what was chosen before."""
        language = get_language() or "en"
        fields: dict[str, Any] = self.fields
        fields["dataset"].choices = [(key, DATASETS[key].label.to(language)) for key in FOR_TEAMS]
        aggregates = ADDED_UP if self.is_side else tuple(AGGREGATES)
        fields["aggregate"].choices = [(each.value, AGGREGATES[each]) for each in aggregates]
        dataset = self.chosen_dataset
        kinds = [
            each
            for each in KINDS
            if each in FOR_TEAMS[dataset.key] and not (self.is_side and each is Kind.DELTA)
        ]
        fields["when"].choices = [(each.value, KINDS[each]) for each in kinds]
        if self.initial.get("when") not in kinds:
            self.initial["when"] = kinds[0].value
        dates = dates_of(dataset, self.chosen_kind)
        fields["dated_by"].choices = [
            (name, dataset.field(name).label.to(language)) for name in dates
        ]
        is_distinct = self["aggregate"].value() == Aggregate.DISTINCT
        fields["field"].choices = [
            (each.name, each.label.to(language))
            for each in open_fields(dataset)
            if each.type in NUMBERS or is_distinct
        ]
        for name, field in fields.items():
            field.required = name in self.shown
            field.widget.attrs["hx-post"] = ""

    @property
    def chosen_dataset(self) -> Dataset:
        """The dataset chosen so far, the first one until then."""
        key = str(self["dataset"].value() or FIRST)
        return DATASETS[key if key in FOR_TEAMS else FIRST]

    @property
    def chosen_kind(self) -> Kind:
        """How the period is taken, as chosen so far."""
        said = str(self["when"].value() or "")
        offered = FOR_TEAMS[self.chosen_dataset.key]
        return Kind(said) if said in set(offered) else offered[0]

    @property
    def shown(self) -> list[str]:
        """The names of the fields that what was chosen needs, in reading order."""
        left = set()
        if str(self["aggregate"].value() or Aggregate.COUNT) == Aggregate.COUNT:
            left.add("field")
        if self.chosen_kind in {Kind.STOCK, Kind.DELTA}:
            left.add("dated_by")
        begin = str(self["begin"].value() or EVER)
        left |= {SINCE, TRAILING} - {begin}
        if self.chosen_kind is not Kind.CUMULATIVE:
            left |= {"begin", SINCE, TRAILING}
        return [name for name in self.fields if name not in left and name != "join"]

    @property
    def rows(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields that are shown; some stand two in a row."""
        return [(self[name], name in HALVES) for name in self.shown]

    @property
    def shown_conditions(self) -> list[ConditionForm]:
        """The rows of conditions that say something, and one more."""
        return self.conditions[: len(self.filled) + 1]

    @property
    def filled(self) -> list[ConditionForm]:
        """The rows of conditions that say something."""
        return [each for each in self.conditions if each["field"].value()]

    # What was typed

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in set(self.fields) - set(self.shown):
            self.errors.pop(name, None)
        return cleaned

    @property
    def is_usable(self) -> bool:
        """Tell whether what was chosen, and every condition, can be read."""
        wrong = [each for each in (self, *self.conditions) if not each.is_valid()]
        return not wrong

    @property
    def definition(self) -> dict[str, Any]:
        """What was chosen, as a definition keeps it."""
        said = self.cleaned_data
        conditions = [each.condition for each in self.conditions if each.condition]
        join = said.get("join") or Join.ALL.value
        found = {
            "dataset": self.chosen_dataset.key,
            "filter": {join: conditions} if conditions else self.nested or {"all": []},
            "aggregate": said.get("aggregate") or Aggregate.COUNT.value,
            "field": said.get("field"),
            "kind": said.get("when") or Kind.FLOW.value,
            "dated_by": said.get("dated_by"),
        }
        if SINCE in self.shown and said.get(SINCE):
            found[SINCE] = said[SINCE].isoformat()
        if TRAILING in self.shown:
            found[TRAILING] = said.get(TRAILING)
        return found


def flat(definition: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    """Return the conditions of a kept filter, None where there are others within them."""
    parts: Any = next(iter((definition.get("filter") or {}).values()), [])
    is_flat = isinstance(parts, list) and all("field" in part for part in parts)
    return list(parts) if is_flat else None


def kept(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a definition says, as the fields of the form take it."""
    names = {"dataset": "dataset", "aggregate": "aggregate", "field": "field", "when": "kind",
             "dated_by": "dated_by", SINCE: SINCE, TRAILING: TRAILING}  # fmt: skip
    found = {name: definition[key] for name, key in names.items() if key in definition}
    for name in (SINCE, TRAILING):
        if name in definition:
            found["begin"] = name
    join = next(iter(definition.get("filter") or {}), Join.ALL)
    return {**found, "join": join if join in set(Join) else Join.ALL}


def typed_records(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a person would type for a definition of records."""
    rows = {
        f"condition{at}-{name}": value
        for at, part in enumerate(flat(definition) or ())
        for name, value in typed(part).items()
    }
    return {**kept(definition), **rows}
