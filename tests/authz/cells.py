"""The matrix: every route by every method, by everybody, on a row of theirs, of others and of none.

The cells of a route are asked once, undone, and kept as findings; each test then reads the kind of
finding that it is about.
"""

import json
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.test import override_settings

from tests.authz.audit import REQUEST_ID, Snapshot
from tests.authz.door import SESSIONS, Answer, Door
from tests.authz.headers import header_problems
from tests.authz.payloads import Sent, payload
from tests.authz.routes import COSTLY, METHODS, SAFE, Entry
from tests.authz.rules import Target, expected
from tests.authz.world import FOREIGN, MARKS, NUMBERS, OWN, Performer, Realm, World

KEEPING = {
    "account_email": {"account_emailaddress"},  # the library notes the address it shows
    "metrics:account_plan": {"accounts_visit"},  # where one looked last, for one's own desk
}
BETWEEN_DIGITS = (b" ,.'", "\u202f".encode(), "\xa0".encode())
TRIED = {400, 409, 422}
TELLING = {"manager", "administrator", "sales elsewhere"}  # may change it, sees all, sees nothing
# Whose answer to what nobody may do is given before it matters who asks in which role.
REFUSED_ALIKE = TELLING | {"anonymous", "without second factor", "key that writes"}
# What tells apart nothing more of somebody than another cell does. Those elsewhere see neither row,
# so others' row stands for both; an administrator of no team sees either; and who is not signed in,
# or not wholly, is sent away before a row is looked for.
ROWS_THAT_TELL = {
    "manager elsewhere": {FOREIGN, "absent"},
    "leader elsewhere": {FOREIGN, "absent"},
    "administrator elsewhere": {FOREIGN},
    "deactivated": {OWN},
    "without second factor": {OWN},
    "anonymous": {OWN, "absent"},
}
VARYING = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"'
    rb"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    rb'|name="once" value="[^"]*"|\b[0-9]{13}\b|/visitors/[0-9]+/'
)


@dataclass
class Findings:
    """What was found wrong with the cells of one route, by kind, and how many there were."""

    cells: int = 0
    called: set[str] = field(default_factory=set)
    granted: set[str] = field(default_factory=set)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, cell: str, said: str) -> None:
        """Note something wrong."""
        self.wrong.setdefault(kind, []).append(f"{cell}: {said}")


class Matrix:
    """Asks the cells of a route when they are first wanted."""

    def __init__(self) -> None:
        self.world = World()
        self.door = Door()
        self.door.since_last()
        self.snapshot = Snapshot.taken()
        self.door.inspect = lambda who, wrote: self.snapshot.problems(wrote, who)
        self.asked: dict[str, Findings] = {}

    def of(self, entry: Entry) -> Findings:
        """Return what was found on a route."""
        if entry.name not in self.asked:
            with self.door.asked_often():
                self.asked[entry.name] = self.ask_all(entry)
        return self.asked[entry.name]

    def ask_all(self, entry: Entry) -> Findings:
        """Ask every cell of a route."""
        findings = Findings()
        for method in METHODS:
            sent = self.bodies(entry, method)
            for who in self.askers(entry, method):
                with override_settings(MFA_FORCED=True) if who.half else nullcontext():
                    self.ask_targets(entry, method, who, sent, findings)
            if unseen := self.door.since_last():
                findings.add("trace", method, f"a question wrote {unseen}")
        return findings

    def planned(self, entry: Entry) -> int:
        """Return how many cells a route has."""
        return sum(
            len(self.targets(entry, method, who))
            for method in METHODS
            for who in self.askers(entry, method)
        )

    def targets(self, entry: Entry, method: str, who: Performer | None = None) -> list[Target]:
        """Return the rows that a route is asked about: in odd states, by those who tell most."""
        if entry.model is None:
            return [Target(OWN, None)]
        own = Target(OWN, self.world.own.row(entry.model))
        if method not in entry.methods():
            return [own]  # refused before anybody looks for the row
        others = Target(FOREIGN, self.world.realms[FOREIGN].row(entry.model))
        plain = [own, others, Target("absent", None)]
        if method == "HEAD" or (who and who.name not in TELLING):
            return [each for each in plain if self.tells(entry, method, who, each)]
        states = self.world.own.in_states(entry.model).items() if entry.route.on else []
        return [*plain, *(Target(OWN, row, name) for name, row in states)]

    def tells(self, entry: Entry, method: str, who: Performer | None, target: Target) -> bool:
        """Tell whether a row proves something of somebody that another row does not.

        A key is nobody on a page, and one that writes reads as one that reads.
        """
        if who is None or entry.is_public or entry.is_theirs:
            return True
        if who.is_key and (not entry.is_api or (who.name != "key that reads" and method == "GET")):
            return target.realm == OWN
        return target.realm in ROWS_THAT_TELL.get(who.name, {OWN, FOREIGN, "absent"})

    def bodies(self, entry: Entry, method: str) -> dict[str, Sent]:
        """Return what is sent for each target: the same body for a row of others and for none."""
        if method in SAFE:
            return {}
        if method not in entry.methods():
            return {}
        bodies = {
            target.name: payload(
                self.world, self.door, entry, method, target.row, self.realm_of(target)
            )
            for target in self.targets(entry, method)
            if target.row is not None or entry.model is None
        }
        return {**bodies, "absent": bodies.get(FOREIGN, Sent())}

    def realm_of(self, target: Target) -> Realm:
        """Return the realm that an address speaks of; one of nothing speaks of others'."""
        return self.world.realms[FOREIGN if target.realm == "absent" else target.realm]

    def askers(self, entry: Entry, method: str) -> list[Performer]:
        """Return who asks: everybody, but of what only repeats another cell those who tell most."""
        everybody = self.world.performers.values()
        if method == "HEAD" or entry.name in COSTLY:
            return [who for who in everybody if who.name in TELLING | {"anonymous"}]
        if method not in entry.methods():
            return [who for who in everybody if who.name in REFUSED_ALIKE]
        return list(everybody)

    def ask_targets(
        self, entry: Entry, method: str, who: Performer, sent: dict[str, Sent], found: Findings
    ) -> None:
        """Ask about each row, and compare a row of others with one that does not exist."""
        bytes_of: dict[str, tuple[int, bytes]] = {}
        for target in self.targets(entry, method, who):
            body = sent.get(target.name, Sent())
            answer = self.door.ask(
                who,
                method,
                entry.url(target.row, self.realm_of(target), who.link or "nothing"),
                body.data,
                body.content_type,
                **{"HTTP_X_REQUEST_ID": REQUEST_ID, **body.headers},
            )
            self.judge(entry, method, who, target, answer, found)
            bytes_of[target.name] = (answer.status, answer.body)
        others, none = bytes_of.get(FOREIGN), bytes_of.get("absent")
        compared = others and none and entry.is_about_hidden_rows
        if compared and not self.sees_foreign(who, entry) and differ(others, none):
            said = f"{others[0]} for others' and {none[0]} for none"
            found.add("matrix", f"{method} {who.name}", f"the answers differ: {said}")

    def sees_foreign(self, who: Performer, entry: Entry) -> bool:
        """Tell whether somebody sees the row of others."""
        realm = self.world.realms[FOREIGN]
        return not who.half and who.sees(realm.row(entry.model), FOREIGN, realm.keeper)

    def judge(
        self,
        entry: Entry,
        method: str,
        who: Performer,
        target: Target,
        answer: Answer,
        found: Findings,
    ) -> None:
        """Note everything that is wrong with one cell."""
        cell = f"{method} {who.name} on {target.name}"
        found.cells += 1
        found.called.add(method)
        must = expected(self.world, entry, method, who, target)
        if not must.allows(answer.status):
            found.add("matrix", cell, f"{answer.status}, not {must.why} {why_not(answer)}")
        if answer.status < 400 and must.why.startswith("may"):
            found.granted.add(method)
        for leak in leaks(who, answer):
            found.add("canary", cell, leak)
        for problem in traces(entry, method, answer):
            found.add("trace", cell, problem)
        for problem in header_problems(entry, who, answer):
            found.add("headers", cell, problem)
        for problem in answer.audit_problems:
            found.add("audit", cell, problem)


def differ(one: tuple[int, bytes], other: tuple[int, bytes]) -> bool:
    """Tell whether two answers differ in more than what differs between any two."""
    same = one[0] == other[0] and VARYING.sub(b"", one[1]) == VARYING.sub(b"", other[1])
    return not same


def leaks(who: Performer, answer: Answer) -> Iterator[str]:
    """Yield each mark and number of others that somebody could read, and any mark in the log."""
    for said in answer.lines:
        if any(mark in said for mark in MARKS.values()):
            yield f"the log says {said[:80]}"
    hidden = [realm for realm, mark in MARKS.items() if mark not in who.marks]
    if not hidden:
        return
    for text in answer.texts:
        digits = digits_of(text)
        for realm in hidden:
            if MARKS[realm] in text:
                yield f"reads {around(text, MARKS[realm])}"
            if str(NUMBERS[realm]).encode() in digits:
                yield f"reads the number of {realm}"


def digits_of(text: str) -> bytes:
    """Return a text in which nothing stands between the digits of a number."""
    signs, narrow, wide = BETWEEN_DIGITS
    return text.encode().translate(None, signs).replace(narrow, b"").replace(wide, b"")


def around(text: str, mark: str) -> str:
    """Return the words around a mark."""
    place = text.index(mark)
    return " ".join(text[max(0, place - 60) : place + 40].split())


def traces(entry: Entry, method: str, answer: Answer) -> Iterator[str]:
    """Yield what a refusal or a question left in the database.

    Where the rows themselves refused (a conflict, a broken rule), something was tried and taken
    back; then no table may differ. Elsewhere nothing may even have been tried.
    """
    noted = KEEPING.get(entry.name, set())
    kept = SESSIONS | noted
    tried = {table: n for table, n in answer.wrote.items() if table not in kept}
    if answer.status in TRIED and answer.left:
        yield f"a refusal ({answer.status}) left {answer.left}"
    if answer.status >= 400 and answer.status not in TRIED and answer.wrote.keys() - noted:
        yield f"a refusal ({answer.status}) wrote {answer.wrote}"
    if method in SAFE and tried:
        yield f"a question wrote {tried}"
    if method in SAFE:
        for statement in answer.statements:
            if not any(f'"{table}"' in statement for table in kept):
                yield f"a question said {statement[:60]}"


def why_not(answer: Answer) -> str:
    """Return what the answer says of its own refusal, for the reader of a failed test."""
    context = getattr(answer.response, "context_data", None) or {}
    form = context.get("form")
    if form is not None and getattr(form, "errors", None):
        return str(form.errors.get_json_data())[:300]
    if answer.response.headers.get("Content-Type", "").startswith("application/json"):
        return str(json.loads(answer.body or b"{}"))[:300]
    return str(answer.response.headers.get("Location", ""))
