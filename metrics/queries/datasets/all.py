"""Every dataset, by its key."""

from collections.abc import Mapping

from metrics.queries.datasets.ads import AD_VISITS, ADS
from metrics.queries.datasets.campaigns import (
    CAMPAIGN_ANSWERS,
    CAMPAIGN_TARGETS,
    CAMPAIGNS,
)
from metrics.queries.datasets.consent import CONSENTS, REFUSALS_SAID
from metrics.queries.datasets.contacts import CONTACTS, MEMBERS, RECENT_TOUCHES
from metrics.queries.datasets.dataset import Dataset
from metrics.queries.datasets.decisions import GROUP_DECISIONS, ROLE_BONDS
from metrics.queries.datasets.engagement import GROUP_ENGAGEMENT
from metrics.queries.datasets.enrolments import ENROLMENTS
from metrics.queries.datasets.events import EVENT_PLACES
from metrics.queries.datasets.groups import BUYING_GROUPS, GROUP_ROLES, WHITESPACE
from metrics.queries.datasets.opportunities import (
    OPPORTUNITIES,
    STAGE_STEPS,
    WEIGHTED_OPPORTUNITIES,
)
from metrics.queries.datasets.relationships import (
    CONTACT_QUALITY,
    HELD_ACCOUNTS,
    RELATIONSHIPS,
)
from metrics.queries.datasets.surveys import INVITATIONS, RESPONSES
from metrics.queries.datasets.web import WEB_SESSIONS, WEB_TOUCHES

DATASETS: Mapping[str, Dataset] = {
    each.key: each
    for each in (
        ADS, AD_VISITS, BUYING_GROUPS, CAMPAIGNS, CAMPAIGN_ANSWERS, CAMPAIGN_TARGETS, CONSENTS,
        CONTACTS, CONTACT_QUALITY, ENROLMENTS, EVENT_PLACES, GROUP_DECISIONS,
        GROUP_ENGAGEMENT, GROUP_ROLES, HELD_ACCOUNTS, INVITATIONS, MEMBERS, OPPORTUNITIES,
        RECENT_TOUCHES, REFUSALS_SAID, RELATIONSHIPS, RESPONSES, ROLE_BONDS, STAGE_STEPS,
        WEB_SESSIONS, WEB_TOUCHES, WEIGHTED_OPPORTUNITIES, WHITESPACE,
    )
}  # fmt: skip

FOR_TEAMS = ("opportunities", "responses", "invitations", "enrolments")
"""The datasets that a team may build indicators of."""
