"""Who is acting: a person, an API key, a survey link, a job on somebody's behalf, or the system."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


class Kind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    KEY = "key"
    SURVEY = "survey"
    JOB = "job"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody on whose behalf rows are read and written.

    person is the user behind the actor: the one who signed in, who made the key, or who asked for
    the job. It is None for the system and for a survey link. grants are the scopes of an API key;
    the other kinds have none and are bounded by their role alone.
    """

    kind: Kind
    person: Any = None
    grants: frozenset[str] = field(default_factory=frozenset)
    label: str = ""

    @classmethod
    def of_person(cls, user: Any) -> Self:
        """Return the actor of a signed-in user, or of an anonymous one, who has no person."""
        known = user if getattr(user, "is_authenticated", False) else None
        return cls(Kind.PERSON, known, label=f"person:{known.pk}" if known else "anonymous")

    @classmethod
    def of_key(cls, key: Any) -> Self:
        """Return the actor of an API key: its owner's reach, narrowed to the key's scopes."""
        return cls(Kind.KEY, key.user, frozenset(key.scopes), f"key:{key.pk}")

    @classmethod
    def of_job(cls, job: Any) -> Self:
        """Return the actor of a job: the person who asked for it, as the person is now."""
        if job.actor is None:
            return cls(Kind.SYSTEM, label=f"job:{job.pk}")
        return cls(Kind.JOB, job.actor, label=f"job:{job.pk}")

    @classmethod
    def of_survey(cls, invitation: Any) -> Self:
        """Return the actor of a personal survey link, who sees nothing but the question."""
        return cls(Kind.SURVEY, label=f"survey:{invitation.pk}")

    @property
    def is_system(self) -> bool:
        """Tell whether nobody in particular acts: a schedule, an operator's command."""
        return self.kind is Kind.SYSTEM

    @property
    def role(self) -> str:
        """Return the role of the person behind the actor, empty when there is none or it left."""
        if self.person is None or not self.person.is_active:
            return ""
        return str(self.person.role)

    def has_role(self, roles: Iterable[str]) -> bool:
        """Tell whether the actor's role is one of these; the system has every role."""
        return self.is_system or self.role in roles


SYSTEM = Actor(Kind.SYSTEM, label="system")
