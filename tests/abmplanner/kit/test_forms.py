"""What forms over rows share."""

from typing import Any

import pytest
from django import forms

from abmplanner.kit.actor import Actor
from abmplanner.kit.forms import RowForm, as_days
from accounts.models import Survey
from tests.factories.user import UserFactory


class Words(RowForm[Survey]):
    class Meta:
        model = Survey
        fields = ["intro_en"]


def test_what_the_database_will_write_is_shown_as_it_will_be() -> None:
    form = Words(instance=Survey(), actor=Actor.of_person(UserFactory.build()))

    assert form["intro_en"].value() == ""
    assert "DatabaseDefault" not in str(form)


class Times(forms.Form):
    day = forms.DateField()
    instant = forms.DateTimeField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_days(self.fields)


@pytest.mark.parametrize("typed", ["2026-11-03T01:00", "2026-11-03T01:00:30"])
def test_days_and_instants_are_picked_from_the_browsers_calendar(typed: str) -> None:
    form = Times({"day": "2026-11-03", "instant": typed})

    assert form.is_valid()
    assert 'type="date"' in str(form["day"])
    assert 'type="datetime-local"' in str(form["instant"])
