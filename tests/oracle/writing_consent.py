"""What people allow and forbid, written to the tables."""

from typing import Any

from django.conf import settings

from abmplanner.kit.addresses import keyed_hash
from accounts.models import ConsentEvent, Suppression
from tests.oracle.records import World


def write_consents(world: World, contacts: dict[int, Any]) -> None:
    """Write ledgers and suppressed addresses."""
    ConsentEvent.objects.bulk_create(
        ConsentEvent(
            contact=contacts[line.contact],
            purpose=line.purpose,
            channel=line.channel,
            basis=line.basis,
            action=line.action,
            source=line.source,
            proof_ref=line.proof,
            occurred_at=line.at,
            expires_at=line.expires,
            informed_at=line.informed,
            recorded_at=line.recorded,
            voided_at=line.voided,
        )
        for line in world.lines
    )
    Suppression.objects.bulk_create(
        Suppression(
            contact=contacts.get(stop.contact or 0),
            address_hash=keyed_hash(stop.address, settings.ADDRESS_KEY),
            channel=stop.channel,
            reason=stop.reason,
            occurred_at=stop.at,
            recorded_at=stop.recorded,
            voided_at=stop.voided,
        )
        for stop in world.stops
    )
