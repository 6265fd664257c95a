"""Campaigns, what they cost, and what passed between us and accounts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class ControlChoice(TextChoices):
    """How the accounts of a control group were chosen."""

    RANDOM = "random", _("At random")
    MATCHED = "matched", _("As matches of those treated")


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
    SOCIAL_SHOWN = "social_shown", _("Our post shown")
    SOCIAL_CLICK = "social_click", _("Our post clicked")
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
                cls.EVENT_ATTENDED, cls.SOCIAL_CLICK, cls.SOCIAL_LIKE, cls.SOCIAL_COMMENT,
                cls.SOCIAL_SHARE, cls.SOCIAL_MESSAGE, cls.MEETING_HELD, cls.CALL_CONNECTED,
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
