"""What people allow and forbid."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConsentPurpose(TextChoices):
    """What a person's data may be used for."""

    MARKETING = "marketing", _("Marketing messages")
    EVENTS = "events", _("Invitations to events")
    SURVEYS = "surveys", _("Surveys")
    PROFILING = "profiling", _("Profiling")


class ConsentChannel(TextChoices):
    """By which way a person may be reached."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    ADS_MATCHING = "ads_matching", _("Matching of ads")
    PROFILING = "profiling", _("Profiling")


class ConsentBasis(TextChoices):
    """The ground of the law that a line of the ledger rests on."""

    CONSENT = "consent", _("Consent")
    LEGITIMATE_INTEREST = "legitimate_interest", _("Legitimate interest")


class ConsentAction(TextChoices):
    """What a line of the consent ledger says."""

    PENDING = "pending", _("Asked, not confirmed")
    GIVEN = "given", _("Given")
    INFORMED = "informed", _("Informed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OBJECTED = "objected", _("Objected")

    @classmethod
    def refusals(cls) -> list[str]:
        """Return the words by which a person says no."""
        return [cls.WITHDRAWN.value, cls.OBJECTED.value]


class ConsentSource(TextChoices):
    """Who tells a line of the ledger. After a refusal, only the person's own act counts."""

    PERSON = "person", _("The person told us")
    API = "api", _("Another program")
    IMPORT = "import", _("A file")


class ConsentState(TextChoices):
    """What the ledger of a person adds up to at an instant, for a purpose by a channel."""

    CONSENTED = "consented", _("Consent holds")
    INFORMED = "informed", _("Legitimate interest, informed")
    EXPIRED = "expired", _("Expired")
    PENDING = "pending", _("Asked, not confirmed")
    NOT_INFORMED = "not_informed", _("Not informed yet")
    UNPROVEN = "unproven", _("No proof")
    REFUSED = "refused", _("Refused")
    SUPPRESSED = "suppressed", _("Address suppressed")
    LAPSED = "lapsed", _("No contact for three years")
    ERASED = "erased", _("Erased")
    UNKNOWN = "unknown", _("Nothing known")

    @classmethod
    def allowing(cls) -> list[str]:
        """Return the states in which the person may be written to."""
        return [cls.CONSENTED.value, cls.INFORMED.value]

    @classmethod
    def forbidding(cls) -> list[str]:
        """Return the states in which the person may not be written to."""
        return [state.value for state in cls if state.value not in cls.allowing()]


class SuppressionReason(TextChoices):
    """Why an address is never written to again."""

    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    OBJECTED = "objected", _("Objected")
    ERASED = "erased", _("Asked to be erased")
    COMPLAINT = "complaint", _("Complained")
    BOUNCED = "bounced", _("Address is dead")
