"""Forms of a survey: what it asks, whom, and the answer itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.forms import RowForm
from accounts.enums import GroupRole, QuestionKind, Seniority
from accounts.models import Program, Question, Survey
from accounts.queries.invitation import PAUSE_DAYS, Choice
from accounts.queries.survey import has_asked, usual_words

SCORES = [(score, str(score)) for score in range(11)]
LONGEST_QUESTION = 300


class SurveyForm(RowForm[Survey]):
    """Describe a wave of a survey: its time, and its words in both languages.

    Once somebody was asked the words stay: all answers of a wave are to the same question.
    """

    score_fr = forms.CharField(label=_("Question in French"), max_length=LONGEST_QUESTION)
    score_en = forms.CharField(label=_("Question in English"), max_length=LONGEST_QUESTION)
    comment_fr = forms.CharField(label=_("And why, in French"), max_length=LONGEST_QUESTION)
    comment_en = forms.CharField(label=_("And why, in English"), max_length=LONGEST_QUESTION)

    WORDS = ("intro_en", "score_en", "comment_en", "intro_fr", "score_fr", "comment_fr")

    class Meta:
        model = Survey
        fields = ["name_en", "name_fr", "program", "opens_on", "closes_on", "intro_en", "intro_fr"]
        widgets = {
            "intro_en": forms.Textarea({"rows": 3}),
            "intro_fr": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "program": _("Whose accounts may be asked; empty for all."),
            "intro_en": _("A few words above the question. Name no account here."),
            "intro_fr": _("A few words above the question. Name no account here."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("program", Program.objects.visible_to(self.actor).order_by("name_en", "pk"))
        for name in ("opens_on", "closes_on"):
            self.fields[name].required = True
            self.fields[name].widget.is_required = True
        written = self.written()
        for language in ("fr", "en"):
            usual = usual_words(language)
            for kind, text in (("score", usual.score), ("comment", usual.comment)):
                name = f"{kind}_{language}"
                self.initial.setdefault(name, written.get(name) or text)
        if self.instance.pk and has_asked(self.instance):
            for name in self.WORDS:
                self.fields[name].disabled = True

    def written(self) -> dict[str, str]:
        """Return the words of the survey's own questions, by field."""
        if not self.instance.pk:
            return {}
        rows = Question.objects.visible_to(self.actor).filter(survey=self.instance)
        return {
            f"{row.kind}_{language}": text
            for row in rows
            for language, text in (("fr", row.text_fr), ("en", row.text_en))
        }

    def texts(self) -> dict[str, tuple[str, str]]:
        """Return the questions, French and English, by kind."""
        said = self.cleaned_data
        return {
            kind: (said[f"{kind}_fr"], said[f"{kind}_en"]) for kind in map(str, QuestionKind.values)
        }


class WhomForm(forms.Form):
    """Narrow down whom to ask."""

    account = forms.CharField(label=_("Account"), max_length=100, required=False)
    group = forms.CharField(label=_("Buying group"), max_length=100, required=False)
    role = forms.ChoiceField(
        label=_("Role in a group"), choices=[("", _("Any")), *GroupRole.choices], required=False
    )
    seniority = forms.ChoiceField(
        label=_("Seniority"), choices=[("", _("Any")), *Seniority.choices], required=False
    )
    pause_days = forms.IntegerField(
        label=_("Not asked for days"),
        min_value=0,
        max_value=1000,
        required=False,
        initial=PAUSE_DAYS,
    )

    def choice(self, without: list[str]) -> Choice:
        """Return whom the form names; what can't be read narrows nothing."""
        said = self.cleaned_data if self.is_valid() else {}
        pause = said.get("pause_days")
        return Choice(
            account=said.get("account", ""),
            group=said.get("group", ""),
            role=said.get("role", ""),
            seniority=said.get("seniority", ""),
            pause_days=PAUSE_DAYS if pause is None else pause,
            without=tuple(without),
        )


class AnswerForm(forms.Form):
    """The answer of an outsider: a score from 0 to 10, and why."""

    score = forms.TypedChoiceField(
        label="",
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a number from 0 to 10.")},
    )
    comment = forms.CharField(
        label="",
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
