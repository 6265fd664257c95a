"""How well we know people, how good contacts are, who can decide, by plain loops; rows 8 and G."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from math import exp

from tests.oracle.consent import Consent
from tests.oracle.people import QUARTER, TOUCH_FEEDS
from tests.oracle.plain import Told
from tests.oracle.records import ZONE, Contact, Group, Need, Touch

YEAR = timedelta(days=365)
HALF_A_YEAR = timedelta(days=180)
LEVEL = {"executive": 100, "vice_president": 85, "director": 70, "manager": 50, "staff": 30}
PART = {"decision_maker": 100, "champion": 90, "influencer": 60, "procurement": 60, "user": 40}
MINUTES = {"email_clicked": 1, "ad_click": 1, "email_replied": 2, "page_view": 1,
           "form_submitted": 5, "download": 10, "event_registered": 2, "webinar_attended": 30,
           "event_attended": 120, "social_click": 1, "social_like": 1, "social_comment": 2,
           "social_share": 2, "social_message": 2, "meeting_held": 30,
           "call_connected": 10}  # fmt: skip
MONTH = timedelta(days=30)
POWER = {"decision_maker": 3, "champion": 2}
Pair = tuple[int, Contact]  # an account, and one of its people


class Relationships(Consent):
    """Knows who knows whom."""

    # ---- strength ----

    def worth(self, touch: Touch) -> tuple[int, bool, bool, bool]:
        """Return the points of a touch, whether it is theirs, ours, and spoken."""
        theirs = touch.direction == "inbound"
        if touch.type in {"meeting_held", "call_connected"}:
            return (10 if touch.type == "meeting_held" else 6), True, True, True
        if touch.type == "event_attended":
            return 8, theirs, not theirs, True
        is_mass_mail = touch.type == "email_sent" and touch.stream in {"newsletter", "campaign"}
        if touch.type in {"email_sent", "email_replied", "social_message"} and not is_mass_mail:
            return (4 if theirs else 1), theirs, not theirs, False
        return 0, False, False, False

    def exchanged(self, person: int) -> list[Touch]:
        """Return what passed with a person in a year."""
        return [
            touch
            for touch in self.world.touches
            if touch.contact
            and self.person(touch.contact) == person
            and self.known(touch)
            and self.as_of - YEAR <= touch.at < self.as_of
            and touch.automation in {"human", "unknown"}
            and self.worth(touch)[0] > 0
        ]

    def is_told_of(self, account: int) -> bool:
        """Tell whether our mailboxes and calendars tell of an account."""
        for feed in self.world.feeds:
            live = feed.start <= self.last_moment() and (feed.end is None or feed.end >= self.as_of)
            if feed.record_type not in {"email", "sales_activity"} or not live:
                continue
            if feed.account is None and feed.program is None:
                return True
            if feed.account is not None and self.root(feed.account) == account:
                return True
            for stay in self.world.stays:
                same = self.root(stay.account) == account and stay.program == feed.program
                if same and self.holds(stay, self.as_of):
                    return True
        return any(
            touch.type in {"meeting_held", "call_connected", "email_sent", "email_replied"}
            for person in self.eligible(account)
            for touch in self.exchanged(person)
        )

    def strength(self, account: int, person: int) -> float | None:
        if not self.is_told_of(account):
            return None
        energy = spoken = came = went = 0.0
        us = set()
        for touch in self.exchanged(person):
            points, theirs, ours, live = self.worth(touch)
            age = (self.as_of - touch.at).total_seconds() / 86400
            faded = touch.quantity * 2 ** (-age / 60)
            energy += points * faded
            spoken += points * faded * live
            came += faded * theirs
            went += faded * ours
            us.add(touch.user)
        if not energy:
            return 0
        people = max(1, len(us - {None}))
        score = 100 * (
            0.5 * (1 - exp(-energy / 20))
            + 0.2 * 2 * min(came, went) / (came + went)
            + 0.15 * spoken / energy
            + 0.15 * min(1, people / 3)
        )
        return score if came else min(score, 15)

    # ---- who counts ----

    def pairs(self) -> list[Pair]:
        """Return every account with each of its people who are asked about."""
        of_id = {each.id: each for each in self.world.contacts}
        return [(root, of_id[who]) for root in self.roots() for who in sorted(self.there(root))]

    def roles(self, pair: Pair) -> list[str]:
        account, contact = pair
        return [
            role
            for group in self.open_groups(account)
            for role, _sure in self.members_of(group).get(contact.id, [])
        ]

    def is_chosen(self, pair: Pair) -> bool:
        return bool(self.roles(pair)) or not self.open_groups(pair[0])

    def of_contacts(
        self,
        score: Callable[[Pair], float | None],
        why: str,
        *,
        chosen: Callable[[Pair], bool] | None = None,
        weight: Callable[[Pair], float] = lambda _pair: 1,
        unknown: str = "no_data",
    ) -> Told:
        """Return the mean of a score over the contacts that count, and why others don't."""
        pairs = self.pairs()
        if not pairs and not self.covered("contact", stock=True):
            return Told("not_measured")
        left_out = {"no_role": 0, why: 0}
        total = weights = 0.0
        number = 0
        for pair in pairs:
            value = score(pair)
            if not (chosen or self.is_chosen)(pair):
                left_out["no_role"] += 1
            elif value is None:
                left_out[why] += 1
            else:
                number += 1
                total += weight(pair) * value
                weights += weight(pair)
        reasons = {reason: times for reason, times in left_out.items() if times}
        if not number:
            return Told(unknown if left_out[why] else "no_data", left_out=reasons)
        return Told("ok", total / weights, number, reasons)

    # ---- row 8 ----

    def level(self, pair: Pair) -> float | None:
        return LEVEL.get(pair[1].seniority)

    def validity(self, pair: Pair) -> float:
        contact, at = pair[1], pair[1].verified
        return (
            40 * bool(contact.email and contact.email_status == "valid")
            + 20 * bool(contact.phone or contact.has_profile)
            + 20 * bool(contact.title)
            + 20 * bool(at and self.as_of - HALF_A_YEAR <= at < self.as_of)
        )

    def quality(self, pair: Pair) -> float | None:
        parts = [
            (30, self.level(pair)),
            (25, max((PART[role] for role in self.roles(pair)), default=20)),
            (25, self.strength(pair[0], pair[1].id)),
            (20, self.validity(pair)),
        ]
        known = [(weight, value) for weight, value in parts if value is not None]
        weights = sum(weight for weight, _value in known)
        if weights < 50:
            return None
        return sum(weight * value for weight, value in known) / weights

    def contact_quality_score(self) -> Told:
        return self.of_contacts(self.quality, "too_little_known")

    def contact_seniority_index(self) -> Told:
        return self.of_contacts(self.level, "unknown_seniority")

    def contact_data_validity(self) -> Told:
        return self.of_contacts(self.validity, "")

    def seniors(self) -> set[int]:
        return {
            contact.id
            for _account, contact in self.pairs()
            if contact.seniority in {"executive", "vice_president", "director"}
        }

    def senior_contacts_count(self) -> Told:
        if not self.pairs() and not self.covered("contact", stock=True):
            return Told("not_measured")
        return Told("ok", len(self.seniors()), len(self.seniors()))

    def senior_contacts_share(self) -> Told:
        pairs = self.pairs()
        if not pairs and not self.covered("contact", stock=True):
            return Told("not_measured")
        ranked = {contact.id for _account, contact in pairs if contact.seniority != "unknown"}
        unknown = sum(contact.seniority == "unknown" for _account, contact in pairs)
        left_out = {"unknown_seniority": unknown} if unknown else {}
        if not ranked:
            return Told("no_data", left_out=left_out)
        return Told("ok", 100 * len(self.seniors()) / len(ranked), len(ranked), left_out)

    def executive_reached_count(self) -> Told:
        if not self.contacts_measured():
            return Told("not_measured")
        top = {who.id for _account, who in self.pairs() if who.seniority == "executive"}
        return Told("ok", len(top & self.active()), len(top & self.active()))

    # ---- relationships ----

    def relationship_strength(self) -> Told:
        return self.of_contacts(
            lambda pair: self.strength(pair[0], pair[1].id), "not_heard", unknown="not_measured"
        )

    def account_relationship_depth(self) -> Told:
        return self.of_contacts(
            lambda pair: self.strength(pair[0], pair[1].id),
            "not_heard",
            chosen=lambda pair: bool(self.roles(pair)),
            weight=lambda pair: max(POWER.get(role, 1) for role in self.roles(pair)),
            unknown="not_measured",
        )

    def threads_of(self, account: int) -> int:
        strengths = [self.strength(account, who) for who in self.eligible(account)]
        return sum(each is not None and each >= 50 for each in strengths)

    def relationship_threads(self) -> Told:
        pairs = self.pairs()
        if not pairs and not self.covered("contact", stock=True):
            return Told("not_measured")
        told = [pair for pair in pairs if self.is_told_of(pair[0])]
        left_out = {
            "not_heard": len(pairs) - len(told),
            "weak_relationship": sum(
                (self.strength(account, who.id) or 0) < 50 for account, who in told
            ),
        }
        reasons = {reason: times for reason, times in left_out.items() if times}
        if pairs and not told:
            return Told("not_measured", left_out=reasons)
        number = len(told) - left_out["weak_relationship"]
        return Told("ok", number, number, reasons)

    def single_threaded_accounts(self) -> Told:
        told = [root for root in self.roots() if self.is_told_of(root)]
        untold = len(self.roots()) - len(told)
        left_out = {"not_heard": untold} if untold else {}
        if untold and not told:
            return Told("not_measured", left_out=left_out)
        number = sum(self.threads_of(root) <= 1 for root in told)
        return Told("ok", number, number, left_out)

    # ---- row 7, by relationship ----

    def coverage_relationship(self) -> Told:
        active = self.active()
        filled = wanted = Decimal(0)
        people = untold = slots = 0
        for root in self.roots():
            for slot in self.slots(root):
                slots += 1
                if not self.is_told_of(root):
                    untold += 1
                    continue
                engaged = self.contactable(slot) & active
                near = [who for who in engaged if (self.strength(root, who) or 0) >= 50]
                filled += slot.weight * min(len(near), slot.people)
                wanted += slot.weight * slot.people
                people += slot.people
        left_out = {"not_heard": untold} if untold else {}
        if not slots:
            return Told("no_data", n=0)
        if not people:
            return Told("not_measured", left_out=left_out)
        return Told("ok", 100 * filled / wanted, people, left_out)

    # ---- groups that decide ----

    def groups_asked_about(self) -> Iterable[Group]:
        return [
            group
            for root in self.roots()
            for group in self.open_groups(root)
            if self.question.group in {None, group.id}
        ]

    def required(self, group: Group) -> list[Need]:
        needs = self.needs(solution=group.solution) or self.program_needs(self.root(group.account))
        return [need for need in needs if need.is_required]

    def holders(self, group: Group, role: str) -> int:
        members = self.members_of(group).values()
        return sum(any(held == role for held, _sure in roles) for roles in members)

    def buying_group_completeness(self) -> Told:
        if not self.groups_measured():
            return Told("not_measured")
        scores, without = [], 0
        for group in self.groups_asked_about():
            needs = self.required(group)
            if not needs:
                without += 1
                continue
            have = sum(
                need.weight * min(Decimal(1), Decimal(self.holders(group, need.role)) / need.people)
                for need in needs
            )
            scores.append(100 * have / sum(need.weight for need in needs))
        left_out = {"no_template": without} if without else {}
        if not scores:
            return Told("no_data", left_out=left_out)
        return Told("ok", sum(scores) / len(scores), len(scores), left_out)

    def lacking(self, group: Group) -> str:
        """Return what keeps a group from deciding, empty where nothing does."""
        roles = {need.role for need in self.required(group)}
        if not roles:
            return "no_template"
        if not any(self.holders(group, role) for role in roles):
            return "nobody"
        for role in ("decision_maker", "champion"):
            if role in roles and not self.holders(group, role):
                return f"no_{role}"
        return ""

    def decision_ready_groups(self) -> Told:
        if not self.groups_measured():
            return Told("not_measured")
        states = [self.lacking(group) for group in self.groups_asked_about()]
        left_out = {state: states.count(state) for state in sorted({*states} - {""})}
        if states and set(states) == {"no_template"}:
            return Told("no_data", left_out=left_out)
        return Told("ok", states.count(""), states.count(""), left_out)

    def minutes_of(self, person: int) -> float:
        """Return how long a person gave us their attention in thirty days."""
        times: dict[tuple[str, date], int] = {}
        for touch in self.world.touches:
            theirs = touch.direction == "inbound" or touch.type in {
                "meeting_held",
                "call_connected",
            }
            if (
                touch.contact
                and self.person(touch.contact) == person
                and self.known(touch)
                and self.as_of - MONTH <= touch.at < self.as_of
                and touch.automation in {"human", "unknown"}
                and theirs
            ):
                day = touch.at.astimezone(ZONE).date()
                times[touch.type, day] = times.get((touch.type, day), 0) + touch.quantity
        return sum(min(20, number) * MINUTES.get(kind, 0) for (kind, _day), number in times.items())

    def group_engagement(self) -> Told:
        touched = any(
            self.known(touch)
            and self.as_of - QUARTER <= touch.at < self.as_of
            and self.is_asked_about(touch.account)
            for touch in self.world.touches
        )
        fed = touched or any(self.covered(feed, stock=True) for feed in TOUCH_FEEDS)
        if not (fed and self.groups_measured()):
            return Told("not_measured")
        scores = []
        for group in self.groups_asked_about():
            root = self.root(group.account)
            needs = self.needs(solution=group.solution) or self.program_needs(root)
            weights = {need.role: float(need.weight) for need in needs}
            minutes = sum(
                self.minutes_of(who) * max(weights.get(role, 1) for role, _sure in roles)
                for who, roles in self.members_of(group).items()
            )
            scores.append(min(100, minutes))
        if not scores:
            return Told("no_data")
        return Told("ok", sum(scores) / len(scores), len(scores))
