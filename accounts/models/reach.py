"""The rule that says who may see an account and what hangs on it."""

from typing import Any

from django.apps import apps
from django.db.models import Q
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.scope import ScopedQuerySet
from accounts.enums import Role


def sees_everything(actor: Actor) -> bool:
    """Tell whether the actor's reach has no bounds: the system, and an administrator."""
    return actor.is_system or actor.role == Role.ADMINISTRATOR


class OnAccount(ScopedQuerySet[Any]):
    """Rows that hang on an account and are seen with it; path leads from the row to it."""

    path = "account"

    @override
    def reach(self, actor: Actor) -> Q:
        """Return the rows whose account the actor may see, as a subquery: nothing counts twice."""
        if sees_everything(actor):
            return Q()
        accounts = apps.get_model("accounts", "Account").objects
        return Q(**{f"{self.path}__in": accounts.visible_to(actor)})
