"""Objectives, actions, feedback."""

import factory

from accounts.enums import ObjectiveKind
from accounts.models import Action, Feedback, Objective


class ObjectiveFactory(factory.django.DjangoModelFactory):
    """An active objective to grow."""

    class Meta:
        model = Objective

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    kind = ObjectiveKind.GROW
    title = factory.Sequence(lambda n: f"Objective {n}")


class ActionFactory(factory.django.DjangoModelFactory):
    """A planned action."""

    class Meta:
        model = Action

    objective = factory.SubFactory(ObjectiveFactory)
    title = factory.Sequence(lambda n: f"Action {n}")


class FeedbackFactory(factory.django.DjangoModelFactory):
    """A salesperson rates the activities four of five."""

    class Meta:
        model = Feedback

    account = factory.SubFactory("tests.factories.account.AccountFactory")
    author = factory.SubFactory("tests.factories.user.UserFactory", sales=True)
    activities_rating = 4
