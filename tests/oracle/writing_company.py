"""Groups, campaigns, touches and visits of a company, written to the tables."""

from typing import Any

from accounts.models import (
    AdDelivery,
    BuyingGroup,
    Campaign,
    CampaignPeriod,
    CampaignTarget,
    ControlAccount,
    Employment,
    GroupPeriod,
    Membership,
    RoleNeed,
    Solution,
    Spend,
    Touch,
    User,
    Visitor,
    VisitorLink,
    WebSession,
)
from tests.oracle.records import Known, Period, World
from tests.oracle.writing_exchanges import write_colleagues

Rows = dict[int, Any]


def when_known(row: Known) -> dict[str, Any]:
    return {"recorded_at": row.recorded, "voided_at": row.voided}


def when(row: Period) -> dict[str, Any]:
    return {"from_at": row.start, "to_at": row.end, **when_known(row)}


def create(model: Any, keyed: dict[int, Any]) -> Rows:
    """Write rows at once, and return them by the keys they had."""
    return dict(zip(keyed, model.objects.bulk_create(keyed.values()), strict=True))


def write_groups(world: World, accounts: Rows, programs: Rows, contacts: Rows) -> Rows:
    """Write where people work, in which groups they are, and whom these need."""
    Employment.objects.bulk_create(
        Employment(contact=contacts[job.contact], account=accounts[job.account], **when(job))
        for job in world.jobs
    )
    solutions = create(
        Solution,
        {
            key: Solution(name_en=f"Solution {key}", is_offered=is_offered)
            for key, is_offered in world.solutions.items()
        },
    )
    groups = create(
        BuyingGroup,
        {
            group.id: BuyingGroup(
                account=accounts[group.account],
                name=f"Group {group.id}",
                solution=solutions.get(group.solution or 0),
            )
            for group in world.groups
        },
    )
    GroupPeriod.objects.bulk_create(
        GroupPeriod(group=groups[time.group], is_target=time.is_target, **when(time))
        for time in world.group_times
    )
    if any(member.is_confirmed for member in world.members):
        us = User.objects.create(email="us@example.test", name="One of us", role="abm_manager")
    Membership.objects.bulk_create(
        Membership(
            group=groups[member.group],
            contact=contacts[member.contact],
            role=member.role,
            confirmed_by=us if member.is_confirmed else None,
            **when(member),
        )
        for member in world.members
    )
    RoleNeed.objects.bulk_create(
        RoleNeed(
            solution=solutions.get(need.solution or 0),
            program=programs.get(need.program or 0),
            role=need.role,
            people=need.people,
            weight=need.weight,
            is_required=need.is_required,
            **when(need),
        )
        for need in world.needs
    )
    return groups


def write_marketing(world: World, accounts: Rows, programs: Rows, contacts: Rows) -> Rows:
    """Write campaigns, and what passed between us and accounts."""
    campaigns = create(
        Campaign,
        {
            each.id: Campaign(
                name=f"Campaign {each.id}",
                program=programs.get(each.program or 0),
                channel=each.channel,
                starts_at=each.starts,
                ends_at=each.ends,
            )
            for each in world.campaigns
        },
    )
    CampaignPeriod.objects.bulk_create(
        CampaignPeriod(
            campaign=campaigns[period.campaign],
            kind=period.kind,
            status=period.status,
            **when(period),
        )
        for period in world.campaign_times
    )
    CampaignTarget.objects.bulk_create(
        CampaignTarget(campaign=campaigns[aim.campaign], account=accounts[aim.account], **when(aim))
        for aim in world.aims
    )
    ControlAccount.objects.bulk_create(
        ControlAccount(
            campaign=campaigns.get(each.campaign or 0),
            program=programs.get(each.program or 0),
            account=accounts[each.account],
            **when(each),
        )
        for each in world.controls
    )
    AdDelivery.objects.bulk_create(
        AdDelivery(
            day=ad.day,
            source=ad.source,
            format=ad.format,
            campaign=campaigns[ad.campaign],
            account=accounts.get(ad.account or 0),
            impressions=ad.impressions,
            clicks=ad.clicks,
            invalid_clicks=ad.invalid,
            **when_known(ad),
        )
        for ad in world.ads
    )
    Spend.objects.bulk_create(
        Spend(
            spent_on=line.day,
            amount=line.amount,
            currency=line.currency,
            category=line.category,
            source=line.source,
            is_billed_by_click=line.by_click,
            campaign=campaigns.get(line.campaign or 0),
            account=accounts.get(line.account or 0),
            program=programs.get(line.program or 0),
            **when_known(line),
        )
        for line in world.spends
    )
    visitors = _write_visitors(world, accounts, contacts)
    colleagues = write_colleagues(world, accounts, contacts)
    Touch.objects.bulk_create(
        Touch(
            type=touch.type,
            occurred_at=touch.at,
            account=accounts[touch.account],
            contact=contacts.get(touch.contact or 0),
            visitor=visitors.get(touch.visitor or 0),
            campaign=campaigns.get(touch.campaign or 0),
            automation=touch.automation,
            link=touch.link,
            direction=touch.direction,
            stream=touch.stream,
            quantity=touch.quantity,
            user=colleagues.get(touch.user),
            owner=touch.owner,
            session_key=touch.session,
            message=touch.message,
            source="oracle",
            **when_known(touch),
        )
        for touch in world.touches
    )
    WebSession.objects.bulk_create(
        WebSession(
            source="oracle",
            key=f"visit {place}",
            account=accounts.get(visit.account or 0),
            visitor=visitors.get(visit.visitor or 0),
            contact=contacts.get(visit.contact or 0),
            started_at=visit.at,
            duration_s=visit.duration,
            engaged_s=visit.engaged,
            page_views=visit.pages,
            key_events=visit.key_events,
            automation=visit.automation,
            **when_known(visit),
        )
        for place, visit in enumerate(world.visits)
    )
    return campaigns


def _write_visitors(world: World, accounts: Rows, contacts: Rows) -> Rows:
    """Write visitors, and whose they are as far as we know now."""
    links = {row.visitor: row for row in world.identities if row.voided is None}
    rows = {}
    for each in world.visitors:
        link = links.get(each)
        rows[each] = Visitor(
            source="oracle",
            key=f"visitor {each}",
            account=accounts[link.account] if link else None,
            contact=contacts.get(link.contact or 0) if link else None,
        )
    visitors = create(Visitor, rows)
    VisitorLink.objects.bulk_create(
        VisitorLink(
            visitor=visitors[row.visitor],
            account=accounts[row.account],
            contact=contacts.get(row.contact or 0),
            **when_known(row),
        )
        for row in world.identities
    )
    return visitors
