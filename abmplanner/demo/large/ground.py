"""What a program told at size stands on: the program, its people, pipeline, template and feeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.management.base import CommandError
from django.db import transaction

from abmplanner.demo.cast import ANA, COLLEAGUES, MARC, Colleague
from abmplanner.demo.sales import make_pipeline
from abmplanner.demo.scene import make_user, remember, save
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

EARLIER = timedelta(weeks=4)  # accounts and feeds are there before the first touch
NEEDS = {GroupRole.DECISION_MAKER: 1, GroupRole.INFLUENCER: 2, GroupRole.USER: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What kind of program is told, and who of ours keeps its accounts and sells to them."""

    public_id: UUID
    kind: ProgramKind
    name_en: str
    name_fr: str
    reason: str = "Fits the profile"
    manager: Colleague = ANA
    seller: Colleague = MARC
    leaves: float = 0  # share of accounts that are taken out again


AT_SCALE = Shape(
    public_id=uuid5(NAMESPACE_URL, "abmplanner: the large demo"),
    kind=ProgramKind.AUTOMATED,
    name_en="Accounts at scale",
    name_fr="Comptes à grande échelle",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where and when a run of the demo writes; held is how many accounts were there before it."""

    shape: Shape
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


def keep_away_from_others(shape: Shape) -> None:
    """Raise CommandError where there are accounts that were never in the program of a shape."""
    own = Enrolment.objects.visible_to(SYSTEM).filter(program__public_id=shape.public_id)
    if Account.objects.visible_to(SYSTEM).exclude(pk__in=own.values("account")).exists():
        raise CommandError("This installation has accounts already; the demo needs a new one.")


@transaction.atomic
def make_ground(shape: Shape, *, seed: int, until: datetime, weeks: int) -> Ground:
    """Return the ground of a run; what is missing of it is made."""
    begin = until - timedelta(weeks=weeks) - EARLIER
    people = {one.email: find_or_make(one) for one in COLLEAGUES}
    program = Program.objects.visible_to(SYSTEM).filter(public_id=shape.public_id).first()
    pipeline = Pipeline.objects.filter(is_default=True).first() or make_pipeline()[0]
    return Ground(
        shape=shape,
        seed=seed,
        until=until,
        weeks=weeks,
        held=Account.objects.visible_to(SYSTEM).count(),
        program=program or make_program(shape, people, begin),
        users=people,
        pipeline=pipeline,
        stages={stage.key: stage for stage in pipeline.stages.all()},
    )


def find_or_make(one: Colleague) -> User:
    """Return a person of ours, by address."""
    return User.objects.filter(email=one.email).first() or make_user(one)


def make_program(shape: Shape, people: Mapping[str, User], begin: datetime) -> Program:
    """Write the program, its people, its template of roles and its feeds."""
    program = save(
        Program(
            public_id=shape.public_id,
            kind=shape.kind,
            name_en=shape.name_en,
            name_fr=shape.name_fr,
        )
    )
    for user in people.values():
        if user.role in {Role.MANAGER, Role.LEADERSHIP}:
            remember(ProgramAssignment(user=user, program=program, from_at=begin), begin)
    for role, number in NEEDS.items():
        need = RoleNeed(
            program=program, role=role, people=number, weight=Decimal(number), from_at=begin
        )
        remember(need, begin)
    for kind in RecordType:
        save(
            DataFeed(
                record_type=kind,
                source="demo",
                program=program,
                covers_from=begin,
                recorded_at=begin,
            )
        )
    return program
