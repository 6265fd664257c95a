"""The whole oracle."""

from tests.oracle.campaigns import Campaigns
from tests.oracle.groups import Groups
from tests.oracle.web import Web


class Everything(Groups, Campaigns, Web):
    """Answers every question that the product answers."""
