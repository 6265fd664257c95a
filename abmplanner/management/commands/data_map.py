"""Prints the record of processing: what is kept of whom, for what, on which ground, how long."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from typing_extensions import override

from abmplanner.classification import Line, data_map, problems


class Command(BaseCommand):
    """The record of processing activities (Article 30), from the classified fields."""

    help = "Print what every field holds, for what, on which ground and for how long."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail where a field has no class")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self.check_map()
        elif options["format"] == "json":
            self.stdout.write(json.dumps([asdict(line) for line in data_map()], indent=1))
        else:
            self.write_table(data_map())

    def check_map(self) -> None:
        """Raise CommandError with every field that is not classified."""
        if found := problems():
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(data_map())} fields, every one classified.")

    def write_table(self, lines: list[Line]) -> None:
        """Write one line a field, in columns as wide as their longest word."""
        rows = [tuple(str(value) for value in asdict(line).values()) for line in lines]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
