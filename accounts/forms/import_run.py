"""Forms of the Data pages: handing in a file, and saying how it is to be read."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.figures import NO_VALUE
from abmplanner.kit.forms import RowForm
from abmplanner.kit.words import fold
from accounts.enums import ImportKind, StageOutcome
from accounts.ingest.dialect import DateOrder, Dialect, Form
from accounts.ingest.fields import FIELDS
from accounts.ingest.mapping import Mapping as ColumnMapping
from accounts.ingest.mapping import MappingError
from accounts.models import DataFeed, Program, Stage

ENCODINGS = [
    ("utf-8", _("UTF-8")),
    ("utf-8-sig", _("UTF-8 with a byte-order mark")),
    ("utf-16", _("UTF-16")),
    ("cp1252", _("Windows, Western Europe")),
    ("iso-8859-15", _("Latin-9")),
    ("cp1250", _("Windows, Central Europe")),
    ("mac-roman", _("Macintosh")),
]
SEPARATORS = [(",", _("comma")), (";", _("semicolon")), ("\t", _("tab")), ("|", _("bar"))]
DATE_ORDERS = [
    (DateOrder.DAY_FIRST.value, _("day first: 31/12/2026")),
    (DateOrder.MONTH_FIRST.value, _("month first: 12/31/2026")),
]
DECIMALS = [(".", _("point: 1,234.50")), (",", _("comma: 1.234,50"))]
LARGEST_MAPPING = 1_000_000  # bytes
# What one value may be told of, for all rows of a file.
CONSTANTS: Mapping[str, tuple[str, ...]] = {
    ImportKind.ACCOUNTS.value: ("revenue_currency",),
    ImportKind.CONTACTS.value: ("account", "group"),
    ImportKind.LEADS.value: ("account", "group"),
    ImportKind.OPPORTUNITIES.value: ("currency",),
    ImportKind.RESPONSES.value: ("survey",),
    ImportKind.TOUCHES.value: ("type", "owner", "direction"),
    ImportKind.CONSENTS.value: ("action", "purpose", "channel", "basis", "source"),
    ImportKind.SUPPRESSIONS.value: ("channel", "reason"),
    ImportKind.BUYING_GROUPS.value: ("solution", "since"),
    ImportKind.MEMBERSHIPS.value: ("group", "since"),
    ImportKind.CAMPAIGNS.value: ("program", "channel", "kind", "status"),
    ImportKind.CAMPAIGN_TARGETS.value: ("campaign", "since"),
    ImportKind.CONTROL_ACCOUNTS.value: ("campaign", "program", "chosen", "since"),
    ImportKind.AD_DELIVERIES.value: ("campaign", "format"),
    ImportKind.SPEND.value: ("currency", "category", "program", "campaign"),
    ImportKind.FX_RATES.value: ("quote",),
    ImportKind.CONTRACTS.value: ("currency",),
    ImportKind.DEAL_HISTORY.value: ("currency",),
    ImportKind.SOCIAL_LEVELS.value: ("subject",),
    ImportKind.OBJECTIVES.value: ("kind",),
    ImportKind.READINGS.value: ("indicator", "effective_on", "currency"),
}
NEW_STAGES = [
    (f"new:{StageOutcome.OPEN}", _("new stage, open")),
    (f"new:{StageOutcome.WON}", _("new stage, won")),
    (f"new:{StageOutcome.LOST}", _("new stage, lost")),
]
WON_WORDS, LOST_WORDS = ("won", "gagn"), ("lost", "perdu")


class UploadForm(forms.Form):
    """Hand in a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 50 MB. Nothing is written before you saw a preview."),
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    kind = forms.ChoiceField(label=_("What does it hold?"), choices=ImportKind)
    program = forms.ModelChoiceField(
        Program.objects.none(),
        to_field_name="public_id",
        label=_("Take new accounts into"),
        help_text=_("Without a program, new accounts are seen by you and by administrators."),
        required=False,
    )
    system = forms.CharField(
        label=_("System it comes from"),
        max_length=60,
        required=False,
        help_text=_(
            "Such as salesforce: its keys tell the same record next time. May be left out."
        ),
    )
    mapping = forms.FileField(
        label=_("Mapping from an earlier import"),
        required=False,
        help_text=_("The JSON file that a preview lets you keep."),
        widget=forms.FileInput({"accept": ".json"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs: Any = self.fields["program"]
        programs.queryset = Program.objects.visible_to(actor).order_by("name_en", "pk")
        programs.empty_label = _("no program")

    @override
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, kind = cleaned.get("mapping"), cleaned.get("kind")
        if file and kind:
            try:
                cleaned["mapping"] = json.loads(file.read(LARGEST_MAPPING))
                ColumnMapping.from_json(cleaned["mapping"], kind)
            except MappingError as error:
                self.add_error("mapping", str(error))
            except (ValueError, RecursionError):
                self.add_error("mapping", _("This is no JSON."))
        return cleaned


class ReadingForm(forms.Form):
    """Say how a file is written, and which column holds what."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS)
    separator = forms.ChoiceField(label=_("Separator"), choices=SEPARATORS)
    sheet = forms.ChoiceField(label=_("Sheet"))
    header = forms.IntegerField(label=_("Line of the column names"), min_value=1, max_value=1_000)
    date_order = forms.ChoiceField(label=_("Order of dates"), choices=DATE_ORDERS)
    decimal = forms.ChoiceField(label=_("Decimal mark"), choices=DECIMALS)

    def __init__(
        self,
        data: Any = None,
        *,
        dialect: Dialect,
        mapping: ColumnMapping,
        stages: Sequence[Stage] = (),
        stage_names: Sequence[str] = (),
    ) -> None:
        self.dialect, self.mapping = dialect, mapping
        self.stage_names = stage_names
        super().__init__(data, initial=self.chosen())
        self.fit_dialect()
        self.columns = [self.add_column(name) for name in FIELDS[mapping.kind]]
        self.constants = [self.add_constant(name) for name in CONSTANTS.get(mapping.kind, ())]
        self.stages = [
            self.add_stage(place, name, stages) for place, name in enumerate(stage_names)
        ]

    def chosen(self) -> dict[str, Any]:
        """Return how the file is read as things stand."""
        names = ("encoding", "separator", "sheet", "header", "decimal")
        return {name: getattr(self.dialect, name) for name in names} | {
            "date_order": str(self.dialect.date_order)
        }

    def fit_dialect(self) -> None:
        """Leave out what can't be chosen for such a file."""
        if self.dialect.form is Form.XLSX:
            del self.fields["encoding"], self.fields["separator"], self.fields["decimal"]
            sheets: Any = self.fields["sheet"]
            sheets.choices = [(each.name, each.name) for each in self.dialect.sheets]
            return
        del self.fields["sheet"]
        encodings: Any = self.fields["encoding"]
        if self.dialect.encoding == "utf-16":
            encodings.choices = ENCODINGS[2:3]
        else:
            encodings.choices = ENCODINGS[:2] + ENCODINGS[3:]
        if self.dialect.separator not in dict(SEPARATORS):
            separators: Any = self.fields["separator"]
            separators.choices = [*SEPARATORS, (self.dialect.separator, self.dialect.separator)]

    def add_column(self, name: str) -> forms.BoundField:
        """Add the choice of the column that holds a field."""
        columns = [("", NO_VALUE), *((each, each) for each in self.dialect.columns)]
        self.fields[f"column_{name}"] = forms.ChoiceField(
            label=capfirst(str(FIELDS[self.mapping.kind][name].label)),
            choices=columns,
            required=False,
            initial=self.mapping.columns.get(name, ""),
        )
        return self[f"column_{name}"]

    def add_constant(self, name: str) -> forms.BoundField:
        """Add the one value that all rows have of a field."""
        self.fields[f"constant_{name}"] = forms.CharField(
            label=capfirst(str(FIELDS[self.mapping.kind][name].label)),
            help_text=_("For rows that don't say it themselves."),
            max_length=200,
            required=False,
            initial=self.mapping.constants.get(name, ""),
        )
        return self[f"constant_{name}"]

    def add_stage(self, place: int, name: str, stages: Sequence[Stage]) -> forms.BoundField:
        """Add the choice of what a stage of the file is."""
        known = [(stage.key, str(stage)) for stage in stages]
        self.fields[f"stage_{place}"] = forms.ChoiceField(
            label=name, choices=[*known, *NEW_STAGES], initial=guess(name)
        )
        return self[f"stage_{place}"]

    def choices(self) -> dict[str, Any]:
        """Return how the file is written, as chosen, where it differs."""
        before = self.chosen()
        names = before.keys() & self.fields.keys()
        return {
            name: self.cleaned_data[name]
            for name in names
            if self.cleaned_data[name] != before[name] or name in {"date_order", "decimal"}
        }

    def mapped(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """Return the mapping as chosen; what the form does not show is kept as it is."""
        columns = {name: self.cleaned_data[f"column_{name}"] for name in FIELDS[self.mapping.kind]}
        constants = dict(stored.get("constants", {}))
        for name in CONSTANTS.get(self.mapping.kind, ()):
            constants[name] = self.cleaned_data[f"constant_{name}"].strip()
        chosen = {
            **stored,
            "columns": {name: column for name, column in columns.items() if column},
            "constants": {name: value for name, value in constants.items() if value},
        }
        for place, name in enumerate(self.stage_names):
            take_stage(chosen, name, self.cleaned_data[f"stage_{place}"])
        return chosen


def guess(name: str) -> str:
    """Return what a stage most likely is, by its name."""
    folded = fold(name)
    if any(word in folded for word in WON_WORDS):
        return f"new:{StageOutcome.WON}"
    if any(word in folded for word in LOST_WORDS):
        return f"new:{StageOutcome.LOST}"
    return f"new:{StageOutcome.OPEN}"


def take_stage(mapping: dict[str, Any], name: str, choice: str) -> None:
    """Write into a mapping that a stage of the file is a known one, or a new one."""
    if not choice.startswith("new:"):
        values = dict(mapping.get("values", {}))
        values["stage"] = {**values.get("stage", {}), name: choice}
        mapping["values"] = values
        return
    pipeline = dict(mapping.get("pipeline") or {})
    stages = [each for each in pipeline.get("stages", []) if fold(each["name_en"]) != fold(name)]
    key = slugify(name)[:60] or f"stage-{len(stages) + 1}"
    outcome = choice.removeprefix("new:")
    stages.append({"key": key, "name_en": name, "name_fr": name, "outcome": outcome})
    order = {StageOutcome.OPEN.value: 0, StageOutcome.WON.value: 1, StageOutcome.LOST.value: 2}
    pipeline["stages"] = sorted(stages, key=lambda each: order[each.get("outcome", "open")])
    mapping["pipeline"] = pipeline


class FeedForm(RowForm[DataFeed]):
    """Say from when to when a source is complete; without an end it is live."""

    class Meta:
        model = DataFeed
        fields = ["covers_from", "covers_to"]
        help_texts = {
            "covers_to": _("Leave it empty while the source is live and nothing is missing.")
        }
