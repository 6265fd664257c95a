"""Who works where and who is active, by plain loops; row 14."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from tests.oracle.plain import Oracle, Told
from tests.oracle.records import Contact, Period

MAILBOXES = {"info", "contact", "sales", "office", "hello", "support", "admin", "marketing", "team",
             "accueil", "commercial", "noreply", "no-reply"}  # fmt: skip
ENGAGEMENT = {"email_clicked", "ad_click", "email_replied", "page_view", "form_submitted",
              "download", "event_registered", "webinar_attended", "event_attended", "social_click",
              "social_like", "social_comment", "social_share", "social_message", "meeting_held",
              "call_connected"}  # fmt: skip
TOUCH_FEEDS = ("email", "web", "event", "social", "sales_activity")
PARTS = ["decision_maker", "champion", "influencer", "user", "procurement"]
QUARTER = timedelta(days=90)


class People(Oracle):
    """Knows the people of accounts."""

    # ---- periods ----

    def holds(self, row: Period, t: datetime) -> bool:
        """Tell whether a row that we know covers the last moment before an instant."""
        return self.known(row) and row.start < t and (row.end is None or row.end >= t)

    def is_asked_about(self, account: int) -> bool:
        """Tell whether an account belongs to who is asked about as things stand at the end."""
        return self.counts(account, self.last_moment())

    def roots(self) -> list[int]:
        """Return the accounts that stand for themselves and are asked about at the end."""
        roots = sorted({self.root(each.id) for each in self.world.accounts})
        return [root for root in roots if self.is_asked_about(root)]

    # ---- contacts ----

    def all_of(self, person: int) -> list[Contact]:
        """Return a contact with all that were merged into it."""
        return [each for each in self.world.contacts if self.person(each.id) == person]

    def works_at(self, contact: Contact, t: datetime) -> set[int]:
        """Return the accounts where a person works just before an instant."""
        same = {each.id for each in self.all_of(contact.id)}
        jobs = [job for job in self.world.jobs if job.contact in same and self.known(job)]
        if jobs:
            return {self.root(job.account) for job in jobs if self.holds(job, t)}
        return {self.root(contact.account)} if contact.recorded < t else set()

    def people(self) -> list[Contact]:
        """Return the contacts that stand for themselves and were recorded."""
        return [
            each
            for each in self.world.contacts
            if each.merged_into is None and (self.known_at is None or each.recorded < self.known_at)
        ]

    def is_eligible(self, contact: Contact) -> bool:
        if contact.erased is not None and contact.erased < self.as_of:
            return False
        return contact.email.split("@")[0].split("+")[0].lower() not in MAILBOXES

    def eligible(self, account: int, t: datetime | None = None) -> set[int]:
        """Return the people who count for an account at the end, by where they work at t."""
        return {
            each.id
            for each in self.people()
            if self.is_eligible(each) and account in self.works_at(each, t or self.as_of)
        }

    def role(self, account: int, person: int) -> str:
        """Return the part of a person in the groups of an account; of several the first."""
        groups = {
            group.id
            for group in self.world.groups
            if self.root(group.account) == account and self.question.group in {None, group.id}
        }
        parts = {
            member.role
            for member in self.world.members
            if member.group in groups
            and self.holds(member, self.as_of)
            and self.person(member.contact) == person
        }
        return next((part for part in PARTS if part in parts), "")

    def members_now(self) -> set[int]:
        """Return who belongs to the group that is asked about."""
        return {
            self.person(member.contact)
            for member in self.world.members
            if member.group == self.question.group and self.holds(member, self.as_of)
        }

    def there(self, account: int, t: datetime | None = None) -> set[int]:
        """Return the people of an account who are asked about."""
        where = self.question.where
        functions = {each.id: each.function for each in self.world.contacts}
        people = self.eligible(account, t)
        if self.question.group is not None:
            people &= self.members_now()
        return {
            who
            for who in people
            if where.get("function") in {None, functions[who]}
            and where.get("role") in {None, self.role(account, who)}
        }

    def active(self) -> set[int]:
        """Return everybody who did something by themselves in ninety days."""
        found = set()
        for touch in self.world.touches:
            fresh = self.as_of - QUARTER <= touch.at < self.as_of
            human = touch.automation in {"human", "unknown"} and touch.type in ENGAGEMENT
            if touch.contact and self.known(touch) and fresh and human:
                found.add(self.person(touch.contact))
        return found

    # ---- row 14 ----

    def contacts_measured(self) -> bool:
        anybody = any(self.eligible(root) for root in self.roots())
        if self.question.group is not None:
            anybody = any(self.eligible(root) & self.members_now() for root in self.roots())
        if not (anybody or self.covered("contact", stock=True)):
            return False
        touched = any(
            self.known(touch)
            and self.as_of - QUARTER <= touch.at < self.as_of
            and self.is_asked_about(touch.account)
            for touch in self.world.touches
        )
        return touched or any(self.covered(feed, stock=True) for feed in TOUCH_FEEDS)

    def active_among(self, people: Iterable[int]) -> Told:
        people = set(people)
        if not self.contacts_measured():
            return Told("not_measured")
        if not people:
            return Told("no_data", n=0)
        return Told("ok", 100 * len(people & self.active()) / len(people), len(people))

    def active_contact_rate(self) -> Told:
        return self.active_among(who for root in self.roots() for who in self.there(root))

    def active_known_before_rate(self) -> Told:
        before = self.as_of - QUARTER
        return self.active_among(
            who for root in self.roots() for who in self.there(root) & self.there(root, before)
        )

    def active_contacts(self) -> Told:
        if not self.contacts_measured():
            return Told("not_measured")
        people: set[Any] = set()
        for root in self.roots():
            people |= self.there(root) & self.active()
        return Told("ok", len(people), len(people))
