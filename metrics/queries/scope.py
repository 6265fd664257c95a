"""Whose numbers are asked for: some accounts, programs, or all that the actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import lasting
from accounts.models import Account, BuyingGroup, Campaign, Enrolment, Program


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Accounts and programs by primary key, with the currency and the clock they report in.

    accounts is None for every account the actor may see; with programs, what happened counts only
    while the account was enrolled in one of them. campaigns, groups and sources (these by name) are
    what a number is of, where it is of these; a source's key is its place among them, from one on.
    rules names the program whose settings of measures hold; without one, the installation's do.
    """

    currency: str
    zone: ZoneInfo
    accounts: tuple[int, ...] | None = None
    programs: tuple[int, ...] = ()
    campaigns: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    rules: int | None = None

    @classmethod
    def everything(cls, _actor: Actor) -> Self:
        """Return the scope of all accounts the actor may see, in the workspace's currency."""
        return cls(currency=settings.REPORTING_CURRENCY, zone=ZoneInfo(settings.TIME_ZONE))

    @classmethod
    def of_program(cls, _actor: Actor, program: Program) -> Self:
        """Return the scope of one program, in its own currency and time zone."""
        zone = ZoneInfo(program.time_zone)
        return cls(programs=(program.pk,), currency=program.currency, zone=zone, rules=program.pk)

    @classmethod
    def of_programs(cls, actor: Actor, programs: Iterable[Program]) -> Self:
        """Return the scope of several programs: in their currency where it is one and the same."""
        chosen = list(programs)
        ways = {(each.currency, each.time_zone) for each in chosen}
        whole = cls.everything(actor)
        return whole.reported(ways, programs=tuple(each.pk for each in chosen))

    @classmethod
    def of_campaign(cls, actor: Actor, campaign: Campaign) -> Self:
        """Return the scope of a campaign, reporting as its program does, where it has one."""
        program = campaign.program
        whole = cls.of_program(actor, program) if program else cls.everything(actor)
        return replace(whole, programs=(), campaigns=(campaign.pk,))

    @classmethod
    def of_group(cls, actor: Actor, group: BuyingGroup) -> Self:
        """Return the scope of a buying group, reporting as its account does."""
        return replace(cls.of_accounts(actor, [group.account_id]), groups=(group.pk,))

    @classmethod
    def of_sources(cls, actor: Actor, names: Iterable[str]) -> Self:
        """Return the scope of sources of ads and spend, in all that the actor may see."""
        return replace(cls.everything(actor), sources=tuple(names))

    @classmethod
    def of_accounts(cls, actor: Actor, accounts: Iterable[Account | int]) -> Self:
        """Return the scope of some accounts; one that was merged stands for what it became.

        They report in the currency and time zone of the programs they are in, where these agree,
        else in the workspace's; and by the settings of their program, where it is one for all.
        """
        keys = [each.pk if isinstance(each, Account) else each for each in accounts]
        chosen = became(actor, keys)
        rows = Enrolment.objects.visible_to(actor).filter(lasting(), account__in=chosen)
        said = set(
            rows.values_list("program__currency", "program__time_zone", "program", "account")
        )
        scope = cls.everything(actor).reported(
            {(currency, zone) for currency, zone, *_ in said}, accounts=tuple(chosen)
        )
        programs, members = {each[2] for each in said}, {each[3] for each in said}
        is_one = len(programs) == 1 and len(members) == len(chosen)
        return replace(scope, rules=programs.pop() if is_one else None)

    def reported(
        self,
        ways: set[tuple[str, str]],
        *,
        accounts: tuple[int, ...] | None = None,
        programs: tuple[int, ...] = (),
    ) -> Self:
        """Return the scope narrowed, reporting the one way that all agree on, if there is one."""
        currency, zone = ways.pop() if len(ways) == 1 else (self.currency, self.zone.key)
        return replace(
            self, accounts=accounts, programs=programs, currency=currency, zone=ZoneInfo(zone)
        )


def became(actor: Actor, accounts: Iterable[int]) -> list[int]:
    """Return the accounts that these are now, following every merge, each once and in order."""
    return list(dict.fromkeys(lineage(actor, accounts).values()))


def lineage(actor: Actor, accounts: Iterable[int]) -> dict[int, int]:
    """Return for each account the one it is now, following every merge.

    An account that was merged into one out of the actor's reach stays itself.
    """
    now = {each: each for each in accounts}
    for _step in range(MOST_MERGES):
        rows = Account.objects.visible_to(actor).filter(merged_into__isnull=False)
        onward: dict[int, int] = dict(
            rows.filter(pk__in=set(now.values())).values_list("pk", "merged_into_id")
        )
        if not onward:
            break
        now = {each: onward.get(target, target) for each, target in now.items()}
    return now


MOST_MERGES = 20  # in a row; a longer chain, or a circle, ends there
