"""Visits to our site, what was done there and at our events, by plain loops; row 17."""

from collections.abc import Callable
from datetime import datetime, timedelta
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
            if touch.type not in {"download", "form_view", "form_submitted"}:
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

    # ---- forms ----

    def visit_of(self, touch: Touch) -> Any:
        """Return the visit that a touch tells of; where it tells none, the person's day."""
        if touch.session:
            return touch.session
        return self.who(touch), touch.at.astimezone(ZONE).date()

    def of_visits(self, type_: str) -> list[Touch]:
        """Return the touches of a type from a day before the window on."""
        since = self.start - timedelta(days=1)
        return [
            touch
            for touch in self.world.touches
            if touch.type == type_ and self.known(touch) and since <= touch.at < self.as_of
        ]

    def web_form_conversion_rate(self) -> Told:
        _views, left_out, measured = self.deeds("form_view")
        sent = {
            (self.root(touch.account), self.visit_of(touch))
            for touch in self.of_visits("form_submitted")
            if touch.automation in {"human", "unknown"}
        }
        visits: set[Any] = set()
        seen = won = 0
        for touch in sorted(self.of_visits("form_view"), key=lambda each: each.at):
            if touch.automation in {"machine", "suspected"}:
                continue
            visit = self.root(touch.account), self.visit_of(touch)
            is_first = visit not in visits
            visits.add(visit)
            if not (self.in_window(touch.at) and self.counts(touch.account, touch.at)):
                continue
            if is_first:
                seen += 1
                won += visit in sent
            else:
                left_out["repeated"] = left_out.get("repeated", 0) + 1
        if not measured:
            return Told("not_measured", left_out=left_out)
        if not seen:
            return Told("no_data", n=0, left_out=left_out)
        return Told("ok", 100 * won / seen, seen, left_out)

    # ---- events ----

    def event(self, touch: Touch) -> Any:
        campaigns = {each.id: each for each in self.world.campaigns}
        campaign = campaigns.get(touch.campaign or 0)
        if campaign and campaign.channel in {"event", "webinar"}:
            return "campaign", campaign.id
        if touch.link:
            return "link", touch.link
        return ("campaign", campaign.id) if campaign else ("touch", id(touch))

    def at_events(self) -> list[Touch]:
        types = {"event_registered", "webinar_attended", "event_attended"}
        return [
            touch
            for touch in self.world.touches
            if touch.type in types and self.known(touch) and touch.at < self.as_of
        ]

    def held(self, event: Any) -> datetime | None:
        """Return when the first person came; where none did, when the campaign ended."""
        came = [
            touch.at
            for touch in self.at_events()
            if touch.type != "event_registered"
            and touch.automation in {"human", "unknown"}
            and self.event(touch) == event
        ]
        if came:
            return min(came) if event[0] != "touch" else None
        ends = {("campaign", each.id): each.ends for each in self.world.campaigns}
        end = ends.get(event)
        return end if end and end < self.as_of else None

    def places(self) -> dict[Any, dict[str, datetime]]:
        """Return when each person of an account registered for each event, and came there."""
        found: dict[Any, dict[str, datetime]] = {}
        for touch in self.at_events():
            human = touch.automation in {"human", "unknown"}
            place = self.root(touch.account), self.who(touch), self.event(touch), human
            what = "registered" if touch.type == "event_registered" else "came"
            times = found.setdefault(place, {})
            times[what] = min(touch.at, times.get(what, touch.at))
        return found

    def taking_part(self, at: Callable[[Any, dict[str, datetime]], datetime | None]) -> Any:
        """Return what lies in the window by an instant, how many machines, and whether any did."""
        people, machines = [], 0
        for place, times in self.places().items():
            instant = at(place, times)
            if instant is None or not (self.in_window(instant) and self.counts(place[0], instant)):
                continue
            if place[3]:
                people.append((place, times))
            else:
                machines += 1
        left_out = {"machine": machines} if machines else {}
        return people, left_out, bool(people or machines) or self.covered("event")

    def number_at_events(self, what: str) -> Told:
        people, left_out, measured = self.taking_part(lambda _place, times: times.get(what))
        if not measured:
            return Told("not_measured", left_out=left_out)
        number = len({place[1:3] for place, _times in people})
        return Told("ok", number, number, left_out)

    def event_registrations(self) -> Told:
        return self.number_at_events("registered")

    def event_attendances(self) -> Told:
        return self.number_at_events("came")

    def event_attendance_rate(self) -> Told:
        people, left_out, measured = self.taking_part(
            lambda place, times: self.held(place[2]) if "registered" in times else None
        )
        if not measured:
            return Told("not_measured", left_out=left_out)
        if not people:
            return Told("no_data", n=0, left_out=left_out)
        came = sum("came" in times for _place, times in people)
        return Told("ok", 100 * came / len(people), len(people), left_out)
