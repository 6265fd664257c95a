"""What is done with several accounts at once, all or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import first_instant
from abmplanner.kit.history import lasting
from abmplanner.kit.saving import Built, save_row
from accounts.actions.campaign import aim
from accounts.actions.desk import set_favorite
from accounts.actions.program import enrol
from accounts.models import Account, Campaign, Enrolment, Program, User


@dataclass(frozen=True, slots=True)
class Together:
    """What is to be done with some accounts; what is None stays as it is."""

    since: date
    owner: User | None = None
    program: Program | None = None
    tier: str = ""
    campaign: Campaign | None = None
    at_hand: bool = False


@transaction.atomic
def change_together(actor: Actor, accounts: Sequence[Account], asked: Together) -> None:
    """Do with accounts what is asked, all of it or nothing.

    Raises ValidationError that names the first account with which it can't be done.
    """
    if asked.owner is not None:
        give_owner(actor, accounts, asked.owner)
    if asked.program is not None:
        take_in(actor, accounts, asked.program, since=asked.since, tier=asked.tier)
    if asked.campaign is not None:
        zone = asked.campaign.program.time_zone if asked.campaign.program else ""
        aim(actor, asked.campaign, accounts, from_at=first_instant(asked.since, zone))
    if asked.at_hand:
        for account in accounts:
            set_favorite(actor, account, wanted=True)


def give_owner(actor: Actor, accounts: Iterable[Account], owner: User) -> None:
    """Give accounts to an owner; only that field of them changes, whatever else is typed there."""
    keys = [account.pk for account in accounts]
    rows = Account.objects.visible_to(actor).filter(pk__in=keys)
    for account in rows.select_for_update().order_by("pk"):
        if account.owner_id != owner.pk:
            account.owner = owner
            save_row(actor, Built(account), version=account.version)


def take_in(
    actor: Actor, accounts: Iterable[Account], program: Program, *, since: date, tier: str
) -> None:
    """Take those accounts into a program that are not in it today."""
    inside = Enrolment.objects.visible_to(actor).filter(lasting(), program=program)
    held = set(inside.values_list("account", flat=True))
    new = [account for account in accounts if account.pk not in held]
    at = first_instant(since, program.time_zone)
    enrol(actor, program, new, tier=tier, reason="", from_at=at, to_at=None)
