"""Companies that Hypothesis makes up: people who come and go, groups, campaigns, visits.

Most rows of a history drawn evenly have nothing to do with what is asked, so that much must be
drawn for little to happen. Here Hypothesis draws the chance, and chance fills a company.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from tests.oracle.company_consent import fill_with_consents
from tests.oracle.company_feedback import fill_with_feedback
from tests.oracle.company_health import fill_with_judgements, fill_with_networks
from tests.oracle.company_qualification import fill_with_qualifications
from tests.oracle.exchanges import add_exchanges
from tests.oracle.histories import LONG_AGO, collide, deals, paris
from tests.oracle.mails import add_mails
from tests.oracle.records import (
    Account,
    Ad,
    Aim,
    Campaign,
    CampaignTime,
    Contact,
    Feed,
    Group,
    GroupTime,
    Identity,
    Job,
    Member,
    Need,
    Question,
    Stay,
    Touch,
    Visit,
    World,
)
from tests.oracle.spends import add_spends

Row = TypeVar("Row")

IN_DECEMBER, IN_MARCH = paris(2025, 12, 31, 23), paris(2026, 3, 2, 23)  # 90 days before two as-ofs
LATE, WITHDRAWN = paris(2026, 4, 10), paris(2026, 5, 1)
KNOWN = [(LONG_AGO, None)] * 6 + [(LATE, None), (LONG_AGO, LATE), (LATE, WITHDRAWN)]
SPANS = [
    *[(LONG_AGO, None)] * 8, (LONG_AGO, IN_DECEMBER), (LONG_AGO, paris(2026, 3, 9, 12)),
    (LONG_AGO, paris(2026, 4, 1)), (IN_MARCH, None), (paris(2026, 3, 9, 12), None),
    (paris(2026, 3, 15), paris(2026, 3, 16)), (paris(2026, 3, 29, 1, 59), paris(2026, 4, 20)),
    (paris(2026, 4, 1), None),
]  # fmt: skip
MOMENTS = [  # around midnights of here and of Greenwich, and 90 days before an as-of
    paris(2025, 12, 31, 22, 59), IN_DECEMBER, paris(2026, 2, 14, 9), paris(2026, 2, 28, 23, 59),
    paris(2026, 3, 1), IN_MARCH, paris(2026, 3, 9, 0, 30), paris(2026, 3, 9, 12),
    paris(2026, 3, 9, 15), paris(2026, 3, 15, 23, 30), paris(2026, 3, 16, 0, 30),
    paris(2026, 3, 29, 1, 59), paris(2026, 3, 29, 3), paris(2026, 3, 29, 3),
    paris(2026, 3, 31, 23, 30), paris(2026, 4, 1), paris(2026, 4, 20),
]  # fmt: skip
EMAILS = ["", *["c{}@example.test"] * 4, "information@c{}.test", "info@c{}.test",
          "Sales+fr@c{}.test", "no-reply@c{}.test"]  # fmt: skip
TITLES = ["", "", "", "Head of Sourcing", "Directeur des achats", "Engineer"]
SENIORITIES = ["executive", "vice_president", "director", "manager", "staff", "unknown"]
ROLES = ["decision_maker", "decision_maker", "decision_maker", "champion", "influencer", "user",
         "procurement"]  # fmt: skip
TYPES = [*["email_clicked", "download", "form_submitted", "email_delivered"] * 2, "ad_impression",
         "page_view", "meeting_held", "call_connected", "social_like", "ad_click", "email_opened",
         "email_sent", "unsubscribed", "call_tried", "webinar_attended",
         *["form_view", "event_registered", "event_attended"] * 2]  # fmt: skip
CHANGING = ["at", "at", "account", "contact", "visitor", "campaign", "automation", "link",
            "session", "type", "type"]  # fmt: skip
SOURCES = ["linkedin", "display"]
LENGTHS = [(0, 0), (9, 5), (10, None), (120, 40), (None, None), (None, 7)]
SEED = st.tuples(*[st.integers(0, 255)] * 16)  # Hypothesis repeats one number more than many
AUTOMATIONS = ["human", "human", "human", "unknown", "suspected", "machine"]


class Company:
    """A world that is filled by chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.accounts = [1, 2, 3][: chance.randint(1, 3)]
        self.world = World(
            accounts=[
                Account(key, self.sometimes([each for each in self.accounts if each < key], 0.3))
                for key in self.accounts
            ],
            programs=[1, 2],
            automated={key for key in (1, 2) if self.likely(0.4)},
            solutions={key: self.likely(0.6) for key in (1, 2)},
            visitors=[1, 2],
        )

    def likely(self, share: float) -> bool:
        return self.chance.random() < share

    def sometimes(self, values: list[Row], share: float = 0.5) -> Row | None:
        return self.chance.choice(values) if values and self.likely(share) else None

    def account(self) -> int:
        """Return an account, often the first, so that things meet."""
        return self.chance.choice([1, 1, *self.accounts])

    def known(self) -> dict[str, Any]:
        at, until = self.chance.choice(KNOWN)
        return {"recorded": at, "voided": until}

    def during(self) -> dict[str, Any]:
        start, end = self.chance.choice(SPANS)
        return {"start": start, "end": end, **self.known()}

    def some(self, most: int, make: Callable[[], Row], *apart: str) -> list[Row]:
        """Make some rows; of two that the database would refuse the second is dropped."""
        rows: list[Row] = []
        for _row in range(self.chance.choice([0, most // 2, most, most])):
            row = make()
            if not apart or not any(collide(row, other, *apart) for other in rows):
                rows.append(row)
        return rows

    def fill_with_people(self) -> None:
        world, choice = self.world, self.chance.choice
        world.stays = self.some(
            4,
            lambda: Stay(account=self.account(), program=choice([1, 1, 2]), **self.during()),
            "account",
            "program",
        )
        world.feeds = self.feeds()
        for key in range(1, choice([0, 4, 8, 8]) + 1):
            before = [each.id for each in world.contacts]
            world.contacts.append(
                Contact(
                    id=key,
                    account=self.account(),
                    merged_into=self.sometimes(before, 0.2),
                    email=choice(EMAILS).format(key),
                    title=choice(TITLES),
                    function=choice(["", "", "Purchasing"]),
                    seniority=choice(SENIORITIES),
                    recorded=choice([LONG_AGO] * 5 + [IN_DECEMBER, LATE]),
                    erased=self.sometimes([paris(2026, 3, 9, 12), paris(2026, 4, 1), LATE], 0.2),
                )
            )
        if world.contacts:
            world.jobs = self.some(
                4,
                lambda: self.job(self.chance.choice(world.contacts)),
                "contact",
                "account",
            )

    def job(self, contact: Contact) -> Job:
        account = self.sometimes([contact.account]) or self.account()
        return Job(contact=contact.id, account=account, **self.during())

    def person(self, account: int) -> int:
        """Return a contact, mostly of an account."""
        of_account = [each for each in self.world.contacts if each.account == account]
        return (self.sometimes(of_account, 0.8) or self.chance.choice(self.world.contacts)).id

    def feeds(self) -> list[Feed]:
        rows = []
        for record_type in ("contact", "email", "web", "social", "web", "event"):
            if self.likely(0.4):
                start, end = self.chance.choice(SPANS)
                of = self.chance.choice(["all", "account", "program"])
                rows.append(
                    Feed(
                        record_type,
                        start,
                        end,
                        account=self.account() if of == "account" else None,
                        program=self.chance.choice([1, 2]) if of == "program" else None,
                    )
                )
        for source in SOURCES:
            if self.likely(0.3):
                start, end = self.chance.choice(SPANS)
                rows.append(Feed("ad", start, end, source=source))
        return rows

    def fill_with_groups(self) -> None:
        world, choice = self.world, self.chance.choice
        for solution, program in [(1, None), (2, None), (None, 1), (None, 2)]:
            for role in {choice(ROLES) for _role in range(choice([0, 1, 3, 4]))}:
                world.needs.append(
                    Need(
                        solution=solution,
                        program=program,
                        role=role,
                        people=choice([1, 1, 2, 3]),
                        weight=choice([Decimal(1), Decimal(3), Decimal("0.5")]),
                        **self.during(),
                    )
                )
        keys = range(1, choice([0, 1, 2, 3]) + 1)
        world.groups = [
            Group(key, self.account(), self.sometimes(list(world.solutions), 0.7)) for key in keys
        ]
        if not keys:
            return
        world.group_times = self.some(
            5,
            lambda: GroupTime(group=choice(keys), is_target=self.likely(0.7), **self.during()),
            "group",
        )
        if world.contacts:
            world.members = self.some(
                16,
                lambda: self.member(choice(world.groups)),
                "group",
                "contact",
                "role",
            )

    def member(self, group: Group) -> Member:
        return Member(
            group=group.id,
            contact=self.person(group.account),
            role=self.chance.choice(ROLES),
            is_confirmed=self.likely(0.5),
            **self.during(),
        )

    def fill_with_campaigns(self) -> None:
        world, choice = self.world, self.chance.choice
        for key in range(1, choice([0, 1, 2, 2]) + 1):
            start, end = choice(SPANS)
            channel = choice(["event", "webinar", "email", "other"])
            program = self.sometimes(world.programs)
            starts = self.sometimes([start], 0.5)
            world.campaigns.append(Campaign(key, starts, end, channel, program))
        if not world.campaigns:
            return
        world.campaign_times = self.some(
            6,
            lambda: CampaignTime(
                campaign=self.campaign(),
                kind=choice(["general", "personalized"]),
                status=choice(["active", "active", "active", "paused"]),
                **self.during(),
            ),
            "campaign",
        )
        world.aims = self.some(
            5,
            lambda: Aim(campaign=self.campaign(), account=self.account(), **self.during()),
            "campaign",
            "account",
        )
        told = {
            (ad.day, ad.campaign, ad.account, ad.source, ad.format): ad
            for ad in self.some(12, self.ad)
        }
        world.ads = list(told.values())

    def ad(self) -> Ad:
        choice = self.chance.choice
        clicks, invalid = choice([(0, 0), (0, 0), (5, 0), (5, 2)])
        return Ad(
            day=choice([date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 15), date(2026, 3, 31)]),
            campaign=self.campaign(),
            account=self.sometimes(self.accounts, 0.8),
            impressions=choice([0, 100, 100]),
            clicks=clicks,
            invalid=invalid,
            source=choice(SOURCES),
            format=choice(["banner", "sponsored", "message"]),
            **self.known(),
        )

    def campaign(self) -> int:
        return self.chance.choice(self.world.campaigns).id

    def fill_with_touches(self) -> None:
        world, choice = self.world, self.chance.choice
        people = [each.id for each in world.contacts]
        campaigns = [each.id for each in world.campaigns]
        for visitor in world.visitors:
            self.identify(visitor, people)
        for _touch in range(choice([0, 8, 24, 24])):
            made = Touch(
                type=choice(TYPES),
                at=choice(MOMENTS),
                account=self.account(),
                contact=self.sometimes(people, 0.7),
                visitor=self.sometimes(world.visitors, 0.4),
                campaign=self.sometimes(campaigns, 0.7),
                automation=choice(AUTOMATIONS),
                link=choice(["", "paper"]),
                session=choice(["", "", "visit"]),
                **self.known(),
            )
            world.touches.append(self.alike(made) if self.likely(0.4) else made)
        world.visits = self.some(12, lambda: self.visit(people))

    def alike(self, touch: Touch) -> Touch:
        """Return an earlier touch again, with one thing from this one."""
        if not self.world.touches:
            return touch
        before = self.chance.choice(self.world.touches)
        name = self.chance.choice(CHANGING)
        return replace(before, **{name: getattr(touch, name)})

    def identify(self, visitor: int, people: list[int]) -> None:
        """Tell whose a visitor is; a second finding replaces the first."""
        times = self.chance.choice([[], [(LONG_AGO, None)], [(LONG_AGO, LATE), (LATE, None)]])
        for recorded, voided in times:
            self.world.identities.append(
                Identity(
                    recorded=recorded,
                    voided=voided,
                    visitor=visitor,
                    account=self.account(),
                    contact=self.sometimes(people),
                )
            )

    def visit(self, people: list[int]) -> Visit:
        duration, engaged = self.chance.choice(LENGTHS)
        return Visit(
            at=self.chance.choice(MOMENTS),
            account=self.sometimes(self.accounts),
            visitor=self.sometimes(self.world.visitors, 0.8),
            contact=self.sometimes(people, 0.3),
            duration=duration,
            engaged=engaged,
            pages=self.chance.choice([0, 1, 1, 2]),
            key_events=self.chance.choice([0, 0, 1]),
            automation=self.chance.choice(AUTOMATIONS),
            **self.known(),
        )


def company_by(chance: Random) -> Company:
    """Return a company that chance filled with all but deals and voices."""
    company = Company(chance)
    company.fill_with_people()
    company.fill_with_groups()
    company.fill_with_campaigns()
    company.fill_with_touches()
    add_exchanges(company.world, company.chance)
    fill_with_consents(company.world, company.chance)
    add_mails(company.world, company.chance)
    add_spends(company.world, company.chance)
    fill_with_feedback(company.world, company.chance)
    fill_with_judgements(company.world, company.chance)
    fill_with_networks(company.world, company.chance)
    fill_with_qualifications(company.world, company.chance)
    return company


@st.composite
def companies(draw: Callable[..., Any]) -> World:
    company = company_by(Random(bytes(draw(SEED))))  # noqa: S311 -- nothing secret
    world = company.world
    if world.groups:
        groups = {each.id: each.account for each in world.groups}
        world.deals = draw(deals(company.accounts, groups, most=3))
    return world


WINDOWS = [
    *[(date(2026, 3, 1), date(2026, 4, 1))] * 2,
    *[(date(2025, 1, 1), date(2026, 7, 1))] * 2,
    (date(2026, 3, 29), date(2026, 3, 30)),
]
DAYS = [date(2026, 3, 15), *[date(2026, 3, 31), date(2026, 5, 31)] * 2]


@st.composite
def inquiries(draw: Callable[..., Any]) -> Question:
    start, end = draw(st.sampled_from(WINDOWS))
    known_at = draw(st.sampled_from([None, None, date(2026, 3, 20), date(2026, 4, 30)]))
    where = draw(
        st.sampled_from(
            [
                {},
                {},
                {"role": "user"},
                {"function": "Purchasing"},
                {"source": "display"},
                {"format": "banner"},
                {"stream": "newsletter"},
            ]
        )
    )
    where |= draw(st.sampled_from([{}, {}, {"channel": "phone"}]))
    return Question(start, end, draw(st.sampled_from(DAYS)), known_at, where=where)
