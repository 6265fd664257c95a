"""One of the writers of the race: adds one to a figure, a hundred times, as a person would."""

import os
import sys

import django


def main(key: int, person: int, times: int) -> None:
    """Read the row, save it with the version read, and start over where somebody was faster."""
    from abmplanner.kit.actor import Actor  # noqa: PLC0415 -- app ready
    from abmplanner.kit.saving import Built, Stale, save_row  # noqa: PLC0415 -- app ready
    from accounts.models import Account, User  # noqa: PLC0415 -- app ready

    actor = Actor.of_person(User.objects.get(pk=person))
    saved = 0
    while saved < times:
        row = Account.objects.visible_to(actor).get(pk=key)
        seen = row.version
        row.employees += 1
        try:
            save_row(actor, Built(row), version=seen)
        except Stale:
            continue
        saved += 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "abmplanner.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))
