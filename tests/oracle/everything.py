"""The whole oracle."""

from tests.oracle.ads import Ads
from tests.oracle.campaigns import Campaigns
from tests.oracle.consent import Consent
from tests.oracle.relationships import Relationships


class Everything(Consent, Relationships, Campaigns, Ads):
    """Answers every question that the product answers."""
