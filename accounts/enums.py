"""Every closed list of words about facts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person of ours is here for; one role each."""

    ADMINISTRATOR = "administrator", _("Administrator")
    MANAGER = "abm_manager", _("ABM manager")
    SALES = "sales", _("Sales")
    LEADERSHIP = "leadership", _("Leadership")


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


class Position(TextChoices):
    """What a person of ours does for an account."""

    OWNER = "owner", _("Account owner")
    ABM = "abm", _("ABM")
    SALES = "sales", _("Sales")
    SUCCESS = "success", _("Customer success")
    EXECUTIVE = "executive", _("Executive sponsor")
    OTHER = "other", _("Other")


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


class ObjectiveKind(TextChoices):
    """What an objective is after."""

    WIN_DEAL = "win_deal", _("Win a deal")
    BUILD_RELATIONSHIP = "build_relationship", _("Build a relationship")
    RAISE_SATISFACTION = "raise_satisfaction", _("Raise satisfaction")
    PROTECT_RENEWAL = "protect_renewal", _("Protect a renewal")
    GROW = "grow", _("Grow")
    OTHER = "other", _("Other")


class ObjectiveState(TextChoices):
    """Where an objective stands."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    ATTAINED = "attained", _("Attained")
    ABANDONED = "abandoned", _("Abandoned")


class ActionState(TextChoices):
    """Where an action stands."""

    PLANNED = "planned", _("Planned")
    DOING = "doing", _("In progress")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class RespondentKind(TextChoices):
    """Who answered a survey."""

    CUSTOMER = "customer", _("Customer")
    EMPLOYEE = "employee", _("One of us")
    TEST = "test", _("Test")


class RecordType(TextChoices):
    """What kind of record a feed brings; a count without its feed is not measured."""

    ENROLMENT = "enrolment", _("Enrolments")
    CONTACT = "contact", _("Contacts")
    OPPORTUNITY = "opportunity", _("Opportunities")
    RESPONSE = "response", _("Survey answers")
    INVITATION = "invitation", _("Survey invitations")
    FEEDBACK = "feedback", _("Sales feedback")


class ImportKind(TextChoices):
    """What a file holds."""

    ACCOUNTS = "accounts", _("Accounts")
    CONTACTS = "contacts", _("Contacts")
    OPPORTUNITIES = "opportunities", _("Opportunities")
    RESPONSES = "responses", _("Survey answers")


class ImportState(TextChoices):
    """How far an import has come."""

    PREVIEW = "preview", _("Preview")
    QUEUED = "queued", _("Waiting to run")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Verdict(TextChoices):
    """What became of a row of a file."""

    CREATED = "created", _("Created")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    WAITING = "waiting", _("Waiting for its home")
    REJECTED = "rejected", _("Rejected")


class JobState(TextChoices):
    """How far a job has come."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")


class KeyScope(TextChoices):
    """What an API key may do within its owner's reach."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and write")
