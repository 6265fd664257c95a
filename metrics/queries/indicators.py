"""The indicators an actor can ask for: ours, and those that teams made."""

from abmplanner.kit.actor import Actor
from metrics.catalogue.catalogue import CATALOGUE, Catalogue


def known_indicators(_actor: Actor) -> Catalogue:
    """Return the catalogue with the active custom indicators that the actor may use."""
    return CATALOGUE
