"""Favorites: one click takes an account to hand, or lets go of it."""

import pghistory
from django.db import transaction

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import in_hand
from accounts.models import Account, Favorite


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
