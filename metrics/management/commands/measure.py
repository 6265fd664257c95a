"""Measure one indicator, as the system."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from typing_extensions import override

from abmplanner.kit.actor import SYSTEM
from metrics.phrases import explained, question_words, table
from metrics.queries.asking import Question, QuestionError, answered

EXAMPLE = "manage.py measure --indicator close_rate --scope all --from 2026-01-01 --to 2026-04-01"


class Command(BaseCommand):
    help = (
        "Measures one indicator. Days are local; the window is half-open: the first quarter is "
        f"--from 2026-01-01 --to 2026-04-01. Example: {EXAMPLE}"
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--indicator", required=True, metavar="KEY")
        parser.add_argument(
            "--scope",
            required=True,
            metavar="SCOPE",
            help="account:ID, program:ID, campaign:ID, group:ID, source:NAME or all",
        )
        parser.add_argument(
            "--from", dest="start", required=True, type=day, metavar="DAY", help="first day"
        )
        parser.add_argument(
            "--to", dest="end", required=True, type=day, metavar="DAY", help="day after the last"
        )
        parser.add_argument(
            "--as-of", type=day, metavar="DAY", help="last day seen; today if left out"
        )
        parser.add_argument("--known-at", type=day, metavar="DAY", help="as it was known that day")
        parser.add_argument(
            "--where",
            action="append",
            default=[],
            type=pair,
            metavar="NAME=VALUE",
            help="a value of one of the indicator's dimensions, such as type=expansion",
        )
        parser.add_argument("--format", choices=["json", "table"], default="table")
        parser.add_argument("--explain", action="store_true", help="with sentence and records")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        question = Question(
            indicator=options["indicator"],
            scope=options["scope"],
            start=options["start"],
            end=options["end"],
            as_of=options["as_of"],
            known_at=options["known_at"],
            where=dict(options["where"]),
        )
        try:
            asked = answered(SYSTEM, question, explain=options["explain"])
        except QuestionError as error:
            raise CommandError(question_words(error)) from error
        body = explained(asked) if options["explain"] else asked.as_json()
        if options["format"] == "json":
            self.stdout.write(json.dumps(body, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(table(body))


def day(text: str) -> date:
    """Return the day that a text such as 2026-03-31 names."""
    return date.fromisoformat(text)


def pair(text: str) -> tuple[str, str]:
    """Return the name and the value of a text such as type=expansion."""
    name, sign, value = text.partition("=")
    if not (name and sign and value):
        raise ValueError(text)
    return name, value
