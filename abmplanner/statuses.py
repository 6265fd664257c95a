"""How a state is shown: an icon and a word, and a tone that only repeats what these two say."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tone(StrEnum):
    """The few meanings that color has."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    QUIET = "quiet"
    ACCENT = "accent"


@dataclass(frozen=True, slots=True)
class Look:
    """What stands for a state on a page."""

    icon: str
    tone: Tone
    word: str | Promise


UNKNOWN = Look("circle-dashed", Tone.QUIET, _("Unknown"))

LOOKS: Mapping[str, Look] = {
    # goals
    "not_started": Look("circle-dotted", Tone.QUIET, _("Not started")),
    "too_early": Look("hourglass", Tone.QUIET, _("Too early to tell")),
    "achieved": Look("flag-check", Tone.GOOD, _("Achieved")),
    "on_track": Look("circle-check", Tone.GOOD, _("On track")),
    "at_risk": Look("alert-triangle", Tone.WATCH, _("At risk")),
    "off_track": Look("trending-down", Tone.BAD, _("Off track")),
    "missed": Look("calendar-x", Tone.BAD, _("Missed")),
    "inconclusive": Look("plus-minus", Tone.WATCH, _("Not distinguishable from plan")),
    # health of accounts
    "health_green": Look("circle-check", Tone.GOOD, pgettext_lazy("health", "Healthy")),
    "health_amber": Look("alert-triangle", Tone.WATCH, pgettext_lazy("health", "To watch")),
    "health_red": Look("circle-x", Tone.BAD, pgettext_lazy("health", "In danger")),
    "health_unknown": Look("circle-dashed", Tone.QUIET, _("Too little is known")),
    "health_rose": Look("trending-up", Tone.GOOD, pgettext_lazy("health", "Better")),
    "health_fell": Look("trending-down", Tone.BAD, pgettext_lazy("health", "Worse")),
    "health_stable": Look("minus", Tone.QUIET, pgettext_lazy("health", "Stable")),
    # answers of the measuring engine
    "ok": Look("circle-check", Tone.QUIET, _("Measured")),
    "no_data": Look("circle-dashed", Tone.QUIET, _("No data in this period")),
    "immature": Look("hourglass", Tone.QUIET, _("Too early to measure")),
    "incomplete": Look("puzzle", Tone.WATCH, _("Incomplete data")),
    "not_measured": Look("plug-off", Tone.QUIET, _("Not measured")),
    "not_applicable": Look("minus", Tone.QUIET, _("Does not apply")),
    "suppressed": Look("eye-off", Tone.QUIET, _("Too few answers to show")),
    "partial": Look("progress", Tone.QUIET, _("Period still running")),
    "restated": Look("history", Tone.QUIET, _("Restated after late data")),
    # objectives and actions
    "draft": Look("pencil", Tone.QUIET, pgettext_lazy("state", "Draft")),
    "active": Look("player-play", Tone.ACCENT, pgettext_lazy("state", "Active")),
    "attained": Look("flag-check", Tone.GOOD, pgettext_lazy("state", "Attained")),
    "abandoned": Look("ban", Tone.QUIET, pgettext_lazy("state", "Abandoned")),
    "planned": Look("circle-dotted", Tone.QUIET, pgettext_lazy("state", "Planned")),
    "doing": Look("player-play", Tone.ACCENT, _("In progress")),
    "dropped": Look("ban", Tone.QUIET, pgettext_lazy("state", "Dropped")),
    "overdue": Look("calendar-x", Tone.BAD, _("Overdue")),
    # plans and contracts
    "signed": Look("circle-check", Tone.GOOD, pgettext_lazy("state", "Signed")),
    "unsigned": Look("circle-dashed", Tone.QUIET, _("Not signed yet")),
    "changed": Look("history", Tone.WATCH, _("Changed since signed")),
    "due_renewed": Look("circle-check", Tone.GOOD, _("Renewed")),
    "due_extended": Look("circle-check", Tone.GOOD, _("Extended")),
    "due_refused": Look("circle-x", Tone.BAD, _("Renewal refused")),
    "due_ended": Look("ban", Tone.QUIET, pgettext_lazy("state", "Ended")),
    "due_overdue": Look("calendar-x", Tone.BAD, _("Not renewed in time")),
    "due_open": Look("hourglass", Tone.WATCH, _("Still open")),
    "due_soon": Look("hourglass", Tone.WATCH, _("Due soon")),
    "not_renewed": Look("circle-x", Tone.BAD, _("Renewal refused")),
    "ended": Look("ban", Tone.QUIET, pgettext_lazy("state", "Ended")),
    "expired": Look("calendar-x", Tone.QUIET, pgettext_lazy("state", "Expired")),
    # what people allow and forbid
    "consented": Look("circle-check", Tone.GOOD, _("Consent holds")),
    "informed": Look("circle-check", Tone.GOOD, _("Legitimate interest, informed")),
    "pending": Look("clock", Tone.QUIET, _("Asked, not confirmed")),
    "not_informed": Look("info-circle", Tone.WATCH, _("Not informed yet")),
    "unproven": Look("alert-triangle", Tone.WATCH, _("No proof")),
    "refused": Look("ban", Tone.BAD, _("Refused")),
    "lapsed": Look("hourglass", Tone.QUIET, _("No contact for three years")),
    "erased": Look("ban", Tone.QUIET, _("Erased")),
    "paused": Look("hourglass", Tone.WATCH, pgettext_lazy("state", "Paused")),
    # how people stand to what we propose
    "driver": Look("rocket", Tone.GOOD, _("Driver")),
    "favorable": Look("thumb-up", Tone.GOOD, _("Favorable")),
    "neutral": Look("minus", Tone.QUIET, _("Neutral")),
    "reserved": Look("hand-stop", Tone.WATCH, _("Reserved")),
    "opposed": Look("thumb-down", Tone.BAD, _("Opposed")),
    # deals
    "open": Look("progress", Tone.ACCENT, pgettext_lazy("deals", "Open")),
    "won": Look("flag-check", Tone.GOOD, pgettext_lazy("deals", "Won")),
    "lost": Look("circle-x", Tone.QUIET, pgettext_lazy("deals", "Lost")),
    # jobs
    "queued": Look("clock", Tone.QUIET, _("Waiting its turn")),
    "running": Look("loader-2", Tone.ACCENT, pgettext_lazy("state", "Running")),
    "done": Look("circle-check", Tone.GOOD, pgettext_lazy("state", "Done")),
    "failed": Look("alert-octagon", Tone.BAD, pgettext_lazy("state", "Failed")),
    "stopped": Look("ban", Tone.WATCH, pgettext_lazy("state", "Stopped")),
    "undoing": Look("history", Tone.ACCENT, _("Being undone")),
    "undone": Look("history", Tone.QUIET, _("Undone")),
    # rows of an import
    "created": Look("plus", Tone.GOOD, pgettext_lazy("state", "Created")),
    "updated": Look("pencil", Tone.ACCENT, pgettext_lazy("state", "Updated")),
    "unchanged": Look("equal", Tone.QUIET, pgettext_lazy("state", "Unchanged")),
    "waiting": Look("clock", Tone.WATCH, pgettext_lazy("state", "Waiting")),
    "rejected": Look("circle-x", Tone.BAD, pgettext_lazy("state", "Rejected")),
    # voices: what became of who was asked, and of what was said
    "answered": Look("circle-check", Tone.GOOD, _("Answered")),
    "sent": Look("mail", Tone.QUIET, _("No answer yet")),
    "reminded": Look("refresh", Tone.QUIET, pgettext_lazy("state", "Reminded")),
    "declined": Look("ban", Tone.QUIET, pgettext_lazy("state", "Declined")),
    "bounced": Look("mail-off", Tone.WATCH, pgettext_lazy("state", "Came back")),
    "closed": Look("lock", Tone.QUIET, pgettext_lazy("state", "Closed")),
    "later": Look("hourglass", Tone.QUIET, _("Not now")),
    "noted": Look("check", Tone.QUIET, pgettext_lazy("state", "Noted")),
}


def look(code: str) -> Look:
    """Return how a state is shown; a state nobody drew yet is shown as unknown."""
    return LOOKS.get(str(code), UNKNOWN)
