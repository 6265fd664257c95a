"""When a company's accounts were qualified, as chance has it; and those rows, written."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from metrics.models import Qualification
from tests.oracle.histories import LONG_AGO, paris
from tests.oracle.records import Qualified, Spent, World

LATE, WITHDRAWN = paris(2026, 4, 10), paris(2026, 5, 1)
KNOWN = [(LONG_AGO, None)] * 5 + [(LATE, None), (LONG_AGO, LATE), (LATE, WITHDRAWN)]
MOMENTS = [
    paris(2025, 6, 1), paris(2025, 9, 17, 23), paris(2025, 9, 18), paris(2025, 12, 2, 23),
    paris(2026, 2, 28, 23, 59), paris(2026, 3, 1), paris(2026, 3, 9, 12), paris(2026, 3, 9, 12),
    paris(2026, 3, 31, 23, 30), paris(2026, 4, 1),
]  # fmt: skip


def fill_with_qualifications(world: World, chance: Random) -> None:
    """Let accounts qualify, some for two programs at once."""
    for _row in range(chance.choice([0, 2, 5, 8])):
        recorded, voided = chance.choice(KNOWN)
        at = chance.choice(MOMENTS)
        row = Qualified(
            recorded=recorded,
            voided=voided,
            account=chance.choice(world.accounts).id,
            program=chance.choice(world.programs),
            at=at,
            ended=chance.choice([None, None, at + timedelta(days=10), at + timedelta(days=90)]),
        )
        if not any(is_same(row, other) for other in world.qualifications):
            world.qualifications.append(row)
    for line in world.spends:
        share(line, chance)


def is_same(row: Qualified, other: Qualified) -> bool:
    return (row.account, row.program, row.at) == (other.account, other.program, other.at)


def share(line: Spent, chance: Random) -> None:
    """Let some lines name neither program nor campaign, and some be for tools."""
    if chance.random() < 0.15:
        line.category = "tool"
    if line.account is not None and chance.random() < 0.5:
        line.program = line.campaign = None


def write_qualifications(
    world: World, accounts: Mapping[int, Any], programs: Mapping[int, Any]
) -> None:
    """Write when accounts were qualified."""
    Qualification.objects.bulk_create(
        Qualification(
            account=accounts[row.account],
            program=programs[row.program],
            qualified_at=row.at,
            ended_at=row.ended,
            reason="depth",
            recorded_at=row.recorded,
            voided_at=row.voided,
        )
        for row in world.qualifications
    )
