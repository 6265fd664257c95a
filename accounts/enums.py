"""Every closed list of words about facts."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    AD_DELIVERIES = "ad_deliveries", _("Deliveries of ads")
    SPEND = "spend", _("Spend")
    FX_RATES = "fx_rates", _("Exchange rates")
    CONTRACTS = "contracts", _("Contracts")
    DEAL_HISTORY = "deal_history", _("Histories of opportunities")
    JUDGEMENTS = "judgements", _("Judgements of accounts")
    SOCIAL_LEVELS = "social_levels", _("Social maturities")
    SSI_READINGS = "ssi_readings", _("Readings of the SSI")
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


class GroupRole(TextChoices):
    """The part a person has in a buying group."""

    DECISION_MAKER = "decision_maker", _("Decision maker")
    CHAMPION = "champion", _("Champion")
    INFLUENCER = "influencer", _("Influencer")
    USER = "user", _("User")
    PROCUREMENT = "procurement", _("Procurement")


class GroupState(TextChoices):
    """What a buying group is to us from a day on."""

    TARGET = "target", _("A target of ours")
    OPEN = "open", _("No target of ours")
    CLOSED = "closed", _("Closed")


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


class CampaignKind(TextChoices):
    """Whether the content was made for a named account or for many."""

    PERSONALIZED = "personalized", _("Personalized")
    GENERAL = "general", _("General")


class CampaignStatus(TextChoices):
    """Where a campaign stands."""

    PLANNED = "planned", pgettext_lazy("campaign", "Planned")
    ACTIVE = "active", pgettext_lazy("campaign", "Active")
    PAUSED = "paused", pgettext_lazy("campaign", "Paused")
    ENDED = "ended", pgettext_lazy("campaign", "Ended")


class Channel(TextChoices):
    """By what a campaign reaches people."""

    EMAIL = "email", _("E-mail")
    EVENT = "event", _("Event")
    WEBINAR = "webinar", _("Webinar")
    ADS = "ads", _("Digital ads")
    SOCIAL = "social", _("Social networks")
    CONTENT = "content", _("Content")
    DIRECT = "direct", _("Direct mail")
    CALLS = "calls", _("Calls")
    OTHER = "other", _("Other")


class SpendCategory(TextChoices):
    """What money was spent on."""

    MEDIA = "media", _("Media")
    CONTENT = "content", _("Content")
    EVENT = "event", _("Events")
    AGENCY = "agency", _("Agencies")
    TOOL = "tool", _("Tools")
    PEOPLE = "people", _("People's time")


class TouchType(TextChoices):
    """The taxonomy of touches; what each is worth is told by metrics."""

    EMAIL_SENT = "email_sent", _("E-mail sent")
    EMAIL_DELIVERED = "email_delivered", _("E-mail delivered")
    EMAIL_BOUNCED = "email_bounced", _("E-mail bounced")
    EMAIL_OPENED = "email_opened", _("E-mail opened")
    EMAIL_CLICKED = "email_clicked", _("E-mail clicked")
    EMAIL_REPLIED = "email_replied", _("E-mail answered")
    AUTO_REPLY = "auto_reply", _("Automatic answer")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    AD_IMPRESSION = "ad_impression", _("Ad shown")
    AD_CLICK = "ad_click", _("Ad clicked")
    PAGE_VIEW = "page_view", _("Page seen")
    FORM_VIEW = "form_view", _("Form seen")
    FORM_SUBMITTED = "form_submitted", _("Form sent")
    DOWNLOAD = "download", pgettext_lazy("a touch", "Download")
    EVENT_REGISTERED = "event_registered", _("Registered for an event")
    WEBINAR_ATTENDED = "webinar_attended", _("Webinar attended")
    EVENT_ATTENDED = "event_attended", _("Event attended")
    SOCIAL_POST = "social_post", _("Our post")
    SOCIAL_LIKE = "social_like", _("Like")
    SOCIAL_COMMENT = "social_comment", _("Comment")
    SOCIAL_SHARE = "social_share", _("Share")
    SOCIAL_MESSAGE = "social_message", _("Direct message")
    SOCIAL_CONNECTED = "social_connected", _("Connected")
    MEETING_HELD = "meeting_held", _("Meeting")
    CALL_CONNECTED = "call_connected", _("Call")
    CALL_TRIED = "call_tried", _("Call without answer")

    @classmethod
    def at_events(cls) -> list[str]:
        """Return the types of touch by which a person takes part in an event."""
        return [cls.EVENT_REGISTERED.value, cls.WEBINAR_ATTENDED.value, cls.EVENT_ATTENDED.value]

    @classmethod
    def engaging(cls) -> list[str]:
        """Return the types of touch by which a person gives us their attention."""
        return [
            each.value
            for each in (
                cls.EMAIL_CLICKED, cls.AD_CLICK, cls.EMAIL_REPLIED, cls.PAGE_VIEW,
                cls.FORM_SUBMITTED, cls.DOWNLOAD, cls.EVENT_REGISTERED, cls.WEBINAR_ATTENDED,
                cls.EVENT_ATTENDED, cls.SOCIAL_LIKE, cls.SOCIAL_COMMENT, cls.SOCIAL_SHARE,
                cls.SOCIAL_MESSAGE, cls.MEETING_HELD, cls.CALL_CONNECTED,
            )
        ]  # fmt: skip


class TouchOwner(TextChoices):
    """Whose work a touch is."""

    MARKETING = "marketing", _("Marketing")
    SALES = "sales", pgettext_lazy("the department", "Sales")
    SDR = "sdr", _("Sales development")
    PARTNER = "partner", _("Partner")


class Direction(TextChoices):
    """From whom a touch came."""

    INBOUND = "inbound", _("From them")
    OUTBOUND = "outbound", _("From us")


class Automation(TextChoices):
    """Whether a person did it."""

    HUMAN = "human", _("Human")
    SUSPECTED = "suspected", _("Suspected machine")
    MACHINE = "machine", _("Machine")
    UNKNOWN = "unknown", _("Unknown")


class Stream(TextChoices):
    """What kind of message an e-mail was."""

    NEWSLETTER = "newsletter", _("Newsletter")
    CAMPAIGN = "campaign", _("Campaign")
    ONE_TO_ONE = "one_to_one", _("One to one")


class AdFormat(TextChoices):
    """The shape of an ad."""

    SPONSORED = "sponsored", _("Sponsored content")
    TEXT = "text", _("Text ad")
    BANNER = "banner", _("Banner")
    VIDEO = "video", _("Video")
    GEOFENCE = "geofence", _("Geofence")
    SEARCH = "search", _("Search")
    MESSAGE = "message", _("Sponsored message")
    OTHER = "other", _("Other")


class PlanParty(TextChoices):
    """For whom a plan is signed."""

    ABM = "abm", _("ABM")
    SALES = "sales", pgettext_lazy("the department", "Sales")
    LEADERSHIP = "leadership", _("Leadership")


class CommentOn(TextChoices):
    """What a comment is about."""

    PLAN = "plan", _("Plan")
    OBJECTIVE = "objective", _("Objective")
    GOAL = "goal", _("Goal")


class ProfileTopic(TextChoices):
    """The headings of a company's profile."""

    CHALLENGES = "challenges", _("Challenges")
    PRIORITIES = "priorities", _("Priorities")
    COMPETITORS = "competitors", _("Competitors there")
    STRENGTHS = "strengths", _("Our strengths")
    WEAKNESSES = "weaknesses", _("Our weaknesses")
    CHANCES = "chances", _("Opportunities")
    THREATS = "threats", _("Threats")


class AssumptionKey(TextChoices):
    """What a plan may take for granted."""

    RUNOFF_RATE = "accepted_runoff_rate", _("Accepted run-off rate")
    MARGIN = "margin", _("Margin")


class ContractStatus(TextChoices):
    """Where a contract stands."""

    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Renewal refused")
    ENDED = "ended", _("Ended")


class SocialSubject(TextChoices):
    """Whose use of social networks is judged."""

    OURS = "ours", _("Our team")
    THEIRS = "theirs", _("The account")


class ListPage(TextChoices):
    """The lists whose views can be kept."""

    ACCOUNTS = "accounts", _("Accounts")
    GOALS = "goals", _("Goals")
    FEEDBACK = "feedback", _("Feedback")
    CAMPAIGNS = "campaigns", _("Campaigns")


class OutboxKind(TextChoices):
    """By which way a message leaves."""

    MAIL = "mail", _("Mail")
    WEBHOOK = "webhook", _("Webhook")


class OutboxState(TextChoices):
    """What became of an outgoing message."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
