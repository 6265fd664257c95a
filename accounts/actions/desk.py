"""The desk of one of us: favorites, visits, what was read."""

import pghistory
from django.core.cache import cache
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import in_hand
from accounts.models import Account, Favorite, Notification, Visit
from accounts.queries.desk import unread_key


@transaction.atomic
def set_favorite(actor: Actor, account: Account, *, wanted: bool) -> None:
    """Let an account be at hand, or not; doing it twice changes nothing."""
    with pghistory.context(actor=actor.label):
        in_hand(actor.person).select_for_update().get()  # two clicks at once make one row
        own = Favorite.objects.visible_to(actor).filter(account=account)
        if not wanted:
            own.delete()
        elif not own.exists():
            Favorite.objects.create(user=actor.person, account=account)


def note_visit(actor: Actor, account: Account) -> None:
    """Remember that the actor looked at an account now; in one statement."""
    visit = Visit(user=actor.person, account=account, visited_at=timezone.now())
    Visit.objects.visible_to(actor).bulk_create(
        [visit],
        update_conflicts=True,
        unique_fields=["user", "account"],
        update_fields=["visited_at"],
    )


def mark_read(actor: Actor) -> None:
    """Say that the actor read all they were told."""
    Notification.objects.visible_to(actor).filter(read_at=None).update(read_at=Now())
    cache.delete(unread_key(actor.person.pk))
