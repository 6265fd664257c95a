"""Our people, and the profiles of theirs, written to the tables."""

from typing import Any

from accounts.models import ExternalId, SsiReading, TeamMember, User
from tests.oracle.records import World


def write_colleagues(
    world: World, accounts: dict[int, Any], contacts: dict[int, Any]
) -> dict[int | None, Any]:
    """Write whom of us something passed with, on which teams they are, and profiles."""
    ExternalId.objects.bulk_create(
        ExternalId(contact=contacts[each.id], system="LinkedIn", kind="profile", value=str(each.id))
        for each in world.contacts
        if each.has_profile
    )
    named = [row.user for row in (*world.touches, *world.seats, *world.indices)]
    people: dict[int | None, Any] = {
        key: User.objects.create(email=f"us{key}@example.test", name=f"Us {key}", role="sales")
        for key in sorted({key for key in named if key is not None})
    }
    TeamMember.objects.bulk_create(
        TeamMember(
            account=accounts[seat.account],
            user=people[seat.user],
            from_at=seat.start,
            to_at=seat.end,
            recorded_at=seat.recorded,
            voided_at=seat.voided,
        )
        for seat in world.seats
    )
    SsiReading.objects.bulk_create(
        SsiReading(
            user=people[row.user],
            read_on=row.on,
            recorded_at=row.recorded,
            voided_at=row.voided,
            **dict.fromkeys(("brand", "people", "insights", "relationships"), row.part),
        )
        for row in world.indices
    )
    return people
