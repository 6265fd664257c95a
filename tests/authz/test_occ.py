"""Nobody overwrites what somebody else saved: every page and resource that saves asks the version.

The routes come from the router: each that changes a row with a version, by a form, by a button or
by the API. Without the version nothing is saved, and with an old one both versions are shown, with
who saved the other and when, and what was typed is kept.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import F
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.html import escape

from abmplanner.kit.saving import Versioned
from accounts.enums import Role
from accounts.models import FeedbackReply
from tests.authz.cells import Matrix
from tests.authz.door import Answer
from tests.authz.payloads import PAYLOADS, as_shown, page_form, resource
from tests.authz.routes import Entry, entries
from tests.authz.world import SEEN_BY, label
from tests.factories.dates import LONG_AGO

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("occ")]

MEANWHILE, TYPED = "saved meanwhile", "typed by me"
BEFORE_ALL = LONG_AGO - timedelta(days=1)  # no row was recorded as early
WORDS = ("name", "title", "name_en", "comment", "expected_effect", "why")

# Routes that only add to what a row holds, or set what is the same whoever does it first.
ADDING = re.compile(r"_(create|add|join|comment)$|-list$")
SAME_TWICE: dict[str, str] = {
    "accounts:address_suppress": "one line more of a ledger, or the line that stands",
    "accounts:consent_take_back": "a line that never was, whoever says so first",
    "accounts:favorite_set": "a star of one's own, set or not",
    "accounts:group_state": "a dated period more, or the one that lasts",
    "accounts:action_move": "one place up or down from wherever it is now",
    "accounts:action_restore": "there again, whoever brings it back first",
    "accounts:comment_restore": "there again, whoever brings it back first",
    "accounts:objective_restore": "there again, whoever brings it back first",
    "metrics:goal_restore": "there again, whoever brings it back first",
    "metrics:plan_start": "objectives more, beside those that stand",
    "accounts:objective_move": "one place up or down from wherever it is now",
    "accounts:touch_withdraw": "a touch that never was, whoever says so first",
    "accounts:plan_unsign": "a signature that never was, whoever says so first",
    "accounts:invitation_bounced": "an address that is dead, whoever says so first",
    "accounts:program_move": "dated periods more; who is no longer there is refused",
    "accounts:round_ask": "requests more, each once in a round",
    "accounts:round_remind": "mails to who has not answered, once a day",
    "accounts:survey_ask": "invitations more, each once in a wave",
    "accounts:survey_remind": "mails to who has not answered, once a day",
    "accounts:user_invite": "one mail more, whose link works until a password is chosen",
    "api-group-move": "a dated period more, or the one that lasts",
    "metrics:health_override": "a dated row more, once however often it is sent",
    "metrics:indicator_set_begin": "what is usual written down, once however often it is sent",
    "metrics:indicator_set_move": "one place up or down from wherever it is now",
}
# The row that a page saves, where its address names the one that it is about.
SAVED: dict[str, Any] = {"accounts:feedback_reply": FeedbackReply}
WORDLESS = {"metrics:goal_edit"}  # only a milestone has words


def changing(api: bool) -> list[Entry]:  # noqa: FBT001 -- two lists of one kind
    """Return the routes that change the very row that their address names."""
    return [
        entry
        for entry in entries()
        if entry.is_api is api
        and entry.model is not None
        and issubclass(entry.model, Versioned)
        and entry.methods() & {"POST", "PATCH", "DELETE"}
        and not ADDING.search(entry.name)
        and entry.name not in SAME_TWICE
    ]


def named(value: Entry | str) -> str:
    """Return the name of a route or a method."""
    return value if isinstance(value, str) else value.name


class Saver:
    """Sends what a person typed on a page, or a program to the API, with a version or none."""

    def __init__(self, matrix: Matrix, entry: Entry) -> None:
        self.matrix, self.entry, self.is_stale = matrix, entry, False
        self.realm = matrix.world.own
        self.named = self.realm.row(entry.model)
        self.model = SAVED.get(entry.name, entry.model)
        self.row = self.realm.row(self.model)
        acts: Any = [self.entry.route.operation(m) for m in entry.methods()]
        own = any(act.own or Role.ADMINISTRATOR not in act.roles for act in acts)
        own |= SEEN_BY.get(label(self.named)) == "self"
        self.who = matrix.world.performers["manager" if own else "administrator"]
        self.address = entry.url(self.named, self.realm)

    def fields(self, method: str) -> dict[str, Any]:
        """Return what is sent where nothing is wrong."""
        made = PAYLOADS.get(self.entry.name, lambda _world, _row: {})(self.matrix.world, self.named)
        place = (self.matrix.door, self.entry)
        if self.entry.is_api:
            return resource(*place, method, self.who, self.named, self.realm) | made
        return page_form(*place, self.who, self.named, self.realm) | made

    def send(self, method: str, fields: dict[str, Any], version: int | None) -> Answer:
        """Return the answer to a change by somebody who saw that version."""
        if self.entry.is_api:
            seen = {} if version is None else {"HTTP_IF_MATCH": f'"{version}"'}
            body, kind = json.dumps(fields).encode(), "application/json"
            return self.matrix.door.ask(self.who, method, self.address, body, kind, **seen)
        sent = {name: value for name, value in fields.items() if name not in {"version", "seen"}}
        if "seen" in fields and version is not None:
            newest = version == self.row.version and not self.is_stale
            sent["seen"] = fields["seen"] if newest else BEFORE_ALL.isoformat()
        elif version is not None:
            sent["version"] = str(version)
        body = encode_multipart(BOUNDARY, sent)
        return self.matrix.door.ask(self.who, method, self.address, body, MULTIPART_CONTENT)

    @contextmanager
    def saved_by_another(self, field: str | None) -> Iterator[None]:
        """Let a colleague save the row in the meantime, and undo it afterwards."""
        rows: Any = models.QuerySet(self.model) if self.plain else self.guarded
        rows = rows.filter(pk=self.row.pk)
        point = connection.savepoint()
        other = {field: MEANWHILE} if field else {}
        rows.update(
            version=F("version") + 1, saved_by=self.matrix.world.keepers["elsewhere"], **other
        )
        self.matrix.door.since_last()
        self.is_stale = True
        try:
            yield
        finally:
            self.is_stale = False
            connection.savepoint_rollback(point)
            self.matrix.door.since_last()

    @property
    def plain(self) -> bool:
        """Tell whether the row is everybody's."""
        return not hasattr(self.model.objects, "unscoped")

    @property
    def guarded(self) -> Any:
        """The rows, for the test alone."""
        return self.model.objects.unscoped("a test")


@pytest.mark.parametrize("entry", changing(api=False), ids=named)
def test_occ_of_a_page_without_a_version_saves_nothing(matrix: Matrix, entry: Entry) -> None:
    saver = Saver(matrix, entry)

    answer = saver.send("POST", saver.fields("POST"), None)

    assert answer.status == 428
    assert answer.wrote == {}


@pytest.mark.parametrize("entry", changing(api=False), ids=named)
def test_occ_of_a_page_shows_both_versions(matrix: Matrix, entry: Entry) -> None:
    saver = Saver(matrix, entry)
    fields = saver.fields("POST")
    field = next((name for name in WORDS if name in fields), None)
    field = None if entry.name in WORDLESS or "seen" in fields else field
    fields |= {field: TYPED} if field else {}

    with saver.saved_by_another(field):
        answer = saver.send("POST", fields, saver.row.version)
    page = answer.body.decode()

    assert answer.status == 409
    if "seen" in fields:
        return  # dated rows: the one that is there was recorded by nobody
    assert escape(matrix.world.keepers["elsewhere"].name) in page
    if field:
        assert MEANWHILE in page
        assert page.count(TYPED) >= 2  # in the comparison, and in the form


@pytest.mark.parametrize("entry", changing(api=False), ids=named)
def test_occ_of_a_page_takes_the_version_that_is_there(matrix: Matrix, entry: Entry) -> None:
    saver = Saver(matrix, entry)

    answer = saver.send("POST", saver.fields("POST"), saver.row.version)

    assert answer.status in ({302, 200, 422} if "delete" in entry.name else {302, 200})


def methods(entry: Entry) -> list[str]:
    """Return the methods by which a resource is changed."""
    return sorted(entry.methods() & {"PATCH", "DELETE", "POST"})


API = [(entry, method) for entry in changing(api=True) for method in methods(entry)]


@pytest.mark.parametrize(("entry", "method"), API, ids=named)
def test_occ_of_the_api_without_a_version_saves_nothing(
    matrix: Matrix, entry: Entry, method: str
) -> None:
    saver = Saver(matrix, entry)

    answer = saver.send(method, saver.fields(method), None)

    assert answer.status == 428
    assert answer.wrote == {}


@pytest.mark.parametrize(("entry", "method"), API, ids=named)
def test_occ_of_the_api_gives_both_versions(matrix: Matrix, entry: Entry, method: str) -> None:
    saver = Saver(matrix, entry)
    fields = saver.fields(method)
    field = next((name for name in WORDS if name in fields), None)
    fields |= {field: TYPED} if field else {}

    with saver.saved_by_another(field):
        answer = saver.send(method, fields, saver.row.version)
        now = as_shown(matrix.door, entry, saver.who, saver.row, saver.realm)
    said = json.loads(answer.body)

    assert answer.status == 409
    assert said["code"] == "stale"
    assert said["saved_by"] == matrix.world.keepers["elsewhere"].name
    assert said["saved_at"]
    assert said["now"]["version"] == saver.row.version + 1
    assert said["yours"] == fields
    assert now == {} or said["now"] == now
