"""Which question an indicator is about, and what is made of its answers: a part of the builder."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from accounts.models import Survey
from metrics.queries.custom_surveys import HIGHEST, QUESTIONS, Question, Statistic

STATISTICS: Mapping[Statistic, Any] = {
    Statistic.NPS: _("promoters less detractors (Net Promoter Score)"),
    Statistic.MEAN: _("the mean of the answers"),
    Statistic.TOP: _("the share of the best answers"),
    Statistic.CHOICE: _("the share of some answers"),
}
HALVES = {"lowest", "highest"}


class SurveyPartForm(forms.Form):
    """Say which question is meant, on which scale, and what is made of the answers."""

    question = forms.ChoiceField(label=_("Question"))
    survey = forms.ChoiceField(label=_("Asked in"), required=False)
    lowest = forms.IntegerField(label=_("Worst answer"), min_value=0, max_value=HIGHEST - 1)
    highest = forms.IntegerField(label=_("Best answer"), min_value=1, max_value=HIGHEST)
    statistic = forms.ChoiceField(label=_("What is measured"))
    top = forms.IntegerField(label=_("How many of the best answers"), min_value=1)
    choices = forms.MultipleChoiceField(
        label=_("Which answers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one answer.")},
    )

    is_side = False
    legend = ""

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        definition: Mapping[str, Any],
        sent: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        names = set(self.fields)
        kept = {name: value for name, value in definition.items() if name in names}
        typed = {name: value for name, value in sent.items() if name in names}
        if "choices" in typed or "choices" in kept:
            said = typed.get("choices", kept.get("choices"))
            typed["choices"] = [str(each) for each in (said if isinstance(said, list) else [said])]
        scale = dict(zip(("lowest", "highest"), (1, 5), strict=True))
        self.initial = {"question": "recommend", "top": 2, **scale, **kept, **typed}
        self.offer_choices()

    def offer_choices(self) -> None:
        """Offer what goes together with what was chosen before."""
        language = get_language() or "en"
        fields: dict[str, Any] = self.fields
        question = self.chosen_question
        fields["question"].choices = [
            (key, each.label.to(language)) for key, each in QUESTIONS.items()
        ]
        waves = Survey.objects.visible_to(self.actor).order_by("-opens_on", "pk")
        named = [(str(each.public_id), each.name) for each in waves] if question.has_waves else []
        fields["survey"].choices = [("", _("all waves")), *named]
        statistics = [(each.value, STATISTICS[each]) for each in question.statistics]
        fields["statistic"].choices = statistics
        if self.initial.get("statistic") not in set(question.statistics):
            self.initial["statistic"] = question.statistics[0].value
        fields["choices"].choices = [
            (str(at), question.named[at].to(language) if question.named else str(at))
            for at in self.answers
        ]
        for name, field in fields.items():
            field.required = name in self.shown and name != "survey"
            field.widget.attrs["hx-post"] = ""

    @property
    def chosen_question(self) -> Question:
        """The question chosen so far, the first one until then."""
        return QUESTIONS.get(str(self["question"].value()), QUESTIONS["recommend"])

    @property
    def answers(self) -> list[int]:
        """The answers that can be given to the question, the best one first."""
        question = self.chosen_question
        lowest, highest = question.scale
        if question.is_own:
            ends = [str(self[name].value() or "") for name in ("lowest", "highest")]
            if all(each.isdecimal() for each in ends):
                lowest, highest = (min(int(each), HIGHEST) for each in ends)
        return list(range(highest, lowest - 1, -1))

    @property
    def shown(self) -> list[str]:
        """The names of the fields that what was chosen needs, in reading order."""
        question, statistic = self.chosen_question, str(self["statistic"].value() or "")
        left = set() if question.is_own else {"lowest", "highest"}
        if not question.has_waves:
            left.add("survey")
        if statistic != Statistic.TOP:
            left.add("top")
        if statistic != Statistic.CHOICE:
            left.add("choices")
        return [name for name in self.fields if name not in left]

    @property
    def rows(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields that are shown; some stand two in a row."""
        return [(self[name], name in HALVES) for name in self.shown]

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in set(self.fields) - set(self.shown):
            self.errors.pop(name, None)
        return cleaned

    @property
    def is_usable(self) -> bool:
        """Tell whether what was chosen can be read."""
        return self.is_valid()

    @property
    def definition(self) -> dict[str, Any]:
        """What was chosen, as a definition keeps it."""
        said = {name: self.cleaned_data.get(name) for name in self.shown}
        if "choices" in said:
            said["choices"] = [int(each) for each in said["choices"] or ()]
        return said


def typed_survey(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a person would type for a definition of a question."""
    typed = dict(definition)
    if "choices" in typed:
        typed["choices"] = [str(each) for each in typed["choices"]]
    return typed
