"""How a team makes an indicator of its own: from records, or as a formula over other indicators."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.forms import RowForm
from accounts.models import Account, Program
from metrics.actions.custom_indicator import checked_thresholds, define, free_key
from metrics.catalogue.catalogue import CATALOGUE, Catalogue
from metrics.catalogue.filters import FilterError
from metrics.catalogue.formula.parsing import FormulaError
from metrics.catalogue.words import Better
from metrics.enums import TOLD, CustomKind, ReadingRollUp
from metrics.forms.conversion_part import ConversionPartForm
from metrics.forms.records import RecordsForm, typed_records
from metrics.forms.survey_part import SurveyPartForm, typed_survey
from metrics.forms.threshold import ThresholdForm, shown_rows, threshold_rows
from metrics.models import CustomIndicator
from metrics.phrases import filter_words, formula_words, unit_words
from metrics.queries.cloning import cloned
from metrics.queries.compiling import ConditionError
from metrics.queries.custom import DENOMINATOR, NUMERATOR
from metrics.queries.custom_readings import OLDEST, UNITS

HALVES = {"name_en", "name_fr", "program", "account"}
NAMING = {"name_en", "name_fr", "meaning_en", "meaning_fr"}
AROUND = {"better", "program", "account"}
TOLD_AS = {"told_unit": "unit", "roll_up": "roll_up", "max_age_days": "max_age_days"}
DEFINING = {"kind", "formula", *TOLD_AS}
BETTER = [(Better.UP.value, _("more is better")), (Better.DOWN.value, _("less is better")),
          (Better.NONE.value, _("neither"))]  # fmt: skip

# The parts of a definition that are about records: name, prefix of the fields, and legend.
PARTS: Mapping[str, Sequence[tuple[str, str | None, Any]]] = {
    CustomKind.AGGREGATE: [("", None, _("What is counted"))],
    CustomKind.RATIO: [
        (NUMERATOR, None, _("Above the line")),
        (DENOMINATOR, "under", _("Below the line")),
    ],
    CustomKind.SURVEY: [("", None, _("Which question"))],
    CustomKind.CONVERSION: [("", None, _("Which events"))],
}


class Spot(NamedTuple):
    """Where a formula is wrong: the text around the character, which is empty past its end."""

    before: str
    at: str
    after: str


def spot_of(text: str, column: int) -> Spot | None:
    """Return what stands where a formula is wrong, None where nobody can say."""
    return Spot(text[: column - 1], text[column - 1 : column], text[column:]) if column else None


Part: TypeAlias = RecordsForm | SurveyPartForm | ConversionPartForm


FUNCTION_WORDS: Mapping[str, Any] = {
    "if": _("if(condition, then, otherwise)"),
    "coalesce": _("coalesce(a, b, …): the first that is known"),
    "min": _("min(a, b, …): the smallest"),
    "max": _("max(a, b, …): the largest"),
    "abs": _("abs(a): without its sign"),
    "round": _("round(a, digits)"),
    "clamp": _("clamp(a, lowest, highest): kept between two ends"),
    "ratio": _("ratio(a, b): a over b, unknown where b is zero"),
    "pct_change": _("pct_change(now, before): the change in percent"),
    "log": _("log(a): the natural logarithm"),
    "sqrt": _("sqrt(a): the square root"),
    "weighted": _("weighted(a, weight, b, weight, …): the mean by weight"),
    "zscore_hist": _("zscore_hist(a): how unusual it is beside its own past"),
}


class CustomIndicatorForm(RowForm[CustomIndicator]):
    """Say what an indicator of the team counts, or how it follows from others.

    What it takes of records stands in parts, forms of their own: one, or two for a ratio. The
    definition is what all of it says.
    """

    formula = forms.CharField(
        label=_("Formula"),
        max_length=2_000,
        required=False,
        error_messages={"required": _("Write the formula.")},
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "spellcheck": "false",
                "autocapitalize": "off",
                "autocomplete": "off",
                "data-completes": "formula-keys",
            }
        ),
        help_text=_(
            "Keys of indicators, numbers, + - * / and brackets, such as ratio(a, b). Keys are"
            " offered as you type: arrows and Enter take one."
        ),
    )

    told_unit = forms.ChoiceField(label=_("Unit"), required=False)
    roll_up = forms.ChoiceField(label=_("Several accounts together"), required=False)
    max_age_days = forms.IntegerField(
        label=_("A value holds for, in days"),
        min_value=1,
        max_value=OLDEST,
        required=False,
        error_messages={"required": _("Say how old a value may become.")},
        help_text=_("Older ones are left out, and the number is unknown: never zero."),
    )

    class Meta:
        model = CustomIndicator
        fields = [
            "kind",
            "formula",
            *TOLD_AS,
            "name_en",
            "name_fr",
            "meaning_en",
            "meaning_fr",
            "better",
            "program",
            "account",
        ]
        widgets = {
            "kind": forms.RadioSelect,
            "meaning_en": forms.Textarea(attrs={"rows": 2}),
            "meaning_fr": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(
        self, *args: Any, actor: Actor, known: Catalogue = CATALOGUE, **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.known = known
        self.is_defined = False
        self.spot: Spot | None = None
        for name, part in {"formula": "formula", **TOLD_AS}.items():
            if part in self.said_before:
                self.initial.setdefault(name, self.said_before[part])
        self.initial["kind"] = self.initial.get("kind") or CustomKind.AGGREGATE
        self.offer_choices()
        self.parts = [self.part(*each) for each in PARTS.get(self.chosen_kind, ())]
        self.thresholds = threshold_rows(
            self.data if self.is_bound else None, self.instance.thresholds, self.initial
        )

    @property
    def said_before(self) -> Mapping[str, Any]:
        """What the row's definition says."""
        return self.instance.definition or {}

    def part(self, name: str, prefix: str | None, legend: Any) -> Part:
        """Return the form about a part of the definition."""
        data = self.data if self.is_bound else None
        before = self.said_before.get(name, {}) if name else self.said_before
        sent = {key: value for key, value in self.initial.items() if value not in (None, "")}
        if self.chosen_kind == CustomKind.SURVEY:
            return SurveyPartForm(data, actor=self.actor, definition=before, sent=sent)
        if self.chosen_kind == CustomKind.CONVERSION:
            return ConversionPartForm(data, definition=before, sent=sent)
        return RecordsForm(
            data, prefix=prefix, definition=before, sent=sent, is_side=bool(name), legend=legend
        )

    # What is offered

    def offer_choices(self) -> None:
        """Offer what goes together with what was chosen before."""
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = CustomKind.choices
        fields["better"] = forms.ChoiceField(label=_("Better is"), choices=BETTER)
        self.choose("program", Program.objects.visible_to(self.actor).order_by("pk"), _("any"))
        self.choose("account", self.accounts(), _("any"))
        for name in ("program", "account"):
            fields[name].to_field_name = "public_id"
            if isinstance(self.initial.get(name), int):
                self.initial[name] = getattr(self.instance, name)
        fields["told_unit"].choices = [(each.value, unit_words(each)) for each in UNITS]
        fields["roll_up"].choices = ReadingRollUp.choices
        if self.chosen_kind == CustomKind.SERIES:
            fields["max_age_days"].label = _("The file may be so old, in days")
        fields["formula"].required = self.is_formula
        for name in TOLD_AS:
            fields[name].required = self.is_told
        for name in (*DEFINING, "program", "account"):
            fields[name].widget.attrs["hx-post"] = ""

    def accounts(self) -> Any:
        """Return the accounts that an indicator may be made for."""
        rows = Account.objects.visible_to(self.actor).canonical()
        return rows.order_by("search_key", "pk")

    @property
    def chosen_kind(self) -> str:
        """How the indicator is made, as chosen so far."""
        return str(self["kind"].value() or CustomKind.AGGREGATE)

    @property
    def is_formula(self) -> bool:
        """Tell whether the indicator is made from others."""
        return self.chosen_kind == CustomKind.FORMULA

    @property
    def is_told(self) -> bool:
        """Tell whether the team tells the values itself."""
        return self.chosen_kind in TOLD

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields that say how values of the team's own are written and grow old."""
        return [self[name] for name in TOLD_AS] if self.is_told else []

    @property
    def naming(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields that say what it is called and means, in reading order."""
        return [(self[name], name in HALVES) for name in self.fields if name in NAMING]

    @property
    def around(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields that say for whom it is."""
        return [(self[name], name in HALVES) for name in self.fields if name in AROUND]

    @property
    def shown_thresholds(self) -> Sequence[ThresholdForm]:
        """The rows of thresholds that say something, and one more."""
        return shown_rows(self.thresholds)

    @property
    def keys(self) -> list[tuple[str, str]]:
        """What a formula may be made of: keys of indicators, with names and units; functions."""
        language = get_language() or "en"
        keys = [
            (each.key, f"{each.name.to(language)} · {unit_words(each.unit)}")
            for each in self.known
            if each.is_computed and each.key != self.instance.key
        ]
        return keys + [(f"{name}(", str(words)) for name, words in FUNCTION_WORDS.items()]

    # What was typed

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in {"formula", *TOLD_AS}:
            if not self.fields[name].required:
                self.errors.pop(name, None)
        if not (cleaned.get("name_en") or cleaned.get("name_fr")):
            self.add_error("name_en", _("Give a name in French or in English."))
        if cleaned.get("program") and cleaned.get("account"):
            self.add_error("account", _("Choose an account or a program, not both."))
        wrong = [each for each in self.parts if not each.is_usable]
        if wrong:
            self.add_error(None, _("What is said of the records needs your attention."))
        self.give_thresholds()
        if not self.errors.keys() & {*DEFINING, NON_FIELD_ERRORS}:
            self.give_the_row(self.definition_of(cleaned))
        if not self.instance.key:
            name = cleaned.get("name_en") or cleaned.get("name_fr") or ""
            self.instance.key = free_key(name)
        return cleaned

    def definition_of(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Return the definition that all of it says."""
        if self.is_formula:
            return {"formula": cleaned.get("formula", "")}
        if self.is_told:
            return {part: cleaned.get(name) for name, part in TOLD_AS.items()}
        if self.chosen_kind == CustomKind.RATIO:
            names = (name for name, _prefix, _legend in PARTS[CustomKind.RATIO])
            return {name: part.definition for name, part in zip(names, self.parts, strict=True)}
        return self.parts[0].definition

    def give_thresholds(self) -> None:
        """Give the row its thresholds, or say what is wrong with them."""
        unreadable = [each for each in self.thresholds if not each.is_valid()]
        if unreadable:
            self.add_error(None, _("The thresholds need your attention."))
            return
        said = [each.threshold for each in self.thresholds]
        try:
            self.instance.thresholds = checked_thresholds([each for each in said if each])
        except FilterError as wrong:
            self.add_error(None, ValidationError(filter_words(wrong), code=wrong.code))

    def give_the_row(self, definition: Mapping[str, Any]) -> None:
        """Give the row its definition, or say what is wrong with it."""
        try:
            define(self.instance, self.chosen_kind, definition, known=self.known)
        except FormulaError as wrong:
            self.add_error("formula", ValidationError(formula_words(wrong), code=wrong.code))
            self.spot = spot_of(str(definition.get("formula", "")), wrong.column)
        except (FilterError, ConditionError) as wrong:
            self.add_error(None, ValidationError(filter_words(wrong), code=wrong.code))
        else:
            self.is_defined = True


def typed_so(row: CustomIndicator) -> dict[str, Any]:
    """Return what a person would type to define an indicator as a row does."""
    said = row.definition
    if row.kind == CustomKind.FORMULA:
        return {"formula": said["formula"]}
    if row.kind in TOLD:
        return {name: said[part] for name, part in TOLD_AS.items()}
    if row.kind == CustomKind.SURVEY:
        return typed_survey(said)
    if row.kind == CustomKind.CONVERSION:
        return dict(said)
    typed: dict[str, Any] = {}
    for name, prefix, _legend in PARTS[row.kind]:
        for field, value in typed_records(said[name] if name else said).items():
            typed[f"{prefix}-{field}" if prefix else field] = value
    return typed


def typed_thresholds(row: CustomIndicator) -> dict[str, Any]:
    """Return what a person would type for the thresholds of a row."""
    return {
        f"threshold{at}-{name}": value
        for at, each in enumerate(row.thresholds)
        for name, value in each.items()
    }


def begun_like(actor: Actor, key: str, known: Catalogue) -> dict[str, Any]:
    """Return what the builder begins with, to make another indicator like one that there is.

    One that a team made is taken as it is; one of ours as a team would have made it, where it
    could, and else as the first key of a formula.
    """
    row = CustomIndicator.objects.visible_to(actor).filter(key=key).first()
    if row is not None:
        return {"kind": row.kind, "better": row.better, **typed_so(row), **typed_thresholds(row)}
    if key not in known:
        return {}
    ours = known.resolved(key)
    kind, definition = cloned(ours)
    made = CustomIndicator(kind=kind, definition=definition)
    better = ours.better if ours.better in dict(BETTER) else Better.NONE
    return {"kind": kind.value, "better": better.value, **typed_so(made)}
