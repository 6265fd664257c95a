"""Changes that concern a program, the accounts in it and the people who keep it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import record
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
