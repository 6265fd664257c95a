"""Rows that are touches: what passed between us and an account, activities of sales among them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accounts.actions.conflict import (
    Otherwise,
    but_for_merged,
    note_conflicts,
    told_otherwise,
)
from accounts.actions.touch import know_visitors, log, pair_of, recorded_touches
from accounts.enums import Direction, RecordType, TouchType, Verdict
from accounts.ingest.hanging import Home, hung_on
from accounts.ingest.kinds.account import people_of
from accounts.ingest.kinds.changes import key_made_of, told
from accounts.ingest.matching import held_keys, name_key
from accounts.ingest.records import Batch, Record
from accounts.models import Campaign, Touch, Visitor

PLAIN = ("type", "direction", "owner", "automation", "stream", "message", "link", "session_key",
         "quantity")  # fmt: skip
ALWAYS_TOLD = ("contact", "type", "campaign", "user")  # in whatever words the row does
FROM_THEM = {TouchType.EMAIL_SENT.value: TouchType.EMAIL_REPLIED}  # we did not send what came in
FEEDS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            TouchType.EMAIL_SENT,
            TouchType.EMAIL_DELIVERED,
            TouchType.EMAIL_BOUNCED,
            TouchType.EMAIL_OPENED,
            TouchType.EMAIL_CLICKED,
            TouchType.EMAIL_REPLIED,
            TouchType.AUTO_REPLY,
            TouchType.UNSUBSCRIBED,
        ),
        RecordType.EMAIL,
    ),
    **dict.fromkeys((TouchType.AD_IMPRESSION, TouchType.AD_CLICK), RecordType.AD),
    **dict.fromkeys(
        (
            TouchType.PAGE_VIEW,
            TouchType.FORM_VIEW,
            TouchType.FORM_SUBMITTED,
            TouchType.DOWNLOAD,
        ),
        RecordType.WEB,
    ),
    **dict.fromkeys(
        (
            TouchType.EVENT_REGISTERED,
            TouchType.WEBINAR_ATTENDED,
            TouchType.EVENT_ATTENDED,
        ),
        RecordType.EVENT,
    ),
    **dict.fromkeys(
        (
            TouchType.SOCIAL_POST,
            TouchType.SOCIAL_SHOWN,
            TouchType.SOCIAL_CLICK,
            TouchType.SOCIAL_LIKE,
            TouchType.SOCIAL_COMMENT,
            TouchType.SOCIAL_SHARE,
            TouchType.SOCIAL_MESSAGE,
            TouchType.SOCIAL_CONNECTED,
        ),
        RecordType.SOCIAL,
    ),
    **dict.fromkeys(
        (TouchType.MEETING_HELD, TouchType.CALL_CONNECTED, TouchType.CALL_TRIED),
        RecordType.SALES_ACTIVITY,
    ),
}


def feeds(touches: Any) -> list[str]:
    """Return which kinds of records some touches are."""
    types = touches.order_by().values_list("type", flat=True).distinct()
    return sorted({FEEDS[each] for each in types})


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Write the touches that rows tell of and that are not recorded yet."""
    hung = hung_on(batch, records)
    rows = [record for record in records if record.is_open]
    campaigns = campaigns_named(batch, rows)
    visitors = visitors_of(batch, rows)
    people = people_of(rows, "user")
    touches: list[tuple[Record, Touch]] = []
    for record in rows:
        campaign = campaigns.meant(record)
        if not record.is_open:
            continue
        touch = described(batch, record, hung[id(record)])
        touch.campaign = campaign
        touch.visitor = visitors.get((batch.system, record.get("visitor_key")))
        touch.user = people.get(record.get("user"))
        touch.source_key = record.get("key") or key_made_of(
            touch.account_id, touch.contact_id, touch.visitor_id, touch.type,
            touch.occurred_at.isoformat(), touch.direction, touch.campaign_id,
            touch.message, touch.link,
        )  # fmt: skip
        touches.append((record, touch))
    decide(batch, touches)


def described(batch: Batch, record: Record, home: Home) -> Touch:
    """Return the touch that a row tells of."""
    account, contact = home
    when = record.values["occurred_at"]
    batch.saw([when])
    said: dict[str, Any] = told(record.values, *PLAIN)
    if said.get("direction") == Direction.INBOUND:
        said["type"] = FROM_THEM.get(said["type"], said["type"])
    return Touch(
        account=account,
        contact=contact,
        occurred_at=when.begins(batch.zone),
        source=batch.system,
        **said,
    )


def decide(batch: Batch, touches: Sequence[tuple[Record, Touch]]) -> None:
    """Write the touches that are new; one that is there stays as it was told first."""
    new = only_new(batch, touches, recorded_touches([touch for _record, touch in touches]))
    log(batch.actor, new)
    rows = Touch.objects.visible_to(batch.actor).filter(voided_at=None, source=batch.system)
    rows = rows.filter(source_key__in=[touch.source_key for touch in new])
    numbers = dict(rows.values_list("source_key", "pk"))
    for touch in new:
        touch.pk = numbers.get(touch.source_key)


def only_new(
    batch: Batch, told: Sequence[tuple[Record, Any]], held: Mapping[Any, Any]
) -> list[Any]:
    """Decide about rows that are events with a key; return the events that are not there yet.

    One that says otherwise than we hold is rejected and noted, for somebody to choose; one that
    says otherwise than an earlier line is rejected.
    """
    known: dict[Any, tuple[Record | None, Any]] = {pair: (None, row) for pair, row in held.items()}
    new: list[Any] = []
    otherwise: dict[int, Record] = {}
    found: list[Otherwise] = []
    for record, row in told:
        before, same = known.setdefault(pair_of(row), (record, row))
        if before is record:
            record.verdict, record.target = Verdict.CREATED, row
            new.append(row)
            continue
        record.verdict = Verdict.UNCHANGED
        names = told_otherwise(same, row, {*record.values, *ALWAYS_TOLD})
        if names and before is not None:
            record.reject("told_before", detail=str(before.line))
        elif names:
            found.append(Otherwise(same, row, names, record.line))
            otherwise[record.line] = record
    found = but_for_merged(found)
    note_conflicts(batch.actor, found, run=batch.run)
    for each in found:
        told_as = each.content[each.names[0]]
        field = each.names[0].removesuffix("_id")
        otherwise[each.line or 0].reject("told_otherwise", field=field, detail=str(told_as)[:400])
    return new


@dataclass(slots=True)
class Campaigns:
    """The campaigns that some rows name, by key and by name."""

    keys: dict[str, Campaign] = field(default_factory=dict)
    names: dict[str, list[Campaign]] = field(default_factory=lambda: defaultdict(list))

    def meant(self, record: Record) -> Campaign | None:
        """Return the campaign of a row, or None; let the row wait where it is not there."""
        key, name = record.get("campaign_key"), record.get("campaign")
        if key in self.keys:
            return self.keys[key]
        found = self.names.get(name_key(name), []) if name else []
        if len(found) > 1:
            record.reject("campaign_ambiguous", field="campaign", detail=name)
        elif not found and (name or key):
            record.wait("campaign_unknown", name or key)
        return found[0] if len(found) == 1 else None


def campaigns_named(batch: Batch, rows: Iterable[Record]) -> Campaigns:
    """Return the campaigns within reach that rows name."""
    by_key = held_keys(batch, "campaign", {record.get("campaign_key") for record in rows})
    names = {name_key(record.get("campaign")) for record in rows if record.get("campaign")}
    campaigns = Campaigns()
    if not by_key and not names:
        return campaigns
    wanted = Q(pk__in=set(by_key.values())) | Q(search_key__in=names)
    by_id = {}
    for campaign in Campaign.objects.visible_to(batch.actor).filter(wanted).order_by("pk"):
        by_id[campaign.pk] = campaign
        campaigns.names[campaign.search_key].append(campaign)
    campaigns.keys = {key: by_id[pk] for key, pk in by_key.items() if pk in by_id}
    return campaigns


def visitors_of(batch: Batch, rows: Iterable[Record]) -> Mapping[tuple[str, str], Visitor]:
    """Return the visitors that rows name; those we never saw are made."""
    keys = {record.get("visitor_key") for record in rows} - {""}
    return know_visitors((batch.system, key) for key in keys) if keys else {}
