"""The kinds of files: what is done with their rows, and what their rows lead to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.enums import ImportKind, RecordType
from accounts.ingest.kinds import (
    account,
    campaign,
    consent,
    contact,
    contract,
    deal_history,
    delivery,
    fx_rate,
    group,
    judgement,
    lead,
    line,
    objective,
    opportunity,
    relationship,
    response,
    spend,
    touch,
    web_session,
)
from accounts.ingest.records import Batch, Record
from accounts.models import (
    Account,
    AccountJudgement,
    Action,
    AdDelivery,
    BuyingGroup,
    Campaign,
    CampaignTarget,
    ConsentEvent,
    Contact,
    Contract,
    ControlAccount,
    CustomerRating,
    FxRate,
    InfluenceLine,
    Membership,
    Objective,
    Opportunity,
    Relationship,
    ReportingLine,
    Response,
    SocialAssessment,
    Solution,
    Spend,
    SsiReading,
    Suppression,
    Touch,
    WebSession,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What becomes of the rows of a kind of file.

    model is what a row leads to, and account the path from there to its account. is_awaited tells
    whether rows of other files may wait for such records. feeds names the sources that a file says
    to be complete from its first to its last event, given the records that it spoke of.
    """

    write: Callable[[Batch, Sequence[Record]], None]
    model: Any
    feeds: Callable[[Any], Sequence[str]] | None = None
    account: str = "account"
    is_awaited: bool = False


def source(record_type: str) -> Callable[[Any], Sequence[str]]:
    """Return the one source of a kind of file."""
    return lambda _found: [record_type]


KINDS: dict[str, Kind] = {
    ImportKind.ACCOUNTS.value: Kind(account.write, Account, is_awaited=True),
    ImportKind.CONTACTS.value: Kind(contact.write, Contact, is_awaited=True),
    ImportKind.LEADS.value: Kind(lead.write, Contact, is_awaited=True),
    ImportKind.OPPORTUNITIES.value: Kind(
        opportunity.write, Opportunity, source(RecordType.OPPORTUNITY), is_awaited=True
    ),
    ImportKind.RESPONSES.value: Kind(response.write, Response, source(RecordType.RESPONSE)),
    ImportKind.TOUCHES.value: Kind(touch.write, Touch, touch.feeds),
    ImportKind.WEB_SESSIONS.value: Kind(web_session.write, WebSession, source(RecordType.WEB)),
    ImportKind.CONSENTS.value: Kind(
        consent.write, ConsentEvent, source(RecordType.CONSENT), "contact__account"
    ),
    ImportKind.SUPPRESSIONS.value: Kind(consent.write_suppressions, Suppression),
    ImportKind.SOLUTIONS.value: Kind(group.write_solutions, Solution, is_awaited=True),
    ImportKind.BUYING_GROUPS.value: Kind(group.write, BuyingGroup, is_awaited=True),
    ImportKind.MEMBERSHIPS.value: Kind(
        group.write_memberships, Membership, source(RecordType.GROUP), "group__account"
    ),
    ImportKind.REPORTING_LINES.value: Kind(line.write_reporting, ReportingLine),
    ImportKind.INFLUENCE_LINES.value: Kind(line.write_influence, InfluenceLine),
    ImportKind.RELATIONSHIPS.value: Kind(relationship.write, Relationship),
    ImportKind.CAMPAIGNS.value: Kind(campaign.write, Campaign, is_awaited=True),
    ImportKind.CAMPAIGN_TARGETS.value: Kind(
        campaign.write_targets, CampaignTarget, source(RecordType.CAMPAIGN)
    ),
    ImportKind.CONTROL_ACCOUNTS.value: Kind(campaign.write_controls, ControlAccount),
    ImportKind.AD_DELIVERIES.value: Kind(delivery.write, AdDelivery, source(RecordType.AD)),
    ImportKind.SPEND.value: Kind(spend.write, Spend, source(RecordType.SPEND)),
    ImportKind.FX_RATES.value: Kind(fx_rate.write, FxRate),
    ImportKind.CONTRACTS.value: Kind(
        contract.write, Contract, source(RecordType.CONTRACT), is_awaited=True
    ),
    ImportKind.DEAL_HISTORY.value: Kind(
        deal_history.write, Opportunity, source(RecordType.OPPORTUNITY)
    ),
    ImportKind.JUDGEMENTS.value: Kind(judgement.write, AccountJudgement),
    ImportKind.SOCIAL_LEVELS.value: Kind(judgement.write_social, SocialAssessment),
    ImportKind.CUSTOMER_RATINGS.value: Kind(judgement.write_ratings, CustomerRating),
    ImportKind.SSI_READINGS.value: Kind(judgement.write_ssi, SsiReading),
    ImportKind.OBJECTIVES.value: Kind(objective.write, Objective, is_awaited=True),
    ImportKind.ACTIONS.value: Kind(objective.write_actions, Action),
}
"""What is done with each kind of file; other apps add theirs when they are ready."""
