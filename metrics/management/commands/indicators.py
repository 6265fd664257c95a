"""List the catalogue of indicators."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from typing_extensions import override

from abmplanner.kit.actor import SYSTEM
from metrics.catalogue.catalogue import listed
from metrics.queries.indicators import known_indicators


class Command(BaseCommand):
    help = "Lists the indicators of the catalogue, and those that teams made."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["json", "table"], default="table")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        entries = [listed(indicator) for indicator in known_indicators(SYSTEM)]
        if options["format"] == "json":
            self.stdout.write(json.dumps(entries, ensure_ascii=False, indent=1))
            return
        for entry in entries:
            self.stdout.write(f"{entry['row']!s:>6}  {entry['key']:<42}  {entry['name_en']}")
