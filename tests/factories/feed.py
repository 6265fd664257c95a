"""Feeds."""

import factory

from accounts.enums import RecordType
from accounts.models import DataFeed
from tests.factories.dates import LONG_AGO


class DataFeedFactory(factory.django.DjangoModelFactory):
    """Opportunities of the whole installation are live since long ago."""

    class Meta:
        model = DataFeed

    record_type = RecordType.OPPORTUNITY
    source = factory.Sequence(lambda n: f"source {n}")
    covers_from = LONG_AGO
