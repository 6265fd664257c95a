"""Tells a program of any size from beginning to end."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time

import pghistory
from django.db import connection, transaction

from abmplanner.demo.large.campaigns import tell_campaigns
from abmplanner.demo.large.deals import tell_deals
from abmplanner.demo.large.ground import AT_SCALE, Ground, keep_away_from_others, make_ground
from abmplanner.demo.large.people import Crowd, tell_accounts
from abmplanner.demo.large.progress import Progress
from abmplanner.demo.large.touches import Passing, slices, tell_touches, tell_visitors
from abmplanner.kit.actor import SYSTEM

Say = Callable[[str], object]

SLICE = 500  # accounts in a transaction


def tell_large(
    *, accounts: int, touches: int, weeks: int, seed: int, today: date, say: Say
) -> None:
    """Write an automated program of so many accounts, and so many touches up to today.

    Raises CommandError where there are accounts that the demo did not make.
    """
    keep_away_from_others(AT_SCALE)
    until = datetime.combine(today, time(), UTC)
    ground = make_ground(AT_SCALE, seed=seed, until=until, weeks=weeks)
    tell_program(ground, accounts=accounts, touches=touches, say=say)
    look_over()


def tell_program(ground: Ground, *, accounts: int, touches: int, say: Say) -> Sequence[int]:
    """Write so many accounts and touches of the program of a ground; return the accounts' keys."""
    crowd, progress = Crowd(), Progress(say, "accounts", accounts)
    with pghistory.context(actor=SYSTEM.label):
        for numbers in slices(range(ground.held, ground.held + accounts), SLICE):
            with transaction.atomic():
                keys = tell_accounts(ground, numbers, crowd)
                tell_deals(ground, numbers, keys)
            progress.add(len(numbers))
        with transaction.atomic():
            runs = tell_campaigns(ground, crowd.accounts)
            visitors = tell_visitors(ground, crowd)
        passing = Passing(ground, crowd, visitors, runs)
        tell_touches(passing, touches, Progress(say, "touches", touches))
    return crowd.accounts


def look_over() -> None:
    """Let PostgreSQL look at what was written: plans need it, and it would look too late.

    At a table cut by month as a whole it never looks unless asked to.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
