# ruff: noqa: N999 -- the name of the command is a word of Python's
"""Import a file from the command line, by the same code as an upload.

manage.py import deals.csv --as opportunities --mapping deals.json --system salesforce
"""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from uuid import UUID

import pghistory
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from typing_extensions import override

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.enums import ImportKind, Verdict
from accounts.ingest.intake import take_in
from accounts.ingest.mapping import MappingError
from accounts.ingest.reasons import reason_words
from accounts.ingest.run import run_to_end
from accounts.ingest.storing import PIECE, UnreadableError
from accounts.ingest.summary import summarized
from accounts.models import Program, User


class Command(BaseCommand):
    """Import a CSV or XLSX file of any kind that we take in."""

    help = __doc__

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="kind", required=True, choices=ImportKind.values)
        parser.add_argument("--mapping", type=Path, help="JSON as docs/importing.md describes it")
        parser.add_argument("--system", default="", help="name of the system the file comes from")
        parser.add_argument("--program", default="", help="public id: enrol new accounts there")
        parser.add_argument("--as-person", default="", help="e-mail of the person to act as")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        actor = self.actor(options["as_person"])
        dry = options["dry_run"]
        with transaction.atomic() if dry else nullcontext(), pghistory.context(actor=actor.label):
            try:
                run = take_in(
                    actor,
                    pieces(options["file"]),
                    file_name=options["file"].name,
                    kind=options["kind"],
                    mapping=self.mapping(options["mapping"]),
                    system=options["system"],
                    program=self.program(actor, options["program"]),
                )
                run_to_end(actor, run)
            except (OSError, UnreadableError, MappingError) as error:
                raise CommandError(str(error)) from error
            summary = summarized(actor, run, dry_run=dry)
            if dry:
                transaction.set_rollback(True)
        written = json.dumps(summary, ensure_ascii=False)
        self.stdout.write(written if options["format"] == "json" else in_words(summary))

    def actor(self, email: str) -> Actor:
        """Return on whose behalf the file is imported: a person's, or the installation's."""
        if not email:
            return SYSTEM
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody active has the address {email}.")
        return Actor.of_person(person)

    def mapping(self, path: Path | None) -> Any:
        """Return what a file of JSON says, or None to have the mapping guessed."""
        if path is None:
            return None
        try:
            return json.loads(path.read_text())
        except (OSError, ValueError) as error:
            raise CommandError(f"{path}: {error}") from error

    def program(self, actor: Actor, public_id: str) -> Program | None:
        """Return the program of that public id, as far as the actor may see it."""
        if not public_id:
            return None
        try:
            found = Program.objects.visible_to(actor).filter(public_id=UUID(public_id)).first()
        except ValueError:
            found = None
        if found is None:
            raise CommandError(f"There is no program {public_id}.")
        return found


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def in_words(summary: dict[str, Any]) -> str:
    """Return a summary for people."""
    counts = ", ".join(f"{summary[verdict]} {verdict}" for verdict in Verdict.values)
    said = [
        f"{summary['file']} as {summary['kind']} of {summary['system']}",
        f"{summary['encoding']}, separator {summary['separator']!r}, header in line "  # noqa: ISC004 -- one sentence
        f"{summary['header']}, dates {summary['date_order']}, decimal mark {summary['decimal']}",
        *(f"open question: {doubt}" for doubt in summary["doubts"]),
        f"{summary['rows']} rows: {counts}" + (" (nothing written)" if summary["dry_run"] else ""),
    ]
    for row in summary["not_taken"]:
        detail = " ".join(filter(None, (row["field"], row["detail"])))
        said.append(f"line {row['line']}: {row['verdict']}: {reason_words(row['reason'])} {detail}")
    return "\n".join(each.rstrip() for each in said)
