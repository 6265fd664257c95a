"""Roles that a file tells of people: memberships in the buying groups of their accounts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from abmplanner.kit.copying import copy_all
from accounts.actions.bulk import save_all
from accounts.enums import Verdict
from accounts.ingest.records import Batch, Record
from accounts.models import BuyingGroup, Contact, GroupPeriod, Membership

AMBIGUOUS = "group_ambiguous"


@dataclass(slots=True)
class Groups:
    """The buying groups of some accounts by name; those made for a file, and since when."""

    named: dict[int, dict[str, BuyingGroup]] = field(default_factory=lambda: defaultdict(dict))
    new: dict[str, tuple[BuyingGroup, datetime]] = field(default_factory=dict)

    def meant(self, record: Record, contact: Contact, since: datetime) -> BuyingGroup | None:
        """Return the group that a row names, else the only one of the account; None of several.

        A group that is not there is made, and exists since the first role in it.
        """
        here = self.named[contact.account_id]
        name = record.get("group")
        if not name and len(here) > 1:
            return None
        group = here.get(name.casefold()) if name else next(iter(here.values()), None)
        if group is None:
            group = BuyingGroup(account_id=contact.account_id, name=name or _("Buying group"))
            here[group.name.casefold()] = group
        if group.pk is None:
            _made, first = self.new.get(str(group.public_id), (group, since))
            self.new[str(group.public_id)] = (group, min(first, since))
        return group


def give_roles(batch: Batch, records: Sequence[Record]) -> None:
    """Write the roles that rows tell of the contacts they led to.

    A role that the person has in the group, or had, is not written again. One that nobody
    confirmed ends where the file tells another.
    """
    told = [record for record in records if record.target is not None and record.get("role")]
    if not told:
        return
    groups = groups_of(batch, {record.target.account_id for record in told})
    held = memberships_of(batch, {record.target.pk for record in told})
    new: list[Membership] = []
    for record in told:
        contact, role = record.target, record.get("role")
        day = record.values.get("role_since")
        since = day.begins(batch.zone) if day else batch.now
        group = groups.meant(record, contact, since)
        if group is None:
            record.reason, record.detail = AMBIGUOUS, role
            continue
        mine = [row for row in held[contact.pk] if row.group == group]
        if any(row.role == role for row in mine):
            continue
        row = Membership(group=group, contact=contact, role=role, from_at=since)
        new += [*ended(mine, since), row]
        held[contact.pk].append(row)
        if record.verdict == Verdict.UNCHANGED:
            record.verdict = Verdict.UPDATED
    found(batch, groups)
    keep(batch, new)


def groups_of(batch: Batch, accounts: set[int]) -> Groups:
    """Return the buying groups of these accounts."""
    groups = Groups()
    rows = BuyingGroup.objects.visible_to(batch.actor).filter(account__in=accounts)
    for group in rows.order_by("pk"):
        groups.named[group.account_id][group.name.casefold()] = group
    return groups


def memberships_of(batch: Batch, contacts: set[int]) -> dict[int, list[Membership]]:
    """Return the roles of these people that we hold for true, past ones too."""
    held: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.visible_to(batch.actor).filter(contact__in=contacts, voided_at=None)
    for row in rows.select_related("group").order_by("pk"):
        held[row.contact_id].append(row)
    return held


def ended(mine: Sequence[Membership], since: datetime) -> list[Membership]:
    """Return with their end the roles that nobody confirmed and that another one follows."""
    before = [
        row
        for row in mine
        if row.pk and row.to_at is None and row.confirmed_by_id is None and row.from_at < since
    ]
    return [
        Membership(
            group_id=row.group_id, contact_id=row.contact_id, role=row.role,
            from_at=row.from_at, to_at=since, replaces=row,
        )
        for row in before
    ]  # fmt: skip


def found(batch: Batch, groups: Groups) -> None:
    """Write the groups that were missing, each a target of ours since the first role in it."""
    new = list(groups.new.values())
    save_all(batch.actor, [group for group, _since in new], now=batch.now)
    copy_all(
        [
            GroupPeriod(group=group, from_at=since, recorded_by=batch.actor.person)
            for group, since in new
        ]
    )


def keep(batch: Batch, rows: Sequence[Membership]) -> None:
    """Write roles, and withdraw those that they replace."""
    replaced = [row.replaces_id for row in rows if row.replaces_id]
    Membership.objects.visible_to(batch.actor).filter(pk__in=replaced).update(voided_at=Now())
    for row in rows:
        row.group_id, row.recorded_by = row.group.pk, batch.actor.person
    copy_all(rows)
