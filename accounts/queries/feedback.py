"""What sales said of the marketing for accounts, who is asked, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import lasting
from abmplanner.kit.words import fold
from accounts.enums import Role
from accounts.models import (
    Account,
    Enrolment,
    Feedback,
    FeedbackReply,
    FeedbackRequest,
    FeedbackRound,
    TeamMember,
    User,
)

SHOWN = 12


def feedback_of(actor: Actor, account: Account | None = None) -> QuerySet[Feedback]:
    """Return the feedback within the actor's reach, or on one account, newest first."""
    rows = Feedback.objects.visible_to(actor).select_related("account", "author", "marketer")
    rows = rows.filter(account=account) if account else rows
    return rows.order_by("-given_at", "-pk")


def my_accounts(actor: Actor, query: str = "") -> QuerySet[Account]:
    """Return some accounts a person may speak about, with when they last did, by name."""
    own = Feedback.objects.visible_to(actor).filter(account=OuterRef("pk"), author=actor.person)
    last = own.order_by().values("account").annotate(last=Max("given_at")).values("last")
    rows = Account.objects.visible_to(actor).filter(merged_into=None)
    rows = rows.filter(search_key__contains=fold(query)) if query else rows
    return rows.annotate(last_given_at=Subquery(last)).order_by("search_key", "pk")[:SHOWN]


def replies_to(actor: Actor, rows: Iterable[Feedback]) -> Mapping[int, FeedbackReply]:
    """Return what became of each feedback, by its key."""
    keys = [row.pk for row in rows]
    replies = FeedbackReply.objects.visible_to(actor).filter(feedback__in=keys)
    return {row.feedback_id: row for row in replies.select_related("author")}


# ---- Rounds ----


class Asked(TextChoices):
    """What became of a request."""

    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", pgettext_lazy("feedback", "Could not say")
    EXPIRED = "expired", _("Expired")
    REMINDED = "reminded", pgettext_lazy("feedback", "Reminded")
    WAITING = "waiting", _("No answer yet")


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as it stands on a day."""

    request: FeedbackRequest
    asked: Asked


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round with how many were asked, and what became of it."""

    round: FeedbackRound
    asked: int
    answered: int
    is_over: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody of ours who may be asked about an account."""

    person: User
    account: Account

    @property
    def key(self) -> str:
        """How a form names the two."""
        return f"{self.person.public_id}:{self.account.public_id}"


def rounds_of(actor: Actor, today: date) -> list[RoundLine]:
    """Return the rounds within reach, the newest first, with their counts."""
    rows = FeedbackRound.objects.visible_to(actor).order_by("-opens_on", "-pk")[:SHOWN]
    rounds = list(rows.select_related("program"))
    asked = FeedbackRequest.objects.visible_to(actor).filter(round__in=rounds)
    counts = {
        row["round"]: row
        for row in asked.order_by()
        .values("round")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(feedback__isnull=False)))
    }
    nobody = {"asked": 0, "answered": 0}
    found = []
    for row in rounds:
        count = counts.get(row.pk, nobody)
        line = RoundLine(
            row, count["asked"], count["answered"], row.is_over(today), row.is_open(today)
        )
        found.append(line)
    return found


def requests_of(actor: Actor, round_: FeedbackRound) -> QuerySet[FeedbackRequest]:
    """Return whom a round asks about which account, by person and account."""
    rows = FeedbackRequest.objects.visible_to(actor).filter(round=round_)
    joined = rows.select_related("person", "account", "round", "feedback")
    found: QuerySet[FeedbackRequest] = joined
    return found.order_by("person__name", "person", "account__search_key", "pk")


def request_lines(rows: Iterable[FeedbackRequest], today: date) -> list[RequestLine]:
    """Return requests as they stand on a day."""
    return [RequestLine(row, asked_now(row, today)) for row in rows]


def asked_now(row: FeedbackRequest, today: date) -> Asked:
    """Return what became of a request by a day."""
    states = {
        Asked.ANSWERED: row.feedback_id,
        Asked.DECLINED: row.declined_at,
        Asked.EXPIRED: row.round.is_over(today),
        Asked.REMINDED: row.reminded_at,
    }
    return next((state for state, holds in states.items() if holds), Asked.WAITING)


def waiting(rows: QuerySet[FeedbackRequest], today: date) -> QuerySet[FeedbackRequest]:
    """Return the requests that are open on a day and neither answered nor declined."""
    return rows.filter(
        feedback=None,
        declined_at=None,
        round__closed_at=None,
        round__opens_on__lte=today,
        round__closes_on__gte=today,
    )


def my_requests(actor: Actor, today: date) -> QuerySet[FeedbackRequest]:
    """Return what a person is asked and has not answered, what closes first on top."""
    rows = FeedbackRequest.objects.visible_to(actor).filter(person=actor.person)
    open_now = waiting(rows, today).select_related("account", "round")
    return open_now.order_by("round__closes_on", "account__search_key", "pk")


def open_request(actor: Actor, account: Account, today: date) -> FeedbackRequest | None:
    """Return what a person is asked about an account, the request that closes first."""
    return my_requests(actor, today).filter(account=account).first()


def pairs_of(actor: Actor, round_: FeedbackRound, account: str = "") -> Sequence[Pair]:
    """Return the salespeople of the round's accounts whom it does not ask yet, by account."""
    rows = TeamMember.objects.visible_to(actor).filter(
        lasting(), user__role=Role.SALES, user__is_active=True, account__merged_into=None
    )
    if round_.program_id:
        enrolled = Enrolment.objects.visible_to(actor).filter(lasting(), program=round_.program_id)
        rows = rows.filter(account__in=enrolled.values("account"))
    if account:
        rows = rows.filter(account__search_key__contains=fold(account))
    asked = FeedbackRequest.objects.visible_to(actor).filter(round=round_)
    known = set(asked.values_list("person", "account"))
    found = rows.select_related("user", "account").order_by(
        "account__search_key", "account", "user__name", "pk"
    )
    return [
        Pair(row.user, row.account) for row in found if (row.user_id, row.account_id) not in known
    ]


def unanswered(actor: Actor, since: date) -> QuerySet[Feedback]:
    """Return the words of sales since a day that nobody has answered, the oldest first."""
    replied = FeedbackReply.objects.visible_to(actor).values("feedback")
    rows = Feedback.objects.visible_to(actor).filter(given_at__date__gte=since)
    rows = rows.exclude(comment="").exclude(pk__in=replied).exclude(author=actor.person)
    return rows.select_related("account", "author").order_by(F("given_at").asc(), "pk")


def question_of(request: FeedbackRequest | None) -> str:
    """Return the question of the round that somebody is asked in, empty for the usual one."""
    if request is None:
        return ""
    french, english = request.round.question_fr, request.round.question_en
    is_french = (get_language() or "").startswith("fr")
    return (french or english) if is_french else (english or french)
