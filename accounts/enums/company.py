"""Programs, accounts and the groups in them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgramKind(TextChoices):
    """The three ways of doing ABM, which are measured differently."""

    HIGH_TOUCH = "high_touch", _("High-touch")
    AUTOMATED = "automated", _("Automated")
    HYBRID = "hybrid", _("Hybrid")


class AccountStatus(TextChoices):
    """How far a company is on its way to us."""

    TARGET = "target", _("Target")
    PROSPECT = "prospect", _("Prospect")
    CUSTOMER = "customer", _("Customer")
    FORMER = "former", _("Former customer")


class GroupRole(TextChoices):
    """The part a person has in a buying group."""

    DECISION_MAKER = "decision_maker", _("Decision maker")
    CHAMPION = "champion", _("Champion")
    INFLUENCER = "influencer", _("Influencer")
    USER = "user", _("User")
    PROCUREMENT = "procurement", _("Procurement")


PURCHASING = ("procurement", "purchasing", "achat", "sourcing", "buyer")
"""Words in the title or function of somebody who buys; lower case, French and English."""


class GroupState(TextChoices):
    """What a buying group is to us from a day on."""

    TARGET = "target", _("A target of ours")
    OPEN = "open", _("No target of ours")
    CLOSED = "closed", _("Closed")
