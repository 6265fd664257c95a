"""Every dataset, by its key."""

from collections.abc import Mapping

from metrics.queries.datasets.campaigns import (
    CAMPAIGN_ANSWERS,
    CAMPAIGN_TARGETS,
    CAMPAIGNS,
)
from metrics.queries.datasets.consent import CONSENTS, REFUSALS_SAID
from metrics.queries.datasets.contacts import CONTACTS, MEMBERS, RECENT_TOUCHES
from metrics.queries.datasets.dataset import Dataset
from metrics.queries.datasets.decisions import GROUP_DECISIONS, ROLE_BONDS
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
        BUYING_GROUPS, CAMPAIGN_ANSWERS, CAMPAIGN_TARGETS, CAMPAIGNS, CONSENTS, CONTACTS,
        ENROLMENTS, EVENT_PLACES, GROUP_ROLES, INVITATIONS, MEMBERS, OPPORTUNITIES,
        RECENT_TOUCHES, REFUSALS_SAID, RESPONSES, STAGE_STEPS, WEB_SESSIONS, WEB_TOUCHES,
        WEIGHTED_OPPORTUNITIES, WHITESPACE,
        CONTACT_QUALITY, GROUP_DECISIONS, HELD_ACCOUNTS, RELATIONSHIPS, ROLE_BONDS,
    )
}  # fmt: skip

FOR_TEAMS = ("opportunities", "responses", "invitations", "enrolments")
"""The datasets that a team may build indicators of."""
