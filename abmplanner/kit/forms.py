"""What every form over one row shares: who acts, and the rules of the whole row."""

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import DatabaseDefault, Value
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import EARLIEST, LATEST, within_reach
from abmplanner.kit.figures import NO_VALUE

Row = TypeVar("Row", bound=models.Model)
SECONDS = "%Y-%m-%dT%H:%M:%S"


def as_days(fields: dict[str, forms.Field]) -> None:
    """Let the browser's own calendar pick the days and instants of these fields, within reason."""
    bounds = {"min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
    for field in fields.values():
        if isinstance(field, forms.DateField):
            field.widget = forms.DateInput({"type": "date", **bounds}, format="%Y-%m-%d")
            field.widget.is_required = field.required
            field.validators.append(within_reach)
        elif isinstance(field, forms.DateTimeField):
            field.widget = forms.DateTimeInput({"type": "datetime-local", "step": 1}, SECONDS)
            field.widget.is_required = field.required


def known_at_first(value: Any) -> Any:
    """Return what a form shows of a new row where the database knows what it will write."""
    if not isinstance(value, DatabaseDefault):
        return value
    said = value.get_source_expressions()[0]
    return said.value if isinstance(said, Value) else None


class RowForm(forms.ModelForm[Row]):
    """A form over one row of an actor.

    Its instance comes with what the page knows already (the account of a new objective), so the
    row's rules are checked with these values too: Django alone would skip every rule that speaks
    of a field the form lacks, and leave it to the database to refuse.
    """

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        as_days(self.fields)
        self.initial = {name: known_at_first(each) for name, each in self.initial.items()}

    def choose(self, name: str, rows: models.QuerySet[Any], empty: Any = NO_VALUE) -> None:
        """Narrow the choices of a field to these rows; empty is the word for none of them."""
        field: Any = self.fields[name]
        field.queryset = rows
        field.empty_label = empty

    @override
    def validate_unique(self) -> None:
        """Check names that are taken, then the rules of the whole row."""
        super().validate_unique()
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as broken:
            self.add_error(None, ValidationError(broken.messages))
