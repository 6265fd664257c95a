"""How a team makes an indicator of its own: from records, or as a formula over other indicators."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.forms import RowForm
from accounts.models import Account, Program
from metrics.actions.custom_indicator import define, free_key
from metrics.catalogue.catalogue import CATALOGUE, Catalogue
from metrics.catalogue.filters import FilterError
from metrics.catalogue.formula.parsing import FormulaError
from metrics.catalogue.measure import Aggregate
from metrics.catalogue.words import Better, Kind
from metrics.enums import CustomKind
from metrics.forms.condition import ConditionForm, open_fields, typed
from metrics.models import CustomIndicator
from metrics.phrases import filter_words, formula_words, unit_words
from metrics.queries.compiling import ConditionError
from metrics.queries.datasets.all import DATASETS, FOR_TEAMS
from metrics.queries.datasets.dataset import Dataset, FieldType

MOST_CONDITIONS = 4
NUMBERS = {FieldType.NUMBER, FieldType.MONEY}

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
    Kind.CUMULATIVE: _("everything up to the day asked about"),
    Kind.DELTA: _("the difference between the period's end and its start"),
}
HALVES = {"name_en", "name_fr", "when", "dated_by", "program", "account"}
DEFINING = {"kind", "dataset", "aggregate", "field", "when", "dated_by", "formula"}
AROUND = {"better", "program", "account", "meaning_en", "meaning_fr"}
BETTER = [(Better.UP.value, _("more is better")), (Better.DOWN.value, _("less is better")),
          (Better.NONE.value, _("neither"))]  # fmt: skip


class CustomIndicatorForm(RowForm[CustomIndicator]):
    """Say what an indicator of the team counts, or how it follows from others.

    Rows of conditions are small forms of their own; the definition is what all of it says.
    """

    dataset = forms.ChoiceField(label=_("Records"), required=False)
    aggregate = forms.ChoiceField(label=_("What is measured"), required=False)
    field = forms.ChoiceField(label=_("Of"), required=False)
    when = forms.ChoiceField(label=_("Which of them"), required=False)
    dated_by = forms.ChoiceField(label=_("By the date"), required=False)
    formula = forms.CharField(
        label=_("Formula"),
        max_length=2_000,
        required=False,
        error_messages={"required": _("Write the formula.")},
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("Keys of indicators, numbers, + - * / and brackets, such as ratio(a, b)."),
    )

    class Meta:
        model = CustomIndicator
        fields = [
            "kind",
            "name_en",
            "name_fr",
            "dataset",
            "aggregate",
            "field",
            "when",
            "dated_by",
            "formula",
            "better",
            "program",
            "account",
            "meaning_en",
            "meaning_fr",
        ]
        widgets = {
            "meaning_en": forms.Textarea(attrs={"rows": 2}),
            "meaning_fr": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(
        self, *args: Any, actor: Actor, known: Catalogue = CATALOGUE, **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.known = known
        self.is_defined = False
        for name, value in self.kept().items():
            self.initial.setdefault(name, value)
        self.offer_choices()
        self.conditions = [
            ConditionForm(
                self.data if self.is_bound else None,
                prefix=f"condition{at}",
                dataset=self.chosen_dataset,
                initial=initial,
            )
            for at, initial in enumerate(self.kept_conditions())
        ]

    def kept(self) -> dict[str, Any]:
        """Return what the row's definition says, as the form's fields take it."""
        definition = self.instance.definition or {}
        names = {"dataset": "dataset", "aggregate": "aggregate", "field": "field",
                 "when": "kind", "dated_by": "dated_by", "formula": "formula"}  # fmt: skip
        return {name: definition[key] for name, key in names.items() if key in definition}

    def kept_conditions(self) -> Iterator[dict[str, Any]]:
        """Yield what each row of conditions begins with: what was sent, kept, or nothing."""
        kept = (self.instance.definition or {}).get("filter") or {}
        parts = [typed(part) for part in kept.get("all", []) if "field" in part]
        for at in range(max(MOST_CONDITIONS, len(parts))):
            sent = {
                name: self.initial[f"condition{at}-{name}"]
                for name in ("field", "op", "value")
                if f"condition{at}-{name}" in self.initial
            }
            yield sent or (parts[at] if at < len(parts) else {})

    # What is offered

    def offer_choices(self) -> None:
        """Offer what goes together with what was chosen before."""
        language = get_language() or "en"
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = CustomKind.choices
        fields["better"] = forms.ChoiceField(label=_("Better is"), choices=BETTER)
        datasets = [(key, DATASETS[key].label.to(language)) for key in FOR_TEAMS]
        fields["dataset"].choices = datasets
        fields["aggregate"].choices = [(each.value, word) for each, word in AGGREGATES.items()]
        fields["when"].choices = [(each.value, word) for each, word in KINDS.items()]
        dataset = self.chosen_dataset
        dates = [(name, dataset.field(name).label.to(language)) for name in dataset.dates]
        fields["dated_by"].choices = dates
        is_distinct = self["aggregate"].value() == Aggregate.DISTINCT
        fields["field"].choices = [
            (each.name, each.label.to(language))
            for each in open_fields(dataset)
            if (each.type in NUMBERS) or is_distinct
        ]
        self.choose("program", Program.objects.visible_to(self.actor).order_by("pk"), _("any"))
        self.choose("account", self.accounts(), _("any"))
        for name in ("program", "account"):
            fields[name].to_field_name = "public_id"
            if isinstance(self.initial.get(name), int):
                self.initial[name] = getattr(self.instance, name)
        for name in ("dataset", "aggregate", "field", "when", "dated_by", "formula"):
            fields[name].required = name in self.shown
        for name in {*DEFINING, "program", "account"}:
            fields[name].widget.attrs["hx-post"] = ""

    def accounts(self) -> Any:
        """Return the accounts that an indicator may be made for."""
        rows = Account.objects.visible_to(self.actor).canonical()
        return rows.order_by("search_key", "pk")

    @property
    def chosen_dataset(self) -> Dataset:
        """The dataset chosen so far, the first one until then."""
        key = str(self["dataset"].value() or FOR_TEAMS[0])
        return DATASETS[key if key in FOR_TEAMS else FOR_TEAMS[0]]

    @property
    def is_formula(self) -> bool:
        """Tell whether the indicator is made from others."""
        return str(self["kind"].value() or "") == CustomKind.FORMULA

    @property
    def shown(self) -> list[str]:
        """The names of the fields that the chosen way of making has, in reading order."""
        of_records = {"dataset", "aggregate", "field", "when", "dated_by"}
        left = of_records if self.is_formula else {"formula"}
        if str(self["aggregate"].value() or Aggregate.COUNT) == Aggregate.COUNT:
            left = left | {"field"}
        if str(self["when"].value() or Kind.FLOW) in {Kind.STOCK, Kind.DELTA}:
            left = left | {"dated_by"}
        return [name for name in self.fields if name not in left]

    @property
    def about(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields that say what is measured, in reading order; some stand two in a row."""
        return [(self[name], name in HALVES) for name in self.shown if name not in AROUND]

    @property
    def around(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields that say for whom, and what it means."""
        return [(self[name], name in HALVES) for name in self.shown if name in AROUND]

    @property
    def keys(self) -> list[tuple[str, str, str]]:
        """The keys that a formula may refer to, with their names and units."""
        language = get_language() or "en"
        return [
            (each.key, each.name.to(language), unit_words(each.unit))
            for each in self.known
            if each.is_computed and each.key != self.instance.key
        ]

    @property
    def shown_conditions(self) -> list[ConditionForm]:
        """The rows of conditions that say something, and one more."""
        filled = [each for each in self.conditions if each["field"].value()]
        return self.conditions[: max(1, len(filled) + 1)]

    # What was typed

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in set(self.fields) - set(self.shown):
            self.errors.pop(name, None)
        if not (cleaned.get("name_en") or cleaned.get("name_fr")):
            self.add_error("name_en", _("Give a name in French or in English."))
        if cleaned.get("program") and cleaned.get("account"):
            self.add_error("account", _("Choose an account or a program, not both."))
        definition = self.formula_of(cleaned) if self.is_formula else self.records_of(cleaned)
        if not self.errors.keys() & {*DEFINING, NON_FIELD_ERRORS}:
            self.give_the_row(definition)
        if not self.instance.key:
            name = cleaned.get("name_en") or cleaned.get("name_fr") or ""
            self.instance.key = free_key(name)
        return cleaned

    def formula_of(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Return the definition that the formula is."""
        return {"formula": cleaned.get("formula", "")}

    def records_of(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Return the definition that the fields about records say."""
        for each in self.conditions:
            if not each.is_valid():
                self.add_error(None, _("A condition needs your attention."))
                break
        if "field" in self.shown and not cleaned.get("field") and "field" not in self.errors:
            self.add_error("field", _("Choose a field of the records."))
        conditions = [each.condition for each in self.conditions if each.is_valid()]
        return {
            "dataset": self.chosen_dataset.key,
            "filter": {"all": [each for each in conditions if each]},
            "aggregate": cleaned.get("aggregate") or Aggregate.COUNT.value,
            "field": cleaned.get("field"),
            "kind": cleaned.get("when") or Kind.FLOW.value,
            "dated_by": cleaned.get("dated_by"),
        }

    def give_the_row(self, definition: Mapping[str, Any]) -> None:
        """Give the row its definition, or say what is wrong with it."""
        try:
            define(self.instance, str(self["kind"].value()), definition, known=self.known)
        except FormulaError as wrong:
            self.add_error("formula", ValidationError(formula_words(wrong), code=wrong.code))
        except (FilterError, ConditionError) as wrong:
            self.add_error(None, ValidationError(filter_words(wrong), code=wrong.code))
        else:
            self.is_defined = True
