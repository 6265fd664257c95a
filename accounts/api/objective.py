"""What we want in an account, and what we do about it."""

from abmplanner.kit.api import CheckedSerializer, CheckedViewSet
from accounts.api.people import Colleague
from accounts.filters.objective import ActionFilter, ObjectiveFilter
from accounts.models import Action, Objective


class ObjectiveSerializer(CheckedSerializer[Objective]):
    """What we want in an account, in words."""

    owner = Colleague(allow_null=True, required=False)

    class Meta:
        model = Objective
        fields = [
            "public_id",
            "account",
            "kind",
            "title",
            "why",
            "state",
            "opportunity",
            "group",
            "contact",
            "owner",
            "starts_on",
            "due_on",
            "position",
            "version",
            "saved_at",
        ]


class ObjectiveViewSet(CheckedViewSet):
    """Read and write the objectives of the accounts within your reach."""

    model = Objective
    serializer_class = ObjectiveSerializer
    filterset_class = ObjectiveFilter
    joined = ("account", "opportunity", "group", "contact", "owner")


class ActionSerializer(CheckedSerializer[Action]):
    """Something we do for an objective."""

    owner = Colleague(allow_null=True, required=False)

    class Meta:
        model = Action
        fields = [
            "public_id",
            "objective",
            "title",
            "expected_effect",
            "owner",
            "due_on",
            "state",
            "outcome",
            "evidence",
            "version",
            "saved_at",
        ]


class ActionViewSet(CheckedViewSet):
    """Read and write the actions of the objectives within your reach."""

    model = Action
    serializer_class = ActionSerializer
    filterset_class = ActionFilter
    joined = ("objective", "owner")
