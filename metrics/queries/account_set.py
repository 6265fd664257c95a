"""The indicators of an account, with what they say of a period."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from abmplanner.kit.actor import Actor
from accounts.models import Account
from metrics.catalogue.indicator import Indicator
from metrics.models import CustomIndicator, IndicatorSet
from metrics.queries.answer import Answer
from metrics.queries.asking import Question, window_of
from metrics.queries.engine import live_answers
from metrics.queries.indicators import known_indicators
from metrics.queries.reading import is_told, told_indicators
from metrics.queries.scope import Scope, became
from metrics.queries.usual_set import Usual, usual_set


@dataclass(frozen=True, slots=True)
class SetRow:
    """One indicator of an account; without an answer where it can't be asked for any more.

    told is the indicator whose values people or files tell, where it is such a one. A row that is
    not kept follows from the program, as long as nobody chose.
    """

    row: IndicatorSet
    indicator: Indicator | None
    answer: Answer | None
    told: CustomIndicator | None = None

    @property
    def name(self) -> str:
        """What it is called, in the reader's language."""
        if self.indicator is None:
            return self.row.indicator_key
        return self.indicator.name.to(get_language() or "en")

    @property
    def is_kept(self) -> bool:
        """Tell whether somebody chose it."""
        return self.row.pk is not None

    @property
    def scope(self) -> str:
        """Whose number it is, as the address of an opened number says it."""
        return f"account:{self.row.account.public_id}"


def chosen_rows(actor: Actor, account: Account) -> list[IndicatorSet]:
    """Return the indicators that somebody chose for an account, in their order."""
    rows = IndicatorSet.objects.visible_to(actor).filter(account=account)
    return list(rows.select_related("account").order_by("position", "pk"))


def usual_here(actor: Actor, account: Account, as_of: date | None = None) -> Usual:
    """Return what is usual for an account on a day, or today."""
    return usual_set(
        actor,
        account,
        known_indicators(actor),
        as_of=as_of or timezone.localdate(),
        zone=settings.TIME_ZONE,
    )


def account_set(actor: Actor, account: Account, question: Question) -> list[SetRow]:
    """Return the set of an account in its order, measured for the time that is asked for."""
    known = known_indicators(actor)
    chosen = chosen_rows(actor, account) or [
        IndicatorSet(account=account, indicator_key=each.key, position=place)
        for place, each in enumerate(usual_here(actor, account, question.as_of).indicators)
    ]
    keys = [row.indicator_key for row in chosen if row.indicator_key in known]
    if not keys:
        return [SetRow(row, None, None) for row in chosen]
    scope = Scope.of_accounts(actor, [account])
    answers = live_answers(
        actor, keys, scope=scope, window=window_of(question, scope), known=known
    ).row(became(actor, [account.pk])[0])
    is_any_told = any(is_told(known.get(row.indicator_key)) for row in chosen)
    told = told_indicators(actor, account) if is_any_told else {}
    return [
        SetRow(
            row,
            known.get(row.indicator_key),
            answers.get(row.indicator_key),
            told.get(row.indicator_key),
        )
        for row in chosen
    ]
