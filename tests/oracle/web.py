"""Visits to our site, and what was taken or sent there, by plain loops; row 17."""

from collections.abc import Callable
from typing import Any

from tests.oracle.plain import Oracle, Told
from tests.oracle.records import ZONE, Identity, Touch, Visit

Number = float | int


class Web(Oracle):
    """Knows who visited us."""

    def identity(self, visitor: int | None) -> Identity | None:
        rows = [row for row in self.world.identities if row.visitor == visitor and self.known(row)]
        return rows[0] if rows else None

    def who(self, row: Touch | Visit) -> Any:
        """Return the person as far as we know them: a contact, a browser, or somebody."""
        link = self.identity(row.visitor)
        contact = row.contact or (link.contact if link else None)
        if contact:
            return "contact", self.person(contact)
        return ("visitor", row.visitor) if row.visitor else ("somebody", id(row))

    def visited(self, visit: Visit) -> int | None:
        link = self.identity(visit.visitor)
        return visit.account or (link.account if link else None)

    def visits(self) -> tuple[list[Visit], dict[str, int], bool]:
        """Return the visits of the window, how many were machines, and whether any was seen."""
        people, machines = [], 0
        for visit in self.world.visits:
            account = self.visited(visit)
            if account is None or not (self.known(visit) and self.in_window(visit.at)):
                continue
            if not self.counts(account, visit.at):
                continue
            if visit.automation == "machine":
                machines += 1
            else:
                people.append(visit)
        left_out = {"machine": machines} if machines else {}
        measured = bool(people or machines) or self.covered("web")
        return people, left_out, measured

    def web_unique_visitors(self) -> Told:
        visits, left_out, measured = self.visits()
        if not measured:
            return Told("not_measured", left_out=left_out)
        number = len({self.who(visit) for visit in visits})
        return Told("ok", number, number, left_out)

    def web_sessions(self) -> Told:
        visits, left_out, measured = self.visits()
        if not measured:
            return Told("not_measured", left_out=left_out)
        return Told("ok", len(visits), len(visits), left_out)

    def ratio(self, value: Callable[[list[Visit]], tuple[Number, int]]) -> Told:
        visits, left_out, measured = self.visits()
        if not measured:
            return Told("not_measured", left_out=left_out)
        top, bottom = value(visits)
        if not bottom:
            return Told("no_data", n=0, left_out=left_out)
        return Told("ok", top / bottom, bottom, left_out)

    def web_avg_session_duration(self) -> Told:
        def lasting(visits: list[Visit]) -> tuple[Number, int]:
            known = [visit.duration for visit in visits if visit.duration is not None]
            return sum(known), len(known)

        return self.ratio(lasting)

    def web_avg_engaged_time(self) -> Told:
        def looking(visits: list[Visit]) -> tuple[Number, int]:
            known = [visit for visit in visits if visit.engaged is not None]
            seconds = sum(visit.engaged or 0 for visit in known)
            return seconds, len({self.who(visit) for visit in known})

        return self.ratio(looking)

    def web_engaged_session_rate(self) -> Told:
        def engaged(visits: list[Visit]) -> tuple[Number, int]:
            hits = [
                visit
                for visit in visits
                if (visit.duration or 0) >= 10 or visit.key_events >= 1 or visit.pages >= 2
            ]
            return 100 * len(hits), len(visits)

        return self.ratio(engaged)

    def deeds(self, type_: str) -> tuple[list[Touch], dict[str, int], bool]:
        """Return the touches of a type in the window that people did by themselves.

        A form sent tells as well as a download that touches of our site are recorded.
        """
        people, machines, any_seen = [], 0, False
        for touch in self.world.touches:
            if touch.type not in {"download", "form_submitted"}:
                continue
            if not (self.known(touch) and self.in_window(touch.at)):
                continue
            if not self.counts(touch.account, touch.at):
                continue
            any_seen = True
            if touch.type != type_:
                continue
            if touch.automation in {"machine", "suspected"}:
                machines += 1
            else:
                people.append(touch)
        left_out = {"machine": machines} if machines else {}
        return people, left_out, any_seen or self.covered("web")

    def web_downloads(self) -> Told:
        touches, left_out, measured = self.deeds("download")
        different = {
            (self.root(t.account), self.who(t), t.link, t.at.astimezone(ZONE).date())
            for t in touches
        }
        if len(different) < len(touches):
            left_out["repeated"] = len(touches) - len(different)
        if not measured:
            return Told("not_measured", left_out=left_out)
        return Told("ok", len(different), len(different), left_out)

    def web_form_submissions(self) -> Told:
        touches, left_out, measured = self.deeds("form_submitted")
        if not measured:
            return Told("not_measured", left_out=left_out)
        return Told("ok", len(touches), len(touches), left_out)
