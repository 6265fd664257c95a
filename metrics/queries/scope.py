"""Whose numbers are asked for: some accounts, programs, or all that the actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from abmplanner.kit.actor import Actor
from accounts.models import Account, Enrolment, Program


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Accounts and programs by primary key, with the currency and the clock they report in.

    accounts is None for every account the actor may see; with programs, what happened counts only
    while the account was enrolled in one of them.
    """

    currency: str
    zone: ZoneInfo
    accounts: tuple[int, ...] | None = None
    programs: tuple[int, ...] = ()

    @classmethod
    def everything(cls, _actor: Actor) -> Self:
        """Return the scope of all accounts the actor may see, in the workspace's currency."""
        return cls(currency=settings.REPORTING_CURRENCY, zone=ZoneInfo(settings.TIME_ZONE))

    @classmethod
    def of_program(cls, _actor: Actor, program: Program) -> Self:
        """Return the scope of one program, in its own currency and time zone."""
        zone = ZoneInfo(program.time_zone)
        return cls(programs=(program.pk,), currency=program.currency, zone=zone)

    @classmethod
    def of_programs(cls, actor: Actor, programs: Iterable[Program]) -> Self:
        """Return the scope of several programs: in their currency where it is one and the same."""
        chosen = list(programs)
        ways = {(each.currency, each.time_zone) for each in chosen}
        return _reported(cls.everything(actor), ways, programs=tuple(each.pk for each in chosen))

    @classmethod
    def of_accounts(cls, actor: Actor, accounts: Iterable[Account | int]) -> Self:
        """Return the scope of some accounts; one that was merged stands for what it became.

        They report in the currency and time zone of the programs they are in, where these agree,
        else in the workspace's.
        """
        chosen = became(actor, [each if isinstance(each, int) else each.pk for each in accounts])
        rows = Enrolment.objects.visible_to(actor).filter(account__in=chosen, voided_at=None)
        now = Q(from_at__lte=Now()) & (Q(to_at=None) | Q(to_at__gt=Now()))
        ways = set(rows.filter(now).values_list("program__currency", "program__time_zone"))
        return _reported(cls.everything(actor), ways, accounts=tuple(chosen))


def _reported(scope: Scope, ways: set[tuple[str, str]], **narrowed: tuple[int, ...]) -> Scope:
    """Return the scope narrowed, reporting the one way that all agree on, where there is one."""
    if len(ways) == 1:
        currency, zone = ways.pop()
        scope = replace(scope, currency=currency, zone=ZoneInfo(zone))
    return replace(scope, **narrowed)  # type: ignore[arg-type]  # accounts and programs alone


def became(actor: Actor, accounts: Iterable[int]) -> list[int]:
    """Return the accounts that these are now, following every merge, each once and in order.

    An account that was merged into one out of the actor's reach stays itself.
    """
    chosen = list(dict.fromkeys(accounts))
    for _step in range(MOST_MERGES):
        rows = Account.objects.visible_to(actor).filter(pk__in=chosen, merged_into__isnull=False)
        onward = dict(rows.values_list("pk", "merged_into"))
        if not onward:
            break
        chosen = list(dict.fromkeys(onward.get(each, each) for each in chosen))
    return chosen


MOST_MERGES = 20  # in a row; a longer chain, or a circle, ends there
