"""Every dataset, by its key."""

from collections.abc import Mapping

from metrics.catalogue.words import Kind
from metrics.queries.datasets.ads import AD_VISITS, ADS
from metrics.queries.datasets.campaign_attention import (
    CAMPAIGN_ENGAGEMENT,
    ENGAGED_PEOPLE,
)
from metrics.queries.datasets.campaigns import (
    CAMPAIGN_ANSWERS,
    CAMPAIGN_TARGETS,
    CAMPAIGNS,
)
from metrics.queries.datasets.compared import CAMPAIGN_CONTROLS, COMPARED_ACCOUNTS
from metrics.queries.datasets.consent import CONSENTS, REFUSALS_SAID
from metrics.queries.datasets.contacts import CONTACTS, MEMBERS, RECENT_TOUCHES
from metrics.queries.datasets.contracts import (
    ATTENDED_CONTRACTS,
    CUSTOMERS,
    DUE_CONTRACTS,
    HEARD_CUSTOMERS,
)
from metrics.queries.datasets.conversions import CONVERSIONS
from metrics.queries.datasets.costs import COSTS
from metrics.queries.datasets.credits import CREDITS, RETURNS
from metrics.queries.datasets.dataset import Dataset
from metrics.queries.datasets.deal_course import DEAL_COURSE
from metrics.queries.datasets.deal_speed import DEAL_SPEED
from metrics.queries.datasets.decisions import GROUP_DECISIONS, ROLE_BONDS
from metrics.queries.datasets.emails import DIRECT_INTERACTIONS, EMAILS
from metrics.queries.datasets.engagement import GROUP_ENGAGEMENT
from metrics.queries.datasets.enrolments import ENROLMENTS
from metrics.queries.datasets.events import EVENT_PLACES
from metrics.queries.datasets.feedback import FEEDBACK, FEEDBACK_ACTIONS
from metrics.queries.datasets.first_exposures import FIRST_EXPOSURES
from metrics.queries.datasets.groups import BUYING_GROUPS, GROUP_ROLES, WHITESPACE
from metrics.queries.datasets.health import HEALTH, HEALTH_CHANGES
from metrics.queries.datasets.influence import INFLUENCE
from metrics.queries.datasets.interactions import INTERACTIONS
from metrics.queries.datasets.media_spend import MEDIA_SPEND
from metrics.queries.datasets.opportunities import (
    OPPORTUNITIES,
    STAGE_STEPS,
    WEIGHTED_OPPORTUNITIES,
)
from metrics.queries.datasets.qualification import (
    MARKETING_DEALS,
    QUALIFICATIONS,
    QUALIFIED_COHORT,
)
from metrics.queries.datasets.readings import READINGS
from metrics.queries.datasets.relationships import (
    CONTACT_QUALITY,
    HELD_ACCOUNTS,
    RELATIONSHIPS,
)
from metrics.queries.datasets.responses import CAMPAIGN_RESPONSES
from metrics.queries.datasets.social import (
    SOCIAL_CONTACTS,
    SOCIAL_MATURITIES,
    SOCIAL_REACTIONS,
    SOCIAL_TOUCHES,
    SSI_READINGS,
)
from metrics.queries.datasets.stages import STAGE_PACES
from metrics.queries.datasets.surveys import INVITATIONS, RESPONSES
from metrics.queries.datasets.web import WEB_SESSIONS, WEB_TOUCHES

DATASETS: Mapping[str, Dataset] = {
    each.key: each
    for each in (
        ADS, AD_VISITS, ATTENDED_CONTRACTS, BUYING_GROUPS, CAMPAIGNS, CAMPAIGN_ANSWERS,
        CAMPAIGN_CONTROLS, CAMPAIGN_ENGAGEMENT, CAMPAIGN_RESPONSES, CAMPAIGN_TARGETS,
        COMPARED_ACCOUNTS, CONSENTS, CONTACTS, CONTACT_QUALITY, CONVERSIONS, COSTS, CREDITS,
        CUSTOMERS, DEAL_COURSE, DEAL_SPEED, DIRECT_INTERACTIONS, DUE_CONTRACTS, EMAILS,
        ENGAGED_PEOPLE, ENROLMENTS, EVENT_PLACES, FEEDBACK, FEEDBACK_ACTIONS, FIRST_EXPOSURES,
        GROUP_DECISIONS, GROUP_ENGAGEMENT, GROUP_ROLES, HEALTH, HEALTH_CHANGES, HEARD_CUSTOMERS,
        HELD_ACCOUNTS, INFLUENCE, *INTERACTIONS, INVITATIONS, MARKETING_DEALS, MEDIA_SPEND,
        MEMBERS, OPPORTUNITIES, QUALIFICATIONS, QUALIFIED_COHORT, READINGS, RECENT_TOUCHES,
        REFUSALS_SAID, RELATIONSHIPS, RESPONSES, RETURNS, ROLE_BONDS, SOCIAL_CONTACTS,
        SOCIAL_MATURITIES, SOCIAL_REACTIONS, SOCIAL_TOUCHES, SSI_READINGS, STAGE_PACES, STAGE_STEPS,
        WEB_SESSIONS, WEB_TOUCHES, WEIGHTED_OPPORTUNITIES, WHITESPACE,
    )
}  # fmt: skip

ANY_TIME = (Kind.FLOW, Kind.COHORT, Kind.STOCK, Kind.CUMULATIVE, Kind.DELTA)
EVENTS = (Kind.FLOW, Kind.CUMULATIVE)

FOR_TEAMS: Mapping[str, tuple[Kind, ...]] = {
    "opportunities": ANY_TIME,
    "responses": ANY_TIME,
    "invitations": ANY_TIME,
    "enrolments": ANY_TIME,
    **{each.key: EVENTS for each in INTERACTIONS},
    "web_sessions": (Kind.FLOW,),
    "contacts": (Kind.STOCK, Kind.DELTA),
    "campaigns": (Kind.OVERLAP,),
}
"""The datasets that a team may build indicators of, and how each may take the period."""
