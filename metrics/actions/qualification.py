"""Finding which accounts are marketing-qualified, and keeping when: dated rows, one job a day.

A chunk takes some accounts, finds for each program when its rule held, and writes what differs from
what is kept: a row that no longer holds is voided and another one written. So late touches mend the
past, and what was known before stays.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import Min
from django.db.models.functions import Now
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.actions.job import ask, is_asked, job_kind
from accounts.models import Account, Enrolment, Job, Program
from metrics.calc.qualifying import Qualified, by_account, qualified
from metrics.models import Qualification
from metrics.queries.qualifying import rules_of, spells

BATCH = 5_000  # accounts in a chunk
AHEAD = timedelta(days=3_650)  # how far what holds now is followed
LOCK = 0x4D51  # our own space of advisory locks

Kept: TypeAlias = tuple[Any, ...]
FIELDS = (
    "account_id", "qualified_at", "ended_at", "reason", "minutes", "people", "touch",
    "installation_version", "program_version",
)  # fmt: skip


def ask_to_qualify(actor: Actor) -> Job:
    """Queue finding the qualified accounts of every program, as of now."""
    return ask("qualify", actor, {"on": timezone.localdate().isoformat()})


def ask_to_qualify_today() -> None:
    """Queue finding them unless it was asked for today: safe to run at any time, often."""
    if not is_asked("qualify", on=timezone.localdate().isoformat()):
        ask_to_qualify(SYSTEM)


@job_kind("qualify", operation="measure.keep")
def qualify_chunk(job: Job) -> bool:
    """Find the qualified accounts among the next ones; tell whether more is left."""
    after = job.checkpoint.get("after", 0)
    everybody = Account.objects.visible_to(SYSTEM).canonical().order_by("pk")
    if job.total is None:
        job.total = everybody.count()
    accounts = list(everybody.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH])
    if not accounts:
        return False
    written = qualify(accounts)
    job.checkpoint = {"after": accounts[-1]}
    job.done = min(job.total, job.done + len(accounts))
    job.result = {"written": job.result.get("written", 0) + written}
    return len(accounts) == BATCH


def qualify(accounts: Sequence[int]) -> int:
    """Keep when accounts were qualified, for every program; return how many rows were written."""
    now = timezone.now()
    _lock()
    written = 0
    rows = Enrolment.objects.visible_to(SYSTEM).filter(voided_at=None)
    firsts = dict(rows.values_list("program").annotate(first=Min("from_at")))
    for program in Program.objects.visible_to(SYSTEM).filter(pk__in=firsts).order_by("pk"):
        rules = rules_of(program, firsts[program.pk], now + AHEAD)
        found = by_account(spells(program, rules, now=now, accounts=accounts))
        wanted = {
            _values(each, now)
            for mine in found.values()
            for each in qualified(mine)
            if each.at < now
        }
        written += _keep(program, accounts, wanted)
    return written


def _values(found: Qualified, now: datetime) -> Kept:
    """Return a qualification as it is kept; while it lasts it has no end."""
    spell = found.spell
    ended_at = found.until if found.until <= now else None
    return (
        spell.account, found.at, ended_at, spell.reason, int(spell.minutes), int(spell.people),
        spell.touch, *spell.settings.versions,
    )  # fmt: skip


def _keep(program: Program, accounts: Iterable[int], wanted: set[Kept]) -> int:
    """Write the qualifications that differ from those held for true; return how many are new.

    Those of accounts that were merged into these since hold no more: theirs are found among these.
    """
    rows = Qualification.objects.visible_to(SYSTEM).filter(program=program, voided_at=None)
    mine = rows.filter(account__in=accounts) | rows.filter(account__merged_into__isnull=False)
    held = {row[1:]: row[0] for row in mine.values_list("pk", *FIELDS)}
    gone = [pk for values, pk in held.items() if values not in wanted]
    rows.filter(pk__in=gone).update(voided_at=Now())
    new = [
        Qualification(program=program, **dict(zip(FIELDS, values, strict=True)))
        for values in sorted(wanted - held.keys(), key=lambda each: each[:2])
    ]
    Qualification.objects.bulk_create(new, batch_size=1_000)
    return len(new)


def _lock() -> None:
    """Wait until nobody else keeps qualifications, up to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
