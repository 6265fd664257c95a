"""Changes that concern a program, the accounts in it and the people who keep it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import correct, holds_at, record
from abmplanner.kit.saving import Source, save_row
from accounts.actions.dated import write
from accounts.models import Account, Enrolment, Program, ProgramAssignment


@transaction.atomic
def found_program(actor: Actor, source: Source[Program]) -> Program:
    """Save a new program; whoever founded it keeps it, unless they see it anyway."""
    program = save_row(actor, source)
    if not Program.objects.visible_to(actor).filter(pk=program.pk).exists():
        row = ProgramAssignment(user=actor.person, program=program, from_at=timezone.now())
        record(actor, row)
    return program


@transaction.atomic
def enrol(actor: Actor, program: Program, accounts: Iterable[Account], **values: Any) -> int:
    """Take accounts into a program, all or none; return how many.

    Raises ValidationError that names the first account which is in it in that time already.
    """
    count = 0
    for account in accounts:
        rows = Enrolment.objects.visible_to(actor).filter(account=account, program=program)
        write(actor, Enrolment(account=account, program=program, **values), rows)
        count += 1
    return count


@transaction.atomic
def move(
    actor: Actor,
    source: Program,
    target: Program,
    accounts: Iterable[Account],
    *,
    at: datetime,
    reason: str,
    tier: str = "",
) -> int:
    """Move accounts from one program to another at an instant, all or none; return how many.

    What they were in ends there and the other begins; the tier goes along where none is given.
    Raises ValidationError that names the first account which is not in the one at that instant, or
    is in the other.
    """
    count = 0
    for account in accounts:
        rows = Enrolment.objects.visible_to(actor).filter(account=account, voided_at=None)
        held = rows.filter(holds_at(at), program=source, from_at__lt=at).select_for_update().first()
        if held is None:
            said = _("%(account)s is not in %(program)s on that day.")
            raise ValidationError(said % {"account": account, "program": source})
        correct(actor, held, to_at=at)
        row = Enrolment(account=account, program=target, from_at=at, tier=tier or held.tier)
        row.reason = reason
        write(actor, row, rows.filter(program=target))
        count += 1
    return count
