"""Campaigns, what passed between us and accounts, and what it cost."""

from typing import Any

import factory
from typing_extensions import override

from abmplanner.kit.by_month import make_months
from accounts.enums import (
    AdFormat,
    Automation,
    CampaignKind,
    CampaignStatus,
    EventKind,
    SpendCategory,
    TouchType,
)
from accounts.models import (
    AdDelivery,
    Campaign,
    CampaignPeriod,
    CampaignTarget,
    ControlAccount,
    EventConflict,
    Spend,
    Touch,
    Visitor,
    VisitorLink,
    WebSession,
)
from tests.factories.dates import LONG_AGO


class CampaignFactory(factory.django.DjangoModelFactory):
    """A campaign of no program; it has no period yet."""

    class Meta:
        model = Campaign

    name = factory.Sequence(lambda n: f"Campaign {n}")


class CampaignPeriodFactory(factory.django.DjangoModelFactory):
    """A general campaign runs since long ago."""

    class Meta:
        model = CampaignPeriod

    campaign = factory.SubFactory(CampaignFactory)
    kind = CampaignKind.GENERAL
    status = CampaignStatus.ACTIVE
    from_at = LONG_AGO


class CampaignTargetFactory(factory.django.DjangoModelFactory):
    """An account is on a campaign's list since long ago."""

    class Meta:
        model = CampaignTarget

    campaign = factory.SubFactory(CampaignFactory)
    account = factory.SubFactory("tests.factories.account.AccountFactory")
    from_at = LONG_AGO


class ControlAccountFactory(factory.django.DjangoModelFactory):
    """An account is held out of a campaign since long ago."""

    class Meta:
        model = ControlAccount

    campaign = factory.SubFactory(CampaignFactory)
    account = factory.SubFactory("tests.factories.account.AccountFactory")
    from_at = LONG_AGO


class SpendFactory(factory.django.DjangoModelFactory):
    """A hundred euros of media for a campaign."""

    class Meta:
        model = Spend

    campaign = factory.SubFactory(CampaignFactory)
    spent_on = LONG_AGO.date()
    amount = 100
    currency = "EUR"
    category = SpendCategory.MEDIA


class VisitorFactory(factory.django.DjangoModelFactory):
    """Somebody's browser."""

    class Meta:
        model = Visitor

    source = "site"
    key = factory.Sequence(lambda n: f"v{n}")


class VisitorLinkFactory(factory.django.DjangoModelFactory):
    """A visitor was found to be of an account."""

    class Meta:
        model = VisitorLink

    visitor = factory.SubFactory(VisitorFactory)
    account = factory.SubFactory("tests.factories.account.AccountFactory")


class WebSessionFactory(factory.django.DjangoModelFactory):
    """A visit of a minute, long ago."""

    class Meta:
        model = WebSession

    source = "site"
    key = factory.Sequence(lambda n: f"s{n}")
    account = factory.SubFactory("tests.factories.account.AccountFactory")
    visitor = factory.SubFactory(VisitorFactory)
    started_at = LONG_AGO
    duration_s = 60


class TouchFactory(factory.django.DjangoModelFactory):
    """A person clicked in an e-mail, long ago."""

    class Meta:
        model = Touch

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    type = TouchType.EMAIL_CLICKED
    automation = Automation.HUMAN
    source = "mail"
    source_key = factory.Sequence(lambda n: f"t{n}")
    occurred_at = LONG_AGO

    @classmethod
    @override
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        make_months(Touch._meta.db_table, [kwargs["occurred_at"]])
        return super()._create(model_class, *args, **kwargs)


class EventConflictFactory(factory.django.DjangoModelFactory):
    """A visit that its source told again with another length."""

    class Meta:
        model = EventConflict

    event = EventKind.SESSION
    source = "site"
    key = factory.Sequence(lambda n: f"s{n}")
    account = factory.SubFactory("tests.factories.account.AccountFactory")
    told = factory.LazyFunction(lambda: {"duration_s": 90})
    digest = factory.Sequence(lambda n: f"{n:064x}")


class AdDeliveryFactory(factory.django.DjangoModelFactory):
    """A thousand impressions and ten clicks on a day, long ago."""

    class Meta:
        model = AdDelivery

    day = LONG_AGO.date()
    source = "linkedin"
    format = AdFormat.SPONSORED
    campaign = factory.SubFactory(CampaignFactory)
    account = factory.SubFactory("tests.factories.account.AccountFactory")
    impressions = 1000
    clicks = 10
