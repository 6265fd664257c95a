"""What marketing had to do with deals, by plain loops over touches; rows 22 and 29."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.plain import Oracle, Told
from tests.oracle.records import ZONE, Deal, Touch

QUALIFYING = {
    "email_clicked", "ad_click", "email_replied", "page_view", "form_submitted", "download",
    "event_registered", "webinar_attended", "event_attended", "social_click", "social_comment",
    "social_share", "social_message", "meeting_held", "call_connected",
}  # fmt: skip
MUTUAL = {"meeting_held", "call_connected"}
BROUGHT_BY = {"email", "web", "event", "social", "sales_activity"}
YEAR, HALF_YEAR = timedelta(days=365), timedelta(days=180)


@dataclass
class Claim:
    """What may be said of a deal: whose it was first, and whether marketing touched it."""

    source: str
    influenced: bool


class Contribution(Oracle):
    """Knows who touched a deal."""

    # ---- touches of the people on a deal ----

    def whose(self, touch: Touch) -> Any:
        """Return the person behind a touch, as far as we know."""
        if touch.contact is not None:
            return ("contact", self.person(touch.contact))
        for link in self.world.identities:
            same = touch.visitor is not None and link.visitor == touch.visitor
            if same and self.known(link) and link.contact is not None:
                return ("contact", self.person(link.contact))
        return ("visitor", touch.visitor)

    def is_on(self, deal: Deal, touch: Touch) -> bool:
        """Tell whether a touch is of the people on a deal: in its group then, or later."""
        if self.root(touch.account) != self.root(deal.account):
            return False
        if deal.group is None:
            return True
        kind, person = self.whose(touch)
        if kind != "contact":
            return False
        for member in self.world.members:
            same = member.group == deal.group and self.person(member.contact) == person
            heard = self.known(member) and member.start < self.as_of
            if same and heard and (member.end is None or member.end > touch.at):
                return True
        return False

    def qualifies(self, touch: Touch) -> bool:
        return (
            touch.type in QUALIFYING
            and touch.automation in {"human", "unknown"}
            and (touch.direction == "inbound" or touch.type in MUTUAL)
        )

    def touches_on(
        self, deal: Deal, start: datetime, until: datetime, of: Callable[[Touch], bool]
    ) -> list[Touch]:
        """Return the touches on a deal in a time, in the order of happening."""
        found = [
            (touch.at, place, touch)
            for place, touch in enumerate(self.world.touches)
            if self.known(touch)
            and start <= touch.at < until
            and touch.at < self.as_of
            and of(touch)
            and self.is_on(deal, touch)
        ]
        return [touch for _at, _place, touch in sorted(found, key=lambda each: each[:2])]

    # ---- whether touches would have been heard of ----

    def heard_all_the_time(self, account: int, start: datetime, until: datetime) -> bool:
        """Tell whether feeds of touches were live for an account; a program's while it was in."""
        root = self.root(account)
        spans: list[tuple[datetime, datetime]] = []
        end_of_time = until + YEAR
        for feed in self.world.feeds:
            if feed.record_type not in BROUGHT_BY:
                continue
            span = (feed.start, feed.end or end_of_time)
            if (feed.account is None and feed.program is None) or (
                feed.account is not None and self.root(feed.account) == root
            ):
                spans.append(span)
            for stay in self.world.stays:
                in_it = stay.program == feed.program and self.root(stay.account) == root
                if feed.program is not None and in_it and self.known(stay):
                    spans.append((max(span[0], stay.start), min(span[1], stay.end or end_of_time)))
        at = start
        for since, to in sorted(spans):
            if since <= at < to:
                at = to
        return at >= until

    # ---- claims ----

    def claim(self, deal: Deal, created: datetime, until: datetime) -> Claim | None:
        """Return what may be said of a deal, none where its touches were not heard of."""
        if not self.heard_all_the_time(deal.account, created - YEAR, max(created, until)):
            return None
        before = self.touches_on(deal, created - YEAR, created, self.qualifies)
        source = self.owner_of(before[0]) if before else "unknown"
        lately = self.touches_on(deal, created - HALF_YEAR, until, self.qualifies)
        touched = any(self.owner_of(touch) == "marketing" for touch in lately)
        return Claim(source, touched or source == "marketing")

    @staticmethod
    def owner_of(touch: Touch) -> str:
        return touch.owner

    def claimed(self) -> tuple[list[tuple[Deal, Claim]], dict[str, int], bool]:
        """Return the deals created in the window with what may be said of each."""
        counted, left_out, any_seen = self.deals(self.created)
        if number := self.undated(lambda _deal: True, self.created):
            left_out["unknown_date"] = number
        pairs = []
        for deal in counted:
            created: Any = self.created(deal)
            claim = self.claim(deal, created, created)
            if claim is None:
                left_out["unheard"] = left_out.get("unheard", 0) + 1
            else:
                pairs.append((deal, claim))
        return pairs, left_out, any_seen or self.covered("opportunity")

    def claimed_won(self) -> tuple[list[tuple[Deal, Claim]], dict[str, int], bool]:
        """Return the deals won in the window with what may be said of each."""
        counted, left_out, any_seen = self.closures(lambda deal: self.outcome(deal) == "won")
        pairs = []
        for deal in counted:
            created, closed = self.created(deal), self.closed(deal)
            if created is None:
                left_out["unknown_creation"] = left_out.get("unknown_creation", 0) + 1
                continue
            claim = self.claim(deal, created, closed)  # type: ignore[arg-type]
            if claim is None:
                left_out["unheard"] = left_out.get("unheard", 0) + 1
            else:
                pairs.append((deal, claim))
        return pairs, left_out, any_seen or self.covered("opportunity")

    # ---- numbers ----

    @staticmethod
    def is_by_marketing(claim: Claim) -> bool:
        return claim.source == "marketing"

    @staticmethod
    def is_influenced(claim: Claim) -> bool:
        return claim.influenced

    def worth_claimed(self, base: Any, holds: Callable[[Claim], bool]) -> Told:
        """Add up the amounts of the deals of which a claim holds."""
        pairs, left_out, measured = base()
        unheard = left_out.get("unheard", 0)
        told = self.total(
            [deal for deal, claim in pairs if holds(claim)],
            left_out,
            measured,
            lambda deal: self.amount(deal, "tcv"),
        )
        if told.status == "ok" and unheard:
            return Told("incomplete", told.value if told.n else None, told.n, told.left_out)
        return told

    def share_claimed(self, base: Any, holds: Callable[[Claim], bool]) -> Told:
        pairs, left_out, measured = base()
        unheard = left_out.get("unheard", 0)
        whole = self.total(
            [deal for deal, _claim in pairs],
            left_out,
            measured,
            lambda deal: self.amount(deal, "tcv"),
        )
        if whole.status == "not_measured" or (not pairs and unheard):
            return Told("not_measured", left_out=whole.left_out)
        part = sum(
            (
                value
                for deal, claim in pairs
                if holds(claim) and (value := self.amount(deal, "tcv")[1]) is not None
            ),
            Decimal(0),
        )
        if not whole.value:
            status = whole.status if whole.status == "incomplete" else "no_data"
            return Told(status, None, whole.n, whole.left_out)
        return Told(whole.status, 100 * part / Decimal(whole.value), whole.n, whole.left_out)

    def count_claimed(self, holds: Callable[[Claim], bool]) -> Told:
        pairs, left_out, measured = self.claimed()
        if not measured or (not pairs and left_out.get("unheard")):
            return Told("not_measured", left_out=left_out)
        if not pairs:
            return Told("no_data", None, 0, left_out)
        hits = sum(holds(claim) for _deal, claim in pairs)
        return Told("ok", 100 * hits / len(pairs), len(pairs), left_out)

    def marketing_sourced_pipeline(self) -> Told:
        return self.worth_claimed(self.claimed, self.is_by_marketing)

    def marketing_influenced_pipeline(self) -> Told:
        return self.worth_claimed(self.claimed, self.is_influenced)

    def marketing_sourced_share(self) -> Told:
        return self.share_claimed(self.claimed, self.is_by_marketing)

    def marketing_influenced_share(self) -> Told:
        return self.share_claimed(self.claimed, self.is_influenced)

    def marketing_sourced_count_share(self) -> Told:
        return self.count_claimed(self.is_by_marketing)

    def marketing_influenced_count_share(self) -> Told:
        return self.count_claimed(self.is_influenced)

    def marketing_sourced_won(self) -> Told:
        return self.worth_claimed(self.claimed_won, self.is_by_marketing)

    def marketing_influenced_won(self) -> Told:
        return self.worth_claimed(self.claimed_won, self.is_influenced)

    def marketing_sourced_won_share(self) -> Told:
        return self.share_claimed(self.claimed_won, self.is_by_marketing)

    def marketing_influenced_won_share(self) -> Told:
        return self.share_claimed(self.claimed_won, self.is_influenced)

    def new_opportunities_influenced(self) -> Told:
        pairs, left_out, measured = self.claimed()
        if not measured or (not pairs and left_out.get("unheard")):
            return Told("not_measured", left_out=left_out)
        number = sum(claim.influenced for _deal, claim in pairs)
        return Told("ok", number, number, left_out)

    def paris_day(self, at: datetime) -> Any:
        return at.astimezone(ZONE).date()
