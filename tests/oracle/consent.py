"""What people allow, by plain loops over their ledgers; row 9, and what of row 7 rests on it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.oracle.groups import Groups, Slot
from tests.oracle.people import ENGAGEMENT, MAILBOXES
from tests.oracle.plain import Told
from tests.oracle.records import Contact, Line

NO = {"withdrawn", "objected"}
MAY = {"consented", "informed"}
LEAST_FIRST = ["refused", "expired", "not_informed", "unproven", "pending", "informed", "consented"]
SAID_SO = {"unsubscribed", "objected", "complaint"}
SOON = timedelta(days=90)


class Consent(Groups):
    """Knows whom we may write to."""

    # ---- how a person stands ----

    def ledger(self, record: int) -> list[Line]:
        """Return the lines of one record that we know of, and its clicks on "unsubscribe"."""
        lines = [line for line in self.world.lines if line.contact == record]
        lines += [
            Line(touch.recorded, touch.voided, contact=record, at=touch.at, action="withdrawn")
            for touch in self.world.touches
            if touch.contact == record and touch.type == "unsubscribed"
        ]
        return [line for line in lines if self.known(line) and line.at < self.as_of]

    def says(self, line: Line) -> str:
        """Return what a line would say if it stood alone."""
        if line.action in NO:
            return "refused"
        if line.action == "pending":
            return "pending"
        if not line.proof:
            return "unproven"
        if line.expires is not None and line.expires <= self.as_of:
            return "expired"
        if line.basis == "legitimate_interest":
            told = line.informed is not None and line.informed < self.as_of
            return "informed" if told else "not_informed"
        return "consented" if line.action == "given" else "unproven"

    def of_record(self, record: int, channel: str) -> tuple[str, datetime | None] | None:
        """Return what the ledger of one record adds up to, and when that ends."""
        lines = [
            line
            for line in self.ledger(record)
            if line.purpose == "marketing" and line.channel == channel
        ]
        refusals = [line.at for line in lines if line.action in NO]
        if refusals:
            lines = [
                line
                for line in lines
                if line.action in NO
                or (
                    (line.action == "given" and line.basis == "consent" and line.proof)
                    and line.source == "person"
                    and line.at > max(refusals)
                )
            ]
        said = [self.says(line) for line in lines]
        for state in ("consented", "informed", "refused", "expired", "not_informed", "unproven"):
            if state in said:
                break
        else:
            return ("pending", None) if said else None
        if state not in MAY:
            return state, None
        ends = [line.expires for line in lines if self.says(line) in MAY]
        never = any(end is None for end in ends)
        return state, None if never else max(end for end in ends if end is not None)

    def standing(self, person: int, channel: str) -> tuple[str, datetime | None]:
        """Return how a person stands for marketing by a channel, and when that ends."""
        records = self.all_of(person)
        if any(each.erased is not None and each.erased < self.as_of for each in records):
            return "erased", None
        if self.is_stopped(person, records, channel):
            return "suppressed", None
        told = [found for each in records if (found := self.of_record(each.id, channel))]
        if not told:
            return "unknown", None
        state = min((state for state, _end in told), key=LEAST_FIRST.index)
        if state not in MAY:
            return state, None
        if self.is_forgotten(person, records):
            return "lapsed", None
        return state, min((end for _state, end in told if end is not None), default=None)

    def is_stopped(self, person: int, records: list[Contact], channel: str) -> bool:
        for stop in self.world.stops:
            if not (self.known(stop) and stop.at < self.as_of and stop.channel == channel):
                continue
            is_dead = stop.reason == "bounced"
            for each in records:
                same = each.email and each.email.lower() == stop.address.lower()
                if same and (each.id == person or not is_dead):
                    return True
                if stop.contact == each.id and not is_dead:
                    return True
        return False

    def is_forgotten(self, person: int, records: list[Contact]) -> bool:
        """Tell whether three years went by since the last contact with a prospect."""
        [contact] = [each for each in records if each.id == person]
        [account] = [each for each in self.world.accounts if each.id == contact.account]
        if account.status == "customer":
            return False
        until = self.as_of.astimezone(UTC)
        since = until.replace(year=until.year - 3)
        ids = {each.id for each in records}
        heard = [contact.recorded]
        heard += [line.at for each in records for line in self.ledger(each.id)]
        heard += [
            touch.at
            for touch in self.world.touches
            if touch.contact in ids and self.known(touch) and touch.at < self.as_of
            if touch.type in ENGAGEMENT and touch.automation in {"human", "unknown"}
        ]
        heard += [
            voice.at
            for voice in self.world.voices
            if voice.contact in ids and self.known(voice) and voice.at < self.as_of
        ]
        return max(heard) < since

    # ---- row 9 ----

    @property
    def channel(self) -> str:
        return str(self.question.where.get("channel", "email"))

    def standings(self) -> Iterator[tuple[int, str, datetime | None]]:
        """Yield each person of each account, with how they stand and until when."""
        for root in self.roots():
            for who in self.eligible(root):
                yield who, *self.standing(who, self.channel)

    def census(self, states: set[str], *, is_rate: bool) -> Told:
        found = list(self.standings())
        left_out: dict[str, int] = {}
        for _who, state, _end in found:
            if state not in states:
                left_out[state] = left_out.get(state, 0) + 1
        people = {who for who, _state, _end in found}
        hits = {who for who, state, _end in found if state in states}
        if not (people or self.covered("contact", stock=True)):
            return Told("not_measured")
        if not people:
            return Told("no_data", n=0)
        if is_rate:
            return Told("ok", 100 * len(hits) / len(people), len(people), left_out)
        return Told("ok", len(hits), len(hits), left_out)

    def gdpr_compliant_contacts(self) -> Told:
        return self.census(MAY, is_rate=False)

    def gdpr_compliant_rate(self) -> Told:
        return self.census(MAY, is_rate=True)

    def gdpr_consented_rate(self) -> Told:
        return self.census({"consented"}, is_rate=True)

    def gdpr_legitimate_interest_rate(self) -> Told:
        return self.census({"informed"}, is_rate=True)

    def number_of(self, chosen: set[int]) -> Told:
        told = self.gdpr_compliant_contacts()
        if told.status != "ok":
            return told
        return Told("ok", len(chosen), len(chosen))

    def gdpr_missing_basis_count(self) -> Told:
        return self.number_of({who for who, state, _end in self.standings() if state not in MAY})

    def gdpr_expiring_90d(self) -> Told:
        soon = self.as_of + SOON
        return self.number_of(
            {
                who
                for who, state, end in self.standings()
                if state in MAY and end is not None and end <= soon
            }
        )

    def refusals(self) -> Iterator[tuple[int, str, datetime]]:
        """Yield whoever said no, by which channel, when."""
        for contact in self.world.contacts:
            for line in self.ledger(contact.id):
                if line.action in NO and line.purpose == "marketing":
                    yield self.person(contact.id), line.channel, line.at
        for stop in self.world.stops:
            if stop.contact and stop.reason in SAID_SO and self.known(stop):
                yield self.person(stop.contact), stop.channel, stop.at

    def employers(self, person: int, at: datetime) -> set[int]:
        """Return the accounts where a person worked at an instant."""
        same = {each.id for each in self.all_of(person)}
        jobs = [job for job in self.world.jobs if job.contact in same and self.known(job)]
        if not jobs:
            [contact] = [each for each in self.world.contacts if each.id == person]
            return {self.root(contact.account)}
        return {
            self.root(job.account)
            for job in jobs
            if job.start <= at and (job.end is None or at < job.end)
        }

    def gdpr_withdrawals(self) -> Told:
        emails = {each.id: each.email for each in self.world.contacts}
        people: set[int] = set()
        shared, any_seen = 0, False
        for person, channel, at in self.refusals():
            for account in self.employers(person, at):
                if not (self.in_window(at) and self.counts(account, at)):
                    continue
                any_seen = True
                if channel != self.channel:
                    continue
                if emails[person].split("@")[0].split("+")[0].lower() in MAILBOXES:
                    shared += 1
                else:
                    people.add(person)
        left_out: dict[str, Any] = {"mailbox": shared} if shared else {}
        if not (any_seen or self.covered("consent")):
            return Told("not_measured", left_out=left_out)
        return Told("ok", len(people), len(people), left_out)

    # ---- row 7 ----

    def is_reachable(self, person: int) -> bool:
        [contact] = [each for each in self.world.contacts if each.id == person]
        by_email = contact.email and contact.email_status != "bounced"
        return bool(
            (by_email and self.standing(person, "email")[0] in MAY)
            or (contact.phone and self.standing(person, "phone")[0] in MAY)
        )

    def coverage_contactable(self) -> Told:
        return self.coverage(self.contactable)

    def coverage_engaged(self) -> Told:
        active = self.active()
        return self.coverage(lambda slot: self.contactable(slot) & active)

    def contactable(self, slot: Slot) -> set[int]:
        return {who for who in slot.holders if self.is_reachable(who)}
