"""Files that come in, long work, and messages that leave."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RecordType(TextChoices):
    """What kind of record a feed brings; a count without its feed is not measured."""

    ENROLMENT = "enrolment", _("Enrolments")
    CONTACT = "contact", _("Contacts")
    OPPORTUNITY = "opportunity", _("Opportunities")
    RESPONSE = "response", _("Survey answers")
    INVITATION = "invitation", _("Survey invitations")
    FEEDBACK = "feedback", _("Sales feedback")
    GROUP = "group", _("Buying groups")
    CONSENT = "consent", _("Consents")
    CAMPAIGN = "campaign", _("Campaigns and their lists")
    EMAIL = "email", _("E-mails and what became of them")
    WEB = "web", _("Visits to our site")
    EVENT = "event", _("Events")
    SOCIAL = "social", _("Social networks")
    SALES_ACTIVITY = "sales_activity", _("Meetings and calls")
    AD = "ad", _("Deliveries of ads")
    SPEND = "spend", _("Spend")
    CONTRACT = "contract", _("Contracts")


class ImportKind(TextChoices):
    """What a file holds."""

    ACCOUNTS = "accounts", _("Accounts")
    CONTACTS = "contacts", _("Contacts")
    LEADS = "leads", _("Leads")
    OPPORTUNITIES = "opportunities", _("Opportunities")
    RESPONSES = "responses", _("Survey answers")
    TOUCHES = "touches", _("Touches and sales activities")
    WEB_SESSIONS = "web_sessions", _("Visits to our site")
    CONSENTS = "consents", _("Consents")
    SUPPRESSIONS = "suppressions", _("Suppressed addresses")
    SOLUTIONS = "solutions", _("Solutions")
    BUYING_GROUPS = "buying_groups", _("Buying groups")
    MEMBERSHIPS = "memberships", _("Roles in buying groups")
    REPORTING_LINES = "reporting_lines", _("Reporting lines")
    INFLUENCE_LINES = "influence_lines", _("Lines of influence")
    RELATIONSHIPS = "relationships", _("Relationships and their ratings")
    CAMPAIGNS = "campaigns", _("Campaigns")
    CAMPAIGN_TARGETS = "campaign_targets", _("Targeted accounts")
    CONTROL_ACCOUNTS = "control_accounts", _("Control groups")
    AD_DELIVERIES = "ad_deliveries", _("Deliveries of ads")
    SPEND = "spend", _("Spend")
    FX_RATES = "fx_rates", _("Exchange rates")
    CONTRACTS = "contracts", _("Contracts")
    DEAL_HISTORY = "deal_history", _("Histories of opportunities")
    JUDGEMENTS = "judgements", _("Judgements of accounts")
    CUSTOMER_RATINGS = "customer_ratings", _("Ratings by accounts")
    SOCIAL_LEVELS = "social_levels", _("Social maturities")
    SSI_READINGS = "ssi_readings", _("Readings of the SSI")
    READINGS = "readings", _("Values of our own indicators")
    OBJECTIVES = "objectives", _("Objectives of plans")
    ACTIONS = "actions", _("Actions of plans")


class ImportState(TextChoices):
    """How far an import has come."""

    PREVIEW = "preview", _("Preview")
    QUEUED = "queued", _("Waiting to run")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Verdict(TextChoices):
    """What became of a row of a file."""

    CREATED = "created", _("Created")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    WAITING = "waiting", _("Waiting for its home")
    REJECTED = "rejected", _("Rejected")


class EventKind(TextChoices):
    """What events are told with a key of their source, and may be told again."""

    TOUCH = "touch", _("Touch")
    SESSION = "session", _("Visit to our site")


class JobState(TextChoices):
    """How far a job has come."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")


class OutboxKind(TextChoices):
    """By which way a message leaves."""

    MAIL = "mail", _("Mail")
    WEBHOOK = "webhook", _("Webhook")


class OutboxState(TextChoices):
    """What became of an outgoing message."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
