"""Plans and what is said of them, contracts, judgements, and what each of us keeps at hand."""

from datetime import date

import factory

from accounts.enums import (
    AssumptionKey,
    CommentOn,
    ContractStatus,
    ListPage,
    OutboxKind,
    PlanParty,
    ProfileTopic,
)
from accounts.models import (
    AccountJudgement,
    Comment,
    Contract,
    ContractTerms,
    CustomerRating,
    Favorite,
    Notification,
    Outbox,
    Plan,
    PlanAssumption,
    PlanTemplate,
    ProfileAnswer,
    Review,
    SavedView,
    Signature,
    SocialAssessment,
    SsiReading,
    Visit,
)
from tests.factories.dates import LONG_AGO


class PlanFactory(factory.django.DjangoModelFactory):
    """A plan of a year."""

    class Meta:
        model = Plan

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    starts_on = date(2020, 1, 1)
    ends_on = date(2021, 1, 1)


class SignatureFactory(factory.django.DjangoModelFactory):
    """A plan was signed for ABM."""

    class Meta:
        model = Signature

    plan = factory.SubFactory(PlanFactory)
    party = PlanParty.ABM
    plan_version = 1
    occurred_at = LONG_AGO


class ReviewFactory(factory.django.DjangoModelFactory):
    """A plan was gone through long ago."""

    class Meta:
        model = Review

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    reviewed_on = LONG_AGO.date()
    summary = "On course"


class CommentFactory(factory.django.DjangoModelFactory):
    """A comment on an objective."""

    class Meta:
        model = Comment

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    on = CommentOn.OBJECTIVE
    subject = factory.Faker("uuid4", cast_to=None)
    author = factory.SubFactory("tests.factories.user.UserFactory")
    text = "Shall we?"


class ProfileAnswerFactory(factory.django.DjangoModelFactory):
    """What a company struggles with."""

    class Meta:
        model = ProfileAnswer

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    topic = ProfileTopic.CHALLENGES
    text = "Old systems"


class PlanAssumptionFactory(factory.django.DjangoModelFactory):
    """A tenth of renewals may run off, since long ago."""

    class Meta:
        model = PlanAssumption

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    key = AssumptionKey.RUNOFF_RATE
    value = "0.1"
    from_at = LONG_AGO


class ContractFactory(factory.django.DjangoModelFactory):
    """A contract without terms yet."""

    class Meta:
        model = Contract

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    name = factory.Sequence(lambda n: f"Contract {n}")


class ContractTermsFactory(factory.django.DjangoModelFactory):
    """A contract was signed long ago, for a hundred a year."""

    class Meta:
        model = ContractTerms

    contract = factory.SubFactory(ContractFactory)
    status = ContractStatus.SIGNED
    occurred_at = LONG_AGO
    acv = 100
    currency = "EUR"


class AccountJudgementFactory(factory.django.DjangoModelFactory):
    """An account looked fair, long ago."""

    class Meta:
        model = AccountJudgement

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    rating = 3
    occurred_at = LONG_AGO


class CustomerRatingFactory(factory.django.DjangoModelFactory):
    """Somebody of an account found our activities fair, long ago."""

    class Meta:
        model = CustomerRating

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    score = 3
    occurred_at = LONG_AGO
    recorded_at = LONG_AGO


class SocialAssessmentFactory(factory.django.DjangoModelFactory):
    """Our team was half way, long ago."""

    class Meta:
        model = SocialAssessment

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    level = 3
    occurred_at = LONG_AGO


class SsiReadingFactory(factory.django.DjangoModelFactory):
    """Somebody read their index."""

    class Meta:
        model = SsiReading

    user = factory.SubFactory("tests.factories.user.UserFactory")
    read_on = LONG_AGO.date()
    brand = people = insights = relationships = 12


class SavedViewFactory(factory.django.DjangoModelFactory):
    """A view of the accounts."""

    class Meta:
        model = SavedView

    user = factory.SubFactory("tests.factories.user.UserFactory")
    page = ListPage.ACCOUNTS
    name = factory.Sequence(lambda n: f"View {n}")


class FavoriteFactory(factory.django.DjangoModelFactory):
    """An account at hand."""

    class Meta:
        model = Favorite

    user = factory.SubFactory("tests.factories.user.UserFactory")
    account = factory.SubFactory("tests.factories.account.AccountFactory")


class VisitFactory(factory.django.DjangoModelFactory):
    """Somebody looked at an account."""

    class Meta:
        model = Visit

    user = factory.SubFactory("tests.factories.user.UserFactory")
    account = factory.SubFactory("tests.factories.account.AccountFactory")


class NotificationFactory(factory.django.DjangoModelFactory):
    """Somebody was named in a comment, and does not know yet."""

    class Meta:
        model = Notification

    user = factory.SubFactory("tests.factories.user.UserFactory")
    account = factory.SubFactory("tests.factories.account.AccountFactory")
    comment = factory.SubFactory(CommentFactory, account=factory.SelfAttribute("..account"))


class PlanTemplateFactory(factory.django.DjangoModelFactory):
    """A template of one objective with one action."""

    class Meta:
        model = PlanTemplate

    name_en = factory.Sequence(lambda n: f"Template {n}")
    content = factory.LazyFunction(
        lambda: [{"kind": "grow", "title": "Grow", "steps": [{"title": "Meet", "days": 7}]}]
    )


class OutboxFactory(factory.django.DjangoModelFactory):
    """A mail that waits."""

    class Meta:
        model = Outbox

    kind = OutboxKind.MAIL
    key = factory.Sequence(lambda n: f"mail {n}")
    recipient = "ada@example.org"
