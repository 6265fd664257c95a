"""A year of marketing in the demo: campaigns, what they cost, and what passed between us and all.

Every figure follows from a name and a number, so the demo is the same each time it is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zlib import crc32

from django.db.models import Prefetch

from abmplanner.demo.cast import ANA, COMPANIES
from abmplanner.demo.scene import Scene
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import record
from abmplanner.kit.saving import Built
from accounts.actions.ad_delivery import log_deliveries
from accounts.actions.campaign import aim, found_campaign, turn
from accounts.actions.touch import identify, know_visitors, log, log_sessions
from accounts.enums import (
    AdFormat,
    Automation,
    CampaignKind,
    CampaignStatus,
    Channel,
    Direction,
    SpendCategory,
    Stream,
    TouchOwner,
    TouchType,
)
from accounts.models import (
    Account,
    AdDelivery,
    Campaign,
    Contact,
    Employment,
    Spend,
    Touch,
    User,
    Visitor,
    WebSession,
)

T = TouchType


@dataclass(frozen=True, slots=True)
class Plot:
    """A campaign of the demo. Days are counted back; costs are (days ago, euros, category)."""

    name: str
    channel: Channel
    starts: int
    ends: int
    kind: CampaignKind = CampaignKind.GENERAL
    few: int = 8  # how many of the companies it aims at
    costs: tuple[tuple[int, int, SpendCategory], ...] = ()
    paused: tuple[int, int] | None = None


PLOTS = (
    Plot(
        "Newsletter, the connected factory",
        Channel.EMAIL,
        470,
        -60,
        costs=((360, 1800, SpendCategory.TOOL), (180, 1800, SpendCategory.TOOL)),
    ),
    Plot(
        "Predictive maintenance, letters to directors",
        Channel.EMAIL,
        250,
        120,
        CampaignKind.PERSONALIZED,
        few=4,
        costs=((245, 4200, SpendCategory.CONTENT), (200, 1500, SpendCategory.PEOPLE)),
    ),
    Plot(
        "Webinar: twelve months without a stop",
        Channel.WEBINAR,
        215,
        180,
        costs=((210, 2600, SpendCategory.EVENT), (190, 900, SpendCategory.MEDIA)),
    ),
    Plot(
        "Industry days, Lyon",
        Channel.EVENT,
        140,
        110,
        few=6,
        costs=(
            (135, 18500, SpendCategory.EVENT),
            (118, 3400, SpendCategory.AGENCY),
            (100, -1200, SpendCategory.EVENT),
        ),
    ),
    Plot(
        "Ads to plant managers",
        Channel.ADS,
        90,
        -30,
        few=5,
        costs=tuple((ago, 1400, SpendCategory.MEDIA) for ago in (88, 58, 28)),
        paused=(50, 38),
    ),
    Plot("Executive dinner", Channel.EVENT, -20, -21, CampaignKind.PERSONALIZED, few=3),
)
MAILED = ("Newsletter", "letters")
EVERY = {"Newsletter": 30, "letters": 18}  # days between two e-mails

# Of a hundred: how many people or e-mails it happens to.
REGISTER, COME, ATTEND = 45, 60, 30
SCANNED, OPENED, CLICKED, DOWNLOADED, BOUNCED = 6, 42, 16, 5, 3
KEY_EVENT, INVALID = 9, 4


def tell_marketing(scene: Scene) -> None:
    """Write the campaigns, their costs, ads and touches, and the visits to our site."""
    names = [company.name for company in COMPANIES]
    found = Account.objects.visible_to(SYSTEM).filter(name__in=names)
    accounts = sorted(found, key=lambda account: names.index(account.name))
    campaigns = {plot.name: tell_campaign(scene, plot, accounts) for plot in PLOTS}
    people = people_of(accounts)
    log(SYSTEM, touches(scene, campaigns, accounts, people))
    tell_visits(scene, accounts, people)
    ads = next(plot for plot in PLOTS if plot.channel == Channel.ADS)
    log_deliveries(SYSTEM, deliveries(scene, ads, campaigns[ads.name], accounts))


def chance(*of: object) -> int:
    """Return a number from 0 to 99 that always follows from the same things."""
    return crc32("|".join(map(str, of)).encode()) % 100


def tell_campaign(scene: Scene, plot: Plot, accounts: list[Account]) -> Campaign:
    """Write one campaign with its states, its list and what it cost."""
    keeper = Actor.of_person(scene.users[ANA.email])
    begins, now = scene.at(plot.starts, 9), scene.at(0)
    new = Campaign(
        name=plot.name,
        program=scene.program,
        channel=plot.channel,
        starts_at=begins,
        ends_at=scene.at(plot.ends, 18),
    )
    planned = scene.at(max(plot.starts, 0) + 14, 9)
    campaign = found_campaign(keeper, Built(new), kind=plot.kind, at=planned)
    if begins < now:
        turn(keeper, campaign, status=CampaignStatus.ACTIVE, at=begins)
    if plot.paused:
        stopped, resumed = plot.paused
        turn(keeper, campaign, status=CampaignStatus.PAUSED, at=scene.at(stopped))
        turn(keeper, campaign, status=CampaignStatus.ACTIVE, at=scene.at(resumed))
    if plot.ends > 0:
        turn(keeper, campaign, status=CampaignStatus.ENDED, at=scene.at(plot.ends, 18))
    aim(keeper, campaign, accounts[: plot.few], from_at=planned)
    for ago, euros, category in plot.costs:
        record(
            keeper,
            Spend(
                spent_on=scene.day(ago),
                amount=Decimal(euros),
                currency="EUR",
                category=category,
                program=scene.program,
                campaign=campaign,
                note="Stand not used" if euros < 0 else "",
            ),
        )
    return Campaign.objects.visible_to(SYSTEM).get(pk=campaign.pk)


def people_of(accounts: list[Account]) -> dict[int, list[Contact]]:
    """Return the people of each account, by its key."""
    found: dict[int, list[Contact]] = {account.pk: [] for account in accounts}
    rows = Contact.objects.visible_to(SYSTEM).filter(account__in=accounts).order_by("pk")
    jobs = Prefetch("employments", Employment.objects.visible_to(SYSTEM))
    for contact in rows.prefetch_related(jobs):
        found[contact.account_id].append(contact)
    return found


def works_there(contact: Contact, at: datetime) -> bool:
    """Tell whether a person works at their account at an instant."""
    return any(
        job.from_at <= at and (job.to_at is None or at < job.to_at)
        for job in contact.employments.all()
    )


def touches(
    scene: Scene,
    campaigns: dict[str, Campaign],
    accounts: list[Account],
    people: dict[int, list[Contact]],
) -> Iterator[Touch]:
    """Yield every touch of the year."""
    for plot in PLOTS:
        for account in accounts[: plot.few]:
            for contact in people[account.pk]:
                for touch in of_person(scene, plot, campaigns[plot.name], contact):
                    if works_there(contact, touch.occurred_at):
                        yield touch
    for place, company in enumerate(COMPANIES):
        seller = scene.users[company.seller]
        account = accounts[place]
        for ago in range(20 + place * 3, min(company.since, 340), 47):
            yield meeting(scene, account, people[account.pk], seller, ago)


def of_person(scene: Scene, plot: Plot, campaign: Campaign, contact: Contact) -> Iterator[Touch]:
    """Yield what a campaign did with one person, and they with it."""
    if plot.starts < 0:
        return
    if plot.channel == Channel.EMAIL:
        kind = next(word for word in MAILED if word in plot.name)
        for number, ago in enumerate(range(plot.starts, max(plot.ends, 0), -EVERY[kind])):
            yield from mail(scene.at(ago, 8), campaign, contact, f"{kind.lower()}-{number}")
    elif plot.channel == Channel.WEBINAR and chance(plot.name, contact.pk) < REGISTER:
        yield one(T.EVENT_REGISTERED, scene.at(plot.starts - 10, 11), campaign, contact)
        if chance("came", contact.pk) < COME:
            yield one(T.WEBINAR_ATTENDED, scene.at(plot.ends + 5, 14), campaign, contact)
    elif plot.channel == Channel.EVENT and chance(plot.name, contact.pk) < ATTEND:
        yield one(T.EVENT_ATTENDED, scene.at(plot.ends + 4, 10), campaign, contact)


def mail(at: datetime, campaign: Campaign, contact: Contact, message: str) -> Iterator[Touch]:
    """Yield an e-mail and what became of it."""
    luck = chance(message, contact.name)
    stream = Stream.CAMPAIGN if campaign.kind == CampaignKind.PERSONALIZED else Stream.NEWSLETTER
    told = {"message": message, "stream": stream}
    yield one(T.EMAIL_SENT, at, campaign, contact, **told)
    if luck >= 100 - BOUNCED:
        yield one(T.EMAIL_BOUNCED, at + timedelta(minutes=1), campaign, contact, **told)
        return
    yield one(T.EMAIL_DELIVERED, at + timedelta(minutes=1), campaign, contact, **told)
    if luck < SCANNED:  # a scanner opens everything at once
        yield one(T.EMAIL_OPENED, at + timedelta(minutes=1), campaign, contact, "machine", **told)
    if luck < OPENED:
        yield one(T.EMAIL_OPENED, at + timedelta(minutes=20 + luck), campaign, contact, **told)
    if luck < CLICKED:
        yield one(T.EMAIL_CLICKED, at + timedelta(minutes=24 + luck), campaign, contact, **told)
    if luck < DOWNLOADED:
        yield one(T.DOWNLOAD, at + timedelta(minutes=30 + luck), campaign, contact, **told)


def one(
    kind: TouchType,
    at: datetime,
    campaign: Campaign,
    contact: Contact,
    automation: str = "",
    **told: str,
) -> Touch:
    """Return a touch of a campaign with a person."""
    ours = kind in {T.EMAIL_SENT, T.EMAIL_DELIVERED, T.EMAIL_BOUNCED}
    unsure = kind == T.EMAIL_OPENED
    return Touch(
        type=kind,
        occurred_at=at,
        account_id=contact.account_id,
        contact=contact,
        campaign=campaign,
        direction=Direction.OUTBOUND if ours else Direction.INBOUND,
        automation=automation or (Automation.UNKNOWN if ours or unsure else Automation.HUMAN),
        source="demo",
        source_key=f"{campaign.pk}-{contact.pk}-{kind}-{at:%Y%m%d%H%M}-{automation}",
        **told,
    )


def meeting(scene: Scene, account: Account, people: list[Contact], seller: User, ago: int) -> Touch:
    """Return a meeting or a call that a salesperson held."""
    luck = chance(account.name, ago)
    kind = (T.MEETING_HELD, T.CALL_CONNECTED, T.CALL_TRIED)[luck % 3]
    return Touch(
        type=kind,
        occurred_at=scene.at(ago, 9 + luck % 8),
        account=account,
        contact=people[luck % len(people)] if people else None,
        user=seller,
        owner=TouchOwner.SALES,
        direction=Direction.OUTBOUND,
        automation=Automation.HUMAN,
        source="demo",
        source_key=f"{account.pk}-{kind}-{ago}",
    )


def tell_visits(scene: Scene, accounts: list[Account], people: dict[int, list[Contact]]) -> None:
    """Write visits to our site, and who of the visitors was found to be whom."""
    pairs = [("site", f"{account.pk}-{number}") for account in accounts for number in range(3)]
    visitors = know_visitors(pairs)
    for account in accounts:
        for number, contact in enumerate([*people[account.pk][:1], None]):
            visitor = visitors["site", f"{account.pk}-{number}"]
            identify(SYSTEM, visitor, account, contact, found_by="form" if contact else "address")
    log_sessions(SYSTEM, visits(scene, list(visitors.values())))


def visits(scene: Scene, visitors: list[Visitor]) -> Iterator[WebSession]:
    """Yield the visits of the year."""
    for visitor in visitors:
        for ago in range(350 - chance(visitor.key), 0, -40):
            luck = chance(visitor.key, ago)
            yield WebSession(
                source="site",
                key=f"{visitor.key}-{ago}",
                account=visitor.account,
                contact=visitor.contact,
                visitor=visitor,
                started_at=scene.at(ago, 8 + luck % 10),
                duration_s=20 + 7 * luck,
                engaged_s=10 + 5 * luck,
                page_views=1 + luck % 9,
                key_events=int(luck >= 100 - KEY_EVENT),
                automation=Automation.HUMAN,
            )


def deliveries(
    scene: Scene, plot: Plot, campaign: Campaign, accounts: list[Account]
) -> Iterator[AdDelivery]:
    """Yield what the platform says of each day of the ads, account by account."""
    for ago in range(plot.starts, 0, -3):
        if plot.paused and plot.paused[0] >= ago > plot.paused[1]:
            continue
        for account in accounts[: plot.few]:
            luck = chance(account.name, "ads", ago)
            yield AdDelivery(
                day=scene.day(ago),
                source="linkedin",
                format=AdFormat.SPONSORED,
                campaign=campaign,
                account=account,
                impressions=120 + 9 * luck,
                clicks=luck // 20,
                invalid_clicks=int(luck >= 100 - INVALID),
            )
