"""Voices: what customers answered wave by wave, and what sales said, for accounts or for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import lasting
from abmplanner.kit.period import Period
from accounts.models import Account, Enrolment, Invitation, Program, Response, Survey
from accounts.permissions.feedback import FeedbackLine, feedback_lines
from accounts.queries.feedback import feedback_of
from accounts.queries.invitation import InvitationLine, invitations_of, lines, silent
from accounts.queries.moment import Moment
from accounts.queries.opinion import kinds_named
from accounts.queries.survey import Reached, reached
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.engine import Answers, live_answers, live_series
from metrics.queries.indicators import known_indicators
from metrics.queries.scope import Scope
from metrics.queries.window import Window

SCORE, RATE = "nps", "nps_response_rate"
CLASSES = ("nps_promoters", "nps_passives", "nps_detractors")
OF_MARKETING = "abm_feedback_score"
RATINGS = (
    "feedback_sales_on_activities",
    "feedback_account_on_activities",
    "feedback_sales_on_marketer",
    "feedback_account_on_marketer",
    "feedback_open_actions",
)
WAVES_SHOWN = 8
SHOWN_OF_ALL, SHOWN_OF_ONE = 8, 30  # of each kind of line, for all accounts and for one
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave of a survey: its score, how the answers lie, how many of those asked said anything.

    window holds the days in which answers were taken; of a wave that runs it ends tomorrow.
    """

    survey: Survey
    window: Window
    score: Answer
    rate: Answer
    classes: Mapping[str, Answer]
    reached: Reached
    is_open: bool


@dataclass(frozen=True, slots=True)
class Voices:
    """What is heard of an account, or of all. names tells whether people are read by name.

    marketing is what sales and accounts think of our marketing over the year, and ratings its
    parts; only is the one voice that it is of, where the other said nothing.
    """

    waves: Sequence[Wave]
    year: Answer
    year_window: Window
    words: QuerySet[Response]
    silent: Sequence[InvitationLine]
    feedback: Sequence[FeedbackLine]
    names: bool
    marketing: Answer
    ratings: Sequence[Answer]
    only: str


def voices_of(
    actor: Actor,
    period: Period,
    *,
    account: Account | None = None,
    program: Program | None = None,
) -> Voices:
    """Return what is heard of an account, of a program, or of all that the actor sees.

    It is what was said by the day that the period is seen on; who is silent is asked of today.
    """
    today, moment = period.as_of, Moment.of(period)
    scope, grain = scope_of(actor, account, program)
    known = known_indicators(actor)
    year = Window(
        start=today + timedelta(days=1) - YEAR,
        end=today + timedelta(days=1),
        as_of=today,
        known_at=period.known_at,
        zone=scope.zone,
    )
    target = account or program
    keys = [SCORE, OF_MARKETING, *RATINGS]
    answers = live_answers(actor, keys, scope=scope, window=year, grain=grain, known=known)
    ratings = [the_one(answers, target, key) for key in RATINGS]
    surveys = surveys_of(actor, today, account=account, program=program)
    return Voices(
        waves=waves_of(actor, surveys, period, scope=scope, grain=grain, account=account),
        year=the_one(answers, target, SCORE),
        year_window=year,
        words=words_said(actor, moment, account=account, program=program),
        silent=[] if moment.is_past else silent_ones(actor, surveys, today, account=account),
        feedback=feedback_lines(actor, said_by_sales(actor, moment, account, program)),
        names=bool(kinds_named(actor)),
        marketing=the_one(answers, target, OF_MARKETING),
        ratings=ratings,
        only=only_voice(ratings),
    )


def only_voice(ratings: Sequence[Answer]) -> str:
    """Return the one voice that was heard, empty where both were or none."""
    heard = {
        voice
        for voice in ("sales", "account")
        for each in ratings
        if each.n and each.key.startswith(f"feedback_{voice}_")
    }
    return heard.pop() if len(heard) == 1 else ""


def scope_of(actor: Actor, account: Account | None, program: Program | None) -> tuple[Scope, Grain]:
    """Return whose answers are measured, and what each number is of."""
    if account is not None:
        return Scope.of_accounts(actor, [account]), Grain.ACCOUNT
    if program is not None:
        return Scope.of_program(actor, program), Grain.PROGRAM
    return Scope.everything(actor), Grain.ALL


def the_one(answers: Answers, target: Account | Program | None, key: str) -> Answer:
    """Return the answer of what was asked about."""
    found = answers.column(key)
    return found.get(target.pk if target else 0) or next(iter(found.values()))


def surveys_of(
    actor: Actor, today: date, *, account: Account | None, program: Program | None
) -> list[Survey]:
    """Return the last waves that have begun, the oldest first: those that asked the account."""
    rows = Survey.objects.visible_to(actor).filter(opens_on__lte=today)
    if program is not None:
        rows = rows.filter(Q(program=program) | Q(program=None))
    if account is not None:
        asked = Invitation.objects.visible_to(actor).filter(account=account, survey=OuterRef("pk"))
        said = Response.objects.visible_to(actor).filter(account=account, survey=OuterRef("pk"))
        rows = rows.filter(Exists(asked) | Exists(said))
    return list(rows.order_by("-opens_on", "-pk")[:WAVES_SHOWN])[::-1]


def waves_of(
    actor: Actor,
    surveys: Sequence[Survey],
    period: Period,
    *,
    scope: Scope,
    grain: Grain,
    account: Account | None = None,
) -> list[Wave]:
    """Return each wave as it was answered, measured by the engine over the days it was open."""
    counts = reached(actor, list(surveys), account, Moment.of(period))
    windows = [window_of(survey, period, scope) for survey in surveys]
    measured = live_series(
        actor,
        [SCORE, RATE, *CLASSES],
        scope=scope,
        windows=windows,
        grain=grain,
        known=known_indicators(actor),
    )
    found = []
    for survey, window, answers in zip(surveys, windows, measured, strict=True):
        row = {key: the_one(answers, account, key) for key in (SCORE, RATE, *CLASSES)}
        wave = Wave(
            survey=survey,
            window=window,
            score=row[SCORE],
            rate=row[RATE],
            classes={key: row[key] for key in CLASSES},
            reached=counts.get(survey.pk, Reached()),
            is_open=survey.is_open(period.as_of),
        )
        found.append(wave)
    return found


def window_of(survey: Survey, period: Period, scope: Scope) -> Window:
    """Return the days on which a wave took answers; one that is open, or never ends, until today.

    Both days that people name count.
    """
    start: Any = survey.opens_on
    today = period.as_of
    last = min(survey.closes_on or today, today)
    end = max(last, start) + timedelta(days=1)
    return Window(start=start, end=end, as_of=today, known_at=period.known_at, zone=scope.zone)


def words_said(
    actor: Actor, moment: Moment, *, account: Account | None, program: Program | None
) -> QuerySet[Response]:
    """Return what customers wrote by a moment, the newest first, of those read by name."""
    rows = Response.objects.visible_to(actor).filter(
        moment.known(), respondent_kind__in=kinds_named(actor), responded_at__lte=moment.at
    )
    rows = rows.exclude(comment="")
    if account is not None:
        rows = rows.filter(account=account)
    if program is not None:
        rows = rows.filter(account__in=enrolled_in(actor, program))
    found: QuerySet[Response] = rows.select_related("account", "contact", "survey")
    return found.order_by("-responded_at", "-pk")[: most_of(account)]


def silent_ones(
    actor: Actor, surveys: Sequence[Survey], today: date, *, account: Account | None
) -> list[InvitationLine]:
    """Return who was asked in the wave that runs and has not answered, by name where one may."""
    running = next((each for each in reversed(surveys) if each.is_open(today)), None)
    if running is None or not kinds_named(actor):
        return []
    rows = silent(invitations_of(actor, running))
    rows = rows.filter(account=account) if account is not None else rows
    return lines(rows[: most_of(account)])


def said_by_sales(
    actor: Actor, moment: Moment, account: Account | None, program: Program | None
) -> QuerySet[Any]:
    """Return the feedback that sales gave by a moment, the newest first."""
    rows = feedback_of(actor, account).filter(given_at__lte=moment.at)
    if program is not None:
        rows = rows.filter(account__in=enrolled_in(actor, program))
    return rows[: most_of(account)]


def most_of(account: Account | None) -> int:
    """Return how many lines of a kind are shown."""
    return SHOWN_OF_ALL if account is None else SHOWN_OF_ONE


def enrolled_in(actor: Actor, program: Program) -> Any:
    """Return the accounts that are in a program today, as a subquery."""
    rows = Enrolment.objects.visible_to(actor).filter(lasting(), program=program)
    return rows.values("account")
