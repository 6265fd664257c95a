"""Changes of a buying group that touch more than its row: it opens, is targeted, and closes."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import end, known, record
from abmplanner.kit.saving import Source, save_row
from accounts.enums import GroupState
from accounts.models import BuyingGroup, GroupPeriod


@transaction.atomic
def open_group(
    actor: Actor, source: Source[BuyingGroup], *, since: datetime, is_target: bool
) -> BuyingGroup:
    """Save a new buying group, and since when it exists as a target or not."""
    group = save_row(actor, source)
    record(actor, GroupPeriod(group=group, from_at=since, is_target=is_target))
    return group


@transaction.atomic
def move_group(actor: Actor, group: BuyingGroup, state: str, at: datetime) -> None:
    """Say that a group is a target, no target or closed from an instant on.

    The period that lasts ends there. Nothing is written where it stands so already. Raises
    ValidationError where the instant comes before the period began, or there is none to close.
    """
    rows = GroupPeriod.objects.visible_to(actor).filter(known(), group=group, to_at=None)
    lasting = rows.select_for_update().first()
    if not moves(lasting, state, at):
        return
    if lasting is not None:
        end(actor, lasting, at)
    if state != GroupState.CLOSED:
        record(actor, begun(group, state, at))


def moves(lasting: GroupPeriod | None, state: str, at: datetime) -> bool:
    """Tell whether a group, whose lasting period this is, becomes another at an instant.

    Raises ValidationError where the instant comes before the period began, or there is none to
    close.
    """
    if lasting is None:
        if state == GroupState.CLOSED:
            raise ValidationError(_("This group is closed already."))
        return True
    if state != GroupState.CLOSED and lasting.is_target == (state == GroupState.TARGET):
        return False
    if lasting.from_at >= at:
        raise ValidationError(_("The group is what it is since that day. Correct its time."))
    return True


def begun(group: BuyingGroup, state: str, at: datetime) -> GroupPeriod:
    """Return the period, not written yet, that begins for a group at an instant."""
    return GroupPeriod(group=group, from_at=at, is_target=state == GroupState.TARGET)
