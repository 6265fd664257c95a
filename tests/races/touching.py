"""One of the writers of the race for touches: sends one batch, as soon as all may start."""

import os
import sys
import time
from datetime import UTC, datetime, timedelta

import django

APART = timedelta(days=20)  # so that a batch needs months that nobody made yet


def main(account: int, rows: int, start: float) -> None:
    """Write the batch at the instant at which all begin; print how many rows were new."""
    from abmplanner.kit.actor import SYSTEM  # noqa: PLC0415 -- app ready
    from accounts.actions.touch import log  # noqa: PLC0415 -- app ready
    from accounts.models import Touch  # noqa: PLC0415 -- app ready

    first = datetime(2031, 1, 1, tzinfo=UTC)
    told = [
        Touch(
            account_id=account,
            type="email_clicked",
            occurred_at=first + (number % 10) * APART,
            source="mail",
            source_key=f"k{number}",
        )
        for number in range(rows)
    ]
    time.sleep(max(0, start - time.time()))
    print(log(SYSTEM, told))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "abmplanner.settings")
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
