"""What one of us keeps at hand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ListPage(TextChoices):
    """The lists whose views can be kept."""

    ACCOUNTS = "accounts", _("Accounts")
    GOALS = "goals", _("Goals")
    FEEDBACK = "feedback", _("Feedback")
    CAMPAIGNS = "campaigns", _("Campaigns")


class NewsKind(TextChoices):
    """What one is told of."""

    MENTION = "mention", _("Mention")
