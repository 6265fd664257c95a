"""Tells a large installation from beginning to end."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pghistory
from django.db import connection, transaction

from abmplanner.demo.large.campaigns import tell_campaigns
from abmplanner.demo.large.deals import tell_deals
from abmplanner.demo.large.ground import make_ground
from abmplanner.demo.large.people import Crowd, tell_accounts
from abmplanner.demo.large.progress import Progress
from abmplanner.demo.large.touches import Passing, slices, tell_touches, tell_visitors
from abmplanner.kit.actor import SYSTEM

SLICE = 500  # accounts in a transaction


def tell_large(
    *, accounts: int, touches: int, weeks: int, seed: int, today: date, say: Callable[[str], object]
) -> None:
    """Write an automated program of so many accounts, and so many touches up to today.

    Raises CommandError where there are accounts that the demo did not make.
    """
    until = datetime.combine(today, time(), UTC)
    with pghistory.context(actor=SYSTEM.label):
        ground = make_ground(seed=seed, until=until, weeks=weeks)
        crowd, progress = Crowd(), Progress(say, "accounts", accounts)
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
    with connection.cursor() as cursor:
        # Nobody looks at a table cut by month as a whole unless asked to; plans need it.
        cursor.execute("ANALYZE")
