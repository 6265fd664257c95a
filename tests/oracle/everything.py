"""The whole oracle."""

from tests.oracle.campaigns import Campaigns
from tests.oracle.consent import Consent
from tests.oracle.relationships import Relationships
from tests.oracle.web import Web


class Everything(Consent, Relationships, Campaigns, Web):
    """Answers every question that the product answers."""
