"""Fill a new installation with as many accounts and touches as are asked for."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from typing_extensions import override

from abmplanner.demo.cast import ANA, PASSWORD
from abmplanner.demo.large.telling import tell_large


def positive(text: str) -> int:
    """Return a whole number above zero."""
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError("must be a whole number above zero")
    return int(text)


class Command(BaseCommand):
    """`manage.py demo --accounts N --touches N`: an automated program of any size."""

    help = "Fill a new installation with an automated program of N accounts and N touches."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--accounts", type=positive, required=True)
        parser.add_argument("--touches", type=positive, required=True)
        parser.add_argument("--weeks", type=positive, default=104, help="that touches go back")
        parser.add_argument("--seed", type=int, default=1, help="another one: other rows")
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day after the last touch (default: today)"
        )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        tell_large(
            accounts=options["accounts"],
            touches=options["touches"],
            weeks=options["weeks"],
            seed=options["seed"],
            today=options["today"] or timezone.localdate(),
            say=self.stdout.write,
        )
        self.stdout.write(f"Sign in as {ANA.email} with the password {PASSWORD}")
