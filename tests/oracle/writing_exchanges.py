"""Our people, and the profiles of theirs, written to the tables."""

from typing import Any

from accounts.models import ExternalId, User
from tests.oracle.records import World


def write_colleagues(world: World, contacts: dict[int, Any]) -> dict[int | None, Any]:
    """Write whom of us something passed with, and the profiles of contacts."""
    ExternalId.objects.bulk_create(
        ExternalId(contact=contacts[each.id], system="LinkedIn", kind="profile", value=str(each.id))
        for each in world.contacts
        if each.has_profile
    )
    keys = sorted({touch.user for touch in world.touches if touch.user is not None})
    return {
        key: User.objects.create(email=f"us{key}@example.test", name=f"Us {key}", role="sales")
        for key in keys
    }
