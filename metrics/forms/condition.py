"""One row of a filter: a field of a dataset, what is asked of it, and a value."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from metrics.catalogue.filters import Op
from metrics.queries.compiling import RELATIVE
from metrics.queries.datasets.dataset import OPS, Dataset, Field, FieldType

OP_WORDS: Mapping[Op, Any] = {
    Op.EQ: _("is"),
    Op.NE: _("is not"),
    Op.IN: _("is one of"),
    Op.NOT_IN: _("is none of"),
    Op.LT: _("is below"),
    Op.LTE: _("is at most"),
    Op.GT: _("is above"),
    Op.GTE: _("is at least"),
    Op.BETWEEN: _("is from … to before …"),
    Op.IS_NULL: _("is empty"),
    Op.CONTAINS: _("contains"),
    Op.STARTS_WITH: _("starts with"),
}
SEVERAL = {Op.IN, Op.NOT_IN, Op.BETWEEN}
LARGEST = Decimal(10) ** 18
YES, NO = ("yes", "true", "1", "oui"), ("no", "false", "0", "non")


class ConditionForm(forms.Form):
    """Narrow the records of a dataset by one of its fields; a row without a field says nothing."""

    field = forms.ChoiceField(label=_("Field"), required=False)
    op = forms.ChoiceField(label=_("Condition"), required=False)
    value = forms.CharField(label=_("Value"), max_length=400, required=False)

    def __init__(self, *args: Any, dataset: Dataset | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.offered = {each.name: each for each in open_fields(dataset)}
        language = get_language() or "en"
        names = [(name, each.label.to(language)) for name, each in self.offered.items()]
        fields["field"].choices = [("", _("no condition")), *names]
        fields["field"].widget.attrs["hx-post"] = ""
        chosen = self.offered.get(str(self["field"].value() or ""))
        allowed = OPS[chosen.type] if chosen else frozenset(Op)
        fields["op"].choices = [(op.value, OP_WORDS[op]) for op in Op if op in allowed]
        if chosen and chosen.choices:
            fields["value"].help_text = _("One of: %(choices)s") % {
                "choices": ", ".join(chosen.choices)
            }
        elif chosen and chosen.type is FieldType.INSTANT:
            fields["value"].help_text = _("A day such as 2026-03-31, or as_of-90d.")
        elif chosen and chosen.type is FieldType.TRUTH:
            fields["value"].help_text = _("yes or no")

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        field = self.offered.get(cleaned.get("field", ""))
        if field is None:
            return cleaned
        op = Op(cleaned.get("op") or Op.EQ)
        try:
            cleaned["condition"] = {
                "field": field.name,
                "op": op.value,
                "value": _value(field, op, cleaned.get("value", "")),
            }
        except forms.ValidationError as wrong:
            self.add_error("value", wrong)
        return cleaned

    @property
    def condition(self) -> dict[str, Any] | None:
        """The condition as a definition keeps it, None where the row says nothing."""
        found: dict[str, Any] | None = self.cleaned_data.get("condition")
        return found


def open_fields(dataset: Dataset | None) -> list[Field]:
    """Return the fields that a team may name, in the dataset's own order."""
    return [each for each in dataset.fields if not each.inner] if dataset else []


def typed(condition: Mapping[str, Any]) -> dict[str, str]:
    """Return a kept condition as a person types it."""
    value = condition.get("value")
    said = [_said(each) for each in (value if isinstance(value, list) else [value])]
    return {
        "field": condition["field"],
        "op": condition.get("op", Op.EQ.value),
        "value": ", ".join(said),
    }


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return YES[0] if value else NO[0]
    return "" if value is None else str(value)


def _value(field: Field, op: Op, text: str) -> Any:
    """Return what was typed as the field's type takes it, or raise ValidationError."""
    if op is Op.IS_NULL:
        return text.strip().casefold() not in NO
    if op not in SEVERAL:
        return _one(field, text.strip())
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or (op is Op.BETWEEN and len(parts) != 2):  # noqa: PLR2004 -- from and to
        raise forms.ValidationError(
            _("Give two values, with a comma between.")
            if op is Op.BETWEEN
            else _("Give the values, with commas between.")
        )
    return [_one(field, part) for part in parts]


def _one(field: Field, text: str) -> Any:
    if not text:
        raise forms.ValidationError(_("Give a value."))
    if field.type in {FieldType.NUMBER, FieldType.MONEY}:
        return _number(text)
    if field.type is FieldType.TRUTH:
        if text.casefold() not in {*YES, *NO}:
            raise forms.ValidationError(_("Type yes or no."))
        return text.casefold() in YES
    if field.type is FieldType.INSTANT:
        return _day(text)
    if field.choices and text not in field.choices:
        said = {"choices": ", ".join(field.choices)}
        raise forms.ValidationError(_("Choose one of: %(choices)s"), params=said)
    return text


def _number(text: str) -> int | float:
    try:
        number = Decimal(text.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > LARGEST:
        raise forms.ValidationError(_("“%(text)s” is not a number."), params={"text": text})
    return int(number) if number == int(number) else float(number)


def _day(text: str) -> str:
    if RELATIVE.fullmatch(text):
        return text
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise forms.ValidationError(_("“%(text)s” is not a day."), params={"text": text})
    return day.isoformat()
