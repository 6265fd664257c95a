"""What a campaign came to, as the engine measures it: reach, answers, engagement, e-mails, ads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import known
from abmplanner.kit.period import Period
from accounts.enums import Channel
from accounts.models import Campaign, CampaignTarget
from metrics.calc.status import Status
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.engine import live_answers
from metrics.queries.scope import Scope
from metrics.queries.window import Window

SECTIONS: Mapping[str, tuple[Promise, tuple[str, ...]]] = {
    "reach": (
        _("Reach"),
        ("campaign_targeted_accounts", "campaign_reached_accounts", "campaign_reach_rate"),
    ),
    "answers": (
        _("Answers"),
        (
            "campaign_responded_accounts", "campaign_response_rate", "campaign_responses",
            "campaign_responding_contacts", "days_to_first_response",
            "campaign_untargeted_respondents",
        ),
    ),
    "engagement": (
        _("Engagement"),
        (
            "campaign_engaged_accounts", "campaign_engagement_rate",
            "campaign_newly_engaged_accounts", "campaign_engaged_attributed_accounts",
            "campaign_engaged_contacts",
        ),
    ),
    "emails": (
        _("E-mails"),
        (
            "email_delivery_rate", "email_open_rate", "email_click_rate", "email_reply_rate",
            "email_unsubscribe_rate",
        ),
    ),
    "ads": (_("Digital ads"), ("ad_ctr", "cost_per_click", "cpc_unallocated_spend")),
}  # fmt: skip
OF_CHANNEL = {"emails": Channel.EMAIL, "ads": Channel.ADS}
KEYS = tuple(key for _title, keys in SECTIONS.values() for key in keys)
USUAL, LONGEST = timedelta(days=365), timedelta(days=3650)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """One heading, and the numbers under it by key."""

    key: str
    title: Promise
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class CampaignMeasures:
    """What was measured of a campaign in a window, and the scope at which each number opens."""

    scope: str
    window: Window
    parts: tuple[Part, ...]


def campaign_measures(actor: Actor, campaign: Campaign, period: Period) -> CampaignMeasures:
    """Return the numbers of a campaign for a period, else since it began; all measured together."""
    scope, as_of = Scope.of_campaign(actor, campaign), period.as_of
    start, end = period.start, period.end or as_of + A_DAY
    if start is None:
        start = max(min(began(actor, campaign, scope) or end - USUAL, as_of), end - LONGEST)
    window = Window(start=start, end=end, as_of=as_of, zone=scope.zone, known_at=period.known_at)
    answers = live_answers(actor, KEYS, scope=scope, window=window, grain=Grain.CAMPAIGN)
    found = answers.row(campaign.pk)
    parts = tuple(_parts(found, campaign.channel))
    return CampaignMeasures(f"campaign:{campaign.public_id}", window, parts)


def began(actor: Actor, campaign: Campaign, scope: Scope) -> date | None:
    """Return the day on which a campaign begins, or else the first account was on its list."""
    at = campaign.starts_at
    if at is None:
        rows = CampaignTarget.objects.visible_to(actor).filter(known(), campaign=campaign)
        at = rows.aggregate(first=Min("from_at"))["first"]
    return at.astimezone(scope.zone).date() if at else None


def _parts(found: Mapping[str, Answer], channel: str) -> Iterator[Part]:
    """Yield the headings, but for those of another channel of which nothing is measured."""
    for key, (title, keys) in SECTIONS.items():
        answers = {each: found[each] for each in keys}
        is_silent = all(each.status is Status.NOT_MEASURED for each in answers.values())
        if not is_silent or OF_CHANNEL.get(key, channel) == channel:
            yield Part(key, title, answers)
