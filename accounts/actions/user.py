"""Changes that concern several people of ours."""

from collections.abc import Iterable

from django.db import transaction

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Built, save_row
from accounts.models import User


@transaction.atomic
def let_in(actor: Actor, chosen: Iterable[User], *, may: bool) -> int:
    """Let people sign in, or no longer; return for how many that is new, oneself left out.

    Whoever can't sign in any more is out at once, for each request asks again.
    """
    count = 0
    for person in chosen:
        is_self = actor.person is not None and actor.person.pk == person.pk
        if person.is_active != may and not is_self:
            person.is_active = may
            save_row(actor, Built(person), version=person.version)
            count += 1
    return count
