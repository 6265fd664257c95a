"""The rule that says who may see an account or a program, and what hangs on them.

The rule stands in almost every statement, so it is an expression in SQL: written once, and taken
into a statement without being built anew from querysets.
"""

from typing import Any

from django.db.models import BooleanField, F, Func, Q
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.scope import ScopedQuerySet
from accounts.enums import Role

# The person is on the account's team today.
ON_TEAM = """
    SELECT 1 FROM accounts_teammember AS on_team
    WHERE on_team.account_id = %(expressions)s AND on_team.user_id = %(person)d
    AND on_team.voided_at IS NULL AND on_team.from_at <= STATEMENT_TIMESTAMP()
    AND (on_team.to_at IS NULL OR on_team.to_at > STATEMENT_TIMESTAMP())
"""

# The account is, or is soon to be, in a program that the person is assigned to today.
IN_PROGRAM = """
    SELECT 1 FROM accounts_enrolment AS enrolled
    JOIN accounts_programassignment AS assigned ON assigned.program_id = enrolled.program_id
    WHERE enrolled.account_id = %(expressions)s AND assigned.user_id = %(person)d
    AND enrolled.voided_at IS NULL
    AND (enrolled.to_at IS NULL OR enrolled.to_at > STATEMENT_TIMESTAMP())
    AND assigned.voided_at IS NULL AND assigned.from_at <= STATEMENT_TIMESTAMP()
    AND (assigned.to_at IS NULL OR assigned.to_at > STATEMENT_TIMESTAMP())
"""

# The account is, or is soon to be, in the control group of a program that the person is assigned to
# today: whoever answers for the program's numbers reads what they are compared with.
IN_CONTROL = """
    SELECT 1 FROM accounts_controlaccount AS compared
    JOIN accounts_programassignment AS assigned ON assigned.program_id = compared.program_id
    WHERE compared.account_id = %(expressions)s AND assigned.user_id = %(person)d
    AND compared.voided_at IS NULL
    AND (compared.to_at IS NULL OR compared.to_at > STATEMENT_TIMESTAMP())
    AND assigned.voided_at IS NULL AND assigned.from_at <= STATEMENT_TIMESTAMP()
    AND (assigned.to_at IS NULL OR assigned.to_at > STATEMENT_TIMESTAMP())
"""

# The person is assigned to the program today.
ASSIGNED = """
    SELECT 1 FROM accounts_programassignment AS assigned
    WHERE assigned.program_id = %(expressions)s AND assigned.user_id = %(person)d
    AND assigned.voided_at IS NULL AND assigned.from_at <= STATEMENT_TIMESTAMP()
    AND (assigned.to_at IS NULL OR assigned.to_at > STATEMENT_TIMESTAMP())
"""

# The campaign is of a program that the person is assigned to today, or of none.
OF_ASSIGNED = """
    SELECT 1 FROM accounts_campaign AS aimed
    WHERE aimed.id = %(expressions)s AND (aimed.program_id IS NULL OR EXISTS (
        SELECT 1 FROM accounts_programassignment AS assigned
        WHERE assigned.program_id = aimed.program_id AND assigned.user_id = %(person)d
        AND assigned.voided_at IS NULL AND assigned.from_at <= STATEMENT_TIMESTAMP()
        AND (assigned.to_at IS NULL OR assigned.to_at > STATEMENT_TIMESTAMP())
    ))
"""


def sees_everything(actor: Actor) -> bool:
    """Tell whether the actor's reach has no bounds: the system, and an administrator."""
    return actor.is_system or actor.role == Role.ADMINISTRATOR


class Held(Func):
    """Whether a rule finds a row for a key and a person.

    A statement over many rows finds all that the rule holds for at once. One that is to go row by
    row asks for a value instead, for PostgreSQL may take any EXISTS the other way.
    """

    output_field = BooleanField()

    def __init__(self, key: Any, rule: str, person: int) -> None:
        super().__init__(key, rule=rule, person=person)

    @override
    def as_sql(
        self,
        compiler: Any,
        connection: Any,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **context: Any,
    ) -> Any:
        rule = self.extra["rule"]
        is_row_by_row = getattr(compiler.query, "is_row_by_row", False)
        template = f"({rule} LIMIT 1) IS NOT NULL" if is_row_by_row else f"EXISTS({rule})"
        return super().as_sql(compiler, connection, function, template, arg_joiner, **context)


def of_accounts(actor: Actor, key: str) -> Q:
    """Return the condition that the account under that name is within the actor's reach.

    Leadership sees the accounts enrolled in the programs they are assigned to, and those that these
    are compared with; an ABM manager these and the accounts whose team they are on; sales the
    latter alone.
    """
    if sees_everything(actor):
        return Q()
    rules = {
        Role.LEADERSHIP.value: (IN_PROGRAM, IN_CONTROL),
        Role.MANAGER.value: (ON_TEAM, IN_PROGRAM, IN_CONTROL),
        Role.SALES.value: (ON_TEAM,),
    }.get(actor.role)
    return _held(actor, key, rules)


def of_programs(actor: Actor, key: str) -> Q:
    """Return the condition that the program under that name is a leader's or an ABM manager's."""
    if sees_everything(actor):
        return Q()
    rules = (ASSIGNED,) if actor.role in {Role.LEADERSHIP, Role.MANAGER} else None
    return _held(actor, key, rules)


def of_campaigns(actor: Actor, key: str) -> Q:
    """Return the condition that the campaign under that name is a leader's or an ABM manager's.

    It is narrower than who sees a campaign: what is said of a campaign as a whole tells of all the
    accounts that it aims at.
    """
    if sees_everything(actor):
        return Q()
    rules = (OF_ASSIGNED,) if actor.role in {Role.LEADERSHIP, Role.MANAGER} else None
    return _held(actor, key, rules)


def _held(actor: Actor, key: str, rules: tuple[str, ...] | None) -> Q:
    if rules is None:
        return Q(pk__in=())
    found = Q()
    for rule in rules:
        found |= Q(Held(F(key), rule, actor.person.pk))
    return found


def of_program_or_none(actor: Actor) -> Q:
    """Return the rows of a program that the actor may see, and those of no program."""
    if sees_everything(actor):
        return Q()
    if not actor.role:
        return Q(pk__in=())
    return Q(program=None) | of_programs(actor, "program")


class OfProgramOrNone(ScopedQuerySet[Any]):
    """Rows of a program that are seen with it; those of none are seen by all of us."""

    @override
    def reach(self, actor: Actor) -> Q:
        return of_program_or_none(actor)


class OfAnyScope(ScopedQuerySet[Any]):
    """Rows of an account or of a program, seen with it; those of neither are seen by all of us."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        if not actor.role:
            return Q(pk__in=())
        whole = Q(account=None, program=None)
        return whole | of_accounts(actor, "account") | of_programs(actor, "program")


class OnAccount(ScopedQuerySet[Any]):
    """Rows that hang on an account and are seen with it; path leads from the row to it."""

    path = "account"

    @override
    def reach(self, actor: Actor) -> Q:
        """Return the rows whose account the actor may see; nothing counts twice."""
        return of_accounts(actor, self.path)
