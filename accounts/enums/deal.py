"""Deals, contracts, and what becomes of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OpportunityType(TextChoices):
    """What kind of deal it is."""

    NEW = "new", _("New business")
    EXPANSION = "expansion", _("Expansion")
    RENEWAL = "renewal", _("Renewal")


class StageOutcome(TextChoices):
    """What a stage says of the deal in it."""

    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


class CloseReason(TextChoices):
    """Why a deal was closed, as far as counting it goes."""

    DECIDED = "decided", _("Decided")
    NO_DECISION = "no_decision", _("No decision")
    DUPLICATE = "duplicate", _("Duplicate")
    ERROR = "error", _("Entered by mistake")


class ForecastCategory(TextChoices):
    """How sure the seller is."""

    PIPELINE = "pipeline", _("Pipeline")
    BEST_CASE = "best_case", _("Best case")
    COMMIT = "commit", _("Commit")
    CLOSED = "closed", _("Closed")
    OMITTED = "omitted", _("Omitted")


class DueState(TextChoices):
    """What became of a contract that came due."""

    RENEWED = "due_renewed", _("Renewed")
    EXTENDED = "due_extended", _("Extended")
    REFUSED = "due_refused", _("Renewal refused")
    ENDED = "due_ended", _("Ended")
    OVERDUE = "due_overdue", _("Not renewed in time")
    OPEN = "due_open", _("Still open")


class CustomerState(TextChoices):
    """What became of a customer in a period."""

    KEPT = "customer_kept", _("Still a customer")
    PENDING = "customer_pending", _("Waits for a signature")
    LOST = "customer_lost", _("No longer a customer")
    NEW = "customer_new", _("New customer")


class ContractStatus(TextChoices):
    """Where a contract stands."""

    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Renewal refused")
    ENDED = "ended", _("Ended")
