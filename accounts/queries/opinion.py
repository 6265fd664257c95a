"""Who reads by name what people think: one rule for pages, exports, API and opened numbers."""

from abmplanner.kit.actor import Actor
from abmplanner.policy import OPERATIONS
from accounts.enums import RespondentKind


def can_name_respondent(actor: Actor, *, is_colleague: bool) -> bool:
    """Tell whether the actor may read who gave an answer to a survey, and in which words.

    Those who asked customers may, to come back to them. Nobody may of a colleague, at whatever
    number of answers: what they think counts among others, or was told in their own name.
    """
    if actor.is_system:
        return True
    return not is_colleague and OPERATIONS["opinion.name"].allows(actor)


def kinds_named(actor: Actor) -> list[str]:
    """Return the kinds of respondents whom the actor may read by name."""
    return [
        kind.value
        for kind in RespondentKind
        if can_name_respondent(actor, is_colleague=kind is RespondentKind.EMPLOYEE)
    ]
