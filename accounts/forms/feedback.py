"""Forms in which sales is asked, says what it thinks of the marketing, and gets an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.forms import RowForm
from accounts.enums import Role
from accounts.models import Feedback, FeedbackReply, FeedbackRound, Program
from accounts.queries.people import people_of

CANT_SAY = ("", _("I can't say"))
RATINGS = [(1, _("1 poor")), (2, "2"), (3, "3"), (4, "4"), (5, _("5 excellent")), CANT_SAY]
MOVED = [(True, _("Yes")), (False, _("No")), CANT_SAY]


def rating(label: Any) -> forms.TypedChoiceField:
    """Return a field of five grades side by side, and the way out."""
    return forms.TypedChoiceField(
        label=label,
        choices=RATINGS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class FeedbackForm(RowForm[Feedback]):
    """Judge the activities for an account, and the marketer's work, in less than a minute."""

    activities_rating = rating(_("How good are the ABM activities for this account?"))
    marketer_rating = rating(_("How good is their work?"))
    deal_moved = forms.TypedChoiceField(
        label=_("Did a deal move thanks to them?"),
        choices=MOVED,
        coerce=lambda sent: sent == "True",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Feedback
        fields = ["activities_rating", "deal_moved", "comment", "marketer", "marketer_rating"]
        widgets = {"comment": forms.Textarea({"rows": 3})}
        labels = {"comment": _("What worked, what is missing?")}

    def __init__(self, *args: Any, question: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question:
            self.fields["comment"].label = question
        marketers = people_of(self.actor, self.instance.account).filter(role=Role.MANAGER)
        self.choose("marketer", marketers.exclude(pk=self.actor.person.pk))


class RoundForm(RowForm[FeedbackRound]):
    """Open a round: its time, its program, and a question of its own."""

    class Meta:
        model = FeedbackRound
        fields = [
            "name_en",
            "name_fr",
            "program",
            "opens_on",
            "closes_on",
            "question_en",
            "question_fr",
        ]
        help_texts = {
            "program": _("Whose accounts are asked about; empty for all."),
            "question_en": _("Above the comment; empty for “What worked, what is missing?”"),
            "question_fr": _("Above the comment; empty for “What worked, what is missing?”"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("program", Program.objects.visible_to(self.actor).order_by("name_en", "pk"))


class ReplyForm(RowForm[FeedbackReply]):
    """Tell the author what becomes of their feedback."""

    class Meta:
        model = FeedbackReply
        fields = ["outcome", "text"]
        widgets = {"outcome": forms.RadioSelect, "text": forms.Textarea({"rows": 4})}
        labels = {"text": _("What you do with it")}
