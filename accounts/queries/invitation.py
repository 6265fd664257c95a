"""Who may be asked in a survey, who was, and the personal links that lead to it."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import lasting
from abmplanner.kit.words import fold
from accounts.enums import ConsentChannel, ConsentPurpose, EmailStatus
from accounts.models import Contact, Enrolment, Invitation, Membership, Response, Survey
from accounts.queries.consent import Standing, state_at

MOST = 2_000  # people looked at in one choice
PAUSE_DAYS = 90  # how long somebody is left alone after a survey, unless it is said otherwise
REMINDER_PAUSE = timedelta(days=5)


# ---- Personal links ----


def link_token(seed: str, key: str) -> str:
    """Return the secret part of a link: 256 bits that follow from a seed and a key together."""
    mac = hmac.digest(key.encode(), f"survey link:{seed}".encode(), "sha256")
    return urlsafe_b64encode(mac).rstrip(b"=").decode()


def token_hash(token: str) -> str:
    """Return what is kept of the secret part of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(invitation: Invitation) -> str:
    """Return the secret part of an invitation's link, empty where its key was thrown away."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = link_token(invitation.seed, key)
        if hmac.compare_digest(token_hash(token), invitation.token_hash):
            return token
    return ""


def invitation_behind(token: str) -> Invitation | None:
    """Return the invitation that a link is of, whatever became of it; None for a made-up one."""
    rows = Invitation.objects.visible_to(SYSTEM).filter(token_hash=token_hash(token))
    found: Invitation | None = rows.select_related("survey", "contact").first()
    return found


def answer_to(invitation: Invitation) -> Response | None:
    """Return what the person answered, None before they did."""
    rows = Response.objects.visible_to(SYSTEM).filter(invitation=invitation, voided_at=None)
    found: Response | None = rows.first()
    return found


# ---- Whom to ask ----


class LeftOut(TextChoices):
    """Why somebody is not asked."""

    INVITED = "invited", _("Asked in this wave already")
    NO_ADDRESS = "no_address", _("No e-mail address")
    DEAD = "dead", _("The address does not work")
    NOT_ALLOWED = "not_allowed", _("May not be written to for surveys")
    LATELY = "lately", _("Asked in another survey lately")
    CHOSEN = "chosen", pgettext_lazy("left out", "Left out by you")


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom to ask: the people of some accounts, of some groups, in some role."""

    account: str = ""
    group: str = ""
    role: str = ""
    seniority: str = ""
    pause_days: int = PAUSE_DAYS
    without: tuple[str, ...] = ()

    @classmethod
    def read(cls, said: dict[str, Any]) -> Self:
        """Return the choice that a job was asked with."""
        return cls(**{**said, "without": tuple(said.get("without", ()))})

    def written(self) -> dict[str, Any]:
        """Return the choice as a job keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person, and why they are not asked; reason is empty for who is."""

    contact: Contact
    reason: LeftOut | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """Everybody whom a choice names. is_cut tells that there are more than are looked at."""

    asked: Sequence[Candidate]
    left_out: Sequence[Candidate]
    is_cut: bool = False


def candidates(
    actor: Actor, survey: Survey, choice: Choice, now: datetime, *, after: int = 0, most: int = MOST
) -> Candidates:
    """Return whom a choice would ask at an instant, and whom not and why, by key from after on."""
    rows = people_in(actor, survey, choice).filter(pk__gt=after).order_by("pk")
    found = list(rows.select_related("account")[: most + 1])
    people = found[:most]
    judged = list(_judged(survey, choice, people, now))
    return Candidates(
        [each for each in judged if each.reason is None],
        [each for each in judged if each.reason is not None],
        len(found) > most,
    )


def people_in(actor: Actor, survey: Survey, choice: Choice) -> QuerySet[Contact]:
    """Return the people of a choice: of the survey's program, where it has one."""
    rows = Contact.objects.visible_to(actor).filter(merged_into=None, erased_at=None)
    rows = rows.filter(account__merged_into=None)
    if survey.program_id:
        enrolled = Enrolment.objects.visible_to(actor).filter(lasting(), program=survey.program_id)
        rows = rows.filter(account__in=enrolled.values("account"))
    if choice.account:
        rows = rows.filter(account__search_key__contains=fold(choice.account))
    if choice.seniority:
        rows = rows.filter(seniority=choice.seniority)
    if choice.group or choice.role:
        seats = Membership.objects.visible_to(actor).filter(lasting(), contact=OuterRef("pk"))
        seats = seats.filter(group__name__icontains=choice.group) if choice.group else seats
        seats = seats.filter(role=choice.role) if choice.role else seats
        rows = rows.filter(Exists(seats))
    found: QuerySet[Contact] = rows
    return found


def _judged(
    survey: Survey, choice: Choice, people: Sequence[Contact], now: datetime
) -> Iterable[Candidate]:
    """Yield each person with the reason why they are not asked."""
    keys = [person.pk for person in people]
    everybody = Contact.objects.visible_to(SYSTEM).filter(pk__in=keys)
    standings = state_at(everybody, ConsentPurpose.SURVEYS, ConsentChannel.EMAIL, now)
    sent = Invitation.objects.visible_to(SYSTEM).filter(contact__in=keys)
    here = set(sent.filter(survey=survey).values_list("contact", flat=True))
    lately = sent.filter(sent_at__gt=now - timedelta(days=choice.pause_days))
    tired = set(lately.exclude(survey=survey).values_list("contact", flat=True))
    for person in people:
        standing = standings[person.pk]
        yield Candidate(person, _reason(person, standing, here, tired, choice), standing)


def _reason(
    person: Contact, standing: Standing, here: set[int], tired: set[int], choice: Choice
) -> LeftOut | None:
    """Return the first thing that stands in the way of asking somebody."""
    checks = {
        LeftOut.INVITED: person.pk in here,
        LeftOut.NO_ADDRESS: not person.email,
        LeftOut.DEAD: person.email_status == EmailStatus.BOUNCED,
        LeftOut.NOT_ALLOWED: not standing.allows,
        LeftOut.LATELY: person.pk in tired,
        LeftOut.CHOSEN: str(person.public_id) in choice.without,
    }
    return next((reason for reason, holds in checks.items() if holds), None)


def may_be_written_to(contact: Contact, now: datetime) -> bool:
    """Tell whether somebody may be asked at an instant: they can say no after they were chosen."""
    one = Contact.objects.visible_to(SYSTEM).filter(pk=contact.pk)
    return state_at(one, ConsentPurpose.SURVEYS, ConsentChannel.EMAIL, now)[contact.pk].allows


# ---- Who was asked ----


class Heard(TextChoices):
    """What became of an invitation."""

    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", pgettext_lazy("invitation", "Declined")
    BOUNCED = "bounced", pgettext_lazy("invitation", "Came back")
    REMINDED = "reminded", pgettext_lazy("invitation", "Reminded")
    SENT = "sent", pgettext_lazy("invitation", "No answer yet")
    QUEUED = "queued", pgettext_lazy("invitation", "Being sent")


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation and what became of it."""

    invitation: Invitation
    heard: Heard


def invitations_of(actor: Actor, survey: Survey) -> QuerySet[Any]:
    """Return whom a survey asked, by account and name."""
    rows = Invitation.objects.visible_to(actor).filter(survey=survey)
    said = Response.objects.visible_to(actor).filter(invitation=OuterRef("pk"), voided_at=None)
    found: QuerySet[Any] = rows.annotate(has_answered=Exists(said))
    return found.select_related("account", "contact").order_by(
        "account__search_key", "contact__search_key", "pk"
    )


def lines(rows: Iterable[Any]) -> list[InvitationLine]:
    """Return invitations with what became of each."""
    return [InvitationLine(row, heard_of(row)) for row in rows]


def heard_of(row: Any) -> Heard:
    """Return what became of an invitation; the answer counts before all else."""
    states = {
        Heard.ANSWERED: row.has_answered,
        Heard.DECLINED: row.declined_at,
        Heard.BOUNCED: row.bounced_at,
        Heard.QUEUED: row.sent_at is None,
        Heard.REMINDED: row.reminded_at,
    }
    return next((state for state, holds in states.items() if holds), Heard.SENT)


def silent(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the invitations that arrived and that nobody answered or declined."""
    return rows.filter(has_answered=False, declined_at=None, bounced_at=None, sent_at__isnull=False)


def due_for_reminder(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    """Return those of the silent ones that were left in peace for some days."""
    before = now - REMINDER_PAUSE
    return silent(rows).filter(Q(reminded_at=None) | Q(reminded_at__lt=before), sent_at__lt=before)
