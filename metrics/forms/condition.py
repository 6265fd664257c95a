"""One row of a filter: a field of a dataset, what is asked of it, and a value."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from accounts.enums import (
    AccountStatus,
    CampaignKind,
    CloseReason,
    Direction,
    GroupRole,
    OpportunityType,
    Seniority,
    StageOutcome,
    TouchOwner,
    TouchType,
)
from metrics.catalogue.filters import Join, Op
from metrics.queries.compiling import RELATIVE
from metrics.queries.datasets.dataset import RANKED, Dataset, Field, FieldType

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
LISTS: Mapping[str, tuple[Any, ...]] = {
    "type": (TouchType, OpportunityType),
    "outcome": (StageOutcome,),
    "reason": (CloseReason,),
    "account.status": (AccountStatus,),
    "contact.seniority": (Seniority,),
    "seniority": (Seniority,),
    "owner": (TouchOwner,),
    "direction": (Direction,),
    "role": (GroupRole,),
    "kind": (CampaignKind,),
}
"""The closed lists whose words the choices of a field are."""
LARGEST = Decimal(10) ** 18
YES, NO = ("yes", "true", "1", "oui"), ("no", "false", "0", "non")


class Several(forms.MultipleChoiceField):
    """Some of the choices of a field, ticked off or written with commas between."""

    widget = forms.CheckboxSelectMultiple

    @override
    def to_python(self, value: Any) -> list[str]:
        return parts_of(value)

    @override
    def prepare_value(self, value: Any) -> list[str]:
        return parts_of(value)


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
        allowed = chosen.ops if chosen else frozenset(Op)
        fields["op"].choices = [(op.value, OP_WORDS[op]) for op in Op if op in allowed]
        fields["op"].widget.attrs["hx-post"] = ""
        if chosen:
            said = str(self["op"].value() or "")
            op = Op(said) if said in allowed else next(op for op in Op if op in allowed)
            self.offer_values(chosen, op)

    def offer_values(self, chosen: Field, op: Op) -> None:
        """Offer the values that a field may be compared with."""
        fields: dict[str, Any] = self.fields
        if op is Op.IS_NULL or chosen.type is FieldType.TRUTH:
            answers = [(YES[0], _("yes")), (NO[0], _("no"))]
            fields["value"] = forms.ChoiceField(label=_("Value"), choices=answers, required=False)
        elif chosen.choices:
            offered = chosen.ranks if op in RANKED else chosen.choices
            kind = Several if op in {Op.IN, Op.NOT_IN} else forms.ChoiceField
            fields["value"] = kind(
                label=_("Value"),
                choices=[(each, choice_words(chosen.name, each)) for each in offered],
                required=False,
            )
        elif chosen.type is FieldType.INSTANT:
            fields["value"].help_text = _("A day such as 2026-03-31, or as_of-90d.")
        elif op in SEVERAL:
            fields["value"].help_text = _("Values with commas between.")
        fields["value"].widget.attrs["hx-post"] = ""

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        field = self.offered.get(cleaned.get("field", ""))
        if field is None:
            return cleaned
        op = Op(cleaned.get("op") or Op.EQ)
        if "value" in self.errors:
            return cleaned
        said = cleaned.get("value") or ""
        text = ", ".join(said) if isinstance(said, list) else said
        try:
            cleaned["condition"] = {
                "field": field.name,
                "op": op.value,
                "value": _value(field, op, text),
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
    fields = dataset.fields if dataset else ()
    return [each for each in fields if not each.inner and each.type is not FieldType.SPAN]


def choice_words(name: str, value: str) -> str:
    """Return the words for a choice of a field."""
    for each in LISTS.get(name, ()):
        if value in set(each.values):
            return str(each(value).label)
    return value


def parts_of(value: Any) -> list[str]:
    """Return several values, given as a list or with commas between."""
    texts = value if isinstance(value, list | tuple) else [value or ""]
    parts = [part.strip() for text in texts for part in str(text).split(",")]
    return [part for part in parts if part]


JOINED: Mapping[Join, tuple[Any, Any]] = {
    Join.ALL: (_(" and "), "%s"),
    Join.ANY: (_(" or "), "%s"),
    Join.NONE: (_(" or "), _("not (%s)")),
}


def filter_said(said: Mapping[str, Any], dataset: Dataset, *, is_inner: bool = False) -> str:
    """Return in words what a kept filter asks of records; empty where it asks nothing."""
    if "field" in said:
        return condition_said(said, dataset)
    join, parts = next(iter(said.items()), (Join.ALL, []))
    texts = [filter_said(part, dataset, is_inner=True) for part in parts]
    between, around = JOINED[Join(join)]
    text = str(between).join(texts)
    if not text:
        return ""
    if join == Join.NONE:
        return str(around) % text
    return f"({text})" if is_inner and len(texts) > 1 else text


def condition_said(said: Mapping[str, Any], dataset: Dataset) -> str:
    """Return in words what one condition asks of a field."""
    field = dataset.field(said["field"])
    given = said.get("value")
    values = given if isinstance(given, list | tuple) else [given]
    texts = [
        str(YES_NO[each]) if isinstance(each, bool) else f"“{choice_words(field.name, str(each))}”"
        for each in values
    ]
    return " ".join(
        (
            field.label.to(get_language() or "en"),
            str(OP_WORDS[Op(said.get("op", Op.EQ.value))]),
            ", ".join(texts),
        )
    )


YES_NO = {True: _("yes"), False: _("no")}


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
