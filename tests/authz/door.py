"""How a request reaches the site in these tests: the whole stack, without a browser's jar.

Each request is undone afterwards, and what it did to the database is told: which tables were
written, and every statement that was not a question.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile, is_zipfile

from django.conf import settings
from django.core import mail
from django.db import connection
from django.http import HttpResponseBase
from django.test import RequestFactory
from django.test.client import ClientHandler
from typing_extensions import override

from tests.authz.world import Performer
from tests.remembering import nothing_remembered

QUESTIONS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "WITH", "SET", "DECLARE", "FETCH")
SESSIONS = {"django_session", "usersessions_usersession"}


@dataclass
class Answer:
    """What came back, and what the request left in the database before it was undone."""

    response: HttpResponseBase
    body: bytes
    wrote: dict[str, int] = field(default_factory=dict)
    statements: list[str] = field(default_factory=list)
    mails: list[Any] = field(default_factory=list)
    audit_problems: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    queries: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The status."""
        return self.response.status_code

    @property
    def texts(self) -> Iterator[str]:
        """Yield every text that the reader of the answer can read: body, headers, files, mails."""
        yield self.body.decode(errors="replace")
        yield str(self.response.headers) + str(self.response.cookies)
        if self.body[:2] == b"PK" and is_zipfile(BytesIO(self.body)):
            with ZipFile(BytesIO(self.body)) as files:
                for name in files.namelist():
                    yield name + files.read(name).decode(errors="replace")
        for letter in self.mails:
            yield f"{letter.subject} {letter.body} {letter.recipients()}"


class Lines(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.kept: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(f"{record.getMessage()} {record.exc_info or ''}")


class Door:
    """The site's whole stack, asked without a server."""

    def __init__(self) -> None:
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.handler.load_middleware()
        self.requests = RequestFactory()
        self.many, self.queries, self.lines = False, 0, Lines()
        self.point = ""  # where the world is as it was made
        self.contents = {table: content_of(table) for table in tables()}
        self.counted: dict[str, int] = {}
        self.inspect: Callable[[Performer, dict[str, int]], list[str]] = lambda _who, _wrote: []

    def ask(
        self,
        who: Performer,
        method: str,
        address: str,
        data: Any = b"",
        content_type: str = "application/octet-stream",
        **headers: str,
    ) -> Answer:
        """Return the answer to a request, and undo what it did.

        PostgreSQL is asked what was written where anything but questions was said; whoever asks
        often asks it once more at the end, for a question could write as well.
        """
        request: Any = self.requests.generic(
            method, address, data, content_type, **{**who.headers, **headers}
        )
        if who.session:
            request.COOKIES[settings.SESSION_COOKIE_NAME] = who.session
        request._dont_enforce_csrf_checks = True
        mail.outbox = []
        self.lines.kept = []
        with nothing_remembered(), self.undone() as statements:
            response = self.handler.get_response(request)
            parts = response.streaming_content if response.streaming else [response.content]
            body = b"".join(parts)
            queries = self.queries
            wrote = self.since_last() if statements else {}
            problems = self.inspect(who, wrote) if wrote and response.status_code < 400 else []
            left = self.left(wrote) if wrote and response.status_code >= 400 else []
        return Answer(
            response,
            body,
            wrote,
            statements,
            list(mail.outbox),
            problems,
            left,
            queries,
            self.lines.kept,
        )

    def left(self, tables: Iterable[str]) -> list[str]:
        """Return which of these tables are no longer what they were when the world was made."""
        return [table for table in tables if content_of(table) != self.contents[table]]

    def since_last(self) -> dict[str, int]:
        """Return how many rows of each table were written since this was last asked."""
        if connection.needs_rollback:
            return {}
        before, self.counted = self.counted, self.writes()
        return {t: n - before.get(t, 0) for t, n in self.counted.items() if n != before.get(t, 0)}

    def writes(self) -> dict[str, int]:
        """Return how many rows of each table the transaction wrote so far, undone or not."""
        with connection.cursor() as cursor:
            cursor.execute(COUNTERS)
            return dict(cursor.fetchall())

    @contextmanager
    def undone(self) -> Iterator[list[str]]:
        """Undo what is done inside, and tell which statements were no questions."""
        statements: list[str] = []

        def note(execute: Any, sql: Any, *rest: Any) -> Any:
            words = str(sql).lstrip(" (\n")
            self.queries += not words.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
            if not words.upper().startswith(QUESTIONS) or "FOR UPDATE" in words:
                statements.append(words)
            return execute(sql, *rest)

        self.point = self.point or connection.savepoint()
        self.queries = 0
        try:
            with connection.execute_wrapper(note):
                yield statements
        finally:
            if statements or connection.needs_rollback or not self.many:
                self.undo()

    def undo(self) -> None:
        """Take back what was done since the point, and forget the point."""
        if self.point:
            connection.needs_rollback = False
            connection.savepoint_rollback(self.point)
            connection.savepoint_commit(self.point)
            self.point = ""

    @contextmanager
    def asked_often(self) -> Iterator[None]:
        """Keep one point for many requests, as long as they write nothing."""
        self.many = True
        try:
            yield
        finally:
            self.many = False
            self.undo()


def tables() -> list[str]:
    """Return the names of all tables."""
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def content_of(table: str) -> str:
    """Return a hash of all rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t'
        )
        return str(cursor.fetchone()[0])


COUNTERS = """
    SELECT oid::regclass::text, pg_stat_get_xact_tuples_inserted(oid)
        + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid)
    FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
            + pg_stat_get_xact_tuples_deleted(oid) > 0
"""
