"""What a survey asks, in whose language, and how far it has come."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language, gettext, override

from abmplanner.kit.actor import SYSTEM, Actor
from accounts.enums import QuestionKind
from accounts.models import Account, Invitation, Question, Response, Survey
from accounts.queries.moment import Moment

FRENCH_SPEAKING = {"fr", "france", "mc", "monaco", "lu", "luxembourg", "be", "belgique"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a survey in one language."""

    intro: str
    score: str
    comment: str


def words_of(survey: Survey) -> Asked:
    """Return what a survey asks in the reader's language; where words lack, the usual ones."""
    rows = Question.objects.visible_to(SYSTEM).filter(survey=survey.pk)
    written = {row.kind: _told(row.text_fr, row.text_en) for row in rows}
    return Asked(
        intro=_told(survey.intro_fr, survey.intro_en),
        score=written.get(QuestionKind.SCORE)
        or gettext("How likely are you to recommend working with us to a colleague?"),
        comment=written.get(QuestionKind.COMMENT)
        or gettext("What is the main reason for your score?"),
    )


def usual_words(language: str) -> Asked:
    """Return the usual words in a language, for who starts a survey."""
    with override(language):
        return words_of(Survey())


def _told(french: str, english: str) -> str:
    """Return a text in the reader's language, else in the other one."""
    is_french = (get_language() or "").startswith("fr")
    return (french or english) if is_french else (english or french)


def language_of(account: Account, survey: Survey, usual: str) -> str:
    """Return the language in which somebody at an account is written to.

    That of their country, where the survey speaks it; else the one that the survey speaks, or the
    usual one of the installation.
    """
    spoken = {"fr": bool(survey.name_fr), "en": bool(survey.name_en)}
    wanted = "fr" if account.country.casefold() in FRENCH_SPEAKING else "en"
    if spoken[wanted]:
        return wanted
    return next((language for language, is_spoken in spoken.items() if is_spoken), usual)


@dataclass(frozen=True, slots=True)
class Reached:
    """How many people a survey asked, and what became of it."""

    asked: int = 0
    delivered: int = 0
    answered: int = 0
    reminded: int = 0
    declined: int = 0
    bounced: int = 0

    @property
    def silent(self) -> int:
        """How many got it and said neither yes nor no."""
        return max(0, self.delivered - self.answered - self.declined)


def reached(
    actor: Actor,
    surveys: QuerySet[Survey] | list[Survey],
    account: Account | None = None,
    moment: Moment | None = None,
) -> dict[int, Reached]:
    """Return how far surveys have come among those whom the actor sees, by key; now or then."""
    now = moment or Moment.now()
    said = Response.objects.visible_to(actor).filter(
        now.known(), invitation=OuterRef("pk"), responded_at__lte=now.at
    )
    rows = Invitation.objects.visible_to(actor).filter(survey__in=surveys)
    rows = rows.filter(account=account) if account else rows
    counted = rows.annotate(has_answered=Exists(said)).order_by().values("survey")
    counts = counted.annotate(
        asked=Count("pk"),
        delivered=Count("pk", filter=Q(delivered_at__lte=now.at)),
        answered=Count("pk", filter=Q(has_answered=True)),
        reminded=Count("pk", filter=Q(reminded_at__lte=now.at)),
        declined=Count("pk", filter=Q(declined_at__lte=now.at)),
        bounced=Count("pk", filter=Q(bounced_at__lte=now.at)),
    )
    return {row.pop("survey"): Reached(**row) for row in counts}


def has_asked(survey: Survey) -> bool:
    """Tell whether anybody was asked: from then on, the words stay as they are."""
    return bool(Invitation.objects.visible_to(SYSTEM).filter(survey=survey).exists())
