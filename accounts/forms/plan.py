"""Forms about the plan of an account: its period, reviews, comments, the company's profile."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.days import A_DAY
from abmplanner.kit.forms import RowForm
from accounts.enums import ProfileTopic
from accounts.models import Comment, Plan, ProfileAnswer, Review
from accounts.queries.agreement import profile_of
from accounts.queries.mention import addressed


class PlanForm(RowForm[Plan]):
    """Say what we want to be for an account, from which day to which."""

    last_day = forms.DateField(label=_("Last day"))

    class Meta:
        model = Plan
        fields = ["ambition", "starts_on"]
        widgets = {"ambition": forms.Textarea({"rows": 5})}
        labels = {"ambition": _("What do we want to be for them?"), "starts_on": _("First day")}

    field_order = ["ambition", "starts_on", "last_day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", self.instance.last_day)

    def clean_last_day(self) -> date:
        """Keep the first day that does not count any more."""
        last: date = self.cleaned_data["last_day"]
        self.instance.ends_on = last + A_DAY
        return last


class ReviewForm(RowForm[Review]):
    """Say what was seen and decided when the plan was gone through."""

    class Meta:
        model = Review
        fields = ["reviewed_on", "summary", "decisions"]
        widgets = {
            "summary": forms.Textarea({"rows": 4}),
            "decisions": forms.Textarea({"rows": 4}),
        }


class CommentForm(RowForm[Comment]):
    """Say something about a plan, an objective or a goal."""

    class Meta:
        model = Comment
        fields = ["text"]
        widgets = {"text": forms.Textarea({"rows": 3})}

    def clean_text(self) -> str:
        """Refuse to name one of us who may not see the account."""
        text: str = self.cleaned_data["text"]
        addressed(self.actor, text, self.instance.account)
        return text


class ProfileForm(RowForm[ProfileAnswer]):
    """Change what we know of a company under a heading."""

    class Meta:
        model = ProfileAnswer
        fields = ["text"]
        widgets = {"text": forms.Textarea({"rows": 8})}


class NewProfileForm(ProfileForm):
    """Write down what we know of a company under a heading that is empty yet."""

    class Meta(ProfileForm.Meta):
        fields = ["topic", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filled = profile_of(self.actor, self.instance.account)
        empty = [choice for choice in ProfileTopic.choices if choice[0] not in filled]
        self.fields["topic"] = forms.ChoiceField(label=_("Heading"), choices=empty)
        if empty and self.initial.get("topic") not in dict(empty):
            self.initial["topic"] = empty[0][0]
