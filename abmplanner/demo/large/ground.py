"""What a large installation stands on: the program, its people, pipeline, template and feeds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.management.base import CommandError
from django.db import transaction

from abmplanner.demo.cast import COLLEAGUES
from abmplanner.demo.scene import remember, save
from abmplanner.demo.story import make_pipeline, make_user
from abmplanner.kit.actor import SYSTEM
from accounts.enums import GroupRole, ProgramKind, RecordType, Role
from accounts.models import (
    Account,
    DataFeed,
    Enrolment,
    Pipeline,
    Program,
    ProgramAssignment,
    RoleNeed,
    Stage,
    User,
)

PROGRAM = uuid5(NAMESPACE_URL, "abmplanner: the large demo")
EARLIER = timedelta(weeks=4)  # accounts and feeds are there before the first touch
NEEDS = {GroupRole.DECISION_MAKER: 1, GroupRole.INFLUENCER: 2, GroupRole.USER: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where and when a run of the demo writes; held is how many accounts were there before it."""

    seed: int
    until: datetime
    weeks: int
    held: int
    program: Program
    users: dict[str, User]
    pipeline: Pipeline
    stages: dict[str, Stage]

    @property
    def since(self) -> datetime:
        """The instant of the first touch."""
        return self.until - timedelta(weeks=self.weeks)

    @property
    def begin(self) -> datetime:
        """The instant from which accounts are enrolled."""
        return self.since - EARLIER

    def rng(self, purpose: str) -> Random:
        """Return chance that depends on the seed and on nothing else that happens."""
        return Random(f"{self.seed}/{self.held}/{purpose}")  # noqa: S311 -- no secret


def an_id(rng: Random) -> UUID:
    """Return a public id that follows from the seed."""
    return UUID(int=rng.getrandbits(128), version=4)


@transaction.atomic
def make_ground(*, seed: int, until: datetime, weeks: int) -> Ground:
    """Return the ground of a run; what is missing of it is made.

    Raises CommandError where there are accounts that the demo did not make.
    """
    accounts = Account.objects.visible_to(SYSTEM)
    own = Enrolment.objects.visible_to(SYSTEM).filter(program__public_id=PROGRAM)
    if accounts.exclude(pk__in=own.values("account")).exists():
        raise CommandError("This installation has accounts already; the demo needs a new one.")
    program = Program.objects.visible_to(SYSTEM).filter(public_id=PROGRAM).first()
    begin = until - timedelta(weeks=weeks) - EARLIER
    if program is None:
        program = make_program(begin)
    pipeline = Pipeline.objects.filter(is_default=True).first() or make_pipeline()[0]
    return Ground(
        seed=seed,
        until=until,
        weeks=weeks,
        held=accounts.count(),
        program=program,
        users={one.email: one for one in User.objects.filter(email__in=emails())},
        pipeline=pipeline,
        stages={stage.key: stage for stage in pipeline.stages.all()},
    )


def emails() -> list[str]:
    """Return the addresses of the demo's people of ours."""
    return [one.email for one in COLLEAGUES]


def make_program(begin: datetime) -> Program:
    """Write the program, its people, its template of roles and its feeds."""
    program = save(
        Program(
            public_id=PROGRAM,
            name_en="Accounts at scale",
            name_fr="Comptes à grande échelle",
            kind=ProgramKind.AUTOMATED,
        )
    )
    for one in COLLEAGUES:
        user = User.objects.filter(email=one.email).first() or make_user(one)
        if user.role in {Role.MANAGER, Role.LEADERSHIP}:
            remember(ProgramAssignment(user=user, program=program, from_at=begin), begin)
    for role, people in NEEDS.items():
        need = RoleNeed(
            program=program, role=role, people=people, weight=Decimal(people), from_at=begin
        )
        remember(need, begin)
    for kind in RecordType:
        save(DataFeed(record_type=kind, source="demo", program=program, covers_from=begin))
    return program
