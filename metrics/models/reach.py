"""Who may see what is said of an account, of a program or of a campaign."""

from typing import Any

from django.db.models import Q
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.removing import RemovableRows
from abmplanner.kit.scope import ScopedQuerySet
from accounts.models.reach import of_accounts, of_campaigns, of_programs, sees_everything

SCOPES = ("account", "program", "campaign")


class OnScope(ScopedQuerySet[Any]):
    """Rows of an account or of a program, seen with either; those of neither by all who see all."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        return of_accounts(actor, "account") | (Q(account=None) & of_programs(actor, "program"))


class OnAnyScope(ScopedQuerySet[Any]):
    """Rows of an account, a program or a campaign, seen with what they are of.

    of leads from the row to these; rows of none of them are seen by all who see all.
    """

    of = ""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        account, program, campaign = (f"{self.of}{name}" for name in SCOPES)
        no_account = Q((account, None))
        return (
            of_accounts(actor, account)
            | (no_account & of_programs(actor, program))
            | (no_account & of_campaigns(actor, campaign))
        )


class GoalRows(RemovableRows, OnAnyScope):
    """Goals that nobody removed."""


class OnGoal(OnAnyScope):
    """Rows of a goal, seen with it."""

    of = "goal__"
