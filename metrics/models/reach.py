"""Who may see what is said of an account or of a program."""

from typing import Any

from django.db.models import Q
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.scope import ScopedQuerySet
from accounts.models.reach import of_accounts, of_programs, sees_everything


class OnScope(ScopedQuerySet[Any]):
    """Rows of an account or of a program, seen with either; those of neither by all who see all."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        return of_accounts(actor, "account") | (Q(account=None) & of_programs(actor, "program"))
