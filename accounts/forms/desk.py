"""Forms about views of lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.forms import RowForm
from accounts.models import SavedView, User
from accounts.queries.desk import LISTS, filters_in


class SavedViewForm(RowForm[SavedView]):
    """Give a view another name."""

    class Meta:
        model = SavedView
        fields = ["name"]


class NewSavedViewForm(SavedViewForm):
    """Keep what narrows and orders a list now, under a name."""

    class Meta(SavedViewForm.Meta):
        fields = ["name", "page", "query"]
        widgets = {"page": forms.HiddenInput, "query": forms.HiddenInput}

    def clean_page(self) -> str:
        """Refuse a list whose views are not kept."""
        page: str = self.cleaned_data["page"]
        if page not in LISTS:
            raise forms.ValidationError(_("Choose one of the values offered."))
        return page

    def clean_query(self) -> str:
        """Return the filters in one spelling."""
        return filters_in(self.cleaned_data["query"])


class MailsForm(RowForm[User]):
    """Say whether a mail tells of what a notification tells."""

    class Meta:
        model = User
        fields = ["mails_mentions"]
