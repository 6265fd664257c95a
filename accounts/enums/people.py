"""People of ours and people of accounts: what they are, and how they stand to each other."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person of ours is here for; one role each."""

    ADMINISTRATOR = "administrator", _("Administrator")
    MANAGER = "abm_manager", _("ABM manager")
    SALES = "sales", _("Sales")
    LEADERSHIP = "leadership", _("Leadership")


class Position(TextChoices):
    """What a person of ours does for an account."""

    OWNER = "owner", _("Account owner")
    ABM = "abm", _("ABM")
    SALES = "sales", _("Sales")
    SUCCESS = "success", _("Customer success")
    EXECUTIVE = "executive", _("Executive sponsor")
    OTHER = "other", _("Other")


class KeyScope(TextChoices):
    """What an API key may do within its owner's reach."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and write")


class Seniority(TextChoices):
    """How high a contact stands in their company."""

    EXECUTIVE = "executive", _("Executive")
    VICE_PRESIDENT = "vice_president", _("Vice president")
    DIRECTOR = "director", _("Director")
    MANAGER = "manager", _("Manager")
    STAFF = "staff", _("Staff")
    UNKNOWN = "unknown", _("Unknown")


class EmailStatus(TextChoices):
    """What we know of a contact's address."""

    UNKNOWN = "unknown", _("Unknown")
    VALID = "valid", _("Valid")
    RISKY = "risky", _("Risky")
    BOUNCED = "bounced", _("Bounced")


class LineKind(TextChoices):
    """How a person reports to another one."""

    PRIMARY = "primary", _("Reports to")
    DOTTED = "dotted", _("Dotted line")


class RelationshipLevel(IntegerChoices):
    """How well one of us and a contact know each other."""

    NONE = 0, _("No contact")
    KNOWN = 1, _("Know each other")
    REGULAR = 2, _("In regular exchange")
    TRUSTED = 3, _("Trusted adviser")
    PARTNER = 4, _("Partner")


class Stance(TextChoices):
    """How a contact stands to what we propose; neutral words, for the person may read them."""

    DRIVER = "driver", _("Driver")
    FAVORABLE = "favorable", _("Favorable")
    NEUTRAL = "neutral", _("Neutral")
    RESERVED = "reserved", _("Reserved")
    OPPOSED = "opposed", _("Opposed")
    UNKNOWN = "unknown", _("Unknown")
