"""What we judge by eye, as it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from abmplanner.kit.actor import Actor
from accounts.enums import SocialSubject
from accounts.models import Account, AccountJudgement, SocialAssessment, SsiReading
from accounts.queries.history import in_order


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement; place is its place in the history, from 1."""

    row: Any
    place: int
    is_expired: bool = False


def judged(rows: Any, today: date) -> list[Judged]:
    """Return judgements with their places, newest first."""
    ordered: Iterable[Any] = in_order(rows).select_related("recorded_by")
    lines = [
        Judged(row, place, has_expired(row, today)) for place, row in enumerate(ordered, start=1)
    ]
    return lines[::-1]


def has_expired(row: Any, today: date) -> bool:
    """Tell whether a judgement holds no longer."""
    until = getattr(row, "expires_on", None)
    return until is not None and until < today


def judgements_of(actor: Actor, account: Account, today: date) -> list[Judged]:
    """Return how we saw an account, newest first."""
    rows = AccountJudgement.objects.visible_to(actor).filter(account=account)
    return judged(rows, today)


def social_of(
    actor: Actor, account: Account, today: date
) -> Sequence[tuple[SocialSubject, list[Judged]]]:
    """Return the social maturity of our team and of the account, newest first."""
    rows = SocialAssessment.objects.visible_to(actor).filter(account=account)
    lines = judged(rows, today)
    return [
        (subject, [line for line in lines if line.row.subject == subject])
        for subject in SocialSubject
    ]


def ssi_of(actor: Actor) -> QuerySet[SsiReading]:
    """Return the readings within the actor's reach, newest first."""
    rows = SsiReading.objects.visible_to(actor).filter(voided_at=None).select_related("user")
    return rows.order_by("-read_on", "user__name", "pk")
