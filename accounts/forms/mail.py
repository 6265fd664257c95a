"""Looking for a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.mailbox import Kept
from abmplanner.kit.words import fold


class MailForm(forms.Form):
    """Which letters: by a word of the subject, or whom they went to."""

    q = forms.CharField(
        label=_("Subject or address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    @property
    def sought(self) -> str:
        """The words looked for, empty for all."""
        return self.cleaned_data.get("q", "") if self.is_valid() else ""

    def suits(self, letter: Kept) -> bool:
        """Tell whether a letter is one of those looked for."""
        return fold(self.sought) in fold(f"{letter.subject} {letter.recipients}")
