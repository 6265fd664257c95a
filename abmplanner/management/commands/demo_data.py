"""Fill a new installation with a believable year."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from typing_extensions import override

from abmplanner.demo.cast import COLLEAGUES, PASSWORD
from abmplanner.demo.story import tell
from accounts.models import User


class Command(BaseCommand):
    """`manage.py demo_data`: eight key accounts and a hybrid program, with a year of history."""

    help = "Fill a new installation with two programs and a year of history."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="tell the story as of this day (default: today)",
        )
        parser.add_argument(
            "--weeks", type=int, default=52, help="of the year that are measured (default: all)"
        )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("This installation has people already; the demo needs a new one.")
        tell(options["today"] or timezone.localdate(), weeks=options["weeks"])
        self.stdout.write(f"Sign in with the password {PASSWORD} as")
        for one in COLLEAGUES:
            self.stdout.write(f"  {one.email:22} {one.role.label}")
